/**
 * Making blocks: roots, work, signature, checkpoint, and the batch that stores them. PROTOCOL.md §9.5.
 *
 * @module
 */
import { equalBytes } from "../../base/bytes.js";
import { invariant, TalosError } from "../../base/errors.js";
import { HASH_BYTES } from "../../crypto/hash.js";
import { BLOCK_FRAME_BYTES, chainIdOf, encodeHeader, hashHeader, MAX_BLOCK_BYTES, MAX_BLOCK_ENTRIES, } from "../block.js";
import { signCheckpoint } from "../log/checkpoint.js";
import { Frontier } from "../log/frontier.js";
import { rootHash } from "../log/merkle.js";
import { loadFrontier, TileEdge } from "../log/tiles.js";
import { leadingZeroBits } from "../work.js";
import { endOffsetOf, timesOf } from "./block-record.js";
import { changesOfBeginning, changesOfBlock, LedgerStore } from "./ledger-store.js";
/** Most entries that one own block takes: sealing them holds the event loop for a few milliseconds. */
export const MAX_SEALED_TOGETHER = 256;
/** As many where sealing has fallen behind by {@link BEHIND_ENTRIES}: fewer syncs and commits for as many entries. */
export const MAX_SEALED_BEHIND = 1024;
/** So many entries that wait say that sealing has fallen behind. */
export const BEHIND_ENTRIES = 2048;
/** Makes one block after the other; never two at a time. After a failure it is not to be used again. */
export class Sealer {
    #author;
    #network;
    #store;
    #mine;
    #frontier;
    #tiles;
    #head;
    constructor({ author, network, store, mine }, edge) {
        this.#author = author;
        this.#network = network;
        this.#store = store;
        this.#mine = mine;
        this.#frontier = edge.frontier;
        this.#tiles = edge.tiles;
    }
    /**
     * Goes on after `record`, the newest block of the store, or begins a chain where there is none.
     *
     * @throws {TalosError} `E_STORAGE_CORRUPT` if the tiles are not those of the block's log.
     */
    static async open(parts, record) {
        const size = record?.header.logSize ?? 0;
        const { tile } = new LedgerStore(parts.store);
        const edge = { frontier: await loadFrontier(size, tile), tiles: await TileEdge.load(size, tile) };
        if (record !== undefined && !equalBytes(edge.frontier.root(), record.header.logRoot))
            throw new TalosError('E_STORAGE_CORRUPT', 'the tiles are not those of the newest block', { details: { size } });
        const sealer = new Sealer(parts, edge);
        if (record !== undefined)
            sealer.#head = { record, hash: hashHeader(encodeHeader(record.header)) };
        return sealer;
    }
    /** The newest block; `undefined` before height 0. */
    get head() {
        return this.#head;
    }
    /** How many of `waiting` the next block takes. */
    static take(waiting) {
        const most = waiting.length > BEHIND_ENTRIES ? MAX_SEALED_BEHIND : MAX_SEALED_TOGETHER;
        let [count, bytes] = [0, BLOCK_FRAME_BYTES];
        for (const entry of waiting) {
            bytes += 4 + entry.length;
            if (count >= Math.min(most, MAX_BLOCK_ENTRIES) || bytes > MAX_BLOCK_BYTES)
                break;
            count++;
        }
        return count;
    }
    /**
     * Makes and stores the next block.
     *
     * @param entries - Durable in the journal, in the order of the log; none at height 0, at most {@link Sealer.take}
     *   after it.
     * @param timeMs - The clock; the block's time does not go below the last one's.
     * @throws whatever mining or the store threw.
     */
    async seal(entries, timeMs) {
        const leaves = entries.map(({ leaf }) => leaf);
        for (const leaf of leaves) {
            this.#frontier.append(leaf);
            this.#tiles.append(leaf);
        }
        const { header, hash } = await this.#mined(rootHash(leaves), timeMs);
        const record = this.#recordOf(header, entries);
        const beginning = header.height === 0 ? changesOfBeginning(this.#network) : [];
        const isStored = await this.#store.apply([
            ...beginning,
            ...changesOfBlock(record, hash, entries, this.#tiles.take()),
        ]);
        if (!isStored)
            throw new TalosError('E_STORAGE', 'another writer changed the ledger in the store');
        this.#head = { record, hash };
        return this.#head;
    }
    async #mined(entryRoot, timeMs) {
        const before = this.#head;
        const template = {
            chainId: chainIdOf(this.#author.signing.publicKey, this.#network.name),
            height: (before?.record.header.height ?? -1) + 1,
            previousHash: before?.hash ?? new Uint8Array(HASH_BYTES),
            entryRoot,
            logSize: this.#frontier.size,
            logRoot: this.#frontier.root(),
            timeMs: Math.max(timeMs, before?.record.header.timeMs ?? 1),
            difficulty: this.#network.difficulty,
            nonce: 0,
        };
        const header = { ...template, nonce: await this.#mine(encodeHeader(template)) };
        const hash = hashHeader(encodeHeader(header));
        invariant(leadingZeroBits(hash) >= header.difficulty, 'mining gave a nonce without the work');
        return { header, hash };
    }
    #recordOf(header, entries) {
        const { did, signing } = this.#author;
        const before = this.#head?.record;
        return {
            header,
            signature: signing.sign('block', encodeHeader(header)),
            offset: before === undefined ? 0 : endOffsetOf(before),
            ...timesOf(header.timeMs, entries, before?.highestTimeMs ?? 0),
            note: entries.length === 0 ? '' : signCheckpoint(signing, did, header.logSize, header.logRoot),
            lengths: entries.map(({ length }) => length),
        };
    }
}
