import { fromBase64, toBase64 } from "../base/encoding.js";
import { TalosError } from "../base/errors.js";
import { HASH_BYTES } from "../crypto/hash.js";
import { MAX_NOTE_CHARACTERS } from "../ledger/log/note.js";
/** Largest request in bytes: 63 hashes, and a note with all its signatures. PROTOCOL.md §11. */
export const MAX_ADD_CHECKPOINT_BYTES = 72 * 1024;
/** Longest path, by C2SP. */
const MAX_PATH_HASHES = 63;
/** A request as text. */
export function formatAddCheckpoint({ oldSize, path, note }) {
    return [`old ${oldSize}\n`, ...path.map((hash) => `${toBase64(hash)}\n`), `\n${note}`].join('');
}
/** Reads a request. @throws {TalosError} `E_MALFORMED` for another form. */
export function readAddCheckpoint(text) {
    const end = text.indexOf('\n\n');
    const note = text.slice(end + 2);
    if (end < 0 || note.length > MAX_NOTE_CHARACTERS)
        throw malformed('has no checkpoint');
    const [first = '', ...lines] = text.slice(0, end).split('\n');
    const oldText = /^old (0|[1-9][0-9]{0,15})$/.exec(first)?.[1];
    if (oldText === undefined || !Number.isSafeInteger(Number(oldText)))
        throw malformed('has no old size');
    if (lines.length > MAX_PATH_HASHES)
        throw malformed('has too many hashes');
    const path = lines.map(fromBase64);
    if (path.some((hash) => hash.length !== HASH_BYTES))
        throw malformed('has a hash of another length');
    return { oldSize: Number(oldText), path, note };
}
const malformed = (what) => new TalosError('E_MALFORMED', `the request ${what}`);
