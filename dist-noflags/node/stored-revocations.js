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
 * The revocation lists in the directory of an agent that does not run.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadRevocations } from "../agent/authority/revocation-load.js";
import { TalosError } from "../base/errors.js";
import { RevocationSet } from "../capability/revocations.js";
import { DATA_DIR_NAMES } from "./data-dir.js";
import { tryOwnDirectory } from "./local/owner-lock.js";
import { openLmdbStore } from "./store/lmdb-store.js";
/**
 * What is known there as revoked; `undefined` where there is no store.
 *
 * @throws {TalosError} `E_LOCKED` where somebody owns it after all; `E_STORAGE…`.
 */
export async function storedRevocations(dataDir) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const path = join(dataDir, DATA_DIR_NAMES.store);
        if (!existsSync(join(path, 'format')))
            return undefined;
        const lock = __addDisposableResource(env_1, tryOwnDirectory(dataDir), true);
        if (lock === undefined)
            throw new TalosError('E_LOCKED', 'the data directory has just been taken by another process');
        const store = __addDisposableResource(env_1, await openLmdbStore({ path }), true);
        const revocations = new RevocationSet();
        const { singles } = await loadRevocations(store, revocations);
        // Those of development versions, which become items when an agent is opened on them.
        for (const { issuer, id } of singles)
            revocations.add(issuer, { n: 1, revoked: { kind: 'token', id } });
        return revocations;
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
