/**
 * Message ids: UUIDv7, RFC 9562 §5.7. PROTOCOL.md §5.7.
 *
 * @module
 */
import { fromHex, toHex } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { u64 } from "../codec/writer.js";
import { randomBytes } from "../crypto/random.js";
/** Length of an id in bytes. */
export const MESSAGE_ID_BYTES = 16;
/** Highest time that a UUIDv7 holds, in milliseconds since 1970: 48 bits. */
const MAX_UUID_TIME_MS = 2 ** 48 - 1;
/**
 * A new id: 48 bits of time, version 7, variant 2, 74 random bits. 16 new bytes.
 *
 * @param nowMs - Milliseconds since 1970.
 * @throws {RangeError} for a time that does not fit.
 */
export function makeMessageId(nowMs, draw = randomBytes) {
    if (!Number.isInteger(nowMs) || nowMs < 0 || nowMs > MAX_UUID_TIME_MS)
        throw new RangeError(`nowMs must be an integer from 0 to ${MAX_UUID_TIME_MS}, got ${nowMs}`);
    const id = new Uint8Array(draw(MESSAGE_ID_BYTES));
    id.set(u64(nowMs).slice(2));
    id[6] = 0x70 | (id[6] & 0x0f);
    id[8] = 0x80 | (id[8] & 0x3f);
    return id;
}
/** Whether `id` is 16 bytes of version 7 and variant 2. */
export function isMessageId(id) {
    return id.length === MESSAGE_ID_BYTES && id[6] >> 4 === 7 && id[8] >> 6 === 2;
}
/** The time in an id, milliseconds since 1970: its maker's word. */
export function timeOfMessageId(id) {
    const view = new DataView(id.buffer, id.byteOffset, id.byteLength);
    return view.getUint16(0) * 2 ** 32 + view.getUint32(2);
}
/** The id of a text form, in small letters. @throws {TalosError} `E_MALFORMED`. */
export function parseMessageId(text) {
    const isForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
    const id = isForm ? fromHex(text.replaceAll('-', '')) : undefined;
    if (id === undefined || !isMessageId(id))
        throw new TalosError('E_MALFORMED', 'no id of a message');
    return id;
}
/** The text form, RFC 9562 §4: `01890a5d-ac96-774b-bcce-b302099a8057`. */
export function formatMessageId(id) {
    const hex = toHex(id);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
