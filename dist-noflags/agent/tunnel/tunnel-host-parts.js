/**
 * What the serving side knows of its services and channels.
 *
 * @module
 */
import { isTalosError } from "../../base/errors.js";
import { readToken } from "../../capability/token.js";
/** Whether no tunnel is open on a channel. */
export function isUnused({ mux }) {
    return mux === undefined || mux.size === 0;
}
/** The service that the leaf of a chain names; `""` where it cannot be read, which the check of the chain then says. */
export function serviceOf(chain) {
    const leaf = chain.at(-1);
    if (leaf === undefined)
        return '';
    try {
        return readToken(leaf).claims.scope.service;
    }
    catch (error) {
        if (isTalosError(error, 'MALFORMED'))
            return '';
        throw error;
    }
}
/** An error, for people. */
export function describe(error) {
    return isTalosError(error) ? `${error.message} (${error.code})` : String(error);
}
