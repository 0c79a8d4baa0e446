/**
 * Answers of the capability checks: a denial is a value with a public code, not an error.
 *
 * @module
 */
import { type ErrorCode, TalosError } from '../base/errors.ts';
/** A refusal: the code that the caller is told (PROTOCOL.md §13) and a reason for people, without secrets. */
export interface Denial {
    readonly allowed: false;
    readonly code: ErrorCode;
    /** Lower case, no full stop; holds no argument value and no token. */
    readonly reason: string;
}
/** A permission. */
export interface Allowed {
    readonly allowed: true;
}
/** The one {@link Allowed}. */
export declare const ALLOWED: Allowed;
/** A {@link Denial}. */
export declare function deny(code: ErrorCode, reason: string): Denial;
/** The error for a token, scope or constraint that is not in the one form: `MALFORMED`. */
export declare function malformed(what: string, cause?: unknown): TalosError<'MALFORMED'>;
/**
 * What `read` gives; its failures to decode are `MALFORMED`, the verdict of capability checks.
 *
 * @throws {TalosError} `MALFORMED` in place of `E_MALFORMED`, `E_LIMIT` and `E_BAD_DID`; any other error as it is.
 */
export declare function asMalformed<T>(read: () => T): T;
