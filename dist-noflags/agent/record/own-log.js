import { LedgerStore } from "../../ledger/journal/ledger-store.js";
import { readCheckpoint, signCheckpoint } from "../../ledger/log/checkpoint.js";
import { consistencyRanges } from "../../ledger/log/merkle.js";
import { loadFrontier, rootOfRange } from "../../ledger/log/tiles.js";
/** See the module comment. */
export class OwnLog {
    #core;
    #store;
    #newest;
    constructor(core) {
        this.#core = core;
        this.#store = new LedgerStore(core.store);
    }
    /** Entries of the newest checkpoint. */
    get sealedSize() {
        return Number(this.#core.ledger.checkpoint.split('\n', 2)[1] ?? 0);
    }
    /** The newest checkpoint; one of no entries before the first block. */
    async newest() {
        const { checkpoint: note } = this.#core.ledger;
        if (note !== '' && this.#newest?.note === note)
            return this.#newest;
        const newest = note === '' ? await this.at(0) : this.read(note);
        if (newest === undefined)
            throw new RangeError('the newest checkpoint is not one of this ledger');
        this.#newest = newest;
        return newest;
    }
    /** A note as a checkpoint of this log, whatever it says; `undefined` where it is none. */
    read(note) {
        return readCheckpoint(note, this.#core.identity.did);
    }
    /** The checkpoint of the first `size` entries, all of them sealed. */
    async at(size) {
        const { did, signing } = this.#core.identity;
        const root = (await loadFrontier(size, this.#store.tile)).root();
        return { author: did, size, root, note: signCheckpoint(signing, did, size, root) };
    }
    /** The consistency path between two sizes, both sealed; empty from 0. */
    path(from, to) {
        if (from === 0)
            return Promise.resolve([]);
        return Promise.all(consistencyRanges(from, to).map((range) => rootOfRange(this.#store.tile, range)));
    }
}
