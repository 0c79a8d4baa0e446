/**
 * Signatures: Ed25519, RFC 8032, under one strict rule (libsodium's). PROTOCOL.md §3.1.
 *
 * Everything signed in our own formats is label ‖ 0x00 ‖ body ({@link SigningKey.sign}); the raw functions serve the
 * foreign formats alone (JWS, C2SP signed notes).
 *
 * @module
 */
import * as primitives from '#primitives';
import { assertBytes, concat, utf8 } from "../base/bytes.js";
import { SIGNING_LABELS } from "./labels.js";
import { randomBytes } from "./random.js";
/** Length of a seed and of a public key, in bytes. */
export const ED25519_KEY_BYTES = 32;
/** Length of a signature in bytes. */
export const SIGNATURE_BYTES = 64;
/** An Ed25519 key pair. Hides its secret from inspection and JSON. */
export class SigningKey {
    /** 32 bytes. */
    publicKey;
    #expanded;
    /** @param seed - 32 bytes; copied. */
    constructor(seed) {
        assertBytes(seed, 'seed', ED25519_KEY_BYTES);
        this.publicKey = primitives.ed25519PublicKey(seed);
        this.#expanded = concat(seed, this.publicKey);
    }
    /** Signs the bare `message`: for foreign formats whose bytes cannot be those of a label. 64 new bytes. */
    signRaw(message) {
        return primitives.ed25519Sign(this.#expanded, message);
    }
    /** Signs label ‖ 0x00 ‖ body. 64 new bytes. */
    sign(label, body) {
        return this.signRaw(labelled(label, body));
    }
}
/** The key pair of `seed`, 32 bytes. */
export function signingKey(seed) {
    return new SigningKey(seed);
}
/** A new key pair. */
export function generateSigningKey() {
    return new SigningKey(randomBytes(ED25519_KEY_BYTES));
}
/** Whether `signature` over the bare `message` is valid. Arguments may come from a stranger: nothing makes this throw. */
export function verifyRaw(publicKey, message, signature) {
    if (publicKey.length !== ED25519_KEY_BYTES || signature.length !== SIGNATURE_BYTES)
        return false;
    return primitives.ed25519Verify(publicKey, message, signature);
}
/** Whether `signature` over label ‖ 0x00 ‖ body is valid. Nothing makes this throw. */
export function verify(label, publicKey, body, signature) {
    return verifyRaw(publicKey, labelled(label, body), signature);
}
const prefixes = Object.fromEntries(Object.entries(SIGNING_LABELS).map(([name, label]) => [name, concat(utf8(label), Uint8Array.of(0))]));
/** Label and body up to which {@link labelled} needs no memory of its own: of a hash, a certificate, a statement. */
const SCRATCH_BYTES = 1024;
// Signed and verified before the next is joined.
const scratch = new Uint8Array(SCRATCH_BYTES);
function labelled(label, body) {
    const prefix = prefixes[label];
    const length = prefix.length + body.length;
    if (length > SCRATCH_BYTES)
        return concat(prefix, body);
    scratch.set(prefix);
    scratch.set(body, prefix.length);
    return scratch.subarray(0, length);
}
