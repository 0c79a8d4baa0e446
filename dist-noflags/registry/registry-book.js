/**
 * What a registry keeps of each agent: its record, its bundles, and for good the highest sequence of both. PROTOCOL.md
 * §6.5.
 *
 * Every change of one agent is made in its turn and in one batch of the store, so that a registry that is killed holds
 * what it has answered; and the batch requires the head that was read, so that several registries may share a store.
 *
 * @module
 */
import { concat, equalBytes } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { MAX_AGENT_RECORD_LIFETIME_MS, verifyAgentRecord } from "../identity/agent-record.js";
import { didOfKey } from "../identity/did.js";
import { refused } from "../net/request-link.js";
import { verifyBundle } from "../session/prekeys.js";
import { AGAIN, Turns } from "../storage/turns.js";
import { assertAnnounceable } from "./record-addresses.js";
import { agentOfHead, bytesOf, decodeHead, decodeSingle, encodeHead, encodeSingle, erase, KEYS, put, } from "./registry-records.js";
/**
 * How long after its sequence an agent is forgotten, in milliseconds: no sequence is below the issue of its record, so
 * that every older record has expired after 30 days; as long again for clocks that were set back.
 */
const REMEMBERED_MS = 2 * MAX_AGENT_RECORD_LIFETIME_MS;
/** Single-use bundles that are looked at before more are read. */
const TAKEN_AT_ONCE = 16;
/** Bundles that are verified before others have their turn: about 16 ms of processor time. */
const VERIFIED_AT_ONCE = 8;
const othersTurn = () => new Promise((resolve) => setTimeout(resolve, 0));
/** See the module comment. Keys of agents are 32 bytes; times are in milliseconds since 1970. */
export class RegistryBook {
    #store;
    #limits;
    #isShared;
    #turns = new Turns();
    #agents = 0;
    #bytes = 0;
    constructor(store, { limits, isShared }) {
        this.#store = store;
        this.#limits = limits;
        this.#isShared = isShared;
    }
    /** Opens the book of a store. @throws {TalosError} `E_STORAGE…`. */
    static async open(store, terms) {
        const book = new RegistryBook(store, terms);
        for await (const [, value] of store.scan('registry', KEYS.heads)) {
            book.#agents += 1;
            book.#bytes += bytesOf(decodeHead(value));
        }
        return book;
    }
    /** Agents that are known, and bytes of what is kept of them. */
    get totals() {
        return { agents: this.#agents, bytes: this.#bytes };
    }
    /**
     * Keeps the record of the agent of `key`.
     *
     * @param mayAdd - Asked once, where the agent is not known.
     * @param also - What is written with a record that is new; not asked where it is none.
     * @returns How many single-use bundles of it there are.
     * @throws {TalosError} As {@link verifyAgentRecord} and {@link assertAnnounceable}; `E_REFUSED` (busy) where there is no
     *   room, or `mayAdd` says no.
     */
    register(key, record, nowMs, { mayAdd, also }) {
        let isAsked = false;
        return this.#turn(key, async (old) => {
            const verified = verifyAgentRecord(record, {
                did: didOfKey(key),
                nowMs,
                ...(old === undefined ? {} : { newest: old, lowestCertificateSequence: old.certificateSequence }),
            });
            assertAnnounceable(verified);
            if (old !== undefined && old.recordBytes > 0 && equalBytes(old.digest, verified.digest))
                return { result: old.stock };
            if (old === undefined && !isAsked && !mayAdd())
                throw refused('busy', 'too many new agents of one source');
            isAsked = true;
            const next = {
                ...(old ?? UNKNOWN),
                sequence: verified.sequence,
                digest: verified.digest,
                certificateSequence: verified.certificate.sequence,
                expiresAtMs: verified.expiresAtMs,
                recordBytes: record.length,
            };
            return { result: next.stock, write: { next, changes: [put(KEYS.record(key), record), ...also()] } };
        });
    }
    /**
     * Keeps bundles of the agent of `key`: instead of those that are there, or besides them.
     *
     * @returns How many single-use bundles of it there are then.
     * @throws {TalosError} `E_NOT_FOUND` where it is not registered; as {@link verifyBundle}; `E_MALFORMED` for a last-resort
     *   bundle with one-time prekeys or a single-use one without; `E_STALE` for one that is older than what was offered;
     *   `E_REFUSED` (busy) where there is no room.
     */
    offer(key, offer, nowMs) {
        return this.#turn(key, async (old) => {
            if (old === undefined || !isLive(old, nowMs))
                throw new TalosError('E_NOT_FOUND', 'the agent is not registered');
            const last = offer.last === undefined ? undefined : this.#verifyLast(key, offer.last, old, nowMs);
            const single = await this.#verifySingle(key, offer.single, old, nowMs);
            const kept = offer.add ? { stock: old.stock, stockBytes: old.stockBytes } : { stock: 0, stockBytes: 0 };
            if (kept.stock + single.length > this.#limits.stock)
                throw refused('busy', 'too many bundles of one agent');
            const next = {
                ...old,
                ...(last === undefined ? {} : last.head),
                lowestSingle: (single.at(-1)?.bundle.sequence ?? old.lowestSingle - 1) + 1,
                stock: kept.stock + single.length,
                stockBytes: single.reduce((sum, { bytes }) => sum + bytes.length, kept.stockBytes),
            };
            const changes = [
                ...(offer.add ? [] : await this.#erasures(key)),
                ...(last === undefined ? [] : [put(KEYS.last(key), last.bytes)]),
                ...single.map(({ bytes, bundle }) => put(KEYS.single(key, bundle.sequence), encodeSingle(bytes, bundle.expiresAtMs))),
            ];
            return { result: next.stock, write: { next, changes } };
        });
    }
    #verifyLast(key, bytes, old, nowMs) {
        const bundle = verifyBundle(bytes, { did: didOfKey(key), nowMs, lowestSequence: old.lowestLast });
        if (hasOneTime(bundle))
            throw new TalosError('E_MALFORMED', 'a last-resort bundle with one-time prekeys');
        const { sequence, expiresAtMs } = bundle;
        return { bytes, head: { lowestLast: sequence, lastExpiresAtMs: expiresAtMs, lastBytes: bytes.length } };
    }
    /** The single-use bundles of an offer, by sequence. */
    async #verifySingle(key, offered, old, nowMs) {
        const expected = { did: didOfKey(key), nowMs, lowestSequence: old.lowestSingle };
        const single = [];
        for (const bytes of offered) {
            single.push({ bytes, bundle: verifyBundle(bytes, expected) });
            if (single.length % VERIFIED_AT_ONCE === 0)
                await othersTurn();
        }
        single.sort((a, b) => a.bundle.sequence - b.bundle.sequence);
        for (const [at, { bundle }] of single.entries()) {
            if (!hasOneTime(bundle))
                throw new TalosError('E_MALFORMED', 'a single-use bundle without a one-time prekey');
            if (bundle.sequence === single[at + 1]?.bundle.sequence)
                throw new TalosError('E_MALFORMED', 'two bundles of one sequence');
        }
        return single;
    }
    /** The record of the agent of `key`, while it has not expired. */
    async lookup(key, nowMs) {
        const head = await this.#head(key);
        return head !== undefined && isLive(head, nowMs) ? this.#store.get('registry', KEYS.record(key)) : undefined;
    }
    /** The oldest single-use bundle of the agent of `key`, which is durably gone before it is given. */
    take(key, nowMs) {
        return this.#turn(key, async (old) => {
            if (old === undefined || !isLive(old, nowMs))
                return { result: undefined };
            const { gone, goneBytes, bundle } = await this.#oldest(key, nowMs);
            if (gone.length === 0)
                return { result: undefined };
            const next = { ...old, stock: old.stock - gone.length, stockBytes: old.stockBytes - goneBytes };
            return {
                result: bundle === undefined ? undefined : { bundle, left: next.stock },
                write: { next, changes: gone.map(erase) },
            };
        });
    }
    /** The oldest single-use bundle that has not expired, and the keys up to it with the bytes that lie there. */
    async #oldest(key, nowMs) {
        const gone = [];
        let goneBytes = 0;
        for (let [start, seen] = [KEYS.single(key, 0), 0];;) {
            const range = { start, end: KEYS.singleEnd(key), limit: TAKEN_AT_ONCE };
            for await (const [at, value] of this.#store.scan('registry', range)) {
                const single = decodeSingle(value);
                gone.push(at);
                goneBytes += single.bundle.length;
                if (nowMs < single.expiresAtMs)
                    return { gone, goneBytes, bundle: single.bundle };
                start = concat(at, Uint8Array.of(0));
            }
            if (gone.length < seen + TAKEN_AT_ONCE)
                return { gone, goneBytes, bundle: undefined };
            seen = gone.length;
        }
    }
    /** How many single-use bundles there are of the agent of `key`; undefined where it is not registered. */
    async stock(key, nowMs) {
        const head = await this.#head(key);
        return head !== undefined && isLive(head, nowMs) ? head.stock : undefined;
    }
    /** The last-resort bundle of the agent of `key`, while neither it nor the agent's record has expired. */
    async last(key, nowMs) {
        const head = await this.#head(key);
        if (head === undefined || !isLive(head, nowMs) || nowMs >= head.lastExpiresAtMs)
            return undefined;
        return this.#store.get('registry', KEYS.last(key));
    }
    /** Erases what has expired; agents whose older records have all expired are forgotten. */
    async prune(nowMs) {
        let [agents, bytes] = [0, 0];
        for await (const [headKey, value] of this.#store.scan('registry', KEYS.heads)) {
            const key = agentOfHead(headKey);
            const held = decodeHead(value);
            const left = isLive(held, nowMs) ? held : await this.#prune(key, nowMs);
            agents += left === undefined ? 0 : 1;
            bytes += bytesOf(left);
        }
        // What others and we write meanwhile is counted wrongly until the next time; alone we have counted rightly already.
        if (this.#isShared)
            [this.#agents, this.#bytes] = [agents, bytes];
    }
    /** What is left of the agent of `key`. */
    #prune(key, nowMs) {
        return this.#turn(key, async (old) => {
            if (old === undefined || isLive(old, nowMs))
                return { result: old };
            const isForgotten = nowMs >= old.sequence + REMEMBERED_MS;
            if (bytesOf(old) === 0 && !isForgotten)
                return { result: old };
            const next = { ...old, recordBytes: 0, lastBytes: 0, lastExpiresAtMs: 0, stock: 0, stockBytes: 0 };
            const left = isForgotten ? undefined : next;
            const changes = [KEYS.record(key), KEYS.last(key), KEYS.presence(key)].map(erase);
            return { result: left, write: { next: left, changes: [...changes, ...(await this.#erasures(key))] } };
        });
    }
    async #head(key) {
        const value = await this.#store.get('registry', KEYS.head(key));
        return value === undefined ? undefined : decodeHead(value);
    }
    async #erasures(key) {
        const erasures = [];
        for await (const [at] of this.#store.scan('registry', singleRange(key)))
            erasures.push(erase(at));
        return erasures;
    }
    /** Makes one change of an agent, from its head as it is; again where another process changed that meanwhile. */
    #turn(key, change) {
        return this.#turns.run(didOfKey(key), async () => {
            const held = await this.#store.get('registry', KEYS.head(key));
            const old = held === undefined ? undefined : decodeHead(held);
            const { result, write } = await change(old);
            if (write === undefined)
                return result;
            const next = write.next === undefined ? erase(KEYS.head(key)) : put(KEYS.head(key), encodeHead(write.next));
            const read = { kind: 'require', space: 'registry', key: KEYS.head(key), value: held };
            return (await this.#commit(old, write.next, [read, ...write.changes, next])) ? result : AGAIN;
        });
    }
    /** Writes `changes`, where there is room for what they make of `old`. */
    async #commit(old, next, changes) {
        const bytes = bytesOf(next) - bytesOf(old);
        const agents = (next === undefined ? 0 : 1) - (old === undefined ? 0 : 1);
        if (bytes > 0 && this.#bytes + bytes > this.#limits.bytes)
            throw refused('busy', 'the registry is full');
        if (agents > 0 && this.#agents + agents > this.#limits.agents)
            throw refused('busy', 'the registry knows too many agents');
        // Room is taken before the write: others of the same time must not take it too.
        this.#bytes += bytes;
        this.#agents += agents;
        let isWritten = false;
        try {
            isWritten = await this.#store.apply(changes);
            return isWritten;
        }
        finally {
            if (!isWritten) {
                this.#bytes -= bytes;
                this.#agents -= agents;
            }
        }
    }
}
const UNKNOWN = {
    lowestLast: 0,
    lastExpiresAtMs: 0,
    lastBytes: 0,
    lowestSingle: 0,
    stock: 0,
    stockBytes: 0,
};
function isLive(head, nowMs) {
    return head.recordBytes > 0 && nowMs < head.expiresAtMs;
}
function hasOneTime({ oneTimePrekeys, oneTimeKems }) {
    return oneTimePrekeys.length + oneTimeKems.length > 0;
}
function singleRange(key) {
    return { start: KEYS.single(key, 0), end: KEYS.singleEnd(key) };
}
