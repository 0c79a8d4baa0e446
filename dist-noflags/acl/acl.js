/** Most bytes of a list. PROTOCOL.md §11. */
export const MAX_ACL_BYTES = 256 * 1024;
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
/** The members that hold patterns, by what they are about. */
export const ALLOW_MEMBERS = {
    tool: 'allow_tools',
    resource: 'allow_resources',
    prompt: 'allow_prompts',
};
/** See {@link ALLOW_MEMBERS}. */
export const DENY_MEMBERS = { tool: 'deny_tools', resource: 'deny_resources', prompt: 'deny_prompts' };
/** The members of `rate_limit`. */
export const RATE_MEMBERS = ['requests_per_minute', 'data_bytes_per_day', 'max_execution_time_seconds'];
/** What of a list holds for a peer: its entries, by DID and by alias; where there is none, nothing of `peers` does. */
export function entriesOf(acl, { did, alias }) {
    const byDid = acl.peers.get(did);
    // Whole names alone: whoever can choose a key can choose what it begins with.
    const byAlias = alias === '' ? undefined : acl.peers.get(alias);
    if (byDid === undefined)
        return byAlias === undefined ? [] : [byAlias];
    return byAlias === undefined ? [byDid] : [byDid, byAlias];
}
/** The limits of a peer: of each of its entries, else of `defaults`; where two entries name it, the lower. */
export function limitsOf(acl, peer) {
    const entries = entriesOf(acl, peer);
    const lowest = (name) => {
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
