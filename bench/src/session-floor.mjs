/**
 * The floor of sessions: the primitives that a message or a set-up cannot do without, on as many bytes, by the fastest
 * that Node has here, into memory that is there already, with nothing around them: no checks, no encoding, no state,
 * no randomness.
 *
 * @module
 */
import { hash, randomBytes } from 'node:crypto';
import wasm from 'libsodium-wrappers';
import { sodium } from './dist.mjs';
import { openEnvelopes } from './session-talos.mjs';

await wasm.ready;

/** Label with its zero before what is hashed or signed; salt of a text; signature; tag; header of a ratchet message. */
const [LABEL_BYTES, SALT_BYTES, SIGNATURE_BYTES, TAG_BYTES, HEADER_BYTES] = [20, 32, 64, 16, 41];

/**
 * By node:crypto, the fastest there is: as text, whose characters then are the bytes.
 *
 * @param {number} bytes
 */
function sha256(bytes) {
  const [block, digest] = [randomBytes(bytes), new Uint8Array(32)];
  return () => {
    const text = hash('sha256', block, 'binary');
    for (let i = 0; i < 32; i++) digest[i] = text.charCodeAt(i);
  };
}

/**
 * Two hashes: over the inner block and the message, and over the outer block and a hash.
 *
 * @param {number} bytes
 */
function hmac(bytes) {
  const [inner, outer] = [sha256(64 + bytes), sha256(64 + 32)];
  return () => {
    inner();
    outer();
  };
}

/**
 * Extract, and one expand for each 32 bytes.
 *
 * @param {number} secretBytes
 * @param {number} infoBytes
 * @param {number} blocks
 */
function hkdf(secretBytes, infoBytes, blocks) {
  const extract = hmac(secretBytes);
  const expand = Array.from({ length: blocks }, (_, i) => hmac((i === 0 ? 0 : 32) + infoBytes + 1));
  return () => {
    extract();
    for (const block of expand) block();
  };
}

/**
 * Sealed and opened.
 *
 * @param {number} bytes
 * @param {number} associatedBytes
 */
function aead(bytes, associatedBytes) {
  const [key, nonce, text, associated] = [32, 12, bytes, associatedBytes].map((length) => randomBytes(length));
  const sealed = Buffer.alloc(bytes + TAG_BYTES);
  return () => {
    sodium.crypto_aead_chacha20poly1305_ietf_encrypt(sealed, text, associated, null, nonce, key);
    sodium.crypto_aead_chacha20poly1305_ietf_decrypt(text, null, sealed, associated, nonce, key);
  };
}

/** @param {number} bytes */
function signature(bytes) {
  const [publicKey, secretKey, signed] = [32, 64, SIGNATURE_BYTES].map((length) => Buffer.alloc(length));
  sodium.crypto_sign_keypair(publicKey, secretKey);
  const message = randomBytes(LABEL_BYTES + bytes);
  const sign = () => sodium.crypto_sign_detached(signed, message, secretKey);
  sign();
  return { sign, verify: () => sodium.crypto_sign_verify_detached(signed, message, publicKey) };
}

const secretKey = randomBytes(32);
const [publicKey, shared] = [Buffer.alloc(32), Buffer.alloc(32)];
const makePair = () => sodium.crypto_scalarmult_base(publicKey, secretKey);
const agree = () => sodium.crypto_scalarmult(shared, secretKey, publicKey);
makePair();

/** KDF_RK: 64 bytes with a label of 21. */
const rootStep = hkdf(32, 21, 2);
const chainStep = hmac(1);

/** What turns a ratchet: a key pair at one end, a shared secret and a root step at both. */
function turn() {
  makePair();
  for (let i = 0; i < 2; i++) {
    agree();
    rootStep();
  }
}

/**
 * A message of the ratchet alone, both ends.
 *
 * @param {number} bytes
 * @param {number} associatedBytes - Before the header.
 */
function ratchetMessage(bytes, associatedBytes) {
  const both = aead(bytes, associatedBytes + HEADER_BYTES);
  return () => {
    // A message key and the next chain key, at each end.
    for (let i = 0; i < 4; i++) chainStep();
    both();
  };
}

/**
 * The floors of messages of `bytes` bytes, each of both ends together: as they are one way, and with a turn each, as
 * they are there and back.
 *
 * @param {import('./session-talos.mjs').Parties} parties
 * @param {number} bytes
 */
export function messageFloors(parties, bytes) {
  const { initiator, envelope, initial } = openEnvelopes(parties, new Uint8Array(bytes));
  // The flags say that there is an initial message, which comes with its length before it.
  const unsigned = envelope.length - SIGNATURE_BYTES - (2 + initial.length);
  const ratchet = ratchetMessage(bytes, initiator.associated.length);
  const enveloped = envelopeMessage(bytes, initiator.associated.length, unsigned);
  return {
    ratchet: { oneWay: ratchet, pingPong: () => [turn(), ratchet()] },
    envelope: { oneWay: enveloped, pingPong: () => [turn(), enveloped()] },
  };
}

/**
 * A message in an envelope: salt before the text; commitment and hash of the envelope at both ends; sign and verify.
 *
 * @param {number} bytes
 * @param {number} associatedBytes - Of the session.
 * @param {number} unsignedBytes - Of the envelope before its signature.
 */
function envelopeMessage(bytes, associatedBytes, unsignedBytes) {
  const text = SALT_BYTES + bytes;
  // After the metadata come the content's length, and the content with header, nonce and tag.
  const metadata = unsignedBytes - (4 + HEADER_BYTES + 12 + text + TAG_BYTES);
  const inner = ratchetMessage(text, associatedBytes + metadata);
  const [commitment, envelopeHash] = [sha256(LABEL_BYTES + text), sha256(LABEL_BYTES + unsignedBytes)];
  const { sign, verify } = signature(32);
  return () => {
    inner();
    for (let i = 0; i < 2; i++) {
      commitment();
      envelopeHash();
    }
    sign();
    verify();
  };
}

/**
 * The floors of a set-up with its first message: the bundle verified, PQXDH with a one-time prekey at both ends.
 *
 * @param {import('./session-talos.mjs').Parties} parties
 * @param {number} bytes
 */
export function openFloors(parties, bytes) {
  const { initiator, envelope, initial } = openEnvelopes(parties, new Uint8Array(bytes));
  const handshake = handshakeFloor(parties, initial.length);
  const ratchet = ratchetMessage(bytes, initiator.associated.length);
  const enveloped = envelopeMessage(bytes, initiator.associated.length, envelope.length - SIGNATURE_BYTES);
  const initialHash = sha256(initial.length);
  return {
    ratchet: () => [handshake(), ratchet()],
    envelope: () => [handshake(), initialHash(), initialHash(), enveloped()],
  };
}

/**
 * @param {import('./session-talos.mjs').Parties} parties
 * @param {number} initialBytes
 */
function handshakeFloor({ left, bundle, secrets }, initialBytes) {
  // Bundle, its certificate and two prekeys at the initiator, the initiator's certificate at the responder.
  const certificate = left.certificate.length - SIGNATURE_BYTES;
  const kemKey = secrets.kemPrekey.pair.publicKey;
  const signed = [bundle.length - SIGNATURE_BYTES, certificate, certificate, 100, 100 + kemKey.length].map(signature);
  // The transcript has both certificates, the prekeys, and what the initial message has.
  const transcript = sha256(LABEL_BYTES + left.certificate.length + kemKey.length + initialBytes);
  const sessionSecret = hkdf(32 * 6, 82, 1);
  const { privateKey } = wasm.crypto_kem_mlkem768_seed_keypair(secrets.kemPrekey.pair.seed);
  const { ciphertext } = wasm.crypto_kem_mlkem768_enc(kemKey);
  return () => {
    for (const { verify } of signed) verify();
    // The ephemeral key and the first ratchet key; four shared secrets and one of the ratchet, at each end.
    for (let i = 0; i < 2; i++) {
      makePair();
      for (let j = 0; j < 5; j++) agree();
      transcript();
      sessionSecret();
      rootStep();
    }
    wasm.crypto_kem_mlkem768_enc(kemKey);
    wasm.crypto_kem_mlkem768_dec(ciphertext, privateKey);
  };
}
