/**
 * Start-up: the store's newest block against the journal, and the journal's tail, which no block holds yet.
 * PROTOCOL.md §9.6.
 *
 * @module
 */
import { equalBytes } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { readEntry } from "../entry/entry.js";
import { headOf } from "../entry/entry-head.js";
import { rootHash } from "../log/merkle.js";
import { endOffsetOf, firstSeqOf, offsetsOf } from "./block-record.js";
import { readRecords, recordAt } from "./journal.js";
/** What a damaged journal or store is; `details` say where. */
export function corruptLedger(what, details) {
    return new TalosError('E_STORAGE_CORRUPT', what, {
        details,
        hint: 'the ledger was damaged, edited or replaced: audit it, and go on with a new data directory or a backup',
    });
}
/**
 * Checks that the journal holds what `record`, the newest block, says.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` if the journal is shorter or other than what was sealed.
 */
export async function compareNewestBlock(journal, record) {
    const end = endOffsetOf(record);
    if (journal.size < end)
        throw corruptLedger('the journal is shorter than the sealed log: truncated, or replaced by an older one', {
            bytes: journal.size,
            sealedBytes: end,
            sealedEntries: record.header.logSize,
        });
    const held = await journal.readAt(record.offset, end - record.offset);
    const leaves = [];
    for (const [place, offset] of offsetsOf(record).slice(0, -1).entries()) {
        const content = recordAt(held, offset - record.offset);
        if (content === undefined)
            throw corruptLedger('a sealed entry is damaged in the journal', { seq: firstSeqOf(record) + place, offset });
        leaves.push(content.leaf);
    }
    if (!equalBytes(rootHash(leaves), record.header.entryRoot))
        throw corruptLedger('the journal is not that of the newest block', { height: record.header.height });
}
/**
 * Reads what follows the newest block, and cuts off the remains of an interrupted write: everything before it was
 * durable when the block was stored, and of what is behind it only what no sync can have covered is given up.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT`, with nothing changed, if a record is damaged otherwise, or an entry is not
 *   the one that must follow.
 */
export async function recoverTail(journal, record) {
    const entries = [];
    const first = record?.header.logSize ?? 0;
    for (let from = record === undefined ? 0 : endOffsetOf(record);;) {
        const end = await readTail(journal, from, first, entries);
        if (typeof end !== 'number')
            return { entries, recovered: end };
        from = end;
    }
}
/**
 * Reads on from `from`, up to the end, or to a record of which the head was lost and is there again.
 *
 * @returns What was cut off; where to go on.
 */
async function readTail(journal, from, first, entries) {
    for await (const item of readRecords(journal, from)) {
        if (item.kind === 'record') {
            const { offset } = item;
            entries.push({ ...headOf(following(item.bytes, first + entries.length, offset)), offset });
            continue;
        }
        const { offset } = item;
        if (!item.isInterrupted)
            throw corruptLedger('an entry of the journal is damaged', { seq: first + entries.length, offset });
        if (item.head !== undefined) {
            await journal.mend(offset, item.head);
            return offset;
        }
        const recovered = { offset, bytes: journal.size - offset };
        await journal.cut(offset);
        return recovered;
    }
    return undefined;
}
function following(bytes, seq, offset) {
    const entry = formed(bytes, seq, offset);
    if (entry.seq !== seq)
        throw corruptLedger(`the journal has entry ${entry.seq} where ${seq} must be`, { seq, offset });
    return entry;
}
function formed(bytes, seq, offset) {
    try {
        return readEntry(bytes);
    }
    catch (cause) {
        if (!(cause instanceof TalosError))
            throw cause;
        const { message, hint, details } = corruptLedger('an entry of the journal has another form', { seq, offset });
        throw new TalosError('E_STORAGE_CORRUPT', message, { cause, hint, details });
    }
}
