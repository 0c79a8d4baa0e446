/**
 * An identity with its secrets: what an agent signs, agrees and seals with. PROTOCOL.md §4.
 *
 * Every secret sits in a private field, so that neither inspection, JSON nor a log line shows one.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import { type AgreementKeyPair } from '../crypto/agree.ts';
import { type SigningKey } from '../crypto/sign.ts';
import { type Did } from './did.ts';
/** Longest name of an identity, in bytes of UTF-8. A name is for its owner's eyes; nothing is decided by it. */
export declare const MAX_NAME_BYTES = 128;
/** Whether `name` can be that of an identity: 1 to {@link MAX_NAME_BYTES}, no control or bidi characters. */
export declare function isIdentityName(name: string): boolean;
/** What an identity is loaded with, besides its entropy. */
export interface IdentityOptions {
    /** See {@link isIdentityName}. */
    readonly name: string;
    /** Milliseconds since 1970: when its certificate is issued. */
    readonly nowMs: number;
    /** Sequence of its certificate; grows with each key that is certified. */
    readonly sequence: number;
}
/** See the module comment. */
export declare class Identity {
    #private;
    readonly did: Did;
    readonly name: string;
    readonly signing: SigningKey;
    /** The certificate of {@link Identity.agreement}, valid for 400 days from the `nowMs` it was loaded with. */
    readonly certificate: Bytes;
    /** Sequence of {@link Identity.certificate}. */
    readonly sequence: number;
    private constructor();
    /**
     * The identity whose root is `entropy`. Slow on purpose of BIP-39: derive it once.
     *
     * @param entropy - 32 bytes; copied.
     * @throws {RangeError} for another length, a name that is none, or a time or sequence that is no natural number.
     */
    static fromEntropy(entropy: Uint8Array, options: IdentityOptions): Identity;
    /**
     * A new identity, sequence 0.
     *
     * @param draw - Source of the 32 bytes of entropy.
     * @throws {RangeError} for a name that is none.
     */
    static generate(name: string, nowMs: number, draw?: (count: number) => Bytes): Identity;
    /** The certified X25519 key pair. Its secret key is the identity's own memory: neither change nor keep it. */
    get agreement(): AgreementKeyPair;
    /** A copy of the 32 bytes that the 24 words stand for. Secret. */
    entropy(): Bytes;
    /** The 24 words. Secret; for the owner to write down. */
    words(): string;
    /** A copy of the 32-byte Ed25519 seed, for the network host, whose peer id is the same key. Secret. */
    hostSeed(): Bytes;
    /** Ed25519 seed ‖ X25519 secret key, 64 new bytes: what sealing at rest derives its keys from (§10.4). Secret. */
    atRestSecret(): Bytes;
    /** The key that this identity signs with as a witness of logs: no key of its own formats. PROTOCOL.md §2.2. */
    witnessKey(): SigningKey;
    /** What JSON shows: nothing secret. */
    toJSON(): {
        readonly did: Did;
        readonly name: string;
    };
}
