/**
 * The chains of an agent behind {@link BlocksApi}: its own, and those that it keeps of others.
 *
 * @module
 */
import { fromHex, toHex } from "../../base/bytes.js";
import { toBase64 } from "../../base/encoding.js";
import { TalosError } from "../../base/errors.js";
import { parseDid } from "../../identity/did.js";
import { decodeHeader, HEADER_BYTES, hashHeader } from "../../ledger/block.js";
import { OwnChain } from "../../ledger/chain/served-chain.js";
import { LedgerStore } from "../../ledger/journal/ledger-store.js";
import { loadFrontier } from "../../ledger/log/tiles.js";
import { totalWork } from "../../ledger/network.js";
import { encodeChainState } from "../../ledger/validation/validation-state.js";
/** Bytes of blocks in one answer: an answer of the local socket takes 16 MiB, and a second reader waits meanwhile. */
const RANGE_BYTES = 512 * 1024;
/** See the module comment. */
export class Blocks {
    #core;
    #kept;
    #own;
    /** @param kept - The chains of others. */
    constructor(core, kept) {
        this.#core = core;
        this.#kept = kept;
        this.#own = new OwnChain(core.store, core.ledger);
    }
    async summary({ author } = {}) {
        const { identity, ledger } = this.#core;
        const did = author === undefined ? identity.did : this.#core.known(author);
        const kept = did === identity.did ? undefined : await this.#keptOf(did);
        const chain = kept ?? this.#own;
        const { difficulty } = (await kept?.record()) ?? ledger.network;
        const { network, height, hash, logSize, work, note, first } = await chain.head();
        const [oldest, newest] = [await headerOf(chain, 0), await headerOf(chain, height)];
        return {
            author: did,
            network,
            difficulty,
            height,
            hash: toHex(hash),
            first,
            entries: logSize,
            work: String(work),
            firstTimeMs: oldest.timeMs,
            lastTimeMs: newest.timeMs,
            checkpoint: note,
            start: await this.#start(first),
        };
    }
    async #keptOf(author) {
        const kept = await this.#kept.get(author);
        if (kept !== undefined)
            return kept;
        throw new TalosError('E_NOT_FOUND', 'no chain of this author is kept', {
            hint: 'talos audit chain list shows those that are; talos audit chain sync fetches one',
        });
    }
    /** The own chain before `first`. Whoever goes on from it finds out with the next block whether it is right. */
    async #start(first) {
        if (first === 0)
            return '';
        const { identity, ledger, store } = this.#core;
        const encoded = await encodedHeader(this.#own, first - 1);
        const { logSize, timeMs } = decodeHeader(encoded);
        const frontier = await loadFrontier(logSize, new LedgerStore(store).tile);
        const { name: network, difficulty } = ledger.network;
        const tip = { height: first - 1, hash: hashHeader(encoded), timeMs, frontier };
        const work = totalWork(first - 1, ledger.network);
        return toBase64(encodeChainState({ author: identity.did, network, difficulty, tip, work }));
    }
    async range(params) {
        const { from, count, author = this.#core.identity.did } = params;
        if (author !== this.#core.identity.did) {
            const kept = await (await this.#keptOf(parseDid(author))).blocks(from, count);
            return { blocks: kept.map(toBase64) };
        }
        const blocks = [];
        let bytes = 0;
        for (let height = from; blocks.length < count && bytes < RANGE_BYTES; height++) {
            const block = await this.#core.ledger.block(height);
            if (block === undefined)
                break;
            blocks.push(toBase64(block));
            bytes += block.length;
        }
        return { blocks };
    }
    async find(at) {
        const block = await this.#core.ledger.block(await this.#place(at));
        if (block === undefined)
            throw new TalosError('E_NOT_FOUND', 'there is no such block');
        const header = block.subarray(0, HEADER_BYTES);
        return { height: decodeHeader(header).height, hash: toHex(hashHeader(header)), block: toBase64(block) };
    }
    async #place(at) {
        if (/^\d{1,15}$/.test(at))
            return Number(at);
        if (!/^[0-9a-f]{64}$/.test(at))
            throw new TalosError('E_NOT_FOUND', 'there is no such block');
        // A hash has leading zeros and an id has none but by chance, so the hash comes first.
        const hash = fromHex(at);
        if ((await this.#core.ledger.block(hash)) !== undefined)
            return hash;
        const entry = await this.#core.ledger.get(at);
        if (entry === undefined)
            throw new TalosError('E_NOT_FOUND', 'there is no block and no entry of that id');
        if (entry.height !== undefined)
            return entry.height;
        throw new TalosError('E_NOT_FOUND', 'the entry waits for its block', { hint: 'ask again in a few seconds' });
    }
}
async function headerOf(chain, height) {
    return decodeHeader(await encodedHeader(chain, height));
}
async function encodedHeader(chain, height) {
    const [signed] = await chain.headers(height, 1);
    if (signed === undefined)
        throw new TalosError('E_NOT_FOUND', `there is no block at height ${height}`);
    return signed.subarray(0, HEADER_BYTES);
}
