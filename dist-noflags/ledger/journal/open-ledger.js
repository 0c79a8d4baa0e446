/**
 * The ledger over a journal and a store. PROTOCOL.md §9.
 *
 * An entry is written to the journal at once and sealed into a block soon after; nothing that appends ever waits for
 * a block. The first failed write or sync stops the ledger for good: what the medium holds is not known then, so no
 * entry is acknowledged and no act goes unrecorded until the ledger is opened anew.
 *
 * @module
 */
import { equalBytes, toHex } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { verify } from "../../crypto/sign.js";
import { entriesInArchives } from "../archive/archive.js";
import { ArchiveMaker } from "../archive/archive-maker.js";
import { chainIdOf, encodeBlock, encodeHeader } from "../block.js";
import { makeEntry } from "../entry/entry.js";
import { headOf } from "../entry/entry-head.js";
import { formatProofFile, verifyProofFile } from "../log/proof-file.js";
import { assertNetwork, DEFAULT_NETWORK, totalWork } from "../network.js";
import { auditLedger } from "./audit.js";
import { RECORD_HEAD_BYTES } from "./interrupted-write.js";
import { encodeRecords } from "./journal.js";
import { heightAtOffset } from "./ledger-candidates.js";
import { countOf, fits, LedgerReader } from "./ledger-reader.js";
import { LedgerStore } from "./ledger-store.js";
import { compareNewestBlock, corruptLedger, recoverTail } from "./recovery.js";
import { isIndexed, reindex } from "./reindex.js";
import { Sealer } from "./sealer.js";
/** So many waiting entries are sealed at once. */
export const SEAL_ENTRIES = 256;
/** So long the first of fewer waits, in milliseconds. */
export const SEAL_DELAY_MS = 2000;
/** Most entries that wait for a block: far more than sealing ever leaves, so it says that sealing hangs. */
export const MAX_WAITING_ENTRIES = 10_000;
const timers = (run, delayMs) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
};
/**
 * Opens the ledger of `parts.identity`, or begins it where store and journal are empty. Cuts off the remains of an
 * interrupted write ({@link Ledger.recovered}), and makes an index anew that is of an earlier version or disagrees with the
 * newest block.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` if journal and store are not of one ledger, or damaged; `E_LEDGER_INVALID`
 *   if it is another agent's; `E_CONFIG` if it began in another network; what the store or the journal throws.
 */
export async function openLedger(parts) {
    const { store, journal, identity, clock, mine } = parts;
    const blocks = new LedgerStore(store);
    const height = await blocks.head();
    if (height === undefined && journal.size > 0)
        throw corruptLedger('the journal has entries, but the store has no ledger', { bytes: journal.size });
    const record = height === undefined ? undefined : await blocks.block(height);
    const network = record === undefined ? { ...DEFAULT_NETWORK, ...parts.network } : await blocks.network();
    assertNetwork(network);
    if (parts.network !== undefined)
        checkNetwork(parts.network, network);
    if (record !== undefined) {
        checkAuthor(record, identity, network);
        await compareNewestBlock(journal, record);
    }
    const tail = await recoverTail(journal, record);
    const first = await firstHeight(blocks, journal, height ?? 0);
    const reader = new LedgerReader(journal, blocks);
    const isReindexed = record !== undefined && (await mendIndex({ store, first, head: record.header.height, reader }));
    const sealer = await Sealer.open({ author: identity, network, store, mine }, record);
    if (record === undefined)
        await sealer.seal([], clock.now());
    return new JournaledLedger(parts, { network, first, tail, sealer, reader, isReindexed });
}
function checkNetwork(configured, { name, difficulty }) {
    const isOther = (configured.name ?? name) !== name;
    if (!isOther && (configured.difficulty ?? difficulty) === difficulty)
        return;
    const wanted = isOther ? `the network ${configured.name}` : `difficulty ${configured.difficulty}`;
    throw new TalosError('E_CONFIG', `the ledger began in the network ${name} with difficulty ${difficulty}, configured is ${wanted}`, {
        hint: 'a ledger stays in its network: take network and difficulty out of the configuration, or use a new data directory',
        details: { key: isOther ? 'network' : 'difficulty' },
    });
}
function checkAuthor({ header, signature }, { signing }, network) {
    if (!equalBytes(header.chainId, chainIdOf(signing.publicKey, network.name)))
        throw new TalosError('E_LEDGER_INVALID', 'the ledger in the store is of another agent or network');
    if (!verify('block', signing.publicKey, encodeHeader(header), signature))
        throw corruptLedger('the newest block is not signed by its author', { height: header.height });
}
/** The lowest height whose entries are in the journal. */
async function firstHeight(blocks, journal, head) {
    if (journal.start === 0)
        return 0;
    const first = await heightAtOffset(blocks, journal.start, head);
    if (first === undefined)
        throw corruptLedger('the journal does not begin with a block', { offset: journal.start });
    return first;
}
const headsFrom = (reader) => async (record) => (await reader.entriesOf(record)).map(headOf);
/** Makes the index anew where it must be. @returns Whether it was. */
async function mendIndex({ reader, ...range }) {
    const parts = { ...range, headsOf: headsFrom(reader) };
    const blocks = new LedgerStore(parts.store);
    const state = await blocks.indexState();
    // Block and rows come into the store together: what disagrees here came about otherwise, and may elsewhere as well.
    if (state === 'whole' && (await isIndexed(parts, await blocks.block(parts.head))))
        return false;
    await reindex(parts, typeof state === 'object' ? state.next : 0);
    return true;
}
class JournaledLedger {
    recovered;
    network;
    isReindexed;
    #parts;
    #schedule;
    #sealer;
    #reader;
    #blocks;
    /** What goes through the whole ledger, one after the other. */
    #long = new Mutex();
    #ending = new AbortController();
    #first;
    #size;
    #sealed;
    #highestTimeMs;
    /**
     * Entries that no block holds, in order; those being sealed included. Not what they say: hundreds wait, and what is
     * alive makes collecting garbage slow.
     */
    #waiting;
    #waitingById;
    #sealing;
    #cancelTimer;
    #failure;
    #isClosed = false;
    constructor(parts, { network, first, tail, sealer, reader, isReindexed }) {
        this.#parts = parts;
        this.#schedule = parts.schedule ?? timers;
        this.#sealer = sealer;
        this.#reader = reader;
        this.#blocks = new LedgerStore(parts.store);
        this.#first = first;
        this.network = network;
        this.isReindexed = isReindexed;
        this.recovered = tail.recovered;
        this.#sealed = sealer.head?.record.header.logSize ?? 0;
        this.#size = this.#sealed + tail.entries.length;
        this.#waiting = [...tail.entries];
        this.#waitingById = new Map(this.#waiting.map((head) => [toHex(head.leaf), head]));
        const times = tail.entries.map(({ timeMs }) => timeMs);
        this.#highestTimeMs = times.reduce((a, b) => Math.max(a, b), sealer.head?.record.highestTimeMs ?? 0);
        this.#sealSoon();
    }
    get size() {
        return this.#size;
    }
    get height() {
        return this.#sealer.head?.record.header.height ?? -1;
    }
    get work() {
        return totalWork(this.height, this.network);
    }
    get first() {
        return this.#first;
    }
    get highestTimeMs() {
        return this.#highestTimeMs;
    }
    get checkpoint() {
        return this.#sealer.head?.record.note ?? '';
    }
    append(body) {
        const [appended] = this.appendAll([body]);
        return appended;
    }
    appendAll(bodies) {
        this.#assertWorking();
        if (this.#waiting.length + bodies.length > MAX_WAITING_ENTRIES)
            throw new TalosError('E_LIMIT', `${MAX_WAITING_ENTRIES} entries wait for a block`);
        const timeMs = this.#parts.clock.now();
        const entries = bodies.map((body, i) => makeEntry(body, this.#size + i, timeMs));
        if (entries.length === 0)
            return [];
        let offset = this.#parts.journal.size;
        try {
            this.#parts.journal.append(encodeRecords(entries));
        }
        catch (error) {
            throw this.#fail(error);
        }
        for (const entry of entries) {
            const waiting = { ...headOf(entry), offset };
            this.#waiting.push(waiting);
            this.#waitingById.set(entry.id, waiting);
            offset += RECORD_HEAD_BYTES + entry.bytes.length;
        }
        this.#size += entries.length;
        this.#highestTimeMs = Math.max(this.#highestTimeMs, timeMs);
        this.#sealSoon();
        const end = this.#parts.journal.size;
        return entries.map((entry) => ({ ...entry, durable: () => this.#durable(end) }));
    }
    /** Resolves when the journal is durable up to `end`. */
    async #durable(end) {
        this.#assertSound();
        if (this.#parts.journal.durableSize >= end)
            return;
        try {
            await this.#parts.journal.sync();
        }
        catch (error) {
            throw this.#fail(error);
        }
        this.#assertSound();
    }
    #assertSound() {
        if (this.#failure !== undefined)
            throw this.#failure;
    }
    #assertWorking() {
        this.#assertSound();
        if (this.#isClosed)
            throw new TalosError('E_CLOSED', 'the ledger is closed');
    }
    /** Stops the ledger; the first failure is the one that is told ever after. */
    #fail(cause) {
        this.#cancelTimer?.();
        this.#failure ??= new TalosError(isTalosError(cause, 'E_STORAGE_FULL') ? 'E_STORAGE_FULL' : 'E_STORAGE', 'the ledger could not be written and accepts nothing more', { cause, hint: 'give the storage room or mend it, then start again' });
        return this.#failure;
    }
    #sealSoon() {
        const isBusy = this.#sealing !== undefined || this.#isClosed || this.#failure !== undefined;
        if (isBusy || this.#waiting.length === 0)
            return;
        if (this.#waiting.length >= SEAL_ENTRIES)
            this.#sealInBackground();
        else
            this.#cancelTimer ??= this.#schedule(() => {
                this.#cancelTimer = undefined;
                this.#sealInBackground();
            }, SEAL_DELAY_MS);
    }
    #sealInBackground() {
        // A failure is kept in #failure and told by the next append.
        this.#sealUpTo(this.#size).catch(() => undefined);
    }
    async seal() {
        this.#assertWorking();
        await this.#sealUpTo(this.#size);
    }
    /** Seals until the log is sealed up to `size`; one at a time, whoever asks. */
    async #sealUpTo(size) {
        while (this.#sealed < size) {
            this.#assertSound();
            this.#sealing ??= this.#sealNext().finally(() => {
                this.#sealing = undefined;
                this.#sealSoon();
            });
            await this.#sealing;
        }
    }
    async #sealNext() {
        this.#cancelTimer?.();
        this.#cancelTimer = undefined;
        const entries = this.#waiting.slice(0, Sealer.take(this.#waiting));
        try {
            // A block in the store must never be ahead of what survives in the journal.
            await this.#parts.journal.sync();
            this.#assertSound();
            await this.#sealer.seal(entries, this.#parts.clock.now());
        }
        catch (error) {
            throw this.#fail(error);
        }
        this.#waiting.splice(0, entries.length);
        for (const { leaf } of entries)
            this.#waitingById.delete(toHex(leaf));
        this.#sealed += entries.length;
        this.#highestTimeMs = Math.max(this.#highestTimeMs, this.#sealer.head?.record.highestTimeMs ?? 0);
    }
    async query(query) {
        const count = countOf(query);
        const isForward = query.after !== undefined;
        const head = this.#sealer.head?.record.header;
        // Entries leave the list a moment after the block that took them is the newest.
        const waiting = this.#waiting.filter((entry) => entry.seq >= (head?.logSize ?? 0) && fits(query, entry));
        const sealed = (left) => this.#reader.find(query, left, head?.height ?? 0);
        if (isForward) {
            const found = await sealed(count);
            return [...found, ...(await this.#readWaiting(query, waiting, count - found.length))];
        }
        const found = await this.#readWaiting(query, waiting.toReversed(), count);
        if (found.length < count)
            found.push(...(await sealed(count - found.length)));
        return found.toReversed();
    }
    /** The first `count` of `waiting` that fit, in that order. */
    async #readWaiting(query, waiting, count) {
        const found = [];
        const find = (id) => this.get(id);
        for (let at = 0; at < waiting.length && found.length < count;) {
            const some = waiting.slice(at, at + count - found.length);
            at += some.length;
            const entries = await Promise.all(some.map((entry) => this.#reader.waiting(entry)));
            for (const entry of entries)
                if (await this.#reader.matches(query, entry, find))
                    found.push(entry);
        }
        return found;
    }
    async positions(matter) {
        const head = this.#sealer.head?.record.header;
        const waiting = this.#waiting.filter((entry) => entry.seq >= (head?.logSize ?? 0) && fits(matter, entry));
        return [...(await this.#reader.positions(matter, head?.height ?? 0)), ...waiting.map(({ seq }) => seq)];
    }
    async get(id, archives = []) {
        const waiting = this.#waitingById.get(id);
        if (waiting !== undefined)
            return this.#reader.waiting(waiting);
        const place = await this.#reader.place(id);
        if (place === undefined)
            return undefined;
        const { height } = place;
        if (height < this.#first && archives.length > 0) {
            const entries = await entriesInArchives(archives, this.#parts.identity.did, height);
            const entry = entries?.find((each) => each.id === id);
            if (entry !== undefined)
                return { ...entry, height };
        }
        return this.#reader.get(id);
    }
    async block(at) {
        const height = typeof at === 'number' ? at : await this.#blocks.heightOf(at);
        if (height === undefined || height > this.height || height < 0)
            return undefined;
        const record = await this.#blocks.block(height);
        const entries = await this.#reader.entriesOf(record);
        const { header, signature } = record;
        return encodeBlock({ header, signature, entries: entries.map(({ bytes }) => bytes) });
    }
    async prove(id, archives = []) {
        if (this.#waitingById.has(id))
            await this.seal();
        const entry = await this.#sealedEntry(id, archives);
        const { body } = entry;
        const isAnswer = body.type === 'result' || body.type === 'receipt';
        const answered = isAnswer ? [await this.#sealedEntry(body.answers, archives)] : [];
        const intent = isAnswer ? body.statement.statement.intent : undefined;
        if (intent !== undefined)
            answered.push(await this.#intent(intent, archives));
        const head = this.#sealer.head?.record;
        const [size, note] = [head?.header.logSize ?? 0, head?.note ?? ''];
        const proven = await Promise.all([entry, ...answered].map(async (one) => ({ entry: one, path: await this.#reader.inclusionPath(one.seq, size) })));
        const proof = formatProofFile(this.#parts.identity.did, note, proven);
        const verdict = verifyProofFile(proof);
        if (!verdict.valid)
            throw new TalosError('E_LEDGER_INVALID', `no proof of entry ${entry.seq}: ${verdict.reason}`);
        return proof;
    }
    /** The `intent` entry of the statement with that hash. */
    async #intent(hash, archives) {
        const [seq] = await this.#reader.positions({ type: 'intent', subject: hash }, this.height);
        if (seq === undefined)
            throw new TalosError('E_NOT_FOUND', 'the intent that the result names is not on record');
        return this.#sealedEntry(await this.#reader.idAt(seq), archives);
    }
    async #sealedEntry(id, archives) {
        const entry = await this.get(id, archives);
        if (entry === undefined)
            throw new TalosError('E_NOT_FOUND', 'there is no entry of that id');
        return entry;
    }
    verify(options = {}) {
        const { store, journal, identity, clock } = this.#parts;
        const written = { size: this.#size, height: this.height };
        return this.#long.run(() => {
            const nowMs = Math.max(clock.now(), this.#highestTimeMs);
            const { signal } = options;
            const ending = signal === undefined ? this.#ending.signal : AbortSignal.any([signal, this.#ending.signal]);
            return auditLedger({ store, journal, author: identity.did, nowMs, written, ...options, signal: ending });
        });
    }
    reindex() {
        this.#assertWorking();
        const { store } = this.#parts;
        const headsOf = headsFrom(this.#reader);
        return this.#long.run(() => reindex({ store, first: this.#first, head: this.height, headsOf }, 0));
    }
    archive(before, save) {
        this.#assertWorking();
        const { journal, identity } = this.#parts;
        const { network } = this;
        const maker = new ArchiveMaker({ author: identity.did, network, blocks: this.#blocks, reader: this.#reader });
        return this.#long.run(async () => {
            const plan = await maker.plan(before, this.#first, this.height);
            await save(maker.pieces(plan));
            // On record before anything is dropped: what is missing without a word was taken away.
            const { from, to, size, block, entries } = plan;
            const said = this.append({ type: 'archive', from, to, size, block });
            await said.durable();
            await journal.dropBefore(plan.end);
            this.#first = to + 1;
            return { from, to, entries, entry: said.id };
        });
    }
    hold(task) {
        this.#assertWorking();
        return this.#long.run(task);
    }
    async [Symbol.asyncDispose]() {
        if (this.#isClosed)
            return;
        this.#isClosed = true;
        this.#cancelTimer?.();
        // After a failure there is nothing left to save, and whoever waited was told.
        if (this.#failure === undefined)
            await this.#sealUpTo(this.#size);
        // What goes through the ledger reads the journal, which is the caller's to close after this.
        this.#ending.abort(new TalosError('E_CLOSED', 'the ledger was closed meanwhile'));
        await this.#long.run(async () => undefined);
    }
}
