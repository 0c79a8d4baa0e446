import { type Bytes } from '../base/bytes.ts';
/** Length of a public key, a secret key and a shared secret, in bytes. */
export declare const X25519_BYTES = 32;
/** An X25519 key pair. One made here hides its secret from inspection and JSON. */
export interface AgreementKeyPair {
    /** 32 bytes, secret. */
    readonly secretKey: Bytes;
    /** 32 bytes. */
    readonly publicKey: Bytes;
}
/**
 * The key pair of a 32-byte secret, which is copied.
 *
 * @throws {RangeError} for another length.
 */
export declare function agreementKeyPair(secretKey: Uint8Array): AgreementKeyPair;
/** A new key pair. */
export declare function generateAgreementKeyPair(): AgreementKeyPair;
/**
 * Checks a public key that was received. Every one passes here before it is used.
 *
 * @throws {TalosError} `E_BAD_KEY` if it is not 32 bytes, not canonical or of small order.
 */
export declare function checkAgreementKey(key: Uint8Array): Bytes;
/**
 * The shared secret of our secret key and a checked public key.
 *
 * @returns 32 new bytes, never all zero.
 * @throws {TalosError} `E_BAD_KEY` if the result is all zero.
 */
export declare function agree(secretKey: Uint8Array, publicKey: Uint8Array): Bytes;
