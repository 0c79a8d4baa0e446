/**
 * Key agreement: X25519, RFC 7748, with the checks that the protocol adds. PROTOCOL.md §3.2.
 *
 * @module
 */
import * as primitives from '#primitives';
import { assertBytes, toHex } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { randomBytes } from "./random.js";
/** Length of a public key, a secret key and a shared secret, in bytes. */
export const X25519_BYTES = 32;
class HidingKeyPair {
    publicKey;
    #secretKey;
    constructor(secretKey) {
        this.#secretKey = new Uint8Array(secretKey);
        this.publicKey = primitives.x25519PublicKey(secretKey);
    }
    get secretKey() {
        return this.#secretKey;
    }
}
/**
 * The key pair of a 32-byte secret, which is copied.
 *
 * @throws {RangeError} for another length.
 */
export function agreementKeyPair(secretKey) {
    assertBytes(secretKey, 'secretKey', X25519_BYTES);
    return new HidingKeyPair(secretKey);
}
/** A new key pair. */
export function generateAgreementKeyPair() {
    return agreementKeyPair(randomBytes(X25519_BYTES));
}
/** u-coordinates of the points of order 1, 2, 4 and 8 on the curve and its twist, below p. RFC 7748 §6.1, cr.yp.to/ecdh.html. */
const SMALL_ORDER = new Set([
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);
/** Whether `key` is below p = 2^255 − 19, little-endian, with the high bit clear. */
function isCanonical(key) {
    const top = key[31];
    if (top > 0x7f)
        return false;
    if (top < 0x7f || key[0] < 0xed)
        return true;
    for (let i = 1; i < 31; i++)
        if (key[i] !== 0xff)
            return true;
    return false;
}
/**
 * Checks a public key that was received. Every one passes here before it is used.
 *
 * @throws {TalosError} `E_BAD_KEY` if it is not 32 bytes, not canonical or of small order.
 */
export function checkAgreementKey(key) {
    if (key.length !== X25519_BYTES)
        throw new TalosError('E_BAD_KEY', `x25519 key of ${key.length} bytes`);
    if (!isCanonical(key))
        throw new TalosError('E_BAD_KEY', 'x25519 key is not canonical');
    if (SMALL_ORDER.has(toHex(key)))
        throw new TalosError('E_BAD_KEY', 'x25519 key is of small order');
    return new Uint8Array(key);
}
/**
 * The shared secret of our secret key and a checked public key.
 *
 * @returns 32 new bytes, never all zero.
 * @throws {TalosError} `E_BAD_KEY` if the result is all zero.
 */
export function agree(secretKey, publicKey) {
    assertBytes(secretKey, 'secretKey', X25519_BYTES);
    assertBytes(publicKey, 'publicKey', X25519_BYTES);
    const shared = primitives.x25519(secretKey, publicKey);
    if (shared === undefined)
        throw new TalosError('E_BAD_KEY', 'x25519 result is all zero');
    return shared;
}
