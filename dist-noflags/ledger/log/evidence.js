/**
 * Evidence files: that an author signed two histories, or showed an older one after a newer. PROTOCOL.md §9.9.
 *
 * A `fork` holds two signed things that cannot both be of one log, and needs nobody's word. A `rollback` holds two notes
 * that can, and the word of the agent that was shown them in that order.
 *
 * @module
 */
import { equalBytes, fromUtf8, toHex, utf8 } from "../../base/bytes.js";
import { toBase64url } from "../../base/encoding.js";
import { TalosError } from "../../base/errors.js";
import { readArray, readBase64url, readChoice, readHex, readInteger, readObject, readString, } from "../../codec/fields.js";
import { canonicalBytes, canonicalJson, parseCanonicalJson } from "../../codec/json.js";
import { SIGNATURE_BYTES, verify } from "../../crypto/sign.js";
import { keyOfDid } from "../../identity/did.js";
import { encodeHeader } from "../block.js";
import { decodeSignedHeader, encodeSignedHeader, SIGNED_HEADER_BYTES, } from "../chain/chain-header.js";
import { readDid } from "../entry/statement.js";
import { signatureFault } from "../validation/validation-block.js";
import { readCheckpoint } from "./checkpoint.js";
/** Largest evidence file in bytes, its line feed included: two notes and what stands around them, with room. */
export const MAX_EVIDENCE_BYTES = 4096;
/** Longest note in an evidence file, in characters, as in a statement. PROTOCOL.md §9.3. */
const MAX_CHARACTERS = 512;
/** A broken rule, on its way to the verdict. */
class Flaw extends Error {
}
/**
 * The evidence file that `author` signed two histories.
 *
 * @param pair - Two things; what anybody may have sent.
 * @returns `undefined` where they are no proof of that: one is not signed by `author`, or both can be of one log.
 */
export function forkEvidence(author, pair) {
    const { notes = [], headers = [] } = pair;
    const file = lineOf({
        v: 1,
        kind: 'talos-evidence',
        what: 'fork',
        author,
        ...(notes.length === 0 ? {} : { notes }),
        ...(headers.length === 0 ? {} : { headers: headers.map((header) => toHex(encodeSignedHeader(header))) }),
    });
    return verifyEvidenceFile(file).valid ? file : undefined;
}
/**
 * The evidence file that `author` showed `shown` as its log after `kept`, which is larger: the word of `witness`.
 *
 * @returns `undefined` where these are not two notes of `author` in that order of sizes.
 */
export function rollbackEvidence(author, kept, shown, witness) {
    const said = {
        v: 1,
        kind: 'talos-evidence',
        what: 'rollback',
        author,
        notes: [kept, shown],
        by: witness.did,
        time: witness.timeMs,
    };
    const sig = toBase64url(witness.signing.sign('evidence', canonicalBytes(said)));
    const file = lineOf({ ...said, sig });
    return verifyEvidenceFile(file).valid ? file : undefined;
}
const lineOf = (json) => `${canonicalJson(json)}\n`;
/** Whether a file of evidence says that it is one; a proof file does not. Nothing else of it is looked at. */
export function isEvidenceFile(file) {
    return file.slice(0, MAX_EVIDENCE_BYTES).includes('"kind":"talos-evidence"');
}
/**
 * Verifies an evidence file that anyone may have written. Needs nothing but the file.
 *
 * @param file - As bytes or text. Nothing in it makes this throw.
 */
export function verifyEvidenceFile(file) {
    try {
        return verified(file);
    }
    catch (error) {
        if (error instanceof Flaw || error instanceof TalosError)
            return { valid: false, code: 'E_PROOF_INVALID', reason: error.message };
        throw error;
    }
}
function verified(file) {
    const json = parseCanonicalJson(utf8(textOf(file)));
    const required = ['v', 'kind', 'what', 'author'];
    const optional = ['notes', 'headers', 'by', 'time', 'sig'];
    const fields = readObject(json, { required, optional }, 'evidence');
    demand(fields.v === 1, 'the version of the evidence is not 1');
    readChoice(fields.kind, ['talos-evidence'], 'kind');
    const what = readChoice(fields.what, ['fork', 'rollback'], 'what');
    const author = readDid(fields.author, 'author');
    const notes = fields.notes === undefined ? [] : readPair(fields.notes, 'notes', (item) => noteOf(item, author));
    const headers = fields.headers === undefined ? [] : readPair(fields.headers, 'headers', (it) => headerOf(it, author));
    demand(notes.length + headers.length === 2, 'the evidence does not hold two signed things');
    if (what === 'rollback') {
        const { by, timeMs } = readWitness(json);
        return { valid: true, what, author, notes, headers, reason: rolledBack(notes), by, timeMs };
    }
    demand(fields.by === undefined && fields.time === undefined && fields.sig === undefined, 'a fork has no witness');
    return { valid: true, what, author, notes, headers, reason: forked(notes, headers) };
}
function textOf(file) {
    // A string of n units has at least n bytes, so a longer one is refused before it is encoded.
    const bytes = typeof file === 'string' && file.length <= MAX_EVIDENCE_BYTES ? utf8(file) : file;
    if (typeof bytes === 'string' || bytes.length > MAX_EVIDENCE_BYTES)
        throw new Flaw(`the evidence exceeds ${MAX_EVIDENCE_BYTES} bytes`);
    const text = fromUtf8(bytes);
    demand(text.endsWith('\n'), 'the evidence does not end with a line feed');
    return text.slice(0, -1);
}
function demand(holds, reason) {
    if (!holds)
        throw new Flaw(reason);
}
const readPair = (value, name, read) => readArray(value, name, { min: 1, max: 2 }, read);
function noteOf(item, author) {
    const checkpoint = readCheckpoint(readString(item, 'note', { max: MAX_CHARACTERS }), author);
    if (checkpoint === undefined)
        throw new Flaw('a note is not signed by the author');
    return checkpoint;
}
function headerOf(item, author) {
    const signed = decodeSignedHeader(readHex(item, 'header', SIGNED_HEADER_BYTES));
    const { header, signature } = signed;
    const fault = signatureFault(encodeHeader(header), signature, keyOfDid(author));
    demand(fault === undefined, 'a header is not signed by the author');
    return signed;
}
function readWitness({ sig, ...said }) {
    const by = readDid(said['by'], 'by');
    const timeMs = readInteger(said['time'], 'time');
    const signature = readBase64url(sig, 'sig', SIGNATURE_BYTES);
    demand(verify('evidence', keyOfDid(by), canonicalBytes(said), signature), 'the witness did not sign the evidence');
    return { by, timeMs };
}
function rolledBack([kept, shown]) {
    if (kept === undefined || shown === undefined)
        throw new Flaw('a rollback is shown by two notes');
    demand(shown.size < kept.size, 'the note that was shown is not older than the one that was kept');
    return `a log of ${shown.size} entries was shown after one of ${kept.size}`;
}
/** Why the two cannot be of one log. @throws {Flaw} where they can. */
function forked(notes, headers) {
    const [first, second] = headers;
    if (first !== undefined && second !== undefined) {
        demand(equalBytes(first.header.chainId, second.header.chainId), 'the headers are of different chains');
        const { height } = first.header;
        if (height === second.header.height && !equalBytes(first.hash, second.hash))
            return `two blocks of height ${height}`;
    }
    const logs = [
        ...notes.map(({ size, root }) => ({ size, root })),
        ...headers.map(({ header }) => ({ size: header.logSize, root: header.logRoot })),
    ];
    const [one, other] = logs;
    demand(one.size === other.size && !equalBytes(one.root, other.root), 'both can be of one log');
    return `two logs of ${one.size} entries`;
}
