/**
 * The rows of the space `index`: what entries and blocks are found by. All of them follow from the blocks, so that they can
 * be checked and made anew.
 *
 * | key | value |
 * |---|---|
 * | 0x01 ‖ entry id (32) | u64 seq ‖ u64 height |
 * | 0x02 ‖ peer key (32) ‖ u64 height | u16 places in the block |
 * | 0x03 ‖ type ‖ 0x00 ‖ u64 height | u16 places |
 * | 0x04 ‖ block hash (32) | u64 height |
 * | 0x05 ‖ message id (16) ‖ u64 height | u16 places |
 * | 0x06 ‖ u64 hour since 1970 ‖ u64 height | empty |
 * | 0x07 ‖ subject (32) ‖ u64 height | u16 places |
 *
 * @module
 */
import { compareBytes, concat, fromHex, utf8 } from "../../base/bytes.js";
import { decode } from "../../codec/reader.js";
import { u8, u16, u64 } from "../../codec/writer.js";
import { keyOfDid } from "../../identity/did.js";
/** Which rows there are. A store that says another number, or none, has its index made anew at the next start. */
export const INDEX_VERSION = 2;
const BY_ID = 1;
const BY_PEER = 2;
const BY_TYPE = 3;
const BY_HASH = 4;
const BY_MESSAGE = 5;
const BY_HOUR = 6;
const BY_SUBJECT = 7;
const HEIGHT_BYTES = 8;
const HOUR_MS = 3_600_000;
/** What every key of an index starts with, up to the height. */
export function prefixOf(index) {
    if ('peer' in index)
        return concat(u8(BY_PEER), keyOfDid(index.peer));
    if ('type' in index)
        return concat(u8(BY_TYPE), utf8(index.type), u8(0));
    if ('message' in index)
        return concat(u8(BY_MESSAGE), fromHex(index.message.replaceAll('-', '')));
    return concat(u8(BY_SUBJECT), fromHex(index.subject));
}
/** The key that an entry is found by. */
export function keyOfEntry(leaf) {
    return concat(u8(BY_ID), leaf);
}
/** The key that a block is found by. */
export function keyOfHash(hash) {
    return concat(u8(BY_HASH), hash);
}
/** Where the rows of the hours from `fromMs` to before `toMs` begin and end. */
export function rangeOfHours(fromMs, toMs) {
    const hourOf = (ms) => Math.floor(Math.min(Math.max(ms, 0), Number.MAX_SAFE_INTEGER) / HOUR_MS);
    return { start: concat(u8(BY_HOUR), u64(hourOf(fromMs))), end: concat(u8(BY_HOUR), u64(hourOf(toMs) + 1)) };
}
/** The height at the end of a key. */
export function heightOfKey(key) {
    return decode(key.slice(-HEIGHT_BYTES), (reader) => reader.u64('height'));
}
/** The places that a row names. */
export function placesOf({ key, value }) {
    return {
        height: heightOfKey(key),
        places: decode(value, (reader) => Array.from({ length: value.length >> 1 }, () => reader.u16('place'))),
    };
}
/** The height of the block that a row is about, as bytes: the end of the value of an id or a hash, of the key otherwise. */
function heightBytesOf({ key, value }) {
    return (key[0] === BY_ID || key[0] === BY_HASH ? value : key).slice(-HEIGHT_BYTES);
}
/** Whether a row is about a block from height `from` to height `to`. */
export function isAbout(row, from, to) {
    const height = heightBytesOf(row);
    return height.length === HEIGHT_BYTES && compareBytes(height, u64(from)) >= 0 && compareBytes(height, u64(to)) <= 0;
}
/** The rows of a block that follow from its header and the hashes of its entries: what is known of an archived one. */
export function rowsOfHashes(height, hash, firstSeq, leaves) {
    const rows = leaves.map((leaf, place) => ({
        key: keyOfEntry(leaf),
        value: concat(u64(firstSeq + place), u64(height)),
    }));
    return [{ key: keyOfHash(hash), value: u64(height) }, ...rows];
}
/** Whether a row is one of those of {@link rowsOfHashes}. */
export function isOfHashes({ key }) {
    return key[0] === BY_ID || key[0] === BY_HASH;
}
/** All rows of a block. */
export function rowsOfBlock(height, hash, entries) {
    const lists = new Map();
    const add = (text, name, place) => {
        const list = lists.get(text) ?? { prefix: prefixOf(name), places: [] };
        lists.set(text, list);
        list.places.push(u16(place));
    };
    const hours = new Set();
    for (const [place, { type, peer, message, subject, timeMs }] of entries.entries()) {
        add(type, { type }, place);
        if (peer !== undefined)
            add(peer, { peer }, place);
        if (message !== undefined)
            add(message, { message }, place);
        if (subject !== undefined)
            add(subject, { subject }, place);
        hours.add(Math.floor(timeMs / HOUR_MS));
    }
    const leaves = entries.map(({ leaf }) => leaf);
    const rows = rowsOfHashes(height, hash, entries[0]?.seq ?? 0, leaves);
    for (const { prefix, places } of lists.values())
        rows.push({ key: concat(prefix, u64(height)), value: concat(...places) });
    for (const hour of hours)
        rows.push({ key: concat(u8(BY_HOUR), u64(hour), u64(height)), value: new Uint8Array(0) });
    return rows;
}
