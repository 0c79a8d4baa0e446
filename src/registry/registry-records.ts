/**
 * What a registry keeps, and how it lies in the store. PROTOCOL.md §6.5.
 *
 * Layout of the space `registry`; a key is the 32-byte Ed25519 key of an agent:
 *
 * ```text
 *   0x01 | key              head: what is known of the agent (CBOR); outlives all the rest
 *   0x02 | key              record
 *   0x03 | key              last-resort bundle
 *   0x04 | key | u64 seq    single-use bundle of that sequence:  u64 expires | bundle
 *   0x05 | key              presence, of an agent that is listed (presence.ts)
 * ```
 *
 * @module
 */
import { type Bytes, concat } from '../base/bytes.ts';
import { decodeCbor, encodeCbor } from '../codec/cbor.ts';
import { readBytes, readInteger, readObject } from '../codec/fields.ts';
import { u64 } from '../codec/writer.ts';
import { HASH_BYTES } from '../crypto/hash.ts';
import type { Change } from '../storage/store.ts';

/** What is known of an agent. Times are in milliseconds since 1970. */
export interface Head {
  /** Of the newest record, also when that has expired. */
  readonly sequence: number;
  /** SHA-256 of that record. */
  readonly digest: Bytes;
  /** Of that record's certificate. */
  readonly certificateSequence: number;
  readonly expiresAtMs: number;
  /** 0 where the record is gone. */
  readonly recordBytes: number;
  /** The lowest that the next last-resort bundle may have: that of the newest one. */
  readonly lowestLast: number;
  readonly lastExpiresAtMs: number;
  /** 0 where there is none. */
  readonly lastBytes: number;
  /** The lowest that the next single-use bundle may have: above all that were ever offered, so that none comes twice. */
  readonly lowestSingle: number;
  /** Single-use bundles that are there, and their bytes. */
  readonly stock: number;
  readonly stockBytes: number;
}

const PREFIX = { head: 1, record: 2, last: 3, single: 4, presence: 5 } as const;
const keyed = (kind: keyof typeof PREFIX, key: Uint8Array, ...rest: readonly Uint8Array[]): Bytes =>
  concat(Uint8Array.of(PREFIX[kind]), key, ...rest);

/** Keys in the space `registry`. */
export const KEYS: {
  readonly head: (key: Uint8Array) => Bytes;
  readonly record: (key: Uint8Array) => Bytes;
  readonly last: (key: Uint8Array) => Bytes;
  readonly single: (key: Uint8Array, sequence: number) => Bytes;
  /** After all single-use bundles of an agent. */
  readonly singleEnd: (key: Uint8Array) => Bytes;
  /** Bounds of all heads. */
  readonly heads: { readonly start: Bytes; readonly end: Bytes };
  readonly presence: (key: Uint8Array) => Bytes;
  /** Before the next key behind this one. */
  readonly presenceAfter: (key: Uint8Array) => Bytes;
  /** Bounds of all presences. */
  readonly presences: { readonly start: Bytes; readonly end: Bytes };
} = {
  head: (key) => keyed('head', key),
  record: (key) => keyed('record', key),
  last: (key) => keyed('last', key),
  single: (key, sequence) => keyed('single', key, u64(sequence)),
  singleEnd: (key) => keyed('single', key, new Uint8Array(8).fill(0xff)),
  heads: { start: Uint8Array.of(PREFIX.head), end: Uint8Array.of(PREFIX.head + 1) },
  presence: (key) => keyed('presence', key),
  presenceAfter: (key) => keyed('presence', key, Uint8Array.of(0)),
  presences: { start: Uint8Array.of(PREFIX.presence), end: Uint8Array.of(PREFIX.presence + 1) },
};

/** The agent's key in the key of a head. */
export function agentOfHead(headKey: Uint8Array): Bytes {
  return headKey.slice(1);
}

/** A head as it is kept. */
export function encodeHead(head: Head): Bytes {
  return encodeCbor({ ...head });
}

const NUMBERS = [
  'sequence',
  'certificateSequence',
  'expiresAtMs',
  'recordBytes',
  'lowestLast',
  'lastExpiresAtMs',
  'lastBytes',
  'lowestSingle',
  'stock',
  'stockBytes',
] as const;

/** @throws {TalosError} `E_MALFORMED` for what {@link encodeHead} does not write. */
export function decodeHead(bytes: Uint8Array): Head {
  const fields = readObject(decodeCbor(bytes), { required: [...NUMBERS, 'digest'] }, 'head');
  const numbers = NUMBERS.map((name) => [name, readInteger(fields[name], `head.${name}`)] as const);
  return {
    ...(Object.fromEntries(numbers) as Record<(typeof NUMBERS)[number], number>),
    digest: readBytes(fields.digest, 'head.digest', HASH_BYTES),
  };
}

/** Bytes that an agent's record and bundles take. */
export function bytesOf(head: Head | undefined): number {
  return head === undefined ? 0 : head.recordBytes + head.lastBytes + head.stockBytes;
}

/** A single-use bundle as it is kept. */
export function encodeSingle(bundle: Uint8Array, expiresAtMs: number): Bytes {
  return concat(u64(expiresAtMs), bundle);
}

/** @throws {RangeError} for what is no value of {@link encodeSingle}. */
export function decodeSingle(value: Bytes): { readonly expiresAtMs: number; readonly bundle: Bytes } {
  const expires = new DataView(value.buffer, value.byteOffset, value.byteLength).getBigUint64(0);
  return { expiresAtMs: Number(expires), bundle: value.slice(8) };
}

/** A change of the space `registry`. */
export function put(key: Uint8Array, value: Uint8Array): Change {
  return { kind: 'put', space: 'registry', key, value };
}

/** A change of the space `registry`. */
export function erase(key: Uint8Array): Change {
  return { kind: 'delete', space: 'registry', key };
}
