/**
 * Signed notes: text that others verify with tools of their own. C2SP `signed-note`, Ed25519 (type 0x01).
 *
 * @module
 */
import { concat, equalBytes, fromHex, toHex, utf8 } from "../../base/bytes.js";
import { fromBase64, toBase64 } from "../../base/encoding.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { sha256Joined } from "../../crypto/hash.js";
import { ED25519_KEY_BYTES, verifyRaw } from "../../crypto/sign.js";
/** Longest note that is read, in characters: far above a checkpoint with all its signatures. */
export const MAX_NOTE_CHARACTERS = 65_536;
/** Most signatures of one note: what Go's implementation accepts. */
export const MAX_NOTE_SIGNATURES = 100;
const ED25519_TYPE = 0x01;
const KEY_ID_BYTES = 4;
/** Longest signature of any kind, with its key id: C2SP speaks of nearly 5 kB. */
const MAX_SIGNATURE_BYTES = 5120;
// C2SP signed-note: a key name is not empty and has neither white space nor a plus sign.
const NAME = /^[^\s+]+$/u;
// Control characters other than the line feed have no place in a note.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;
const SIGNATURE_LINE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;
/**
 * The verifier of this name and key.
 *
 * @param type - Byte of the kind of signature, 0x01 by default: part of the key id.
 * @throws {RangeError} for a name that no note can bear, or another length of key.
 */
export function noteVerifier(name, publicKey, type = ED25519_TYPE) {
    if (!NAME.test(name) || !name.isWellFormed())
        throw new RangeError('name must not be empty, nor have spaces or +');
    if (publicKey.length !== ED25519_KEY_BYTES)
        throw new RangeError(`publicKey must be ${ED25519_KEY_BYTES} bytes`);
    const keyId = sha256Joined(utf8(name), Uint8Array.of(0x0a, type), publicKey).slice(0, KEY_ID_BYTES);
    return { name, publicKey: new Uint8Array(publicKey), keyId };
}
/**
 * The text form of a verifier: `name+hash+base64(type ‖ key)`.
 *
 * @param type - The one that the verifier was made with.
 */
export function formatVerifierKey(verifier, type = ED25519_TYPE) {
    const key = toBase64(concat(Uint8Array.of(type), verifier.publicKey));
    return `${verifier.name}+${toHex(verifier.keyId)}+${key}`;
}
/**
 * Reads what {@link formatVerifierKey} writes.
 *
 * @param type - The kind that it must be of, 0x01 by default.
 * @throws {TalosError} `E_MALFORMED` for another form, a wrong hash, or a key that is not of Ed25519 and this kind.
 */
export function parseVerifierKey(text, type = ED25519_TYPE) {
    const parts = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(text);
    if (parts === null)
        throw new TalosError('E_MALFORMED', 'not a verifier key');
    const [, name = '', hash = '', key = ''] = parts;
    const typed = fromBase64(key);
    if (typed.length !== 1 + ED25519_KEY_BYTES || typed[0] !== type)
        throw new TalosError('E_MALFORMED', 'not the verifier key of an Ed25519 key of this kind');
    const verifier = noteVerifier(name, typed.subarray(1), type);
    if (!equalBytes(verifier.keyId, fromHex(hash)))
        throw new TalosError('E_MALFORMED', 'verifier key with a wrong hash');
    return verifier;
}
/**
 * Signs `text` under `name`.
 *
 * @throws {RangeError} for a text that does not end with a line feed or holds other control characters.
 */
export function signNote(signer, name, text) {
    if (!text.endsWith('\n') || CONTROL.test(text))
        throw new RangeError('text must end with a line feed');
    const { keyId } = noteVerifier(name, signer.publicKey);
    return `${text}\n\u2014 ${name} ${toBase64(concat(keyId, signer.signRaw(utf8(text))))}\n`;
}
/** Takes a note apart. @returns `undefined` for what has another form. Nothing makes this throw. */
export function splitNote(note) {
    if (note.length > MAX_NOTE_CHARACTERS || !note.isWellFormed() || CONTROL.test(note))
        return undefined;
    const end = note.lastIndexOf('\n\n');
    if (end < 0 || !note.endsWith('\n'))
        return undefined;
    const signatures = readSignatureLines(note.slice(end + 2));
    return signatures === undefined ? undefined : { text: note.slice(0, end + 1), signatures };
}
/** Reads signature lines, each with its line feed. @returns `undefined` for another form, none or too many. */
export function readSignatureLines(text) {
    if (text.length > MAX_NOTE_CHARACTERS || !text.endsWith('\n'))
        return undefined;
    const lines = text.slice(0, -1).split('\n');
    if (lines.length > MAX_NOTE_SIGNATURES)
        return undefined;
    const signatures = lines.map(readSignature);
    return signatures.every((each) => each !== undefined) ? signatures : undefined;
}
/** Whether `signature` says that it is of this key. */
export function isOfKey({ name, keyId }, signature) {
    return name === signature.name && equalBytes(keyId, signature.keyId);
}
/**
 * Opens a note. Signatures of keys that are not given are ignored; one of a key that is given must verify.
 *
 * @returns `undefined` for another form, or where none of `verifiers` signed it. Nothing makes this throw.
 */
export function openNote(note, verifiers) {
    const parts = splitNote(note);
    if (parts === undefined)
        return undefined;
    const { text, signatures } = parts;
    const signers = [];
    for (const each of signatures) {
        const signer = verifiers.find((verifier) => isOfKey(verifier, each));
        if (signer === undefined || signers.includes(signer))
            continue;
        if (!verifyRaw(signer.publicKey, utf8(text), each.signature))
            return undefined;
        signers.push(signer);
    }
    return signers.length === 0 ? undefined : { text, signers, signatures: signatures.length };
}
function readSignature(line) {
    const parts = SIGNATURE_LINE.exec(line);
    if (parts === null)
        return undefined;
    const [, name = '', base64 = ''] = parts;
    try {
        const bytes = fromBase64(base64);
        // Other types of key have signatures of other lengths, and always something after the key id.
        if (bytes.length <= KEY_ID_BYTES || bytes.length > MAX_SIGNATURE_BYTES)
            return undefined;
        return { name, keyId: bytes.slice(0, KEY_ID_BYTES), signature: bytes.slice(KEY_ID_BYTES), line };
    }
    catch (error) {
        if (isTalosError(error, 'E_MALFORMED'))
            return undefined;
        throw error;
    }
}
