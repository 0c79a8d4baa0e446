/**
 * `--wait [DURATION]`: how long a command waits for what it sent.
 *
 * @module
 */
import type { Options } from './context.ts';
import { durationS } from './values.ts';

/** Waiting without an end: 68 years. */
const FOR_EVER_MS: number = 2 ** 31 * 1000;

/** Seconds; 0 for ever; undefined where nobody wants to wait. */
export function waitOf(options: Options): number | undefined {
  const wait = options['wait'];
  if (wait === undefined) return undefined;
  return typeof wait === 'string' ? durationS(wait, '--wait') : 0;
}

/** When that is over, milliseconds since 1970; undefined where nobody wants to wait. */
export function waitedUntil(waitS: number | undefined, nowMs: number): number | undefined {
  if (waitS === undefined) return undefined;
  return nowMs + (waitS === 0 ? FOR_EVER_MS : waitS * 1000);
}
