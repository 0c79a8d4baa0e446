/**
 * What the readable forms of a report have in common: its sections as tables of text, in plain words.
 *
 * @module
 */
import type { Finding, ReportModel } from './report.ts';
/** A table of a report. Cells are text, of others too: whoever writes them escapes them. */
export interface Section {
    readonly title: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly string[])[];
}
/** The verdict, one sentence: what a report says first. */
export declare function verdictOf({ verification }: ReportModel): string;
/** The sections, the findings first; empty ones left out. */
export declare function sectionsOf(report: ReportModel): Section[];
/** The message of a finding, with its code. */
export declare function sayOf({ message, code }: Finding): string;
