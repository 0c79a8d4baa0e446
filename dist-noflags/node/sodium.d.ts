import type { Primitives } from '../crypto/primitives.ts';
/** The native binding. */
export type Sodium = typeof import('sodium-native')['default'];
/**
 * Loads the binding.
 *
 * @throws where there is none for this platform.
 */
export declare function loadSodium(): Sodium;
/** From this many bytes on OpenSSL's ChaCha20-Poly1305 wins, by 1.2 at first and 1.6 at 1 MiB; at 256 it loses by 5. */
export declare const BULK_BYTES: number;
/** The port over the binding. Its hashes, and its AEAD from {@link BULK_BYTES} on, are node:crypto's. */
export declare function sodiumPrimitives(sodium: Sodium): Primitives;
