var _a;
/**
 * Statements: what one agent signs for a third party to check, alone or many at once. PROTOCOL.md §9.3.
 *
 * Many that wait are signed together: one signature over the Merkle root of all, and each carries its path. Parsing
 * and verifying are two steps, because an entry that was verified when it was written is parsed many times later.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { concat, fromHex, fromUtf8, toHex, utf8 } from "../../base/bytes.js";
import { fromBase64url, toBase64url } from "../../base/encoding.js";
import { TalosError } from "../../base/errors.js";
import { isFields, readArray, readBase64url, readChoice, readHex, readInteger, readObject, readString, } from "../../codec/fields.js";
import { canonicalJson, parseCanonicalJson } from "../../codec/json.js";
import { u32 } from "../../codec/writer.js";
import { HASH_BYTES, labelledHash } from "../../crypto/hash.js";
import { SIGNATURE_BYTES, verify } from "../../crypto/sign.js";
import { isDid, keyOfDid } from "../../identity/did.js";
import { readCheckpoint } from "../log/checkpoint.js";
import { inclusionPaths, leafHash, nodeHash, rootHash } from "../log/merkle.js";
/** Most statements signed together: a path then has at most 8 hashes. */
export const MAX_STATEMENTS_TOGETHER = 256;
/** Most results that one statement acknowledges. */
export const MAX_ACKNOWLEDGED_TOGETHER = 256;
/** Largest signed statement in bytes: an entry (65,535) with room for what stands around a statement. */
export const MAX_SIGNED_STATEMENT_BYTES = 64_511;
const KINDS = ['call', 'intent', 'result', 'acknowledgement', 'file'];
const OUTCOMES = ['result', 'error', 'none'];
const HASH_TEXT = /^[0-9a-f]{64}$/;
const CODE_TEXT = /^(?:allowed|[A-Z][A-Z0-9_]{0,63})$/;
/** Longest signed note of a checkpoint, in characters: two DIDs, a size, a root and a signature are about 320. */
const MAX_NOTE_CHARACTERS = 512;
/** Longest name of a service, in characters. PROTOCOL.md §7.1. */
export const MAX_SERVICE_CHARACTERS = 64;
/** Longest justification of an intent, in UTF-16 units: a reason, not a document. PROTOCOL.md §9.3. */
export const MAX_JUSTIFICATION_CHARACTERS = 1024;
/** Longest JSON-RPC method that is recorded, in characters; the longest of MCP has 32. */
export const MAX_METHOD_CHARACTERS = 128;
/** Reads 64 hexadecimal digits. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readHashText(value, name) {
    return readString(value, name, { pattern: HASH_TEXT });
}
/** Reads a DID. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readDid(value, name) {
    if (!isDid(value))
        throw new TalosError('E_MALFORMED', `${name}: must be a DID`);
    return value;
}
/** Reads `allowed` or a code; codes of later versions included. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readDecision(value, name) {
    return readString(value, name, { pattern: CODE_TEXT });
}
/** Reads the id of an approval or a transfer, 32 hexadecimal digits. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readApprovalId(value, name) {
    return readString(value, name, { pattern: /^[0-9a-f]{32}$/ });
}
/** Reads 1 to `max` hashes, each once. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readDistinct(value, name, max) {
    const hashes = readArray(value, name, { min: 1, max }, readHashText);
    if (new Set(hashes).size < hashes.length)
        throw new TalosError('E_MALFORMED', `${name}: names one twice`);
    return hashes;
}
const readNote = (value, name) => readString(value, name, { max: MAX_NOTE_CHARACTERS });
/** What a call and the intent before it both say. */
const ACTION = {
    time: readInteger,
    from: readDid,
    to: readDid,
    service: (value, name) => readString(value, name, { min: 1, max: MAX_SERVICE_CHARACTERS }),
    token: readHashText,
    session: readHashText,
    method: (value, name) => readString(value, name, { min: 1, max: MAX_METHOD_CHARACTERS }),
    target: readString,
    arguments: readHashText,
    checkpoint: readNote,
};
const FIELDS = {
    call: { ...ACTION, number: readInteger },
    intent: {
        ...ACTION,
        justification: (value, name) => readString(value, name, { max: MAX_JUSTIFICATION_CHARACTERS }),
    },
    result: {
        time: readInteger,
        call: readHashText,
        decision: readDecision,
        outcome: (value, name) => readChoice(value, OUTCOMES, name),
        result: (value, name) => (value === '' ? '' : readHashText(value, name)),
        checkpoint: readNote,
        intent: readHashText,
        approval: readApprovalId,
    },
    acknowledgement: {
        time: readInteger,
        results: (value, name) => readDistinct(value, name, MAX_ACKNOWLEDGED_TOGETHER),
    },
    file: {
        time: readInteger,
        from: readDid,
        to: readDid,
        transfer: readApprovalId,
        size: readInteger,
        commitment: readHashText,
    },
};
const OPTIONAL = { result: ['intent', 'approval'] };
function readStatement(json) {
    if (json === undefined || !isFields(json))
        throw new TalosError('E_MALFORMED', 'statement: must be an object');
    const kind = readChoice(json['kind'], KINDS, 'statement.kind');
    const readers = FIELDS[kind];
    const optional = OPTIONAL[kind] ?? [];
    const required = Object.keys(readers).filter((name) => !optional.includes(name));
    const fields = readObject(json, { required: ['v', 'kind', ...required], optional }, 'statement');
    if (fields['v'] !== 1)
        throw new TalosError('E_VERSION', 'statement: version must be 1');
    const statement = { kind };
    for (const [name, read] of Object.entries(readers)) {
        const value = fields[name];
        if (value !== undefined)
            statement[name] = read(value, `statement.${name}`);
    }
    if (kind === 'result' && (statement['outcome'] === 'none') !== (statement['result'] === ''))
        throw new TalosError('E_MALFORMED', 'statement.result: must be there for an outcome, and only then');
    return statement;
}
/**
 * The hash that names a statement: SHA-256(label statement, canonical body), 64 hex digits. PROTOCOL.md §9.3.
 *
 * @param body - The canonical bytes of the statement.
 */
function hashOfBody(body) {
    return toHex(labelledHash('statement', body));
}
/** The hash that names `statement`, however it is signed: 64 hex digits. PROTOCOL.md §9.3. */
export function statementHash(statement) {
    return hashOfBody(utf8(canonicalJson({ v: 1, ...statement })));
}
/**
 * Signs all of `statements` with one signature.
 *
 * @param signer - Key of `by`.
 * @param statements - 1 to {@link MAX_STATEMENTS_TOGETHER}.
 * @returns One signed statement each, in the same order.
 * @throws {RangeError} for another number of statements.
 * @throws {TalosError} `E_MALFORMED` for a field in another form, `E_LIMIT` for one that gets too large.
 */
export function signStatements(signer, by, statements) {
    const size = statements.length;
    if (size < 1 || size > MAX_STATEMENTS_TOGETHER)
        throw new RangeError(`statements must be 1 to ${MAX_STATEMENTS_TOGETHER}, got ${size}`);
    const texts = statements.map((statement) => {
        const json = { v: 1, ...statement };
        readStatement(json);
        return canonicalJson(json);
    });
    const bodies = texts.map(utf8);
    const leaves = bodies.map(leafHash);
    const paths = inclusionPaths(leaves);
    const signature = toBase64url(signer.sign('statement', signedBytes(size, rootHash(leaves))));
    return statements.map((statement, index) => {
        const path = (paths[index] ?? []).map(toHex);
        const json = { body: { v: 1, ...statement }, by, path, index, size, sig: signature };
        const text = `${HEAD}${texts[index]}${tailOf(by, index, path, signature, size)}`;
        const bytes = utf8(text);
        assertSize(bytes);
        const body = bodies[index];
        return { statement, by, hash: hashOfBody(body), body, bytes, text, json };
    });
}
/** What stands before the body in the canonical form. */
const HEAD = '{"body":';
/** What stands behind the body in the canonical form: the other keys in order. */
function tailOf(by, index, path, signature, size) {
    return `,"by":"${by}","index":${index},"path":${JSON.stringify(path)},"sig":"${signature}","size":${size}}`;
}
function assertSize(bytes) {
    if (bytes.length > MAX_SIGNED_STATEMENT_BYTES)
        throw new TalosError('E_LIMIT', `statement has ${bytes.length} bytes, limit ${MAX_SIGNED_STATEMENT_BYTES}`);
}
const signedBytes = (size, root) => concat(u32(size), root);
/**
 * Reads a signed statement that someone else wrote, and verifies it.
 *
 * @throws {TalosError} `E_LIMIT` over {@link MAX_SIGNED_STATEMENT_BYTES}; `E_MALFORMED` for another form or kind;
 *   `E_VERSION`; `SIGNATURE_INVALID` if it is not signed by whom it says, or not by `by`, or if its checkpoint is
 *   neither `""` nor a note that its signer signed.
 */
export function readSignedStatement(bytes, expected = {}) {
    if (bytes.length > MAX_SIGNED_STATEMENT_BYTES)
        assertSize(bytes);
    const signed = parse(parseCanonicalJson(bytes), fromUtf8(bytes), new Uint8Array(bytes));
    if (expected.kind !== undefined && signed.statement.kind !== expected.kind)
        throw new TalosError('E_MALFORMED', `statement: must be of kind ${expected.kind}`);
    if ((expected.by !== undefined && signed.by !== expected.by) || !verifySignedStatement(signed, expected.verified))
        throw new TalosError('SIGNATURE_INVALID', 'statement: not signed by the agent it must be of');
    if (checkpointSizeOf(signed, expected.verified) === undefined)
        throw new TalosError('SIGNATURE_INVALID', 'statement: its checkpoint is no note of its signer');
    return signed;
}
/**
 * Reads the form of a signed statement, and verifies nothing.
 *
 * @throws {TalosError} `E_MALFORMED`, `E_LIMIT` or `E_VERSION`.
 */
export function parseSignedStatement(json) {
    if (json === undefined)
        throw new TalosError('E_MALFORMED', 'signed statement: must be an object');
    const text = canonicalJson(json);
    const bytes = utf8(text);
    assertSize(bytes);
    return parse(json, text, bytes);
}
/** @param text - The canonical form of `json`; `bytes` are its UTF-8. */
function parse(json, text, bytes) {
    const required = ['body', 'by', 'path', 'index', 'size', 'sig'];
    const fields = readObject(json, { required }, 'signed statement');
    const statement = readStatement(fields.body);
    const by = readDid(fields.by, 'by');
    const size = readInteger(fields.size, 'size', { min: 1, max: MAX_STATEMENTS_TOGETHER });
    const index = readInteger(fields.index, 'index', { max: size - 1 });
    const path = readArray(fields.path, 'path', { max: 8 }, readHashText);
    readBase64url(fields.sig, 'sig', SIGNATURE_BYTES);
    // The form is canonical, so the body is what is left between the parts around it.
    const tail = tailOf(by, index, path, fields.sig, size);
    const body = utf8(text.slice(HEAD.length, text.length - tail.length));
    return { statement, by, hash: hashOfBody(body), body, bytes, text, json: json };
}
/**
 * Whether `signed` is signed by `signed.by`, a call or an intent by the agent that it is from, and a file by its receiver.
 *
 * @param verified - Remembers batches, so that statements signed together cost one signature check.
 */
export function verifySignedStatement(signed, verified) {
    const { statement, by, json } = signed;
    if ((statement.kind === 'call' || statement.kind === 'intent') && statement.from !== by)
        return false;
    if (statement.kind === 'file' && statement.to !== by)
        return false;
    const [index, size] = [json['index'], json['size']];
    const path = json['path'].map((hash) => readHex(hash, 'path', HASH_BYTES));
    const root = rootOfPath(leafHash(signed.body), index, size, path);
    if (root === undefined)
        return false;
    const name = `${by} ${size} ${toHex(root)} ${json['sig']}`;
    if (verified?.has(name) === true)
        return true;
    verified?.count();
    const isValid = verify('statement', keyOfDid(by), signedBytes(size, root), fromBase64url(json['sig']));
    if (isValid)
        verified?.add(name);
    return isValid;
}
/** The root that `path` leads to from `leaf`, or `undefined` where it has another length than the place demands. */
function rootOfPath(leaf, index, size, path) {
    let [node, last, hash] = [index, size - 1, leaf];
    const left = path.values();
    for (; last > 0; [node, last] = [node >> 1, last >> 1]) {
        // The last node of a level without a sibling rises as it is.
        if (node === last && node % 2 === 0)
            continue;
        const { value: sibling } = left.next();
        if (sibling === undefined)
            return undefined;
        hash = node % 2 === 1 ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
    }
    return left.next().done === true ? hash : undefined;
}
/**
 * The size of the log that the checkpoint of `signed` is about; 0 where it carries none. PROTOCOL.md §9.3.
 *
 * @param verified - Remembers notes, so that one that is repeated costs one signature check.
 * @returns `undefined` where the checkpoint is anything else than `""` or a note that `signed.by` signed.
 */
export function checkpointSizeOf({ statement, by }, verified = new VerifiedBatches()) {
    return !('checkpoint' in statement) || statement.checkpoint === ''
        ? 0
        : verified.sizeOfNote(statement.checkpoint, by);
}
/** Batches and notes whose signature was verified, the oldest forgotten first. One a channel is enough. */
export class VerifiedBatches {
    /** Batches remembered, and notes: more than any peer keeps in flight. */
    static CAPACITY = 64;
    #names = new BoundedMap(_a.CAPACITY);
    /** By their whole text, which names the author. */
    #notes = new BoundedMap(_a.CAPACITY);
    #onSignature;
    /** @param onSignature - Called before a signature is checked. */
    constructor(onSignature) {
        this.#onSignature = onSignature;
    }
    /** Tells that a signature is checked. */
    count() {
        this.#onSignature?.();
    }
    /** Whether the batch was verified. */
    has(name) {
        return this.#names.has(name);
    }
    /** Remembers the batch. */
    add(name) {
        this.#names.set(name, true);
    }
    /** Entries in the log that `note` is about; `undefined` unless `author` signed it. Checked once for the same text. */
    sizeOfNote(note, author) {
        const known = this.#notes.get(note);
        if (known !== undefined)
            return known.author === author ? known.size : undefined;
        this.count();
        const read = readCheckpoint(note, author);
        if (read !== undefined)
            this.#notes.set(note, read);
        return read?.size;
    }
}
_a = VerifiedBatches;
/** The path of `signed` as bytes, for tools that verify it on their own. */
export function pathOf(signed) {
    return signed.json['path'].map(fromHex);
}
