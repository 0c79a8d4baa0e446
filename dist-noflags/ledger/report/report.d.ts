/**
 * Reports: what a ledger holds and what is odd about it, as one model that every form is written from. PROTOCOL.md §9.10.
 *
 * A report holds what entries hold: who, what, when, and no content.
 *
 * @module
 */
import type { ErrorCode } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import type { EntryType } from '../entry/entry.ts';
/** How much a finding matters: an `error` means that something does not verify. */
export type FindingLevel = 'error' | 'warning' | 'note';
/** The number of a rule of {@link FINDING_RULES}. */
export type FindingNumber = 601 | 602 | 603 | 604 | 605 | 606 | 611 | 612 | 613 | 621 | 622 | 631 | 632 | 633 | 641 | 642;
/** A kind of finding. */
export interface FindingRule {
    readonly name: string;
    readonly level: FindingLevel;
    /** One sentence, lower case. */
    readonly text: string;
}
/** What a report can find, by its number. Published: numbers are added, never given another meaning. */
export declare const FINDING_RULES: Readonly<Record<FindingNumber, FindingRule>>;
/** Something that a person should look at. */
export interface Finding {
    readonly number: FindingNumber;
    readonly level: FindingLevel;
    /** Name of the rule. */
    readonly rule: string;
    /** One sentence, lower case; may hold text of others. */
    readonly message: string;
    /** The public code, where a check failed. */
    readonly code?: string;
    /** Index of the entry that it is about. */
    readonly seq?: number;
    /** Height of the block. */
    readonly height?: number;
    readonly peer?: string;
}
/** Entries about one peer. */
export interface PeerCount {
    readonly peer: string;
    /** Alias, `""` where it has none. */
    readonly alias: string;
    readonly verified: boolean;
    readonly entries: number;
    /** Calls that it made here, or that were made of it. */
    readonly calls: number;
    /** Refusals, on either side. */
    readonly denied: number;
}
/** Calls of one tool, resource or prompt, as this side saw them. */
export interface ToolCount {
    readonly service: string;
    readonly target: string;
    /** Calls that this agent made. */
    readonly made: number;
    /** Calls of others that were let through here. */
    readonly served: number;
    /** Calls of others that were refused here. */
    readonly denied: number;
}
/** A checkpoint and what anchors it. */
export interface AnchorLine {
    readonly source: string;
    readonly size: number;
    readonly atMs: number;
    readonly by?: string;
    readonly reason?: string;
}
/** See the module comment. */
export interface ReportModel {
    readonly v: 1;
    readonly kind: 'talos-report';
    /** Whose ledger. */
    readonly author: string;
    /** What its owner calls it. */
    readonly name: string;
    /** Milliseconds since 1970. */
    readonly madeAtMs: number;
    /** Version of the software. */
    readonly version: string;
    /** Entries outside were not looked at, but verified; milliseconds since 1970, the second one excluded. */
    readonly range: {
        readonly fromMs?: number;
        readonly toMs?: number;
    };
    readonly verification: {
        /** Whether ledger and anchors verify. */
        readonly valid: boolean;
        /** Entries and blocks that verified. */
        readonly entries: number;
        readonly blocks: number;
        /** Blocks among them of which only headers and hashes were checked, and whose entries the report leaves out: they are archived. */
        readonly archived: number;
        /** The newest checkpoint, a signed note; `""` before the first. */
        readonly checkpoint: string;
    };
    /** Entries of the range. */
    readonly entries: number;
    readonly firstMs?: number;
    readonly lastMs?: number;
    readonly types: readonly {
        readonly type: EntryType;
        readonly count: number;
    }[];
    readonly peers: readonly PeerCount[];
    readonly tools: readonly ToolCount[];
    /** Refusals by code. */
    readonly denials: readonly {
        readonly code: string;
        readonly count: number;
    }[];
    readonly revocations: number;
    readonly anchors: readonly AnchorLine[];
    /** Errors first. */
    readonly findings: readonly Finding[];
    /** Findings that are not listed, because there are too many alike. */
    readonly unlisted: number;
}
/** What a finding is about, besides its rule. */
export type FindingPlace = Partial<Pick<Finding, 'seq' | 'height' | 'peer'>> & {
    readonly code?: ErrorCode;
};
/** A finding under rule `number`. */
export declare function finding(number: FindingNumber, message: string, place?: FindingPlace): Finding;
/** Errors first, then by number, then by place. */
export declare function inOrder(findings: readonly Finding[]): Finding[];
/** A peer as a report knows it. */
export interface KnownPeer {
    readonly did: Did;
    readonly alias: string;
    readonly isVerified: boolean;
    /** The identity that was found in its place. */
    readonly offered?: Did;
}
