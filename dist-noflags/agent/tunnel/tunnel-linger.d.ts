/** @module How long tunnels wait for their callers. */
/** How long a tunnel without a channel waits for its caller, in milliseconds, at most. PROTOCOL.md §7.5. */
export declare const TUNNEL_LINGER_MS: number;
