/**
 * What goes over from the store of an identity to that of its successor: what its owner set up, what it granted, holds and
 * took back, what was used of that, and the messages that were received or are past. Its ledger, sessions and prekeys stay
 * behind. PROTOCOL.md §4.9.
 *
 * @module
 */
import { fromUtf8 } from "../../base/bytes.js";
import { canonicalBytes, parseJson } from "../../codec/json.js";
import { loadUsage, putPosition } from "../authority/usage-records.js";
import { PARTS } from "../message/message-records.js";
/** Spaces that go over as they are. */
const WHOLE = [
    'grant',
    'invitation',
    'revocation',
    'peer',
    'record',
    'server',
    'chain',
    'light',
    'pin',
    'usage',
    'succession',
];
/** Records, and bytes of them, that are written together. */
const BATCH_RECORDS = 256;
const BATCH_BYTES = 4 * 1024 * 1024;
/** First bytes of keys in the space `witness`: witness-book.ts and witness-list.ts. */
const LISTED_WITNESS = 3;
const COSIGNED = 4;
/** First byte of the keys of sources in the space `anchor`: anchor-book.ts. */
const ANCHOR_SOURCE = 1;
/** Key in the space `meta` of the port that was listened on last: node/network/network.ts. */
const LAST_PORT = 'net/port';
/** Copies what goes over into an empty store; durable when it resolves. @throws {TalosError} `E_STORAGE…`. */
export async function carryOver(from, to) {
    for (const space of WHOLE)
        await copy(from.store, to.store, space, (_key, value) => value);
    // What was used is in the accounts; the new ledger has nothing to charge yet.
    const { position } = await loadUsage(from.store);
    if (position !== undefined)
        await to.store.apply([putPosition({ ...position, seq: 0, open: [] })]);
    await copy(from.store, to.store, 'witness', witness);
    await copy(from.store, to.store, 'anchor', (key, value) => (key[0] === ANCHOR_SOURCE ? value : undefined));
    await copy(from.store, to.store, 'meta', (key, value) => (fromUtf8(key) === LAST_PORT ? value : undefined));
    await copy(from.store, to.store, 'message', (key, value) => key[0] === PARTS.inbox || key[0] === PARTS.history
        ? to.sealer.seal('message', key, from.sealer.open('message', key, value))
        : undefined);
}
/** Messages that wait to be sent, which nobody could send any more. */
export async function waitingMessages(store) {
    let count = 0;
    const range = { start: Uint8Array.of(PARTS.outbox), end: Uint8Array.of(PARTS.outbox + 1) };
    for await (const _ of store.scan('message', range))
        count++;
    return count;
}
/** Witnesses are asked about the new log from its beginning; what they cosigned is of the one before. */
function witness(key, value) {
    if (key[0] === COSIGNED)
        return undefined;
    if (key[0] !== LISTED_WITNESS)
        return value;
    return canonicalBytes({ ...parseJson(value), size: 0, at: 0, failure: '' });
}
async function copy(from, to, space, take) {
    let changes = [];
    let bytes = 0;
    for await (const [key, found] of from.scan(space)) {
        const value = take(key, found);
        if (value === undefined)
            continue;
        changes.push({ kind: 'put', space, key, value });
        bytes += value.length;
        if (changes.length < BATCH_RECORDS && bytes < BATCH_BYTES)
            continue;
        await to.apply(changes);
        [changes, bytes] = [[], 0];
    }
    if (changes.length > 0)
        await to.apply(changes);
}
