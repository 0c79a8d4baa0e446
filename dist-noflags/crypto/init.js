/**
 * Making the primitives ready. WebAssembly must be awaited, so nothing happens at import: `TalosClient.create` and
 * the commands call this once.
 *
 * @module
 */
import * as primitives from '#primitives';
import { kemReady } from "./kem.js";
/** Resolves when every function of `crypto/` may be called; cheap when called again. */
export async function initCrypto() {
    await Promise.all([primitives.primitivesReady(), kemReady()]);
}
/** Name of the set in use: `libsodium-native` or `libsodium-wasm`. */
export function primitivesInUse() {
    return primitives.primitivesName;
}
/** As {@link initCrypto}, for hashes and signatures alone: what a thread needs that checks what others made. */
export async function initSignatures() {
    await primitives.primitivesReady();
}
