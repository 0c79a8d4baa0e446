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
import { ERROR_CODES, isTalosError, REFUSALS, TalosError } from "../base/errors.js";
import { deadline, Mutex } from "../base/lifetime.js";
import { decodeCbor, encodeCbor } from "../codec/cbor.js";
import { isFields, readChoice, readInteger, readString } from "../codec/fields.js";
import { FRAME_TYPES } from "./frame.js";
/** Requests of one link that may be unanswered at a time: more are not read. PROTOCOL.md §6.4. */
export const MAX_REQUESTS_IN_FLIGHT = 16;
/** How long an answer may take, in milliseconds, unless the caller says otherwise. */
export const REQUEST_TIMEOUT_MS = 10_000;
/** Pushes that may wait for their receiver; a server that says more breaks the protocol. PROTOCOL.md §6.4. */
export const MAX_PUSHES_WAITING = 64;
/** Bytes of pushes that may wait for their receiver. PROTOCOL.md §6.4. */
export const MAX_PUSH_BYTES_WAITING = 16 * 1024 * 1024;
/** Longest name of an operation, in characters. */
export const MAX_OPERATION_CHARACTERS = 32;
const VERSION = 1;
const MAX_N = 0xffffffff;
const OPERATION = /^[a-z-]+$/;
/** Names that the frame of a request or an answer has for itself. */
const OWN_NAMES = ['v', 'n', 'op', 'word'];
/** Serves the requests that come on `link`. What is no request ends the link with `E_MALFORMED` or `E_PROTOCOL`. */
export function serveRequests(link, terms) {
    const inFlight = new Map();
    const respond = async (n, op, fields) => {
        const answer = await answered({ n, op, fields }, terms, link.remoteAddress);
        try {
            send(link, answer);
            // Who does not take answers gets none: the request stays in flight until they have left.
            await link.drained();
        }
        catch {
            // The link has ended, or holds all that it may: then it ends.
            await link.close();
        }
        inFlight.delete(n);
    };
    link.onFrame(async (frame) => {
        const { n, op, fields } = readFrame(frame);
        if (n === undefined || op === undefined)
            throw new TalosError('E_PROTOCOL', 'not a request');
        if (inFlight.has(n))
            throw new TalosError('E_PROTOCOL', 'two requests of one number');
        inFlight.set(n, respond(n, op, fields));
        if (inFlight.size >= MAX_REQUESTS_IN_FLIGHT)
            await Promise.race(inFlight.values());
    });
    return {
        push: (op, fields) => send(link, encoded({ op }, fields)),
        ended: link.closed.then(async () => {
            await Promise.all(inFlight.values());
        }),
    };
}
async function answered({ n, op, fields }, terms, from) {
    const startMs = performance.now();
    let word;
    let cause;
    try {
        return encoded({ n }, await terms.answer(op, fields));
    }
    catch (error) {
        if (!isTalosError(error) || error.code === 'E_INTERNAL' || error.code.startsWith('E_STORAGE'))
            terms.onFault?.(error);
        cause = error;
        word = refusalOf(error);
        return encodeCbor({ v: VERSION, n, word });
    }
    finally {
        terms.onAnswered?.({ op, word, cause, ms: performance.now() - startMs, from });
    }
}
/**
 * The word that a peer is told for `error`: that of an `E_REFUSED` is its `details.reason`, that of any other code what
 * the table of codes says; `failed` for the rest.
 */
export function refusalOf(error) {
    if (!isTalosError(error))
        return 'failed';
    const told = error.code === 'E_REFUSED' ? error.details['reason'] : ERROR_CODES[error.code].peer;
    return REFUSALS.find((word) => word === told) ?? 'failed';
}
/** An `E_REFUSED` that tells the peer `word`. */
export function refused(word, message) {
    return new TalosError('E_REFUSED', message, { details: { reason: word } });
}
/** Makes `link` one to ask over; it is the asker's from now on. */
export function askOver(link, terms = {}) {
    return new Asker(link, terms);
}
class Asker {
    closed;
    #link;
    #terms;
    #pending = new Map();
    /** Those that wait until fewer are unanswered, in order. */
    #queue = [];
    #pushes = new Mutex();
    #pushesWaiting = 0;
    #pushBytesWaiting = 0;
    #next = 1;
    #end;
    constructor(link, terms) {
        this.#link = link;
        this.#terms = terms;
        link.onFrame((frame) => this.#receive(frame));
        this.closed = link.closed.then((reason) => {
            this.#finish(reason ?? new TalosError('E_UNREACHABLE', 'the server ended the link'));
            return reason;
        });
    }
    async ask(op, fields, signal) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const limit = __addDisposableResource(env_1, deadline(signal, this.#terms.timeoutMs ?? REQUEST_TIMEOUT_MS), false);
            limit.signal.throwIfAborted();
            const answer = new Promise((resolve, reject) => {
                const start = () => {
                    if (this.#end !== undefined)
                        return reject(this.#end);
                    this.#send(op, fields, { resolve, reject }, limit.signal);
                };
                if (this.#pending.size < MAX_REQUESTS_IN_FLIGHT)
                    return start();
                this.#queue.push(start);
                limit.signal.addEventListener('abort', () => {
                    this.#drop(start);
                    reject(limit.signal.reason);
                });
            });
            return await answer;
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    #send(op, fields, pending, signal) {
        const n = this.#next;
        this.#next = n === MAX_N ? 1 : n + 1;
        try {
            this.#link.send(FRAME_TYPES.data, encoded({ n, op }, fields));
        }
        catch (error) {
            // Why the link has ended says more than that it has.
            if (isTalosError(error, 'E_CLOSED'))
                void this.closed.then(() => pending.reject(this.#end ?? error));
            else
                pending.reject(error);
            return;
        }
        this.#pending.set(n, pending);
        signal.addEventListener('abort', () => {
            // Its answer may still come, and is nobody's then.
            if (this.#take(n) !== undefined)
                pending.reject(signal.reason);
        });
    }
    /** The request of number `n`, which is over; the next in line has its place. */
    #take(n) {
        const pending = this.#pending.get(n);
        if (!this.#pending.delete(n))
            return undefined;
        this.#queue.shift()?.();
        return pending;
    }
    #drop(start) {
        const at = this.#queue.indexOf(start);
        if (at >= 0)
            this.#queue.splice(at, 1);
    }
    #receive(frame) {
        const { n, op, fields } = readFrame(frame);
        if ((n === undefined) === (op === undefined))
            throw new TalosError('E_PROTOCOL', 'neither an answer nor a push');
        if (n === undefined)
            return this.#pushed(op ?? '', fields, frame.payload.length);
        if (!this.#wasAsked(n))
            throw new TalosError('E_PROTOCOL', 'an answer to no request');
        const refusal = Object.hasOwn(fields, 'word') ? errorOf(readChoice(fields['word'], REFUSALS, 'word')) : undefined;
        const pending = this.#take(n);
        if (refusal === undefined)
            pending?.resolve(fields);
        else
            pending?.reject(refusal);
    }
    #wasAsked(n) {
        return this.#pending.has(n) || (n >= 1 && n < this.#next);
    }
    #pushed(op, fields, bytes) {
        const { onPush } = this.#terms;
        if (onPush === undefined)
            throw new TalosError('E_PROTOCOL', 'the server says what nobody asked for');
        this.#pushesWaiting += 1;
        this.#pushBytesWaiting += bytes;
        if (this.#pushesWaiting > MAX_PUSHES_WAITING || this.#pushBytesWaiting > MAX_PUSH_BYTES_WAITING)
            throw new TalosError('E_LIMIT', 'more of the server waits to be heard than is kept');
        this.#pushes
            .run(() => (this.#end === undefined ? onPush(op, fields) : undefined))
            .then(() => {
            this.#pushesWaiting -= 1;
            this.#pushBytesWaiting -= bytes;
        }, (error) => this.#fail(error));
    }
    #fail(error) {
        this.#finish(isTalosError(error) ? error : new TalosError('E_INTERNAL', 'a push could not be handled', { cause: error }));
        // What ends it is told to those who wait; that the link ends then is no further failure.
        this.#link.close().catch(() => undefined);
    }
    #finish(reason) {
        this.#end ??= reason;
        const pending = [...this.#pending.values()];
        this.#pending.clear();
        for (const each of pending)
            each.reject(this.#end);
        for (const start of this.#queue.splice(0))
            start();
    }
    async close() {
        this.#finish(new TalosError('E_CLOSED', 'the link was closed'));
        await this.#link.close();
    }
    [Symbol.asyncDispose]() {
        return this.close();
    }
}
function errorOf(word) {
    const details = { reason: word };
    if (word === 'busy')
        return new TalosError('E_RATE_LIMITED', 'the server is busy, or was asked too often', {
            details,
            hint: 'try again in a minute',
        });
    if (word === 'unknown')
        return new TalosError('E_NOT_FOUND', 'the server does not have it', { details });
    return new TalosError('E_REFUSED', `the server refused the request: ${word}`, { details });
}
function readFrame({ type, payload }) {
    if (type !== FRAME_TYPES.data)
        throw new TalosError('E_PROTOCOL', `a frame of type ${type} among requests`);
    // The link has bounded the frame by its purpose already.
    const map = decodeCbor(payload, { maxBytes: payload.length });
    if (!isFields(map))
        throw new TalosError('E_MALFORMED', 'request or answer: must be an object');
    const { v, n, op, ...rest } = map;
    if (readInteger(v, 'v') !== VERSION)
        throw new TalosError('E_VERSION', 'a request or answer of another version');
    return {
        n: n === undefined ? undefined : readInteger(n, 'n', { max: MAX_N }),
        op: op === undefined ? undefined : readString(op, 'op', { max: MAX_OPERATION_CHARACTERS, pattern: OPERATION }),
        fields: Object.assign(Object.create(null), rest),
    };
}
function encoded(head, fields) {
    for (const name of OWN_NAMES)
        if (Object.hasOwn(fields, name))
            throw new TypeError(`${name} is a name of the request itself`);
    return encodeCbor({ v: VERSION, ...head, ...fields });
}
/** Sends unless the link has ended, which its `closed` tells. */
function send(link, bytes) {
    try {
        link.send(FRAME_TYPES.data, bytes);
    }
    catch (error) {
        if (!isTalosError(error, 'E_CLOSED'))
            throw error;
    }
}
