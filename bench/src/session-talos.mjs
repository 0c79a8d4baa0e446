/**
 * Sessions of the build, both ends in this process, in the shape of `session-peers.mjs`: as envelopes, and the
 * ratchet alone, which is what the peers do.
 *
 * @module
 */
import { dist } from './dist.mjs';
import { memoryInUse } from './figures.mjs';
import { answered } from './session-peers.mjs';

const { agreementKeyPair } = await dist('crypto/agree');
const { kemKeyPair } = await dist('crypto/kem');
const { randomBytes } = await dist('crypto/random');
const { Identity } = await dist('identity/identity');
const { ENVELOPE_TYPES } = await dist('message/envelope');
const { makeMessageId } = await dist('message/message-id');
const { initiateDurable, openMessage, readEnvelope, respondDurable, sealMessage } = await dist('session/durable');
const { decodeInitial, initiate, respond } = await dist('session/handshake');
const { decodePeerSessions, encodePeerSessions, NO_SESSIONS } = await dist('session/peer-sessions');
const { createBundle, offerOf, verifyBundle } = await dist('session/prekeys');
const { decrypt, encrypt } = await dist('session/ratchet');

const DAY_MS = 86_400_000;
/** Sessions that are held at once to see what one takes. */
const SESSIONS_IN_MEMORY = 2000;

/** Two identities, and the second's bundle with the secrets of what it offers. The prekeys serve again. */
export function talosParties() {
  const now = Date.now();
  const [left, right] = ['left', 'right'].map((name) => Identity.generate(name, now));
  const [signedPrekey, oneTimePrekey] = [1, 2].map((id) => ({ id, pair: agreementKeyPair(randomBytes(32)) }));
  const [kemPrekey, oneTimeKem] = [3, 4].map((id) => ({ id, pair: kemKeyPair(randomBytes(64)) }));
  const bundle = createBundle(right, {
    sequence: 1,
    issuedAtMs: now,
    expiresAtMs: now + DAY_MS,
    prekeysExpireAtMs: now + DAY_MS,
    signedPrekey,
    kemPrekey,
    oneTimePrekeys: [oneTimePrekey],
    oneTimeKems: [oneTimeKem],
  });
  const { certificate } = right;
  const prekeys = { signedPrekey, kemPrekey: oneTimeKem, isOneTimeKem: true, oneTimePrekey };
  const secrets = { kind: 'durable', certificate, ...prekeys, nonce: new Uint8Array(0) };
  return { left, right, bundle, secrets };
}

/** @typedef {ReturnType<typeof talosParties>} Parties */

/**
 * The bytes of an envelope with a new message.
 *
 * @param {any} session
 * @param {any} party
 * @param {Uint8Array} text
 */
function sealNew(session, party, text) {
  const timestampMs = Date.now();
  const id = makeMessageId(timestampMs);
  return sealMessage(session, party, { type: ENVELOPE_TYPES.text, id, timestampMs, text, salt: randomBytes(32) });
}

/**
 * The bundle verified, the initial message in a whole envelope, that envelope opened by the responder.
 *
 * @param {Parties} parties
 * @param {Uint8Array} text
 */
export function openEnvelopes({ left, right, bundle, secrets }, text) {
  const verified = verifyBundle(bundle, { did: right.did, nowMs: Date.now(), requireOneTime: true });
  const sent = sealNew(initiateDurable(left, verified), left, text);
  const nowMs = Date.now();
  const envelope = readEnvelope(sent.envelope, { sender: left.did, recipient: right.did });
  const received = openMessage(respondDurable(right, envelope.initial, secrets, { nowMs }), envelope, nowMs);
  return { initiator: sent.session, responder: received.session, envelope: sent.envelope, initial: envelope.initial };
}

/**
 * Whole signed envelopes: what a durable message is.
 *
 * @param {Parties} parties
 * @returns {import('./session-peers.mjs').SessionPeer}
 */
export function envelopePeer(parties) {
  const { left, right } = parties;
  const pair = async () => {
    const { initiator, responder } = openEnvelopes(parties, new Uint8Array(1));
    const [a, b] = [
      { party: left, session: initiator },
      { party: right, session: responder },
    ];
    /** @type {(from: any, to: any) => (text: Uint8Array) => Uint8Array} */
    const carry = (from, to) => (text) => {
      const sent = sealNew(from.session, from.party, text);
      from.session = sent.session;
      const envelope = readEnvelope(sent.envelope, { sender: from.party.did, recipient: to.party.did });
      const received = openMessage(to.session, envelope, Date.now());
      to.session = received.session;
      return received.text;
    };
    return answered({ there: carry(a, b), back: carry(b, a), storedBytes: () => recordBytes(a.session) });
  };
  return { open: (text) => openEnvelopes(parties, text), pair };
}

/**
 * Length of the record of one durable session.
 *
 * @param {any} session
 */
export const recordBytes = (session) => encodePeerSessions({ ...NO_SESSIONS, sessions: [session] }).length;

/**
 * Memory that one durable session takes while it is read: none is kept between two messages.
 *
 * @param {any} session
 * @returns {number} Bytes, on average.
 */
export function memoryOf(session) {
  const record = encodePeerSessions({ ...NO_SESSIONS, sessions: [session] });
  const read = () => Array.from({ length: SESSIONS_IN_MEMORY }, () => decodePeerSessions(record));
  read();
  const before = memoryInUse();
  const held = read();
  return (memoryInUse() - before) / held.length;
}

/**
 * The ratchet alone: handshake and messages without signatures over them, as on a live channel.
 *
 * @param {Parties} parties
 * @returns {import('./session-peers.mjs').SessionPeer}
 */
export function ratchetPeer({ left, right, bundle, secrets }) {
  /** @param {Uint8Array} text */
  const open = (text) => {
    const verified = verifyBundle(bundle, { did: right.did, nowMs: Date.now(), requireOneTime: true });
    const { session, initial } = initiate(left, offerOf(verified));
    const sent = encrypt(session.ratchet, text, session.associated);
    const nowMs = Date.now();
    const responder = respond(right, decodeInitial(initial), secrets, { nowMs });
    const received = decrypt(responder.ratchet, sent.message, responder.associated, nowMs);
    return { initiator: { ...session, ratchet: sent.state }, responder: { ...responder, ratchet: received.state } };
  };
  const pair = async () => {
    const { initiator, responder } = open(new Uint8Array(1));
    const [a, b] = [{ ...initiator }, { ...responder }];
    /** @type {(from: any, to: any) => (text: Uint8Array) => Uint8Array} */
    const carry = (from, to) => (text) => {
      const sent = encrypt(from.ratchet, text, from.associated);
      from.ratchet = sent.state;
      const received = decrypt(to.ratchet, sent.message, to.associated, Date.now());
      to.ratchet = received.state;
      return received.plaintext;
    };
    return answered({ there: carry(a, b), back: carry(b, a), storedBytes: () => Number.NaN });
  };
  return { open, pair };
}
