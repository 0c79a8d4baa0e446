import { type Bytes } from '../base/bytes.ts';
/** Deepest nesting of arrays and maps that is read or written. */
export declare const MAX_CBOR_DEPTH = 32;
/** Most bytes of one encoding, where the caller sets no lower limit. */
export declare const MAX_CBOR_BYTES: number;
/** A value of the profile. Maps that were read inherit nothing. */
export type Cbor = null | boolean | number | string | Uint8Array | readonly Cbor[] | CborMap;
/** A map with text keys. */
export interface CborMap {
    readonly [key: string]: Cbor;
}
/**
 * The one encoding of `value`. New bytes.
 *
 * @throws {TalosError} `E_MALFORMED` for what the profile does not have: fractions, integers beyond 2^53 − 1,
 *   negative zero, undefined, lone surrogates, objects of a class, nesting beyond {@link MAX_CBOR_DEPTH}.
 */
export declare function encodeCbor(value: Cbor): Bytes;
/**
 * Reads one value that must be in its one encoding. The result shares no memory with `bytes`.
 *
 * @param limits - `maxBytes`: {@link MAX_CBOR_BYTES} by default.
 * @throws {TalosError} `E_LIMIT` over `maxBytes`, before anything is read; `E_MALFORMED` for whatever else is wrong.
 */
export declare function decodeCbor(bytes: Uint8Array, limits?: {
    readonly maxBytes?: number;
}): Cbor;
