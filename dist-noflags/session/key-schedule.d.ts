/**
 * What both sides of a handshake derive, whichever way its parts have travelled. PROTOCOL.md §5.3.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import type { Certificate } from '../identity/certificate.ts';
import type { Did } from '../identity/did.ts';
import type { Identity } from '../identity/identity.ts';
import type { RatchetState } from './ratchet.ts';
/** Whether a session outlives its connection. */
export type SessionKind = 'durable' | 'live';
/** Who asked: the initiator is A of PROTOCOL.md §5. */
export type SessionRole = 'initiator' | 'responder';
/** What a handshake needs of the own identity. */
export type Party = Pick<Identity, 'did' | 'signing' | 'agreement' | 'certificate'>;
/** The shared secret between two agents, and what it is bound to. Plain data. */
export interface Session {
    /** The transcript hash (th), 32 bytes, the same on both sides. */
    readonly id: Bytes;
    readonly kind: SessionKind;
    readonly role: SessionRole;
    readonly peer: Did;
    /** Sequence of the certificate that the peer used; lower ones are stale from now on. */
    readonly peerSequence: number;
    /** AD, the same on both sides. */
    readonly associated: Bytes;
    /** Whether an X25519 one-time prekey went into it. A live session is of one-time keys throughout. */
    readonly oneTime: boolean;
    /** Whether its KEM prekey was a one-time one, and not the last-resort one that others may have used as well. */
    readonly oneTimeKem: boolean;
    readonly ratchet: RatchetState;
}
/** A public prekey. */
export interface PublicPrekey {
    /** 0 to 2^32 − 1. */
    readonly id: number;
    readonly publicKey: Bytes;
}
/** All that was said in a handshake. */
export interface Transcript {
    readonly kind: SessionKind;
    readonly initiator: Pick<Certificate, 'did' | 'bytes' | 'agreementKey'>;
    readonly responder: Pick<Certificate, 'did' | 'bytes' | 'agreementKey'>;
    readonly signedPrekey: PublicPrekey;
    /** The one that the ciphertext was made for, one-time or last-resort. */
    readonly kemPrekey: PublicPrekey;
    readonly oneTimePrekey: PublicPrekey | undefined;
    /** EKa, 32 bytes. */
    readonly ephemeralKey: Bytes;
    /** 1,088 bytes. */
    readonly ciphertext: Bytes;
    /** The initiator's, 32 bytes; empty in a durable handshake. */
    readonly nonce: Bytes;
}
/** SHA-256(label transcript, transcript). 32 new bytes. */
export declare function transcriptHash(transcript: Transcript): Bytes;
/** AD: what every message of the session is bound to. */
export declare function associatedData(transcript: Transcript, id: Bytes): Bytes;
/**
 * SK, 32 new bytes.
 *
 * @param agreements - DH1, DH2, DH3 and, where there is a one-time prekey, DH4.
 * @param kemSecret - SS.
 * @param id - The transcript hash.
 */
export declare function sessionSecret(agreements: readonly Bytes[], kemSecret: Bytes, id: Bytes): Bytes;
