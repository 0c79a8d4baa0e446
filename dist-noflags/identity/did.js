/**
 * Decentralised identifiers: `did:key` of an Ed25519 key, and nothing else. PROTOCOL.md §4.1.
 *
 * The text holds the whole key, so no document has to be fetched and two agents cannot share a name. One accepted
 * text a key: no fragment, query, path, white space, other case or other encoding.
 *
 * @module
 */
import { BoundedMap } from "../base/bounded.js";
import { assertBytes, concat } from "../base/bytes.js";
import { fromBase58btc, toBase58btc } from "../base/encoding.js";
import { isTalosError, TalosError } from "../base/errors.js";
import { ED25519_KEY_BYTES } from "../crypto/sign.js";
/** Length of every {@link Did}: `did:key:z`, then 34 bytes in base58btc, which are 47 characters for this prefix. */
export const DID_CHARACTERS = 56;
const METHOD = 'did:key:z';
/** Multicodec `ed25519-pub` (0xed) as a varint. */
const ED25519_MULTICODEC = Uint8Array.of(0xed, 0x01);
/**
 * Reads a DID that someone else wrote. The text is compared byte by byte; nothing is trimmed or normalised.
 *
 * That the key is a point that can verify anything is left to `crypto/sign.ts`: no signature verifies under one that
 * is not canonical or of small order.
 *
 * @throws {TalosError} `E_BAD_DID` for anything but the `did:key` of an Ed25519 key in its one form.
 */
export function parseDid(text) {
    if (keyOfText(text) === undefined)
        throw new TalosError('E_BAD_DID', 'not the did:key of an Ed25519 key');
    return text;
}
/** Whether `value` is a text that {@link parseDid} accepts. Nothing makes this throw. */
export function isDid(value) {
    return typeof value === 'string' && keyOfText(value) !== undefined;
}
/**
 * The DID of an Ed25519 public key.
 *
 * @param publicKey - 32 bytes.
 * @throws {RangeError} if it has another length.
 */
export function didOfKey(publicKey) {
    assertBytes(publicKey, 'publicKey', ED25519_KEY_BYTES);
    return `${METHOD}${toBase58btc(concat(ED25519_MULTICODEC, publicKey))}`;
}
/**
 * The Ed25519 public key that `did` holds: 32 new bytes.
 *
 * @throws {TalosError} `E_BAD_DID` if `did` was not made by {@link parseDid} or {@link didOfKey} after all.
 */
export function keyOfDid(did) {
    const key = keyOfText(did);
    if (key === undefined)
        throw new TalosError('E_BAD_DID', 'not the did:key of an Ed25519 key');
    return key;
}
/**
 * As {@link keyOfDid}, without a copy: the same bytes each time as long as they are remembered, not to be changed. Bytes
 * that native code has seen before cost it nothing; new ones cost as much as hashing a token.
 *
 * @throws {TalosError} `E_BAD_DID` as {@link keyOfDid}.
 */
export function sharedKeyOfDid(did) {
    const key = sharedKeyOfText(did);
    if (key === undefined)
        throw new TalosError('E_BAD_DID', 'not the did:key of an Ed25519 key');
    return key;
}
/** DIDs that are remembered: each statement names the same few, and base58 costs as much as hashing it all. */
const REMEMBERED_DIDS = 64;
/** Keys of the DIDs read last. What is in it depends on nothing but the texts. */
const remembered = new BoundedMap(REMEMBERED_DIDS);
function keyOfText(text) {
    return sharedKeyOfText(text)?.slice();
}
function sharedKeyOfText(text) {
    // The length comes first, so that a stranger's megabyte costs nothing.
    if (text.length !== DID_CHARACTERS || !text.startsWith(METHOD))
        return undefined;
    const known = remembered.get(text);
    if (known !== undefined)
        return known;
    const key = decodeKey(text);
    // Written anew: the text may be a part of a far longer one, which it would keep in memory.
    if (key !== undefined)
        remembered.set(didOfKey(key), key);
    return key;
}
function decodeKey(text) {
    const decoded = decodeBase58(text.slice(METHOD.length));
    if (decoded?.length !== ED25519_MULTICODEC.length + ED25519_KEY_BYTES)
        return undefined;
    if (decoded[0] !== ED25519_MULTICODEC[0] || decoded[1] !== ED25519_MULTICODEC[1])
        return undefined;
    return decoded.slice(ED25519_MULTICODEC.length);
}
function decodeBase58(text) {
    try {
        return fromBase58btc(text);
    }
    catch (error) {
        if (isTalosError(error, 'E_MALFORMED'))
            return undefined;
        throw error;
    }
}
