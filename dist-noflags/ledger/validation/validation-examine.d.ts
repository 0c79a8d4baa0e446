import { type Did } from '../../identity/did.ts';
import { type ReadBlock, type VerifiedHeaders } from './validation-block.ts';
import { type BlockFault } from './validation-codes.ts';
import { type EntryFindings } from './validation-entries.ts';
import { type ValidationLevel } from './validation-levels.ts';
import { MetricsCounter, type ValidationMetrics } from './validation-metrics.ts';
/** What is found in a block by itself. */
export interface Examined {
    /** Absent where the form is wrong. */
    readonly read?: ReadBlock;
    /** In the first layer. */
    readonly form?: BlockFault;
    /** In the second layer. */
    readonly self?: BlockFault;
    /** Of the fourth layer; computed when it is first called. */
    readonly findings: () => EntryFindings;
}
/** How blocks are examined. */
export interface ExamineTerms {
    readonly author: Did | undefined;
    readonly level: ValidationLevel;
}
/** Examines blocks elsewhere. `node/ledger/validation-pool.ts` is one over threads. */
export interface BlockExaminer {
    /** How many batches are worth having in the air at once. */
    readonly width: number;
    /** Examines a batch, in order. Rejects with the signal's reason; with `E_CLOSED` or `E_INTERNAL` when it cannot. */
    examine(blocks: readonly Uint8Array[], terms: ExamineTerms, signal?: AbortSignal): Promise<{
        readonly examined: readonly Examined[];
        readonly metrics: ExamineMetrics;
    }>;
}
/** What an examination elsewhere took. */
export type ExamineMetrics = Pick<ValidationMetrics, 'signatures' | 'layerMs'>;
/** What an {@link Examination} works with. */
export interface ExaminationParts extends ExamineTerms {
    readonly metrics?: MetricsCounter;
    /** Milliseconds from any moment on. */
    readonly nowMs?: () => number;
    /** Signatures of this author's headers that were verified. */
    readonly headers?: VerifiedHeaders;
}
/** Examines blocks of one author, one after the other, remembering signatures that it verified unless it is paranoid. */
export declare class Examination {
    #private;
    readonly metrics: MetricsCounter;
    constructor({ author, level, metrics, nowMs, headers }: ExaminationParts);
    /** Examines one block, no further than the level asks and the first thing that is wrong. */
    examine(bytes: Uint8Array): Examined;
}
