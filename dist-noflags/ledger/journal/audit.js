/**
 * The full audit of a ledger: everything is recomputed from the journal and compared with what the store says, in the
 * order of the log, up to the first thing that does not verify. Changes nothing.
 *
 * @module
 */
import { equalBytes, toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { keyOfDid } from "../../identity/did.js";
import { isArchiveFault } from "../archive/archive.js";
import { ArchivedEntries } from "../archive/archived-entries.js";
import { headerFlaw } from "../archive/audit-header.js";
import { encodeBlock } from "../block.js";
import { readEntry } from "../entry/entry.js";
import { headOf } from "../entry/entry-head.js";
import { VerifiedBatches } from "../entry/statement.js";
import { statementFlaw } from "../entry/statement-check.js";
import { readCheckpoint } from "../log/checkpoint.js";
import { readCosigned } from "../log/cosignature.js";
import { Frontier } from "../log/frontier.js";
import { TILE_HASHES, TileEdge } from "../log/tiles.js";
import { DEFAULT_NETWORK } from "../network.js";
import { validateBlock } from "../validation/validate.js";
import { endOffsetOf, firstSeqOf, timesOf } from "./block-record.js";
import { readRecords } from "./journal.js";
import { isOfHashes, rowsOfBlock, rowsOfHashes } from "./ledger-index.js";
import { LedgerStore } from "./ledger-store.js";
/** The first fault, on its way to the report. */
class Fault extends Error {
    fault;
    constructor(reason, place = {}, code = 'E_LEDGER_INVALID') {
        super(reason);
        this.fault = { ...place, reason, code };
    }
}
/**
 * Audits a ledger, running or not; works where `openLedger` refuses it.
 *
 * @throws {TalosError} `E_STORAGE…` if the medium fails; what does not verify is in the report.
 */
export async function auditLedger(parts) {
    const audit = new Audit(parts);
    try {
        await audit.run();
        return { ok: true, ...audit.progress };
    }
    catch (error) {
        if (error instanceof Fault)
            return { ok: false, ...audit.progress, firstBad: error.fault };
        if (error instanceof TalosError && (error.code === 'E_STORAGE_CORRUPT' || isArchiveFault(error)))
            return { ok: false, ...audit.progress, firstBad: { reason: error.message, code: error.code } };
        throw error;
    }
}
class Audit {
    #parts;
    #store;
    #records;
    #verified = new VerifiedBatches();
    #kept;
    #frontier = new Frontier();
    #tiles = new TileEdge();
    #archived;
    #network = DEFAULT_NETWORK;
    #tip;
    /** Rows that the index must have: of blocks whose entries are gone, only those that follow from hashes. */
    #rows = 0;
    #offset = 0;
    /** Lowest height whose entries are in the journal, once it is known, and what an entry must say of those below. */
    #first = 0;
    #archivedEnd = { size: 0, block: '' };
    /** Whether an entry says that the blocks below {@link #first} were archived. */
    #isArchiveSaid = false;
    #highestTimeMs = 0;
    #leaves;
    /** Blocks of which no entry is here, nor in the archives given. */
    #unread = 0;
    progress = { entries: 0, blocks: 0, archived: 0, checkpoint: '' };
    constructor(parts) {
        this.#parts = parts;
        this.#store = new LedgerStore(parts.store);
        this.#records = readRecords(parts.journal, parts.journal.start)[Symbol.asyncIterator]();
        this.#archived = new ArchivedEntries(parts.archives ?? [], parts.author);
        // As people have it from a witness or from `audit root`, cosigned or not.
        this.#kept =
            parts.checkpoint === undefined ? undefined : readCosigned(parts.checkpoint, parts.author, [])?.checkpoint;
    }
    async run() {
        try {
            if (this.#parts.checkpoint !== undefined && this.#kept === undefined)
                throw new Fault('the checkpoint that was kept is not one of this ledger', {}, 'E_PROOF_INVALID');
            const head = this.#parts.written?.height ?? (await this.#store.head());
            if (head === undefined)
                throw new Fault('the store holds no ledger', { height: 0 });
            this.#network = await this.#store.network();
            for (let height = 0; height <= head; height++) {
                this.#parts.signal?.throwIfAborted();
                await this.#block(height);
                this.#parts.onProgress?.({ ...this.progress, allBlocks: head + 1 });
            }
            await this.#archived.end(head);
            await this.#stored(head);
            await this.#tail();
            if (this.#first > 0 && !this.#isArchiveSaid)
                throw new Fault('the beginning of the journal is gone, and no entry says that it was archived', {
                    seq: 0,
                    height: 0,
                });
            if (this.#kept !== undefined && this.#frontier.size < this.#kept.size)
                throw new Fault(`the checkpoint that was kept has ${this.#kept.size} entries, the ledger ${this.#frontier.size}: truncated, or replaced by an older one`, { seq: this.#frontier.size });
        }
        finally {
            await this.#records.return?.();
            await this.#archived.close();
        }
    }
    async #block(height) {
        const record = await this.#recordOf(height);
        if (firstSeqOf(record) !== this.#frontier.size)
            throw new Fault(`block ${height} does not start at entry ${this.#frontier.size}`, { height });
        // Of every block, archived or not: an archive that is given must be of this ledger.
        const given = await this.#archived.of(record);
        if (record.offset >= this.#parts.journal.start) {
            await this.#wholeBlock(record, await this.#bytesOf(record));
        }
        else {
            this.#first = height + 1;
            if (given === undefined)
                await this.#headOfBlock(record);
            else
                await this.#wholeBlock(record, given);
            this.#archivedEnd = { size: record.header.logSize, block: toHex(this.#tip?.hash ?? new Uint8Array(0)) };
            // What is left must begin with the next block.
            if (endOffsetOf(record) > this.#parts.journal.start)
                throw new Fault('the journal does not begin with a block', { height });
        }
        this.#checkNote(record);
        await this.#checkTiles(height);
        const [entries, archived] = [this.#frontier.size, this.#unread];
        this.progress = { entries, blocks: height + 1, archived, checkpoint: record.note };
    }
    /** The entries of a block as the journal has them. */
    async #bytesOf(record) {
        const entries = [];
        for (const [place, length] of record.lengths.entries())
            entries.push(await this.#sealedBytes(record.header.height, this.#frontier.size + place, length));
        return entries;
    }
    async #wholeBlock(record, entries) {
        const { header, signature } = record;
        const { height } = header;
        const verdict = validateBlock(encodeBlock({ header, signature, entries }), this.#view);
        if (!verdict.valid) {
            const seq = verdict.position === undefined ? {} : { seq: firstSeqOf(record) + verdict.position };
            throw new Fault(verdict.reason, { height, ...seq }, verdict.code);
        }
        for (const entry of verdict.entries)
            this.#entry(entry);
        this.#tip = verdict.tip;
        this.#checkPlace(record);
        this.#checkTimes(record, verdict.entries);
        await this.#checkIndex(height, rowsOfBlock(height, verdict.tip.hash, verdict.entries.map(headOf)));
    }
    /** A block whose entries were archived: all that follows from their hashes, which the tiles have. */
    async #headOfBlock(record) {
        const { height } = record.header;
        this.#unread++;
        const first = this.#frontier.size;
        const leaves = [];
        for (const place of record.lengths.keys()) {
            const leaf = await this.#storedLeaf(first + place);
            if (leaf === undefined)
                throw new Fault(`the tiles have no entry ${first + place}`, { seq: first + place, height });
            leaves.push(new Uint8Array(leaf));
        }
        for (const leaf of leaves)
            this.#leaf(leaf);
        const { flaw, hash } = headerFlaw(record, leaves, this.#frontier, this.#view);
        if (flaw !== undefined)
            throw new Fault(flaw.reason, { height }, flaw.code);
        this.#tip = { height, hash, timeMs: record.header.timeMs, frontier: this.#frontier.copy() };
        this.#checkPlace(record);
        this.#highestTimeMs = Math.max(this.#highestTimeMs, record.highestTimeMs);
        if (record.highestTimeMs !== this.#highestTimeMs)
            throw new Fault('the times of the block go back', { height });
        await this.#checkIndex(height, rowsOfHashes(height, hash, first, leaves));
    }
    get #view() {
        const { author, nowMs } = this.#parts;
        const { name: network, difficulty } = this.#network;
        return { authorKey: keyOfDid(author), network, difficulty, nowMs, tip: this.#tip };
    }
    async #recordOf(height) {
        try {
            return await this.#store.block(height);
        }
        catch (error) {
            if (error instanceof TalosError && error.code === 'E_STORAGE_CORRUPT')
                throw new Fault(error.message, { height }, 'E_STORAGE_CORRUPT');
            throw error;
        }
    }
    /** The next record of the journal, which must be the sealed entry `seq`. */
    async #sealedBytes(height, seq, length) {
        const { value: item, done } = await this.#records.next();
        if (done === true)
            throw new Fault('the journal ends before the sealed log: truncated, or replaced by an older one', {
                seq,
                height,
            });
        if (item.kind === 'damage')
            throw new Fault('the entry is damaged in the journal', { seq, height }, 'E_STORAGE_CORRUPT');
        const leaf = await this.#storedLeaf(seq);
        if (leaf === undefined || !equalBytes(leaf, item.leaf))
            throw new Fault('the entry in the journal is not the one that was sealed', { seq, height });
        if (item.bytes.length !== length)
            throw new Fault('the entry has another length than its block says', { seq, height });
        return item.bytes;
    }
    async #storedLeaf(seq) {
        const number = Math.floor(seq / TILE_HASHES);
        if (this.#leaves?.number !== number) {
            const hashes = await this.#store.tile(0, number);
            if (hashes === undefined)
                return undefined;
            this.#leaves = { number, hashes };
        }
        const at = (seq % TILE_HASHES) * 32;
        return this.#leaves.hashes.subarray(at, at + 32);
    }
    /** Takes an entry whose form and place are right. */
    #entry(entry) {
        const flaw = statementFlaw(entry, this.#parts.author, this.#verified);
        if (flaw !== undefined)
            throw new Fault(flaw.reason, { seq: entry.seq }, flaw.code);
        const { body } = entry;
        const { size, block } = this.#archivedEnd;
        if (body.type === 'archive' && body.size === size && body.block === block)
            this.#isArchiveSaid = true;
        this.#leaf(entry.leaf);
    }
    #leaf(leaf) {
        this.#frontier.append(leaf);
        this.#tiles.append(leaf);
        const kept = this.#kept;
        if (kept?.size === this.#frontier.size && !equalBytes(kept.root, this.#frontier.root()))
            throw new Fault(`the ledger and the checkpoint that was kept differ in the first ${kept.size} entries`, {}, 'E_EQUIVOCATION');
    }
    #checkPlace(record) {
        const { height } = record.header;
        if (record.offset !== this.#offset)
            throw new Fault('the block names another place in the journal', { height });
        this.#offset = endOffsetOf(record);
    }
    #checkTimes(record, entries) {
        const { height } = record.header;
        const times = timesOf(record.header.timeMs, entries, this.#highestTimeMs);
        this.#highestTimeMs = times.highestTimeMs;
        if (record.highestTimeMs !== times.highestTimeMs ||
            record.minTimeMs !== times.minTimeMs ||
            record.maxTimeMs !== times.maxTimeMs)
            throw new Fault('the block names other times than its entries', { height });
    }
    #checkNote({ header, note }) {
        if (header.height === 0 && note === '')
            return;
        const checkpoint = readCheckpoint(note, this.#parts.author);
        if (checkpoint?.size !== header.logSize || !equalBytes(checkpoint.root, header.logRoot))
            throw new Fault('the checkpoint is not that of the block', { height: header.height });
    }
    async #checkIndex(height, rows) {
        const isArchived = height < this.#first;
        for (const { key, value } of rows) {
            if (!isArchived || isOfHashes({ key, value }))
                this.#rows++;
            const held = await this.#store.indexed(key);
            if (held === undefined || !equalBytes(held, value))
                throw new Fault(`the index disagrees with the block (${toHex(key.slice(0, 8))})`, { height });
        }
    }
    /** Compares the tiles that the block changed; the last of a level may have grown since. */
    async #checkTiles(height) {
        for (const { level, number, hashes } of this.#tiles.take()) {
            const held = await this.#store.tile(level, number);
            if (held === undefined || !equalBytes(held.subarray(0, hashes.length), hashes))
                throw new Fault(`tile ${number} of level ${level} is not that of the log`, { height });
        }
    }
    /** What the store holds besides: nothing may be left over. */
    async #stored(head) {
        const { blocks, rows } = await this.#store.count(this.#first, head);
        if (blocks !== head + 1)
            throw new Fault(`the store has ${blocks} blocks up to height ${head}`, { height: head });
        if (rows !== this.#rows)
            throw new Fault(`the index has ${rows} rows, must be ${this.#rows}`, { height: head });
    }
    /** Entries that wait for a block. */
    async #tail() {
        const { written } = this.#parts;
        while (written === undefined || this.#frontier.size < written.size) {
            const seq = this.#frontier.size;
            const { value: item, done } = await this.#records.next();
            if (done === true) {
                if (written === undefined)
                    return;
                throw new Fault('the journal ends before the log', { seq });
            }
            if (item.kind === 'damage') {
                if (written === undefined && item.isInterrupted)
                    return;
                throw new Fault('the entry is damaged in the journal', { seq }, 'E_STORAGE_CORRUPT');
            }
            this.#entry(this.#waitingEntry(item.bytes, seq));
            this.progress = { ...this.progress, entries: this.#frontier.size };
        }
    }
    #waitingEntry(bytes, seq) {
        try {
            const entry = readEntry(bytes);
            if (entry.seq !== seq)
                throw new Fault(`the entry says that it is ${entry.seq}`, { seq }, 'SEMANTIC_ERROR');
            return entry;
        }
        catch (error) {
            if (error instanceof TalosError)
                throw new Fault(error.message, { seq }, 'SEMANTIC_ERROR');
            throw error;
        }
    }
}
