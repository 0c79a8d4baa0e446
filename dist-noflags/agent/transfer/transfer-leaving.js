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
 * Files for peers that are away: left at their mailboxes letter by letter, as far as they are small enough. What was left is
 * on record, so that a process that ends goes on behind it. PROTOCOL.md §7.6.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { fromHex, toHex } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { RateCounter } from "../../base/rate-counter.js";
import { Sha256 } from "../../crypto/hash.js";
import { placeOf, planChunks, planPieces } from "../../transfer/chunks.js";
import { MAX_PARCEL_BYTES, MAX_PARCELS, PIECE_CHUNKS } from "../../transfer/limits.js";
import { refusalOf } from "../tunnel/tunnel-wire.js";
import { endLetter, goneLetter, lettersOf, offerLetter, pieceLetter } from "./transfer-mail.js";
import { isFinal } from "./transfer-runs.js";
import { changed, openedSource } from "./transfer-sending.js";
/** A file that was left and not answered is left again after so long, in milliseconds: a mailbox may lose one. */
export const LEAVE_AGAIN_MS = 86_400_000;
/** After a mailbox has refused, or was not there, so long nothing is left for that peer, in milliseconds. */
export const LEAVE_PAUSE_MS = 300_000;
/** Times in an hour that one peer has what it lacks left again. */
export const ASKS_AN_HOUR = 10;
/** Peers whose pauses are remembered. */
const MAX_PAUSED = 1024;
/** Why one is not left any further. */
const stopped = () => new TalosError('E_CLOSED', 'the file goes another way');
/** See the module comment. */
export class TransferLeaving {
    #terms;
    #passes = new Map();
    #leaving = new Map();
    /** Until when nothing is left, milliseconds since 1970. */
    #pauses = new BoundedMap(MAX_PAUSED);
    #asks;
    #replies = new Set();
    #isClosed = false;
    constructor(terms) {
        this.#terms = terms;
        this.#asks = new RateCounter(ASKS_AN_HOUR, 3_600_000, terms.core.clock);
    }
    /** Leaves what waits for a peer that is away, as far as it may; one pass at a time. Never rejects. */
    leave(peer) {
        const running = this.#passes.get(peer);
        if (running !== undefined)
            return running;
        const pass = this.#pass(peer).finally(() => this.#passes.delete(peer));
        this.#passes.set(peer, pass);
        return pass;
    }
    async #pass(peer) {
        const { core, mail } = this.#terms;
        if (this.#isOver() || (this.#pauses.get(peer) ?? 0) > core.clock.now())
            return;
        try {
            if (this.#next(peer) === undefined)
                return;
            if (!(await mail.hasMailbox(peer)))
                return this.#pause(peer);
            for (let next = this.#next(peer); next !== undefined && !this.#isOver(); next = this.#next(peer))
                if (!(await this.#leaveOne(next)))
                    return;
        }
        catch (error) {
            if (!isTalosError(error))
                throw error;
            this.#pause(peer);
        }
    }
    #isOver() {
        return this.#isClosed;
    }
    #pause(peer) {
        this.#pauses.set(peer, this.#terms.core.clock.now() + LEAVE_PAUSE_MS);
    }
    /** The next file that may be left: of those that wait, within what a mailbox is to hold. */
    #next(peer) {
        const { book, core, runs } = this.#terms;
        const own = book.open.filter((record) => record.direction === 'sent' && record.peer === peer);
        const begun = own.filter(({ left = 0 }) => left > 0);
        const room = MAX_PARCEL_BYTES - begun.reduce((sum, { size }) => sum + size, 0);
        const mayBegin = begun.length < MAX_PARCELS;
        return own.find(({ id, state, size, left = 0, leftAtMs = 0 }) => {
            if (state !== 'waiting' || runs.has(id) || size > MAX_PARCEL_BYTES)
                return false;
            if (left === 0)
                return mayBegin && size <= room;
            return leftAtMs === 0 || Math.abs(core.clock.now() - leftAtMs) > LEAVE_AGAIN_MS;
        });
    }
    /** @returns Whether others of the peer may follow. */
    async #leaveOne(record) {
        const { id } = record;
        const stop = new AbortController();
        const work = this.#letters(record, stop.signal);
        this.#leaving.set(id, { stop, done: work.catch(() => undefined) });
        try {
            await work;
            return true;
        }
        catch (error) {
            if (stop.signal.aborted)
                return false;
            if (!(error instanceof SourceFault))
                throw error;
            await this.#lost(record, error.code);
            return true;
        }
        finally {
            this.#leaving.delete(id);
        }
    }
    /** The source is not the one that was to be sent any more. */
    async #lost(record, code) {
        const { book, runs, core } = this.#terms;
        // What lies in the mailbox whole needs it no more: it is not left again.
        if ((record.leftAtMs ?? 0) > 0)
            return void (await book.step(record.id, ['waiting'], { leftAtMs: core.clock.now() }));
        const isBegun = (book.get(record.id)?.left ?? 0) > 0;
        await runs.fail(record, code);
        if (isBegun)
            this.tellGone(record, code);
    }
    async #letters(given, signal) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { book, mail, core, room, chainFor } = this.#terms;
            const { id, peer, size, salt } = given;
            const source = __addDisposableResource(env_1, await ofSource(() => openedSource(room, given)), true);
            const sha256 = await ofSource(() => wholeHash(source, size, signal));
            const plan = planPieces(size);
            const total = lettersOf(size);
            const first = (given.leftAtMs ?? 0) > 0 ? 0 : Math.min(given.left ?? 0, total - 1);
            for (let at = first; at < total; at++) {
                signal.throwIfAborted();
                const isEnd = at === total - 1;
                if (at === 0)
                    await mail.leave(peer, offerLetter(given, chainFor(peer)));
                else if (isEnd) {
                    await ofSource(async () => {
                        if (!(await source.isUnchanged()))
                            throw changed();
                    });
                    const chunks = planChunks(size).count;
                    await mail.leave(peer, endLetter(given, { size, chunks, hash: fromHex(sha256), salt: fromHex(salt) }));
                }
                else {
                    const { offset, length } = placeOf(plan, at - 1);
                    const bytes = await ofSource(() => readAll(source, offset, length));
                    await mail.leave(peer, pieceLetter(given, at - 1, bytes));
                }
                const leftAtMs = isEnd ? core.clock.now() : 0;
                // It is over, or goes the direct way by now.
                if ((await book.step(id, ['waiting'], { left: at + 1, leftAtMs, sha256 })) === undefined)
                    return;
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
    /** The direct way is open: no further letter of it is left. @returns When none is being left any more. */
    async stop(id) {
        const running = this.#leaving.get(id);
        running?.stop.abort(stopped());
        await running?.done;
    }
    /** The peer lacks the file from chunk `from` on. @returns Whether it is to be left again. */
    async asked(record, from) {
        const { book } = this.#terms;
        if (record.size > MAX_PARCEL_BYTES || from > planChunks(record.size).count || !this.#asks.take(record.peer))
            return false;
        this.#pauses.delete(record.peer);
        this.#leaving.get(record.id)?.stop.abort(stopped());
        const step = { state: 'waiting', left: 1 + Math.floor(from / PIECE_CHUNKS), leftAtMs: 0 };
        return (await book.step(record.id, ['waiting', 'offered'], step)) !== undefined;
    }
    /** What was left for `peer` may not open there: all of it is left again. */
    async again(peer) {
        const { book } = this.#terms;
        for (const { id, left = 0 } of book.open.filter((record) => record.direction === 'sent' && record.peer === peer))
            if (left > 0)
                await book.step(id, ['waiting'], { left: 0, leftAtMs: 0 });
        this.#pauses.delete(peer);
    }
    /** Leaves a letter in the background, where there is a mailbox. Whoever waits for it hears another way otherwise. */
    post(peer, letter) {
        if (this.#isClosed || this.#replies.size >= MAX_PARCELS)
            return;
        const { mail } = this.#terms;
        const reply = (async () => {
            try {
                if (await mail.hasMailbox(peer))
                    await mail.leave(peer, letter);
            }
            catch (error) {
                if (!isTalosError(error))
                    throw error;
            }
        })();
        this.#replies.add(reply);
        void reply.finally(() => this.#replies.delete(reply));
    }
    /** Tells the peer by its mailbox that a transfer is over. */
    tellGone({ id, peer }, code) {
        this.post(peer, goneLetter(id, refusalOf(code)));
    }
    /** Nothing more is left; what is under way is waited for. */
    async close() {
        this.#isClosed = true;
        for (const { stop } of this.#leaving.values())
            stop.abort(stopped());
        await Promise.allSettled([...this.#passes.values(), ...this.#replies]);
    }
}
async function wholeHash(source, size, signal) {
    const hash = new Sha256();
    const plan = planPieces(size);
    for (let index = 0; index < plan.count; index++) {
        signal.throwIfAborted();
        const { offset, length } = placeOf(plan, index);
        hash.update(await readAll(source, offset, length));
    }
    return toHex(hash.digest());
}
async function readAll(source, offset, length) {
    const bytes = length === 0 ? new Uint8Array(0) : await source.read(offset, length);
    if (bytes.length !== length)
        throw changed();
    return bytes;
}
/** A fault of the source, told apart from the same codes of a mailbox. */
class SourceFault extends Error {
    code;
    constructor(cause) {
        super(cause.message, { cause });
        this.code = cause.code;
    }
}
async function ofSource(work) {
    try {
        return await work();
    }
    catch (error) {
        if (isTalosError(error) && isFinal(error))
            throw new SourceFault(error);
        throw error;
    }
}
