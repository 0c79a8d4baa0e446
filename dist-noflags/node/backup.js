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
/**
 * A copy of a data directory that is in use: each file as of one moment, and the moments in the order that makes the copy
 * what a crash could have left. PROTOCOL.md §10.5.
 *
 * @module
 */
import { constants, mkdirSync, rmSync, statSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { equalBytes } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { DATA_DIR_NAMES } from "./data-dir.js";
import { isSystemError, syncFolder } from "./files/atomic-file.js";
import { makeNewFolder } from "./files/new-folder.js";
import { journalHead } from "./store/journal-head.js";
import { storageError } from "./store/lmdb-errors.js";
/** Copies of the store that are made at most, where its keys are replaced meanwhile: that is a minute apart at least. */
export const MAX_COPIES = 5;
/** Bytes of the journal that are copied at once. */
const PIECE_BYTES = 1024 * 1024;
const { keystore, keyFile, config, permissions, ledger, store: storeName, epochKeys } = DATA_DIR_NAMES;
/**
 * Copies the data directory into the new folder `path`.
 *
 * @returns The bytes of its files.
 * @throws {TalosError} `E_FILE_EXISTS`; `E_NOT_FOUND` where there is no folder to make it in; `E_STORAGE…`. Nothing is left then.
 */
export async function makeBackup(parts, path, signal) {
    try {
        let bytes = 0;
        await makeNewFolder(path, async (folder) => {
            bytes = await new Backup(parts, folder, signal).make();
        });
        return bytes;
    }
    catch (error) {
        signal?.throwIfAborted();
        if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR'))
            throw new TalosError('E_NOT_FOUND', `there is no folder ${dirname(path)}`, { cause: error });
        if (isSystemError(error, 'ENOTEMPTY') || isSystemError(error, 'EEXIST'))
            throw new TalosError('E_FILE_EXISTS', `something took the name ${path} meanwhile`, { cause: error });
        throw storageError(error, 'the backup cannot be made');
    }
}
class Backup {
    #parts;
    #folder;
    #signal;
    #bytes = 0;
    constructor(parts, folder, signal) {
        this.#parts = parts;
        this.#folder = folder;
        this.#signal = signal;
    }
    async make() {
        for (const name of [keystore, keyFile, config, permissions]) {
            const content = await this.#read(name);
            if (content !== undefined)
                await this.#write(name, [content]);
        }
        await this.#copyStore();
        // After the store: it may say less than the journal, as after a crash, and never more.
        mkdirSync(join(this.#folder, ledger), { mode: 0o700 });
        await this.#write(join(ledger, 'journal'), this.#journal());
        for (const name of [ledger, storeName, ''])
            syncFolder(join(this.#folder, name));
        return this.#bytes;
    }
    /** The keys that the records of the copy lie under were there before it and after it: they were not replaced. */
    async #copyStore() {
        const keysName = join(storeName, epochKeys);
        for (let copies = 0; copies < MAX_COPIES; copies++) {
            const folder = join(this.#folder, storeName);
            rmSync(folder, { recursive: true, force: true });
            mkdirSync(folder, { mode: 0o700 });
            const before = await this.#read(keysName);
            await this.#parts.store.copyTo(folder);
            this.#signal?.throwIfAborted();
            const after = await this.#read(keysName);
            if (!isSame(before, after))
                continue;
            if (before !== undefined)
                await this.#write(keysName, [before]);
            this.#bytes += statSync(join(folder, 'data.mdb')).size;
            return;
        }
        throw new TalosError('E_STORAGE', 'the keys of the store were replaced during each copy of it', {
            hint: 'try again when the agent has less to do, or end it before',
        });
    }
    /** Head and records, up to what is durable. */
    async *#journal() {
        const { journal } = this.#parts;
        await journal.sync();
        const { start, durableSize } = journal;
        if (start > 0)
            yield journalHead(start);
        for (let at = start; at < durableSize; at += PIECE_BYTES)
            yield await journal.readAt(at, Math.min(PIECE_BYTES, durableSize - at));
    }
    async #read(name) {
        try {
            return await readFile(join(this.#parts.dataDir, name));
        }
        catch (error) {
            if (isSystemError(error, 'ENOENT'))
                return undefined;
            throw storageError(error, `${name} cannot be read`);
        }
    }
    async #write(name, pieces) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const file = __addDisposableResource(env_1, await created(join(this.#folder, name)), true);
            for await (const piece of pieces) {
                this.#signal?.throwIfAborted();
                await file.handle.appendFile(piece);
                this.#bytes += piece.length;
            }
            await file.handle.sync();
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
}
async function created(path) {
    const handle = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    return { handle, [Symbol.asyncDispose]: () => handle.close() };
}
function isSame(left, right) {
    return left === undefined || right === undefined ? left === right : equalBytes(left, right);
}
