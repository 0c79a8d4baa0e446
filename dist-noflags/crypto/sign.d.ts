import { type Bytes } from '../base/bytes.ts';
import { type SigningLabel } from './labels.ts';
/** Length of a seed and of a public key, in bytes. */
export declare const ED25519_KEY_BYTES = 32;
/** Length of a signature in bytes. */
export declare const SIGNATURE_BYTES = 64;
/** An Ed25519 key pair. Hides its secret from inspection and JSON. */
export declare class SigningKey {
    #private;
    /** 32 bytes. */
    readonly publicKey: Bytes;
    /** @param seed - 32 bytes; copied. */
    constructor(seed: Uint8Array);
    /** Signs the bare `message`: for foreign formats whose bytes cannot be those of a label. 64 new bytes. */
    signRaw(message: Uint8Array): Bytes;
    /** Signs label ‖ 0x00 ‖ body. 64 new bytes. */
    sign(label: SigningLabel, body: Uint8Array): Bytes;
}
/** The key pair of `seed`, 32 bytes. */
export declare function signingKey(seed: Uint8Array): SigningKey;
/** A new key pair. */
export declare function generateSigningKey(): SigningKey;
/** Whether `signature` over the bare `message` is valid. Arguments may come from a stranger: nothing makes this throw. */
export declare function verifyRaw(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
/** Whether `signature` over label ‖ 0x00 ‖ body is valid. Nothing makes this throw. */
export declare function verify(label: SigningLabel, publicKey: Uint8Array, body: Uint8Array, signature: Uint8Array): boolean;
