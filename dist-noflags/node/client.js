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
 * `TalosClient.create` on Node: an identity and a running agent in a folder of its own.
 *
 * @module
 */
import { join } from 'node:path';
import { TalosClient as NeutralClient } from "../agent/client/client.js";
import { assertText, membersOf } from "../base/caller-mistakes.js";
import { systemClock } from "../base/clock.js";
import { isTalosError, TalosError } from "../base/errors.js";
import { initCrypto } from "../crypto/init.js";
import { Identity } from "../identity/identity.js";
import { openRunningAgent } from "./agent.js";
import { optionsOf, TalosConfig } from "./config.js";
import { makeDataDir, resolveDataDir } from "./data-dir.js";
import { createKeystore, openKeystore, readKeystoreHead } from "./identity/keystore-file.js";
import { finishPending } from "./identity/pending-rotation.js";
import { serveLocal } from "./local/local-socket.js";
import { tryOwnDirectory } from "./local/owner-lock.js";
import { formatOwnerNote, makeSocketPath } from "./local/socket-path.js";
/** Where nothing is configured. */
const LOOPBACK = { host: '127.0.0.1', port: 0 };
/** The SDK's client on Node. */
export class TalosClient extends NeutralClient {
    /**
     * Opens the client `name`: makes its identity where there is none, owns its data directory, starts its agent. It
     * listens on any free port of the loopback interface unless `config`, `host` and `port` say otherwise, once it has to.
     *
     * @throws {TypeError} for options of another form.
     * @throws {RangeError} for a name that is none.
     * @throws {TalosError} `E_LOCKED` if another process owns the directory; `E_PASSPHRASE`, `E_KEYSTORE`, `E_STORAGE…`.
     */
    static async create(name, options = {}) {
        assertText(name, 'name');
        const { config, dataDir = folderOf(name), passphrase, ...chosen } = checked(options);
        await initCrypto();
        makeDataDir(dataDir);
        const createdMs = systemClock.now();
        if (readKeystoreHead(dataDir) === undefined)
            createMissing(dataDir, name, createdMs, passphrase);
        const lock = ownedLock(dataDir);
        try {
            await finishPending(dataDir, passphrase);
            const opened = openKeystore(dataDir, {
                nowMs: systemClock.now(),
                ...(passphrase === undefined ? {} : { passphrase }),
            });
            const agent = await openRunningAgent({
                ...(config === undefined ? LOOPBACK : optionsOf(config)),
                ...chosen,
                dataDir,
                identity: opened.identity,
                keystore: opened.method.kind,
                createdMs: opened.createdMs,
            });
            // Commands on this data directory (`talos status`, `capabilities revoke`, …) find this agent.
            const local = await announce(dataDir, lock, agent);
            return new TalosClient({
                agent,
                core: agent.core,
                messenger: () => agent.messenger(),
                listen: () => agent.listen(),
                close: async () => {
                    await local[Symbol.asyncDispose]();
                    await agent[Symbol.asyncDispose]();
                    lock.release();
                },
                ...(config === undefined || config.server === '' ? {} : { server: config.server }),
            });
        }
        catch (error) {
            lock.release();
            throw error;
        }
    }
    /**
     * Replaces the identity of a client that is not open by a new one, which both sign; peers follow, and see it.
     *
     * @throws {TypeError} for options of another form; {RangeError} for a name that is none.
     * @throws {TalosError} `E_LOCKED` while a process owns the directory; `E_NO_IDENTITY`; `E_REFUSED` where messages wait to
     *   be sent, unless `force` is set; `E_LIMIT`; `E_PASSPHRASE`, `E_KEYSTORE`, `E_STORAGE…`. The directory is as it was then.
     */
    static async rotateIdentity(name, options = {}) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            assertText(name, 'name');
            const kinds = { dataDir: 'text?', passphrase: 'text?', force: 'boolean?' };
            const given = membersOf(options, 'options', kinds);
            const { dataDir = folderOf(name), passphrase, force = false } = given;
            await initCrypto();
            if (readKeystoreHead(dataDir) === undefined)
                throw new TalosError('E_NO_IDENTITY', `there is no identity in ${dataDir}`);
            const _lock = __addDisposableResource(env_1, ownedLock(dataDir), true);
            const { rotateIdentity } = await import('./identity/rotation.ts');
            const { step, words } = await rotateIdentity({ dataDir, passphrase, force });
            return { from: step.from, did: step.to, words };
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
/** @throws {TypeError} */
function checked(options) {
    const given = membersOf(options, 'options', {
        config: 'object?',
        dataDir: 'text?',
        passphrase: 'text?',
        durability: 'text?',
        network: 'object?',
        host: 'text?',
        port: 'number?',
        onNotice: 'function?',
        resolvers: 'object?',
    });
    if (given.config !== undefined && !(given.config instanceof TalosConfig))
        throw new TypeError('options.config must be a TalosConfig');
    return given;
}
/** @throws {TalosError} `E_LOCKED`. */
function ownedLock(dataDir) {
    const lock = tryOwnDirectory(dataDir);
    if (lock !== undefined)
        return lock;
    throw new TalosError('E_LOCKED', `another process owns ${dataDir}`, { hint: 'end it, or use another dataDir' });
}
async function announce(dataDir, lock, agent) {
    try {
        const socket = await makeSocketPath(dataDir);
        const local = await serveLocal(Promise.resolve(agent), socket);
        lock.write(formatOwnerNote({ pid: process.pid, socket }));
        return local;
    }
    catch (error) {
        await agent[Symbol.asyncDispose]();
        throw error;
    }
}
function createMissing(dataDir, name, createdMs, passphrase) {
    const identity = Identity.generate(name, createdMs);
    try {
        createKeystore(dataDir, { identity, createdMs, passphrase });
    }
    catch (error) {
        // Another process made one at the same time: that one is used.
        if (!isTalosError(error, 'E_EXISTS'))
            throw error;
    }
}
/** The name as a folder: anything but letters, digits, `.`, `-` and `_` is refused, as it could lead elsewhere. */
function folderOf(name) {
    if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$/.test(name))
        throw new RangeError('name must be letters, digits, ".", "-" and "_", at most 64; or give dataDir');
    return join(resolveDataDir(undefined, process.env, process.cwd()), 'clients', name);
}
