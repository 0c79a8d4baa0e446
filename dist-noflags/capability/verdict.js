/**
 * Answers of the capability checks: a denial is a value with a public code, not an error.
 *
 * @module
 */
import { isTalosError, TalosError } from "../base/errors.js";
/** The one {@link Allowed}. */
export const ALLOWED = Object.freeze({ allowed: true });
/** A {@link Denial}. */
export function deny(code, reason) {
    return { allowed: false, code, reason };
}
/** The error for a token, scope or constraint that is not in the one form: `MALFORMED`. */
export function malformed(what, cause) {
    return new TalosError('MALFORMED', what, cause === undefined ? {} : { cause });
}
/**
 * What `read` gives; its failures to decode are `MALFORMED`, the verdict of capability checks.
 *
 * @throws {TalosError} `MALFORMED` in place of `E_MALFORMED`, `E_LIMIT` and `E_BAD_DID`; any other error as it is.
 */
export function asMalformed(read) {
    try {
        return read();
    }
    catch (error) {
        if (isTalosError(error, 'E_MALFORMED') || isTalosError(error, 'E_LIMIT') || isTalosError(error, 'E_BAD_DID'))
            throw malformed(error.message, error);
        throw error;
    }
}
