/**
 * What agents pass on among each other about an author: the end of its revocation list, its record, its newest checkpoint.
 * PROTOCOL.md §6.9.
 *
 * There is one topic an author. Its name is a hash of the author's DID, and what is said there is sealed under a key that
 * follows from the DID: who does not know the DID learns neither whom it is about nor what it says. Who knows it can read.
 *
 * @module
 */
import { concat, equalBytes, fromHex, utf8 } from "../../base/bytes.js";
import { toBase64url } from "../../base/encoding.js";
import { TalosError } from "../../base/errors.js";
import { itemHash, MAX_HEAD_BYTES, MAX_ITEM_BYTES, MAX_LIST_ITEMS, } from "../../capability/revocation-list.js";
import { decodeCbor, encodeCbor } from "../../codec/cbor.js";
import { readArray, readBytes, readChoice, readInteger, readObject, readString } from "../../codec/fields.js";
import { open, seal } from "../../crypto/aead.js";
import { labelledHash } from "../../crypto/hash.js";
import { derive } from "../../crypto/kdf.js";
import { randomBytes } from "../../crypto/random.js";
import { MAX_AGENT_RECORD_BYTES } from "../../identity/agent-record.js";
import { keyOfDid } from "../../identity/did.js";
/** Most bytes of a message, sealed. PROTOCOL.md §11. */
export const MAX_GOSSIP_BYTES = 32 * 1024;
/** Most items of a revocation list in a message. PROTOCOL.md §11. */
export const MAX_GOSSIP_ITEMS = 16;
/** Longest signed note, in UTF-16 units. */
const MAX_NOTE = 4096;
const HASH_BYTES = 32;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const VERSION = 1;
const KINDS = ['revocations', 'record', 'checkpoint'];
/** The topic about `author`. */
export function topicOf(author) {
    return toBase64url(labelledHash('gossipTopic', utf8(author)));
}
function keyOf(author) {
    return derive('gossip', keyOfDid(author), new Uint8Array(0), KEY_BYTES, utf8(author));
}
/**
 * A message about `author`; another one each time.
 *
 * @throws {RangeError} where it would exceed {@link MAX_GOSSIP_BYTES}.
 */
export function sealNews(author, news) {
    const nonce = randomBytes(NONCE_BYTES);
    const sealed = concat(nonce, seal(keyOf(author), nonce, encode(news), utf8(topicOf(author))));
    if (sealed.length > MAX_GOSSIP_BYTES)
        throw new RangeError(`a message of ${sealed.length} bytes`);
    return sealed;
}
function encode(news) {
    switch (news.kind) {
        case 'revocations': {
            const { kind, head, from, before, items } = news;
            return encodeCbor({ v: VERSION, kind, head, from, before, items: [...items] });
        }
        case 'record':
            return encodeCbor({ v: VERSION, kind: news.kind, record: news.record });
        case 'checkpoint':
            return encodeCbor({ v: VERSION, kind: news.kind, note: news.note });
    }
}
/**
 * Reads a message of the topic about `author`. What it says is not verified.
 *
 * @throws {TalosError} `E_LIMIT` over {@link MAX_GOSSIP_BYTES}; `E_DECRYPT`; `E_MALFORMED`.
 */
export function openNews(author, message) {
    if (message.length > MAX_GOSSIP_BYTES)
        throw new TalosError('E_LIMIT', `a message of ${message.length} bytes`);
    if (message.length < NONCE_BYTES)
        throw new TalosError('E_MALFORMED', 'the message is too short');
    const nonce = message.subarray(0, NONCE_BYTES);
    return decode(open(keyOf(author), nonce, message.subarray(NONCE_BYTES), utf8(topicOf(author))));
}
const FIELDS = { optional: ['head', 'from', 'before', 'items', 'record', 'note'], required: ['v', 'kind'] };
const OF_KIND = {
    revocations: { required: ['v', 'kind', 'head', 'from', 'before', 'items'] },
    record: { required: ['v', 'kind', 'record'] },
    checkpoint: { required: ['v', 'kind', 'note'] },
};
function decode(bytes) {
    const value = decodeCbor(bytes, { maxBytes: MAX_GOSSIP_BYTES });
    const { v, kind: named } = readObject(value, FIELDS, 'news');
    readInteger(v, 'news.v', { min: VERSION, max: VERSION });
    const kind = readChoice(named, KINDS, 'news.kind');
    if (kind === 'record') {
        const record = readBytes(readObject(value, OF_KIND.record, 'news').record, 'news.record');
        if (record.length > MAX_AGENT_RECORD_BYTES)
            throw new TalosError('E_MALFORMED', 'news.record: too long');
        return { kind, record };
    }
    if (kind === 'checkpoint')
        return {
            kind,
            note: readString(readObject(value, OF_KIND.checkpoint, 'news').note, 'news.note', { max: MAX_NOTE }),
        };
    const { head, from, before, items } = readObject(value, OF_KIND.revocations, 'news');
    return {
        kind,
        head: readString(head, 'news.head', { max: MAX_HEAD_BYTES }),
        from: readInteger(from, 'news.from', { max: MAX_LIST_ITEMS }),
        before: readBytes(before, 'news.before', HASH_BYTES),
        items: readArray(items, 'news.items', { max: MAX_GOSSIP_ITEMS }, (item, name) => readString(item, name, { min: 1, max: MAX_ITEM_BYTES })),
    };
}
/**
 * Whether the items are those that `head` speaks of: nobody but its issuer can have made others that lead to its hash.
 *
 * @param head - That of `news`, verified.
 */
export function isWhole({ from, before, items }, head) {
    if (from + items.length !== head.seq)
        return false;
    return equalBytes(items.reduce(itemHash, before), fromHex(head.hash));
}
