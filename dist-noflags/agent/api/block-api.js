/**
 * Chains as every command reads them, the own one and those kept of others: blocks as they are, and what they come to.
 * Validating them is the reader's.
 *
 * @module
 */
export {};
