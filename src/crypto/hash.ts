/**
 * SHA-256, plain and labelled.
 *
 * @module
 */
import * as primitives from '#primitives';
import { type Bytes, concat, utf8 } from '../base/bytes.ts';
import { HASH_LABELS, type HashLabel } from './labels.ts';

/** Length of a hash in bytes. FIPS 180-4. */
export const HASH_BYTES = 32;

/** FIPS 180-4 SHA-256 of `message`. 32 new bytes. */
export function sha256(message: Uint8Array): Bytes {
  return primitives.sha256(message);
}

const prefixes = Object.fromEntries(
  Object.entries(HASH_LABELS).map(([name, label]) => [name, concat(utf8(label), Uint8Array.of(0))]),
) as Record<HashLabel, Bytes>;

/** SHA-256(label ‖ 0x00 ‖ parts). PROTOCOL.md §2.3. The parts must be of fixed or prefixed lengths. */
export function labelledHash(label: HashLabel, ...parts: readonly Uint8Array[]): Bytes {
  return primitives.sha256(concat(prefixes[label], ...parts));
}
