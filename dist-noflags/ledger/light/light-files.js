/**
 * Headers and checkpoints as files. PROTOCOL.md §9.12.
 *
 * A checkpoint is a signed note as C2SP `tlog-checkpoint` has it; one that goes on from another is the body of a C2SP
 * `tlog-witness` request, so tools that know nothing of Talos read both.
 *
 * @module
 */
import { utf8 } from "../../base/bytes.js";
import { fromBase64, toBase64 } from "../../base/encoding.js";
import { TalosError } from "../../base/errors.js";
import { readChoice, readInteger, readObject } from "../../codec/fields.js";
import { canonicalJson, parseCanonicalJson } from "../../codec/json.js";
import { HASH_BYTES } from "../../crypto/hash.js";
import { decodeSignedHeader, encodeSignedHeader, SIGNED_HEADER_BYTES, } from "../chain/chain-header.js";
import { readDid } from "../entry/statement.js";
import { MAX_NOTE_CHARACTERS } from "../log/note.js";
import { MAX_LIGHT_HEADERS } from "./light-types.js";
/** Characters of a header in a file: 226 bytes in base64. */
const HEADER_CHARACTERS = 4 * Math.ceil(SIGNED_HEADER_BYTES / 3);
/** Longest first line of a headers file, in characters. */
const MAX_HEAD_CHARACTERS = 256;
/** Most hashes of the consistency proof of a checkpoint file. C2SP tlog-witness. */
const MAX_PATH_HASHES = 63;
/** Largest headers file in bytes: as many headers as a light client keeps. PROTOCOL.md §11. */
export const MAX_HEADERS_FILE_BYTES = MAX_HEAD_CHARACTERS + MAX_LIGHT_HEADERS * (HEADER_CHARACTERS + 1);
/** Largest checkpoint file in bytes: a note, and the consistency proof before it. PROTOCOL.md §11. */
export const MAX_CHECKPOINT_FILE_BYTES = MAX_NOTE_CHARACTERS + 4096;
/** The first line of a headers file, with its line feed. */
export function formatHeadersHead(author) {
    return `${canonicalJson({ v: 1, kind: 'talos-headers', author })}\n`;
}
/** The line of a header, with its line feed. */
export function formatHeaderLine(header) {
    return `${toBase64(encodeSignedHeader(header))}\n`;
}
/** Whether a file begins as a headers file does. Nothing else of it is looked at. */
export function isHeadersFile(text) {
    return text.slice(0, MAX_HEAD_CHARACTERS).includes('"kind":"talos-headers"');
}
/**
 * Reads the first line of a headers file.
 *
 * @returns Whose headers they are, and the length of that line with its line feed, in characters.
 * @throws {TalosError} `E_MALFORMED` for another first line; `E_VERSION` for another version.
 */
export function readHeadersHead(text) {
    const end = text.slice(0, MAX_HEAD_CHARACTERS).indexOf('\n');
    if (end < 0)
        throw new TalosError('E_MALFORMED', 'the headers file has no first line');
    const required = ['v', 'kind', 'author'];
    const fields = readObject(parseCanonicalJson(utf8(text.slice(0, end))), { required }, 'headers');
    const version = readInteger(fields.v, 'headers.v');
    if (version !== 1)
        throw new TalosError('E_VERSION', `headers file of version ${version}`);
    readChoice(fields.kind, ['talos-headers'], 'headers.kind');
    return { author: readDid(fields.author, 'headers.author'), length: end + 1 };
}
/** Reads a headers file. @throws {TalosError} as {@link readHeadersHead}. */
export function readHeadersFile(text) {
    const { author, length } = readHeadersHead(text);
    return { author, headers: headersOf(text, length) };
}
function* headersOf(text, from) {
    for (let at = from; at < text.length; at += HEADER_CHARACTERS + 1) {
        const end = text.indexOf('\n', at);
        yield readHeaderLine(text.slice(at, end < 0 ? text.length : end), end >= 0);
    }
}
function readHeaderLine(line, isEnded) {
    // Not decoded before its length is right: a line may be as long as the file.
    if (!isEnded || line.length !== HEADER_CHARACTERS)
        throw new TalosError('MALFORMED_BLOCK', `the line of a header has ${HEADER_CHARACTERS} characters, not ${line.length}`);
    return headerOfText(line);
}
/** The header of a line, less its line feed. @throws {TalosError} `MALFORMED_BLOCK`. */
export function headerOfText(line) {
    return decodeSignedHeader(bytesOf(line, 'MALFORMED_BLOCK', 'a header'));
}
function bytesOf(text, code, what) {
    try {
        return fromBase64(text);
    }
    catch (cause) {
        throw new TalosError(code, `${what} is not base64`, { cause });
    }
}
/** A checkpoint file: the note alone, or, with a path, a `tlog-witness` request. */
export function formatCheckpointFile({ note, from, path }) {
    if (path.length === 0)
        return note;
    return `old ${from}\n${path.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`;
}
/** Reads a checkpoint file; its note is not verified. @throws {TalosError} `E_MALFORMED`; `E_LIMIT`. */
export function readCheckpointFile(text) {
    if (text.length > MAX_CHECKPOINT_FILE_BYTES)
        throw new TalosError('E_LIMIT', `a checkpoint file has at most ${MAX_CHECKPOINT_FILE_BYTES} bytes`);
    const [, oldText] = /^old (0|[1-9][0-9]{0,15})\n/.exec(text) ?? [];
    if (oldText === undefined)
        return { note: text, from: 0, path: [] };
    const end = text.indexOf('\n\n');
    if (end < 0)
        throw new TalosError('E_MALFORMED', 'no note follows the consistency proof');
    const [, ...lines] = text.slice(0, end).split('\n');
    if (lines.length > MAX_PATH_HASHES)
        throw new TalosError('E_MALFORMED', 'the consistency proof is too long');
    return { note: text.slice(end + 2), from: Number(oldText), path: lines.map(hashOf) };
}
function hashOf(line) {
    const hash = bytesOf(line, 'E_MALFORMED', 'a hash of the consistency proof');
    if (hash.length !== HASH_BYTES)
        throw new TalosError('E_MALFORMED', 'a hash of the consistency proof has 32 bytes');
    return hash;
}
