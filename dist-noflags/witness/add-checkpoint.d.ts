/**
 * The request of C2SP `tlog-witness`, as text: `old` size, consistency path, checkpoint. PROTOCOL.md §9.9.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
/** Largest request in bytes: 63 hashes, and a note with all its signatures. PROTOCOL.md §11. */
export declare const MAX_ADD_CHECKPOINT_BYTES: number;
/** See the module comment. */
export interface AddCheckpoint {
    /** Size of the checkpoint that the witness cosigned last, as far as the sender knows. */
    readonly oldSize: number;
    /** Consistency path from there; empty from 0. */
    readonly path: readonly Bytes[];
    /** The signed note. */
    readonly note: string;
}
/** A request as text. */
export declare function formatAddCheckpoint({ oldSize, path, note }: AddCheckpoint): string;
/** Reads a request. @throws {TalosError} `E_MALFORMED` for another form. */
export declare function readAddCheckpoint(text: string): AddCheckpoint;
