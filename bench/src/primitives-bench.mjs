/**
 * Primitives and ratchet as the project calls them, beside the bare functions of libsodium that they rest on.
 *
 * @module
 */
import { hash, randomBytes } from 'node:crypto';
import { dist, sodium } from './dist.mjs';
import { median, ratesOf } from './figures.mjs';

const { seal, open } = await dist('crypto/aead');
const { agree, agreementKeyPair } = await dist('crypto/agree');
const { signingKey, verifyRaw } = await dist('crypto/sign');
const { kemKeyPair } = await dist('crypto/kem');
const { decrypt, encrypt, initiateRatchet, respondRatchet } = await dist('session/ratchet');

/** @param {import('./figures.mjs').Figures} figures */
export function benchPrimitives(figures) {
  figures.begin('primitives beside bare libsodium');
  signatures(figures);
  agreement(figures);
  for (const bytes of [256, 1024]) sealing(figures, bytes);
  const seed = randomBytes(64);
  figures.add('ML-KEM-768 key pair', median(ratesOf([() => kemKeyPair(seed)])[0] ?? []), '/s');
  for (const bytes of [256, 1024]) ratchet(figures, bytes);
}

/**
 * @param {import('./figures.mjs').Figures} figures
 * @param {string} name
 * @param {() => unknown} ours
 * @param {() => unknown} bare
 */
function compare(figures, name, ours, bare) {
  const [a = [], b = []] = ratesOf([ours, bare]);
  figures.add(name, median(a), '/s');
  figures.add(`${name}, share of bare`, median(a.map((rate, i) => (100 * rate) / (b[i] ?? Number.NaN))), '%');
}

/** @param {import('./figures.mjs').Figures} figures */
function signatures(figures) {
  const seed = randomBytes(32);
  const key = signingKey(seed);
  const [publicKey, secretKey] = [Buffer.alloc(32), Buffer.alloc(64)];
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, seed);
  const message = randomBytes(256);
  const signature = Buffer.alloc(64);
  const bareSign = () => sodium.crypto_sign_detached(signature, message, secretKey);
  bareSign();
  compare(figures, 'Ed25519 sign, 256 bytes', () => key.signRaw(message), bareSign);
  const bareVerify = () => sodium.crypto_sign_verify_detached(signature, message, publicKey);
  compare(figures, 'Ed25519 verify, 256 bytes', () => verifyRaw(publicKey, message, signature), bareVerify);
}

/** @param {import('./figures.mjs').Figures} figures */
function agreement(figures) {
  const secret = randomBytes(32);
  const { publicKey } = agreementKeyPair(randomBytes(32));
  const shared = Buffer.alloc(32);
  const bare = () => sodium.crypto_scalarmult(shared, secret, publicKey);
  compare(figures, 'X25519 shared secret', () => agree(secret, publicKey), bare);
}

/**
 * @param {import('./figures.mjs').Figures} figures
 * @param {number} bytes
 */
function sealing(figures, bytes) {
  const [key, nonce, associated, text] = [32, 12, 64, bytes].map((length) => randomBytes(length));
  const sealed = seal(key, nonce, text, associated);
  const [out, back] = [Buffer.alloc(bytes + 16), Buffer.alloc(bytes)];
  const both = () => open(key, nonce, seal(key, nonce, text, associated), associated);
  const bare = () => {
    sodium.crypto_aead_chacha20poly1305_ietf_encrypt(out, text, associated, null, nonce, key);
    sodium.crypto_aead_chacha20poly1305_ietf_decrypt(back, null, sealed, associated, nonce, key);
  };
  compare(figures, `ChaCha20-Poly1305 seal and open, ${bytes} bytes`, both, bare);
}

/** Two ends of a ratchet after their first message each way. */
export function ratchetPair() {
  const associated = randomBytes(64);
  const ours = agreementKeyPair(randomBytes(32));
  const secret = randomBytes(32);
  let left = initiateRatchet(secret, ours.publicKey);
  let right = respondRatchet(secret, ours);
  /** @param {Uint8Array} text */
  const there = (text) => {
    const sent = encrypt(left, text, associated);
    left = sent.state;
    const received = decrypt(right, sent.message, associated, 0);
    right = received.state;
  };
  /** @param {Uint8Array} text */
  const back = (text) => {
    const sent = encrypt(right, text, associated);
    right = sent.state;
    const received = decrypt(left, sent.message, associated, 0);
    left = received.state;
  };
  there(associated);
  back(associated);
  return { there, back };
}

/**
 * One way, and there and back, where each message turns the ratchet: with the primitives that a message cannot do
 * without as the bare side (two HMACs a side, each two hashes; one seal and open; when it turns, a key pair and two shared secrets).
 *
 * @param {import('./figures.mjs').Figures} figures
 * @param {number} bytes
 */
function ratchet(figures, bytes) {
  const { there, back } = ratchetPair();
  const text = randomBytes(bytes);
  const [key, nonce, header] = [randomBytes(32), randomBytes(12), randomBytes(105)];
  const [out, shared, publicKey] = [Buffer.alloc(bytes + 16), Buffer.alloc(32), Buffer.alloc(32)];
  sodium.crypto_scalarmult_base(publicKey, key);
  const block = randomBytes(96);
  const message = () => {
    for (let i = 0; i < 8; i++) hash('sha256', block, 'binary');
    sodium.crypto_aead_chacha20poly1305_ietf_encrypt(out, text, header, null, nonce, key);
    sodium.crypto_aead_chacha20poly1305_ietf_decrypt(text, null, out, header, nonce, key);
  };
  const turn = () => {
    message();
    sodium.crypto_scalarmult_base(publicKey, key);
    sodium.crypto_scalarmult(shared, key, publicKey);
    sodium.crypto_scalarmult(shared, key, publicKey);
  };
  compare(figures, `ratchet one way, ${bytes} bytes`, () => there(text), message);
  const pingPong = () => {
    there(text);
    back(text);
  };
  const bare = () => {
    turn();
    turn();
  };
  compare(figures, `ratchet there and back, ${bytes} bytes`, pingPong, bare);
}
