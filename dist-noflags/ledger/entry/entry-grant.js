/**
 * Entries about authority that is given, and what other entries say of it. PROTOCOL.md §9.1.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
import { readArray, readInteger, readObject, readString } from "../../codec/fields.js";
import { MAX_SERVICE_CHARACTERS, readDid, readHashText } from "./statement.js";
/** Most tokens of a chain. PROTOCOL.md §8.1. */
const MAX_HOLDERS = 8;
/** How the fields of both are read. */
export const GRANT_READERS = {
    token: readHashText,
    subject: readDid,
    audience: readDid,
    service: (value, name) => readString(value, name, { min: 1, max: MAX_SERVICE_CHARACTERS }),
    expires: readInteger,
    scope: readHashText,
    parent: readHashText,
};
/** Reads a chain of two tokens or more, root first. @throws {TalosError} `E_MALFORMED`. */
export function readChainHolders(value, name) {
    const holders = readArray(value, name, { min: 2, max: MAX_HOLDERS }, (item, at) => {
        const { token, subject } = readObject(item, { required: ['token', 'subject'] }, at);
        return { token: readHashText(token, `${at}.token`), subject: readDid(subject, `${at}.subject`) };
    });
    if (new Set(holders.map(({ token }) => token)).size < holders.length)
        throw new TalosError('E_MALFORMED', `${name}: names a token twice`);
    return holders;
}
