/**
 * What both sides of a handshake derive, whichever way its parts have travelled. PROTOCOL.md §5.3.
 *
 * @module
 */
import { type Bytes, concat, utf8 } from '../base/bytes.ts';
import { blob16, u8, u32 } from '../codec/writer.ts';
import { labelledHash } from '../crypto/hash.ts';
import { derive } from '../crypto/kdf.ts';
import type { Certificate } from '../identity/certificate.ts';
import type { Did } from '../identity/did.ts';
import type { Identity } from '../identity/identity.ts';
import type { RatchetState } from './ratchet.ts';
import { SESSION_VERSION, SUITE } from './suite.ts';

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

const KIND_CODES: Readonly<Record<SessionKind, number>> = { durable: 1, live: 2 };

/** SHA-256(label transcript, transcript). 32 new bytes. */
export function transcriptHash(transcript: Transcript): Bytes {
  const { kind, initiator, responder, signedPrekey, kemPrekey, oneTimePrekey } = transcript;
  return labelledHash(
    'transcript',
    Uint8Array.of(SESSION_VERSION, SUITE, KIND_CODES[kind]),
    blob16(utf8(initiator.did)),
    blob16(initiator.bytes),
    blob16(utf8(responder.did)),
    blob16(responder.bytes),
    concat(u32(signedPrekey.id), signedPrekey.publicKey),
    concat(u32(kemPrekey.id), kemPrekey.publicKey),
    oneTimePrekey === undefined ? u8(0) : concat(u8(1), u32(oneTimePrekey.id), oneTimePrekey.publicKey),
    transcript.ephemeralKey,
    transcript.ciphertext,
    blob16(transcript.nonce),
  );
}

/** AD: what every message of the session is bound to. */
export function associatedData(transcript: Transcript, id: Bytes): Bytes {
  const { kind, initiator, responder } = transcript;
  return concat(
    Uint8Array.of(SESSION_VERSION, SUITE, KIND_CODES[kind]),
    blob16(utf8(initiator.did)),
    initiator.agreementKey,
    blob16(utf8(responder.did)),
    responder.agreementKey,
    id,
  );
}

/** 32 × 0xFF before the secrets keeps the input apart from any key of the curve. PQXDH, revision 3, §2.2. */
const PADDING: Bytes = new Uint8Array(32).fill(0xff);
const ZERO_SALT: Bytes = new Uint8Array(32);

/**
 * SK, 32 new bytes.
 *
 * @param agreements - DH1, DH2, DH3 and, where there is a one-time prekey, DH4.
 * @param kemSecret - SS.
 * @param id - The transcript hash.
 */
export function sessionSecret(agreements: readonly Bytes[], kemSecret: Bytes, id: Bytes): Bytes {
  return derive('session', concat(PADDING, ...agreements, kemSecret), ZERO_SALT, 32, id);
}
