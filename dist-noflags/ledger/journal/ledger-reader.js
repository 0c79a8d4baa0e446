/**
 * Reading sealed entries: by id, by query, and their proofs. Blocks say where in the journal an entry lies.
 *
 * @module
 */
import { equalBytes, fromHex, toHex } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { readEntry } from "../entry/entry.js";
import { headOf } from "../entry/entry-head.js";
import { inclusionRanges } from "../log/merkle.js";
import { rootOfRange } from "../log/tiles.js";
import { endOffsetOf, firstSeqOf, offsetsOf } from "./block-record.js";
import { RECORD_HEAD_BYTES } from "./interrupted-write.js";
import { recordAt } from "./journal.js";
import { candidatesOf } from "./ledger-candidates.js";
import { corruptLedger } from "./recovery.js";
/** Most entries of one answer. */
export const MAX_QUERY_ENTRIES = 10_000;
/** Whether `entry` meets every condition of `query` but `last` and `tool`. */
export function fits(query, entry) {
    const { seq, timeMs } = entry;
    const { peer, type, message, subject } = query;
    const { fromMs = 0, toMs = Number.POSITIVE_INFINITY, before = Number.POSITIVE_INFINITY, after = -1 } = query;
    if (seq >= before || seq <= after || timeMs < fromMs || timeMs >= toMs)
        return false;
    if (message !== undefined && entry.message !== message)
        return false;
    if (subject !== undefined && entry.subject !== subject)
        return false;
    return (type === undefined || entry.type === type) && (peer === undefined || entry.peer === peer);
}
/** See the module comment. */
export class LedgerReader {
    #journal;
    #store;
    constructor(journal, store) {
        this.#journal = journal;
        this.#store = store;
    }
    /** An entry that no block holds. */
    async waiting({ offset, length, seq, leaf }) {
        const entry = entryAt(await this.#journal.readAt(offset, RECORD_HEAD_BYTES + length), 0, seq);
        if (!equalBytes(entry.leaf, leaf))
            throw corruptLedger('the journal has another entry than was written', { seq });
        return entry;
    }
    /** Where the sealed entry with this id is. */
    async place(id) {
        return /^[0-9a-f]{64}$/.test(id) ? this.#store.place(fromHex(id)) : undefined;
    }
    /**
     * The sealed entry with this id.
     *
     * @throws {TalosError} `E_STORAGE_CORRUPT` if the index names another; `E_NOT_FOUND` if it was archived.
     */
    async get(id) {
        const place = await this.place(id);
        if (place === undefined)
            return undefined;
        const record = await this.#store.block(place.height);
        if (this.#isArchived(record))
            throw archived(place.height);
        const [offset, end] = offsetsOf(record).slice(place.seq - firstSeqOf(record));
        if (offset === undefined || end === undefined)
            throw corruptLedger('an index names no entry', { ...place });
        const entry = entryAt(await this.#journal.readAt(offset, end - offset), 0, place.seq);
        if (entry.id !== id)
            throw corruptLedger('an index names another entry', { ...place });
        return { ...entry, height: place.height };
    }
    #isArchived({ offset }) {
        return offset < this.#journal.start;
    }
    /** Entries of a block. @throws {TalosError} `E_NOT_FOUND` if they were archived. */
    async entriesOf(record) {
        if (this.#isArchived(record))
            throw archived(record.header.height);
        return (await this.#entriesAt(record, undefined)).reverse();
    }
    /** At most `count` entries up to height `head` that fit: the newest, or the oldest after `after`, in the order found. */
    async find(query, count, head) {
        const found = [];
        const isForward = query.after !== undefined;
        for await (const { height, places } of candidatesOf(this.#store, query, head)) {
            if (found.length >= count)
                break;
            const record = await this.#store.block(height);
            if (isOutside(query, record))
                continue;
            if (this.#isArchived(record)) {
                if (isForward)
                    continue;
                break;
            }
            const entries = await this.#entriesAt(record, places);
            for (const entry of isForward ? entries.reverse() : entries)
                if (found.length < count && (await this.matches(query, entry)))
                    found.push({ ...entry, height });
        }
        return found;
    }
    /**
     * Whether an entry meets every condition of `query` but `last`.
     *
     * @param find - Finds the entry that it answers.
     */
    async matches(query, entry, find = (id) => this.get(id)) {
        if (!fits(query, headOf(entry)))
            return false;
        return query.tool === undefined || (await toolOf(entry.body, find)) === query.tool;
    }
    /** Entries of a block, the last first. */
    async #entriesAt(record, places) {
        const held = await this.#journal.readAt(record.offset, endOffsetOf(record) - record.offset);
        const offsets = offsetsOf(record);
        return (places ?? [...record.lengths.keys()]).toReversed().map((place) => {
            const seq = firstSeqOf(record) + place;
            const offset = offsets[place];
            if (offset === undefined)
                throw corruptLedger('an index names no entry', { seq });
            return entryAt(held, offset - record.offset, seq);
        });
    }
    /** See `Ledger.positions`; sealed entries up to height `head` alone. */
    async positions({ type, peer, subject, message }, head) {
        const narrow = subject !== undefined ? { subject } : message !== undefined ? { message } : { type };
        const also = [{ type }, ...(peer === undefined ? [] : [{ peer }])];
        if (subject !== undefined && message !== undefined)
            also.push({ message });
        const found = [];
        for await (const { height, places } of this.#store.blocksOf(narrow, 1, head, false)) {
            const others = await Promise.all(also.map((index) => this.#store.placesAt(index, height)));
            const both = places.filter((place) => others.every((each) => each.includes(place)));
            if (both.length === 0)
                continue;
            const first = firstSeqOf(await this.#store.block(height));
            found.push(...both.map((place) => first + place));
        }
        return found;
    }
    /** The id of the sealed entry `seq`, archived or not. */
    async idAt(seq) {
        return toHex(await rootOfRange(this.#store.tile, [seq, seq + 1]));
    }
    /** The path of entry `seq` in the log of the first `size` entries, all of them sealed. */
    inclusionPath(seq, size) {
        return Promise.all(inclusionRanges(seq, size).map((range) => rootOfRange(this.#store.tile, range)));
    }
}
/** What is called: of an answer, what the call that it answers named. */
async function toolOf(body, find) {
    if (body.type === 'call' || body.type === 'decision' || body.type === 'intent')
        return body.statement.statement.target;
    if (body.type === 'tool')
        return body.tool;
    if (body.type !== 'result' && body.type !== 'receipt')
        return undefined;
    try {
        const answered = (await find(body.answers))?.body;
        return answered?.type === 'call' || answered?.type === 'decision' ? answered.statement.statement.target : undefined;
    }
    catch (error) {
        // Archived: what it named is not known here any more.
        if (isTalosError(error, 'E_NOT_FOUND'))
            return undefined;
        throw error;
    }
}
function archived(height) {
    return new TalosError('E_NOT_FOUND', `the entries of block ${height} were archived`, {
        hint: `audit show, audit forget and proof export take the archive that has the block: --archive FILE`,
        details: { height },
    });
}
function isOutside(query, record) {
    const { fromMs = 0, toMs = Number.POSITIVE_INFINITY, before = Number.POSITIVE_INFINITY, after = -1 } = query;
    const isElsewhere = firstSeqOf(record) >= before || record.header.logSize <= after + 1;
    return isElsewhere || record.maxTimeMs < fromMs || record.minTimeMs >= toMs;
}
function entryAt(held, at, seq) {
    const content = recordAt(held, at);
    if (content === undefined)
        throw corruptLedger('an entry is damaged in the journal', { seq });
    const entry = readEntry(content.bytes);
    if (entry.seq !== seq)
        throw corruptLedger(`the journal has entry ${entry.seq} where ${seq} must be`, { seq });
    return entry;
}
/** Checks the `last` of a query. @throws {RangeError} unless it is 1 to {@link MAX_QUERY_ENTRIES}. */
export function countOf(query) {
    const { last = MAX_QUERY_ENTRIES } = query;
    if (!Number.isInteger(last) || last < 1 || last > MAX_QUERY_ENTRIES)
        throw new RangeError(`last must be 1 to ${MAX_QUERY_ENTRIES}, got ${last}`);
    return last;
}
