/**
 * The contents of FILE_ packets. PROTOCOL.md §7.6.
 *
 * @module
 */
import { concat, utf8 } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { MAX_CHAIN_TEXT, MAX_CHAIN_TOKENS } from "../capability/chain.js";
import { decodeCbor, encodeCbor } from "../codec/cbor.js";
import { readArray, readBytes, readInteger, readObject, readString } from "../codec/fields.js";
import { u8, u32 } from "../codec/writer.js";
import { HASH_BYTES } from "../crypto/hash.js";
import { planChunks } from "./chunks.js";
import { MAX_FILE_BYTES, MAX_FILE_NAME_BYTES, MAX_FILE_TYPE_CHARACTERS, MAX_HASHES } from "./limits.js";
/** Length of the id of a transfer in bytes. */
export const TRANSFER_ID_BYTES = 16;
/** Length of the salt of the commitment to a file in bytes. */
export const FILE_SALT_BYTES = 32;
/** Most bytes of the CBOR of a packet. */
const MAX_CONTROL_BYTES = 4096;
/** Index, end mark and hash. */
const CHUNK_HEAD_BYTES = 4 + 1 + HASH_BYTES;
const MAX_INDEX = 0xffffffff;
/** A media type: two tokens of RFC 6838 §4.2, without parameters; or nothing. */
const TYPE_TEXT = /^(?:[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,62})?$/;
function control(bytes) {
    return decodeCbor(bytes, { maxBytes: MAX_CONTROL_BYTES });
}
function malformed(what) {
    return new TalosError('E_MALFORMED', what);
}
/** Reads the name of a file: 1 to {@link MAX_FILE_NAME_BYTES} bytes. Whether it is a safe one is for who uses it. */
export function readFileName(value, name) {
    const text = readString(value, name, { min: 1, max: MAX_FILE_NAME_BYTES });
    if (!text.isWellFormed() || utf8(text).length > MAX_FILE_NAME_BYTES)
        throw malformed(`${name}: too long`);
    return text;
}
/** Reads a media type, or `""`. */
export function readFileType(value, name) {
    return readString(value, name, { max: MAX_FILE_TYPE_CHARACTERS, pattern: TYPE_TEXT });
}
/** Reads the size of a file: 0 to {@link MAX_FILE_BYTES}. */
export function readFileSize(value, name) {
    return readInteger(value, name, { max: MAX_FILE_BYTES });
}
/** The packet of an offer. */
export function encodeFileOffer({ id, name, size, type, chain }) {
    const { chunkBytes, count } = planChunks(size);
    const fields = { v: 1, id, name, size, type, chunk: chunkBytes, count };
    return encodeCbor(chain === undefined ? fields : { ...fields, chain: [...chain] });
}
/**
 * Reads an offer. Length and number of its chunks must be those that its size gives.
 *
 * @throws {TalosError} `E_MALFORMED`.
 */
export function decodeFileOffer(bytes) {
    const required = ['v', 'id', 'name', 'size', 'type', 'chunk', 'count'];
    const value = decodeCbor(bytes, { maxBytes: MAX_CONTROL_BYTES + MAX_CHAIN_TEXT });
    const fields = readObject(value, { required, optional: ['chain'] }, 'file offer');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    const size = readFileSize(fields.size, 'size');
    const plan = planChunks(size);
    readInteger(fields.chunk, 'chunk', { min: plan.chunkBytes, max: plan.chunkBytes });
    readInteger(fields.count, 'count', { min: plan.count, max: plan.count });
    return {
        id: readBytes(fields.id, 'id', TRANSFER_ID_BYTES),
        name: readFileName(fields.name, 'name'),
        size,
        type: readFileType(fields.type, 'type'),
        ...(fields.chain === undefined ? {} : { chain: readOfferedChain(fields.chain) }),
    };
}
/** The tokens of an offer; what they are is for who verifies them. */
function readOfferedChain(value) {
    const chain = readArray(value, 'chain', { min: 1, max: MAX_CHAIN_TOKENS }, (text, name) => readString(text, name, { min: 1, max: MAX_CHAIN_TEXT }));
    if (chain.reduce((sum, text) => sum + text.length, 0) > MAX_CHAIN_TEXT)
        throw malformed('chain: too long');
    return chain;
}
/** The packet that takes an offer. */
export function encodeFileAccept({ from, held }) {
    return encodeCbor({ from, held });
}
/** @throws {TalosError} `E_MALFORMED`. */
export function decodeFileAccept(bytes) {
    const fields = readObject(control(bytes), { required: ['from', 'held'] }, 'file accept');
    return {
        from: readInteger(fields.from, 'from', { max: MAX_INDEX }),
        held: readInteger(fields.held, 'held', { max: MAX_HASHES }),
    };
}
/** The head of the packet of a chunk: what stands before its bytes. */
export function chunkHead({ index, end, hash }) {
    return concat(u32(index), u8(end ? 1 : 0), hash);
}
/** Reads a chunk, a view of `content`. @throws {TalosError} `E_MALFORMED`. */
export function decodeFileChunk(content) {
    if (content.length < CHUNK_HEAD_BYTES)
        throw malformed('file chunk: too short');
    const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
    const end = view.getUint8(4);
    if (end > 1)
        throw malformed('file chunk: the end mark is neither 0 nor 1');
    return {
        index: view.getUint32(0),
        end: end === 1,
        hash: content.subarray(5, CHUNK_HEAD_BYTES),
        bytes: content.subarray(CHUNK_HEAD_BYTES),
    };
}
/** The packet of a progress. */
export function encodeFileProgress({ written, durable }) {
    return concat(u32(written), u32(durable));
}
/** @throws {TalosError} `E_MALFORMED`. */
export function decodeFileProgress(content) {
    if (content.length !== 8)
        throw malformed('file progress: must have 8 bytes');
    const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
    const [written, durable] = [view.getUint32(0), view.getUint32(4)];
    if (durable > written)
        throw malformed('file progress: more is durable than was written');
    return { written, durable };
}
/** The packet behind the last chunk. */
export function encodeFileEnd({ size, chunks, hash, salt }) {
    return encodeCbor({ size, chunks, hash, salt });
}
/** @throws {TalosError} `E_MALFORMED`. */
export function decodeFileEnd(bytes) {
    const fields = readObject(control(bytes), { required: ['size', 'chunks', 'hash', 'salt'] }, 'file end');
    return {
        size: readFileSize(fields.size, 'size'),
        chunks: readInteger(fields.chunks, 'chunks', { min: 1, max: MAX_INDEX }),
        hash: readBytes(fields.hash, 'hash', HASH_BYTES),
        salt: readBytes(fields.salt, 'salt', FILE_SALT_BYTES),
    };
}
/** The packet with hashes of chunks, one after the other. */
export function encodeFileHashes(hashes) {
    return concat(...hashes);
}
/** Reads `count` hashes. @throws {TalosError} `E_MALFORMED` for another number. */
export function decodeFileHashes(content, count) {
    if (content.length !== count * HASH_BYTES)
        throw malformed(`file hashes: must be ${count}`);
    return Array.from({ length: count }, (_, at) => content.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}
/** The text of an envelope FILE_END: the id of the transfer before the packet. */
export function encodeMailedEnd(id, end) {
    return concat(id, encodeFileEnd(end));
}
/** @throws {TalosError} `E_MALFORMED`. */
export function decodeMailedEnd(text) {
    const { id, rest } = splitMailed(text);
    return { id, end: decodeFileEnd(rest) };
}
/** The id of the transfer before the text of an envelope, and what follows. @throws {TalosError} `E_MALFORMED`. */
export function splitMailed(text) {
    if (text.length < TRANSFER_ID_BYTES)
        throw malformed('a transfer without an id');
    return { id: text.slice(0, TRANSFER_ID_BYTES), rest: text.slice(TRANSFER_ID_BYTES) };
}
/** See {@link MailedAsk}. */
export function encodeMailedAsk({ id, from }) {
    return encodeCbor({ v: 1, id, from });
}
/** @throws {TalosError} `E_MALFORMED`. */
export function decodeMailedAsk(text) {
    const fields = readObject(control(text), { required: ['v', 'id', 'from'] }, 'file ask');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    return {
        id: readBytes(fields.id, 'id', TRANSFER_ID_BYTES),
        from: readInteger(fields.from, 'from', { max: MAX_INDEX }),
    };
}
/** FILE_ASK, by the receiver of an offer: it wants to go on with it. */
export function encodeFileAsk(id) {
    return encodeCbor({ v: 1, id });
}
/** @throws {TalosError} `E_MALFORMED`. */
export function decodeFileAsk(bytes) {
    const fields = readObject(control(bytes), { required: ['v', 'id'] }, 'file ask');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    return readBytes(fields.id, 'id', TRANSFER_ID_BYTES);
}
