/**
 * Light clients as every command sees them: logs of others, followed by their headers or checkpoints alone.
 * PROTOCOL.md §9.12.
 *
 * @module
 */
export {};
