/**
 * One chain of another author, kept here: read by others, and extended by what was validated. PROTOCOL.md §9.11.
 *
 * A range of blocks is one batch with the tiles of its log and the record of the chain, so that whatever ends the process
 * leaves a whole chain. Reading trusts the store; opening compares the newest block with the log.
 *
 * @module
 */
import { concat, equalBytes } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { keyOfDid } from "../../identity/did.js";
import { readCheckpoint } from "../log/checkpoint.js";
import { consistencyRanges } from "../log/merkle.js";
import { loadFrontier, rootOfRange, TileEdge } from "../log/tiles.js";
import { decodeSignedHeader, SIGNED_HEADER_BYTES, verifyLoneHeader } from "./chain-header.js";
import { MAX_ANSWER_BLOCK_BYTES } from "./chain-source.js";
import { decodeForeignRecord, encodeForeignRecord, foreignKey } from "./foreign-chain-record.js";
/** Bytes that a block and a leaf take in a store besides what they say, by which chains are bounded. */
const BLOCK_OVERHEAD_BYTES = 64;
const LEAF_BYTES = 33;
/** A kept chain, for reading. */
export class ForeignReader {
    store;
    author;
    constructor(store, author) {
        this.store = store;
        this.author = author;
    }
    /** The record as it is now. @throws {TalosError} `E_NOT_FOUND` where the chain was removed. */
    async record() {
        const value = await this.store.get('chain', foreignKey('record', this.author));
        const record = value === undefined ? undefined : decodeForeignRecord(value);
        if (record === undefined || record.isRemoved)
            throw new TalosError('E_NOT_FOUND', 'the chain is kept no longer');
        return record;
    }
    async head() {
        const { network, height, work, size, note } = await this.record();
        const { hash } = await this.header(height);
        return { network, height, hash, work, logSize: size, note, first: 0 };
    }
    /** The header of a height that is kept. @throws {TalosError} `E_STORAGE_CORRUPT` if it lacks. */
    async header(height) {
        return decodeSignedHeader(await this.#part('header', height));
    }
    async #part(part, height) {
        const value = await this.store.get('chain', foreignKey(part, this.author, height));
        if (value === undefined)
            throw corrupt(`block ${height} lacks`);
        return value;
    }
    async headers(from, count) {
        const last = Math.min((await this.record()).height, from + count - 1);
        const headers = [];
        for (let height = from; height <= last; height++)
            headers.push(await this.#part('header', height));
        return headers;
    }
    async blocks(from, count) {
        const last = Math.min((await this.record()).height, from + count - 1);
        const blocks = [];
        let bytes = 0;
        for (let height = from; height <= last && bytes < MAX_ANSWER_BLOCK_BYTES; height++) {
            const block = concat(await this.#part('header', height), await this.#part('body', height));
            blocks.push(block);
            bytes += block.length;
        }
        return blocks;
    }
    async consistency(from, to) {
        const { size } = await this.record();
        if (to > size)
            throw new RangeError(`the log has ${size} entries`);
        return Promise.all(consistencyRanges(from, to).map((range) => rootOfRange(this.tile, range)));
    }
    /** Root of the log when it had `size` entries, as many as are kept or fewer. */
    async rootAt(size) {
        return (await loadFrontier(size, this.tile)).root();
    }
    /** The header whose log has exactly `size` entries, where there is one: logs grow with every block. */
    async headerOfSize(size) {
        let [low, high] = [0, (await this.record()).height];
        while (low < high) {
            const middle = Math.floor((low + high) / 2);
            if ((await this.header(middle)).header.logSize < size)
                low = middle + 1;
            else
                high = middle;
        }
        const found = await this.header(low);
        return found.header.logSize === size ? found : undefined;
    }
    /** Hashes of a tile of its log. An arrow, so that it can be passed on. */
    tile = (level, number) => this.store.get('chain', foreignKey('tile', this.author, number, level));
}
/** A kept chain, for one writer at a time. */
export class ForeignChain extends ForeignReader {
    #terms;
    #edge;
    #record;
    #tip;
    #isBroken = false;
    constructor(terms, opened) {
        super(terms.store, terms.author);
        this.#terms = terms;
        this.#record = opened.record;
        this.#tip = opened.tip;
        this.#edge = opened.edge;
    }
    /**
     * Opens the chain of `terms.author`, or begins one, of which nothing is kept before its first block.
     *
     * @throws {TalosError} `E_STORAGE_CORRUPT` where what is kept does not verify; `CONSENSUS_VIOLATION` where it is of another
     *   network.
     */
    static async open(terms) {
        const { store, author, network, difficulty } = terms;
        const value = await store.get('chain', foreignKey('record', author));
        const held = value === undefined ? undefined : decodeForeignRecord(value);
        if (held === undefined) {
            const empty = { height: -1, size: 0, work: 0n, bytes: 0, syncedAtMs: 0, note: '', isRemoved: false };
            return new ForeignChain(terms, {
                record: { network, difficulty, ...empty },
                tip: undefined,
                edge: new TileEdge(),
            });
        }
        if (held.network !== network || held.difficulty !== difficulty)
            throw new TalosError('CONSENSUS_VIOLATION', `the kept chain is of the network ${held.network}`);
        const reader = new ForeignReader(store, author);
        return new ForeignChain(terms, { record: held, ...(await tipOf(reader, terms, held)) });
    }
    get tip() {
        return this.#tip;
    }
    async append(blocks) {
        const last = blocks.at(-1);
        if (last === undefined)
            return;
        if (this.#isBroken)
            throw new TalosError('E_CLOSED', 'an earlier range could not be kept: open the chain anew');
        const bytes = blocks.reduce((sum, block) => sum + sizeOf(block), 0);
        const record = {
            ...this.#record,
            height: last.tip.height,
            size: last.tip.frontier.size,
            work: last.tip.work,
            bytes: this.#record.bytes + bytes,
            syncedAtMs: this.#terms.now(),
        };
        await this.#terms.admit(this.author, bytes, async () => {
            // From here on the edge of the tiles is ahead of the store, unless the batch is applied.
            this.#isBroken = true;
            for (const { leaves } of blocks)
                for (const leaf of leaves)
                    this.#edge.append(leaf);
            await this.#apply(record, [...this.#blockChanges(blocks), ...this.#tileChanges()]);
            this.#isBroken = false;
        });
        this.#tip = last.tip;
    }
    #blockChanges(blocks) {
        return blocks.flatMap(({ bytes, tip: { height } }) => [
            put(foreignKey('header', this.author, height), bytes.subarray(0, SIGNED_HEADER_BYTES)),
            put(foreignKey('body', this.author, height), bytes.subarray(SIGNED_HEADER_BYTES)),
        ]);
    }
    #tileChanges() {
        return this.#edge
            .take()
            .map(({ level, number, hashes }) => put(foreignKey('tile', this.author, number, level), hashes));
    }
    /** Keeps a checkpoint that the chain agrees with, unless the one that it has is newer: a source may be behind. */
    async keepNote(shown) {
        if (this.#tip === undefined)
            return;
        const sizeOf = (text) => readCheckpoint(text, this.author)?.size ?? 0;
        const note = sizeOf(shown) > sizeOf(this.note) ? shown : this.note;
        await this.#apply({ ...this.#record, note, syncedAtMs: this.#terms.now() }, []);
    }
    /** The newest checkpoint that the chain agrees with, `""` before the first. */
    get note() {
        return this.#record.note;
    }
    async #apply(record, changes) {
        const key = foreignKey('record', this.author);
        const before = this.#tip === undefined ? undefined : encodeForeignRecord(this.#record);
        const require = { kind: 'require', space: 'chain', key, value: before };
        const isApplied = await this.store.apply([require, ...changes, put(key, encodeForeignRecord(record))]);
        if (!isApplied)
            throw new TalosError('E_NOT_FOUND', 'the chain was removed meanwhile');
        this.#record = record;
    }
}
async function tipOf(reader, { author, network, difficulty }, { height, size, work }) {
    const { tile } = reader;
    const signed = await reader.header(height);
    const [frontier, edge] = [await loadFrontier(size, tile), await TileEdge.load(size, tile)];
    const { header, hash } = signed;
    const isWhole = header.height === height && header.logSize === size && equalBytes(frontier.root(), header.logRoot);
    if (!isWhole)
        throw corrupt(`the newest block, ${height}, is not that of the log`);
    try {
        verifyLoneHeader(signed, { authorKey: keyOfDid(author), network, difficulty, nowMs: header.timeMs });
    }
    catch (cause) {
        if (isTalosError(cause))
            throw corrupt(`the newest block, ${height}, does not verify`, cause);
        throw cause;
    }
    return { tip: { height, hash, timeMs: header.timeMs, frontier, work }, edge };
}
const put = (key, value) => ({ kind: 'put', space: 'chain', key, value });
const sizeOf = ({ bytes, leaves }) => bytes.length + BLOCK_OVERHEAD_BYTES + leaves.length * LEAF_BYTES;
function corrupt(what, cause) {
    return new TalosError('E_STORAGE_CORRUPT', `${what} in a kept chain`, {
        cause,
        hint: 'remove it with talos audit chain remove, and synchronise it anew',
    });
}
