/**
 * Calls of tools as the SDK makes them: options, results, errors.
 *
 * @module
 */
import { isErrorCode, TalosError } from "../../base/errors.js";
import { isFields } from "../../codec/fields.js";
import { MAX_JUSTIFICATION_CHARACTERS } from "../../ledger/entry/statement.js";
import { MAX_DEADLINE_MS } from "./client-requests.js";
/** @throws {TypeError} for what is no text; {RangeError} for more than 1,024 characters. */
export function assertJustification(text) {
    if (typeof text !== 'string')
        throw new TypeError('justification must be a string');
    if (text.length > MAX_JUSTIFICATION_CHARACTERS || !text.isWellFormed())
        throw new RangeError(`justification must be well-formed text of at most ${MAX_JUSTIFICATION_CHARACTERS} characters`);
}
/** @throws {RangeError} for a deadline that is none. */
export function assertDeadline(ms) {
    if (ms !== undefined && !(ms >= 1 && ms <= MAX_DEADLINE_MS))
        throw new RangeError(`deadlineMs must be from 1 to ${MAX_DEADLINE_MS}, got ${ms}`);
}
/** @throws {TypeError} for an intent and a justification at once; as {@link assertJustification}. */
export function ownCallOptions({ intent, justification, signal }) {
    if (intent !== undefined && justification !== undefined)
        throw new TypeError('a call has an intent or a justification, not both');
    if (intent !== undefined)
        return { intent: { intent: intent.hash }, signal };
    if (justification === undefined)
        return { signal };
    assertJustification(justification);
    return { intent: { justification }, signal };
}
/** The error of a call that gave none. */
export function callError({ error, isFromTool }) {
    const { code, message, data } = error;
    // What the tool says of itself is no word of ours, whatever codes it uses.
    const said = !isFromTool && data !== undefined && isFields(data) ? data['code'] : undefined;
    const text = typeof message === 'string' ? message : 'the tool failed';
    const known = typeof said === 'string' && isErrorCode(said) ? said : 'E_TOOL_FAILED';
    return new TalosError(known, text, { details: typeof code === 'number' ? { code } : {} });
}
