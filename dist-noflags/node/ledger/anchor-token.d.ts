import { type AnchorCertificate } from './anchor-form.ts';
/** What a time stamp must say. */
export interface TimeStampExpectations {
    /** SHA-256 of what is stamped, 32 bytes. */
    readonly digest: Uint8Array;
    /** As it was asked, big-endian without leading zeros. */
    readonly nonce: Uint8Array;
    /** The only policy that is taken; any where absent. */
    readonly policy?: string;
    /** At least one. */
    readonly roots: readonly AnchorCertificate[];
}
/** A time stamp that holds. */
export interface TimeStamp {
    /** Milliseconds since 1970, by the authority's clock. */
    readonly timeMs: number;
    readonly policy: string;
    /** Name of the authority, as its certificate has it: text of another. */
    readonly signer: string;
}
/**
 * Verifies the response of an authority.
 *
 * @param response - DER, at most 65,536 bytes; anybody's.
 * @throws {TalosError} `ANCHOR_MISMATCH` for whatever does not hold.
 */
export declare function verifyTimeStamp(response: Uint8Array, expected: TimeStampExpectations): TimeStamp;
