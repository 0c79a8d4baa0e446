import { fromHex, toHex } from "../../base/bytes.js";
import { isErrorCode, REFUSALS } from "../../base/errors.js";
import { MAX_HEAD_BYTES, MAX_ITEM_BYTES, MAX_LIST_ITEMS } from "../../capability/revocation-list.js";
import { decodeCbor, encodeCbor } from "../../codec/cbor.js";
import { readArray, readBytes, readChoice, readInteger, readObject, readString } from "../../codec/fields.js";
import { DID_CHARACTERS, parseDid } from "../../identity/did.js";
import { MAX_CHAIN, MAX_TOKEN_CHARACTERS } from "../tunnel/tunnel-wire.js";
import { MAX_PART_ITEMS } from "./revocation-part.js";
/** Lists that one packet asks for. */
export const MAX_LISTS_ASKED = 64;
/** Most bytes of the CBOR of one of these packets. */
const MAX_BYTES = 256 * 1024;
const HASH_BYTES = 32;
function open(bytes) {
    return decodeCbor(bytes, { maxBytes: MAX_BYTES });
}
/** REVOCATIONS_GET. */
export function encodeListsAsked(lists) {
    return encodeCbor({
        v: 1,
        lists: lists.map(({ issuer, seq, hash }) => ({ issuer, seq, hash: fromHex(hash) })),
    });
}
/** @throws {TalosError} `E_MALFORMED`. */
export function decodeListsAsked(bytes) {
    const fields = readObject(open(bytes), { required: ['v', 'lists'] }, 'lists asked');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    return readArray(fields.lists, 'lists', { min: 1, max: MAX_LISTS_ASKED }, (list, name) => {
        const { issuer, seq, hash } = readObject(list, { required: ['issuer', 'seq', 'hash'] }, name);
        return {
            issuer: readDid(issuer),
            seq: readInteger(seq, 'seq', { max: MAX_LIST_ITEMS }),
            hash: toHex(readBytes(hash, 'hash', HASH_BYTES)),
        };
    });
}
/** REVOCATIONS. */
export function encodeListAnswer(answer) {
    if (answer.refused !== undefined) {
        const { issuer, refused } = answer;
        return encodeCbor({ v: 1, issuer, ...refusalFields(refused) });
    }
    const { head, from, items, newest, chain } = answer;
    return encodeCbor({ v: 1, head, from, items: [...items], newest, chain: [...chain] });
}
/** @throws {TalosError} `E_MALFORMED`. */
export function decodeListAnswer(bytes) {
    const cbor = open(bytes);
    if (isRefusal(cbor)) {
        const fields = readObject(cbor, { required: ['v', 'issuer', 'word'], optional: ['code'] }, 'list refused');
        readInteger(fields.v, 'v', { min: 1, max: 1 });
        return { issuer: readDid(fields.issuer), refused: readRefusal(fields) };
    }
    const shape = { required: ['v', 'head', 'from', 'items', 'newest', 'chain'] };
    const fields = readObject(cbor, shape, 'list');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    return {
        head: readString(fields.head, 'head', { max: MAX_HEAD_BYTES }),
        from: readInteger(fields.from, 'from', { max: MAX_LIST_ITEMS }),
        items: readArray(fields.items, 'items', { max: MAX_PART_ITEMS }, (item, name) => readString(item, name, { max: MAX_ITEM_BYTES })),
        newest: readInteger(fields.newest, 'newest', { max: MAX_LIST_ITEMS }),
        chain: readTokens(fields.chain),
    };
}
/** CAPABILITY_RENEW. @param id - Of the token that is to be renewed, hex. */
export function encodeRenewal(id) {
    return encodeCbor({ v: 1, id: fromHex(id) });
}
/** @throws {TalosError} `E_MALFORMED`. */
export function decodeRenewal(bytes) {
    const fields = readObject(open(bytes), { required: ['v', 'id'] }, 'renewal');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    return toHex(readBytes(fields.id, 'id', HASH_BYTES));
}
/** CAPABILITY_RENEWED. */
export function encodeRenewed(answer) {
    const id = fromHex(answer.id);
    if (answer.refused !== undefined)
        return encodeCbor({ v: 1, id, ...refusalFields(answer.refused) });
    return encodeCbor({ v: 1, id, chain: [...answer.chain] });
}
/** @throws {TalosError} `E_MALFORMED`. */
export function decodeRenewed(bytes) {
    const cbor = open(bytes);
    if (isRefusal(cbor)) {
        const fields = readObject(cbor, { required: ['v', 'id', 'word'], optional: ['code'] }, 'renewal refused');
        readInteger(fields.v, 'v', { min: 1, max: 1 });
        return { id: toHex(readBytes(fields.id, 'id', HASH_BYTES)), refused: readRefusal(fields) };
    }
    const fields = readObject(cbor, { required: ['v', 'id', 'chain'] }, 'renewed');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    return { id: toHex(readBytes(fields.id, 'id', HASH_BYTES)), chain: readTokens(fields.chain) };
}
function isRefusal(cbor) {
    return typeof cbor === 'object' && cbor !== null && 'word' in cbor;
}
function refusalFields({ word, code }) {
    return code === undefined ? { word } : { word, code };
}
function readRefusal({ word, code }) {
    const text = code === undefined ? undefined : readString(code, 'code', { max: 64 });
    return {
        word: readChoice(word, REFUSALS, 'word'),
        code: text !== undefined && isErrorCode(text) ? text : undefined,
    };
}
function readTokens(cbor) {
    return readArray(cbor, 'chain', { max: MAX_CHAIN }, (token, name) => readString(token, name, { max: MAX_TOKEN_CHARACTERS }));
}
function readDid(cbor) {
    return parseDid(readString(cbor, 'issuer', { max: DID_CHARACTERS }));
}
