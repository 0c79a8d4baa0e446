/**
 * Validating a chain: block after block, with progress, an end on demand, and other threads where there are some.
 * PROTOCOL.md §9.8.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { BlockHeader } from '../block.ts';
import type { Entry } from '../entry/entry.ts';
import { type Blocks } from './validation-ahead.ts';
import type { BlockCode, ValidationLayer } from './validation-codes.ts';
import type { BlockExaminer, Examined, ExamineMetrics, ExamineTerms } from './validation-examine.ts';
import type { ValidationLevel } from './validation-levels.ts';
import type { ChainState } from './validation-state.ts';
/** A rule that a block breaks. */
export interface ValidationError {
    readonly layer: ValidationLayer;
    readonly code: BlockCode;
    /** Of the rule. PROTOCOL.md §9.8. */
    readonly number: number;
    /** One sentence, lower case. */
    readonly reason: string;
    /** Place in the block of the entry at fault, where one is. */
    readonly position?: number;
}
/** What an engine says of a block. */
export interface BlockValidation {
    readonly isValid: boolean;
    /** The first rule that is broken; empty where none is. */
    readonly errors: readonly ValidationError[];
    readonly level: ValidationLevel;
    /** Where its form is right. */
    readonly header?: BlockHeader;
    /** Computed, 32 bytes; from the level `standard` on. */
    readonly hash?: Bytes;
    /** From the level `strict` on, where the block is valid and was examined in this thread. */
    readonly entries?: readonly Entry[];
    /** The chain with the block, where it is valid and all of its chain is known; what `commit` takes. */
    readonly next?: ChainState;
    /** What the block records once and for all. */
    readonly ids: readonly string[];
}
/** How far a run is. */
export interface ChainProgress {
    /** Blocks and entries that this run found valid. */
    readonly blocks: number;
    readonly entries: number;
    /** Height of the newest of them. */
    readonly height: number;
}
/** How a chain is validated. */
export interface ChainOptions {
    /** Ends the run between two blocks. */
    readonly signal?: AbortSignal;
    /** Called every 100 ms or so, and at the end. */
    readonly onProgress?: (progress: ChainProgress) => void;
    /** Takes a block that is valid, before the next one is judged; it is committed once this has resolved. */
    readonly onBlock?: (result: BlockValidation, bytes: Uint8Array) => void | Promise<void>;
    /** Examines blocks elsewhere, ahead of the run. */
    readonly examiner?: BlockExaminer;
}
/** What a run found. */
export interface ChainReport extends ChainProgress {
    readonly isValid: boolean;
    /** The first block that was refused. */
    readonly firstBad?: {
        readonly height: number;
        readonly errors: readonly ValidationError[];
    };
}
/** The engine, as a run uses it. */
export interface ChainJudge {
    readonly terms: ExamineTerms;
    state(): ChainState | undefined;
    examine(bytes: Uint8Array): Examined;
    judge(examined: Examined): Promise<BlockValidation>;
    commit(result: BlockValidation): void;
    /** Notes what was done elsewhere. */
    count(metrics: ExamineMetrics, entries: number): void;
}
/** Runs `blocks` through `judge`; see `ValidationEngine.validateChain`. */
export declare function runChain(judge: ChainJudge, blocks: Blocks, options: ChainOptions): Promise<ChainReport>;
