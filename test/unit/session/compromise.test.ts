import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Bytes, equalBytes, fromUtf8, toHex, utf8 } from '../../../src/base/bytes.ts';
import { randomBytes } from '../../../src/crypto/random.ts';
import type { Identity } from '../../../src/identity/identity.ts';
import { makeMessageId } from '../../../src/message/message-id.ts';
import {
  type DurableSession,
  initiateDurable,
  openMessage,
  readEnvelope,
  respondDurable,
  sealMessage,
} from '../../../src/session/durable.ts';
import { decodeInitial, initiate, respond } from '../../../src/session/handshake.ts';
import { addOpened, encodePeerSessions, NO_SESSIONS } from '../../../src/session/peer-sessions.ts';
import { offerOf } from '../../../src/session/prekeys.ts';
import { type Chain, decrypt, encrypt, prepareSending } from '../../../src/session/ratchet.ts';
import { agent, bundleOf, codeOf, NOW, prekeysOf, secretsFor, verified } from './actors.ts';

const [alice, bob] = [agent('alice'), agent('bob')];
const bobs = prekeysOf('bob');

/** One end of a session. A copy of it is what a thief of the state has. */
class End {
  session: DurableSession;
  readonly identity: Identity;
  constructor(identity: Identity, session: DurableSession) {
    this.identity = identity;
    this.session = session;
  }
  copy(): End {
    return new End(this.identity, this.session);
  }
  send(text: string): Bytes {
    const message = {
      type: 1,
      id: makeMessageId(NOW),
      timestampMs: NOW,
      text: utf8(text),
      salt: randomBytes(32),
    } as const;
    const { session, envelope } = sealMessage(this.session, this.identity, message);
    this.session = session;
    return envelope;
  }
  open(envelope: Bytes): string {
    const route = { sender: this.session.peer, recipient: this.identity.did };
    const { session, text } = openMessage(this.session, readEnvelope(envelope, route), NOW);
    this.session = session;
    return fromUtf8(text);
  }
}

/** Alice and Bob, with a message each way behind them. */
function acquainted(): { a: End; b: End } {
  const started = initiateDurable(alice, verified(bob, bundleOf(bob, bobs)));
  const initial = started.pending as Bytes;
  const a = new End(alice, started);
  const b = new End(bob, respondDurable(bob, initial, secretsFor(bob, initial, bobs), { nowMs: NOW }));
  roundTrip(a, b);
  return { a, b };
}

function roundTrip(a: End, b: End): readonly [Bytes, Bytes] {
  const there = a.send('there');
  b.open(there);
  const back = b.send('and back');
  a.open(back);
  return [there, back];
}

describe('the state after a message', () => {
  it('R19: opens none of the envelopes before it, on either side', () => {
    const { a, b } = acquainted();
    const toBob: Bytes[] = [];
    const toAlice: Bytes[] = [];
    for (let turn = 0; turn < 10; turn++) {
      const [there, back] = roundTrip(a, b);
      toBob.push(there);
      toAlice.push(back);
    }
    for (const [thief, envelopes] of [
      [b, toBob],
      [a, toAlice],
    ] as const)
      for (const envelope of envelopes)
        expect(codeOf(() => thief.copy().open(envelope))).toMatch(/^E_(REPLAY|DECRYPT)$/);
    // Who sent them cannot read them again either.
    for (const envelope of toBob)
      expect(codeOf(() => new End(bob, { ...a.session, peer: alice.did }).open(envelope))).toMatch(
        /^E_(REPLAY|DECRYPT)$/,
      );
  });

  it('R19: holds no message key, chain key, root key or ratchet secret that was used', () => {
    const { a, b } = acquainted();
    const used = new Set<string>();
    /** What the next step of an end uses up: its chain key before, and the message key of it. */
    const spend = (chainKey: Bytes): void => {
      used.add(toHex(chainKey));
      used.add(createHmac('sha256', chainKey).update(Uint8Array.of(1)).digest('hex'));
    };
    const deliver = (from: End, to: End): void => {
      const before = prepareSending(from.session.ratchet);
      from.session = { ...from.session, ratchet: before };
      spend((before.sending as Chain).key.bytes);
      to.open(from.send('x'));
    };
    for (let turn = 0; turn < 20; turn++) {
      const roots = [a, b].flatMap(({ session: { ratchet } }) => [ratchet.root.bytes, ratchet.ours.secretKey]);
      for (let i = 0; i < 3; i++) deliver(a, b);
      for (let i = 0; i < 2; i++) deliver(b, a);
      for (const key of roots) used.add(toHex(key));
    }
    // One more turn, so that nothing of the last counts as still in use.
    roundTrip(a, b);
    roundTrip(a, b);
    expect(used.size).toBeGreaterThan(200);
    for (const { session } of [a, b]) {
      const record = toHex(encodePeerSessions(addOpened(NO_SESSIONS, session, { nowMs: NOW })));
      expect(record).toContain(toHex(session.ratchet.root.bytes));
      expect([...used].filter((key) => record.includes(key))).toEqual([]);
    }
  });

  it('R20: stolen, opens nothing any more after two round trips', () => {
    for (const victim of ['a', 'b'] as const) {
      const ends = acquainted();
      const thief = ends[victim].copy();
      const peer = victim === 'a' ? ends.b : ends.a;
      roundTrip(ends.a, ends.b);
      roundTrip(ends.a, ends.b);
      for (let i = 0; i < 10; i++) {
        const envelope = peer.send(`secret again ${i}`);
        expect(codeOf(() => thief.copy().open(envelope))).toMatch(/^E_(REPLAY|DECRYPT)$/);
        ends[victim].open(envelope);
      }
    }
  });

  it('R20: stolen, opens what comes before the owner has turned: that much a thief has', () => {
    const { a, b } = acquainted();
    const thief = a.copy();
    expect(thief.open(b.send('not yet healed'))).toBe('not yet healed');
  });

  it('R17: copied to a second machine, neither reads nor sends once its owner has gone one round trip further', () => {
    const { a, b } = acquainted();
    const clone = a.copy();
    roundTrip(a, b);
    // The round trip is whole when Bob has the key that answers his.
    b.open(a.send('the owner again'));
    const envelope = b.send('for the owner');
    expect(codeOf(() => clone.copy().open(envelope))).toMatch(/^E_(REPLAY|DECRYPT)$/);
    const before = b.session;
    for (let i = 0; i < 10; i++) {
      const ofClone = clone.send(`from the clone ${i}`);
      expect(codeOf(() => b.open(ofClone))).toMatch(/^E_(REPLAY|DECRYPT)$/);
    }
    expect(b.session).toBe(before);
    expect(a.open(envelope)).toBe('for the owner');
  });

  it('R15: put back, repeats no nonce under a key; what it sends under used keys is refused, E_REPLAY', () => {
    const { a, b } = acquainted();
    b.open(a.send('before'));
    const copy = a.copy();
    const first = [a.send('one'), a.send('two'), a.send('three')];
    const second = [copy.send('four'), copy.send('five'), copy.send('six'), copy.send('seven')];
    const contents = [...first, ...second].map(
      (envelope) => readEnvelope(envelope, { sender: alice.did, recipient: bob.did }).content,
    );
    expect(new Set(contents.map((content) => toHex(content.slice(41, 53)))).size).toBe(7);
    for (const envelope of first) b.open(envelope);
    for (const envelope of second.slice(0, 3)) expect(codeOf(() => b.open(envelope))).toBe('E_REPLAY');
    // Past the numbers that were used, the two are one again.
    expect(b.open(second[3] as Bytes)).toBe('seven');
    expect(copy.open(b.send('heard'))).toBe('heard');
  });
});

describe('a stolen identity key of Bob', () => {
  it('K19: does not make anybody Alice towards Bob', () => {
    // The thief has all of Bob, his prekeys included, and Alice's certificate, which is public. Only her key is missing.
    const impostor = { did: alice.did, signing: bob.signing, agreement: bob.agreement, certificate: alice.certificate };
    const forged = initiate(impostor, offerOf(verified(bob, bundleOf(bob, bobs))));
    const session = respond(bob, decodeInitial(forged.initial), secretsFor(bob, forged.initial, bobs), { nowMs: NOW });
    for (const associated of [forged.session.associated, session.associated]) {
      const { message } = encrypt(forged.session.ratchet, utf8('I am Alice'), associated);
      expect(codeOf(() => decrypt(session.ratchet, message, session.associated, NOW))).toBe('E_DECRYPT');
    }
    expect(equalBytes(session.id, forged.session.id)).toBe(true);
  });

  it('K19: with his prekeys opens what is sent to Bob, and still signs no envelope as Alice, E_DECRYPT', () => {
    const started = initiateDurable(alice, verified(bob, bundleOf(bob, bobs, { oneTimePrekeys: [] })));
    const initial = started.pending as Bytes;
    const thief = respondDurable(bob, initial, secretsFor(bob, initial, bobs), { nowMs: NOW });
    const heard = new End(alice, started).send('overheard');
    expect(new End(bob, thief).open(heard)).toBe('overheard');
    const asAlice = {
      did: alice.did,
      signing: bob.signing,
      agreement: alice.agreement,
      certificate: alice.certificate,
    };
    const message = {
      type: 1,
      id: makeMessageId(NOW),
      timestampMs: NOW,
      text: utf8('x'),
      salt: randomBytes(32),
    } as const;
    const { envelope } = sealMessage(started, asAlice, message);
    expect(codeOf(() => new End(bob, thief).open(envelope))).toBe('E_DECRYPT');
  });
});
