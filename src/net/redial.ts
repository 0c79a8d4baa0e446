/**
 * Keeps one connection up: opens it, waits for its end, opens it again, until told to stop.
 *
 * @module
 */
import { randomFraction } from '../crypto/random.ts';
import { retryDelays } from './backoff.ts';
import { systemTimer, type Timer } from './timer.ts';

/** What can be kept: a link, or what an upper layer builds on one. */
export interface Keepable {
  /** Resolves when it has ended, with the reason if there is one. */
  readonly closed: Promise<unknown>;
  /** Ends it. */
  close(): Promise<void>;
}

/** The terms of {@link keepConnected}. */
export interface RedialTerms<T extends Keepable> {
  /** Opens the connection. `signal` aborts when the keeper stops. Never called twice at a time. */
  readonly open: (signal: AbortSignal) => Promise<T>;
  /** It is up. Ended by the keeper when that stops. */
  readonly up?: (connection: T) => void;
  /** It ended (with its reason, or nothing) or could not be opened (with the error); the next try is in `retryMs`. */
  readonly down?: (reason: unknown, retryMs: number) => void;
  /** Whether somebody needs the connection: the next try then waits {@link HURRIED_WAIT_MS} at most. */
  readonly isWanted?: () => boolean;
  /** Whether trying again after `reason` makes no sense, as with a wrong identity. The keeper then ends with it. */
  readonly isFinal?: (reason: unknown) => boolean;
  /** A connection that held at least this long starts the waits afresh, in milliseconds; 10 s unless given. */
  readonly settledMs?: number;
  readonly baseMs?: number;
  readonly capMs?: number;
  /** The system's unless given. */
  readonly timer?: Timer;
  /** Gives numbers from 0 up to 1; the system's randomness unless given. */
  readonly random?: () => number;
}

/** A running {@link keepConnected}. */
export interface Keeper extends AsyncDisposable {
  /** Resolves, never rejects, when the keeper has stopped: with the final reason, or nothing where it was disposed. */
  readonly stopped: Promise<unknown>;
  /** Ends the wait before the next try, where one is under way: the network changed, a person asked. */
  retryNow(): void;
  /** Ends the wait once it has lasted {@link HURRIED_WAIT_MS}: somebody needs the connection. Repeatable. */
  hurry(): void;
}

/** The wait before a try that somebody needs, in milliseconds: who asks again and again does not make more tries. */
export const HURRIED_WAIT_MS = 1000;

/** Starts at once. Disposing aborts a try that is under way, closes the connection, and waits for both. */
export function keepConnected<T extends Keepable>(terms: RedialTerms<T>): Keeper {
  const stop = new AbortController();
  const { timer = systemTimer } = terms;
  let wake = (): void => {};
  let hurry = (): void => {};
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const from = timer.now();
      const first = terms.isWanted?.() === true ? Math.min(ms, HURRIED_WAIT_MS) : ms;
      let cancel = timer.after(first, () => wake());
      wake = () => {
        cancel();
        hurry = () => {};
        resolve();
      };
      hurry = () => {
        const left = from + Math.min(ms, HURRIED_WAIT_MS) - timer.now();
        cancel();
        if (left <= 0) wake();
        else cancel = timer.after(left, () => wake());
      };
      if (stop.signal.aborted) wake();
    });
  const stopped = run(terms, stop.signal, sleep);
  return {
    stopped,
    retryNow: () => wake(),
    hurry: () => hurry(),
    async [Symbol.asyncDispose]() {
      stop.abort(new DOMException('the keeper was stopped', 'AbortError'));
      wake();
      await stopped;
    },
  };
}

async function run<T extends Keepable>(
  terms: RedialTerms<T>,
  signal: AbortSignal,
  sleep: (ms: number) => Promise<void>,
): Promise<unknown> {
  const { timer = systemTimer, settledMs = 10_000 } = terms;
  const waits = {
    random: terms.random ?? randomFraction,
    ...(terms.baseMs === undefined ? {} : { baseMs: terms.baseMs }),
    ...(terms.capMs === undefined ? {} : { capMs: terms.capMs }),
  };
  let delays = retryDelays(waits);
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    const startedAt = timer.now();
    const reason = await once(terms, signal);
    if (isOver()) break;
    if (terms.isFinal?.(reason) === true) return reason;
    if (timer.now() - startedAt >= settledMs) delays = retryDelays(waits);
    const retryMs = delays.next().value;
    terms.down?.(reason, retryMs);
    await sleep(retryMs);
  }
  return undefined;
}

/** One connection from its opening to its end; the reason of either. */
async function once<T extends Keepable>(terms: RedialTerms<T>, signal: AbortSignal): Promise<unknown> {
  let connection: T;
  try {
    connection = await terms.open(signal);
  } catch (error) {
    return error;
  }
  const close = (): void => {
    // How it ends is what `closed` says; a failure to end it well changes nothing for the keeper.
    connection.close().catch(() => undefined);
  };
  signal.addEventListener('abort', close, { once: true });
  try {
    if (signal.aborted) close();
    else terms.up?.(connection);
    return await connection.closed;
  } finally {
    signal.removeEventListener('abort', close);
  }
}
