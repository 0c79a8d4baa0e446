/**
 * The primitives on Node: libsodium natively; where its binary is missing, libsodium's WebAssembly; and node:crypto
 * for what it does faster than either. `doctor` names the set in use.
 *
 * @module
 */
import type { Primitives } from '../crypto/primitives.ts';
import { type Sodium } from './sodium.ts';
/**
 * The fastest set that this machine has.
 *
 * @param load - Gives the native binding, or throws where there is none for this platform.
 */
export declare function choosePrimitives(load: () => Sodium): Promise<Primitives>;
export declare const primitivesName: Primitives['primitivesName'];
export declare const primitivesReady: Primitives['primitivesReady'];
export declare const randomBytes: Primitives['randomBytes'];
export declare const sha256: Primitives['sha256'];
export declare const sha256Into: Primitives['sha256Into'];
export declare const sha256Hex: Primitives['sha256Hex'];
export declare const sha256Start: Primitives['sha256Start'];
export declare const hmacSha256: Primitives['hmacSha256'];
export declare const pbkdf2Sha512: Primitives['pbkdf2Sha512'];
export declare const aeadSeal: Primitives['aeadSeal'];
export declare const aeadOpen: Primitives['aeadOpen'];
export declare const x25519PublicKey: Primitives['x25519PublicKey'];
export declare const x25519: Primitives['x25519'];
export declare const ed25519PublicKey: Primitives['ed25519PublicKey'];
export declare const ed25519Sign: Primitives['ed25519Sign'];
export declare const ed25519Verify: Primitives['ed25519Verify'];
export declare const argon2id: Primitives['argon2id'];
