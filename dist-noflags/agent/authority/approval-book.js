/**
 * Approvals: calls of peers that wait until the owner has said yes or no. PROTOCOL.md §7.2, §9.1.
 *
 * ```text
 *  asked (on record) ── first answer ──> allowed ── used, once, in time, for the same bytes ──> the call is made
 *     │                        └───────> denied
 *     └── time is over, taken back, tunnel or agent ended ──> expired
 * ```
 *
 * What waits is in memory alone: nothing that was asked or allowed outlives the process. That it was asked is kept in the
 * store until it has ended, so that the next start records that it came to nothing.
 *
 * Layout of the space `approval`: 16 bytes of the id → canonical JSON `{ v, peer, call, digest }`.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { fromHex, toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { RateCounter } from "../../base/rate-counter.js";
import { ALLOWED, deny } from "../../capability/verdict.js";
import { readInteger, readObject } from "../../codec/fields.js";
import { canonicalBytes, parseJson, writeJson } from "../../codec/json.js";
import { randomBytes } from "../../crypto/random.js";
import { readDid, readHashText } from "../../ledger/entry/statement.js";
import { systemTimer } from "../../net/timer.js";
import { LatestFeed } from "../latest-feed.js";
import { argumentsHash, argumentsOf, questionJson, viewOf } from "./approval-question.js";
/** Calls that wait for an answer, in all. */
export const MAX_APPROVALS = 64;
/** Calls of one peer that wait for an answer. */
export const MAX_APPROVALS_A_PEER = 8;
/** Largest JSON-RPC message that somebody is asked about, in bytes: more nobody looks at. */
export const MAX_APPROVAL_BYTES = 1024 * 1024;
/** Bytes of all messages that wait for an answer. */
export const MAX_WAITING_APPROVAL_BYTES = 16 * 1024 * 1024;
/** Questions that a peer may cause in a minute. */
export const APPROVALS_A_MINUTE = 30;
/** Calls of a peer that are not approved, in a window, before nobody is asked about it any more until that is over. */
export const DENIED_APPROVALS_A_WINDOW = 5;
/** Length of that window in milliseconds. */
export const DENIED_APPROVALS_WINDOW_MS = 10 * 60_000;
/** How long an answer is waited for unless set otherwise, in milliseconds. */
export const APPROVAL_TIMEOUT_MS = 5 * 60_000;
/** Longest wait for an answer that can be set, in milliseconds. */
export const MAX_APPROVAL_TIMEOUT_MS = 24 * 3600_000;
/** Longest reason of a denial in characters. */
export const MAX_DENIAL_REASON = 256;
/** Approvals that ended lately, so that who comes late is told how. */
const MAX_SETTLED = 256;
/** See the module comment. */
export class ApprovalBook {
    #parts;
    #timer;
    #pending = new Map();
    #given = new WeakMap();
    #ids = new WeakMap();
    #settled = new BoundedMap(MAX_SETTLED);
    #feeds = new Set();
    #asked;
    #denied;
    constructor(parts) {
        this.#parts = parts;
        this.#timer = parts.timer ?? systemTimer;
        this.#asked = new RateCounter(APPROVALS_A_MINUTE, 60_000, parts.clock);
        this.#denied = new RateCounter(DENIED_APPROVALS_A_WINDOW, DENIED_APPROVALS_WINDOW_MS, parts.clock);
    }
    /** Records that what waited when the process ended came to nothing. @throws {TalosError} `E_STORAGE…`. */
    async reconcile() {
        const { store, ledger } = this.#parts;
        const keys = [];
        for await (const [key, value] of store.scan('approval')) {
            keys.push(key);
            const asked = readAsked(key, value);
            const before = await ledger.query({ subject: asked.call });
            const own = before.flatMap(({ body }) => body.type === 'approval' && body.approval === asked.approval ? [body.event] : []);
            const isOver = own.some((event) => ENDS.includes(event)) || before.some(({ body }) => body.type === 'decision');
            // Killed before it was asked, it needs no end.
            if (isOver || !own.includes('asked'))
                continue;
            // One that was allowed and not used is void, which is said too.
            await ledger.append({ type: 'approval', ...asked, event: 'expired' }).durable();
        }
        if (keys.length > 0)
            await store.apply(keys.map((key) => ({ kind: 'delete', space: 'approval', key })));
    }
    // For the rule
    /**
     * Asks whoever answers about `call`, and waits for the first answer.
     *
     * @returns Leave to make it, which `use` then takes; `APPROVAL_DENIED`; `E_RATE_LIMITED` where nobody is asked.
     * @throws {TalosError} `E_STORAGE…` where it cannot be recorded.
     */
    async ask(call, terms) {
        const refusal = this.#refusal(call);
        if (refusal !== undefined)
            return refusal;
        const id = toHex(randomBytes(16));
        const askedAtMs = this.#parts.clock.now();
        const about = { alias: this.#parts.aliasOf(call.peer), askedAtMs, expiresAtMs: askedAtMs + terms.timeoutMs };
        const view = viewOf(id, call, about);
        this.#ids.set(call, id);
        const outcome = await this.#answerOf(view, call, terms);
        if (outcome.event === 'allowed') {
            this.#given.set(call, { id, argumentsHash: argumentsHash(call), expiresAtMs: view.expiresAtMs });
            return ALLOWED;
        }
        await this.#forget(id);
        return deny('APPROVAL_DENIED', outcome.reason);
    }
    #refusal({ peer, bytes, signal }) {
        if (signal.aborted)
            return deny('APPROVAL_DENIED', 'the call was taken back');
        if (bytes > MAX_APPROVAL_BYTES)
            return deny('APPROVAL_DENIED', `nobody is asked about a call of more than ${MAX_APPROVAL_BYTES} bytes`);
        const all = [...this.#pending.values()];
        const ofPeer = all.filter((each) => each.call.peer === peer).length;
        const waiting = all.reduce((sum, each) => sum + each.call.bytes, 0);
        if (all.length >= MAX_APPROVALS || ofPeer >= MAX_APPROVALS_A_PEER || waiting + bytes > MAX_WAITING_APPROVAL_BYTES)
            return deny('E_RATE_LIMITED', 'too many calls wait for an approval');
        if (this.#denied.isFull(peer))
            return deny('E_RATE_LIMITED', 'too many calls were not approved');
        return this.#asked.take(peer) ? undefined : deny('E_RATE_LIMITED', 'too many approvals were asked for');
    }
    #answerOf(view, call, terms) {
        const over = new AbortController();
        let settle = () => { };
        const first = new Promise((resolve) => {
            settle = (outcome) => {
                // The first answer counts.
                if (!this.#pending.delete(view.id))
                    return;
                over.abort();
                this.#settled.set(view.id, outcome.event);
                resolve(outcome);
                this.#tell();
            };
        });
        const recorded = this.#asking(view, call, terms, { first, settle, over: over.signal });
        // Whoever made the call is told; who answers is told, too.
        recorded.catch(() => undefined);
        this.#pending.set(view.id, { view, isAsked: false, call, settle, recorded });
        return recorded;
    }
    async #asking(view, call, terms, asking) {
        const { first, settle, over } = asking;
        const withdrawn = () => settle({ event: 'expired', reason: 'the call was taken back' });
        call.signal.addEventListener('abort', withdrawn, { once: true });
        try {
            await this.#record(view, call);
            const asked = this.#pending.get(view.id);
            if (asked !== undefined) {
                asked.isAsked = true;
                const cancel = this.#timer.after(terms.timeoutMs, () => settle({ event: 'expired', reason: LATE }));
                over.addEventListener('abort', cancel, { once: true });
                this.#tell();
                void this.#askCommand(view, call, terms, asking);
            }
            return await this.#said(view, call, await first);
        }
        catch (error) {
            withdrawn();
            throw error;
        }
        finally {
            call.signal.removeEventListener('abort', withdrawn);
        }
    }
    /** It is in the store before it is in the ledger: of what was asked the end is recorded, whatever happens. */
    async #record(view, call) {
        const { store, ledger } = this.#parts;
        const { hash } = call.statement;
        const value = canonicalBytes({ v: 1, peer: call.peer, call: hash, digest: view.digest });
        await store.apply([{ kind: 'put', space: 'approval', key: fromHex(view.id), value }]);
        ledger.append(entryOf(view, call, { event: 'asked' }));
    }
    async #askCommand(view, call, { command }, { settle, over }) {
        if (command === undefined)
            return;
        const allow = await command(questionJson(view, call), over);
        settle({ event: allow ? 'allowed' : 'denied', by: 'command', reason: 'a command of the owner denied the call' });
    }
    /** What was said, on record. An answer that came when its time was over is none. */
    async #said(view, call, outcome) {
        const { ledger, clock } = this.#parts;
        const isLate = outcome.event === 'allowed' && clock.now() >= view.expiresAtMs;
        const { reason, ...said } = isLate ? { event: 'expired', reason: LATE } : outcome;
        await ledger.append(entryOf(view, call, said)).durable();
        if (said.event !== 'allowed')
            this.#denied.take(call.peer);
        return { ...said, reason };
    }
    /**
     * Uses the approval of `call`: once, before its time is over, for exactly the arguments that were shown.
     *
     * @returns `APPROVAL_DENIED` where there is none that holds.
     */
    use(call) {
        const given = this.#given.get(call);
        this.#given.delete(call);
        if (given === undefined)
            return deny('APPROVAL_DENIED', 'nobody has approved the call');
        if (this.#parts.clock.now() >= given.expiresAtMs)
            return deny('APPROVAL_DENIED', 'the approval of the call is over');
        return given.argumentsHash === argumentsHash(call)
            ? ALLOWED
            : deny('APPROVAL_DENIED', 'the approval is of other arguments');
    }
    /** What a result statement says of the approval of `call`, which was decided: that it was used needs no word any more. */
    namesOf(call) {
        const approval = this.#ids.get(call);
        if (approval === undefined)
            return {};
        // What is left in the store is looked at, and erased, at the next start.
        this.#forget(approval).catch(() => undefined);
        return { approval };
    }
    async #forget(id) {
        await this.#parts.store.apply([{ kind: 'delete', space: 'approval', key: fromHex(id) }]);
    }
    // For people
    async list() {
        return this.#shown().map(({ view }) => view);
    }
    /** What people may see, the oldest first. */
    #shown() {
        return [...this.#pending.values()].filter(({ isAsked }) => isAsked);
    }
    async get(id) {
        const { view, call } = this.#find(id);
        return { ...view, text: writeJson(argumentsOf(call)) };
    }
    async answer({ id, allow, reason = '', by }) {
        if (reason.length > MAX_DENIAL_REASON || !reason.isWellFormed())
            throw new TalosError('E_USAGE', `a reason has at most ${MAX_DENIAL_REASON} characters`);
        const { view, settle, recorded } = this.#find(id);
        const why = reason === '' ? 'the owner denied the call' : `the owner denied the call: ${reason}`;
        settle({ event: allow ? 'allowed' : 'denied', by, reason: why });
        const { event } = await recorded;
        if (event === 'expired')
            throw new TalosError('E_NOT_FOUND', `the approval was ${WORDS[event]} before`);
        return view;
    }
    #find(id) {
        if (!/^[0-9a-f]{4,32}$/.test(id))
            throw new TalosError('E_USAGE', 'an approval is named by 4 to 32 hex digits');
        const [found, second] = this.#shown().filter(({ view }) => view.id.startsWith(id));
        if (second !== undefined)
            throw new TalosError('E_AMBIGUOUS', 'more than one approval begins like this');
        if (found !== undefined)
            return found;
        const ended = [...this.#settled].findLast(([each]) => each.startsWith(id))?.[1];
        throw new TalosError('E_NOT_FOUND', ended === undefined ? 'no approval waits under this id' : `the approval was ${WORDS[ended]} before`);
    }
    async follow({ signal } = {}) {
        const close = () => feed.end();
        const feed = new LatestFeed(() => {
            this.#feeds.delete(feed);
            signal?.removeEventListener('abort', close);
        });
        this.#feeds.add(feed);
        signal?.addEventListener('abort', close);
        if (signal?.aborted === true)
            close();
        feed.tell({ pending: await this.list() });
        return feed;
    }
    #tell() {
        const pending = this.#shown().map(({ view }) => view);
        for (const feed of this.#feeds)
            feed.tell({ pending });
    }
    /** Nobody is asked any more: the agent ends. */
    close() {
        for (const { settle } of this.#pending.values())
            settle({ event: 'expired', reason: 'the owner went away' });
        for (const feed of this.#feeds)
            feed.end(new TalosError('E_CLOSED', 'the agent has ended'));
    }
}
const LATE = 'nobody approved the call in time';
const ENDS = ['denied', 'expired'];
const WORDS = {
    asked: 'asked for',
    allowed: 'allowed',
    denied: 'denied',
    expired: 'taken back, or out of time,',
};
function entryOf({ id, digest }, { peer, statement }, said) {
    return { type: 'approval', peer, approval: id, call: statement.hash, digest, ...said };
}
function readAsked(key, value) {
    try {
        const fields = readObject(parseJson(value), { required: ['v', 'peer', 'call', 'digest'] }, 'approval');
        readInteger(fields.v, 'v', { min: 1, max: 1 });
        return {
            approval: toHex(key),
            peer: readDid(fields.peer, 'peer'),
            call: readHashText(fields.call, 'call'),
            digest: readHashText(fields.digest, 'digest'),
        };
    }
    catch (cause) {
        throw new TalosError('E_STORAGE_CORRUPT', 'an approval of the store cannot be read', { cause });
    }
}
