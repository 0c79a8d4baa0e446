/**
 * Where an agent is: what is held of it, and what everybody says who may know, side by side: registries, the DHT, the local
 * network. Nobody is believed: each answer is an agent record, verified, and the newest counts. Who lies or is silent neither
 * delays nor replaces what another says. PROTOCOL.md §6.7.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { messageOf } from "../../base/message-of.js";
import { RateCounter } from "../../base/rate-counter.js";
import { Slots } from "../../base/slots.js";
import { unlessAborted } from "../waits.js";
/** How long a look-up counts as new, in milliseconds: no peer is looked up more often. */
export const LOOKUP_INTERVAL_MS = 60_000;
/** How long one source may take, in milliseconds. */
export const SOURCE_TIMEOUT_MS = 15_000;
/** How long others are waited for once one has said where a peer is, in milliseconds. */
export const BETTER_RECORD_MS = 300;
/** Sources that are asked at a time, for all peers; more wait. */
export const MAX_LOOKUPS = 32;
/** Records that are taken of one answer: a source that gives more is not read on. */
export const MAX_RECORDS_AN_ANSWER = 8;
/** Peers of whom it is known when they were looked up last. */
const MAX_LOOKED_UP = 1024;
/** Lies of one source that people are told of in an hour. */
const NOTICES_A_SOURCE = 2;
const NOTICE_WINDOW_MS = 3_600_000;
/** See the module comment. */
export class RecordFinder {
    #parts;
    #lookedUp = new BoundedMap(MAX_LOOKED_UP);
    #slots = new Slots(MAX_LOOKUPS);
    #notices;
    #ended = new AbortController();
    constructor(parts) {
        this.#parts = parts;
        this.#notices = new RateCounter(NOTICES_A_SOURCE, NOTICE_WINDOW_MS, parts.clock);
    }
    /**
     * The newest record of `peer`: what is held, or what the sources say where they were not asked lately.
     *
     * @returns `undefined` where there is none, or nobody answers.
     * @throws The reason of `signal`, where that aborts; `E_STORAGE…`.
     */
    async find(peer, signal) {
        signal?.throwIfAborted();
        const looked = this.#lookUpLately(peer);
        const said = await unlessAborted(looked.settled, signal);
        // What was said is not held where the book is full.
        const found = (await this.#parts.records.get(peer)) ?? said;
        looked.isFound = found !== undefined;
        return found;
    }
    /** Begins to look for `peer`, or joins a look of the last minute; what is held comes first. */
    search(peer, signal) {
        const looked = this.#lookUpLately(peer);
        return { found: this.#found(peer, looked, signal), more: () => looked.askAll() };
    }
    async *#found(peer, looked, signal) {
        const { records, policy } = this.#parts;
        const mayDial = (address) => policy.mayDial(address);
        let given = -1;
        const isNewer = (record) => record !== undefined && record.sequence > given;
        const held = await records.get(peer);
        for (;;) {
            signal?.throwIfAborted();
            const { newest } = looked;
            const next = isNewer(newest) ? newest : held;
            if (isNewer(next)) {
                given = next.sequence;
                looked.isFound = true;
                yield { record: next, addresses: next.addresses.filter(mayDial), mayDial };
            }
            else if (looked.isOver)
                return looked.throwIfFailed();
            else
                await unlessAborted(looked.changed(), signal);
        }
    }
    /** Whether the last look for `peer` found where it is, or may leave messages. */
    isFound(peer) {
        return this.#lookedUp.get(peer)?.isFound === true;
    }
    /** The look-up of the last minute, which may be under way for somebody else, or a new one. */
    #lookUpLately(peer) {
        const nowMs = this.#parts.clock.now();
        const last = this.#lookedUp.get(peer);
        if (last !== undefined && Math.abs(nowMs - last.atMs) < LOOKUP_INTERVAL_MS)
            return last;
        const looked = new LookUp(nowMs, last?.isFound ?? false);
        this.#lookedUp.set(peer, looked);
        void this.#begin(peer, looked).catch((error) => looked.fail(error));
        looked.settled.catch(() => {
            // The store failed, which whoever waits is told.
            if (this.#lookedUp.get(peer) === looked)
                this.#lookedUp.delete(peer);
        });
        return looked;
    }
    async #begin(peer, looked) {
        const sources = await this.#parts.sources(peer);
        looked.begin(sources, this.#parts.timer, (source) => this.#slots.run(() => this.#ask(peer, source, looked), this.#ended.signal));
    }
    /** @throws {TalosError} `E_STORAGE…` alone: what a source does is no failure of the look-up. */
    async #ask(peer, source, looked) {
        for (const bytes of await this.#answerOf(peer, source))
            try {
                looked.add(await this.#parts.records.take(peer, bytes));
            }
            catch (error) {
                if (!isTalosError(error) || error.code.startsWith('E_STORAGE'))
                    throw error;
                // An older one may be all that it has, in good faith.
                if (error.code !== 'E_STALE')
                    this.#tell(source, error);
            }
    }
    async #answerOf(peer, source) {
        const stop = new AbortController();
        const abort = () => stop.abort(this.#ended.signal.reason);
        this.#ended.signal.addEventListener('abort', abort, { once: true });
        if (this.#ended.signal.aborted)
            abort();
        const cancel = this.#parts.timer.after(SOURCE_TIMEOUT_MS, () => stop.abort(new TalosError('E_TIMEOUT', `${source.name} did not answer in ${SOURCE_TIMEOUT_MS} ms`)));
        try {
            const answer = await unlessAborted(source.find(peer, stop.signal), stop.signal);
            return answer.slice(0, MAX_RECORDS_AN_ANSWER);
        }
        catch (error) {
            if (isTalosError(error) && error.code.startsWith('E_STORAGE'))
                throw error;
            if (!isTalosError(error) || !SILENT.has(error.code))
                this.#tell(source, error);
            return [];
        }
        finally {
            cancel();
            this.#ended.signal.removeEventListener('abort', abort);
        }
    }
    #tell({ name }, error) {
        if (!this.#notices.take(name))
            return;
        // What another library throws says nothing about the peer, and is no reason to end the look-up, or the agent.
        const told = isTalosError(error) ? error : new TalosError('E_INTERNAL', messageOf(error), { cause: error });
        this.#parts.onLie(name, told);
    }
    /** Asks nobody any more. */
    close() {
        this.#ended.abort(new TalosError('E_CLOSED', 'nobody is looked for any more'));
    }
}
/** What says that a source cannot be asked now, and nothing of what it answers. */
const SILENT = new Set([
    'E_UNREACHABLE',
    'E_TIMEOUT',
    'E_REFUSED',
    'E_RATE_LIMITED',
    'E_NOT_FOUND',
    'E_CLOSED',
    'E_LIMIT',
]);
/** One look for one peer, for all who ask meanwhile. */
class LookUp {
    atMs;
    isFound;
    newest;
    /** Resolves with the newest record when nobody else needs to be waited for. Rejects where the store failed. */
    settled;
    #ask = () => Promise.resolve();
    /** Those who are asked later; undefined before it has begun. */
    #late;
    #running = 0;
    #failure;
    #settle = () => { };
    #wake = () => { };
    #change;
    #timer;
    #cancels = [];
    constructor(atMs, isFound) {
        this.atMs = atMs;
        this.isFound = isFound;
        this.settled = new Promise((resolve, reject) => {
            this.#settle = () => {
                if (this.#failure === undefined)
                    resolve(this.newest);
                else
                    reject(this.#failure);
            };
        });
    }
    /** Whether nobody is left who might know. */
    get isOver() {
        return this.#failure !== undefined || (this.#late?.length === 0 && this.#running === 0);
    }
    /** Asks `sources`, each in its time. What `ask` throws ends the look-up. */
    begin(sources, timer, ask) {
        this.#ask = ask;
        this.#timer = timer;
        this.#late = sources.filter(({ afterMs }) => afterMs !== undefined);
        for (const { afterMs = 0 } of this.#late)
            this.#cancels.push(timer.after(afterMs, () => {
                if (this.newest === undefined)
                    this.#run(this.#late?.filter((each) => (each.afterMs ?? 0) <= afterMs) ?? []);
            }));
        this.#run(sources.filter(({ afterMs }) => afterMs === undefined));
        this.#look();
    }
    #run(sources) {
        this.#late = this.#late?.filter((each) => !sources.includes(each));
        for (const source of sources) {
            this.#running++;
            this.#ask(source)
                .catch((error) => this.fail(error))
                .finally(() => {
                this.#running--;
                this.#look();
            });
        }
    }
    /** What is to be done where nobody is being asked. */
    #look() {
        if (this.#running > 0)
            return;
        // They know nothing: there is no reason to wait any longer.
        if (this.newest === undefined && this.#failure === undefined && this.#late?.length !== 0)
            return this.askAll();
        this.#end();
    }
    /** Everybody is asked from now on. */
    askAll() {
        this.#run(this.#late ?? []);
    }
    /** Takes a record, where it is newer. */
    add(record) {
        if (this.newest !== undefined && record.sequence <= this.newest.sequence)
            return;
        if (this.newest === undefined && this.#timer !== undefined)
            this.#cancels.push(this.#timer.after(BETTER_RECORD_MS, () => this.#settle()));
        this.newest = record;
        this.#changed();
    }
    fail(error) {
        this.#failure ??= error;
        this.#end();
    }
    #end() {
        for (const cancel of this.#cancels.splice(0))
            cancel();
        this.#settle();
        this.#changed();
    }
    throwIfFailed() {
        if (this.#failure !== undefined)
            throw this.#failure;
    }
    /** Resolves when there is a newer record, or nobody is being asked any more. */
    changed() {
        this.#change ??= new Promise((resolve) => {
            this.#wake = resolve;
        });
        return this.#change;
    }
    #changed() {
        this.#change = undefined;
        this.#wake();
    }
}
