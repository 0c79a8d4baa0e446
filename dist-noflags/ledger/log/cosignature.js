/**
 * Cosignatures: what a witness says of a checkpoint of somebody else's log. C2SP `tlog-cosignature`, Ed25519 (type
 * 0x04). PROTOCOL.md §9.9.
 *
 * A cosignature says: at this time, this is the largest log of that origin that the witness saw, and it grew out of the
 * ones before. The key of a witness is no identity key: the name in a cosignature is not signed.
 *
 * @module
 */
import { concat, utf8 } from "../../base/bytes.js";
import { toBase64 } from "../../base/encoding.js";
import { decode } from "../../codec/reader.js";
import { u64 } from "../../codec/writer.js";
import { SIGNATURE_BYTES, verifyRaw } from "../../crypto/sign.js";
import { keyOfDid } from "../../identity/did.js";
import { readCheckpoint } from "./checkpoint.js";
import { formatVerifierKey, isOfKey, noteVerifier, parseVerifierKey, readSignatureLines, splitNote, } from "./note.js";
/** Most witnesses of a log: a note has 16 signatures at most then, which C2SP wants every reader to take. */
export const MAX_WITNESSES = 15;
const COSIGNATURE_TYPE = 0x04;
const TIME_BYTES = 8;
/** The witness of this name and key. @throws {RangeError} for a name that no note can bear, or another length of key. */
export function witnessOf(name, publicKey) {
    return { ...noteVerifier(name, publicKey, COSIGNATURE_TYPE), kind: 'cosignature/v1' };
}
/** The text form of a witness: `name+hash+base64(0x04 ‖ key)`. */
export function formatWitnessKey(witness) {
    return formatVerifierKey(witness, COSIGNATURE_TYPE);
}
/**
 * Reads what {@link formatWitnessKey} writes.
 *
 * @throws {TalosError} `E_MALFORMED` for another form, a wrong hash, or a key of another kind.
 */
export function parseWitnessKey(text) {
    return { ...parseVerifierKey(text, COSIGNATURE_TYPE), kind: 'cosignature/v1' };
}
function cosignedMessage(text, timeS) {
    return utf8(`cosignature/v1\ntime ${timeS}\n${text}`);
}
/**
 * Cosigns the text of a checkpoint. Only whoever checked that it grew out of all that it cosigned before may.
 *
 * @param name - Of the witness, in the line and in the key id.
 * @param text - The lines of a checkpoint, without signatures.
 * @param timeS - Seconds since 1970, at least 1.
 * @returns The signature line, with its line feed.
 */
export function cosign(signer, name, text, timeS) {
    if (!Number.isSafeInteger(timeS) || timeS < 1)
        throw new RangeError(`timeS must be a positive integer, got ${timeS}`);
    const { keyId } = witnessOf(name, signer.publicKey);
    const signature = signer.signRaw(cosignedMessage(text, timeS));
    return `\u2014 ${name} ${toBase64(concat(keyId, u64(timeS), signature))}\n`;
}
/** Verifies one signature as that of `witness`. @returns `undefined` where it is not. Nothing makes this throw. */
function readCosignature(text, witness, { signature, line }) {
    if (signature.length !== TIME_BYTES + SIGNATURE_BYTES)
        return undefined;
    const timeS = timeOf(signature.subarray(0, TIME_BYTES));
    // A time of zero says nothing about when; RFC 8446 numbers above 2^53 are far beyond any clock.
    if (timeS === undefined || timeS === 0)
        return undefined;
    const isValid = verifyRaw(witness.publicKey, cosignedMessage(text, timeS), signature.subarray(TIME_BYTES));
    return isValid ? { witness, timeS, line: `${line}\n` } : undefined;
}
function timeOf(bytes) {
    // 2^53 and above: the first 11 bits are not all zero.
    if ((bytes[0] ?? 0) !== 0 || (bytes[1] ?? 0) >= 0x20)
        return undefined;
    return decode(new Uint8Array(bytes), (reader) => reader.u64('time'));
}
/**
 * The cosignatures of known witnesses among signature lines: the newest of each. Lines of unknown keys are ignored.
 *
 * @param text - The lines of the checkpoint, without signatures.
 * @returns `undefined` where a line that names a known key does not verify. Nothing makes this throw.
 */
export function readCosignatures(text, signatures, witnesses) {
    const found = new Map();
    for (const signature of signatures) {
        const witness = witnesses.find((each) => isOfKey(each, signature));
        if (witness === undefined)
            continue;
        const read = readCosignature(text, witness, signature);
        if (read === undefined)
            return undefined;
        if (read.timeS >= (found.get(witness)?.timeS ?? 0))
            found.set(witness, read);
    }
    return [...found.values()];
}
/**
 * The cosignatures in the answer of a witness to `note`, by C2SP `tlog-witness`.
 *
 * @param lines - Signature lines, each with its line feed.
 * @returns `undefined` for another form, or where a known key's does not verify.
 */
export function readCosignatureLines(note, lines, witnesses) {
    const signatures = readSignatureLines(lines);
    const text = splitNote(note)?.text;
    return signatures === undefined || text === undefined ? undefined : readCosignatures(text, signatures, witnesses);
}
/** A checkpoint as one note: the author's signature first, then those of witnesses. */
export function cosignedNote(note, cosignatures) {
    return note + cosignatures.map(({ line }) => line).join('');
}
/**
 * Reads a checkpoint of `author` that witnesses may have signed too. Its text is that of PROTOCOL.md §9.4, one signature
 * is the author's; others are ignored, but for those of `witnesses`, which must verify.
 *
 * @returns `undefined` for anything else. Nothing makes this throw.
 */
export function readCosigned(note, author, witnesses) {
    const parts = splitNote(note);
    if (parts === undefined)
        return undefined;
    const own = noteVerifier(author, keyOfDid(author));
    const [first, second] = parts.signatures.filter((each) => isOfKey(own, each));
    if (first === undefined || second !== undefined)
        return undefined;
    const checkpoint = readCheckpoint(`${parts.text}\n${first.line}\n`, author);
    const cosignatures = readCosignatures(parts.text, parts.signatures, witnesses);
    return checkpoint === undefined || cosignatures === undefined ? undefined : { checkpoint, cosignatures };
}
