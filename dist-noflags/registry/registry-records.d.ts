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
import { type Bytes } from '../base/bytes.ts';
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
/** Keys in the space `registry`. */
export declare const KEYS: {
    readonly head: (key: Uint8Array) => Bytes;
    readonly record: (key: Uint8Array) => Bytes;
    readonly last: (key: Uint8Array) => Bytes;
    readonly single: (key: Uint8Array, sequence: number) => Bytes;
    /** After all single-use bundles of an agent. */
    readonly singleEnd: (key: Uint8Array) => Bytes;
    /** Bounds of all heads. */
    readonly heads: {
        readonly start: Bytes;
        readonly end: Bytes;
    };
    readonly presence: (key: Uint8Array) => Bytes;
    /** Before the next key behind this one. */
    readonly presenceAfter: (key: Uint8Array) => Bytes;
    /** Bounds of all presences. */
    readonly presences: {
        readonly start: Bytes;
        readonly end: Bytes;
    };
};
/** The agent's key in the key of a head. */
export declare function agentOfHead(headKey: Uint8Array): Bytes;
/** A head as it is kept. */
export declare function encodeHead(head: Head): Bytes;
/** @throws {TalosError} `E_MALFORMED` for what {@link encodeHead} does not write. */
export declare function decodeHead(bytes: Uint8Array): Head;
/** Bytes that an agent's record and bundles take. */
export declare function bytesOf(head: Head | undefined): number;
/** A single-use bundle as it is kept. */
export declare function encodeSingle(bundle: Uint8Array, expiresAtMs: number): Bytes;
/** @throws {RangeError} for what is no value of {@link encodeSingle}. */
export declare function decodeSingle(value: Bytes): {
    readonly expiresAtMs: number;
    readonly bundle: Bytes;
};
/** A change of the space `registry`. */
export declare function put(key: Uint8Array, value: Uint8Array): Change;
/** A change of the space `registry`. */
export declare function erase(key: Uint8Array): Change;
