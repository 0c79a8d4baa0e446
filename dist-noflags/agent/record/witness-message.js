import { TalosError } from "../../base/errors.js";
import { readArray, readBytes, readInteger, readObject, readString } from "../../codec/fields.js";
import { HASH_BYTES } from "../../crypto/hash.js";
import { readCheckpoint } from "../../ledger/log/checkpoint.js";
/** Longest note in a message, in characters, as in a statement. PROTOCOL.md §9.3. */
const MAX_CHARACTERS = 512;
/** Longest path in hashes: logs have fewer than 2^53 entries, and a consistency path at most one more than an inclusion path. */
const MAX_PATH = 64;
/** The fields of a message. */
export function encodeWitnessMessage({ note, kept, from, path, ask, earlier }) {
    return { note: note.note, kept: kept?.note ?? '', from, path, ask, earlier: earlier?.note ?? '' };
}
/**
 * Reads a message that `peer` sent to `self`: each note is signed by whom it must be.
 *
 * @throws {TalosError} `E_MALFORMED`.
 */
export function decodeWitnessMessage(fields, peer, self) {
    const required = ['note', 'kept', 'from', 'path', 'ask', 'earlier'];
    const read = readObject(fields, { required }, 'exchange');
    const note = noteOf(read.note, 'note', peer);
    if (note === undefined)
        throw new TalosError('E_MALFORMED', 'exchange: lacks the note of the peer');
    return {
        note,
        kept: noteOf(read.kept, 'kept', self),
        from: readInteger(read.from, 'from'),
        path: readArray(read.path, 'path', { max: MAX_PATH }, (hash, name) => readBytes(hash, name, HASH_BYTES)),
        ask: readInteger(read.ask, 'ask'),
        earlier: noteOf(read.earlier, 'earlier', peer),
    };
}
function noteOf(value, name, author) {
    const text = readString(value, name, { max: MAX_CHARACTERS });
    if (text === '')
        return undefined;
    const checkpoint = readCheckpoint(text, author);
    if (checkpoint === undefined)
        throw new TalosError('E_MALFORMED', `${name}: is no note of its author`);
    return checkpoint;
}
