/**
 * When agents show each other their ledgers: after a tunnel was opened, and while it is used as checkpoints appear, at
 * most every two seconds a peer. Whoever dialled does it. PROTOCOL.md §9.9.
 *
 * @module
 */
import { BoundedMap } from '../../base/bounded.ts';
import { TalosError } from '../../base/errors.ts';
import { deadline } from '../../base/lifetime.ts';
import type { Did } from '../../identity/did.ts';
import { systemTimer, type Timer } from '../../net/timer.ts';

/** Milliseconds between two talks with a peer while calls flow. PROTOCOL.md §9.9. */
export const WITNESS_PAUSE_MS = 2000;
/** Milliseconds from a talk with a peer to the one after another tunnel was opened: some open one for each call. */
export const WITNESS_OPENING_PAUSE_MS = 100;
/** Milliseconds that a talk may take. */
export const WITNESS_TALK_MS = 10_000;
/** Milliseconds that an agent which ends gives talks under way. */
export const WITNESS_GRACE_MS = 500;

/** Peers whose last talk is remembered. */
const MAX_REMEMBERED = 1024;

/** What a schedule runs. */
export interface WitnessScheduleParts {
  /** Never rejects. */
  readonly talk: (peer: Did, signal: AbortSignal) => Promise<void>;
  /** Whether there is something to say to `peer`, or to hear of it. */
  readonly hasNews: (peer: Did) => Promise<boolean>;
  /** Whether a checkpoint of this agent is about to appear. */
  readonly isSealing: () => boolean;
  /** The system's unless given. */
  readonly timer?: Timer;
}

interface Turn {
  /** Tunnels that are open. */
  open: number;
  running: Promise<void> | undefined;
  /** Something happened since the talk that is running, or the last one, began; `opened`: a tunnel was opened. */
  due: 'opened' | 'used' | undefined;
  cancel: (() => void) | undefined;
}

/** See the module comment. Disposing ends it; talks under way get a little time. */
export class WitnessSchedule implements AsyncDisposable {
  readonly #parts: WitnessScheduleParts;
  readonly #timer: Timer;
  readonly #turns = new Map<Did, Turn>();
  /** When the last talk with a peer began. */
  readonly #lastMs = new BoundedMap<Did, number>(MAX_REMEMBERED);
  readonly #stop = new AbortController();

  constructor(parts: WitnessScheduleParts) {
    this.#parts = parts;
    this.#timer = parts.timer ?? systemTimer;
  }

  /** A tunnel to `peer` was opened. @returns A function that says that it has ended, to be called once. */
  opened(peer: Did): () => void {
    const turn = this.#turns.get(peer) ?? { open: 0, running: undefined, due: undefined, cancel: undefined };
    this.#turns.set(peer, turn);
    turn.open++;
    // What waits for its turn has a longer pause.
    turn.cancel?.();
    turn.cancel = undefined;
    turn.due = 'opened';
    this.#plan(peer, turn);
    return () => {
      turn.open--;
      this.#forget(peer, turn);
    };
  }

  /** A tunnel to `peer` was used: talks with it soon, where there is news and a tunnel is open. */
  used(peer: Did): void {
    const turn = this.#turns.get(peer);
    if (turn === undefined) return;
    turn.due ??= 'used';
    this.#plan(peer, turn);
  }

  #plan(peer: Did, turn: Turn): void {
    if (turn.running !== undefined || turn.cancel !== undefined || this.#stop.signal.aborted) return;
    const last = this.#lastMs.get(peer) ?? Number.NEGATIVE_INFINITY;
    const pause = turn.due === 'opened' ? WITNESS_OPENING_PAUSE_MS : WITNESS_PAUSE_MS;
    turn.cancel = this.#timer.after(Math.max(0, last + pause - this.#timer.now()), () => {
      turn.cancel = undefined;
      turn.running = this.#run(peer, turn).finally(() => {
        turn.running = undefined;
        if (turn.due !== undefined && turn.open > 0) this.#plan(peer, turn);
        else this.#forget(peer, turn);
      });
    });
  }

  #forget(peer: Did, turn: Turn): void {
    const isIdle = turn.open === 0 && turn.running === undefined && turn.cancel === undefined;
    if (isIdle && this.#turns.get(peer) === turn) this.#turns.delete(peer);
  }

  /** Never rejects. */
  async #run(peer: Did, turn: Turn): Promise<void> {
    const { talk, hasNews, isSealing } = this.#parts;
    const isOpening = turn.due === 'opened';
    // A checkpoint that is about to appear is shown when it has.
    turn.due = isSealing() ? 'used' : undefined;
    this.#lastMs.set(peer, this.#timer.now());
    try {
      if (!isOpening && !(await hasNews(peer))) return;
    } catch {
      // The storage failed, which the ledger tells.
      return;
    }
    using limit = deadline(this.#stop.signal, WITNESS_TALK_MS);
    await talk(peer, limit.signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const running = [...this.#turns.values()].flatMap((turn) => {
      turn.cancel?.();
      turn.cancel = undefined;
      turn.due = undefined;
      return turn.running === undefined ? [] : [turn.running];
    });
    await this.#grace(running);
    this.#stop.abort(new TalosError('E_CLOSED', 'the agent has ended'));
    await Promise.all(running);
  }

  async #grace(running: readonly Promise<void>[]): Promise<void> {
    if (running.length === 0) return;
    let cancel: () => void = () => {};
    const late = new Promise<void>((resolve) => {
      cancel = this.#timer.after(WITNESS_GRACE_MS, resolve);
    });
    await Promise.race([Promise.all(running), late]);
    cancel();
  }
}
