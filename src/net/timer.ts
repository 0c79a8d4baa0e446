/**
 * The timer port of the network: waiting without looking at the wall clock, so that tests need not wait.
 *
 * @module
 */

/** Calls back later. */
export interface Timer {
  /** Milliseconds from any fixed point; never goes back. */
  now(): number;
  /** Runs `action` once, `ms` from now; the function returned cancels it, and may be called at any time. */
  after(ms: number, action: () => void): () => void;
}

/** The timer of the system. */
export const systemTimer: Timer = {
  now: () => performance.now(),
  after(ms, action) {
    const id = setTimeout(action, ms);
    return () => {
      clearTimeout(id);
    };
  },
};

/** A timer that moves only when told to. */
export class ManualTimer implements Timer {
  #now = 0;
  readonly #waiting = new Set<{ readonly at: number; readonly action: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, action: () => void): () => void {
    const entry = { at: this.#now + ms, action };
    this.#waiting.add(entry);
    return () => {
      this.#waiting.delete(entry);
    };
  }

  /** Moves on by `ms`, running what falls due, in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [first] = [...this.#waiting].filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at);
      if (first === undefined) break;
      this.#waiting.delete(first);
      this.#now = first.at;
      first.action();
    }
    this.#now = end;
  }
}
