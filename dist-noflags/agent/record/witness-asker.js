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
 * Asking witnesses to cosign the newest checkpoint: services by C2SP `tlog-witness`, peers by showing them. PROTOCOL.md
 * §9.9.
 *
 * @module
 */
import { isTalosError, TalosError } from "../../base/errors.js";
import { deadline, Mutex } from "../../base/lifetime.js";
import { parseDid } from "../../identity/did.js";
import { cosignedNote, parseWitnessKey, readCosignatureLines, readCosigned, } from "../../ledger/log/cosignature.js";
import { formatAddCheckpoint } from "../../witness/add-checkpoint.js";
import { WITNESS_TALK_MS } from "./witness-schedule.js";
/** Tries with one service: with the size that is known, and with the one that it then says. */
const MAX_TRIES = 3;
/** See the module comment. */
export class WitnessAsker {
    #parts;
    #turns = new Mutex();
    /** Witnesses answer at the same time, and each cosignature is added to those that are kept. */
    #keeping = new Mutex();
    constructor(parts) {
        this.#parts = parts;
    }
    /**
     * Asks every witness that has not the newest checkpoint; what came of it is in the list.
     *
     * @throws {TalosError} `E_STORAGE…`.
     * @throws The reason of `signal`.
     */
    ask(signal) {
        return this.#turns.run(async () => {
            const { list, log } = this.#parts;
            const newest = await log.newest();
            const due = (await list.all()).filter(({ size, failure }) => size !== newest.size || failure !== '');
            if (newest.size === 0)
                return;
            await Promise.all(due.map((witness) => this.#askOne(witness, newest, signal)));
        }, signal);
    }
    async #askOne(witness, newest, signal) {
        const { core, list } = this.#parts;
        try {
            const cosigned = witness.url === '' ? undefined : await this.#cosigned(witness, newest, signal);
            if (witness.url === '')
                await this.#shown(witness, newest, signal);
            const done = { ...witness, size: newest.size, atMs: core.clock.now(), failure: '' };
            if (cosigned === undefined)
                await list.noted(done);
            else
                await this.#keeping.run(async () => list.noted(done, await this.#withOthers(newest, cosigned)));
        }
        catch (error) {
            // Who was not waited for has not failed.
            signal.throwIfAborted();
            if (!isTalosError(error) || error.code.startsWith('E_STORAGE'))
                throw error;
            const failure = `${error.code}: ${error.message}`;
            // Told once, not at each try.
            if (failure !== witness.failure)
                core.notice('network', `the witness ${witness.id} did not cosign: ${failure}`);
            await list.noted({ ...witness, failure });
        }
    }
    /** Shows a peer the checkpoint. @throws {TalosError} where it does not keep it then. */
    async #shown({ id }, newest, signal) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { exchange } = this.#parts;
            const peer = parseDid(id);
            const limit = __addDisposableResource(env_1, deadline(signal, WITNESS_TALK_MS), false);
            await exchange.talk(peer, limit.signal);
            const { outcome = 'silent', code = 'no answer' } = exchange.standing(peer) ?? {};
            if (outcome !== 'agreed' || exchange.keptBy(peer)?.note !== newest.note)
                throw new TalosError('E_REFUSED', outcome === 'silent' ? `the peer does not answer (${code})` : `it is ${outcome}`);
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    async #cosigned(witness, newest, signal) {
        const { log, post } = this.#parts;
        let oldSize = witness.size;
        for (let tries = 0; tries < MAX_TRIES; tries++) {
            if (oldSize > newest.size)
                throw behind(oldSize);
            const body = formatAddCheckpoint({ oldSize, path: await log.path(oldSize, newest.size), note: newest.note });
            const answer = await post(`${witness.url}/add-checkpoint`, body, signal);
            if (answer.status === 200)
                return cosignatureIn(answer.body, witness, newest);
            if (answer.status !== 409)
                throw refusalOf(answer.status);
            const size = /^(0|[1-9][0-9]{0,15})\n$/.exec(answer.body)?.[1];
            if (size === undefined)
                throw new TalosError('E_PROTOCOL', 'the witness names no size');
            oldSize = Number(size);
        }
        throw new TalosError('E_PROTOCOL', 'the witness names another size each time');
    }
    /** The checkpoint with this cosignature and those that others gave before. */
    async #withOthers(newest, cosigned) {
        const { list } = this.#parts;
        const before = (await list.cosignedAt(newest.size)) ?? newest.note;
        const others = (await list.all()).filter(({ key }) => key !== '').map(({ key }) => parseWitnessKey(key));
        const held = readCosigned(before, newest.author, others)?.cosignatures ?? [];
        const kept = held.filter(({ witness }) => witness.name !== cosigned.witness.name);
        return { size: newest.size, note: cosignedNote(newest.note, [...kept, cosigned]) };
    }
}
function cosignatureIn(lines, { key }, { note }) {
    const [cosignature] = readCosignatureLines(note, lines, [parseWitnessKey(key)]) ?? [];
    if (cosignature === undefined)
        throw new TalosError('E_PROOF_INVALID', 'the answer of the witness holds no cosignature of its key');
    return cosignature;
}
function behind(size) {
    return new TalosError('E_EQUIVOCATION', `the witness cosigned a log of ${size} entries before, this one is shorter: this data directory is an older copy`);
}
const MEANINGS = {
    403: 'it does not take the signature of this agent',
    404: 'it does not know the log of this agent',
    422: 'it has seen another history of this log',
};
function refusalOf(status) {
    if (status === 429 || status === 503)
        return new TalosError('E_RATE_LIMITED', `the witness is busy (${status})`);
    return new TalosError('E_REFUSED', `the witness refused: ${MEANINGS[status] ?? 'HTTP status'} (${status})`);
}
