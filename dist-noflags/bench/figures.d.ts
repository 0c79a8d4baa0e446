/** Something else on the same task, measured in the same run, in turns. */
export interface Beside {
    readonly name: string;
    /** In the unit of the figure. */
    readonly value: number;
    /** The figure as a multiple of it: the median over the rounds, so not quite the quotient of the two values. */
    readonly ratio: number;
}
/** What an aim is: shown beside the figure, never a promise. */
export interface Aim {
    readonly below?: number;
    readonly atLeast?: number;
}
/** What is said of a figure. */
export interface About extends Aim {
    readonly beside?: readonly Beside[];
    /** A few words: what it is of, or why it was not measured. */
    readonly note?: string;
}
/** One thing that was measured. */
export interface Figure {
    readonly name: string;
    /** `null` where it was not measured. */
    readonly value: number | null;
    /** For example `/s`, `ms`, `%`, `times`. */
    readonly unit: string;
    readonly beside?: readonly Beside[];
    /** For example `< 1.2`. */
    readonly aim?: string;
    readonly reached?: boolean;
    readonly note?: string;
}
/** Figures of one subject. */
export interface Section {
    readonly section: string;
    readonly figures: readonly Figure[];
    /** How long it took to measure. */
    readonly seconds: number;
}
/** All of a run. */
export interface BenchReport {
    readonly v: 1;
    readonly kind: 'talos-bench';
    /** When it ended, ISO 8601. */
    readonly time: string;
    readonly machine: Machine;
    /** Version by name: this package, Node, and what is measured beside it. */
    readonly versions: Readonly<Record<string, string>>;
    readonly sections: readonly Section[];
}
/** Where it ran. */
export interface Machine {
    readonly processor: string;
    readonly processors: number;
    readonly memoryGiB: number;
    readonly platform: string;
}
/** Collects figures in the order in which they come. */
export declare class Figures {
    #private;
    /** @param say - Told what is being measured. */
    constructor(say: (line: string) => void);
    /** Begins a section. */
    begin(section: string): void;
    /** Adds a figure to the section that was begun last. */
    add(name: string, value: number, unit: string, { below, atLeast, ...about }?: About): void;
    /** Says what could not be measured, and why. */
    missing(name: string, reason: string): void;
    /** What was found so far. */
    get sections(): readonly Section[];
    /** All of it, with machine and versions. */
    report(versions?: Readonly<Record<string, string>>): BenchReport;
}
/** A number as people read it: three digits or so. */
export declare function formatNumber(value: number | null): string;
/** What stands behind a number in a table: what it is a multiple of, its aim, and what is said of it. */
export declare function remarksOf({ beside, aim, reached, note }: Figure): string;
/** The lines of a table for a terminal. */
export declare function tableLines({ sections, machine, versions }: BenchReport): string[];
