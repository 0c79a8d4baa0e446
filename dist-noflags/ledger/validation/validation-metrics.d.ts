/**
 * What a validator did: counts, and the time of each layer.
 *
 * @module
 */
import { type ValidationLayer, type ValidationRule } from './validation-codes.ts';
/** See the module comment. Counts only grow. */
export interface ValidationMetrics {
    /** Blocks judged. */
    readonly blocks: number;
    /** Entries of blocks whose form was right. */
    readonly entries: number;
    /** Signatures checked: those of blocks, statements and notes; not those remembered. */
    readonly signatures: number;
    /** Refused blocks by the number of the rule. PROTOCOL.md §9.8. */
    readonly failures: Readonly<Record<number, number>>;
    /** Milliseconds in each layer; in the second and the fourth, of all threads together. */
    readonly layerMs: Readonly<Record<ValidationLayer, number>>;
}
/** Collects {@link ValidationMetrics}. */
export declare class MetricsCounter {
    #private;
    /** Counts a block that was judged. */
    judged(rule: ValidationRule | undefined): void;
    /** Counts entries that are looked at. */
    addEntries(count: number): void;
    /** Counts signatures that are checked. */
    addSignatures(count: number): void;
    /** Adds time to a layer. */
    addTime(layer: ValidationLayer, ms: number): void;
    /** The counts by now. */
    snapshot(): ValidationMetrics;
    /** Adds what another counted of signatures and time. */
    add({ signatures, layerMs }: Pick<ValidationMetrics, 'signatures' | 'layerMs'>): void;
}
