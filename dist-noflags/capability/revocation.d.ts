import { type Did } from '../identity/did.ts';
/** Longest signed revocation, in bytes: a reason of which every character is escaped, and the rest. */
export declare const MAX_REVOCATION_BYTES = 4096;
/** Longest reason, in UTF-16 units. */
export declare const MAX_REASON = 512;
/** What a revocation says. */
export interface Revocation {
    readonly issuer: Did;
    /** Id of the token. */
    readonly id: string;
    /** Milliseconds since 1970. */
    readonly issuedAtMs: number;
    /** For people; may be empty. */
    readonly reason: string;
}
/**
 * Reads a revocation that someone else wrote and checks that its issuer signed it.
 *
 * That this issuer made the token is the caller's to check: nobody else's revocation counts.
 *
 * @throws {TalosError} `MALFORMED`, or `SIGNATURE_INVALID`.
 */
export declare function readRevocation(text: string): Revocation;
