/**
 * The primitives on Node: libsodium natively; where its binary is missing, libsodium's WebAssembly; and node:crypto
 * for what it does faster than either. `doctor` names the set in use.
 *
 * @module
 */
import type { Primitives } from '../crypto/primitives.ts';
import * as openssl from './openssl.ts';
import { loadSodium, type Sodium, sodiumPrimitives } from './sodium.ts';

/**
 * The fastest set that this machine has.
 *
 * @param load - Gives the native binding, or throws where there is none for this platform.
 */
export async function choosePrimitives(load: () => Sodium): Promise<Primitives> {
  let sodium: Sodium;
  try {
    sodium = load();
  } catch {
    // Nothing is lost but speed: the other set follows the same rules, and says its name. Loaded only where needed.
    const wasm = await import('../crypto/wasm.ts');
    const { sha256, sha256Into, sha256Hex, sha256Start, hmacSha256, pbkdf2Sha512 } = openssl;
    return {
      ...wasm,
      sha256,
      sha256Into,
      sha256Hex,
      sha256Start,
      hmacSha256,
      pbkdf2Sha512,
    };
  }
  return sodiumPrimitives(sodium);
}

const chosen = await choosePrimitives(loadSodium);

/* The port, function by function: see `crypto/primitives.ts`. */
export const primitivesName: Primitives['primitivesName'] = chosen.primitivesName;
export const primitivesReady: Primitives['primitivesReady'] = chosen.primitivesReady;
export const randomBytes: Primitives['randomBytes'] = chosen.randomBytes;
export const sha256: Primitives['sha256'] = chosen.sha256;
export const sha256Into: Primitives['sha256Into'] = chosen.sha256Into;
export const sha256Hex: Primitives['sha256Hex'] = chosen.sha256Hex;
export const sha256Start: Primitives['sha256Start'] = chosen.sha256Start;
export const hmacSha256: Primitives['hmacSha256'] = chosen.hmacSha256;
export const pbkdf2Sha512: Primitives['pbkdf2Sha512'] = chosen.pbkdf2Sha512;
export const aeadSeal: Primitives['aeadSeal'] = chosen.aeadSeal;
export const aeadOpen: Primitives['aeadOpen'] = chosen.aeadOpen;
export const x25519PublicKey: Primitives['x25519PublicKey'] = chosen.x25519PublicKey;
export const x25519: Primitives['x25519'] = chosen.x25519;
export const ed25519PublicKey: Primitives['ed25519PublicKey'] = chosen.ed25519PublicKey;
export const ed25519Sign: Primitives['ed25519Sign'] = chosen.ed25519Sign;
export const ed25519Verify: Primitives['ed25519Verify'] = chosen.ed25519Verify;
export const argon2id: Primitives['argon2id'] = chosen.argon2id;
