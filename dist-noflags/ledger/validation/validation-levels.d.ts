import type { Bytes } from '../../base/bytes.ts';
import type { BlockHeader } from '../block.ts';
/**
 * How much is validated: `minimal` is the form alone; `standard` adds hashes, the author's signature and the rules of
 * the chain; `strict` adds the entries and the signatures in them; `paranoid` adds anchors, remembers no signature that
 * it checked, and writes everything anew to compare it.
 */
export declare const VALIDATION_LEVELS: readonly ["minimal", "standard", "strict", "paranoid"];
/** One of {@link VALIDATION_LEVELS}. */
export type ValidationLevel = (typeof VALIDATION_LEVELS)[number];
/** Whether `level` is at least `other`. */
export declare function isAtLeast(level: ValidationLevel, other: ValidationLevel): boolean;
/** What the anchors of a log say of one of its states: nothing, that it is so, or that it is not. */
export type AnchorVerdict = {
    readonly status: 'none' | 'valid';
} | {
    readonly status: 'mismatch';
    /** One sentence, lower case. */
    readonly reason: string;
};
/**
 * Compares a block with what was anchored elsewhere: the fifth layer.
 *
 * An anchor that cannot be checked is no `none`: either it is a `mismatch`, or this throws and the block is not
 * validated.
 *
 * @param root - Root of the log after the block, 32 bytes.
 * @param size - Entries of that log.
 */
export type AnchorCheck = (header: BlockHeader, root: Bytes, size: number) => Promise<AnchorVerdict> | AnchorVerdict;
/**
 * What the blocks before recorded once and for all: ids of messages, numbers of calls, answers. PROTOCOL.md §9.8 says
 * how each is written. An implementation may forget the oldest: then a repetition from so far is not found.
 */
export interface SeenIds {
    /** Whether a block that was taken held `id`. */
    has(id: string): boolean;
    /** Takes the ids of a block: called once it is committed, never for one that was refused. */
    add(ids: readonly string[]): void;
}
/** Ids that {@link recentIds} remembers: some 12 MB. */
export declare const MAX_RECENT_IDS = 65536;
/** The ids of the newest blocks, in memory. */
export declare function recentIds(capacity?: number): SeenIds;
