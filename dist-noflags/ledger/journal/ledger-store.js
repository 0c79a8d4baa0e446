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
import { concat, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { decode } from "../../codec/reader.js";
import { u8, u64 } from "../../codec/writer.js";
import { DEFAULT_NETWORK, decodeNetwork, encodeNetwork } from "../network.js";
import { decodeBlockRecord, encodeBlockRecord } from "./block-record.js";
import { heightOfKey, INDEX_VERSION, isAbout, isOfHashes, keyOfEntry, keyOfHash, placesOf, prefixOf, rangeOfHours, rowsOfBlock, } from "./ledger-index.js";
const HEAD = utf8('ledger/head');
const NETWORK = utf8('ledger/network');
const INDEX = utf8('ledger/index');
/** The changes that make a ledger begin: with the block of height 0. */
export function changesOfBeginning(network) {
    return [{ kind: 'put', space: 'meta', key: NETWORK, value: encodeNetwork(network) }, changeOfIndexState('whole')];
}
/** The change that says how far the index is. */
export function changeOfIndexState(state) {
    const value = state === 'whole' ? u8(INDEX_VERSION) : concat(u8(0), u64(state.next));
    return { kind: 'put', space: 'meta', key: INDEX, value };
}
/** The changes that keep index rows. */
export function changesOfRows(rows) {
    return rows.map((row) => ({ kind: 'put', space: 'index', ...row }));
}
/** The batch that makes `record` the newest block: all of it or nothing. */
export function changesOfBlock(record, hash, entries, tiles) {
    const { height } = record.header;
    const nodes = tiles.map((tile) => ({ kind: 'put', space: 'node', key: tileKey(tile.level, tile.number), value: tile.hashes }));
    return [
        { kind: 'require', space: 'meta', key: HEAD, value: height === 0 ? undefined : u64(height - 1) },
        { kind: 'put', space: 'meta', key: HEAD, value: u64(height) },
        { kind: 'put', space: 'block', key: u64(height), value: encodeBlockRecord(record) },
        ...nodes,
        ...changesOfRows(rowsOfBlock(height, hash, entries)),
    ];
}
const tileKey = (level, number) => concat(u8(level), u64(number));
/** Reads what {@link changesOfBlock} wrote. Values in another form are `E_STORAGE_CORRUPT`. */
export class LedgerStore {
    #store;
    /** @param store - Not disposed here. */
    constructor(store) {
        this.#store = store;
    }
    /** Height of the newest block; `undefined` in a store that never held a ledger. */
    async head() {
        const value = await this.#store.get('meta', HEAD);
        return value === undefined
            ? undefined
            : read('the head of the ledger', () => decode(value, (r) => r.u64('height')));
    }
    /** What the ledger began with. */
    async network() {
        const value = await this.#store.get('meta', NETWORK);
        // Ledgers of versions that knew one network alone do not name it.
        return value === undefined ? DEFAULT_NETWORK : read('the network of the ledger', () => decodeNetwork(value));
    }
    /** How far the index is. */
    async indexState() {
        const value = await this.#store.get('meta', INDEX);
        if (value === undefined)
            return undefined;
        return read('the state of the index', () => decode(value, (reader) => {
            const version = reader.u8('version');
            if (version === 0)
                return { next: reader.u64('next') };
            return version === INDEX_VERSION ? 'whole' : undefined;
        }));
    }
    /** The block of that height. @throws {TalosError} `E_STORAGE_CORRUPT` if it lacks or has another form. */
    async block(height) {
        const value = await this.#store.get('block', u64(height));
        if (value === undefined)
            throw corrupt(`block ${height} lacks`);
        return read(`block ${height}`, () => decodeBlockRecord(value));
    }
    /** Hashes of a tile. An arrow, so that it can be passed on. */
    tile = (level, number) => this.#store.get('node', tileKey(level, number));
    /** Where the entry with this leaf hash is. */
    async place(leaf) {
        const value = await this.#store.get('index', keyOfEntry(leaf));
        if (value === undefined)
            return undefined;
        return read('an index', () => decode(value, (r) => ({ seq: r.u64('seq'), height: r.u64('height') })));
    }
    /** Height of the block with this hash. */
    async heightOf(hash) {
        const value = await this.#store.get('index', keyOfHash(hash));
        return value === undefined ? undefined : read('an index', () => decode(value, (r) => r.u64('height')));
    }
    /** What the index holds under `key`. */
    indexed(key) {
        return this.#store.get('index', key);
    }
    /**
     * How many blocks there are up to height `head`, and how many index rows name one of these.
     *
     * @param first - Lowest height with bodies: of those below it only the rows of hashes count, which follow from what is
     *   left of them.
     */
    async count(first, head) {
        let [blocks, rows] = [0, 0];
        for await (const _ of this.#store.scan('block', { end: u64(head + 1) }))
            blocks++;
        for await (const [key, value] of this.#store.scan('index'))
            if (isAbout({ key, value }, isOfHashes({ key, value }) ? 0 : first, head))
                rows++;
        return { blocks, rows };
    }
    /** Blocks from height `from` to `to` with entries that `index` names. */
    async *blocksOf(index, from, to, reverse) {
        const prefix = prefixOf(index);
        const range = { start: concat(prefix, u64(from)), end: concat(prefix, u64(to + 1)), reverse };
        for await (const [key, value] of this.#store.scan('index', range))
            yield read('an index', () => placesOf({ key, value }));
    }
    /** Entries of the block at `height` that `index` names, by their places in it. */
    async placesAt(index, height) {
        const key = concat(prefixOf(index), u64(height));
        const value = await this.indexed(key);
        return value === undefined ? [] : read('an index', () => placesOf({ key, value }).places);
    }
    /** Heights of the blocks that hold entries of the hours from `fromMs` to before `toMs`, in no order. */
    async heightsOfTime(fromMs, toMs) {
        const heights = new Set();
        for await (const [key] of this.#store.scan('index', rangeOfHours(fromMs, toMs)))
            heights.add(read('an index', () => heightOfKey(key)));
        return heights;
    }
}
function corrupt(what, cause) {
    return new TalosError('E_STORAGE_CORRUPT', `${what} in the store`, { cause });
}
function read(what, decodeValue) {
    try {
        return decodeValue();
    }
    catch (cause) {
        throw corrupt(`${what} has another form`, cause);
    }
}
