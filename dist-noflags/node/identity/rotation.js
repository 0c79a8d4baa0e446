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
 * Another identity in the place of the one of a data directory. PROTOCOL.md §4.9.
 *
 * ```text
 *  rotation.…tmp   keystore.json, store, ledger, succession.json of the successor are made
 *      │ rename: decided
 *  rotation        the log of the old identity says so, last of all
 *      │           store and ledger of the old one go to former/z6Mk…, those of the new one take their place
 *      │           keystore.json is replaced: from here on the old key is nowhere
 *  (gone)
 * ```
 *
 * A process may die at any step: until it is decided the directory is the old identity's; from then on whoever opens it
 * goes on where it was left, each step being done where it is not done yet.
 *
 * @module
 */
import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { carryOver, waitingMessages } from "../../agent/identity/carry-over.js";
import { putSteps } from "../../agent/identity/succession-book.js";
import { systemClock } from "../../base/clock.js";
import { TalosError } from "../../base/errors.js";
import { isDid } from "../../identity/did.js";
import { Identity } from "../../identity/identity.js";
import { createSuccession, MAX_SUCCESSION_STEPS, verifySuccession, } from "../../identity/succession.js";
import { openLedger } from "../../ledger/journal/open-ledger.js";
import { openRecordSealer } from "../../storage/sealed.js";
import { openRunningAgent } from "../agent.js";
import { DATA_DIR_NAMES, isThere, makeFolders } from "../data-dir.js";
import { syncFolder, writeFileDurably } from "../files/atomic-file.js";
import { makeNewFolder } from "../files/new-folder.js";
import { openMiner } from "../ledger/miner.js";
import { openFileJournal } from "../store/file-journal.js";
import { openLmdbStore } from "../store/lmdb-store.js";
import { openEpochFile } from "./epoch-file.js";
import { withWordsKept } from "./keep-words.js";
import { keystoreLike, openKeystore, readKeystoreHead } from "./keystore-file.js";
const { keystore, ledger: ledgerName, store: storeName, epochKeys, rotation, former, succession } = DATA_DIR_NAMES;
const JOURNAL = 'journal';
/**
 * Replaces the identity of a data directory by a new one, which both sign. Nothing is said to anybody.
 *
 * @throws {TalosError} `E_REFUSED` where messages wait to be sent, unless `force` is set; `E_LIMIT` for a line of too many
 *   steps; what opening keystore, store and ledger throws. The directory is as it was then.
 */
export async function rotateIdentity(options) {
    const { dataDir, passphrase, cost, afterStep = () => undefined } = options;
    await finishRotation(options);
    for (const name of readdirSync(dataDir))
        if (name.startsWith(`.${rotation}.`))
            rmSync(join(dataDir, name), { recursive: true, force: true });
    const nowMs = systemClock.now();
    const opened = openKeystore(dataDir, { passphrase, nowMs });
    const line = await settled(options, opened);
    const next = Identity.generate(opened.name, nowMs);
    const step = createSuccession(opened.identity.signing, next.signing, {
        sequence: line.steps + 1,
        timeMs: Math.max(nowMs, line.afterMs),
    });
    const prepare = async (folder) => {
        await fill(folder, { ...options, old: opened.identity, next, step });
        const like = { passphrase, nowMs, ...(cost === undefined ? {} : { cost }) };
        writeFileDurably(join(folder, keystore), keystoreLike(dataDir, next, like), { replace: false });
        writeFileDurably(join(folder, succession), step.bytes, { replace: false });
        afterStep('prepared');
    };
    const words = next.words();
    await withWordsKept(options.keepWords, words, {
        make: () => makeNewFolder(join(dataDir, rotation), prepare),
        isMade: () => isThere(join(dataDir, rotation)),
    });
    afterStep('decided');
    await finishRotation(options);
    return { step, words };
}
/** Brings the books of the old identity up to its ledger, and says where its line stands. */
async function settled({ dataDir, force = false }, { identity, method, createdMs }) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const agent = __addDisposableResource(env_1, await openRunningAgent({ dataDir, identity, keystore: method.kind, createdMs, isOffline: true }), true);
        const { store, successions, ledger } = agent.core;
        const waiting = await waitingMessages(store);
        if (waiting > 0 && !force)
            throw new TalosError('E_REFUSED', `${waiting} messages wait to be sent, and would never be`, {
                hint: 'talos listen sends what it can; --force gives them up',
                details: { waiting },
            });
        const line = successions.lineTo(identity.did);
        if (line.length >= MAX_SUCCESSION_STEPS)
            throw new TalosError('E_LIMIT', `a line has at most ${MAX_SUCCESSION_STEPS} successions`, {
                hint: 'talos init --force makes an identity that goes on for nobody',
            });
        return { steps: line.length, afterMs: Math.max(ledger.highestTimeMs, (line.at(-1)?.timeMs ?? 0) + 1) };
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
/** Store and ledger of the new identity in `folder`. */
async function fill(folder, { dataDir, old, next, step }) {
    const env_2 = { stack: [], error: void 0, hasError: false };
    try {
        const open = async (at, identity) => {
            const store = await openLmdbStore({ path: join(at, storeName) });
            const place = openEpochFile(join(at, storeName, epochKeys));
            const sealer = await openRecordSealer(store, identity.atRestSecret(), { place, nowMs: systemClock.now() });
            return { store, sealer, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
        };
        const from = __addDisposableResource(env_2, await open(dataDir, old), true);
        const to = __addDisposableResource(env_2, await open(folder, next), true);
        await carryOver(from, to);
        await to.store.apply([putSteps(step.from, [step])]);
        const network = await networkOf(dataDir, from.store, old);
        makeFolders(join(folder, ledgerName));
        const journal = __addDisposableResource(env_2, await openFileJournal(join(folder, ledgerName, JOURNAL)), true);
        const miner = __addDisposableResource(env_2, openMiner(), true);
        const parts = { store: to.store, journal, identity: next, clock: systemClock, mine: miner.mine, network };
        const ledger = __addDisposableResource(env_2, await openLedger(parts), true);
        ledger.append({ type: 'identity', did: next.did, event: 'created' });
        const { from: peer, text } = step;
        await ledger.append({ type: 'identity', did: next.did, event: 'succeeds', peer, succession: text }).durable();
        for (const name of [join(folder, ledgerName), join(folder, storeName), folder])
            syncFolder(name);
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
async function networkOf(dataDir, store, identity) {
    const env_3 = { stack: [], error: void 0, hasError: false };
    try {
        const journal = __addDisposableResource(env_3, await openFileJournal(join(dataDir, ledgerName, JOURNAL)), true);
        const miner = __addDisposableResource(env_3, openMiner(), true);
        const ledger = __addDisposableResource(env_3, await openLedger({ store, journal, identity, clock: systemClock, mine: miner.mine }), true);
        const { name, difficulty } = ledger.network;
        return { name, difficulty };
    }
    catch (e_3) {
        env_3.error = e_3;
        env_3.hasError = true;
    }
    finally {
        const result_3 = __disposeResources(env_3);
        if (result_3)
            await result_3;
    }
}
/**
 * Goes on with a rotation that was decided and not finished; nothing where there is none. Its lock is held.
 *
 * @throws {TalosError} what opening keystore, store and ledger throws; the next opening goes on.
 */
export async function finishRotation(options) {
    const { dataDir, afterStep = () => undefined } = options;
    const pending = join(dataDir, rotation);
    if (!isThere(pending))
        return;
    const head = readKeystoreHead(dataDir);
    // The keystore that is wanted here may be the only one of the new identity.
    if (head === undefined)
        return;
    const step = stepIn(pending);
    if (step !== undefined && head.did === step.from) {
        const place = join(dataDir, former, formerName(step.from));
        makeFolders(place);
        if (!isThere(join(place, storeName)))
            await conclude(options, step);
        afterStep('concluded');
        writeFileDurably(join(place, succession), step.bytes, { replace: true });
        for (const name of [storeName, ledgerName]) {
            if (!isThere(join(place, name)))
                move(join(dataDir, name), join(place, name));
            afterStep(`${name} put aside`);
            if (isThere(join(pending, name)))
                move(join(pending, name), join(dataDir, name));
            afterStep(`${name} in place`);
        }
        for (const folder of [place, join(dataDir, former), pending, dataDir])
            syncFolder(folder);
        renameSync(join(pending, keystore), join(dataDir, keystore));
        afterStep('keystore in place');
        syncFolder(dataDir);
    }
    rmSync(pending, { recursive: true, force: true });
    syncFolder(dataDir);
    afterStep('finished');
}
/** Name of the folder of an earlier identity. */
export function formerName(did) {
    return did.slice('did:key:'.length);
}
/** Whose store and ledger the folder `path` has, where it is one of an earlier identity. */
export function formerOf(path) {
    const step = stepIn(path);
    return step !== undefined && isDid(step.from) ? step.from : undefined;
}
function stepIn(folder) {
    const path = join(folder, succession);
    if (!isThere(path))
        return undefined;
    return verifySuccession(new Uint8Array(readFileSync(path)), { nowMs: Number.MAX_SAFE_INTEGER });
}
/** The last entry of the old log, under the old key. */
async function conclude({ dataDir, passphrase }, { from, to, text }) {
    const env_4 = { stack: [], error: void 0, hasError: false };
    try {
        const { identity } = openKeystore(dataDir, { passphrase, nowMs: systemClock.now() });
        const store = __addDisposableResource(env_4, await openLmdbStore({ path: join(dataDir, storeName) }), true);
        const journal = __addDisposableResource(env_4, await openFileJournal(join(dataDir, ledgerName, JOURNAL)), true);
        const miner = __addDisposableResource(env_4, openMiner(), true);
        const ledger = __addDisposableResource(env_4, await openLedger({ store, journal, identity, clock: systemClock, mine: miner.mine }), true);
        const [last] = await ledger.query({ type: 'identity', last: 1 });
        if (last?.body.type === 'identity' && last.body.event === 'succeeded')
            return;
        await ledger.append({ type: 'identity', did: from, event: 'succeeded', peer: to, succession: text }).durable();
    }
    catch (e_4) {
        env_4.error = e_4;
        env_4.hasError = true;
    }
    finally {
        const result_4 = __disposeResources(env_4);
        if (result_4)
            await result_4;
    }
}
function move(from, to) {
    if (isThere(from))
        renameSync(from, to);
}
