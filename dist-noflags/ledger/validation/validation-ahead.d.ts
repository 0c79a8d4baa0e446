/**
 * Blocks on their way to a run of `validation-chain.ts`: examined as they come, or ahead of it by others. PROTOCOL.md §9.8.
 *
 * @module
 */
import type { BlockExaminer, Examined, ExamineMetrics, ExamineTerms } from './validation-examine.ts';
/** Blocks in order. */
export type Blocks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
/** A block, and what was found in it by itself. */
export type Pair = readonly [bytes: Uint8Array, examined: Examined];
/** Who examines in this thread, and counts what others did. */
export interface HereExaminer {
    readonly terms: ExamineTerms;
    examine(bytes: Uint8Array): Examined;
    count(metrics: ExamineMetrics, entries: number): void;
}
/** Each block as it comes. */
export declare function examinedHere(here: HereExaminer, blocks: Blocks): AsyncIterable<Pair>;
/**
 * Keeps as many batches in the air as the examiner has hands for, and gives them back in order. While the next one is not
 * done, this thread examines one that is not in the air, instead of waiting.
 */
export declare function examinedAhead(here: HereExaminer, blocks: Blocks, examiner: BlockExaminer, signal: AbortSignal): AsyncIterable<Pair>;
