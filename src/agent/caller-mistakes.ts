/**
 * Arguments of the SDK. What a caller got wrong is a `TypeError` (another type) or a `RangeError` (a value that cannot
 * be); a `TalosError` is about the world: peers, bytes, disks. `E_USAGE` is the word of the commands.
 *
 * @module
 */
import { isTalosError } from '../base/errors.ts';

/** Runs `work`; what a command would call a mistake in its line is a `RangeError` here, with the `TalosError` as cause. */
export async function mistakesOfCaller<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isTalosError(error, 'E_USAGE')) throw new RangeError(error.message, { cause: error });
    throw error;
  }
}

/** @throws {TypeError} if `value` is no string. */
export function assertText(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string`);
}

/** How long to wait. */
export interface WaitOptions {
  /** Ends the wait. */
  readonly signal?: AbortSignal;
  /** Milliseconds. */
  readonly waitMs?: number;
}

/**
 * The options of a call that waits, without what is absent.
 *
 * @throws {TypeError} if they are no object, or the signal none.
 * @throws {RangeError} if `waitMs` is negative or no number.
 */
export function waitOptions(options: WaitOptions): WaitOptions {
  const given: unknown = options;
  if (typeof given !== 'object' || given === null) throw new TypeError('options must be an object');
  const { signal, waitMs } = options;
  if (signal !== undefined && !(signal instanceof AbortSignal)) throw new TypeError('signal must be an AbortSignal');
  if (waitMs !== undefined && !(typeof waitMs === 'number' && waitMs >= 0))
    throw new RangeError(`waitMs must be a number of 0 or more, got ${String(waitMs)}`);
  return { ...(signal === undefined ? {} : { signal }), ...(waitMs === undefined ? {} : { waitMs }) };
}
