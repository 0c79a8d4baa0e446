/**
 * What node:crypto does faster than libsodium: SHA-256, HMAC, and AEAD in bulk; and PBKDF2, which libsodium has not.
 *
 * @module
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, hash, pbkdf2Sync } from 'node:crypto';
const HASH_BYTES = 32;
/** Block length of SHA-256 in bytes. FIPS 180-4. */
const BLOCK_BYTES = 64;
const TAG_BYTES = 16;
/** The bytes of a digest that was asked for as text: a third of the cost of a `Buffer`, which lies outside the heap. */
function fromBinary(digest) {
    const bytes = new Uint8Array(HASH_BYTES);
    for (let i = 0; i < HASH_BYTES; i++)
        bytes[i] = digest.charCodeAt(i);
    return bytes;
}
/** FIPS 180-4. One-shot: 2.5 times as fast as libsodium at 32 bytes, 4 times from 1 KiB. */
export function sha256(message) {
    return fromBinary(hash('sha256', message, 'binary'));
}
/** As {@link sha256}, into memory that is there: for trees of many hashes, a third of whose cost is new memory. */
export function sha256Into(message, into, at) {
    const digest = hash('sha256', message, 'binary');
    for (let i = 0; i < HASH_BYTES; i++)
        into[at + i] = digest.charCodeAt(i);
}
/** FIPS 180-4, as text: a third of the cost of bytes that are written as text afterwards. */
export function sha256Hex(message) {
    return hash('sha256', message, 'hex');
}
/** FIPS 180-4, in parts. */
export function sha256Start() {
    const state = createHash('sha256');
    return { update: (part) => void state.update(part), digest: () => fromBinary(state.digest('binary')) };
}
/** Longest message whose HMAC is taken in the scratch below: what key derivation and ratchets need. */
const SCRATCH_BYTES = 512;
// Both are wiped after each use, which no other call can interrupt.
const inner = new Uint8Array(BLOCK_BYTES + SCRATCH_BYTES);
const outer = new Uint8Array(BLOCK_BYTES + HASH_BYTES);
/** RFC 2104 with SHA-256. Short messages as two one-shot hashes: twice as fast as `createHmac`. */
export function hmacSha256(key, message) {
    if (key.length > BLOCK_BYTES || message.length > SCRATCH_BYTES)
        return fromBinary(createHmac('sha256', key).update(message).digest('binary'));
    inner.fill(0x36, 0, BLOCK_BYTES);
    outer.fill(0x5c, 0, BLOCK_BYTES);
    for (let i = 0; i < key.length; i++) {
        const byte = key[i];
        inner[i] = byte ^ 0x36;
        outer[i] = byte ^ 0x5c;
    }
    inner.set(message, BLOCK_BYTES);
    const length = BLOCK_BYTES + message.length;
    const digest = hash('sha256', inner.subarray(0, length), 'binary');
    for (let i = 0; i < HASH_BYTES; i++)
        outer[BLOCK_BYTES + i] = digest.charCodeAt(i);
    const result = fromBinary(hash('sha256', outer, 'binary'));
    inner.fill(0, 0, length);
    outer.fill(0);
    return result;
}
/** RFC 8018 §5.2 with HMAC-SHA512: 5 times as fast as in JavaScript, 20 times in a process that has just started. 64 bytes. */
export function pbkdf2Sha512(secret, salt, rounds) {
    return new Uint8Array(pbkdf2Sync(secret, salt, rounds, 64, 'sha512'));
}
/** RFC 8439 in bulk: ciphertext, then the 16-byte tag. */
export function aeadSeal(key, nonce, plaintext, associated) {
    const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(associated, { plaintextLength: plaintext.length });
    const sealed = new Uint8Array(plaintext.length + TAG_BYTES);
    sealed.set(cipher.update(plaintext));
    cipher.final();
    sealed.set(cipher.getAuthTag(), plaintext.length);
    return sealed;
}
/** RFC 8439 in bulk: the plaintext, or `undefined` where `sealed`, of 16 bytes or more, does not authenticate. */
export function aeadOpen(key, nonce, sealed, associated) {
    const length = sealed.length - TAG_BYTES;
    const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(associated, { plaintextLength: length });
    decipher.setAuthTag(sealed.subarray(length));
    const plaintext = decipher.update(sealed.subarray(0, length));
    try {
        decipher.final();
    }
    catch {
        // OpenSSL throws for a wrong tag; the port says `undefined`. The text that did not authenticate goes no further.
        return undefined;
    }
    // Of so many bytes a `Buffer` has memory of its own; where it shared some, it would be copied.
    const { buffer, byteOffset, byteLength } = plaintext;
    return buffer.byteLength === byteLength ? new Uint8Array(buffer, byteOffset, byteLength) : new Uint8Array(plaintext);
}
