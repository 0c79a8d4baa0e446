/**
 * A ledger by itself on Node: in memory, or in a folder of its own.
 *
 * @module
 */
import { join } from 'node:path';
import { assertText } from "../../base/caller-mistakes.js";
import { TalosError } from "../../base/errors.js";
import { closeAll } from "../../base/lifetime.js";
import { initCrypto } from "../../crypto/init.js";
import { openLedger } from "../../ledger/journal/open-ledger.js";
import { Ledger as NeutralLedger, partsOf } from "../../ledger/journal/own-ledger.js";
import { DATA_DIR_NAMES, makeDataDir } from "../data-dir.js";
import { openMiner } from "../ledger/miner.js";
import { tryOwnDirectory } from "../local/owner-lock.js";
import { openFileJournal } from "./file-journal.js";
import { openLmdbStore } from "./lmdb-store.js";
/** The ledger class on Node. */
export class Ledger extends NeutralLedger {
    #owned;
    constructor(ledger, owned) {
        super(ledger);
        this.#owned = owned;
    }
    /**
     * Opens the ledger of `author` in a folder, or begins it there; proofs of work are searched for by another thread. One
     * process at a time has it.
     *
     * @param folder - Made where absent, for this user alone.
     * @throws {TalosError} `E_LOCKED` while another process has it; as {@link NeutralLedger.open}.
     */
    static async openFolder(folder, author, options = {}) {
        assertText(folder, 'folder');
        await initCrypto();
        makeDataDir(folder);
        const lock = tryOwnDirectory(folder);
        if (lock === undefined)
            throw new TalosError('E_LOCKED', `another process has the ledger in ${folder}`);
        const owned = [lock];
        try {
            const store = await openLmdbStore({ path: join(folder, DATA_DIR_NAMES.store) });
            owned.push(store);
            const journal = await openFileJournal(join(folder, 'journal'));
            owned.push(journal);
            const miner = openMiner();
            owned.push(miner);
            const ledger = await openLedger(partsOf(author, { ...options, store, journal, mine: miner.mine }));
            return new Ledger(ledger, owned);
        }
        catch (error) {
            await closeAll(owned);
            throw error;
        }
    }
    async [Symbol.asyncDispose]() {
        await super[Symbol.asyncDispose]();
        await closeAll(this.#owned);
    }
}
