/**
 * How an agent stands with relays, by itself: what shows or sets it loads nothing of the network. PROTOCOL.md §6.8.
 *
 * @module
 */
/** Relays at which an agent holds a place at a time: one may be away, and each is told where the agent is. */
export const MAX_RELAYS_USED = 3;
