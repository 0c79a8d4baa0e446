/**
 * Tools that are lent, as every command sees them: which definitions their owner approved, and what changed since.
 *
 * @module
 */
export {};
