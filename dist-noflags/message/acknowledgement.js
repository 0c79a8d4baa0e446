/**
 * The text of an acknowledgement: the ids of the messages that were stored. PROTOCOL.md §5.7.
 *
 * @module
 */
import { concat, toHex } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { MESSAGE_ID_BYTES } from "./message-id.js";
/** Messages that one envelope acknowledges: what comes out of a mailbox is acknowledged in few deposits. PROTOCOL.md §5.7. */
export const MAX_ACKNOWLEDGED_IDS = 64;
/** @param ids - 1 to {@link MAX_ACKNOWLEDGED_IDS}, each once. @throws {RangeError} for any other number. */
export function writeAcknowledgement(ids) {
    if (ids.length < 1 || ids.length > MAX_ACKNOWLEDGED_IDS)
        throw new RangeError(`an acknowledgement is of 1 to ${MAX_ACKNOWLEDGED_IDS} messages, not ${ids.length}`);
    return concat(...ids);
}
/** The ids of an acknowledgement. @throws {TalosError} `E_MALFORMED` for none, too many, half an id or one twice. */
export function readAcknowledgement(text) {
    const count = text.length / MESSAGE_ID_BYTES;
    if (!Number.isInteger(count) || count < 1 || count > MAX_ACKNOWLEDGED_IDS)
        throw new TalosError('E_MALFORMED', `an acknowledgement of ${text.length} bytes`);
    const ids = Array.from({ length: count }, (_, n) => text.slice(n * MESSAGE_ID_BYTES, (n + 1) * MESSAGE_ID_BYTES));
    if (new Set(ids.map(toHex)).size !== count)
        throw new TalosError('E_MALFORMED', 'an acknowledgement that names a message twice');
    return ids;
}
