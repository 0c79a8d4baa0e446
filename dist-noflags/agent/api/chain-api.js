/**
 * Chains as every command sees them: with whom the own one is shared, and those of others that are kept here.
 * PROTOCOL.md §9.11.
 *
 * @module
 */
export {};
