/**
 * The contents of STREAM_ packets: application streams between two agents. PROTOCOL.md §7.7.
 *
 * @module
 */
import { type Bytes, concat, utf8 } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import { type Cbor, decodeCbor, encodeCbor } from '../codec/cbor.ts';
import { readBoolean, readBytes, readInteger, readObject, readString } from '../codec/fields.ts';
import { u32 } from '../codec/writer.ts';
import { HASH_BYTES, labelledHashOfLong } from '../crypto/hash.ts';

/** Length of the id of a stream in bytes. */
export const STREAM_ID_BYTES = 16;
/** Longest name of a kind, and of a codec, in characters. PROTOCOL.md §11. */
export const MAX_STREAM_NAME_CHARACTERS = 64;
/** Most bytes of what an application says of a stream, UTF-8. PROTOCOL.md §11. */
export const MAX_STREAM_METADATA_BYTES = 4096;
/** Most bytes of one chunk. PROTOCOL.md §11. */
export const MAX_STREAM_CHUNK_BYTES: number = 64 * 1024;

/** Id, sequence, total and hash. */
const CHUNK_HEAD_BYTES: number = STREAM_ID_BYTES + 4 + 4 + HASH_BYTES;
const MAX_CONTROL_BYTES: number = MAX_STREAM_METADATA_BYTES + 512;
const MAX_SEQUENCE = 0xffffffff;
/** Names of kinds and codecs, as of tokens of RFC 6838 §4.2, a slash among them. */
const NAME = /^[a-z0-9][a-z0-9!#$&^_.+/-]*$/;

/** STREAM_START: what the opener wants to send. */
export interface StreamStart {
  /** {@link STREAM_ID_BYTES}, random. */
  readonly id: Bytes;
  /** What the application calls it, as `audio`. */
  readonly kind: string;
  /** In which form the bytes are, as `opus`; `""` where that is not said. */
  readonly codec: string;
  /** Whatever else the application says: text of at most {@link MAX_STREAM_METADATA_BYTES}. */
  readonly metadata: string;
  /** Whether the other side sends, too. */
  readonly duplex: boolean;
}

/** STREAM_CHUNK. */
export interface StreamChunk {
  readonly id: Bytes;
  /** From 0. */
  readonly sequence: number;
  /** How many there will be; 0 where that is not known. */
  readonly total: number;
  /** See {@link streamChunkHash}. */
  readonly hash: Bytes;
  readonly bytes: Bytes;
}

/** STREAM_END: what was sent one way. */
export interface StreamEnd {
  /** Chunks. */
  readonly total: number;
  /** SHA-256 of all bytes. */
  readonly hash: Bytes;
}

/** Whether `name` can be that of a kind or a codec. */
export function isStreamName(name: string): boolean {
  return name.length <= MAX_STREAM_NAME_CHARACTERS && NAME.test(name);
}

function control(bytes: Uint8Array): Cbor {
  return decodeCbor(bytes, { maxBytes: MAX_CONTROL_BYTES });
}

function malformed(what: string): TalosError {
  return new TalosError('E_MALFORMED', what);
}

/** The packet that opens a stream. */
export function encodeStreamStart({ id, kind, codec, metadata, duplex }: StreamStart): Bytes {
  return encodeCbor({ v: 1, stream: id, kind, codec, metadata, duplex });
}

/** @throws {TalosError} `E_MALFORMED`. */
export function decodeStreamStart(bytes: Uint8Array): StreamStart {
  const required = ['v', 'stream', 'kind', 'codec', 'metadata', 'duplex'] as const;
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
export function streamChunkHash(id: Uint8Array, isOpeners: boolean, sequence: number, bytes: Uint8Array): Bytes {
  return labelledHashOfLong('streamChunk', id, Uint8Array.of(isOpeners ? 1 : 0), u32(sequence), bytes);
}

/** The head of the packet of a chunk: what stands before its bytes. */
export function streamChunkHead({ id, sequence, total, hash }: Omit<StreamChunk, 'bytes'>): Bytes {
  return concat(id, u32(sequence), u32(total), hash);
}

/** Reads a chunk, a view of `content`; its hash is not looked at. @throws {TalosError} `E_MALFORMED`. */
export function decodeStreamChunk(content: Bytes): StreamChunk {
  const length = content.length - CHUNK_HEAD_BYTES;
  if (length < 1 || length > MAX_STREAM_CHUNK_BYTES) throw malformed(`stream chunk: ${content.length} bytes`);
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const [sequence, total] = [view.getUint32(STREAM_ID_BYTES), view.getUint32(STREAM_ID_BYTES + 4)];
  if (total !== 0 && sequence >= total) throw malformed('stream chunk: beyond its total');
  return {
    id: content.subarray(0, STREAM_ID_BYTES),
    sequence,
    total,
    hash: content.subarray(CHUNK_HEAD_BYTES - HASH_BYTES, CHUNK_HEAD_BYTES),
    bytes: content.subarray(CHUNK_HEAD_BYTES),
  };
}

/** The packet behind the last chunk of one way. */
export function encodeStreamEnd({ total, hash }: StreamEnd): Bytes {
  return encodeCbor({ total, hash });
}

/** @throws {TalosError} `E_MALFORMED`. */
export function decodeStreamEnd(bytes: Uint8Array): StreamEnd {
  const fields = readObject(control(bytes), { required: ['total', 'hash'] }, 'stream end');
  return {
    total: readInteger(fields.total, 'total', { max: MAX_SEQUENCE }),
    hash: readBytes(fields.hash, 'hash', HASH_BYTES),
  };
}

/** WINDOW of a stream: credit, or 0 for `all that you sent is here`. @throws {TalosError} `E_MALFORMED`. */
export function decodeStreamWindow(content: Bytes): number {
  if (content.length !== 4) throw malformed('window: must have 4 bytes');
  return new DataView(content.buffer, content.byteOffset, content.byteLength).getUint32(0);
}
