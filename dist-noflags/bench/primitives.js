/**
 * Signatures and encryption as the code calls them, beside libsodium itself and beside OpenSSL in node:crypto.
 *
 * @module
 */
import { createCipheriv, createDecipheriv, createPublicKey, verify as opensslVerify } from 'node:crypto';
import { toBase64url } from "../base/encoding.js";
import { NONCE_BYTES, open, seal, TAG_BYTES } from "../crypto/aead.js";
import { randomBytes } from "../crypto/random.js";
import { generateSigningKey, verifyRaw } from "../crypto/sign.js";
import { loadSodium } from "../node/sodium.js";
import { median, ratesOf, ratioOf } from "./rounds.js";
/** Bytes of the messages that are signed, and of the header beside what is sealed. */
const SIGNED_BYTES = 256;
const HEADER_BYTES = 64;
/** Bytes that are sealed: a message, and a piece of a file. */
const SEALED_BYTES = [1024, 65_536];
/** See the module comment. */
export function benchPrimitives(figures) {
    figures.begin('primitives');
    const sodium = nativeSodium();
    signatures(figures, sodium);
    for (const bytes of SEALED_BYTES)
        sealing(figures, sodium, bytes);
}
/** libsodium's binding, where this machine has it: elsewhere the WebAssembly of the same library serves. */
function nativeSodium() {
    try {
        return loadSodium();
    }
    catch {
        return undefined;
    }
}
function signatures(figures, sodium) {
    const key = generateSigningKey();
    const message = randomBytes(SIGNED_BYTES);
    const signature = key.signRaw(message);
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: toBase64url(key.publicKey) };
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    const others = [['node:crypto', () => opensslVerify(null, message, publicKey, signature)]];
    if (sodium !== undefined)
        others.unshift(['libsodium', () => sodium.crypto_sign_verify_detached(signature, message, key.publicKey)]);
    compare(figures, `Ed25519 signatures verified, ${SIGNED_BYTES} B`, () => verifyRaw(key.publicKey, message, signature), others);
}
function sealing(figures, sodium, bytes) {
    const [key, nonce, header, text] = [32, NONCE_BYTES, HEADER_BYTES, bytes].map((length) => randomBytes(length));
    const others = [['node:crypto', () => opensslBoth(key, nonce, header, text)]];
    if (sodium !== undefined) {
        const sealed = new Uint8Array(bytes + TAG_BYTES);
        const opened = new Uint8Array(bytes);
        const both = () => {
            sodium.crypto_aead_chacha20poly1305_ietf_encrypt(sealed, text, header, null, nonce, key);
            sodium.crypto_aead_chacha20poly1305_ietf_decrypt(opened, null, sealed, header, nonce, key);
        };
        others.unshift(['libsodium', both]);
    }
    const name = `ChaCha20-Poly1305 sealed and opened, ${bytes === 1024 ? '1 KiB' : `${bytes / 1024} KiB`}`;
    compare(figures, name, () => open(key, nonce, seal(key, nonce, text, header), header), others);
}
function opensslBoth(key, nonce, header, text) {
    const plaintextLength = text.length;
    const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(header, { plaintextLength });
    const sealed = cipher.update(text);
    cipher.final();
    const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(header, { plaintextLength });
    decipher.setAuthTag(cipher.getAuthTag());
    const opened = decipher.update(sealed);
    decipher.final();
    return opened;
}
/** Adds what is done a second, beside others. */
export function compare(figures, name, ours, others, note) {
    const [rates = [], ...theirs] = ratesOf([ours, ...others.map(([, run]) => run)], { rounds: 9, ms: 25 });
    const beside = others.map(([other], at) => {
        const found = theirs[at] ?? [];
        return { name: other, value: median(found), ratio: ratioOf(rates, found) };
    });
    figures.add(name, median(rates), '/s', { beside, ...(note === undefined ? {} : { note }) });
}
