/**
 * `Promise.withResolvers` for Node 20, which js-libp2p 3 calls and Node 20 lacks.
 * Delete this file when `engines.node` reaches 22.
 *
 * @module
 */
/** Adds it where it is missing. A call, not an import for its effect: bundlers may drop those. */
export declare function ensureWithResolvers(): void;
