/**
 * How much a registry keeps and answers: for whom, and in what time. PROTOCOL.md §6.5.
 *
 * A source is an IPv4 address or the first 64 bits of an IPv6 one (`sourceOf`), of whose first 48 all have four times as much
 * (`base/source-counter.ts`); keys cost nothing and limit nobody.
 *
 * @module
 */
/** Agents that a registry knows, those included of whom it keeps nothing but the highest sequence. */
export declare const MAX_REGISTERED_AGENTS = 100000;
/** Bytes of all records and bundles that a registry keeps: 1 GiB. */
export declare const MAX_REGISTRY_BYTES: number;
/** Single-use bundles that are kept of one agent. */
export declare const MAX_STOCK_BUNDLES = 100;
/** The owner is told when fewer single-use bundles are left. */
export declare const LOW_STOCK_BUNDLES = 20;
/** Links that a source may have open at a time: many agents may share an address. */
export declare const MAX_REGISTRY_LINKS_A_SOURCE = 256;
/** Announcements a minute and source. */
export declare const REGISTRATIONS_A_MINUTE = 120;
/** Agents a day and source that the registry did not know before. */
export declare const NEW_AGENTS_A_DAY = 1000;
/** Offers of bundles a minute and agent. */
export declare const OFFERS_A_MINUTE = 10;
/** Bundles that are verified a minute and source: each costs about 2 ms of processor time. */
export declare const OFFERED_BUNDLES_A_MINUTE = 2000;
/** Look-ups a minute and source. */
export declare const LOOKUPS_A_MINUTE = 300;
/** Pages of the list a minute and source: whoever has one address needs half an hour to see 100,000 agents. */
export declare const LISTS_A_MINUTE = 30;
/** Agents on one page of the list. */
export declare const MAX_PEERS_A_PAGE = 100;
/** Single-use bundles a minute and source; beyond it the last-resort one is given. */
export declare const SINGLE_USE_A_MINUTE = 60;
/** Single-use bundles of one agent a minute, whoever asks; beyond it the last-resort one is given. */
export declare const SINGLE_USE_OF_AN_AGENT_A_MINUTE = 30;
/** The limits of one registry, by what they limit: see the constants of the same meaning. */
export interface RegistryLimits {
    readonly agents: number;
    readonly bytes: number;
    readonly stock: number;
    readonly lowStock: number;
    readonly linksASource: number;
    readonly registrationsAMinute: number;
    readonly newAgentsADay: number;
    readonly offersAMinute: number;
    readonly offeredBundlesAMinute: number;
    readonly lookupsAMinute: number;
    readonly listsAMinute: number;
    readonly singleUseAMinute: number;
    readonly singleUseOfAnAgentAMinute: number;
}
/** What a registry obeys unless it is told otherwise. */
export declare const REGISTRY_LIMITS: RegistryLimits;
