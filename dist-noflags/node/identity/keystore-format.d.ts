/**
 * The bytes of `keystore.json`: an outer object that may be read by whoever may read the file, and the sealed root of
 * the identity. PROTOCOL.md §4.3.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type PassphraseCost } from '../../crypto/passphrase.ts';
import { type Did } from '../../identity/did.ts';
/** Most bytes of a keystore. */
export declare const MAX_KEYSTORE_BYTES = 4096;
/** How the sealing key is made. */
export type SealMethod = ({
    readonly kind: 'passphrase';
    readonly salt: Bytes;
} & PassphraseCost) | {
    readonly kind: 'key-file';
};
/** What can be read without a secret. It is bound to the sealed part, so it is true once that has opened. */
export interface KeystoreHead {
    readonly did: Did;
    readonly name: string;
    /** When the identity was created, milliseconds since 1970. */
    readonly createdMs: number;
    readonly method: SealMethod;
}
/** What is sealed. */
export interface KeystoreRoot {
    /** 32 bytes: what the 24 words stand for. */
    readonly entropy: Bytes;
    /** Sequence of the certificate. */
    readonly sequence: number;
}
/** A keystore that was read and not yet opened. */
export interface SealedKeystore extends KeystoreHead {
    /**
     * Opens it.
     *
     * @param key - 32 bytes.
     * @returns `undefined` if the key is another.
     * @throws {TalosError} `E_KEYSTORE` if what was sealed has another form.
     */
    open(key: Uint8Array): KeystoreRoot | undefined;
}
/** The keystore of `root` under `key`, 32 bytes. At most {@link MAX_KEYSTORE_BYTES} new bytes. */
export declare function encodeKeystore(head: KeystoreHead, root: KeystoreRoot, key: Uint8Array): Bytes;
/**
 * Reads a keystore.
 *
 * @throws {TalosError} `E_VERSION` for a whole one of another version; `E_KEYSTORE` for whatever else is not in the one
 *   form, costs above the limits included.
 */
export declare function decodeKeystore(bytes: Uint8Array): SealedKeystore;
