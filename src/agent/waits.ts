/**
 * Waiting for what somebody else does: until it is done, the time is over, the link has ended or nobody wants it any
 * longer.
 *
 * @module
 */
import type { Link } from '../net/link.ts';
import type { Timer } from '../net/timer.ts';

/** Timers hold 31 bits; what is longer is for ever. */
const MAX_TIMER_MS = 0x7fffffff;

/** What ends a wait. */
export interface WaitLimits {
  /** Milliseconds. */
  readonly ms: number;
  readonly link?: Link | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** See the module comment. */
export class Waits {
  readonly #timer: Timer;
  readonly #settled: (link: Link) => Promise<void>;
  readonly #giveUps = new Set<() => void>();
  /** By link: one look at its end for all that wait, as a link may live for years. */
  readonly #byLink = new WeakMap<Link, Set<() => void>>();
  #isClosed = false;

  /** @param settled - Resolves when what came over a link before its end has had its effect; at once where absent. */
  constructor(timer: Timer, settled: (link: Link) => Promise<void> = () => Promise.resolve()) {
    this.#timer = timer;
    this.#settled = settled;
  }

  /** `true` when `start`'s callback is called; `false` when one of the limits is reached, or all waits are ended. */
  until({ ms, link, signal }: WaitLimits, start: (done: () => void) => void): Promise<boolean> {
    return new Promise<boolean>((resolve) => {
      const end = (isDone: boolean): void => {
        cancel();
        this.#giveUps.delete(giveUp);
        if (link !== undefined) this.#byLink.get(link)?.delete(giveUp);
        signal?.removeEventListener('abort', giveUp);
        resolve(isDone);
      };
      const giveUp = (): void => end(false);
      const cancel = this.#timer.after(Math.min(ms, MAX_TIMER_MS), giveUp);
      this.#giveUps.add(giveUp);
      signal?.addEventListener('abort', giveUp, { once: true });
      if (signal?.aborted === true || this.#isClosed) giveUp();
      else if (link !== undefined) this.#waitingOn(link).add(giveUp);
      start(() => end(true));
    });
  }

  #waitingOn(link: Link): Set<() => void> {
    const held = this.#byLink.get(link);
    if (held !== undefined) return held;
    const waiting = new Set<() => void>();
    this.#byLink.set(link, waiting);
    void link.closed.then(async () => {
      await this.#settled(link);
      this.#byLink.delete(link);
      for (const giveUp of waiting) giveUp();
    });
    return waiting;
  }

  /** Ends every wait, now and from now on. */
  close(): void {
    this.#isClosed = true;
    for (const giveUp of this.#giveUps) giveUp();
  }
}

/** What `promise` gives, or the reason of `signal` where that comes first. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
