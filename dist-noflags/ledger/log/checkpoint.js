/**
 * Checkpoints: what an author says its log is, signed. C2SP `tlog-checkpoint`; PROTOCOL.md §9.4.
 *
 * @module
 */
import { assertBytes } from "../../base/bytes.js";
import { fromBase64, toBase64 } from "../../base/encoding.js";
import { isTalosError } from "../../base/errors.js";
import { HASH_BYTES } from "../../crypto/hash.js";
import { isDid, keyOfDid } from "../../identity/did.js";
import { noteVerifier, openNote, signNote } from "./note.js";
/**
 * Signs that the log of `author` has `size` entries and this `root`.
 *
 * @param signer - Key of `author`.
 * @param root - 32 bytes.
 */
export function signCheckpoint(signer, author, size, root) {
    assertBytes(root, 'root', HASH_BYTES);
    if (!Number.isSafeInteger(size) || size < 0)
        throw new RangeError(`size must be a natural number, got ${size}`);
    return signNote(signer, author, `${author}\n${size}\n${toBase64(root)}\n`);
}
/** The author that a note names in its first line, not verified; `undefined` where there is none. */
export function authorOfNote(note) {
    const [author] = note.slice(0, 128).split('\n', 1);
    return isDid(author) ? author : undefined;
}
/**
 * Reads a checkpoint: exactly three lines and one signature, that of `author`.
 *
 * @returns `undefined` for anything else. Nothing makes this throw.
 */
export function readCheckpoint(note, author) {
    const opened = openNote(note, [noteVerifier(author, keyOfDid(author))]);
    // A signature that is not checked could be changed unseen.
    if (opened?.signatures !== 1)
        return undefined;
    const head = readTreeHead(opened.text);
    if (head === undefined || head.origin !== author || head.extensions.length > 0)
        return undefined;
    return { author, size: head.size, root: head.root, note };
}
/**
 * Reads the text of a checkpoint, without its signatures.
 *
 * @returns `undefined` for another form, or a log of 2^53 entries and more. Nothing makes this throw.
 */
export function readTreeHead(text) {
    const lines = text.split('\n');
    const [origin = '', sizeText = '', rootText = '', ...extensions] = lines.slice(0, -1);
    if (lines.length < 4 || lines.at(-1) !== '' || lines.slice(0, -1).includes(''))
        return undefined;
    if (!/^(?:0|[1-9][0-9]{0,15})$/.test(sizeText))
        return undefined;
    const size = Number(sizeText);
    const root = rootOf(rootText);
    return root === undefined || !Number.isSafeInteger(size) ? undefined : { origin, size, root, extensions };
}
function rootOf(text) {
    try {
        const root = fromBase64(text);
        return root.length === HASH_BYTES ? root : undefined;
    }
    catch (error) {
        if (isTalosError(error, 'E_MALFORMED'))
            return undefined;
        throw error;
    }
}
