import { type SigningKey } from '../../crypto/sign.ts';
import { type Did } from '../../identity/did.ts';
import { type Checkpoint } from './checkpoint.ts';
import { type NoteSignature, type NoteVerifier } from './note.ts';
/** Most witnesses of a log: a note has 16 signatures at most then, which C2SP wants every reader to take. */
export declare const MAX_WITNESSES = 15;
/** The key of a witness, and its name. */
export interface Witness extends NoteVerifier {
    /** `cosignature/v1` is the only kind that is known here. */
    readonly kind: 'cosignature/v1';
}
/** The witness of this name and key. @throws {RangeError} for a name that no note can bear, or another length of key. */
export declare function witnessOf(name: string, publicKey: Uint8Array): Witness;
/** The text form of a witness: `name+hash+base64(0x04 ‖ key)`. */
export declare function formatWitnessKey(witness: Witness): string;
/**
 * Reads what {@link formatWitnessKey} writes.
 *
 * @throws {TalosError} `E_MALFORMED` for another form, a wrong hash, or a key of another kind.
 */
export declare function parseWitnessKey(text: string): Witness;
/**
 * Cosigns the text of a checkpoint. Only whoever checked that it grew out of all that it cosigned before may.
 *
 * @param name - Of the witness, in the line and in the key id.
 * @param text - The lines of a checkpoint, without signatures.
 * @param timeS - Seconds since 1970, at least 1.
 * @returns The signature line, with its line feed.
 */
export declare function cosign(signer: SigningKey, name: string, text: string, timeS: number): string;
/** A cosignature that verified. */
export interface Cosignature {
    readonly witness: Witness;
    /** When the witness signed, by its clock; seconds since 1970. */
    readonly timeS: number;
    /** The signature line, with its line feed. */
    readonly line: string;
}
/**
 * The cosignatures of known witnesses among signature lines: the newest of each. Lines of unknown keys are ignored.
 *
 * @param text - The lines of the checkpoint, without signatures.
 * @returns `undefined` where a line that names a known key does not verify. Nothing makes this throw.
 */
export declare function readCosignatures(text: string, signatures: readonly NoteSignature[], witnesses: readonly Witness[]): readonly Cosignature[] | undefined;
/**
 * The cosignatures in the answer of a witness to `note`, by C2SP `tlog-witness`.
 *
 * @param lines - Signature lines, each with its line feed.
 * @returns `undefined` for another form, or where a known key's does not verify.
 */
export declare function readCosignatureLines(note: string, lines: string, witnesses: readonly Witness[]): readonly Cosignature[] | undefined;
/** A checkpoint with those of its cosignatures that are by known witnesses. */
export interface CosignedCheckpoint {
    /** Its note is the author's own, without cosignatures. */
    readonly checkpoint: Checkpoint;
    readonly cosignatures: readonly Cosignature[];
}
/** A checkpoint as one note: the author's signature first, then those of witnesses. */
export declare function cosignedNote(note: string, cosignatures: readonly Pick<Cosignature, 'line'>[]): string;
/**
 * Reads a checkpoint of `author` that witnesses may have signed too. Its text is that of PROTOCOL.md §9.4, one signature
 * is the author's; others are ignored, but for those of `witnesses`, which must verify.
 *
 * @returns `undefined` for anything else. Nothing makes this throw.
 */
export declare function readCosigned(note: string, author: Did, witnesses: readonly Witness[]): CosignedCheckpoint | undefined;
