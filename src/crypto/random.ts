/**
 * Random bytes from the operating system. There is no other source and no seed.
 *
 * @module
 */
import * as primitives from '#primitives';
import type { Bytes } from '../base/bytes.ts';

/** `count` unpredictable bytes; throws what the operating system's generator throws when it fails. */
export function randomBytes(count: number): Bytes {
  return primitives.randomBytes(count);
}
