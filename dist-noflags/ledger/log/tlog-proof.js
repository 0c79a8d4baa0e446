/**
 * Proofs in the format of the transparency-log world: C2SP `tlog-proof`. PROTOCOL.md §9.9.
 *
 * ```text
 *  c2sp.org/tlog-proof@v1
 *  extra <base64 of the entry>
 *  index <its index in the log>
 *  <base64 of a hash of the path>…
 *
 *  <checkpoint, with cosignatures where there are any>
 * ```
 *
 * What such a proof shows is that the entry is in the log. That a result answers a call is what the files of
 * `proof-file.ts` show.
 *
 * @module
 */
import { fromUtf8, utf8 } from "../../base/bytes.js";
import { fromBase64, toBase64 } from "../../base/encoding.js";
import { TalosError } from "../../base/errors.js";
import { HASH_BYTES } from "../../crypto/hash.js";
import { readEntry } from "../entry/entry.js";
import { VerifiedBatches } from "../entry/statement.js";
import { statementFlaw } from "../entry/statement-check.js";
import { authorOfNote } from "./checkpoint.js";
import { cosignedNote, readCosigned } from "./cosignature.js";
import { verifyInclusion } from "./merkle.js";
import { MAX_NOTE_CHARACTERS } from "./note.js";
import { MAX_PROOF_BYTES, verifyProofFile } from "./proof-file.js";
const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
/** Largest file in bytes: a whole entry in base64, a path, and a note with all its signatures. */
export const MAX_TLOG_PROOF_BYTES = 256 * 1024;
/** Longest path: C2SP allows 63 hashes where trees may have 2^63 leaves. */
const MAX_PATH_HASHES = 63;
/** A proof as a file. */
export function formatTlogProof({ index, path, note, extra }) {
    const lines = [
        FIRST_LINE,
        ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
        `index ${index}`,
        ...path.map(toBase64),
    ];
    return `${lines.join('\n')}\n\n${note}`;
}
/** Whether a file says that it is one. Nothing else of it is looked at. */
export function isTlogProof(file) {
    return file.startsWith(`${FIRST_LINE}\n`);
}
/**
 * Reads a proof of any log.
 *
 * @throws {TalosError} `E_MALFORMED` for another form; `E_LIMIT` over {@link MAX_TLOG_PROOF_BYTES}.
 */
export function readTlogProof(text) {
    if (text.length > MAX_TLOG_PROOF_BYTES)
        throw new TalosError('E_LIMIT', `the proof exceeds ${MAX_TLOG_PROOF_BYTES} bytes`);
    const end = text.indexOf('\n\n');
    const note = text.slice(end + 2);
    if (end < 0 || note.length > MAX_NOTE_CHARACTERS)
        throw malformed('has no checkpoint');
    const [first, ...lines] = text.slice(0, end).split('\n');
    if (first !== FIRST_LINE)
        throw malformed('starts with another line');
    const extra = lines[0]?.startsWith('extra ') ? fromBase64(lines.shift()?.slice('extra '.length) ?? '') : undefined;
    const index = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? '')?.[1];
    if (index === undefined || !Number.isSafeInteger(Number(index)))
        throw malformed('has no index');
    if (lines.length > MAX_PATH_HASHES)
        throw malformed('has too many hashes');
    const path = lines.map(fromBase64);
    if (path.some((hash) => hash.length !== HASH_BYTES))
        throw malformed('has a hash of another length');
    return { index: Number(index), path, note, extra };
}
const malformed = (what) => new TalosError('E_MALFORMED', `the proof ${what}`);
/**
 * The same proof in this format: of the entry that `file` proves, without the one that it answers.
 *
 * @param file - A proof file of PROTOCOL.md §9.7.
 * @param cosignatures - Of its checkpoint.
 * @throws {TalosError} `E_PROOF_INVALID` for a file that does not verify.
 */
export function tlogProofOf(file, cosignatures = []) {
    const verdict = verifyProofFile(file);
    if (!verdict.valid)
        throw new TalosError(verdict.code, verdict.reason);
    const { entry, path, checkpoint } = verdict;
    return formatTlogProof({
        index: entry.seq,
        path,
        note: cosignedNote(checkpoint.note, cosignatures),
        extra: entry.bytes,
    });
}
/**
 * Verifies a proof of an entry of an agent's log, which anyone may have written: the origin of its checkpoint is the
 * author's DID, and with that the key.
 *
 * @param file - As bytes or text. Nothing in it makes this throw.
 */
export function verifyTlogProof(file, expected = {}) {
    try {
        return verified(file, expected);
    }
    catch (error) {
        if (error instanceof TalosError)
            return { valid: false, code: 'E_PROOF_INVALID', reason: error.message };
        throw error;
    }
}
function verified(file, { entry: given, witnesses = [] }) {
    const flaw = (reason) => ({ valid: false, code: 'E_PROOF_INVALID', reason });
    if (file.length > MAX_TLOG_PROOF_BYTES)
        return flaw(`the proof exceeds ${MAX_TLOG_PROOF_BYTES} bytes`);
    const { index, path, note, extra } = readTlogProof(typeof file === 'string' ? file : fromUtf8(file));
    const author = authorOfNote(note);
    if (author === undefined)
        return flaw('the checkpoint is not that of an agent');
    const cosigned = readCosigned(note, author, witnesses);
    if (cosigned === undefined)
        return flaw('the checkpoint is not signed by the author, or a cosignature does not verify');
    const bytes = given ?? extra;
    if (bytes === undefined)
        return flaw('the proof does not hold its entry');
    const entry = readEntry(bytes);
    const { checkpoint, cosignatures } = cosigned;
    if (entry.seq !== index)
        return flaw('the entry has another index');
    if (!verifyInclusion(entry.leaf, index, checkpoint.size, path, checkpoint.root))
        return flaw(`entry ${index} is not in the log of the checkpoint`);
    const statement = statementFlaw(entry, author, new VerifiedBatches());
    if (statement !== undefined)
        return flaw(statement.reason);
    return { valid: true, author, checkpoint, entry, path, answered: undefined, intent: undefined, cosignatures };
}
/** Longest file of any kind that `proof verify` reads. */
export const MAX_PROOF_FILE_BYTES = Math.max(MAX_PROOF_BYTES, MAX_TLOG_PROOF_BYTES);
/** The text of an entry as a file holds it. */
export function entryBytesOf(text) {
    // An editor or a shell adds a line feed, which no entry ends with.
    return utf8(text.endsWith('\n') ? text.slice(0, -1) : text);
}
