/**
 * Access-control lists as every command sees them. PROTOCOL.md §8.8.
 *
 * @module
 */
export {};
