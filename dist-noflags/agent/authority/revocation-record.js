/**
 * Revocation lists in the store: their items, and the heads that let parts of them be handed on. PROTOCOL.md §8.5.
 *
 *     'h' ‖ key of the issuer ‖ u8 branch ‖ u32 seq     a head: after every 32nd item, and the newest
 *     'i' ‖ key of the issuer ‖ u8 branch ‖ u32 n       an item
 *     'b' ‖ key of the issuer ‖ u8 branch               where a later branch leaves the first: u8 branch ‖ u32 n
 *
 * Keys of 32 bytes are those of directories of earlier development versions: a single revocation under its token's id.
 *
 * @module
 */
import { concat, fromUtf8, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { MAX_LIST_ITEMS } from "../../capability/revocation-list.js";
import { u32 } from "../../codec/writer.js";
import { didOfKey, keyOfDid } from "../../identity/did.js";
/** Items from one kept head to the next: as many of the longest as one packet holds. */
export const HEAD_STEP = 32;
const HEAD = 0x68;
const ITEM = 0x69;
const BASE = 0x62;
const KEY_BYTES = 32;
const PLACE_BYTES = 1 + KEY_BYTES + 1 + 4;
/** A place as one number, by which `RevocationSet` knows an item. */
export function placeOf({ branch, n }) {
    return branch * MAX_LIST_ITEMS + n;
}
/** The place that {@link placeOf} made `place` of. */
export function placeAt(issuer, place) {
    const branch = Math.floor((place - 1) / MAX_LIST_ITEMS);
    return { issuer, branch, n: place - branch * MAX_LIST_ITEMS };
}
function keyOf(kind, { issuer, branch, n }) {
    return concat(Uint8Array.of(kind), keyOfDid(issuer), Uint8Array.of(branch), u32(n));
}
/** The change that keeps an item. */
export function putItem(place, text) {
    return { kind: 'put', space: 'revocation', key: keyOf(ITEM, place), value: utf8(text) };
}
/** The change that keeps a head. */
export function putHead(place, text) {
    return { kind: 'put', space: 'revocation', key: keyOf(HEAD, place), value: utf8(text) };
}
/** The change that drops a head. */
export function dropHead(place) {
    return { kind: 'delete', space: 'revocation', key: keyOf(HEAD, place) };
}
/** The change that keeps that the branch of `place` leaves branch `of` after its item `place.n`. */
export function putBase({ issuer, branch, n }, of) {
    const key = concat(Uint8Array.of(BASE), keyOfDid(issuer), Uint8Array.of(branch));
    return { kind: 'put', space: 'revocation', key, value: concat(Uint8Array.of(of), u32(n)) };
}
/** The change that drops a single revocation. */
export function dropSingle(key) {
    return { kind: 'delete', space: 'revocation', key };
}
/** All records: bases first, then heads, then items, each by issuer and place. @throws {TalosError} `E_STORAGE_CORRUPT`. */
export async function* revocationRecords(store) {
    for await (const [key, value] of store.scan('revocation'))
        yield recordOf(key, value);
}
function recordOf(key, value) {
    if (key.length === KEY_BYTES)
        return { kind: 'single', key, text: fromUtf8(value) };
    const form = key.length === PLACE_BYTES ? key[0] : undefined;
    const isBase = key[0] === BASE && key.length === PLACE_BYTES - 4 && value.length === 5;
    if (form !== HEAD && form !== ITEM && !isBase)
        throw new TalosError('E_STORAGE_CORRUPT', 'a record of the revocations has another form');
    const issuer = didOfKey(key.slice(1, 1 + KEY_BYTES));
    const branch = key[1 + KEY_BYTES] ?? 0;
    if (isBase)
        return { kind: 'base', issuer, branch, n: numberAt(value, 1), of: value[0] ?? 0 };
    const n = numberAt(key, PLACE_BYTES - 4);
    return { kind: form === HEAD ? 'head' : 'item', issuer, branch, n, text: fromUtf8(value) };
}
function numberAt(bytes, at) {
    return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
}
/** The items `from + 1` to `to` of one branch as they are stored there; those before its base are not. */
export async function storedItems(store, place, to) {
    const texts = [];
    const start = keyOf(ITEM, { ...place, n: place.n + 1 });
    const end = keyOf(ITEM, { ...place, n: to + 1 });
    for await (const [, value] of store.scan('revocation', { start, end }))
        texts.push(fromUtf8(value));
    return texts;
}
/** The heads of one branch after more than `place.n` items, up to `to`. */
export async function storedHeads(store, place, to) {
    const heads = [];
    const start = keyOf(HEAD, { ...place, n: place.n + 1 });
    const end = keyOf(HEAD, { ...place, n: to + 1 });
    for await (const [key, value] of store.scan('revocation', { start, end }))
        heads.push({ seq: numberAt(key, PLACE_BYTES - 4), text: fromUtf8(value) });
    return heads;
}
