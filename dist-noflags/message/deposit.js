/**
 * The deposit: an envelope as it lies in a mailbox, sealed to its recipient, so that the mailbox sees neither sender nor
 * type, and of its size the bucket alone. PROTOCOL.md §5.9.
 *
 * ```text
 *   u8 version | ephemeral key (32) | ciphertext of ( u32 length | content | zeros ) | tag (16)
 * ```
 *
 * It hides who writes; what is written is under the session of the envelope. It is not post-quantum, and its key is as
 * old as the certificate: who has the recipient's X25519 key later learns who wrote, not what.
 *
 * @module
 */
import { concat, utf8 } from "../base/bytes.js";
import { isTalosError, TalosError } from "../base/errors.js";
import { decodeCbor, encodeCbor } from "../codec/cbor.js";
import { readBytes, readInteger, readObject } from "../codec/fields.js";
import { blob16, u32 } from "../codec/writer.js";
import { KEY_BYTES, NONCE_BYTES, open, seal, TAG_BYTES } from "../crypto/aead.js";
import { agree, agreementKeyPair, checkAgreementKey, X25519_BYTES } from "../crypto/agree.js";
import { derive } from "../crypto/kdf.js";
import { randomBytes } from "../crypto/random.js";
import { MAX_AGENT_RECORD_BYTES } from "../identity/agent-record.js";
/** The only version so far. */
export const DEPOSIT_VERSION = 1;
/** Every length that a deposit can have, in bytes: the powers of two from 1 KiB to 2 MiB. PROTOCOL.md §5.9. */
export const DEPOSIT_BUCKETS = Array.from({ length: 12 }, (_, power) => 1024 * 2 ** power);
/** Longest deposit in bytes. PROTOCOL.md §5.9. */
export const MAX_DEPOSIT_BYTES = 2 * 1024 * 1024;
/** Longest envelope in a deposit, in bytes: 1 MiB of text, and its metadata. PROTOCOL.md §5.9. */
export const MAX_DEPOSITED_ENVELOPE_BYTES = 1024 * 1024 + 16 * 1024;
/** Before the ciphertext: version and ephemeral key. */
const HEAD_BYTES = 1 + X25519_BYTES;
/** Length of the content's length. */
const LENGTH_BYTES = 4;
/** What a deposit has beside its content and the zeros. */
const OVERHEAD_BYTES = HEAD_BYTES + LENGTH_BYTES + TAG_BYTES;
/** Whether a deposit can have this length, in bytes. */
export function isDepositLength(bytes) {
    return DEPOSIT_BUCKETS.includes(bytes);
}
/**
 * Seals `content` to `recipient`. New bytes, of the smallest bucket that holds them.
 *
 * @param draw - Source of the ephemeral secret key, 32 bytes.
 * @throws {TalosError} `E_BAD_KEY` for an agreement key that is none.
 * @throws {RangeError} for a content of a length that no deposit has.
 */
export function sealDeposit(recipient, content, draw = randomBytes) {
    const identityKey = checkAgreementKey(recipient.agreementKey);
    const padded = pad(encodeContent(content));
    const ephemeral = agreementKeyPair(draw(X25519_BYTES));
    const shared = agree(ephemeral.secretKey, identityKey);
    const { key, nonce } = keysOf(shared, ephemeral.publicKey, identityKey, recipient.did);
    const head = concat(Uint8Array.of(DEPOSIT_VERSION), ephemeral.publicKey);
    return concat(head, seal(key, nonce, padded, concat(head, blob16(utf8(recipient.did)))));
}
/**
 * Opens a deposit for `own`. New bytes.
 *
 * @throws {TalosError} `E_DECRYPT`, in the same words whatever is wrong with it: length, version, key, tag, padding or
 *   content. What it was is the `cause`, and is for no peer.
 */
export function openDeposit(bytes, own) {
    try {
        return decodeContent(unpad(decrypt(bytes, own)));
    }
    catch (cause) {
        if (!isTalosError(cause))
            throw cause;
        throw new TalosError('E_DECRYPT', 'the deposit does not open', { cause });
    }
}
function decrypt(bytes, own) {
    if (!isDepositLength(bytes.length))
        throw new TalosError('E_MALFORMED', `deposit of ${bytes.length} bytes`);
    if (bytes[0] !== DEPOSIT_VERSION)
        throw new TalosError('E_VERSION', 'deposit of another version');
    const head = bytes.subarray(0, HEAD_BYTES);
    const ephemeralKey = checkAgreementKey(head.subarray(1));
    const shared = agree(own.agreement.secretKey, ephemeralKey);
    const { key, nonce } = keysOf(shared, ephemeralKey, own.agreement.publicKey, own.did);
    return open(key, nonce, bytes.subarray(HEAD_BYTES), concat(head, blob16(utf8(own.did))));
}
/** The ephemeral key is new for each deposit, so key and nonce are used once. */
function keysOf(shared, ephemeralKey, identityKey, recipient) {
    const salt = concat(ephemeralKey, identityKey);
    const derived = derive('mailboxSeal', shared, salt, KEY_BYTES + NONCE_BYTES, utf8(recipient));
    return { key: derived.slice(0, KEY_BYTES), nonce: derived.slice(KEY_BYTES) };
}
/** Length, content and zeros: as long as the plaintext of the smallest bucket. */
function pad(content) {
    const bucket = DEPOSIT_BUCKETS.find((bytes) => bytes >= content.length + OVERHEAD_BYTES);
    // The limits of envelope and record leave no other content.
    if (bucket === undefined)
        throw new RangeError(`content of ${content.length} bytes fits no deposit`);
    const padded = new Uint8Array(bucket - HEAD_BYTES - TAG_BYTES);
    padded.set(u32(content.length));
    padded.set(content, LENGTH_BYTES);
    return padded;
}
function unpad(padded) {
    const end = LENGTH_BYTES + new DataView(padded.buffer).getUint32(0);
    if (end > padded.length)
        throw new TalosError('E_MALFORMED', 'the content of the deposit is longer than the deposit');
    let hidden = 0;
    for (let at = end; at < padded.length; at++)
        hidden |= padded[at];
    if (hidden !== 0)
        throw new TalosError('E_MALFORMED', 'padding that is not zero');
    return padded.subarray(LENGTH_BYTES, end);
}
function encodeContent({ envelope, record }) {
    assertLength('envelope', envelope, MAX_DEPOSITED_ENVELOPE_BYTES);
    if (record === undefined)
        return encodeCbor({ v: DEPOSIT_VERSION, env: envelope });
    assertLength('record', record, MAX_AGENT_RECORD_BYTES);
    return encodeCbor({ v: DEPOSIT_VERSION, env: envelope, rec: record });
}
function assertLength(name, bytes, most) {
    if (bytes.length < 1 || bytes.length > most)
        throw new RangeError(`${name} must be 1 to ${most} bytes, got ${bytes.length}`);
}
function decodeContent(content) {
    const value = decodeCbor(content, { maxBytes: MAX_DEPOSIT_BYTES });
    const fields = readObject(value, { required: ['v', 'env'], optional: ['rec'] }, 'deposit');
    if (readInteger(fields.v, 'deposit.v') !== DEPOSIT_VERSION)
        throw new TalosError('E_VERSION', 'content of a deposit of another version');
    return {
        envelope: bounded(readBytes(fields.env, 'deposit.env'), MAX_DEPOSITED_ENVELOPE_BYTES),
        record: fields.rec === undefined ? undefined : bounded(readBytes(fields.rec, 'deposit.rec'), MAX_AGENT_RECORD_BYTES),
    };
}
function bounded(bytes, most) {
    if (bytes.length < 1 || bytes.length > most)
        throw new TalosError('E_MALFORMED', `a part of a deposit of ${bytes.length} bytes, not 1 to ${most}`);
    return bytes;
}
