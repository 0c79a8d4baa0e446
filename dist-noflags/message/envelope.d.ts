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
import { type Bytes } from '../base/bytes.ts';
import { type SigningKey } from '../crypto/sign.ts';
import { type Did } from '../identity/did.ts';
/** Types of envelopes about files that go by mailboxes. PROTOCOL.md §7.6. */
export declare const FILE_ENVELOPE_TYPES: {
    readonly fileOffer: 6;
    readonly fileChunk: 9;
    readonly fileEnd: 11;
    readonly fileReceived: 12;
    readonly fileAsk: 14;
    readonly fileGone: 15;
};
/** One of {@link FILE_ENVELOPE_TYPES}. */
export type FileEnvelopeType = (typeof FILE_ENVELOPE_TYPES)[keyof typeof FILE_ENVELOPE_TYPES];
/** Types of envelopes that version 1.0 makes and takes. PROTOCOL.md §6.3. */
export declare const ENVELOPE_TYPES: {
    readonly text: 1;
    readonly acknowledgement: 2;
    readonly sessionRepair: 48;
    readonly fileOffer: 6;
    readonly fileChunk: 9;
    readonly fileEnd: 11;
    readonly fileReceived: 12;
    readonly fileAsk: 14;
    readonly fileGone: 15;
};
/** One of {@link ENVELOPE_TYPES}. */
export type EnvelopeType = (typeof ENVELOPE_TYPES)[keyof typeof ENVELOPE_TYPES];
/** Whether an envelope of this type is about a file. */
export declare function isFileEnvelopeType(type: number): type is FileEnvelopeType;
/** The only version so far. */
export declare const ENVELOPE_VERSION = 1;
/** Longest text of a message in bytes: 1 MiB. PROTOCOL.md §5.7. */
export declare const MAX_TEXT_BYTES: number;
/** Length of the salt before the text in bytes. */
export declare const TEXT_SALT_BYTES = 32;
/** Longest content in bytes: salt, text and what the ratchet adds. PROTOCOL.md §5.7. */
export declare const MAX_CONTENT_BYTES: number;
/** Longest DID in an envelope, in bytes. PROTOCOL.md §5.7. */
export declare const MAX_DID_BYTES = 128;
/** More than any envelope has, in bytes: a full content, a full initial message, and what is around them. */
export declare const MAX_ENVELOPE_BYTES: number;
/** Which part of a longer message an envelope holds: a piece of a file. PROTOCOL.md §7.6. */
export interface ChunkInformation {
    readonly sequence: number;
    readonly total: number;
    /** 16 bytes. */
    readonly streamId: Bytes;
    /** 32 bytes. */
    readonly hash: Bytes;
}
/** What an envelope says in clear, and vouches for. */
export interface EnvelopeMetadata {
    readonly type: EnvelopeType;
    /** UUIDv7, 16 bytes. */
    readonly id: Bytes;
    /** Milliseconds since 1970, by the sender's clock. */
    readonly timestampMs: number;
    readonly sender: Did;
    readonly recipient: Did;
    /** The initial message of the session, until the peer has answered. PROTOCOL.md §5.2. */
    readonly initial: Bytes | undefined;
    readonly chunk: ChunkInformation | undefined;
    /** SHA-256(label plaintext, salt ‖ text), 32 bytes. */
    readonly commitment: Bytes;
}
/** An envelope that was read. Its signature is not checked: see {@link verifyEnvelope}. */
export interface Envelope extends EnvelopeMetadata {
    /** The bytes that the ratchet binds: all before the content. */
    readonly metadata: Bytes;
    /** The ratchet message. */
    readonly content: Bytes;
    /** What was signed: SHA-256(label envelope, all before the signature). */
    readonly hash: Bytes;
    /** 64 bytes. */
    readonly signature: Bytes;
}
/**
 * The metadata of an envelope as new bytes: the associated data of its content.
 *
 * @throws {RangeError} for parts of a length that no envelope has.
 */
export declare function encodeMetadata(fields: EnvelopeMetadata): Bytes;
/**
 * The whole envelope: metadata, content, and the sender's signature over both. New bytes.
 *
 * @param metadata - Of {@link encodeMetadata}.
 * @param content - At most {@link MAX_CONTENT_BYTES}.
 */
export declare function signEnvelope(signer: SigningKey, metadata: Bytes, content: Bytes): Bytes;
/**
 * Reads an envelope; every byte has one meaning.
 *
 * @throws {TalosError} `E_MALFORMED` for another form, version or type, a recipient `*` included; `E_BAD_DID` for a
 *   sender or recipient that is no DID.
 */
export declare function decodeEnvelope(bytes: Uint8Array): Envelope;
/** Whether the sender that the envelope names has signed it. */
export declare function verifyEnvelope(envelope: Envelope): boolean;
/** What the metadata commits to: SHA-256(label plaintext, salt ‖ text). 32 new bytes. */
export declare function textCommitment(salt: Uint8Array, text: Uint8Array): Bytes;
