import type { BlockFault } from '../../ledger/validation/validation-codes.ts';
import { type ExamineMetrics, type ExamineTerms } from '../../ledger/validation/validation-examine.ts';
/** Blocks to be examined. */
export interface ExamineJob {
    readonly id: number;
    readonly terms: ExamineTerms;
    /** One behind the other. Handed over. */
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly lengths: readonly number[];
}
/** What was found in one block; nothing where nothing is wrong. */
export interface BlockFindings {
    readonly form?: BlockFault;
    readonly self?: BlockFault;
    readonly entries?: BlockFault;
    readonly ids?: readonly string[];
}
/** What was found. */
export interface ExamineResult {
    readonly id: number;
    readonly findings: readonly BlockFindings[];
    /** Of each block that was hashed: its hash and the leaf hashes of its entries. Handed over. */
    readonly hashes: Uint8Array<ArrayBuffer>;
    readonly metrics: ExamineMetrics;
}
