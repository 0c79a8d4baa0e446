/**
 * Checkpoints of one log that were verified and joined: each but the newest is proved to be the start of a newer one.
 * PROTOCOL.md §9.12.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type Did } from '../../identity/did.ts';
import { type Checkpoint } from '../log/checkpoint.ts';
/** Checkpoints that are kept of an author: the smallest makes room for one more. PROTOCOL.md §11. */
export declare const MAX_LIGHT_CHECKPOINTS = 32;
/** A log, as far as it is known. */
export interface KnownLog {
    /** Entries. */
    readonly size: number;
    /** 32 bytes. */
    readonly root: Bytes;
}
/** A checkpoint and how it is joined to a newer one that is kept; the newest is joined to none. */
export interface JoinedCheckpoint {
    readonly checkpoint: Checkpoint;
    readonly joins?: {
        /** Of the newer one. */
        readonly size: number;
        /** The consistency path to it. */
        readonly path: readonly Bytes[];
    };
}
/**
 * Reads a checkpoint as others may hand it on: with signatures of others (witnesses) behind the author's. These are not
 * checked, so they are left out of what is kept.
 *
 * @returns `undefined` unless `author` signed exactly the three lines of a checkpoint. Nothing makes this throw.
 */
export declare function readSharedCheckpoint(note: string, author: Did): Checkpoint | undefined;
/** See the module comment. */
export declare class CheckpointChain {
    #private;
    /** All of them, the smallest first. */
    get all(): readonly JoinedCheckpoint[];
    get newest(): Checkpoint | undefined;
    /** The one of that size. */
    of(size: number): Checkpoint | undefined;
    /** Puts `joined` in its place. The caller has verified it, and that a newest one is larger than all others. */
    put(joined: JoinedCheckpoint): void;
    /** Makes `checkpoint` the newest; the one that was is proved by `path` to be its start. */
    grow(checkpoint: Checkpoint, path: readonly Bytes[]): void;
    /** Keeps none but `checkpoint`. */
    reset(checkpoint: Checkpoint): void;
    /** Whether every one but the newest is proved to be the start of a newer one that is kept. */
    isWhole(): boolean;
}
/** Whether `path` proves that `older` is the start of `newer`. Nothing in `path` makes this throw. */
export declare function joinsLogs(older: KnownLog, newer: KnownLog, path: readonly Uint8Array[]): boolean;
/** Whether two logs of one size are the same one. */
export declare const isSameLog: (one: KnownLog, other: KnownLog) => boolean;
