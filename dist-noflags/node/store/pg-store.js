var __addDisposableResource = (this && this.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (this && this.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});
import { isTalosError, TalosError } from "../../base/errors.js";
import { assertKey, assertRange, copyChanges, } from "../../storage/store.js";
import { PG_DEADLINE_MS, PgConnections } from "./pg-connections.js";
import { isConflict, isRolledBack, pgError } from "./pg-errors.js";
import { preparePgSchema } from "./pg-schema.js";
import { applyBatches, readKeys, readPage } from "./pg-statements.js";
import { parseStoreUrl } from "./pg-url.js";
/** Most batches that share one commit. */
const MAX_GROUP = 256;
/** Most bytes of values that share one commit, unless one batch alone has more. */
const MAX_GROUP_BYTES = 16 * 1024 * 1024;
/** Most bytes of batches that wait for the database: what comes on top fails at once. */
export const MAX_PG_WAITING_BYTES = 256 * 1024 * 1024;
/** A batch that waited for a database that was away is tried for so long at least, in milliseconds. */
const MIN_ATTEMPT_MS = 1_000;
/** Keys that one statement reads. */
const MAX_READ_KEYS = 256;
/** Statements that read single keys at a time; what is asked for meanwhile shares the next. */
const MAX_READS = 4;
/** Rows of the first page of a scan, and of any; between them by how long values are. */
const FIRST_PAGE_ROWS = 32;
const MAX_PAGE_ROWS = 512;
const PAGE_BYTES = 4 * 1024 * 1024;
/**
 * Opens the store, making its tables if need be. Dispose it to wait for what is queued and let go.
 *
 * @throws {TalosError} `E_CONFIG` for an address that is none, a store of another server, or a database that is not durable;
 *   `E_VERSION` for newer tables; `E_STORAGE_DENIED`, `E_STORAGE_CORRUPT` or `E_STORAGE` as the database says, and where it
 *   cannot be reached within {@link PG_DEADLINE_MS}.
 */
export async function openPgStore({ url, owner }) {
    const connections = await PgConnections.open(parseStoreUrl(url));
    try {
        await preparePgSchema(connections, owner);
    }
    catch (error) {
        await connections[Symbol.asyncDispose]();
        throw error;
    }
    return new PgStore(connections);
}
class PgStore {
    #connections;
    #waiting = [];
    /** Of those that wait, and of those that are being committed. */
    #waitingBytes = 0;
    #asked = [];
    #reads = new Set();
    #draining;
    #closing;
    constructor(connections) {
        this.#connections = connections;
    }
    #assertOpen() {
        if (this.#closing !== undefined)
            throw new TalosError('E_CLOSED', 'the store is closed');
    }
    // Single keys
    async get(space, key) {
        assertKey(key);
        this.#assertOpen();
        return new Promise((resolve, reject) => {
            this.#asked.push({ space, key: Buffer.from(key), resolve, reject });
            // What is asked for in one turn is one statement.
            if (this.#asked.length === 1)
                queueMicrotask(() => this.#readNext());
        });
    }
    #readNext() {
        while (this.#asked.length > 0 && this.#reads.size < MAX_READS) {
            const space = this.#asked[0]?.space;
            const asked = this.#asked.filter((each) => each.space === space).slice(0, MAX_READ_KEYS);
            const taken = new Set(asked);
            this.#asked = this.#asked.filter((each) => !taken.has(each));
            const read = this.#read(asked).then(() => {
                this.#reads.delete(read);
                this.#readNext();
            });
            this.#reads.add(read);
        }
    }
    /** Answers all of `asked`, which are of one space. Never rejects. */
    async #read(asked) {
        try {
            const keys = new Map(asked.map(({ key }) => [key.toString('latin1'), key]));
            const space = asked[0]?.space ?? 'meta';
            const rows = await this.#connections.run((link) => readKeys(link, space, [...keys.values()]));
            const held = new Map(rows.map(({ key, value }) => [key.toString('latin1'), value]));
            for (const { key, resolve } of asked) {
                const value = held.get(key.toString('latin1'));
                resolve(value === undefined ? undefined : new Uint8Array(value));
            }
        }
        catch (error) {
            for (const { reject } of asked)
                reject(error);
        }
    }
    // Ranges
    async *scan(space, range = {}) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            assertRange(range);
            this.#assertOpen();
            const { limit = Number.POSITIVE_INFINITY } = range;
            if (limit === 0)
                return;
            if (limit <= FIRST_PAGE_ROWS) {
                // One statement is of one moment by itself.
                yield* this.#entries(await this.#connections.run((link) => readPage(link, space, range, { limit })));
                return;
            }
            const snapshot = __addDisposableResource(env_1, await this.#connections.snapshot(), true);
            let behind;
            for (let [left, size] = [limit, FIRST_PAGE_ROWS]; left > 0;) {
                const page = { limit: Math.min(size, left), behind };
                const rows = await readPage(snapshot.link, space, range, page).catch((error) => {
                    this.#assertOpen();
                    // What is gone with its connection cannot be read on from another one.
                    throw pgError(error, 'the database cannot be read on');
                });
                yield* this.#entries(rows);
                if (rows.length < page.limit)
                    return;
                left -= rows.length;
                behind = rows.at(-1)?.key;
                const bytes = rows.reduce((sum, { value }) => sum + value.length, 1);
                size = Math.max(1, Math.min(MAX_PAGE_ROWS, Math.floor((PAGE_BYTES * rows.length) / bytes)));
            }
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            const result_1 = __disposeResources(env_1);
            if (result_1)
                await result_1;
        }
    }
    *#entries(rows) {
        for (const { key, value } of rows) {
            yield [new Uint8Array(key), new Uint8Array(value)];
            // The reader may have closed the store meanwhile.
            this.#assertOpen();
        }
    }
    // Batches
    async apply(changes) {
        const batch = copyChanges(changes);
        this.#assertOpen();
        const bytes = batch.reduce((sum, change) => sum + (change.kind === 'put' ? change.value.length : 0), 0);
        if (this.#waitingBytes > 0 && this.#waitingBytes + bytes > MAX_PG_WAITING_BYTES)
            throw new TalosError('E_STORAGE', 'too much waits for the database');
        this.#waitingBytes += bytes;
        return new Promise((resolve, reject) => {
            this.#waiting.push({ changes: batch, bytes, sinceMs: performance.now(), resolve, reject });
            this.#draining ??= this.#drain();
        });
    }
    /** Commits what waits, group by group. Never rejects. */
    async #drain() {
        // Batches of one turn of the event loop share a commit.
        await Promise.resolve();
        while (this.#waiting.length > 0) {
            const group = this.#nextGroup();
            await this.#commitGroup(group);
            this.#waitingBytes -= group.reduce((sum, { bytes }) => sum + bytes, 0);
        }
        this.#draining = undefined;
    }
    #nextGroup() {
        let bytes = 0;
        const over = this.#waiting.findIndex((each) => {
            bytes += each.bytes;
            return bytes > MAX_GROUP_BYTES;
        });
        return this.#waiting.splice(0, over === -1 ? MAX_GROUP : Math.min(MAX_GROUP, Math.max(1, over)));
    }
    async #commitGroup(group) {
        const waitedMs = performance.now() - (group[0]?.sinceMs ?? 0);
        try {
            const batches = group.map(({ changes }) => changes);
            const deadlineMs = Math.max(MIN_ATTEMPT_MS, PG_DEADLINE_MS - waitedMs);
            const applied = await this.#connections.transaction((link) => applyBatches(link, batches), deadlineMs);
            for (const [at, { resolve }] of group.entries())
                resolve(applied[at] ?? false);
        }
        catch (error) {
            // What the database refuses of one batch must not fail its neighbours.
            if (group.length > 1 && isOfOne(error))
                for (const one of group)
                    await this.#commitGroup([one]);
            else
                for (const { reject } of group)
                    reject(error);
        }
    }
    async [Symbol.asyncDispose]() {
        this.#closing ??= this.#close();
        await this.#closing;
    }
    async #close() {
        await this.#draining;
        while (this.#reads.size > 0)
            await Promise.all(this.#reads);
        await this.#connections[Symbol.asyncDispose]();
    }
}
/** Whether a batch was refused for what it is, so that others of its group may do. */
function isOfOne(error) {
    return isTalosError(error) && isRolledBack(error.cause) && !isConflict(error.cause);
}
