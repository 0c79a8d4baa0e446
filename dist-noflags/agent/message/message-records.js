/**
 * What lies in the space `message` of the store, byte by byte: keys in clear, records sealed. PROTOCOL.md §5.6.
 *
 * ```text
 *   0x01 | u64 order | id (16)     inbox: received, not yet taken         sealed
 *   0x02 | DID | id (16)           outbox: to be sent, not acknowledged   sealed
 *   0x03 | DID | id (16)           seen ids: u64 when                     in clear
 *   0x04 | u64 order | id (16)     history: taken, delivered, given up,   sealed
 *                                  sealed into a file, opened from one,
 *                                  sessions that were repaired
 *   0x05 | DID | id (16)           repairs to tell the peer of, as 0x02   sealed
 *   0x06 | hash (32)               ledger entries of these that are due   in clear, see `due-entries.ts`
 * ```
 *
 * An order is a time in milliseconds, made unique here; of a message of our own it is the time in its id.
 *
 * @module
 */
import { concat, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { decodeCbor, encodeCbor } from "../../codec/cbor.js";
import { readBoolean, readBytes, readChoice, readInteger, readObject, readString } from "../../codec/fields.js";
import { u64 } from "../../codec/writer.js";
import { parseDid } from "../../identity/did.js";
import { MAX_CONTENT_BYTES, TEXT_SALT_BYTES } from "../../message/envelope.js";
import { MESSAGE_ID_BYTES, timeOfMessageId } from "../../message/message-id.js";
import { REPAIR_CAUSES } from "../../session/repair.js";
/** Parts of the space, by the first byte of their keys. */
export const PARTS = { inbox: 0x01, outbox: 0x02, seen: 0x03, history: 0x04, repair: 0x05, due: 0x06 };
/** Most bytes of a stored message: its text and a little. */
const MAX_RECORD_BYTES = MAX_CONTENT_BYTES + 16 * 1024;
/** Most characters of the reason of a failure. */
const MAX_REASON_CHARACTERS = 200;
/** Length of a key of the inbox or the history in bytes. */
const ORDERED_KEY_BYTES = 1 + 8 + MESSAGE_ID_BYTES;
/** What every key of a part starts with; of those about `peer` alone, where the part is ordered by peers. */
export function prefixOf(part, peer) {
    return peer === undefined ? Uint8Array.of(part) : concat(Uint8Array.of(part), utf8(peer));
}
/** The key of a message in a part that is ordered by peers. */
export function keyOf(part, peer, id) {
    return concat(prefixOf(part, peer), id);
}
/** The key of a message in a part that is ordered by time. */
export function orderedKey(part, order, id) {
    return concat(Uint8Array.of(part), u64(order), id);
}
/** After every key of the prefix: what follows it, a time or an id, never starts with so many of these. */
export function endOf(prefix) {
    return concat(prefix, new Uint8Array(MESSAGE_ID_BYTES + 1).fill(0xff));
}
/** The order of a key that {@link orderedKey} made. */
export function orderOf(key) {
    if (key.length !== ORDERED_KEY_BYTES)
        throw new TalosError('E_STORAGE_CORRUPT', 'the key of a message is none');
    const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
    return Number(view.getBigUint64(1));
}
/** The id at the end of any key. */
export function idOf(key) {
    return key.slice(-MESSAGE_ID_BYTES);
}
/** The peer in a key that {@link keyOf} made. */
export function peerOfKey(key) {
    return parseDid(new TextDecoder().decode(key.subarray(1, -MESSAGE_ID_BYTES)));
}
/** Makes and reads the records of one store. */
export class MessageRecords {
    #sealer;
    /** @param sealer - Of the store that the records are in. */
    constructor(sealer) {
        this.#sealer = sealer;
    }
    #put(key, record) {
        return { kind: 'put', space: 'message', key, value: this.#sealer.seal('message', key, encodeCbor(record)) };
    }
    #open(key, sealed) {
        return decodeCbor(this.#sealer.open('message', key, sealed), { maxBytes: MAX_RECORD_BYTES });
    }
    /** Puts a message into the inbox. */
    putReceived(key, { from, receivedAtMs, content }) {
        return this.#put(key, { from, at: receivedAtMs, text: content });
    }
    /** A message of the inbox. */
    readReceived(key, sealed) {
        const fields = readObject(this.#open(key, sealed), { required: ['from', 'at', 'text'] }, 'inbox');
        return {
            id: idOf(key),
            from: parseDid(readString(fields.from, 'inbox.from')),
            receivedAtMs: readInteger(fields.at, 'inbox.at'),
            content: readBytes(fields.text, 'inbox.text'),
        };
    }
    /** Puts a message into the outbox. */
    putWaiting(key, { storedAtMs, salt, text, wasSent, leftAtMs }) {
        return this.#put(key, { at: storedAtMs, salt, text, sent: wasSent, left: leftAtMs });
    }
    /** A message of the outbox. */
    readWaiting(key, sealed) {
        const fields = readObject(this.#open(key, sealed), { required: ['at', 'salt', 'text', 'sent', 'left'] }, 'outbox');
        return {
            storedAtMs: readInteger(fields.at, 'outbox.at'),
            salt: readBytes(fields.salt, 'outbox.salt', TEXT_SALT_BYTES),
            text: readBytes(fields.text, 'outbox.text'),
            wasSent: readBoolean(fields.sent, 'outbox.sent'),
            leftAtMs: readInteger(fields.left, 'outbox.left'),
        };
    }
    /** Puts a message into the history. */
    putPast(order, { id, peer, direction, atMs, content, failure, isFile, repair }) {
        const record = {
            peer,
            own: direction === 'sent',
            at: atMs,
            text: content,
            failure,
            file: isFile,
            ...(repair === undefined ? {} : { repair }),
        };
        return this.#put(orderedKey(PARTS.history, order, id), record);
    }
    /** A message of the history. */
    readPast(key, sealed) {
        const required = ['peer', 'own', 'at', 'text', 'failure', 'file'];
        const fields = readObject(this.#open(key, sealed), { required, optional: ['repair'] }, 'history');
        return {
            id: idOf(key),
            peer: parseDid(readString(fields.peer, 'history.peer')),
            direction: readBoolean(fields.own, 'history.own') ? 'sent' : 'received',
            atMs: readInteger(fields.at, 'history.at'),
            content: readBytes(fields.text, 'history.text'),
            failure: readString(fields.failure, 'history.failure', { max: MAX_REASON_CHARACTERS }),
            isFile: readBoolean(fields.file, 'history.file'),
            ...(fields.repair === undefined ? {} : { repair: readChoice(fields.repair, REPAIR_CAUSES, 'history.repair') }),
        };
    }
    /** A session that was made anew. */
    repairPast(order, repair) {
        return this.putPast(order, { ...repair, content: new Uint8Array(0), failure: '', isFile: false });
    }
    /** A message of the inbox that was taken. */
    receivedPast(key, sealed) {
        const { id, from, receivedAtMs, content } = this.readReceived(key, sealed);
        const past = { id, peer: from, direction: 'received', atMs: receivedAtMs, content, failure: '' };
        return this.putPast(orderOf(key), { ...past, isFile: false });
    }
    /** A message of the outbox that was acknowledged or, for the reason `failure`, given up. */
    sentPast(peer, id, { storedAtMs, text }, failure = '') {
        const content = new Uint8Array(text);
        const past = { id, peer, direction: 'sent', atMs: storedAtMs, content, failure };
        return this.putPast(timeOfMessageId(id), { ...past, isFile: false });
    }
}
