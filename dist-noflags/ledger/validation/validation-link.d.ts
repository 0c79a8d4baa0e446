/**
 * Whether a block follows the one before: the log root, and the rules of the chain. PROTOCOL.md §9.8.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type BlockHeader } from '../block.ts';
import { Frontier } from '../log/frontier.ts';
import type { ReadBlock } from './validation-block.ts';
import { type BlockFault } from './validation-codes.ts';
/** How far a block's time may be ahead of the validator's clock: 10 minutes. */
export declare const MAX_AHEAD_MS: number;
/** What is known of the block before. */
export interface LinkPoint {
    readonly height: number;
    /** 32 bytes. */
    readonly hash: Bytes;
    /** Milliseconds since 1970. */
    readonly timeMs: number;
    /** Entries of the log up to it. */
    readonly size: number;
    /** The log up to it. Without it the log root is not checked. Not changed. */
    readonly frontier?: Frontier;
}
/** Where a block must stand: after a block, at height 0 (`start`), or anywhere (`unknown`), when nothing is compared. */
export type Position = LinkPoint | 'start' | 'unknown';
/** The rules of a chain. */
export interface ChainRules {
    /** Of the author, 32 bytes; `undefined` where the author is not known. */
    readonly chainId: Bytes | undefined;
    /** Leading zero bits. */
    readonly difficulty: number;
    /** The validator's clock, milliseconds since 1970. */
    readonly nowMs: number;
}
/** What the second layer says of the log, and the log after the block where it is known. */
export declare function linkLog({ block: { header }, leaves }: ReadBlock, position: Position): {
    readonly fault?: BlockFault;
    readonly frontier?: Frontier;
};
/**
 * What is wrong in the third layer: of a block, of one whose entries are archived, or of a header alone.
 *
 * @param hash - Of the header.
 */
export declare function consensusFault(header: BlockHeader, hash: Bytes, rules: ChainRules, position: Position): BlockFault | undefined;
/**
 * What is wrong with the size of the log: the first rule of the fourth layer.
 *
 * @param entries - How many the block has; `undefined` where only its header is there: as many as a block may have then.
 */
export declare function sizeFault(header: BlockHeader, entries: number | undefined, position: Position): BlockFault | undefined;
/** What is wrong with the roots of a header alone: at height 0 there is nothing under them. */
export declare function emptinessFault({ height, entryRoot, logRoot }: BlockHeader): BlockFault | undefined;
