/** @module How long tunnels wait for their callers. */

/** How long a tunnel without a channel waits for its caller, in milliseconds, at most. PROTOCOL.md §7.5. */
export const TUNNEL_LINGER_MS: number = 5 * 60_000;
/**
 * How long the tunnel of a single call waits, in milliseconds: longer than either side needs to notice that the other is silent,
 * and for some tries to reach it again. Whoever made the call may have been killed, and would not come back for its tool.
 */
export const CALL_LINGER_MS = 60_000;
