import { TalosError } from "../base/errors.js";
import { readArray, readBytes, readInteger, readObject, readString } from "../codec/fields.js";
import { DID_CHARACTERS, parseDid } from "../identity/did.js";
import { isDepositLength } from "../message/deposit.js";
/** Messages that a mailbox may have pushed that its owner has not taken. PROTOCOL.md §6.6. */
export const MAX_UNTAKEN_MESSAGES = 16;
/** Bytes of deposits that a mailbox may have pushed that its owner has not taken. PROTOCOL.md §6.6. */
export const MAX_UNTAKEN_BYTES = 4 * 1024 * 1024;
/** The name of what a mailbox says unasked. */
export const MESSAGE_PUSH = 'message';
/** A deposit of a length that deposits have. Its bytes are not looked at: what is in it is its recipient's business. */
function readSealed(value) {
    // Looked at before it is copied.
    if (!(value instanceof Uint8Array) || !isDepositLength(value.length))
        throw new TalosError('E_MALFORMED', 'sealed: must be bytes of a length that deposits have');
    return readBytes(value, 'sealed');
}
function readId(value, name) {
    return readInteger(value, name, { min: 1 });
}
/** The fields of a request or an answer that has none. @throws {TalosError} `E_MALFORMED` where there are some. */
export function readNothing(fields) {
    readObject(fields, { required: [] }, 'request or answer');
}
/** The answer to `open`. @throws {TalosError} `E_MALFORMED` for another form. */
export function readWaiting(fields) {
    const { waiting, bytes } = readObject(fields, { required: ['waiting', 'bytes'] }, 'answer');
    return { waiting: readInteger(waiting, 'waiting'), bytes: readInteger(bytes, 'bytes') };
}
/**
 * The fields of `taken`: 1 to {@link MAX_UNTAKEN_MESSAGES} ids, none twice.
 *
 * @throws {TalosError} `E_MALFORMED` for another form.
 */
export function readTaken(fields) {
    const { ids } = readObject(fields, { required: ['ids'] }, 'taken');
    const read = readArray(ids, 'ids', { min: 1, max: MAX_UNTAKEN_MESSAGES }, readId);
    if (new Set(read).size !== read.length)
        throw new TalosError('E_MALFORMED', 'ids: one twice');
    return read;
}
/** The fields of `deposit`. @throws {TalosError} `E_MALFORMED`, or `E_BAD_DID` for a recipient that is none. */
export function readDeposit(fields) {
    const { to, sealed } = readObject(fields, { required: ['to', 'sealed'] }, 'deposit');
    return { to: parseDid(readString(to, 'to', { max: DID_CHARACTERS })), sealed: readSealed(sealed) };
}
/** The fields of a pushed message. @throws {TalosError} `E_MALFORMED` for another form. */
export function readMessage(fields) {
    const { id, sealed } = readObject(fields, { required: ['id', 'sealed'] }, 'message');
    return { id: readId(id, 'id'), sealed: readSealed(sealed) };
}
