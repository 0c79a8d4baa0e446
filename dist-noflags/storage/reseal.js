/**
 * Sealing the records of a store anew, a few at a time, while others write it.
 *
 * @module
 */
import { concat } from "../base/bytes.js";
/** Records that are read, and sealed anew in one commit, before others have their turn. */
export const RESEAL_RECORDS = 32;
/** Bytes of them; one record may go beyond. */
export const RESEAL_BYTES = 1024 * 1024;
/**
 * Goes through `spaces` once. A record that another writer changes meanwhile is left to that.
 *
 * @returns How many records were to be sealed anew.
 * @throws What `reseal` and the store throw, and the reason of `signal`; what was sealed until then stays so.
 */
export async function resealSpaces(store, spaces, reseal, { signal, pause } = {}) {
    let count = 0;
    for (const space of spaces) {
        for (let start = new Uint8Array(0); start !== undefined;) {
            signal?.throwIfAborted();
            const { entries, next } = await someOf(store, space, start);
            const changed = entries.flatMap(([key, value]) => {
                const sealed = reseal(space, key, value);
                return sealed === undefined ? [] : [{ key, value, sealed }];
            });
            // One condition a record; a store that groups what comes in one turn still writes them together.
            await Promise.all(changed.map(({ key, value, sealed }) => store.apply([
                { kind: 'require', space, key, value },
                { kind: 'put', space, key, value: sealed },
            ])));
            count += changed.length;
            start = next;
            if (start !== undefined)
                await pause?.();
        }
    }
    return count;
}
/** The first records from `start` on, and where the next ones start. No scan lasts: it would keep old pages in use. */
async function someOf(store, space, start) {
    const entries = [];
    let bytes = 0;
    for await (const [key, value] of store.scan(space, { start, limit: RESEAL_RECORDS })) {
        entries.push([key, value]);
        bytes += value.length;
        if (entries.length === RESEAL_RECORDS || bytes >= RESEAL_BYTES)
            return { entries, next: concat(key, Uint8Array.of(0)) };
    }
    return { entries, next: undefined };
}
