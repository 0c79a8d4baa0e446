/**
 * For tests of what is built on Talos: clients in memory, with the code of the others.
 *
 * @module
 */
export type { TalosClient } from './agent/client/client.ts';
export { type MemoryClientOptions, MemoryNetwork } from './agent/memory-network.ts';
