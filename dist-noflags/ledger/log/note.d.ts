/**
 * Signed notes: text that others verify with tools of their own. C2SP `signed-note`, Ed25519 (type 0x01).
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type SigningKey } from '../../crypto/sign.ts';
/** Longest note that is read, in characters: far above a checkpoint with all its signatures. */
export declare const MAX_NOTE_CHARACTERS = 65536;
/** Most signatures of one note: what Go's implementation accepts. */
export declare const MAX_NOTE_SIGNATURES = 100;
/** A key that notes are signed with, and its name. */
export interface NoteVerifier {
    readonly name: string;
    /** Ed25519, 32 bytes. */
    readonly publicKey: Bytes;
    /** First 4 bytes of SHA-256(name ‖ 0x0a ‖ type ‖ key). */
    readonly keyId: Bytes;
}
/** A note that at least one verifier signed. */
export interface OpenedNote {
    /** The signed text, with its last line feed. */
    readonly text: string;
    /** The verifiers, of those given, that signed. */
    readonly signers: readonly NoteVerifier[];
    /** All its signatures, those of unknown keys included. */
    readonly signatures: number;
}
/**
 * The verifier of this name and key.
 *
 * @param type - Byte of the kind of signature, 0x01 by default: part of the key id.
 * @throws {RangeError} for a name that no note can bear, or another length of key.
 */
export declare function noteVerifier(name: string, publicKey: Uint8Array, type?: number): NoteVerifier;
/**
 * The text form of a verifier: `name+hash+base64(type ‖ key)`.
 *
 * @param type - The one that the verifier was made with.
 */
export declare function formatVerifierKey(verifier: NoteVerifier, type?: number): string;
/**
 * Reads what {@link formatVerifierKey} writes.
 *
 * @param type - The kind that it must be of, 0x01 by default.
 * @throws {TalosError} `E_MALFORMED` for another form, a wrong hash, or a key that is not of Ed25519 and this kind.
 */
export declare function parseVerifierKey(text: string, type?: number): NoteVerifier;
/**
 * Signs `text` under `name`.
 *
 * @throws {RangeError} for a text that does not end with a line feed or holds other control characters.
 */
export declare function signNote(signer: SigningKey, name: string, text: string): string;
/** A signature line of a note, its form checked and nothing else. */
export interface NoteSignature {
    readonly name: string;
    /** 4 bytes. */
    readonly keyId: Bytes;
    /** What follows the key id: at least 1 byte. */
    readonly signature: Bytes;
    /** The line itself, without its line feed. */
    readonly line: string;
}
/** A note in its parts, nothing verified. */
export interface NoteParts {
    /** What is signed, with its last line feed. */
    readonly text: string;
    /** 1 to {@link MAX_NOTE_SIGNATURES}. */
    readonly signatures: readonly NoteSignature[];
}
/** Takes a note apart. @returns `undefined` for what has another form. Nothing makes this throw. */
export declare function splitNote(note: string): NoteParts | undefined;
/** Reads signature lines, each with its line feed. @returns `undefined` for another form, none or too many. */
export declare function readSignatureLines(text: string): readonly NoteSignature[] | undefined;
/** Whether `signature` says that it is of this key. */
export declare function isOfKey({ name, keyId }: Pick<NoteVerifier, 'name' | 'keyId'>, signature: NoteSignature): boolean;
/**
 * Opens a note. Signatures of keys that are not given are ignored; one of a key that is given must verify.
 *
 * @returns `undefined` for another form, or where none of `verifiers` signed it. Nothing makes this throw.
 */
export declare function openNote(note: string, verifiers: readonly NoteVerifier[]): OpenedNote | undefined;
