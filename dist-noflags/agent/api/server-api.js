/**
 * Servers as every command sees them: where this agent is found while it is away.
 *
 * @module
 */
export {};
