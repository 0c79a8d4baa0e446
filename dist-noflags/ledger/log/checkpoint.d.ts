/**
 * Checkpoints: what an author says its log is, signed. C2SP `tlog-checkpoint`; PROTOCOL.md §9.4.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { SigningKey } from '../../crypto/sign.ts';
import { type Did } from '../../identity/did.ts';
/** A checkpoint whose signature verified. */
export interface Checkpoint {
    readonly author: Did;
    /** Entries in the log. */
    readonly size: number;
    /** Root of the log, 32 bytes. */
    readonly root: Bytes;
    /** The signed note. */
    readonly note: string;
}
/**
 * Signs that the log of `author` has `size` entries and this `root`.
 *
 * @param signer - Key of `author`.
 * @param root - 32 bytes.
 */
export declare function signCheckpoint(signer: SigningKey, author: Did, size: number, root: Uint8Array): string;
/** The author that a note names in its first line, not verified; `undefined` where there is none. */
export declare function authorOfNote(note: string): Did | undefined;
/**
 * Reads a checkpoint: exactly three lines and one signature, that of `author`.
 *
 * @returns `undefined` for anything else. Nothing makes this throw.
 */
export declare function readCheckpoint(note: string, author: Did): Checkpoint | undefined;
/** What the text of a checkpoint says, of any log. C2SP `tlog-checkpoint`. */
export interface TreeHead {
    /** Names the log. */
    readonly origin: string;
    readonly size: number;
    /** 32 bytes. */
    readonly root: Bytes;
    /** Further lines, of which checkpoints of ours have none. */
    readonly extensions: readonly string[];
}
/**
 * Reads the text of a checkpoint, without its signatures.
 *
 * @returns `undefined` for another form, or a log of 2^53 entries and more. Nothing makes this throw.
 */
export declare function readTreeHead(text: string): TreeHead | undefined;
