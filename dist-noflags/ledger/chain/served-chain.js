import { TalosError } from "../../base/errors.js";
import { encodeHeader, hashHeader } from "../block.js";
import { LedgerStore } from "../journal/ledger-store.js";
import { consistencyRanges } from "../log/merkle.js";
import { loadFrontier, rootOfRange } from "../log/tiles.js";
import { totalWork } from "../network.js";
import { encodeSignedHeader } from "./chain-header.js";
import { MAX_ANSWER_BLOCK_BYTES } from "./chain-source.js";
/** The chain of a ledger, which lies in `store`. */
export class OwnChain {
    #store;
    #ledger;
    constructor(store, ledger) {
        this.#store = new LedgerStore(store);
        this.#ledger = ledger;
    }
    async head() {
        const height = await this.#store.head();
        if (height === undefined)
            throw new TalosError('E_NOT_FOUND', 'the ledger has no block yet');
        const { header, note } = await this.#store.block(height);
        const hash = hashHeader(encodeHeader(header));
        const { network, first } = this.#ledger;
        const work = totalWork(height, network);
        return { network: network.name, height, hash, work, logSize: header.logSize, note, first };
    }
    async headers(from, count) {
        const last = Math.min((await this.head()).height, from + count - 1);
        const headers = [];
        for (let height = from; height <= last; height++)
            headers.push(encodeSignedHeader(await this.#store.block(height)));
        return headers;
    }
    async blocks(from, count) {
        const blocks = [];
        let bytes = 0;
        for (let height = from; height < from + count && bytes < MAX_ANSWER_BLOCK_BYTES; height++) {
            const block = await this.#ledger.block(height);
            if (block === undefined)
                break;
            blocks.push(block);
            bytes += block.length;
        }
        return blocks;
    }
    /** Root of the log when it had `size` entries, as many as are sealed or fewer. */
    async rootAt(size) {
        return (await loadFrontier(size, this.#store.tile)).root();
    }
    async consistency(from, to) {
        const { logSize } = await this.head();
        if (to > logSize)
            throw new RangeError(`the log has ${logSize} entries`);
        return Promise.all(consistencyRanges(from, to).map((range) => rootOfRange(this.#store.tile, range)));
    }
}
