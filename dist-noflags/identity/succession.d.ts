/**
 * Successions: an identity hands over to another one, in the signed words of both. PROTOCOL.md §4.9.
 *
 *     {"body":{…},"from":"…","to":"…"}      canonical JSON (RFC 8785), ≤ 1 KiB
 *
 * One statement is a step; steps make a line. That a step is the only one from an identity is for who keeps them to see.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import { type SigningKey } from '../crypto/sign.ts';
import { type Did } from './did.ts';
/** Most bytes of a succession. PROTOCOL.md §11. */
export declare const MAX_SUCCESSION_BYTES = 1024;
/** Most steps of a line. PROTOCOL.md §11. */
export declare const MAX_SUCCESSION_STEPS = 16;
/** A succession that was verified. */
export interface Succession {
    /** The statement itself, as it travels. */
    readonly bytes: Bytes;
    /** The same as text: canonical JSON. */
    readonly text: string;
    /** SHA-256 of {@link Succession.bytes}. */
    readonly digest: Bytes;
    /** Who ends. */
    readonly from: Did;
    /** Who goes on. */
    readonly to: Did;
    /** Which step of the line it is, from 1. */
    readonly sequence: number;
    /** When, milliseconds since 1970. */
    readonly timeMs: number;
}
/** What both identities sign. */
export interface SuccessionFields {
    readonly sequence: number;
    readonly timeMs: number;
}
/**
 * Makes the statement that `to` goes on in the place of `from`.
 *
 * @throws {RangeError} where both are one identity, or for a sequence or time that cannot be.
 */
export declare function createSuccession(from: SigningKey, to: SigningKey, fields: SuccessionFields): Succession;
/**
 * Verifies a statement that anybody may have made or changed: one form, two identities, both of their signatures.
 *
 * @param bytes - Copied.
 * @param at - Milliseconds since 1970.
 * @throws {TalosError} `E_LIMIT` over {@link MAX_SUCCESSION_BYTES}; `E_VERSION`; `E_BAD_SUCCESSION` for another form, or a
 *   signature that does not verify; `E_STALE` where it is more than 10 minutes from the future.
 */
export declare function verifySuccession(bytes: Uint8Array, at: {
    readonly nowMs: number;
}): Succession;
