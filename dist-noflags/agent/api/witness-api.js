/**
 * Witnesses as every command sees them: who has seen this agent's ledger, and what it has seen of others'.
 *
 * @module
 */
export {};
