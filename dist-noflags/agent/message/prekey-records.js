/**
 * Prekeys as records of the space `prekey`: keys of the store, and what lies under them. PROTOCOL.md §5.1.
 *
 * ```text
 *   0x00                                    counters                                              sealed
 *   0x01 | u32 id                           signed and last-resort KEM prekey of one id           sealed
 *   0x03 | u32 signed id | EKa (32)         initial messages that came under it                   0x01
 *   0x04 | u32 signed id | u8 kind | u32 id one-time prekey that somebody was given               sealed
 *   0x05 | u32 signed id | u8 kind | u32 id one-time prekey of the stock that servers hand out    sealed
 * ```
 *
 * A one-time prekey lies under the signed prekey that it was offered with, and goes with it at the latest.
 *
 * @module
 */
import { concat } from "../../base/bytes.js";
import { decodeCbor, encodeCbor } from "../../codec/cbor.js";
import { readBytes, readInteger, readObject } from "../../codec/fields.js";
import { u8, u32 } from "../../codec/writer.js";
import { agreementKeyPair, X25519_BYTES } from "../../crypto/agree.js";
import { KEM_SEED_BYTES, kemKeyPair } from "../../crypto/kem.js";
import { MAX_PREKEY_ID } from "../../session/suite.js";
export const COUNTERS = Uint8Array.of(0x00);
const SIGNED = 0x01;
/** One-time prekeys of an earlier layout, under their ids alone: nothing is found there, and the next pruning erases them. */
const EARLIER = 0x02;
const SEEN = 0x03;
/** Who was given a bundle: somebody who asked for it, or a server that holds it in stock. */
export const POOLS = { given: 0x04, stock: 0x05 };
/** The code of each kind, as of prekeys that are signed (PROTOCOL.md §5.1), and the length of its secret in bytes. */
const KINDS = {
    x25519: { code: 1, bytes: X25519_BYTES },
    kem: { code: 2, bytes: KEM_SEED_BYTES },
};
export const signedKey = (id) => concat(u8(SIGNED), u32(id));
export const seenKey = (signedId, ephemeralKey) => concat(u8(SEEN), u32(signedId), ephemeralKey);
export const oneTimeKey = ({ pool, signedId, kind, id }) => concat(u8(POOLS[pool]), u32(signedId), u8(KINDS[kind].code), u32(id));
const allOf = (first) => ({ start: u8(first), end: u8(first + 1) });
export const SIGNED_RANGE = allOf(SIGNED);
export const EARLIER_RANGE = allOf(EARLIER);
export const poolRange = (pool) => allOf(POOLS[pool]);
/** One-time prekeys of a pool and kind that were offered with one signed prekey. */
export function offeredWith(signedId, pool, kind) {
    const prefix = concat(u8(POOLS[pool]), u32(signedId));
    const { code } = KINDS[kind];
    return { start: concat(prefix, u8(code)), end: concat(prefix, u8(code + 1)) };
}
/** All that goes with a signed prekey: what came under it, and the one-time prekeys that were offered with it. */
export function belongingTo(signedId) {
    return [SEEN, ...Object.values(POOLS)].map((first) => ({
        start: concat(u8(first), u32(signedId)),
        // Of the highest id nothing follows but the end of its part of the space.
        end: signedId === MAX_PREKEY_ID ? u8(first + 1) : concat(u8(first), u32(signedId + 1)),
    }));
}
export function encodeCounters({ bundleSequence, currentId }) {
    return encodeCbor({ seq: bundleSequence, current: currentId });
}
export function readCounters(bytes) {
    // `next` is of the earlier layout, in which ids were counted.
    const shape = { required: ['seq', 'current'], optional: ['next'] };
    const fields = readObject(decodeCbor(bytes), shape, 'prekey counters');
    return { bundleSequence: readInteger(fields.seq, 'seq'), currentId: readInteger(fields.current, 'current') };
}
export function encodeSigned({ certificate, pair, kem, madeAtMs, expiresAtMs }) {
    return encodeCbor({ cert: certificate, x25519: pair.secretKey, kem: kem.seed, iat: madeAtMs, exp: expiresAtMs });
}
const SIGNED_SHAPE = { required: ['cert', 'x25519', 'kem', 'iat', 'exp'] };
export function readSigned(id, bytes) {
    const fields = readObject(decodeCbor(bytes), SIGNED_SHAPE, 'prekey');
    return {
        id,
        certificate: readBytes(fields.cert, 'prekey.cert'),
        pair: agreementKeyPair(readBytes(fields.x25519, 'prekey.x25519', X25519_BYTES)),
        kem: kemKeyPair(readBytes(fields.kem, 'prekey.kem', KEM_SEED_BYTES)),
        madeAtMs: readInteger(fields.iat, 'prekey.iat'),
        expiresAtMs: readInteger(fields.exp, 'prekey.exp'),
    };
}
/** Id and expiry of a signed prekey, without its keys: they cost a millisecond's tenth. */
export function readExpiry(key, bytes) {
    const fields = readObject(decodeCbor(bytes), SIGNED_SHAPE, 'prekey');
    const id = new DataView(key.buffer, key.byteOffset).getUint32(1);
    return { id, expiresAtMs: readInteger(fields.exp, 'prekey.exp') };
}
/** The secret of a one-time prekey: an X25519 secret key, or a 64-byte ML-KEM seed. */
export const encodeOneTime = (secret) => encodeCbor({ key: secret });
export function readOneTime(kind, bytes) {
    const fields = readObject(decodeCbor(bytes), { required: ['key'] }, 'prekey');
    return readBytes(fields.key, 'prekey.key', KINDS[kind].bytes);
}
