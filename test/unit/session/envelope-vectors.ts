/**
 * Messages in envelopes: one by one for the sessions of `session-v1.json`, and, field by field, the two whole envelopes
 * of `vectors/talos/envelope-v1.json`.
 */
import { type Bytes, fromHex, toHex, utf8 } from '../../../src/base/bytes.ts';
import type { Identity } from '../../../src/identity/identity.ts';
import { decodeEnvelope, ENVELOPE_TYPES, type EnvelopeType } from '../../../src/message/envelope.ts';
import { makeMessageId } from '../../../src/message/message-id.ts';
import {
  type DurableSession,
  initiateDurable,
  openMessage,
  readEnvelope,
  respondDurable,
  sealMessage,
} from '../../../src/session/durable.ts';
import { agent, bundleOf, NOW, prekeysOf, secretsFor, seededDraw, verified } from './actors.ts';
import * as reference from './reference.ts';
import {
  agreeOn,
  hex,
  partyHex,
  recorder,
  referenceRatchets,
  signaturesHex,
  stepHex,
  type Values,
} from './vector-parts.ts';

/** The initiator is `a`, the responder `b`. */
export type Sender = 'a' | 'b';

const parties = { a: agent('alice'), b: agent('bob') };

/** Both ends of a session, by our code and by the reference. A message moves each of them on. */
export interface Ends {
  readonly sessions: Record<Sender, DurableSession>;
  readonly ratchets: ReturnType<typeof referenceRatchets>;
  readonly ad: Bytes;
  readonly randomness: ReturnType<typeof recorder>;
  /** Who they are: Alice and Bob where nothing else is said. */
  readonly parties?: Readonly<Record<Sender, Identity>>;
}

/** Sends one message and opens it, by our code and by the reference. Gives its values. */
export function sendAndOpen(
  { sessions, ratchets, ad, randomness, parties: who = parties }: Ends,
  message: {
    readonly from: Sender;
    readonly type?: EnvelopeType;
    readonly text: Bytes;
    readonly timestampMs: number;
    /** The id is drawn from it, or given. */
    readonly idSeed: string | Bytes;
    /** Drawn where absent. */
    readonly salt?: Bytes;
  },
): Values {
  const { from, text, timestampMs, type = ENVELOPE_TYPES.text } = message;
  const { draw, taken } = randomness;
  const to = from === 'a' ? 'b' : 'a';
  const [sender, recipient] = [who[from], who[to]];
  const { idSeed } = message;
  const id = typeof idSeed === 'string' ? makeMessageId(timestampMs, seededDraw(idSeed)) : idSeed;
  taken.length = 0;
  const { pending } = sessions[from];
  const salt = message.salt ?? draw(32);
  const known = message.salt === undefined ? 1 : 0;
  const sent = sealMessage(sessions[from], sender, { type, id, timestampMs, text, salt }, draw);
  const nonce = taken.at(-1) as Bytes;
  const fresh = taken.length === known + 2 ? taken[known] : undefined;
  const route = { sender: sender.did, recipient: recipient.did };
  const parts = reference.envelopeParts({ type, id, timestampMs, ...route, initial: pending, salt, text });
  const step = ratchets[from].encrypt(parts.plaintext, reference.join(ad, parts.metadata), nonce, fresh);
  ratchets[to].turn(step.ratchetKey);
  const { bytes, signatures } = reference.envelope(sender.hostSeed(), parts.metadata, step.message);
  agreeOn(`envelope ${toHex(id)}`, sent.envelope, bytes);
  const opened = openMessage(sessions[to], readEnvelope(sent.envelope, route), NOW);
  agreeOn(`text ${toHex(id)}`, opened.text, text);
  sessions[from] = sent.session;
  sessions[to] = opened.session;
  return {
    from,
    timestampMs,
    ...hex({ id, text, salt, nonce, ...parts }),
    ...stepHex(step),
    ...signaturesHex(signatures),
    envelope: toHex(bytes),
  };
}

/** The ends of a new session of `a` and `b`, and its secrets. */
function ends(): Ends & { readonly secrets: Values } {
  const prekeys = prekeysOf('envelope vectors');
  const { draw, taken } = recorder('envelope handshake');
  const a = initiateDurable(parties.a, verified(parties.b, bundleOf(parties.b, prekeys)), draw);
  const initial = a.pending as Bytes;
  const b = respondDurable(parties.b, initial, secretsFor(parties.b, initial, prekeys), { nowMs: NOW });
  const { root, ours } = b.ratchet;
  const sk = root.bytes;
  return {
    sessions: { a, b },
    ratchets: referenceRatchets(sk, ours.secretKey, taken[2] as Bytes),
    ad: a.associated,
    randomness: recorder('envelope messages'),
    secrets: hex({ sk, ad: a.associated, spkSecret: ours.secretKey, spkPublic: ours.publicKey, initial }),
  };
}

/** The fields of the envelope in `values`, as our code reads them. */
function withFields(name: string, values: Values): Values {
  const bytes = fromHex(String(values['envelope']));
  const { type, sender, recipient, content } = decodeEnvelope(bytes);
  return {
    name,
    type,
    flags: bytes[2],
    sender,
    recipient,
    ...values,
    ...hex({ content }),
  };
}

/** Recomputes everything; throws where our code and the reference differ. */
export function envelopeVectors(): Values {
  const session = ends();
  const text = sendAndOpen(session, { from: 'a', text: utf8('Grüße, Bob'), timestampMs: NOW, idSeed: 'envelope text' });
  const acknowledged = fromHex(String(text['id']));
  const answer = { from: 'b', type: ENVELOPE_TYPES.acknowledgement, text: acknowledged } as const;
  const acknowledgement = sendAndOpen(session, {
    ...answer,
    timestampMs: NOW + 250,
    idSeed: 'envelope acknowledgement',
  });
  return {
    about:
      'PROTOCOL.md §5.7: a text with the initial message of its session, and the acknowledgement of it. Every value in hex unless it is a number, a DID, words, a label or a name.',
    alice: partyHex(parties.a),
    bob: partyHex(parties.b),
    session: session.secrets,
    messages: [withFields('text', text), withFields('acknowledgement', acknowledgement)],
  };
}
