/**
 * Makes the model of a report: entry by entry, in the order of the log, with bounded memory.
 *
 * @module
 */
import type { Did } from '../../identity/did.ts';
import { type Entry } from '../entry/entry.ts';
import { type AnchorLine, type Finding, type KnownPeer, type ReportModel } from './report.ts';
/** Most findings of one rule that are listed; the others are counted. */
export declare const MAX_LISTED_FINDINGS = 200;
/** Most peers and tools that are counted one by one; the others are counted together. */
export declare const MAX_COUNTED = 1000;
/** Most calls that wait for what answers them; the oldest is given up, as one that nothing answers. */
export declare const MAX_OPEN_ANSWERS = 65536;
/** So long nothing answers before it is a finding, in milliseconds. */
export declare const ANSWER_GRACE_MS = 60000;
/** So long nothing is recorded before it is a finding, in milliseconds: a week. */
export declare const QUIET_MS: number;
/** What the builder is not told by entries. */
export interface ReportContext {
    readonly author: Did;
    readonly name: string;
    readonly version: string;
    /** Milliseconds since 1970. */
    readonly nowMs: number;
    readonly range: ReportModel['range'];
    readonly verification: Omit<ReportModel['verification'], 'valid'>;
    readonly peers: readonly KnownPeer[];
    readonly anchors: readonly AnchorLine[];
    /** Found by others: what does not verify, evidence. */
    readonly findings: readonly Finding[];
    /** SHA-256 of every token that is kept, hex. */
    readonly tokens: ReadonlySet<string>;
}
/** See the module comment. */
export declare class ReportBuilder {
    #private;
    /** Takes the next entry of the range. */
    take(entry: Entry): void;
    /** The model, once every entry was taken. */
    finish(context: ReportContext): ReportModel;
}
