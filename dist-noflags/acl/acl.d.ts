/**
 * The model of an access-control list: what the owner of an agent lets each peer use, on top of capabilities.
 * PROTOCOL.md §8.8.
 *
 * A list only narrows: it grants nothing, and a call must be within the capability too. `parse.ts` reads one.
 *
 * @module
 */
import type { Did } from '../identity/did.ts';
/** Most bytes of a list. PROTOCOL.md §11. */
export declare const MAX_ACL_BYTES: number;
/** Most peers of a list. */
export declare const MAX_ACL_PEERS = 1024;
/** Most patterns of one member such as `allow_tools`. */
export declare const MAX_ACL_PATTERNS = 256;
/** Longest pattern, in UTF-16 units: with {@link MAX_ACL_PATTERNS} it bounds what one decision costs. */
export declare const MAX_ACL_PATTERN = 512;
/** Highest `requests_per_minute`. */
export declare const MAX_REQUESTS_A_MINUTE = 10000;
/** Highest `max_execution_time_seconds`: a day. */
export declare const MAX_EXECUTION_S = 86400;
/** What a pattern is about. */
export type AclKind = 'tool' | 'resource' | 'prompt';
/** The members that hold patterns, by what they are about. */
export declare const ALLOW_MEMBERS: {
    readonly tool: "allow_tools";
    readonly resource: "allow_resources";
    readonly prompt: "allow_prompts";
};
/** See {@link ALLOW_MEMBERS}. */
export declare const DENY_MEMBERS: {
    readonly tool: "deny_tools";
    readonly resource: "deny_resources";
    readonly prompt: "deny_prompts";
};
/** A member that holds patterns. */
export type AclListName = (typeof ALLOW_MEMBERS)[keyof typeof ALLOW_MEMBERS] | (typeof DENY_MEMBERS)[keyof typeof DENY_MEMBERS];
/** Where something stands in a list: line and column, both from 1. */
export interface AclPlace {
    readonly line: number;
    readonly column: number;
}
/** A value and where it stands. */
export interface AclValue<T> extends AclPlace {
    readonly value: T;
}
/** The patterns of one member; the place is that of its name. */
export interface AclPatterns extends AclPlace {
    readonly patterns: readonly AclValue<string>[];
}
/** The members of `rate_limit`. */
export declare const RATE_MEMBERS: readonly ["requests_per_minute", "data_bytes_per_day", "max_execution_time_seconds"];
/** One of {@link RATE_MEMBERS}. */
export type AclRateName = (typeof RATE_MEMBERS)[number];
/** What is said of one peer, or of all under `defaults`. */
export interface AclRules extends AclPlace {
    /** Where it stands in the list: `defaults`, or `peers.` and the name as it is written. */
    readonly path: string;
    /** The DID or alias; `""` of `defaults`. */
    readonly name: string;
    readonly enabled?: AclValue<boolean>;
    readonly lists: Readonly<Partial<Record<AclListName, AclPatterns>>>;
    readonly limits: Readonly<Partial<Record<AclRateName, AclValue<number>>>>;
}
/** A list that was read. */
export interface Acl {
    /** False unless the list says so. */
    readonly defaultAllow: boolean;
    /** Where it says so; undefined where it does not. */
    readonly defaultAllowAt?: AclPlace;
    readonly defaults?: AclRules;
    /** By DID or alias, as it is written. */
    readonly peers: ReadonlyMap<string, AclRules>;
}
/** A peer as a list is asked about it. */
export interface AclPeer {
    readonly did: Did;
    /** What its owner calls it here; `""` where it has no name. Never what the peer calls itself. */
    readonly alias: string;
}
/** What of a list holds for a peer: its entries, by DID and by alias; where there is none, nothing of `peers` does. */
export declare function entriesOf(acl: Acl, { did, alias }: AclPeer): readonly AclRules[];
/** How much a peer may do; a member that is absent is not limited. */
export interface AclLimits {
    readonly requestsPerMinute?: number;
    readonly dataBytesPerDay?: number;
    readonly maxExecutionMs?: number;
}
/** The limits of a peer: of each of its entries, else of `defaults`; where two entries name it, the lower. */
export declare function limitsOf(acl: Acl, peer: AclPeer): AclLimits;
