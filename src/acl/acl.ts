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
export const MAX_ACL_BYTES: number = 256 * 1024;
/** Most peers of a list. */
export const MAX_ACL_PEERS = 1024;
/** Most patterns of one member such as `allow_tools`. */
export const MAX_ACL_PATTERNS = 256;
/** Longest pattern, in UTF-16 units: with {@link MAX_ACL_PATTERNS} it bounds what one decision costs. */
export const MAX_ACL_PATTERN = 512;
/** Highest `requests_per_minute`. */
export const MAX_REQUESTS_A_MINUTE = 10_000;
/** Highest `max_execution_time_seconds`: a day. */
export const MAX_EXECUTION_S = 86_400;

/** What a pattern is about. */
export type AclKind = 'tool' | 'resource' | 'prompt';

/** The members that hold patterns, by what they are about. */
export const ALLOW_MEMBERS = {
  tool: 'allow_tools',
  resource: 'allow_resources',
  prompt: 'allow_prompts',
} as const;
/** See {@link ALLOW_MEMBERS}. */
export const DENY_MEMBERS = { tool: 'deny_tools', resource: 'deny_resources', prompt: 'deny_prompts' } as const;
/** A member that holds patterns. */
export type AclListName =
  | (typeof ALLOW_MEMBERS)[keyof typeof ALLOW_MEMBERS]
  | (typeof DENY_MEMBERS)[keyof typeof DENY_MEMBERS];

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
export const RATE_MEMBERS = ['requests_per_minute', 'data_bytes_per_day', 'max_execution_time_seconds'] as const;
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
export function entriesOf(acl: Acl, { did, alias }: AclPeer): readonly AclRules[] {
  const byDid = acl.peers.get(did);
  // Whole names alone: whoever can choose a key can choose what it begins with.
  const byAlias = alias === '' ? undefined : acl.peers.get(alias);
  if (byDid === undefined) return byAlias === undefined ? [] : [byAlias];
  return byAlias === undefined ? [byDid] : [byDid, byAlias];
}

/** How much a peer may do; a member that is absent is not limited. */
export interface AclLimits {
  readonly requestsPerMinute?: number;
  readonly dataBytesPerDay?: number;
  readonly maxExecutionMs?: number;
}

/** The limits of a peer: of each of its entries, else of `defaults`; where two entries name it, the lower. */
export function limitsOf(acl: Acl, peer: AclPeer): AclLimits {
  const entries = entriesOf(acl, peer);
  const lowest = (name: AclRateName): number | undefined => {
    const ofDefaults = acl.defaults?.limits[name]?.value;
    const own = entries.flatMap(({ limits }) => limits[name]?.value ?? ofDefaults ?? []);
    return own.length === 0 ? (entries.length === 0 ? ofDefaults : undefined) : Math.min(...own);
  };
  const requestsPerMinute = lowest('requests_per_minute');
  const dataBytesPerDay = lowest('data_bytes_per_day');
  const seconds = lowest('max_execution_time_seconds');
  return {
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
    ...(dataBytesPerDay === undefined ? {} : { dataBytesPerDay }),
    ...(seconds === undefined ? {} : { maxExecutionMs: seconds * 1000 }),
  };
}
