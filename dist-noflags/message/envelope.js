/**
 * The envelope: what carries one message of a durable session, signed by its sender. PROTOCOL.md §5.7.
 *
 * ```text
 *   u8 version | u8 type | u8 flags | id (16) | u64 timestamp | blob16 sender | blob16 recipient
 *   | [blob16 initial message] | [u32 sequence | u32 total | stream id (16) | chunk hash (32)]
 *   | commitment (32)                                                          metadata up to here
 *   | blob32 content | signature (64)
 * ```
 *
 * Encrypt, then sign: the signature is checked before any ratchet work. The cipher does not commit to its key, so the
 * signed metadata also commits to the text.
 *
 * @module
 */
import { concat, fromUtf8, utf8 } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { decode } from "../codec/reader.js";
import { blob16, u32, u64 } from "../codec/writer.js";
import { HASH_BYTES, labelledHash } from "../crypto/hash.js";
import { SIGNATURE_BYTES, verify } from "../crypto/sign.js";
import { parseDid, sharedKeyOfDid } from "../identity/did.js";
import { isMessageId, MESSAGE_ID_BYTES } from "./message-id.js";
/** Types of envelopes about files that go by mailboxes. PROTOCOL.md §7.6. */
export const FILE_ENVELOPE_TYPES = {
    fileOffer: 0x06,
    fileChunk: 0x09,
    fileEnd: 0x0b,
    fileReceived: 0x0c,
    fileAsk: 0x0e,
    fileGone: 0x0f,
};
/** Types of envelopes that version 1.0 makes and takes. PROTOCOL.md §6.3. */
export const ENVELOPE_TYPES = {
    text: 0x01,
    acknowledgement: 0x02,
    sessionRepair: 0x30,
    fileOffer: 0x06,
    fileChunk: 0x09,
    fileEnd: 0x0b,
    fileReceived: 0x0c,
    fileAsk: 0x0e,
    fileGone: 0x0f,
};
const TYPES = new Set(Object.values(ENVELOPE_TYPES));
const FILE_TYPES = new Set(Object.values(FILE_ENVELOPE_TYPES));
/** Whether an envelope of this type is about a file. */
export function isFileEnvelopeType(type) {
    return FILE_TYPES.has(type);
}
function isEnvelopeType(code) {
    return TYPES.has(code);
}
/** The only version so far. */
export const ENVELOPE_VERSION = 1;
/** Longest text of a message in bytes: 1 MiB. PROTOCOL.md §5.7. */
export const MAX_TEXT_BYTES = 1024 * 1024;
/** Length of the salt before the text in bytes. */
export const TEXT_SALT_BYTES = 32;
/** Longest content in bytes: salt, text and what the ratchet adds. PROTOCOL.md §5.7. */
export const MAX_CONTENT_BYTES = MAX_TEXT_BYTES + 256;
/** Longest DID in an envelope, in bytes. PROTOCOL.md §5.7. */
export const MAX_DID_BYTES = 128;
/** Longest initial message in an envelope, in bytes. PROTOCOL.md §5.2. */
const MAX_INITIAL_BYTES = 4096;
/** More than any envelope has, in bytes: a full content, a full initial message, and what is around them. */
export const MAX_ENVELOPE_BYTES = MAX_CONTENT_BYTES + MAX_INITIAL_BYTES + 1024;
/** Bits of the flags byte. */
const FLAGS = { initial: 1, chunk: 2 };
/**
 * The metadata of an envelope as new bytes: the associated data of its content.
 *
 * @throws {RangeError} for parts of a length that no envelope has.
 */
export function encodeMetadata(fields) {
    const { type, id, timestampMs, sender, recipient, initial, chunk, commitment } = fields;
    if (!isMessageId(id))
        throw new RangeError('id must be a UUIDv7 of 16 bytes');
    if (commitment.length !== HASH_BYTES)
        throw new RangeError(`commitment must be ${HASH_BYTES} bytes`);
    if (initial !== undefined && (initial.length === 0 || initial.length > MAX_INITIAL_BYTES))
        throw new RangeError(`initial must be 1 to ${MAX_INITIAL_BYTES} bytes`);
    const flags = (initial === undefined ? 0 : FLAGS.initial) | (chunk === undefined ? 0 : FLAGS.chunk);
    return concat(Uint8Array.of(ENVELOPE_VERSION, type, flags), id, u64(timestampMs), blob16(utf8(sender)), blob16(utf8(recipient)), ...(initial === undefined ? [] : [blob16(initial)]), ...(chunk === undefined ? [] : [encodeChunk(chunk)]), commitment);
}
function encodeChunk({ sequence, total, streamId, hash }) {
    if (streamId.length !== MESSAGE_ID_BYTES || hash.length !== HASH_BYTES)
        throw new RangeError(`streamId must be ${MESSAGE_ID_BYTES} bytes and hash ${HASH_BYTES}`);
    return concat(u32(sequence), u32(total), streamId, hash);
}
/**
 * The whole envelope: metadata, content, and the sender's signature over both. New bytes.
 *
 * @param metadata - Of {@link encodeMetadata}.
 * @param content - At most {@link MAX_CONTENT_BYTES}.
 */
export function signEnvelope(signer, metadata, content) {
    if (content.length > MAX_CONTENT_BYTES)
        throw new RangeError(`content must be at most ${MAX_CONTENT_BYTES} bytes`);
    const envelope = concat(metadata, u32(content.length), content, new Uint8Array(SIGNATURE_BYTES));
    const end = envelope.length - SIGNATURE_BYTES;
    envelope.set(signer.sign('envelope', labelledHash('envelope', envelope.subarray(0, end))), end);
    return envelope;
}
/**
 * Reads an envelope; every byte has one meaning.
 *
 * @throws {TalosError} `E_MALFORMED` for another form, version or type, a recipient `*` included; `E_BAD_DID` for a
 *   sender or recipient that is no DID.
 */
export function decodeEnvelope(bytes) {
    return decode(bytes, (reader) => {
        const fields = readMetadata(reader);
        const metadata = new Uint8Array(bytes.subarray(0, reader.position));
        const content = reader.blob32(MAX_CONTENT_BYTES, 'content');
        const hash = labelledHash('envelope', bytes.subarray(0, reader.position));
        return { ...fields, metadata, content, hash, signature: reader.bytes(SIGNATURE_BYTES, 'signature') };
    });
}
function readMetadata(reader) {
    if (reader.u8('version') !== ENVELOPE_VERSION)
        throw new TalosError('E_MALFORMED', 'envelope of another version');
    const type = reader.u8('type');
    if (!isEnvelopeType(type))
        throw new TalosError('E_MALFORMED', `envelope of unknown type ${type}`);
    const flags = reader.u8('flags');
    if (flags > (FLAGS.initial | FLAGS.chunk))
        throw new TalosError('E_MALFORMED', `envelope with unknown flags ${flags}`);
    const id = reader.bytes(MESSAGE_ID_BYTES, 'id');
    if (!isMessageId(id))
        throw new TalosError('E_MALFORMED', 'id: no UUIDv7');
    return {
        type,
        id,
        timestampMs: reader.u64('timestamp'),
        sender: parseDid(fromUtf8(reader.blob16(MAX_DID_BYTES, 'sender'))),
        recipient: parseDid(fromUtf8(reader.blob16(MAX_DID_BYTES, 'recipient'))),
        initial: (flags & FLAGS.initial) === 0 ? undefined : readInitial(reader),
        chunk: (flags & FLAGS.chunk) === 0 ? undefined : readChunk(reader),
        commitment: reader.bytes(HASH_BYTES, 'commitment'),
    };
}
function readInitial(reader) {
    const initial = reader.blob16(MAX_INITIAL_BYTES, 'initial');
    if (initial.length === 0)
        throw new TalosError('E_MALFORMED', 'initial: empty');
    return initial;
}
function readChunk(reader) {
    return {
        sequence: reader.u32('chunk sequence'),
        total: reader.u32('chunk total'),
        streamId: reader.bytes(MESSAGE_ID_BYTES, 'stream id'),
        hash: reader.bytes(HASH_BYTES, 'chunk hash'),
    };
}
/** Whether the sender that the envelope names has signed it. */
export function verifyEnvelope(envelope) {
    return verify('envelope', sharedKeyOfDid(envelope.sender), envelope.hash, envelope.signature);
}
/** What the metadata commits to: SHA-256(label plaintext, salt ‖ text). 32 new bytes. */
export function textCommitment(salt, text) {
    return labelledHash('plaintext', salt, text);
}
