/**
 * Block validation, in layers: the first that fails gives the verdict's code. PROTOCOL.md §9.5.
 *
 * Pure: whatever the verdict, the view is as it was, so a refused block never stands in the way of an honest one.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { type Block } from '../block.ts';
import type { Entry } from '../entry/entry.ts';
import type { Frontier } from '../log/frontier.ts';
import { type BlockCode } from './validation-codes.ts';
import { type LinkPoint } from './validation-link.ts';
export { MAX_AHEAD_MS } from './validation-link.ts';
/** The newest block of a chain, and the log up to it. */
export interface ChainTip {
    readonly height: number;
    readonly hash: Bytes;
    readonly timeMs: number;
    /** Not changed by validation. */
    readonly frontier: Frontier;
}
/** What a validator knows before the block. */
export interface ChainView {
    /** Ed25519 key of the author, 32 bytes. */
    readonly authorKey: Bytes;
    /** Name of the network; `talos` where absent. */
    readonly network?: string;
    /** Leading zero bits that the network demands. */
    readonly difficulty: number;
    /** The validator's clock, milliseconds since 1970. */
    readonly nowMs: number;
    /** `undefined` before height 0. */
    readonly tip: ChainTip | undefined;
}
/** What validation says. */
export type BlockVerdict = {
    readonly valid: true;
    readonly block: Block;
    readonly entries: readonly Entry[];
    readonly tip: ChainTip;
} | {
    readonly valid: false;
    readonly code: BlockCode;
    /** Of the rule. PROTOCOL.md §9.8. */
    readonly number: number;
    readonly reason: string;
    /** Place in the block of the entry at fault, where one is. */
    readonly position?: number;
};
/** Validates an encoded block as the next one after `view.tip`. Nothing that `bytes` hold makes this throw. */
export declare function validateBlock(bytes: Uint8Array, view: ChainView): BlockVerdict;
/** What a block is compared with that comes after `tip`. */
export declare function linkPointOf(tip: ChainTip): LinkPoint;
