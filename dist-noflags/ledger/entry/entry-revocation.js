/**
 * The entries of revocations: what an agent took back, and what it learned of the lists of others. PROTOCOL.md §8.5, §9.1.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
import { readChoice, readInteger } from "../../codec/fields.js";
import { readDid, readHashText } from "./statement.js";
const REVOCATION = {
    token: readHashText,
    chain: readHashText,
    subject: readDid,
    under: readHashText,
    signer: readDid,
    before: readInteger,
    issuer: readDid,
    reason: readHashText,
};
/** Those of its fields that need not be there. */
export const OPTIONAL_IN_REVOCATION = ['token', 'chain', 'subject', 'under', 'signer', 'before'];
/** @throws {TalosError} `E_MALFORMED` unless it names one matter. */
export function assertOneMatter({ token, chain, subject, under, signer, before }) {
    const named = [token, chain, subject, signer].filter((each) => each !== undefined).length;
    if (named !== 1 || (under !== undefined && subject === undefined) || (before !== undefined && signer === undefined))
        throw new TalosError('E_MALFORMED', 'entry: must name one matter that was revoked');
}
const REVOCATION_LIST = {
    issuer: readDid,
    size: readInteger,
    hash: readHashText,
    event: (value, name) => readChoice(value, ['taken', 'forked'], name),
};
/** The readers of their fields, by type. */
export const revocationReaders = { revocation: REVOCATION, 'revocation-list': REVOCATION_LIST };
