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
 * An identity made again from its 24 words: where the keystore or its passphrase is lost, and on another machine.
 * PROTOCOL.md §4.3.
 *
 * @module
 */
import { join } from 'node:path';
import { systemClock } from "../../base/clock.js";
import { TalosError } from "../../base/errors.js";
import { openLedger } from "../../ledger/journal/open-ledger.js";
import { openRecordSealer } from "../../storage/sealed.js";
import { DATA_DIR_NAMES, isThere, makeDataDir } from "../data-dir.js";
import { openMiner } from "../ledger/miner.js";
import { tryOwnDirectory } from "../local/owner-lock.js";
import { openFileJournal } from "../store/file-journal.js";
import { openLmdbStore } from "../store/lmdb-store.js";
import { openEpochFile } from "./epoch-file.js";
import { makeKeystore } from "./keystore-file.js";
const { keystore, store: storeName, ledger, epochKeys, rotation } = DATA_DIR_NAMES;
/**
 * Makes the keystore of `identity` in `dataDir`. Store and ledger that are there must be those of the same identity, and
 * stay. Durable when it resolves.
 *
 * @param options - As of a new keystore; with `force` a keystore that is there is put under another name first.
 * @throws {TalosError} `E_EXISTS` where there is a keystore, without `force`; `E_LOCKED` while an agent runs;
 *   `E_LEDGER_INVALID` for the ledger of another identity, `E_STORAGE…` for one that cannot be read; `E_REFUSED` where the
 *   identity was about to be replaced. The directory is as it was then.
 */
export async function recoverIdentity(dataDir, options) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        makeDataDir(dataDir);
        const lock = __addDisposableResource(env_1, tryOwnDirectory(dataDir), true);
        if (lock === undefined)
            throw new TalosError('E_LOCKED', `an agent runs in ${dataDir}`, { hint: 'end it, then try again' });
        if (isThere(join(dataDir, keystore)) && options.force !== true)
            throw new TalosError('E_EXISTS', `there is a keystore in ${dataDir}`, {
                hint: '--force puts it under another name; store and ledger stay',
            });
        if (isThere(join(dataDir, rotation)))
            throw new TalosError('E_REFUSED', 'the identity of this directory is being replaced by another', {
                hint: 'any other command finishes that; it needs the keystore that is there',
            });
        const hasData = [storeName, ledger].some((name) => isThere(join(dataDir, name)));
        if (hasData)
            await assertOwn(dataDir, options.identity);
        const { backup } = makeKeystore(dataDir, { ...options, keepsData: true });
        return { backup, hasData };
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
/** Opens store and ledger as `identity` would, and changes nothing that its agent would not. */
async function assertOwn(dataDir, identity) {
    const env_2 = { stack: [], error: void 0, hasError: false };
    try {
        const path = join(dataDir, storeName);
        if (!isThere(path) || !isThere(join(dataDir, ledger, 'journal')))
            throw new TalosError('E_STORAGE_CORRUPT', `${dataDir} has a store without a ledger, or a ledger without a store`, {
                hint: 'restore both from a backup, or move them away to begin without them',
            });
        const store = __addDisposableResource(env_2, await openLmdbStore({ path }), true);
        const journal = __addDisposableResource(env_2, await openFileJournal(join(dataDir, ledger, 'journal')), true);
        const miner = __addDisposableResource(env_2, openMiner(), true);
        const _ledger = __addDisposableResource(env_2, await openLedger({ store, journal, identity, clock: systemClock, mine: miner.mine }), true);
        const place = openEpochFile(join(path, epochKeys));
        await openRecordSealer(store, identity.atRestSecret(), { place, nowMs: systemClock.now() });
    }
    catch (e_2) {
        env_2.error = e_2;
        env_2.hasError = true;
    }
    finally {
        const result_2 = __disposeResources(env_2);
        if (result_2)
            await result_2;
    }
}
