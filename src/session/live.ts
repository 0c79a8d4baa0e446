/**
 * The handshake of a live channel: three messages over an open link, all keys made for it. PROTOCOL.md §5.5.
 *
 * ```text
 *   A: beginLive     hello   ->  B: answerLive
 *   A: completeLive  <- bundle
 *                    initial ->  B: acceptLive
 * ```
 *
 * Pure steps; the channel carries them. B has authenticated A only when a message of A has opened.
 *
 * @module
 */
import { type Bytes, equalBytes } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import { decodeCbor, encodeCbor } from '../codec/cbor.ts';
import { readBytes, readInteger, readObject, readString } from '../codec/fields.ts';
import { type AgreementKeyPair, agreementKeyPair, checkAgreementKey, X25519_BYTES } from '../crypto/agree.ts';
import { checkKemKey, KEM_SEED_BYTES, type KemKeyPair, kemKeyPair } from '../crypto/kem.ts';
import { randomBytes } from '../crypto/random.ts';
import { SIGNATURE_BYTES, verify } from '../crypto/sign.ts';
import { MAX_CERTIFICATE_BYTES, verifyCertificate } from '../identity/certificate.ts';
import { type Did, keyOfDid, parseDid } from '../identity/did.ts';
import { decodeInitial, initiate, respond } from './handshake.ts';
import type { Party, Session } from './key-schedule.ts';
import type { Draw } from './ratchet.ts';
import { MAX_SKEW_MS, readVersioned, SESSION_VERSION, SUITE } from './suite.ts';

/** Most bytes of the first message. PROTOCOL.md §5.5. */
export const MAX_HELLO_BYTES = 512;
/** Most bytes of a live bundle. PROTOCOL.md §5.5. */
export const MAX_LIVE_BUNDLE_BYTES = 4096;
/** Length of the initiator's nonce in bytes. */
export const LIVE_NONCE_BYTES = 32;

/** The initiator's state between its first message and the answer. */
export interface LiveAsked {
  readonly peer: Did;
  readonly nonce: Bytes;
}

/** The responder's state between its bundle and the initial message. Secret. */
export interface LiveOffered {
  readonly peer: Did;
  readonly nonce: Bytes;
  readonly signedPrekey: AgreementKeyPair;
  readonly kemPrekey: KemKeyPair;
}

/** Time, and what is known of the peer. */
export interface LiveExpectation {
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** The highest certificate sequence seen of the peer. */
  readonly lowestSequence?: number;
}

/** First step of the initiator: at most {@link MAX_HELLO_BYTES} to send, and the state to keep. */
export function beginLive(
  party: Party,
  peer: Did,
  draw: Draw = randomBytes,
): { readonly state: LiveAsked; readonly hello: Bytes } {
  const nonce = draw(LIVE_NONCE_BYTES);
  const hello = encodeCbor({ v: SESSION_VERSION, suite: SUITE, from: party.did, to: peer, nonce });
  return { state: { peer, nonce }, hello };
}

/**
 * First step of the responder: answers a first message with a bundle of new keys.
 *
 * @param peer - The DID that the transport authenticated.
 * @throws {TalosError} `E_LIMIT`, `E_VERSION`, `E_MALFORMED` and `E_BAD_DID` for its form; `E_IDENTITY_MISMATCH` if it
 *   is from or for somebody else.
 */
export function answerLive(
  party: Party,
  peer: Did,
  hello: Uint8Array,
  nowMs: number,
  draw: Draw = randomBytes,
): { readonly state: LiveOffered; readonly bundle: Bytes } {
  const fields = readVersioned(
    decodeCbor(hello, { maxBytes: MAX_HELLO_BYTES }),
    { required: ['from', 'to', 'nonce'] },
    'hello',
  );
  const from = parseDid(readString(fields.from, 'hello.from'));
  const to = parseDid(readString(fields.to, 'hello.to'));
  const nonce = readBytes(fields.nonce, 'hello.nonce', LIVE_NONCE_BYTES);
  if (from !== peer) throw new TalosError('E_IDENTITY_MISMATCH', 'the peer claims another DID than its transport key');
  if (to !== party.did) throw new TalosError('E_IDENTITY_MISMATCH', 'the peer asks for another agent');
  const signedPrekey = agreementKeyPair(draw(X25519_BYTES));
  const kemPrekey = kemKeyPair(draw(KEM_SEED_BYTES));
  const body = encodeCbor({
    v: SESSION_VERSION,
    suite: SUITE,
    did: party.did,
    cert: party.certificate,
    to: peer,
    nonce,
    spk: signedPrekey.publicKey,
    kem: kemPrekey.publicKey,
    iat: nowMs,
  });
  const bundle = encodeCbor({ body, sig: party.signing.sign('liveBundle', body) });
  return { state: { peer, nonce, signedPrekey, kemPrekey }, bundle };
}

/**
 * Second step of the initiator: verifies the bundle, makes the session and the initial message.
 *
 * @throws {TalosError} `E_LIMIT`, `E_VERSION` and `E_MALFORMED` for its form; `E_DOWNGRADE` without a KEM key;
 *   `E_BAD_BUNDLE` for a bad signature, another owner, another recipient or another nonce; `E_STALE` if it was made
 *   more than 10 minutes away or its certificate is stale; `E_BAD_KEY` for a key that is none.
 */
export function completeLive(
  party: Party,
  state: LiveAsked,
  bundle: Uint8Array,
  expected: LiveExpectation,
  draw: Draw = randomBytes,
): { readonly session: Session; readonly initial: Bytes } {
  const { peer, nonce } = state;
  const fields = openLiveBundle(bundle, peer);
  const isMine = fields.did === peer && fields.to === party.did && equalBytes(fields.nonce, nonce);
  if (!isMine) throw new TalosError('E_BAD_BUNDLE', 'the live bundle was made for another handshake');
  if (Math.abs(fields.issuedAtMs - expected.nowMs) > MAX_SKEW_MS)
    throw new TalosError('E_STALE', 'the clocks of both agents are more than 10 minutes apart', {
      details: { issuedAtMs: fields.issuedAtMs },
      hint: 'compare the clocks of both machines',
    });
  const offer = {
    kind: 'live',
    certificate: verifyCertificate(fields.certificate, { did: peer, ...expected }),
    signedPrekey: { id: 0, publicKey: checkAgreementKey(fields.signedPrekey) },
    kemPrekey: { id: 0, publicKey: checkKemKey(fields.kemPrekey) },
    isOneTimeKem: true,
    oneTimePrekey: undefined,
    nonce,
  } as const;
  return initiate(party, offer, draw);
}

interface LiveBundle {
  readonly did: string;
  readonly to: string;
  readonly certificate: Bytes;
  readonly nonce: Bytes;
  readonly signedPrekey: Bytes;
  readonly kemPrekey: Bytes;
  readonly issuedAtMs: number;
}

function openLiveBundle(bytes: Uint8Array, owner: Did): LiveBundle {
  const outer = readObject(
    decodeCbor(bytes, { maxBytes: MAX_LIVE_BUNDLE_BYTES }),
    { required: ['body', 'sig'] },
    'live bundle',
  );
  const body = readBytes(outer.body, 'live bundle.body');
  const fields = readVersioned(
    decodeCbor(body),
    { required: ['did', 'cert', 'to', 'nonce', 'spk', 'iat'], optional: ['kem'] },
    'live bundle',
  );
  if (fields.kem === undefined) throw new TalosError('E_DOWNGRADE', 'the live bundle has no KEM key');
  const signature = readBytes(outer.sig, 'live bundle.sig', SIGNATURE_BYTES);
  if (!verify('liveBundle', keyOfDid(owner), body, signature))
    throw new TalosError('E_BAD_BUNDLE', 'the live bundle is not signed by the peer');
  const certificate = readBytes(fields.cert, 'live bundle.cert');
  if (certificate.length > MAX_CERTIFICATE_BYTES) throw new TalosError('E_MALFORMED', 'live bundle.cert: too long');
  return {
    did: readString(fields.did, 'live bundle.did'),
    to: readString(fields.to, 'live bundle.to'),
    certificate,
    nonce: readBytes(fields.nonce, 'live bundle.nonce', LIVE_NONCE_BYTES),
    signedPrekey: readBytes(fields.spk, 'live bundle.spk'),
    kemPrekey: readBytes(fields.kem, 'live bundle.kem'),
    issuedAtMs: readInteger(fields.iat, 'live bundle.iat'),
  };
}

/**
 * Second step of the responder: makes the session. Nothing may be sent under it before a message of A has opened.
 *
 * @throws {TalosError} `E_IDENTITY_MISMATCH` if the message is from or for somebody else; `E_PREKEY_GONE` if it names
 *   other keys than those offered; what {@link decodeInitial} and {@link respond} throw.
 */
export function acceptLive(party: Party, state: LiveOffered, initial: Uint8Array, expected: LiveExpectation): Session {
  const message = decodeInitial(initial);
  if (message.from !== state.peer)
    throw new TalosError('E_IDENTITY_MISMATCH', 'the initial message is from another agent');
  const secrets = {
    kind: 'live',
    certificate: party.certificate,
    signedPrekey: { id: 0, pair: state.signedPrekey },
    kemPrekey: { id: 0, pair: state.kemPrekey },
    isOneTimeKem: true,
    oneTimePrekey: undefined,
    nonce: state.nonce,
  } as const;
  return respond(party, message, secrets, expected);
}
