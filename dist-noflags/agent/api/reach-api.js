/** What is known where there is no network. */
export const UNREACHED = { reachability: 'unknown', relays: [], punches: [] };
