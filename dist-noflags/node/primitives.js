import * as openssl from "./openssl.js";
import { loadSodium, sodiumPrimitives } from "./sodium.js";
/**
 * The fastest set that this machine has.
 *
 * @param load - Gives the native binding, or throws where there is none for this platform.
 */
export async function choosePrimitives(load) {
    let sodium;
    try {
        sodium = load();
    }
    catch {
        // Nothing is lost but speed: the other set follows the same rules, and says its name. Loaded only where needed.
        const wasm = await import("../crypto/wasm.js");
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
export const primitivesName = chosen.primitivesName;
export const primitivesReady = chosen.primitivesReady;
export const randomBytes = chosen.randomBytes;
export const sha256 = chosen.sha256;
export const sha256Into = chosen.sha256Into;
export const sha256Hex = chosen.sha256Hex;
export const sha256Start = chosen.sha256Start;
export const hmacSha256 = chosen.hmacSha256;
export const pbkdf2Sha512 = chosen.pbkdf2Sha512;
export const aeadSeal = chosen.aeadSeal;
export const aeadOpen = chosen.aeadOpen;
export const x25519PublicKey = chosen.x25519PublicKey;
export const x25519 = chosen.x25519;
export const ed25519PublicKey = chosen.ed25519PublicKey;
export const ed25519Sign = chosen.ed25519Sign;
export const ed25519Verify = chosen.ed25519Verify;
export const argon2id = chosen.argon2id;
