/**
 * How much a registry keeps and answers: for whom, and in what time. PROTOCOL.md §6.5.
 *
 * A source is an IPv4 address or the first 64 bits of an IPv6 one (`sourceOf`), of whose first 48 all have four times as much
 * (`base/source-counter.ts`); keys cost nothing and limit nobody.
 *
 * @module
 */
/** Agents that a registry knows, those included of whom it keeps nothing but the highest sequence. */
export const MAX_REGISTERED_AGENTS = 100_000;
/** Bytes of all records and bundles that a registry keeps: 1 GiB. */
export const MAX_REGISTRY_BYTES = 1024 * 1024 * 1024;
/** Single-use bundles that are kept of one agent. */
export const MAX_STOCK_BUNDLES = 100;
/** The owner is told when fewer single-use bundles are left. */
export const LOW_STOCK_BUNDLES = 20;
/** Links that a source may have open at a time: many agents may share an address. */
export const MAX_REGISTRY_LINKS_A_SOURCE = 256;
/** Announcements a minute and source. */
export const REGISTRATIONS_A_MINUTE = 120;
/** Agents a day and source that the registry did not know before. */
export const NEW_AGENTS_A_DAY = 1000;
/** Offers of bundles a minute and agent. */
export const OFFERS_A_MINUTE = 10;
/** Bundles that are verified a minute and source: each costs about 2 ms of processor time. */
export const OFFERED_BUNDLES_A_MINUTE = 2000;
/** Look-ups a minute and source. */
export const LOOKUPS_A_MINUTE = 300;
/** Pages of the list a minute and source: whoever has one address needs half an hour to see 100,000 agents. */
export const LISTS_A_MINUTE = 30;
/** Agents on one page of the list. */
export const MAX_PEERS_A_PAGE = 100;
/** Single-use bundles a minute and source; beyond it the last-resort one is given. */
export const SINGLE_USE_A_MINUTE = 60;
/** Single-use bundles of one agent a minute, whoever asks; beyond it the last-resort one is given. */
export const SINGLE_USE_OF_AN_AGENT_A_MINUTE = 30;
/** What a registry obeys unless it is told otherwise. */
export const REGISTRY_LIMITS = {
    agents: MAX_REGISTERED_AGENTS,
    bytes: MAX_REGISTRY_BYTES,
    stock: MAX_STOCK_BUNDLES,
    lowStock: LOW_STOCK_BUNDLES,
    linksASource: MAX_REGISTRY_LINKS_A_SOURCE,
    registrationsAMinute: REGISTRATIONS_A_MINUTE,
    newAgentsADay: NEW_AGENTS_A_DAY,
    offersAMinute: OFFERS_A_MINUTE,
    offeredBundlesAMinute: OFFERED_BUNDLES_A_MINUTE,
    lookupsAMinute: LOOKUPS_A_MINUTE,
    listsAMinute: LISTS_A_MINUTE,
    singleUseAMinute: SINGLE_USE_A_MINUTE,
    singleUseOfAnAgentAMinute: SINGLE_USE_OF_AN_AGENT_A_MINUTE,
};
