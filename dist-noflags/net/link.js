/** `drained` resolves when fewer bytes than this wait to be handed to the transport. */
export const LOW_WATER_BYTES = 256 * 1024;
/** Most bytes that may wait on one link; `send` beyond it is `E_LIMIT`: who sends so much must heed `drained`. */
export const MAX_BUFFERED_BYTES = 64 * 1024 * 1024;
/** How long `close` waits for what was sent to leave and for the peer to close too, in milliseconds. */
export const CLOSE_TIMEOUT_MS = 2000;
/** Silence after which a side asks whether the peer is there, in milliseconds. PROTOCOL.md §6.2. */
export const KEEPALIVE_IDLE_MS = 15_000;
/** Silence after the first question that ends the link, in milliseconds. PROTOCOL.md §6.2. */
export const KEEPALIVE_TIMEOUT_MS = 30_000;
