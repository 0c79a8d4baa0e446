/**
 * The message of `talos demo`: a hybrid handshake, one sealed envelope, and every bit of it turned once.
 *
 * @module
 */
import { fromUtf8, toHex, utf8 } from '../base/bytes.ts';
import { isTalosError } from '../base/errors.ts';
import { generateAgreementKeyPair } from '../crypto/agree.ts';
import { generateKemKeyPair } from '../crypto/kem.ts';
import { randomBytes } from '../crypto/random.ts';
import { Identity } from '../identity/identity.ts';
import { ENVELOPE_TYPES } from '../message/envelope.ts';
import { makeMessageId } from '../message/message-id.ts';
import {
  type DurableSession,
  initiateDurable,
  openMessage,
  readEnvelope,
  respondDurable,
  sealMessage,
} from '../session/durable.ts';
import { createBundle, verifyBundle } from '../session/prekeys.ts';

const DAY_MS = 86_400_000;

/** What the demo of a message found. */
export interface MessageDemo {
  /** The session id, as each side computed it. */
  readonly sessions: readonly [initiator: string, responder: string];
  /** Bytes of the envelope. */
  readonly bytes: number;
  /** Bits that were turned, and how many of these envelopes were refused. */
  readonly turned: number;
  readonly refused: number;
  /** The text that the untouched envelope gave after all that. */
  readonly text: string;
}

const NO_ONE_TIME = { oneTimePrekeys: [], oneTimeKems: [] } as const;

/** Seals `text` from one new identity to another, and opens it after every bit of the envelope was turned once. */
export function demonstrateMessage(text: string, nowMs: number): MessageDemo {
  const [alice, bob] = [Identity.generate('alice', nowMs), Identity.generate('bob', nowMs)];
  const prekeys = { signed: generateAgreementKeyPair(), kem: generateKemKeyPair() };
  const [signedPrekey, kemPrekey] = [
    { id: 1, pair: prekeys.signed },
    { id: 1, pair: prekeys.kem },
  ];
  const times = { issuedAtMs: nowMs, expiresAtMs: nowMs + DAY_MS, prekeysExpireAtMs: nowMs + DAY_MS };
  const bundle = createBundle(bob, { sequence: 1, ...times, signedPrekey, kemPrekey, ...NO_ONE_TIME });
  const sending = initiateDurable(alice, verifyBundle(bundle, { did: bob.did, nowMs }));
  const message = {
    type: ENVELOPE_TYPES.text,
    id: makeMessageId(nowMs),
    timestampMs: nowMs,
    text: utf8(text),
    salt: randomBytes(32),
  };
  const { envelope } = sealMessage(sending, alice, message);
  const secrets = {
    kind: 'durable',
    certificate: bob.certificate,
    signedPrekey,
    kemPrekey,
    isOneTimeKem: false,
    oneTimePrekey: undefined,
    nonce: new Uint8Array(0),
  } as const;
  const receiving = respondDurable(bob, sending.pending ?? new Uint8Array(0), secrets, { nowMs });
  const route = { sender: alice.did, recipient: bob.did };
  let refused = 0;
  for (let bit = 0; bit < envelope.length * 8; bit++) {
    const tampered = envelope.slice();
    tampered[bit >> 3] = (tampered[bit >> 3] as number) ^ (1 << (bit & 7));
    if (!opens(receiving, tampered, route, nowMs)) refused++;
  }
  const opened = openMessage(receiving, readEnvelope(envelope, route), nowMs);
  return {
    sessions: [toHex(sending.id), toHex(receiving.id)],
    bytes: envelope.length,
    turned: envelope.length * 8,
    refused,
    text: fromUtf8(opened.text),
  };
}

function opens(
  session: DurableSession,
  envelope: Uint8Array,
  route: Parameters<typeof readEnvelope>[1],
  nowMs: number,
): boolean {
  try {
    openMessage(session, readEnvelope(envelope, route), nowMs);
    return true;
  } catch (error) {
    if (isTalosError(error)) return false;
    throw error;
  }
}
