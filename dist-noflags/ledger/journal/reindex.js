/**
 * The index made anew from blocks and journal: where it is of an earlier version, or disagrees with them. Interrupted, it
 * goes on at the next start.
 *
 * @module
 */
import { equalBytes } from "../../base/bytes.js";
import { encodeHeader, hashHeader } from "../block.js";
import { isAbout, rowsOfBlock } from "./ledger-index.js";
import { changeOfIndexState, changesOfRows, LedgerStore } from "./ledger-store.js";
/** Changes that go into one commit, at least; a block's go together. */
const CHANGES_TOGETHER = 4096;
/** All rows of a block whose entries are here. */
export async function rowsOf({ headsOf }, record) {
    const { header } = record;
    return rowsOfBlock(header.height, hashHeader(encodeHeader(header)), await headsOf(record));
}
/** Whether the index has every row of `record` as it must be. */
export async function isIndexed(parts, record) {
    const store = new LedgerStore(parts.store);
    for (const { key, value } of await rowsOf(parts, record)) {
        const held = await store.indexed(key);
        if (held === undefined || !equalBytes(held, value))
            return false;
    }
    return true;
}
/**
 * Makes the index anew.
 *
 * @param from - The block to go on from; 0: from the beginning, with nothing left of what was there.
 */
export async function reindex(parts, from) {
    const { store, first, head } = parts;
    const blocks = new LedgerStore(store);
    if (from === 0) {
        await store.apply([changeOfIndexState({ next: 0 })]);
        await dropRows(parts);
    }
    let changes = [];
    for (let height = Math.max(from, first); height <= head; height++) {
        changes.push(...changesOfRows(await rowsOf(parts, await blocks.block(height))));
        if (changes.length < CHANGES_TOGETHER)
            continue;
        await store.apply([...changes, changeOfIndexState({ next: height + 1 })]);
        changes = [];
    }
    await store.apply([...changes, changeOfIndexState('whole')]);
}
/** Drops all rows about blocks whose entries are here; not of those that are made meanwhile. */
async function dropRows({ store, first, head }) {
    for (let start = new Uint8Array(0); start !== undefined;) {
        const changes = [];
        let last;
        // No scan lasts: it would keep old pages in use.
        for await (const [key, value] of store.scan('index', { start, limit: CHANGES_TOGETHER })) {
            last = key;
            const isArchived = first > 0 && isAbout({ key, value }, 0, first - 1);
            const isNewer = isAbout({ key, value }, head + 1, Number.MAX_SAFE_INTEGER);
            if (!isArchived && !isNewer)
                changes.push({ kind: 'delete', space: 'index', key });
        }
        if (changes.length > 0)
            await store.apply(changes);
        start = last === undefined ? undefined : new Uint8Array([...last, 0]);
    }
}
