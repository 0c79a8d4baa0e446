/**
 * Headers and checkpoints as files. PROTOCOL.md §9.12.
 *
 * A checkpoint is a signed note as C2SP `tlog-checkpoint` has it; one that goes on from another is the body of a C2SP
 * `tlog-witness` request, so tools that know nothing of Talos read both.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import { type SignedHeader } from '../chain/chain-header.ts';
/** Largest headers file in bytes: as many headers as a light client keeps. PROTOCOL.md §11. */
export declare const MAX_HEADERS_FILE_BYTES: number;
/** Largest checkpoint file in bytes: a note, and the consistency proof before it. PROTOCOL.md §11. */
export declare const MAX_CHECKPOINT_FILE_BYTES: number;
/** A headers file, its first line read. */
export interface HeadersFile {
    readonly author: Did;
    /**
     * Its headers, each read when it is asked for; none is verified.
     *
     * @throws {TalosError} `MALFORMED_BLOCK` from the first line on that is no header.
     */
    readonly headers: Iterable<SignedHeader>;
}
/** A checkpoint file: a note that is not verified, and the proof that it goes on from a smaller log. */
export interface CheckpointFile {
    readonly note: string;
    /** Entries of the log that the proof starts from; 0 where the file has none. */
    readonly from: number;
    readonly path: readonly Bytes[];
}
/** The first line of a headers file, with its line feed. */
export declare function formatHeadersHead(author: Did): string;
/** The line of a header, with its line feed. */
export declare function formatHeaderLine(header: SignedHeader): string;
/** Whether a file begins as a headers file does. Nothing else of it is looked at. */
export declare function isHeadersFile(text: string): boolean;
/**
 * Reads the first line of a headers file.
 *
 * @returns Whose headers they are, and the length of that line with its line feed, in characters.
 * @throws {TalosError} `E_MALFORMED` for another first line; `E_VERSION` for another version.
 */
export declare function readHeadersHead(text: string): {
    readonly author: Did;
    readonly length: number;
};
/** Reads a headers file. @throws {TalosError} as {@link readHeadersHead}. */
export declare function readHeadersFile(text: string): HeadersFile;
/** The header of a line, less its line feed. @throws {TalosError} `MALFORMED_BLOCK`. */
export declare function headerOfText(line: string): SignedHeader;
/** A checkpoint file: the note alone, or, with a path, a `tlog-witness` request. */
export declare function formatCheckpointFile({ note, from, path }: CheckpointFile): string;
/** Reads a checkpoint file; its note is not verified. @throws {TalosError} `E_MALFORMED`; `E_LIMIT`. */
export declare function readCheckpointFile(text: string): CheckpointFile;
