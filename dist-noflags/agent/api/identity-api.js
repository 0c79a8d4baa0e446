/**
 * What commands ask about identities and the documents of them. Types only; part of `AgentApi`.
 *
 * @module
 */
export {};
