/**
 * The contents of STREAM_ packets: application streams between two agents. PROTOCOL.md §7.7.
 *
 * @module
 */
import { concat, utf8 } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { decodeCbor, encodeCbor } from "../codec/cbor.js";
import { readBoolean, readBytes, readInteger, readObject, readString } from "../codec/fields.js";
import { u32 } from "../codec/writer.js";
import { HASH_BYTES, labelledHashOfLong } from "../crypto/hash.js";
/** Length of the id of a stream in bytes. */
export const STREAM_ID_BYTES = 16;
/** Longest name of a kind, and of a codec, in characters. PROTOCOL.md §11. */
export const MAX_STREAM_NAME_CHARACTERS = 64;
/** Most bytes of what an application says of a stream, UTF-8. PROTOCOL.md §11. */
export const MAX_STREAM_METADATA_BYTES = 4096;
/** Most bytes of one chunk. PROTOCOL.md §11. */
export const MAX_STREAM_CHUNK_BYTES = 64 * 1024;
/** Id, sequence, total and hash. */
const CHUNK_HEAD_BYTES = STREAM_ID_BYTES + 4 + 4 + HASH_BYTES;
const MAX_CONTROL_BYTES = MAX_STREAM_METADATA_BYTES + 512;
const MAX_SEQUENCE = 0xffffffff;
/** Names of kinds and codecs, as of tokens of RFC 6838 §4.2, a slash among them. */
const NAME = /^[a-z0-9][a-z0-9!#$&^_.+/-]*$/;
/** Whether `name` can be that of a kind or a codec. */
export function isStreamName(name) {
    return name.length <= MAX_STREAM_NAME_CHARACTERS && NAME.test(name);
}
function control(bytes) {
    return decodeCbor(bytes, { maxBytes: MAX_CONTROL_BYTES });
}
function malformed(what) {
    return new TalosError('E_MALFORMED', what);
}
/** The packet that opens a stream. */
export function encodeStreamStart({ id, kind, codec, metadata, duplex }) {
    return encodeCbor({ v: 1, stream: id, kind, codec, metadata, duplex });
}
/** @throws {TalosError} `E_MALFORMED`. */
export function decodeStreamStart(bytes) {
    const required = ['v', 'stream', 'kind', 'codec', 'metadata', 'duplex'];
    const fields = readObject(control(bytes), { required }, 'stream start');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    const name = { max: MAX_STREAM_NAME_CHARACTERS, pattern: NAME };
    const codec = fields.codec === '' ? '' : readString(fields.codec, 'codec', name);
    const metadata = readString(fields.metadata, 'metadata', { max: MAX_STREAM_METADATA_BYTES });
    if (!metadata.isWellFormed() || utf8(metadata).length > MAX_STREAM_METADATA_BYTES)
        throw malformed('metadata: too long');
    return {
        id: readBytes(fields.stream, 'stream', STREAM_ID_BYTES),
        kind: readString(fields.kind, 'kind', name),
        codec,
        metadata,
        duplex: readBoolean(fields.duplex, 'duplex'),
    };
}
/**
 * The hash of a chunk, which binds it to its stream, its direction and its place.
 *
 * @param isOpeners - Whether the opener of the stream sends it.
 */
export function streamChunkHash(id, isOpeners, sequence, bytes) {
    return labelledHashOfLong('streamChunk', id, Uint8Array.of(isOpeners ? 1 : 0), u32(sequence), bytes);
}
/** The head of the packet of a chunk: what stands before its bytes. */
export function streamChunkHead({ id, sequence, total, hash }) {
    return concat(id, u32(sequence), u32(total), hash);
}
/** Reads a chunk, a view of `content`; its hash is not looked at. @throws {TalosError} `E_MALFORMED`. */
export function decodeStreamChunk(content) {
    const length = content.length - CHUNK_HEAD_BYTES;
    if (length < 1 || length > MAX_STREAM_CHUNK_BYTES)
        throw malformed(`stream chunk: ${content.length} bytes`);
    const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
    const [sequence, total] = [view.getUint32(STREAM_ID_BYTES), view.getUint32(STREAM_ID_BYTES + 4)];
    if (total !== 0 && sequence >= total)
        throw malformed('stream chunk: beyond its total');
    return {
        id: content.subarray(0, STREAM_ID_BYTES),
        sequence,
        total,
        hash: content.subarray(CHUNK_HEAD_BYTES - HASH_BYTES, CHUNK_HEAD_BYTES),
        bytes: content.subarray(CHUNK_HEAD_BYTES),
    };
}
/** The packet behind the last chunk of one way. */
export function encodeStreamEnd({ total, hash }) {
    return encodeCbor({ total, hash });
}
/** @throws {TalosError} `E_MALFORMED`. */
export function decodeStreamEnd(bytes) {
    const fields = readObject(control(bytes), { required: ['total', 'hash'] }, 'stream end');
    return {
        total: readInteger(fields.total, 'total', { max: MAX_SEQUENCE }),
        hash: readBytes(fields.hash, 'hash', HASH_BYTES),
    };
}
/** WINDOW of a stream: credit, or 0 for `all that you sent is here`. @throws {TalosError} `E_MALFORMED`. */
export function decodeStreamWindow(content) {
    if (content.length !== 4)
        throw malformed('window: must have 4 bytes');
    return new DataView(content.buffer, content.byteOffset, content.byteLength).getUint32(0);
}
