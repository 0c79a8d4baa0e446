/**
 * How far a chain was validated, as a value that survives the process. PROTOCOL.md §9.8.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type Did } from '../../identity/did.ts';
import type { ChainTip } from './validate.ts';
/** A chain that was validated from height 0 to its tip. Immutable. */
export interface ChainState {
    readonly author: Did;
    /** Name of its network. */
    readonly network: string;
    /** Leading zero bits that every block of it had to have. */
    readonly difficulty: number;
    readonly tip: ChainTip;
    /** Sum of 2^difficulty over its blocks, as the rules demand it. */
    readonly work: bigint;
}
/** A state as bytes, for the store of whoever goes on later. It says what was validated; nothing in it proves that. */
export declare function encodeChainState({ author, network, difficulty, tip, work }: ChainState): Bytes;
/**
 * Reads a state.
 *
 * @throws {TalosError} `E_VERSION`; `E_MALFORMED` for anything that {@link encodeChainState} does not write.
 */
export declare function decodeChainState(bytes: Uint8Array): ChainState;
