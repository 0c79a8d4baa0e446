/**
 * What this agent has seen of its peers' ledgers: the checkpoints that they showed, and evidence against those that
 * signed two histories. A checkpoint once kept is never replaced. PROTOCOL.md §9.9.
 *
 * Layout of the space `witness`:
 *
 * | key | value |
 * |---|---|
 * | 0x01 ‖ peer key (32) ‖ u64 size | u64 time in ms ‖ the note |
 * | 0x02 ‖ peer key (32) ‖ u64 number | canonical JSON `{v, what, time, cleared, file}` |
 *
 * @module
 */
import { concat, fromUtf8, toHex, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { readBoolean, readChoice, readInteger, readObject, readString } from "../../codec/fields.js";
import { canonicalBytes, parseJson } from "../../codec/json.js";
import { decode } from "../../codec/reader.js";
import { u8, u64 } from "../../codec/writer.js";
import { sha256 } from "../../crypto/hash.js";
import { didOfKey, keyOfDid } from "../../identity/did.js";
import { readCheckpoint } from "../../ledger/log/checkpoint.js";
import { MAX_EVIDENCE_BYTES } from "../../ledger/log/evidence.js";
/** Peers whose checkpoints are kept; the one that was seen longest ago makes room. PROTOCOL.md §11. */
export const MAX_WITNESSED_PEERS = 1000;
/** Checkpoints kept of a peer, the newest. PROTOCOL.md §11. */
export const MAX_KEPT_CHECKPOINTS = 64;
/** Evidence files kept about a peer, the newest. PROTOCOL.md §11. */
export const MAX_EVIDENCE_A_PEER = 16;
const NOTE = u8(1);
const EVIDENCE = u8(2);
const KEY_BYTES = 32;
/** See the module comment. */
export class WitnessBook {
    #store;
    /** In the order in which they were seen, the oldest first. */
    #newest = new Map();
    #evidence = new Map();
    #changing = new Mutex();
    constructor(store) {
        this.#store = store;
    }
    /** Reads the book. @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
    static async open(store) {
        const book = new WitnessBook(store);
        // By key, so by peer and size: the last of a peer is its newest, and the only one that is read.
        const last = new Map();
        for await (const row of store.scan('witness', { start: NOTE, end: EVIDENCE }))
            last.set(peerOfKey(row[0]), row);
        const newest = [...last.values()].map(([key, value]) => readKept(key, value));
        for (const kept of newest.sort((a, b) => a.seenMs - b.seenMs))
            book.#newest.set(kept.checkpoint.author, kept);
        for await (const [key, value] of store.scan('witness', { start: EVIDENCE, end: u8(3) })) {
            const evidence = readEvidence(key, value);
            book.#evidence.set(evidence.peer, [...(book.#evidence.get(evidence.peer) ?? []), evidence]);
        }
        return book;
    }
    /** The newest checkpoint that is kept of `peer`. */
    newest(peer) {
        return this.#newest.get(peer);
    }
    /** Every peer of which a checkpoint or evidence is kept. */
    peers() {
        return [...new Set([...this.#newest.keys(), ...this.#evidence.keys()])];
    }
    /** The checkpoint of exactly `size` that is kept of `peer`. @throws {TalosError} `E_STORAGE…`. */
    async at(peer, size) {
        const newest = this.#newest.get(peer)?.checkpoint;
        if (newest === undefined || size > newest.size)
            return undefined;
        if (newest.size === size)
            return newest;
        const key = noteKey(peer, size);
        const value = await this.#store.get('witness', key);
        return value === undefined ? undefined : readKept(key, value).checkpoint;
    }
    /** Checkpoints kept of `peer`, the newest first. */
    async kept(peer) {
        const all = [];
        for await (const [key, value] of this.#store.scan('witness', { ...rangeOf(NOTE, peer), reverse: true }))
            all.push(readKept(key, value));
        return all;
    }
    /**
     * Keeps a checkpoint that is proved to go on from the newest of its author, or is the first; durable when it resolves.
     * One that is not larger than the newest changes nothing.
     */
    keep(checkpoint, seenMs) {
        const { author, size, note } = checkpoint;
        return this.#changing.run(async () => {
            if (size === 0 || size <= (this.#newest.get(author)?.checkpoint.size ?? 0))
                return;
            const changes = [
                { kind: 'put', space: 'witness', key: noteKey(author, size), value: concat(u64(seenMs), utf8(note)) },
                ...(await this.#surplus(author)),
            ];
            const leaving = this.#newest.has(author) ? undefined : this.#longestUnseen();
            if (leaving !== undefined)
                changes.push(...(await this.#notesOf(leaving)));
            await this.#store.apply(changes);
            if (leaving !== undefined)
                this.#newest.delete(leaving);
            // Set anew, so that the map stays in the order in which they were seen.
            this.#newest.delete(author);
            this.#newest.set(author, { checkpoint, seenMs });
        });
    }
    /** What must go so that one more checkpoint of `peer` may be kept: the oldest. */
    async #surplus(peer) {
        const notes = await this.#notesOf(peer);
        return notes.slice(0, Math.max(0, notes.length - MAX_KEPT_CHECKPOINTS + 1));
    }
    async #notesOf(peer) {
        const changes = [];
        for await (const [key] of this.#store.scan('witness', rangeOf(NOTE, peer)))
            changes.push({ kind: 'delete', space: 'witness', key });
        return changes;
    }
    /** Who must go for another peer: nobody whose evidence is open, which its checkpoints explain. */
    #longestUnseen() {
        if (this.#newest.size < MAX_WITNESSED_PEERS)
            return undefined;
        return [...this.#newest.keys()].find((peer) => !this.isRefused(peer));
    }
    /** Whether there is evidence against `peer` that nobody has cleared. */
    isRefused(peer) {
        return this.#evidence.get(peer)?.some(({ isCleared }) => !isCleared) === true;
    }
    /** Evidence, the oldest first; about `peer`, or about everybody. */
    evidence(peer) {
        return peer === undefined ? [...this.#evidence.values()].flat() : (this.#evidence.get(peer) ?? []);
    }
    /**
     * Keeps evidence against `peer`; durable when it resolves.
     *
     * @returns Whether it is the first that is open: the same fault is found again and again.
     */
    convict(peer, what, file, timeMs) {
        return this.#changing.run(async () => {
            const held = this.#evidence.get(peer) ?? [];
            if (this.isRefused(peer))
                return false;
            const number = (held.at(-1)?.number ?? -1) + 1;
            const evidence = { peer, number, what, timeMs, isCleared: false, file };
            const leaving = held.slice(0, Math.max(0, held.length - MAX_EVIDENCE_A_PEER + 1));
            await this.#store.apply([put(evidence), ...leaving.map(remove)]);
            this.#evidence.set(peer, [...held.slice(leaving.length), evidence]);
            return true;
        });
    }
    /** Records what a crash kept out of the ledger: evidence is in the store before that. */
    async reconcile(ledger) {
        for (const { peer, number, what, file } of this.evidence().filter(({ isCleared }) => !isCleared)) {
            // One entry for each, in order; counted, since those that are archived cannot be read.
            const entries = await ledger.positions({ type: 'equivocation', peer });
            if (entries.length <= number)
                ledger.append({ type: 'equivocation', peer, what, evidence: evidenceId(file) });
        }
    }
    /**
     * Lets `peer` in again: its evidence stays and is marked, its checkpoints are forgotten, so that the next one that it
     * shows is a first; durable when it resolves.
     *
     * @returns Whether there was anything to clear.
     */
    clear(peer) {
        return this.#changing.run(async () => {
            if (!this.isRefused(peer))
                return false;
            const cleared = (this.#evidence.get(peer) ?? []).map((each) => ({ ...each, isCleared: true }));
            await this.#store.apply([...cleared.map(put), ...(await this.#notesOf(peer))]);
            this.#evidence.set(peer, cleared);
            this.#newest.delete(peer);
            return true;
        });
    }
}
function remove({ peer, number }) {
    return { kind: 'delete', space: 'witness', key: evidenceKey(peer, number) };
}
function put({ peer, number, what, timeMs, isCleared, file }) {
    const value = canonicalBytes({ v: 1, what, time: timeMs, cleared: isCleared, file });
    return { kind: 'put', space: 'witness', key: evidenceKey(peer, number), value };
}
/** SHA-256 of an evidence file, as the ledger names it. */
export function evidenceId(file) {
    return toHex(sha256(utf8(file)));
}
const noteKey = (peer, size) => concat(NOTE, keyOfDid(peer), u64(size));
const evidenceKey = (peer, number) => concat(EVIDENCE, keyOfDid(peer), u64(number));
function rangeOf(kind, peer) {
    const prefix = concat(kind, keyOfDid(peer));
    return { start: concat(prefix, u64(0)), end: concat(prefix, new Uint8Array(9).fill(0xff)) };
}
const peerOfKey = (key) => didOfKey(key.slice(1, 1 + KEY_BYTES));
function readKept(key, value) {
    return asRecord(() => {
        const { seenMs, note } = decode(value, (reader) => ({ seenMs: reader.u64('time'), note: fromUtf8(reader.rest()) }));
        const checkpoint = readCheckpoint(note, peerOfKey(key));
        if (checkpoint === undefined)
            throw new TalosError('E_MALFORMED', 'not a note of the peer');
        return { checkpoint, seenMs };
    });
}
function readEvidence(key, value) {
    return asRecord(() => {
        const required = ['v', 'what', 'time', 'cleared', 'file'];
        const fields = readObject(parseJson(value), { required }, 'evidence');
        readInteger(fields.v, 'v', { min: 1, max: 1 });
        return {
            peer: peerOfKey(key),
            number: decode(key.slice(1 + KEY_BYTES), (reader) => reader.u64('number')),
            what: readChoice(fields.what, ['fork', 'rollback'], 'what'),
            timeMs: readInteger(fields.time, 'time'),
            isCleared: readBoolean(fields.cleared, 'cleared'),
            file: readString(fields.file, 'file', { max: MAX_EVIDENCE_BYTES }),
        };
    });
}
function asRecord(read) {
    try {
        return read();
    }
    catch (cause) {
        throw new TalosError('E_STORAGE_CORRUPT', 'what was seen of a peer cannot be read from the store', { cause });
    }
}
