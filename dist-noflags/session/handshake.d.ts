/**
 * The hybrid handshake: PQXDH with certified X25519 identity keys. PROTOCOL.md §5.2, §5.3.
 *
 * Both functions serve durable and live sessions, which differ in where the prekeys come from. They are pure: nothing
 * is consumed, and who stores what they give decides that the session exists.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import { type AgreementKeyPair } from '../crypto/agree.ts';
import { type KemKeyPair } from '../crypto/kem.ts';
import { type Certificate } from '../identity/certificate.ts';
import { type Did } from '../identity/did.ts';
import { type Party, type PublicPrekey, type Session, type SessionKind } from './key-schedule.ts';
import { type Draw } from './ratchet.ts';
/** Most bytes of an initial message. PROTOCOL.md §5.2. */
export declare const MAX_INITIAL_BYTES = 4096;
/** A verified offer of the responder: a bundle, durable or live, with at most one one-time prekey of each kind picked. */
export interface Offer {
    readonly kind: SessionKind;
    /** Verified. */
    readonly certificate: Certificate;
    readonly signedPrekey: PublicPrekey;
    /** The one to use: a one-time KEM prekey, or the last-resort one. */
    readonly kemPrekey: PublicPrekey;
    readonly isOneTimeKem: boolean;
    readonly oneTimePrekey: PublicPrekey | undefined;
    /** Empty in a durable handshake. */
    readonly nonce: Bytes;
}
/**
 * Makes the session of the initiator, and the initial message that gives it to the responder.
 *
 * @param offer - Verified: {@link verifyBundle} or `completeLive` make it.
 * @returns The session, and at most {@link MAX_INITIAL_BYTES} bytes.
 */
export declare function initiate(party: Party, offer: Offer, draw?: Draw): {
    readonly session: Session;
    readonly initial: Bytes;
};
/** An initial message that was read; only its form and its ephemeral key are checked. */
export interface InitialMessage {
    readonly from: Did;
    readonly to: Did;
    /** Not verified. */
    readonly certificate: Bytes;
    /** EKa, 32 bytes, checked. */
    readonly ephemeralKey: Bytes;
    readonly signedPrekeyId: number;
    /** Of a one-time KEM prekey, or of the last-resort one: the responder knows. */
    readonly kemPrekeyId: number;
    readonly oneTimePrekeyId: number | undefined;
    /** 1,088 bytes. */
    readonly ciphertext: Bytes;
}
/**
 * Reads an initial message.
 *
 * @throws {TalosError} `E_LIMIT` over {@link MAX_INITIAL_BYTES}; `E_VERSION` for another version or suite;
 *   `E_MALFORMED` for another form; `E_BAD_DID`; `E_BAD_KEY` for an ephemeral key or ciphertext that is none.
 */
export declare function decodeInitial(bytes: Uint8Array): InitialMessage;
/** The secret halves of what an initial message names. */
export interface PrekeySecrets {
    readonly kind: SessionKind;
    /** The own certificate that was offered with the prekeys. */
    readonly certificate: Bytes;
    readonly signedPrekey: {
        readonly id: number;
        readonly pair: AgreementKeyPair;
    };
    /** The one that the message names, one-time or last-resort. */
    readonly kemPrekey: {
        readonly id: number;
        readonly pair: KemKeyPair;
    };
    readonly isOneTimeKem: boolean;
    /** Absent where the message names none. */
    readonly oneTimePrekey: {
        readonly id: number;
        readonly pair: AgreementKeyPair;
    } | undefined;
    /** Empty in a durable handshake. */
    readonly nonce: Bytes;
}
/** What the responder demands of the initiator's certificate. */
export interface InitiatorExpectation {
    /** Milliseconds since 1970. */
    readonly nowMs: number;
    /** The highest certificate sequence seen of the initiator. */
    readonly lowestSequence?: number;
}
/**
 * Makes the session of the responder. That the initiator holds the key of its DID shows when its first message opens,
 * not before.
 *
 * @throws {TalosError} `E_IDENTITY_MISMATCH` if the message is for somebody else; `E_PREKEY_GONE` if `secrets` are not
 *   those that it names; `E_BAD_BUNDLE`, `E_STALE` and `E_BAD_KEY` for its certificate.
 */
export declare function respond(party: Party, initial: InitialMessage, secrets: PrekeySecrets, expected: InitiatorExpectation): Session;
