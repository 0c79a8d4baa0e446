import { isTalosError } from "../../base/errors.js";
/** Whether `error` says that the storage failed. */
export function isStorageFailure(error) {
    return isTalosError(error) && error.code.startsWith('E_STORAGE');
}
/** See the module comment. Disposing it disposes nothing: the ledger is its maker's. */
export class WatchedLedger {
    #ledger;
    #onFailure;
    #watchers = new Set();
    /** @param onFailure - Told of each failure of the storage, before whoever appended is. Must not throw. */
    constructor(ledger, onFailure) {
        this.#ledger = ledger;
        this.#onFailure = onFailure;
    }
    get size() {
        return this.#ledger.size;
    }
    get height() {
        return this.#ledger.height;
    }
    get highestTimeMs() {
        return this.#ledger.highestTimeMs;
    }
    get checkpoint() {
        return this.#ledger.checkpoint;
    }
    get recovered() {
        return this.#ledger.recovered;
    }
    get network() {
        return this.#ledger.network;
    }
    get work() {
        return this.#ledger.work;
    }
    get first() {
        return this.#ledger.first;
    }
    get isReindexed() {
        return this.#ledger.isReindexed;
    }
    /** Calls `watcher` whenever entries were written, or archived: none then, from now on. @returns A function that undoes it. */
    watch(watcher) {
        this.#watchers.add(watcher);
        return () => void this.#watchers.delete(watcher);
    }
    append(body) {
        try {
            const appended = this.#ledger.append(body);
            this.#wrote([appended]);
            return this.#watched(appended);
        }
        catch (error) {
            throw this.#told(error);
        }
    }
    appendAll(bodies) {
        try {
            const all = this.#ledger.appendAll(bodies);
            this.#wrote(all);
            return all.map((appended) => this.#watched(appended));
        }
        catch (error) {
            throw this.#told(error);
        }
    }
    #wrote(entries) {
        for (const watcher of this.#watchers)
            watcher(entries);
    }
    #watched(appended) {
        return { ...appended, durable: () => this.#watch(appended.durable()) };
    }
    async #watch(promise) {
        try {
            return await promise;
        }
        catch (error) {
            throw this.#told(error);
        }
    }
    #told(error) {
        if (isStorageFailure(error))
            this.#onFailure(error);
        return error;
    }
    seal() {
        return this.#watch(this.#ledger.seal());
    }
    query(query) {
        return this.#ledger.query(query);
    }
    positions(matter) {
        return this.#ledger.positions(matter);
    }
    get(id, archives) {
        return this.#ledger.get(id, archives);
    }
    block(at) {
        return this.#ledger.block(at);
    }
    prove(id, archives) {
        return this.#ledger.prove(id, archives);
    }
    verify(options) {
        return this.#ledger.verify(options);
    }
    reindex() {
        return this.#ledger.reindex();
    }
    archive(before, save) {
        return this.#watch(this.#ledger.archive(before, save)).finally(() => this.#wrote([]));
    }
    hold(task) {
        return this.#ledger.hold(task);
    }
    async [Symbol.asyncDispose]() {
        // See the class comment.
    }
}
