import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import {
  assertBytes
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  invariant
} from "./chunk-WYABWEJE.js";

// src/crypto/kem.ts
var KEM_SEED_BYTES = 64;
var KEM_PUBLIC_KEY_BYTES = 1184;
var KEM_CIPHERTEXT_BYTES = 1088;
var MODULUS = 3329;
var loaded;
async function kemReady() {
  if (loaded !== void 0) return;
  const { default: sodium } = await import("libsodium-wrappers");
  await sodium.ready;
  loaded = sodium;
}
function library() {
  invariant(loaded !== void 0, "kemReady() was not awaited");
  return loaded;
}
var HidingKeyPair = class {
  publicKey;
  #seed;
  /** The expanded decapsulation key, kept as long as the pair: making it costs as much as decapsulating. */
  #expanded;
  constructor(seed) {
    const { publicKey, privateKey } = library().crypto_kem_mlkem768_seed_keypair(seed);
    this.#seed = new Uint8Array(seed);
    this.publicKey = new Uint8Array(publicKey);
    this.#expanded = privateKey;
  }
  get seed() {
    return this.#seed;
  }
  decapsulate(ciphertext) {
    return new Uint8Array(library().crypto_kem_mlkem768_dec(ciphertext, this.#expanded));
  }
};
function kemKeyPair(seed) {
  assertBytes(seed, "seed", KEM_SEED_BYTES);
  return new HidingKeyPair(seed);
}
function generateKemKeyPair() {
  return kemKeyPair(randomBytes(KEM_SEED_BYTES));
}
function checkKemKey(key) {
  if (key.length !== KEM_PUBLIC_KEY_BYTES) throw new TalosError("E_BAD_KEY", `ml-kem-768 key of ${key.length} bytes`);
  for (let at = 0; at < KEM_PUBLIC_KEY_BYTES - 32; at += 3) {
    const [a, b, c] = [key[at], key[at + 1], key[at + 2]];
    if ((a | (b & 15) << 8) >= MODULUS || (b >> 4 | c << 4) >= MODULUS)
      throw new TalosError("E_BAD_KEY", "ml-kem-768 key has a coefficient of q or more");
  }
  return new Uint8Array(key);
}
var KEM_RANDOMNESS_BYTES = 32;
function encapsulate(publicKey, randomness = randomBytes(KEM_RANDOMNESS_BYTES)) {
  assertBytes(randomness, "randomness", KEM_RANDOMNESS_BYTES);
  const { ciphertext, sharedSecret } = library().crypto_kem_mlkem768_enc_deterministic(
    checkKemKey(publicKey),
    randomness
  );
  return { ciphertext: new Uint8Array(ciphertext), sharedSecret: new Uint8Array(sharedSecret) };
}
function decapsulate(secret, ciphertext) {
  const seed = secret instanceof Uint8Array ? secret : secret.seed;
  assertBytes(seed, "seed", KEM_SEED_BYTES);
  if (ciphertext.length !== KEM_CIPHERTEXT_BYTES)
    throw new TalosError("E_BAD_KEY", `ml-kem-768 ciphertext of ${ciphertext.length} bytes`);
  if (secret instanceof HidingKeyPair) return secret.decapsulate(ciphertext);
  const { privateKey } = library().crypto_kem_mlkem768_seed_keypair(seed);
  const sharedSecret = new Uint8Array(library().crypto_kem_mlkem768_dec(ciphertext, privateKey));
  privateKey.fill(0);
  return sharedSecret;
}

export {
  KEM_SEED_BYTES,
  KEM_CIPHERTEXT_BYTES,
  kemReady,
  kemKeyPair,
  generateKemKeyPair,
  checkKemKey,
  KEM_RANDOMNESS_BYTES,
  encapsulate,
  decapsulate
};
