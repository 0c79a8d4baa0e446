/**
 * The requests of the local client that have no answer yet: how long each may wait, and that it is told meanwhile that
 * somebody is at work. PROTOCOL.md §7.2.
 *
 * A client that asked for progress hears of it at least every {@link PROGRESS_STEP_MS}, from the tool or from here, so that
 * it does not take a long call, or a connection that is down for a moment, for a dead server.
 *
 * @module
 */
import { isFields } from "../../codec/fields.js";
import { JsonNumber, numberValue, writeJson } from "../../codec/json.js";
import { idKey } from "../../mcp/rpc.js";
/** Longest silence towards a client that asked for progress, in milliseconds. */
export const PROGRESS_STEP_MS = 10_000;
/** The longest that a client can be made to wait for an answer, in milliseconds: a day. */
export const MAX_DEADLINE_MS = 86_400_000;
/** What progress that only says so goes on by. */
const PROGRESS_STEP = 0.001;
/** See the module comment. */
export class ClientRequests {
    #parts;
    #pending = new Map();
    #byToken = new Map();
    /** Those that were answered because their time was over; what the server says to them is too late. */
    #expired = new Set();
    #telling;
    #isAway = false;
    constructor(parts) {
        this.#parts = parts;
    }
    /** The client asks. */
    add(rpc) {
        const key = idKey(rpc.id);
        const { deadlineMs } = this.#parts;
        this.#expired.delete(key);
        const deadline = deadlineMs === undefined ? undefined : setTimeout(() => this.#expire(key), deadlineMs);
        const token = progressTokenOf(rpc.params);
        const pending = { rpc, deadline, token, progress: undefined, own: undefined, toldAtMs: performance.now() };
        this.#pending.set(key, pending);
        if (token === undefined)
            return;
        this.#byToken.set(writeJson(token), pending);
        this.#telling ??= setInterval(() => this.#tell(PROGRESS_STEP_MS), PROGRESS_STEP_MS);
    }
    /** The client waits for `id` no more: it is answered, or took it back. @returns Whether the answer is for it. */
    settled(id) {
        const key = idKey(id);
        this.#forget(key);
        return !this.#expired.delete(key);
    }
    /** Whether the client still waits for `id`. */
    isPending(id) {
        return this.#pending.has(idKey(id));
    }
    /** The server tells of progress. @returns Whether that goes on to the client, which was not told as much from here. */
    heard({ params }) {
        const token = params?.['progressToken'];
        const pending = token === undefined ? undefined : this.#byToken.get(writeJson(token));
        if (pending === undefined)
            return true;
        const progress = valueOf(params?.['progress']);
        if (progress !== undefined && pending.own !== undefined && progress <= pending.own)
            return false;
        pending.progress = progress ?? pending.progress;
        pending.toldAtMs = performance.now();
        return true;
    }
    /** There is no connection for now, or there is one again: clients that asked are told. */
    away(isAway) {
        if (this.#isAway === isAway)
            return;
        this.#isAway = isAway;
        this.#tell(0);
    }
    /** The server that was asked is gone: nothing that comes is late any more. */
    gone() {
        this.#expired.clear();
    }
    /** Nobody waits any more. */
    clear() {
        for (const key of this.#pending.keys())
            this.#forget(key);
        this.#expired.clear();
    }
    #expire(key) {
        const pending = this.#pending.get(key);
        if (pending === undefined)
            return;
        const isAsked = this.#parts.expired(pending.rpc);
        this.#forget(key);
        if (isAsked)
            this.#expired.add(key);
    }
    #forget(key) {
        const pending = this.#pending.get(key);
        if (pending === undefined)
            return;
        clearTimeout(pending.deadline);
        this.#pending.delete(key);
        if (pending.token !== undefined)
            this.#byToken.delete(writeJson(pending.token));
        if (this.#byToken.size > 0)
            return;
        clearInterval(this.#telling);
        this.#telling = undefined;
    }
    /** Tells those who have heard nothing for `silentMs`, or nearly. */
    #tell(silentMs) {
        const now = performance.now();
        const message = this.#isAway
            ? 'the connection to the server is lost and is being made anew; what was sent goes on there'
            : 'the call goes on';
        for (const pending of this.#byToken.values()) {
            if (now - pending.toldAtMs < silentMs / 2)
                continue;
            const before = pending.progress ?? 0;
            pending.progress = Math.max(before + PROGRESS_STEP, before * (1 + PROGRESS_STEP / 1e6));
            pending.own = pending.progress;
            pending.toldAtMs = now;
            const params = { progressToken: pending.token ?? null, progress: pending.progress, message };
            this.#parts.say({ jsonrpc: '2.0', method: 'notifications/progress', params });
        }
    }
}
/** What a request asked to be told of progress under: a text or a number. */
function progressTokenOf(params) {
    const meta = params?.['_meta'];
    const token = meta !== undefined && isFields(meta) ? meta['progressToken'] : undefined;
    return typeof token === 'string' || typeof token === 'number' || token instanceof JsonNumber ? token : undefined;
}
function valueOf(json) {
    if (json instanceof JsonNumber)
        return numberValue(json);
    return typeof json === 'number' ? json : undefined;
}
