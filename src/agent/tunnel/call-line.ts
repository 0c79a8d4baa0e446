/**
 * The line of a connection for own calls, which outlives its channels (PROTOCOL.md §7.5): calls that were sent wait for their
 * answers, new ones for the line.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import type { TunnelLineWatcher } from './tunnel-resumer.ts';

/** See the module comment. */
export class CallLine implements TunnelLineWatcher {
  readonly #waitMs: number;
  readonly #calls: () => number;
  readonly #waiting = new Set<(failure: Error | undefined) => void>();
  #isAway = false;
  #failure: Error | undefined;

  /**
   * @param waitMs - Milliseconds that a call waits to be sent.
   * @param calls - How many wait for an answer, or to be sent.
   */
  constructor(waitMs: number, calls: () => number) {
    this.#waitMs = waitMs;
    this.#calls = calls;
  }

  /** See {@link TunnelLineWatcher.away}. */
  away(): void {
    this.#isAway = true;
  }

  /** See {@link TunnelLineWatcher.back}. */
  back(): void {
    this.#isAway = false;
    for (const settle of this.#waiting) settle(undefined);
  }

  /** See {@link TunnelLineWatcher.isWanted}. */
  isWanted(): boolean {
    return this.#calls() > 0;
  }

  /** It is over: who waits, and whoever comes, is told `reason`. */
  end(reason: Error): void {
    this.#failure = reason;
    for (const settle of this.#waiting) settle(reason);
  }

  /**
   * Resolves when something can be sent.
   *
   * @throws {TalosError} `E_UNREACHABLE` where the peer was not reached in time; what {@link end} was told; the reason of
   *   `signal`.
   */
  async there(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#failure !== undefined) throw this.#failure;
    if (!this.#isAway) return;
    await new Promise<void>((resolve, reject) => {
      const settle = (failure: Error | undefined): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        this.#waiting.delete(settle);
        if (failure === undefined) resolve();
        else reject(failure);
      };
      const abort = (): void => settle(signal?.reason as Error);
      const timer = setTimeout(() => settle(unreached()), this.#waitMs);
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.add(settle);
    });
  }
}

function unreached(): TalosError {
  return new TalosError('E_UNREACHABLE', 'the connection to the peer was lost, and was not made anew in time');
}
