/**
 * The ledger's part of the store: its keys, and one batch for each block.
 *
 * | space | key | value |
 * |---|---|---|
 * | meta | `ledger/head` | u64 height of the newest block |
 * | meta | `ledger/network` | see `encodeNetwork`; of the network `talos` where it lacks |
 * | meta | `ledger/index` | u8 version of the rows of the index, or 0 ‖ u64 height while they are made anew |
 * | block | u64 height | {@link BlockRecord} |
 * | node | u8 level ‖ u64 number | hashes of a tile |
 * | index | see `ledger-index.ts` | |
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { Change, Store } from '../../storage/store.ts';
import type { EntryHead } from '../entry/entry-head.ts';
import type { Tile } from '../log/tiles.ts';
import { type NetworkTerms } from '../network.ts';
import { type BlockRecord } from './block-record.ts';
import { type BlockPlaces, type IndexName, type IndexRow } from './ledger-index.ts';
/** Where an entry is. */
export interface EntryPlace {
    readonly seq: number;
    readonly height: number;
}
/** How far the index is: whole, or being made anew from `next` on; `undefined`: of an earlier version. */
export type IndexState = 'whole' | {
    readonly next: number;
} | undefined;
/** How many rows of an index there are, and how many blocks. */
export interface StoredCount {
    readonly blocks: number;
    /** Index rows about the blocks that were asked for. */
    readonly rows: number;
}
/** The changes that make a ledger begin: with the block of height 0. */
export declare function changesOfBeginning(network: NetworkTerms): Change[];
/** The change that says how far the index is. */
export declare function changeOfIndexState(state: Exclude<IndexState, undefined>): Change;
/** The changes that keep index rows. */
export declare function changesOfRows(rows: readonly IndexRow[]): Change[];
/** The batch that makes `record` the newest block: all of it or nothing. */
export declare function changesOfBlock(record: BlockRecord, hash: Bytes, entries: readonly EntryHead[], tiles: readonly Tile[]): Change[];
/** Reads what {@link changesOfBlock} wrote. Values in another form are `E_STORAGE_CORRUPT`. */
export declare class LedgerStore {
    #private;
    /** @param store - Not disposed here. */
    constructor(store: Store);
    /** Height of the newest block; `undefined` in a store that never held a ledger. */
    head(): Promise<number | undefined>;
    /** What the ledger began with. */
    network(): Promise<NetworkTerms>;
    /** How far the index is. */
    indexState(): Promise<IndexState>;
    /** The block of that height. @throws {TalosError} `E_STORAGE_CORRUPT` if it lacks or has another form. */
    block(height: number): Promise<BlockRecord>;
    /** Hashes of a tile. An arrow, so that it can be passed on. */
    readonly tile: (level: number, number: number) => Promise<Bytes | undefined>;
    /** Where the entry with this leaf hash is. */
    place(leaf: Uint8Array): Promise<EntryPlace | undefined>;
    /** Height of the block with this hash. */
    heightOf(hash: Uint8Array): Promise<number | undefined>;
    /** What the index holds under `key`. */
    indexed(key: Uint8Array): Promise<Bytes | undefined>;
    /**
     * How many blocks there are up to height `head`, and how many index rows name one of these.
     *
     * @param first - Lowest height with bodies: of those below it only the rows of hashes count, which follow from what is
     *   left of them.
     */
    count(first: number, head: number): Promise<StoredCount>;
    /** Blocks from height `from` to `to` with entries that `index` names. */
    blocksOf(index: IndexName, from: number, to: number, reverse: boolean): AsyncIterable<BlockPlaces>;
    /** Entries of the block at `height` that `index` names, by their places in it. */
    placesAt(index: IndexName, height: number): Promise<readonly number[]>;
    /** Heights of the blocks that hold entries of the hours from `fromMs` to before `toMs`, in no order. */
    heightsOfTime(fromMs: number, toMs: number): Promise<ReadonlySet<number>>;
}
