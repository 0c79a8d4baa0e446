/**
 * A bound on what runs at a time.
 *
 * @module
 */

/** Lets so many tasks run at a time; others wait, in the order of the calls. */
export class Slots {
  #free: number;
  readonly #waiting = new Set<() => void>();

  /** @param count - 1 or more. */
  constructor(count: number) {
    if (!Number.isSafeInteger(count) || count < 1)
      throw new RangeError(`count must be a positive integer, got ${count}`);
    this.#free = count;
  }

  /**
   * Runs `task` when there is a slot for it.
   *
   * @param signal - Aborted before its turn, the task does not run and the result rejects with the signal's reason.
   * @returns What `task` gives or throws.
   */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#turn(signal);
    try {
      return await task();
    } finally {
      this.#next();
    }
  }

  /** The slot goes from one to the next, so that nobody overtakes. */
  #next(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free++;
      return;
    }
    this.#waiting.delete(next);
    next();
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#waiting.delete(start);
        reject(signal?.reason as Error);
      };
      const start = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      this.#waiting.add(start);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }
}
