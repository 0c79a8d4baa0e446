/**
 * The hybrid handshake: PQXDH with certified X25519 identity keys. PROTOCOL.md §5.2, §5.3.
 *
 * Both functions serve durable and live sessions, which differ in where the prekeys come from. They are pure: nothing
 * is consumed, and who stores what they give decides that the session exists.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import { decodeCbor, encodeCbor } from '../codec/cbor.ts';
import { readBytes, readInteger, readString } from '../codec/fields.ts';
import { type AgreementKeyPair, agree, agreementKeyPair, checkAgreementKey, X25519_BYTES } from '../crypto/agree.ts';
import {
  decapsulate,
  encapsulate,
  KEM_CIPHERTEXT_BYTES,
  KEM_RANDOMNESS_BYTES,
  type KemKeyPair,
} from '../crypto/kem.ts';
import { randomBytes } from '../crypto/random.ts';
import { type Certificate, MAX_CERTIFICATE_BYTES, verifyCertificate } from '../identity/certificate.ts';
import { type Did, parseDid } from '../identity/did.ts';
import {
  associatedData,
  type Party,
  type PublicPrekey,
  type Session,
  type SessionKind,
  sessionSecret,
  type Transcript,
  transcriptHash,
} from './key-schedule.ts';
import { type Draw, initiateRatchet, respondRatchet } from './ratchet.ts';
import { MAX_PREKEY_ID, readVersioned, SESSION_VERSION, SUITE } from './suite.ts';

/** Most bytes of an initial message. PROTOCOL.md §5.2. */
export const MAX_INITIAL_BYTES = 4096;

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
export function initiate(
  party: Party,
  offer: Offer,
  draw: Draw = randomBytes,
): { readonly session: Session; readonly initial: Bytes } {
  const { kind, certificate, signedPrekey, kemPrekey, isOneTimeKem, oneTimePrekey, nonce } = offer;
  const ephemeral = agreementKeyPair(draw(X25519_BYTES));
  const { ciphertext, sharedSecret } = encapsulate(kemPrekey.publicKey, draw(KEM_RANDOMNESS_BYTES));
  const transcript: Transcript = {
    kind,
    initiator: { did: party.did, bytes: party.certificate, agreementKey: party.agreement.publicKey },
    responder: certificate,
    signedPrekey,
    kemPrekey,
    oneTimePrekey,
    ephemeralKey: ephemeral.publicKey,
    ciphertext,
    nonce,
  };
  const agreements = [
    agree(party.agreement.secretKey, signedPrekey.publicKey),
    agree(ephemeral.secretKey, certificate.agreementKey),
    agree(ephemeral.secretKey, signedPrekey.publicKey),
    ...(oneTimePrekey === undefined ? [] : [agree(ephemeral.secretKey, oneTimePrekey.publicKey)]),
  ];
  const id = transcriptHash(transcript);
  const ratchet = initiateRatchet(sessionSecret(agreements, sharedSecret, id), signedPrekey.publicKey, draw);
  const session: Session = {
    ...sessionOf(transcript, id, isOneTimeKem),
    role: 'initiator',
    peer: certificate.did,
    peerSequence: certificate.sequence,
    ratchet,
  };
  return { session, initial: encodeInitial(party.did, transcript) };
}

function sessionOf(
  transcript: Transcript,
  id: Bytes,
  isOneTimeKem: boolean,
): Pick<Session, 'id' | 'kind' | 'associated' | 'oneTime' | 'oneTimeKem'> {
  const { kind, oneTimePrekey } = transcript;
  return {
    id,
    kind,
    associated: associatedData(transcript, id),
    oneTime: kind === 'live' || oneTimePrekey !== undefined,
    oneTimeKem: kind === 'live' || isOneTimeKem,
  };
}

function encodeInitial(from: Did, transcript: Transcript): Bytes {
  const { oneTimePrekey } = transcript;
  return encodeCbor({
    v: SESSION_VERSION,
    suite: SUITE,
    from,
    to: transcript.responder.did,
    cert: transcript.initiator.bytes,
    ek: transcript.ephemeralKey,
    spk: transcript.signedPrekey.id,
    kem: transcript.kemPrekey.id,
    ct: transcript.ciphertext,
    ...(oneTimePrekey === undefined ? {} : { opk: oneTimePrekey.id }),
  });
}

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
export function decodeInitial(bytes: Uint8Array): InitialMessage {
  const fields = readVersioned(
    decodeCbor(bytes, { maxBytes: MAX_INITIAL_BYTES }),
    { required: ['from', 'to', 'cert', 'ek', 'spk', 'kem', 'ct'], optional: ['opk'] },
    'initial',
  );
  const certificate = readBytes(fields.cert, 'initial.cert');
  if (certificate.length > MAX_CERTIFICATE_BYTES) throw new TalosError('E_MALFORMED', 'initial.cert: too long');
  const ciphertext = readBytes(fields.ct, 'initial.ct');
  if (ciphertext.length !== KEM_CIPHERTEXT_BYTES)
    throw new TalosError('E_BAD_KEY', `ml-kem-768 ciphertext of ${ciphertext.length} bytes`);
  const readId = (value: unknown, name: string): number => readInteger(value, name, { max: MAX_PREKEY_ID });
  return {
    from: parseDid(readString(fields.from, 'initial.from')),
    to: parseDid(readString(fields.to, 'initial.to')),
    certificate,
    ephemeralKey: checkAgreementKey(readBytes(fields.ek, 'initial.ek')),
    signedPrekeyId: readId(fields.spk, 'initial.spk'),
    kemPrekeyId: readId(fields.kem, 'initial.kem'),
    oneTimePrekeyId: fields.opk === undefined ? undefined : readId(fields.opk, 'initial.opk'),
    ciphertext,
  };
}

/** The secret halves of what an initial message names. */
export interface PrekeySecrets {
  readonly kind: SessionKind;
  /** The own certificate that was offered with the prekeys. */
  readonly certificate: Bytes;
  readonly signedPrekey: { readonly id: number; readonly pair: AgreementKeyPair };
  /** The one that the message names, one-time or last-resort. */
  readonly kemPrekey: { readonly id: number; readonly pair: KemKeyPair };
  readonly isOneTimeKem: boolean;
  /** Absent where the message names none. */
  readonly oneTimePrekey: { readonly id: number; readonly pair: AgreementKeyPair } | undefined;
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
export function respond(
  party: Party,
  initial: InitialMessage,
  secrets: PrekeySecrets,
  expected: InitiatorExpectation,
): Session {
  if (initial.to !== party.did) throw new TalosError('E_IDENTITY_MISMATCH', 'the initial message is for another agent');
  assertNamed(initial, secrets);
  const certificate = verifyCertificate(initial.certificate, { did: initial.from, ...expected });
  const { kind, signedPrekey, kemPrekey, isOneTimeKem, oneTimePrekey, nonce } = secrets;
  const { ephemeralKey, ciphertext } = initial;
  const transcript: Transcript = {
    kind,
    initiator: certificate,
    responder: { did: party.did, bytes: secrets.certificate, agreementKey: party.agreement.publicKey },
    signedPrekey: { id: signedPrekey.id, publicKey: signedPrekey.pair.publicKey },
    kemPrekey: { id: kemPrekey.id, publicKey: kemPrekey.pair.publicKey },
    oneTimePrekey: oneTimePrekey && { id: oneTimePrekey.id, publicKey: oneTimePrekey.pair.publicKey },
    ephemeralKey,
    ciphertext,
    nonce,
  };
  const agreements = [
    agree(signedPrekey.pair.secretKey, certificate.agreementKey),
    agree(party.agreement.secretKey, ephemeralKey),
    agree(signedPrekey.pair.secretKey, ephemeralKey),
    ...(oneTimePrekey === undefined ? [] : [agree(oneTimePrekey.pair.secretKey, ephemeralKey)]),
  ];
  const id = transcriptHash(transcript);
  const secret = sessionSecret(agreements, decapsulate(kemPrekey.pair, ciphertext), id);
  return {
    ...sessionOf(transcript, id, isOneTimeKem),
    role: 'responder',
    peer: initial.from,
    peerSequence: certificate.sequence,
    ratchet: respondRatchet(secret, signedPrekey.pair),
  };
}

function assertNamed(initial: InitialMessage, secrets: PrekeySecrets): void {
  if (
    initial.signedPrekeyId !== secrets.signedPrekey.id ||
    initial.kemPrekeyId !== secrets.kemPrekey.id ||
    initial.oneTimePrekeyId !== secrets.oneTimePrekey?.id
  )
    throw new TalosError('E_PREKEY_GONE', 'the initial message names a prekey that is not there');
}
