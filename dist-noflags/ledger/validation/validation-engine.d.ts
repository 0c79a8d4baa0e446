import { type Clock } from '../../base/clock.ts';
import { type SignedBytes } from '../../crypto/sign-batch.ts';
import { type Did } from '../../identity/did.ts';
import { type Block } from '../block.ts';
import { type BlockValidation, type ChainOptions, type ChainReport } from './validation-chain.ts';
import { type Examined } from './validation-examine.ts';
import { type AnchorCheck, type SeenIds, type ValidationLevel } from './validation-levels.ts';
import { type Position } from './validation-link.ts';
import { type ValidationMetrics } from './validation-metrics.ts';
import type { ChainState } from './validation-state.ts';
/** What an engine validates by. */
export interface ValidationOptions {
    /** Name of the network; `talos` unless given. */
    readonly network?: string;
    /** Leading zero bits that every block must have, exactly; those of the network `talos` unless given. */
    readonly difficulty?: number;
    /** `false` for the level `standard`; otherwise `strict`. */
    readonly strictMode?: boolean;
    /** Wins over `strictMode`. */
    readonly level?: ValidationLevel;
    /** Whose chain it is. Without an author no signature verifies, so nothing above `minimal` is valid. */
    readonly author?: Did | string;
    /** Where to go on: what `state` gave before. Names author, network and difficulty itself. */
    readonly state?: ChainState;
    /** The fifth layer, at the level `paranoid`. */
    readonly anchors?: AnchorCheck;
    /** What the blocks before recorded once and for all. Without it repetitions are found within a block alone. */
    readonly seen?: SeenIds;
    /** The system's unless given. */
    readonly clock?: Clock;
}
/** How one block is judged. */
export interface BlockOptions {
    /** Where it must stand: after what was committed unless given. */
    readonly position?: Position;
}
/** Headers whose signature is remembered: those of a day of blocks of two seconds, in 8 MB. */
export declare const MAX_VERIFIED_HEADERS = 43200;
/** See the module comment. One author, one chain. */
export declare class ValidationEngine {
    #private;
    readonly level: ValidationLevel;
    readonly author: Did | undefined;
    readonly network: string;
    readonly difficulty: number;
    /**
     * @throws {RangeError} for a difficulty that is no integer from 0 to 255, or an unknown level; if author,
     *   network or difficulty are not those of the state.
     * @throws {TalosError} `E_BAD_DID` for an author that is no DID.
     */
    constructor(options?: ValidationOptions);
    /** The chain so far; `undefined` before height 0. */
    get state(): ChainState | undefined;
    /** What the engine did. */
    get metrics(): ValidationMetrics;
    /**
     * Judges a block. Whatever it holds, this does not throw, and the engine is as it was.
     *
     * @param block - Its bytes, or the block that they are read as. Not kept.
     * @throws whatever the {@link AnchorCheck} threw.
     */
    validateBlock(block: Block | Uint8Array, options?: BlockOptions): Promise<BlockValidation>;
    /**
     * Judges a block that was examined, perhaps by another thread, under the author and the level of this engine.
     *
     * @throws as {@link validateBlock}.
     */
    judge(examined: Examined, options?: BlockOptions): Promise<BlockValidation>;
    /**
     * Takes a block that was judged valid as the newest of the chain.
     *
     * @throws {RangeError} if it is not valid, or was not judged as the next block of what this engine holds now.
     */
    commit({ isValid, next, ids }: BlockValidation): void;
    /**
     * Validates blocks one after the other, from the one after {@link state} on, and commits each that is valid.
     *
     * @param blocks - In order. Read no further than the first that is refused, but for what an examiner has in the air.
     * @throws whatever `blocks`, `onBlock`, the anchors or the examiner threw, and the signal's reason: `state` is then
     *   that of the last block that was committed, and another run may go on there.
     */
    validateChain(blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, options?: ChainOptions): Promise<ChainReport>;
    /**
     * Whether each signature of a batch is valid, in their order: under the one strict rule, each by itself, so that none is
     * valid in a batch that would not be alone.
     *
     * @throws {TypeError} for what is no array, or an element without bytes.
     */
    verifySignatures(batch: readonly SignedBytes[]): readonly boolean[];
}
