import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  __export
} from "./chunk-ZSKQGKJD.js";

// src/node/openssl.ts
var openssl_exports = {};
__export(openssl_exports, {
  aeadOpen: () => aeadOpen,
  aeadSeal: () => aeadSeal,
  hmacSha256: () => hmacSha256,
  pbkdf2Sha512: () => pbkdf2Sha512,
  sha256: () => sha256,
  sha256Hex: () => sha256Hex,
  sha256Into: () => sha256Into,
  sha256Start: () => sha256Start
});
import { createCipheriv, createDecipheriv, createHash, createHmac, hash, pbkdf2Sync } from "node:crypto";
var HASH_BYTES = 32;
var BLOCK_BYTES = 64;
var TAG_BYTES = 16;
function fromBinary(digest) {
  const bytes = new Uint8Array(HASH_BYTES);
  for (let i = 0; i < HASH_BYTES; i++) bytes[i] = digest.charCodeAt(i);
  return bytes;
}
function sha256(message) {
  return fromBinary(hash("sha256", message, "binary"));
}
function sha256Into(message, into, at) {
  const digest = hash("sha256", message, "binary");
  for (let i = 0; i < HASH_BYTES; i++) into[at + i] = digest.charCodeAt(i);
}
function sha256Hex(message) {
  return hash("sha256", message, "hex");
}
function sha256Start() {
  const state = createHash("sha256");
  return { update: (part) => void state.update(part), digest: () => fromBinary(state.digest("binary")) };
}
var SCRATCH_BYTES = 512;
var inner = new Uint8Array(BLOCK_BYTES + SCRATCH_BYTES);
var outer = new Uint8Array(BLOCK_BYTES + HASH_BYTES);
function hmacSha256(key, message) {
  if (key.length > BLOCK_BYTES || message.length > SCRATCH_BYTES)
    return fromBinary(createHmac("sha256", key).update(message).digest("binary"));
  inner.fill(54, 0, BLOCK_BYTES);
  outer.fill(92, 0, BLOCK_BYTES);
  for (let i = 0; i < key.length; i++) {
    const byte = key[i];
    inner[i] = byte ^ 54;
    outer[i] = byte ^ 92;
  }
  inner.set(message, BLOCK_BYTES);
  const length = BLOCK_BYTES + message.length;
  const digest = hash("sha256", inner.subarray(0, length), "binary");
  for (let i = 0; i < HASH_BYTES; i++) outer[BLOCK_BYTES + i] = digest.charCodeAt(i);
  const result = fromBinary(hash("sha256", outer, "binary"));
  inner.fill(0, 0, length);
  outer.fill(0);
  return result;
}
function pbkdf2Sha512(secret, salt, rounds) {
  return new Uint8Array(pbkdf2Sync(secret, salt, rounds, 64, "sha512"));
}
function aeadSeal(key, nonce, plaintext, associated) {
  const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associated, { plaintextLength: plaintext.length });
  const sealed = new Uint8Array(plaintext.length + TAG_BYTES);
  sealed.set(cipher.update(plaintext));
  cipher.final();
  sealed.set(cipher.getAuthTag(), plaintext.length);
  return sealed;
}
function aeadOpen(key, nonce, sealed, associated) {
  const length = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv("chacha20-poly1305", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associated, { plaintextLength: length });
  decipher.setAuthTag(sealed.subarray(length));
  const plaintext = decipher.update(sealed.subarray(0, length));
  try {
    decipher.final();
  } catch {
    return void 0;
  }
  const { buffer, byteOffset, byteLength } = plaintext;
  return buffer.byteLength === byteLength ? new Uint8Array(buffer, byteOffset, byteLength) : new Uint8Array(plaintext);
}

// src/node/sodium.ts
import { createRequire } from "node:module";
function loadSodium() {
  return createRequire(import.meta.url)("sodium-native");
}
var BULK_BYTES = 64 * 1024;
var KEY_BYTES = 32;
var NONCE_BYTES = 12;
var TAG_BYTES2 = 16;
var SIGNATURE_BYTES = 64;
function sodiumPrimitives(sodium) {
  return {
    primitivesName: "libsodium-native",
    // The binding is ready once loaded.
    primitivesReady: () => Promise.resolve(),
    randomBytes: pooledRandom((bytes) => sodium.randombytes_buf(bytes)),
    sha256,
    sha256Into,
    sha256Hex,
    sha256Start,
    hmacSha256,
    pbkdf2Sha512,
    ...aead(sodium),
    ...agreement(sodium),
    ...signatures(sodium),
    argon2id: (secret, salt, passes, memoryBytes) => filled(
      32,
      (key) => sodium.crypto_pwhash(key, secret, salt, passes, memoryBytes, sodium.crypto_pwhash_ALG_ARGON2ID13)
    )
  };
}
function filled(length, fill) {
  const bytes = new Uint8Array(length);
  fill(bytes);
  return bytes;
}
function native(length) {
  return new Uint8Array(new ArrayBuffer(Math.max(length, 128)), 0, length);
}
function aead(sodium) {
  const [ownKey, ownNonce] = [native(KEY_BYTES), native(NONCE_BYTES)];
  return {
    aeadSeal: (key, nonce, plaintext, associated) => {
      if (plaintext.length >= BULK_BYTES) return aeadSeal(key, nonce, plaintext, associated);
      const sealed = new Uint8Array(plaintext.length + TAG_BYTES2);
      ownKey.set(key);
      ownNonce.set(nonce);
      sodium.crypto_aead_chacha20poly1305_ietf_encrypt(sealed, plaintext, associated, null, ownNonce, ownKey);
      ownKey.fill(0);
      return sealed;
    },
    aeadOpen: (key, nonce, sealed, associated) => {
      if (sealed.length < TAG_BYTES2) return void 0;
      if (sealed.length >= BULK_BYTES) return aeadOpen(key, nonce, sealed, associated);
      const plaintext = new Uint8Array(sealed.length - TAG_BYTES2);
      ownKey.set(key);
      ownNonce.set(nonce);
      try {
        sodium.crypto_aead_chacha20poly1305_ietf_decrypt(plaintext, null, sealed, associated, ownNonce, ownKey);
      } catch {
        return void 0;
      } finally {
        ownKey.fill(0);
      }
      return plaintext;
    }
  };
}
function agreement(sodium) {
  const [ownSecret, ownPublic, product] = [native(KEY_BYTES), native(KEY_BYTES), native(KEY_BYTES)];
  const productOf = (secretKey, multiply) => {
    ownSecret.set(secretKey);
    try {
      multiply();
      return product.slice();
    } finally {
      ownSecret.fill(0);
      product.fill(0);
    }
  };
  return {
    x25519PublicKey: (secretKey) => productOf(secretKey, () => sodium.crypto_scalarmult_base(product, ownSecret)),
    x25519: (secretKey, publicKey) => {
      ownPublic.set(publicKey);
      try {
        return productOf(secretKey, () => sodium.crypto_scalarmult(product, ownSecret, ownPublic));
      } catch {
        return void 0;
      }
    }
  };
}
function signatures(sodium) {
  const [ownPublic, ownSignature] = [native(KEY_BYTES), native(SIGNATURE_BYTES)];
  return {
    ed25519PublicKey: (seed) => filled(32, (publicKey) => {
      const expandedKey = new Uint8Array(64);
      sodium.crypto_sign_seed_keypair(publicKey, expandedKey, seed);
      expandedKey.fill(0);
    }),
    ed25519Sign: (expandedKey, message) => {
      sodium.crypto_sign_detached(ownSignature, message, expandedKey);
      return ownSignature.slice();
    },
    ed25519Verify: (publicKey, message, signature) => {
      ownPublic.set(publicKey);
      ownSignature.set(signature);
      return sodium.crypto_sign_verify_detached(ownSignature, message, ownPublic);
    }
  };
}
var POOL_BYTES = 4096;
var MAX_POOLED_BYTES = 32;
function pooledRandom(fill) {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return (count) => {
    if (count > MAX_POOLED_BYTES) return filled(count, fill);
    if (used + count > POOL_BYTES) {
      fill(pool);
      used = 0;
    }
    const bytes = pool.slice(used, used + count);
    pool.fill(0, used, used + count);
    used += count;
    return bytes;
  };
}

// src/node/primitives.ts
async function choosePrimitives(load) {
  let sodium;
  try {
    sodium = load();
  } catch {
    const wasm = await import("./wasm-57LNYBDE.js");
    const { sha256: sha2563, sha256Into: sha256Into3, sha256Hex: sha256Hex3, sha256Start: sha256Start3, hmacSha256: hmacSha2563, pbkdf2Sha512: pbkdf2Sha5123 } = openssl_exports;
    return {
      ...wasm,
      sha256: sha2563,
      sha256Into: sha256Into3,
      sha256Hex: sha256Hex3,
      sha256Start: sha256Start3,
      hmacSha256: hmacSha2563,
      pbkdf2Sha512: pbkdf2Sha5123
    };
  }
  return sodiumPrimitives(sodium);
}
var chosen = await choosePrimitives(loadSodium);
var primitivesName = chosen.primitivesName;
var primitivesReady = chosen.primitivesReady;
var randomBytes = chosen.randomBytes;
var sha2562 = chosen.sha256;
var sha256Into2 = chosen.sha256Into;
var sha256Hex2 = chosen.sha256Hex;
var sha256Start2 = chosen.sha256Start;
var hmacSha2562 = chosen.hmacSha256;
var pbkdf2Sha5122 = chosen.pbkdf2Sha512;
var aeadSeal2 = chosen.aeadSeal;
var aeadOpen2 = chosen.aeadOpen;
var x25519PublicKey = chosen.x25519PublicKey;
var x25519 = chosen.x25519;
var ed25519PublicKey = chosen.ed25519PublicKey;
var ed25519Sign = chosen.ed25519Sign;
var ed25519Verify = chosen.ed25519Verify;
var argon2id = chosen.argon2id;

export {
  loadSodium,
  primitivesName,
  primitivesReady,
  randomBytes,
  sha2562 as sha256,
  sha256Into2 as sha256Into,
  sha256Hex2 as sha256Hex,
  sha256Start2 as sha256Start,
  hmacSha2562 as hmacSha256,
  pbkdf2Sha5122 as pbkdf2Sha512,
  aeadSeal2 as aeadSeal,
  aeadOpen2 as aeadOpen,
  x25519PublicKey,
  x25519,
  ed25519PublicKey,
  ed25519Sign,
  ed25519Verify,
  argon2id
};
