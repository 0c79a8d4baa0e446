import type { Cbor } from '../codec/cbor.ts';
import { type ReadObject, type Shape } from '../codec/fields.ts';
/** The only version so far. */
export declare const SESSION_VERSION = 1;
/** Suite 1: X25519, ML-KEM-768, SHA-256, ChaCha20-Poly1305. */
export declare const SUITE = 1;
/** How far the clocks of two agents may be apart, in milliseconds: 10 minutes. PROTOCOL.md §4.2, §5.1. */
export declare const MAX_SKEW_MS = 600000;
/** Highest id of a prekey. PROTOCOL.md §5.1. */
export declare const MAX_PREKEY_ID = 4294967295;
/**
 * Reads a map of this version and suite with the fields of `shape`, besides `v` and `suite`.
 *
 * Version and suite come first: the fields of another version are another version's.
 *
 * @throws {TalosError} `E_VERSION` for another version or suite; `E_MALFORMED` for other fields.
 */
export declare function readVersioned<R extends string, O extends string = never>(value: Cbor, shape: Shape<R, O>, name: string): ReadObject<Cbor, R | 'v' | 'suite', O>;
