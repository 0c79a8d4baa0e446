/**
 * A copy of the data directory while the agent runs. Part of `AgentApi`, under the same rules: types only, JSON values only.
 *
 * @module
 */
export {};
