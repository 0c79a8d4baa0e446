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
        await link.closed;
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

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel();
        this.#sleepers.delete(wake);
        resolve();
      };
      const cancel = this.#terms.timer.after(ms, wake);
      this.#sleepers.add(wake);
    });
  }
}
