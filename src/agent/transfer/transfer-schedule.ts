/**
 * When what waits for a peer is tried: at once, when the peer comes, when the network may be another one, and again and
 * again, less and less often. A few files go to one peer at a time, in the order in which they were asked for.
 *
 * @module
 */
import { isTalosError, TalosError } from '../../base/errors.ts';
import { randomFraction } from '../../crypto/random.ts';
import type { Did } from '../../identity/did.ts';
import { retryDelays } from '../../net/backoff.ts';
import type { Timer } from '../../net/timer.ts';

/** Files that are sent to, or asked of, one peer at a time. PROTOCOL.md §11. */
export const MAX_RUNNING_A_PEER = 8;
/** First wait after an attempt that failed is drawn from up to this, in milliseconds. */
export const TRANSFER_RETRY_BASE_MS = 1000;
/** How often a person's answer to an offer is asked for, in milliseconds; the peer tells it before, where it can. */
export const OFFER_AGAIN_MS = 300_000;

/** What is tried. */
export interface ScheduledWork<Link> {
  /** What waits for a peer and does not run, in order. */
  readonly pending: (peer: Did) => readonly { readonly id: string; readonly isOffered: boolean }[];
  /** Reaches a peer. @throws {TalosError} Why it is not there. */
  readonly reach: (peer: Did, signal: AbortSignal) => Promise<Link>;
  /** Runs one over a link; resolves when that is over. */
  readonly run: (id: string, link: Link) => Promise<void>;
  /** Told that a peer is away. */
  readonly onAway: (peer: Did, error: TalosError) => void;
}

interface Peer {
  isFilling: boolean;
  cancel: () => void;
  delays: Generator<number, never, void>;
  readonly running: Set<string>;
  /** What was tried since the last wait. */
  readonly tried: Set<string>;
  /** Offers that were made since the last wait for an answer. */
  readonly offered: Set<string>;
}

/** See the module comment. */
export class TransferSchedule<Link> {
  readonly #work: ScheduledWork<Link>;
  readonly #timer: Timer;
  readonly #peers = new Map<Did, Peer>();
  readonly #stop = new AbortController();

  constructor(work: ScheduledWork<Link>, timer: Timer) {
    this.#work = work;
    this.#timer = timer;
  }

  /** Tries what waits for `peer` now. */
  kick(peer: Did): void {
    if (this.#stop.signal.aborted) return;
    const held = this.#peerOf(peer);
    held.cancel();
    held.tried.clear();
    void this.#fill(peer, held);
  }

  /** As {@link kick}, also what a person there has to decide: the peer may say by now. */
  kickAnew(peer: Did): void {
    this.#peers.get(peer)?.offered.clear();
    this.kick(peer);
  }

  /** Tries what waits for every peer for which anything was tried. */
  kickAll(): void {
    for (const peer of this.#peers.keys()) this.kick(peer);
  }

  #peerOf(peer: Did): Peer {
    let held = this.#peers.get(peer);
    if (held === undefined) {
      const [running, tried, offered] = [new Set<string>(), new Set<string>(), new Set<string>()];
      held = { isFilling: false, cancel: () => {}, delays: delays(), running, tried, offered };
      this.#peers.set(peer, held);
    }
    return held;
  }

  /** Starts as many as may run. */
  async #fill(peer: Did, held: Peer): Promise<void> {
    if (held.isFilling) return;
    held.isFilling = true;
    const { signal } = this.#stop;
    try {
      while (!signal.aborted && held.running.size < MAX_RUNNING_A_PEER) {
        const id = this.#next(peer, held);
        if (id === undefined) break;
        held.tried.add(id);
        held.offered.add(id);
        const link = await this.#work.reach(peer, signal);
        held.running.add(id);
        void this.#work.run(id, link).then(() => {
          held.running.delete(id);
          void this.#fill(peer, held);
        });
      }
    } catch (error) {
      if (signal.aborted) return;
      const away = isTalosError(error)
        ? error
        : new TalosError('E_INTERNAL', 'a peer was not reached', { cause: error });
      this.#work.onAway(peer, away);
    } finally {
      held.isFilling = false;
    }
    if (!signal.aborted && held.running.size === 0) this.#later(peer, held);
  }

  #next(peer: Did, { tried, offered, running }: Peer): string | undefined {
    const pending = this.#work.pending(peer);
    return pending.find(({ id, isOffered }) => !tried.has(id) && !running.has(id) && !(isOffered && offered.has(id)))
      ?.id;
  }

  /** What still waits is tried again later. */
  #later(peer: Did, held: Peer): void {
    held.cancel();
    const pending = this.#work.pending(peer);
    if (pending.length === 0) {
      this.#peers.delete(peer);
      return;
    }
    const isForAnswer = pending.every(({ id, isOffered }) => isOffered && held.offered.has(id));
    const waitMs = isForAnswer ? OFFER_AGAIN_MS : held.delays.next().value;
    held.cancel = this.#timer.after(waitMs, () => (isForAnswer ? this.kickAnew(peer) : this.kick(peer)));
  }

  /** Nothing is tried any more. Repeatable. */
  close(): void {
    this.#stop.abort(new TalosError('E_CLOSED', 'the agent has ended'));
    for (const { cancel } of this.#peers.values()) cancel();
  }
}

function delays(): Generator<number, never, void> {
  return retryDelays({ baseMs: TRANSFER_RETRY_BASE_MS, random: randomFraction });
}
