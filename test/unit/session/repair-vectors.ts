/**
 * The content of `vectors/talos/repair-v1.json`: a session, an envelope that comes under a key that was used, because its
 * sender's state was put back to an earlier copy, and the repair. PROTOCOL.md §5.8.
 */
import { createCipheriv } from 'node:crypto';
import { type Bytes, fromHex, toHex, utf8 } from '../../../src/base/bytes.ts';
import { ENVELOPE_TYPES } from '../../../src/message/envelope.ts';
import { makeMessageId } from '../../../src/message/message-id.ts';
import { type DurableSession, openMessage, readEnvelope, sealMessage } from '../../../src/session/durable.ts';
import { agent, codeOf, NOW, seededDraw } from './actors.ts';
import { type Ends, type Sender, sendAndOpen } from './envelope-vectors.ts';
import * as reference from './reference.ts';
import { durableSession } from './session-vectors.ts';
import { agreeOn, hex, partyHex, recorder, signaturesHex, type Values } from './vector-parts.ts';

const [alice, bob] = [agent('alice'), agent('bob')];
const WITHOUT = { x25519: false, kem: false };

/** A message of an age of its own. */
const text = (from: Sender, what: string, ms: number): Parameters<typeof sendAndOpen>[1] => ({
  from,
  text: utf8(what),
  timestampMs: NOW + ms,
  idSeed: `repair ${what}`,
});
const acknowledge = (from: Sender, id: Bytes, ms: number): Parameters<typeof sendAndOpen>[1] => ({
  from,
  type: ENVELOPE_TYPES.acknowledgement,
  text: id,
  timestampMs: NOW + ms,
  idSeed: `repair acknowledgement ${ms}`,
});
const bytesOf = (values: Values, name: string): Bytes => fromHex(String(values[name]));

/** The session before: Alice's state is copied before its last message, which is Alice's. */
function beforeRepair(): {
  readonly values: Values;
  readonly copy: DurableSession;
  readonly ends: Ends;
  readonly last: Values;
} {
  const { values, ends } = durableSession(' before the repair', { a: alice, b: bob }, WITHOUT);
  const first = sendAndOpen(ends, text('a', 'hello', 0));
  const answer = sendAndOpen(ends, acknowledge('b', bytesOf(first, 'id'), 1));
  const second = sendAndOpen(ends, text('a', 'before the copy', 2));
  const copy = ends.sessions.a;
  const last = sendAndOpen(ends, text('a', 'after the copy', 3));
  return { values: { ...values, messages: [first, answer, second, last] }, copy, ends, last };
}

/** What Alice seals when that copy is put back: under the key of `last`, and another nonce. Bob refuses it. */
function sealUnopened(copy: DurableSession, ends: Ends, last: Values): Values {
  const { draw, taken } = recorder('repair unopened');
  const timestampMs = NOW + 4;
  const id = makeMessageId(timestampMs, seededDraw('repair unopened id'));
  const salt = draw(32);
  const content = utf8('lost under a used key');
  const sent = sealMessage(copy, alice, { type: ENVELOPE_TYPES.text, id, timestampMs, text: content, salt }, draw);
  const nonce = taken.at(-1) as Bytes;
  const route = { sender: alice.did, recipient: bob.did };
  const parts = reference.envelopeParts({ id, timestampMs, ...route, initial: undefined, salt, text: content });
  const [messageKey, header] = [bytesOf(last, 'messageKey'), bytesOf(last, 'header')];
  const associated = reference.join(ends.ad, parts.metadata, header);
  const cipher = createCipheriv('chacha20-poly1305', messageKey, nonce, { authTagLength: 16 });
  cipher.setAAD(associated, { plaintextLength: parts.plaintext.length });
  const sealed = [cipher.update(parts.plaintext), cipher.final(), cipher.getAuthTag()];
  const ciphertext = reference.join(...sealed.map((part) => new Uint8Array(part)));
  const message = reference.join(header, nonce, ciphertext);
  const { bytes, signatures } = reference.envelope(alice.hostSeed(), parts.metadata, message);
  agreeOn('unopened', sent.envelope, bytes);
  const refusal = codeOf(() => openMessage(ends.sessions.b, readEnvelope(bytes, route), NOW));
  if (refusal !== 'E_REPLAY') throw new Error(`unopened: ${String(refusal)}`);
  return {
    timestampMs,
    ...hex({ id, text: content, salt, nonce, ...parts, messageKey, header, associated, ciphertext, message }),
    ...signaturesHex(signatures),
    envelope: toHex(bytes),
  };
}

/** The session that Bob makes, what tells Alice of it, and Alice's message sent again. Here `a` is Bob. */
function repair(unopened: Values): Values {
  const { values, ends } = durableSession(' of the repair', { a: bob, b: alice }, WITHOUT);
  const subject = bytesOf(unopened, 'id');
  const told = sendAndOpen(ends, {
    from: 'a',
    type: ENVELOPE_TYPES.sessionRepair,
    text: subject,
    timestampMs: NOW + 5,
    idSeed: 'repair told',
  });
  const heard = sendAndOpen(ends, acknowledge('b', bytesOf(told, 'id'), 6));
  const again = sendAndOpen(ends, {
    from: 'b',
    text: bytesOf(unopened, 'text'),
    timestampMs: Number(unopened['timestampMs']),
    idSeed: subject,
    salt: bytesOf(unopened, 'salt'),
  });
  agreeOn('commitment', bytesOf(again, 'commitment'), bytesOf(unopened, 'commitment'));
  const delivered = sendAndOpen(ends, acknowledge('a', subject, 7));
  const types = [
    ENVELOPE_TYPES.sessionRepair,
    ENVELOPE_TYPES.acknowledgement,
    ENVELOPE_TYPES.text,
    ENVELOPE_TYPES.acknowledgement,
  ];
  const messages = [told, heard, again, delivered].map((one, at) => ({ type: types[at], ...one }));
  return { ...values, messages };
}

/** Recomputes everything; throws where our code and the reference differ. */
export function repairVectors(): Values {
  const { values, copy, ends, last } = beforeRepair();
  const [first, answer, ...others] = values['messages'] as readonly Values[];
  const typed = { ...values, messages: [first, { type: ENVELOPE_TYPES.acknowledgement, ...answer }, ...others] };
  const unopened = sealUnopened(copy, ends, last);
  return {
    about:
      "PROTOCOL.md §5.8: a session of Alice (a) with Bob (b), whose last message is Alice's; what Alice seals when its state of before that message is put back, under the same key; the session that Bob (now a) makes with Alice (now b), the SESSION_REPAIR, its acknowledgement, the message again, and its acknowledgement. Every value in hex unless it is a number, a DID, words, a label or a name.",
    alice: partyHex(alice),
    bob: partyHex(bob),
    before: typed,
    unopened,
    repair: repair(unopened),
  };
}
