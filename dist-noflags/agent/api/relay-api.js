/** @module What people are told of the relays that an agent uses. PROTOCOL.md §6.8. */
export {};
