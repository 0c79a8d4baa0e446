/**
 * The port of the primitives: what `#primitives` must export.
 *
 * Two modules keep it, as plain functions so that a bundler drops what is not used: `node/primitives.ts` (libsodium
 * natively, node:crypto where it is faster) and `crypto/wasm.ts` (libsodium's WebAssembly). They check nothing that
 * the modules above them (`sign.ts`, `agree.ts`, `aead.ts`, …) check already, and one conformance suite holds both.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
/** SHA-256 of a message that comes in parts. */
export interface Sha256State {
    /** Takes the next part. */
    update(part: Uint8Array): void;
    /** The hash of all parts, 32 new bytes; the last call. */
    digest(): Bytes;
}
/** See the module comment. All results are new bytes. */
export interface Primitives {
    /** Name of the set, for `doctor` and the tests. */
    readonly primitivesName: string;
    /** Resolves when every function below may be called; cheap when called again. */
    readonly primitivesReady: () => Promise<void>;
    /** `count` bytes from the operating system's generator. */
    readonly randomBytes: (count: number) => Bytes;
    /** FIPS 180-4. 32 bytes. */
    readonly sha256: (message: Uint8Array) => Bytes;
    /** As `sha256`, into memory that is there: 32 bytes of `into` from `at` on. */
    readonly sha256Into: (message: Uint8Array, into: Uint8Array, at: number) => void;
    /** As `sha256`, in lowercase hexadecimal. */
    readonly sha256Hex: (message: Uint8Array) => string;
    /** FIPS 180-4, of a message in parts. */
    readonly sha256Start: () => Sha256State;
    /** RFC 2104 with SHA-256. 32 bytes. */
    readonly hmacSha256: (key: Uint8Array, message: Uint8Array) => Bytes;
    /** RFC 8018 §5.2 with HMAC-SHA512. 64 bytes. */
    readonly pbkdf2Sha512: (secret: Uint8Array, salt: Uint8Array, rounds: number) => Bytes;
    /** RFC 8439: ciphertext, then the 16-byte tag. */
    readonly aeadSeal: (key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, associated: Uint8Array) => Bytes;
    /** The plaintext, or `undefined` where `sealed` does not authenticate. */
    readonly aeadOpen: (key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, associated: Uint8Array) => Bytes | undefined;
    /** RFC 7748 with the base point. */
    readonly x25519PublicKey: (secretKey: Uint8Array) => Bytes;
    /** RFC 7748; `undefined` where the result is all zero. */
    readonly x25519: (secretKey: Uint8Array, publicKey: Uint8Array) => Bytes | undefined;
    /** RFC 8032 §5.1.5: the public key of a 32-byte seed. */
    readonly ed25519PublicKey: (seed: Uint8Array) => Bytes;
    /** RFC 8032 §5.1.6 under seed ‖ public key (64 bytes). */
    readonly ed25519Sign: (expandedKey: Uint8Array, message: Uint8Array) => Bytes;
    /** libsodium's strict rule: no small-order or non-canonical A or R, S below L, cofactorless equation. */
    readonly ed25519Verify: (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;
    /** RFC 9106 Argon2id, one lane: `passes` over `memoryBytes`. 32 bytes. */
    readonly argon2id: (secret: Uint8Array, salt: Uint8Array, passes: number, memoryBytes: number) => Bytes;
}
