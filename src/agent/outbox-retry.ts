/**
 * Tries again and again to reach the peers for whom something waits, less and less often, for as long as the agent
 * runs. What waits goes out with the link that comes of it.
 *
 * @module
 */
import { isTalosError } from '../base/errors.ts';
import { randomFraction } from '../crypto/random.ts';
import type { Did } from '../identity/did.ts';
import { retryDelays } from '../net/backoff.ts';
import type { Link } from '../net/link.ts';
import type { Timer } from '../net/timer.ts';

/** What waits on a link is sent again after so long, in milliseconds, and after twice as long each time. */
export const RESEND_AFTER_MS = 90_000;
/** The longest that gets, in milliseconds. */
const MAX_RESEND_AFTER_MS = 3_600_000;
/** A link that held so long starts the waits afresh, in milliseconds. */
const SETTLED_MS = 10_000;

/** What retrying needs. */
export interface OutboxRetryTerms {
  /** Whether anything waits for `peer`. */
  readonly isAwaiting: (peer: Did) => Promise<boolean>;
  /** The open link to `peer`. */
  readonly linkOf: (peer: Did) => Link | undefined;
  /** Opens one. @throws {TalosError} where that does not succeed. */
  readonly connect: (peer: Did) => Promise<unknown>;
  /** Sends all that waits over `link`. */
  readonly resend: (peer: Did, link: Link) => Promise<void>;
  readonly timer: Timer;
}

/** See the module comment. */
export class OutboxRetry {
  readonly #terms: OutboxRetryTerms;
  readonly #running = new Set<Did>();
  readonly #sleepers = new Set<() => void>();
  #isStopped = false;

  constructor(terms: OutboxRetryTerms) {
    this.#terms = terms;
  }

  /** Tries from now on, until nothing waits for `peer`. Repeatable. */
  start(peer: Did): void {
    if (this.#running.has(peer) || this.#isStopped) return;
    this.#running.add(peer);
    void this.#run(peer).finally(() => this.#running.delete(peer));
  }

  /** Ends all tries. Repeatable. */
  stop(): void {
    this.#isStopped = true;
    for (const wake of this.#sleepers) wake();
  }

  async #run(peer: Did): Promise<void> {
    const { linkOf, connect, timer } = this.#terms;
    let delays = retryDelays({ random: randomFraction });
    while (await this.#goesOn(peer)) {
      const link = linkOf(peer);
      if (link !== undefined) {
        const since = timer.now();
        await this.#untilClosed(peer, link);
        if (timer.now() - since >= SETTLED_MS) delays = retryDelays({ random: randomFraction });
        continue;
      }
      await this.#sleep(delays.next().value);
      if (this.#isStopped || linkOf(peer) !== undefined) continue;
      try {
        await connect(peer);
      } catch (error) {
        // Away, or somebody else in its place: the next try may find it.
        if (!isTalosError(error)) throw error;
      }
    }
  }

  /** What is not acknowledged may not have opened: it goes out again, less and less often. */
  async #untilClosed(peer: Did, link: Link): Promise<void> {
    for (let waitMs = RESEND_AFTER_MS; ; waitMs = Math.min(2 * waitMs, MAX_RESEND_AFTER_MS)) {
      await this.#sleep(waitMs, link.closed);
      // A link that has ended is no longer the one to the peer.
      if (this.#terms.linkOf(peer) !== link || !(await this.#goesOn(peer))) return;
      await this.#terms.resend(peer, link);
    }
  }

  async #goesOn(peer: Did): Promise<boolean> {
    if (this.#isStopped) return false;
    try {
      return await this.#terms.isAwaiting(peer);
    } catch (error) {
      // A store that fails says so to whoever sends or reads next.
      if (!isTalosError(error)) throw error;
      return false;
    }
  }

  /** @param until - Ends the sleep before its time. */
  #sleep(ms: number, until?: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel();
        this.#sleepers.delete(wake);
        resolve();
      };
      const cancel = this.#terms.timer.after(ms, wake);
      this.#sleepers.add(wake);
      void until?.then(wake);
    });
  }
}
