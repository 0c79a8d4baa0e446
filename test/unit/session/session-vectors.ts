/**
 * The content of `vectors/talos/session-v1.json`: our code runs two sessions with known randomness, the reference
 * computes every intermediate from the same secrets.
 */
import { type Bytes, toHex, utf8 } from '../../../src/base/bytes.ts';
import { makeMessageId } from '../../../src/message/message-id.ts';
import {
  type DurableSession,
  initiateDurable,
  openMessage,
  readEnvelope,
  respondDurable,
  sealMessage,
} from '../../../src/session/durable.ts';
import type { Session } from '../../../src/session/key-schedule.ts';
import { acceptLive, answerLive, beginLive, completeLive } from '../../../src/session/live.ts';
import { type Draw, decrypt, encrypt } from '../../../src/session/ratchet.ts';
import { agent, bundleOf, DAY, NOW, prekeysOf, secretsFor, seededDraw, verified } from './actors.ts';
import * as reference from './reference.ts';

const [alice, bob] = [agent('alice'), agent('bob')];

/** Who sends each message: three turns, and a chain of two. */
const SENDERS = ['a', 'a', 'b', 'a', 'b', 'b'] as const;

type Hex = Record<string, unknown>;
const hex = (parts: Record<string, Uint8Array>): Hex =>
  Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, toHex(bytes)]));

/** A draw that remembers. */
function recorder(seed: string): { draw: Draw; taken: Bytes[] } {
  const source = seededDraw(seed);
  const taken: Bytes[] = [];
  const draw: Draw = (count) => {
    const bytes = source(count);
    taken.push(bytes);
    return bytes;
  };
  return { draw, taken };
}

const partyHex = (party: typeof alice): Hex => ({
  did: party.did,
  ed25519Seed: toHex(party.hostSeed()),
  x25519Secret: toHex(party.agreement.secretKey),
  certificate: toHex(party.certificate),
});
const referenceParty = (party: typeof alice): reference.HandshakeInputs['a'] => ({
  did: party.did,
  certificate: party.certificate,
  x25519: party.agreement.secretKey,
});

function agreeOn(what: string, ours: Uint8Array, theirs: Uint8Array): void {
  if (toHex(ours) !== toHex(theirs)) throw new Error(`${what}: ours ${toHex(ours)}, reference ${toHex(theirs)}`);
}

/** Both sides of the reference ratchet. */
function referenceRatchets(sk: Bytes, spkSecret: Bytes, first: Bytes): Record<'a' | 'b', reference.ReferenceRatchet> {
  return {
    a: new reference.ReferenceRatchet(sk, first, reference.publicOf(spkSecret)),
    b: new reference.ReferenceRatchet(sk, spkSecret, undefined),
  };
}

function durable(): Hex {
  const prekeys = prekeysOf('vectors');
  const { signed, kem, oneTime } = prekeys;
  const spk = { id: signed.id, secret: signed.pair.secretKey };
  const kemPrekey = { id: kem.id, seed: kem.pair.seed };
  const opk = { id: oneTime.id, secret: oneTime.pair.secretKey };
  const bundle = bundleOf(bob, prekeys);
  const times = { sequence: 3, issuedAtMs: NOW, expiresAtMs: NOW + 20 * DAY, prekeysExpireAtMs: NOW + 25 * DAY };
  const { did, certificate } = bob;
  agreeOn(
    'bundle',
    bundle,
    reference.bundle({ seed: bob.hostSeed(), did, certificate, ...times, spk, kem: kemPrekey, opk }),
  );
  const { draw, taken } = recorder('durable handshake');
  const started = initiateDurable(alice, verified(bob, bundle), draw);
  const [ephemeralSecret, kemRandomness, ratchetSecret] = taken as [Bytes, Bytes, Bytes];
  const inputs = {
    kind: 1,
    a: referenceParty(alice),
    b: referenceParty(bob),
    spk,
    kem: kemPrekey,
    opk,
    ephemeralSecret,
    kemRandomness,
    nonce: new Uint8Array(0),
  } as const;
  const computed = reference.handshake(inputs);
  const initial = started.pending as Bytes;
  agreeOn('initial', initial, computed.initial);
  const answered = respondDurable(bob, initial, secretsFor(bob, initial, prekeys), { nowMs: NOW });
  for (const session of [started, answered]) {
    agreeOn('th', session.id, computed.th);
    agreeOn('AD', session.associated, computed.ad);
  }
  const ratchets = referenceRatchets(computed.sk as Bytes, signed.pair.secretKey, ratchetSecret);
  const messages = durableMessages({ a: started, b: answered }, ratchets, computed.ad as Bytes);
  return {
    bobsPrekeys: {
      ...hex({ spk: spk.secret, kem: kemPrekey.seed, opk: opk.secret }),
      spkId: spk.id,
      kemId: kem.id,
      opkId: opk.id,
      ...times,
    },
    bundle: toHex(bundle),
    randomness: hex({ ephemeralSecret, kemRandomness, ratchetSecret }),
    computed: hex(computed),
    messages,
  };
}

function durableMessages(
  sessions: Record<'a' | 'b', DurableSession>,
  ratchets: ReturnType<typeof referenceRatchets>,
  ad: Bytes,
): readonly Hex[] {
  const { draw, taken } = recorder('durable messages');
  return SENDERS.map((from, number) => {
    const to = from === 'a' ? 'b' : 'a';
    const [sender, recipient] = from === 'a' ? [alice, bob] : [bob, alice];
    const text = utf8(`message ${number}`);
    const timestampMs = NOW + number;
    const id = makeMessageId(timestampMs, seededDraw(`id ${number}`));
    taken.length = 0;
    const { pending } = sessions[from];
    const salt = draw(32);
    const sent = sealMessage(sessions[from], sender, { type: 1, id, timestampMs, text, salt }, draw);
    const nonce = taken.at(-1) as Bytes;
    const fresh = taken.length === 3 ? taken[1] : undefined;
    const route = { sender: sender.did, recipient: recipient.did };
    const parts = reference.envelopeParts({ id, timestampMs, ...route, initial: pending, salt, text });
    const step = ratchets[from].encrypt(parts.plaintext, reference.join(ad, parts.metadata), nonce, fresh);
    ratchets[to].turn(step.header.slice(1, 33));
    agreeOn(`envelope ${number}`, sent.envelope, reference.envelope(sender.hostSeed(), parts.metadata, step.message));
    const opened = openMessage(sessions[to], readEnvelope(sent.envelope, route), NOW);
    agreeOn(`text ${number}`, opened.text, text);
    sessions[from] = sent.session;
    sessions[to] = opened.session;
    return {
      from,
      timestampMs,
      ...hex({ id, text, salt, nonce, ...(fresh === undefined ? {} : { ratchetSecret: fresh }), ...parts, ...step }),
      envelope: toHex(sent.envelope),
    };
  });
}

function live(): Hex {
  const a = recorder('live initiator');
  const b = recorder('live responder');
  const { state, hello } = beginLive(alice, bob.did, a.draw);
  const { state: offered, bundle } = answerLive(bob, alice.did, hello, NOW, b.draw);
  const { session, initial } = completeLive(alice, state, bundle, { nowMs: NOW }, a.draw);
  const [nonce, ephemeralSecret, kemRandomness, ratchetSecret] = a.taken as [Bytes, Bytes, Bytes, Bytes];
  const [spkSecret, kemSeed] = b.taken as [Bytes, Bytes];
  agreeOn('hello', hello, reference.cbor({ v: 1, suite: 1, from: alice.did, to: bob.did, nonce }));
  const { did, certificate } = bob;
  const offer = {
    seed: bob.hostSeed(),
    did,
    certificate,
    to: alice.did,
    nonce,
    spk: spkSecret,
    kem: kemSeed,
    issuedAtMs: NOW,
  };
  agreeOn('live bundle', bundle, reference.liveBundle(offer));
  const computed = reference.handshake({
    kind: 2,
    a: referenceParty(alice),
    b: referenceParty(bob),
    spk: { id: 0, secret: spkSecret },
    kem: { id: 0, seed: kemSeed },
    opk: undefined,
    ephemeralSecret,
    kemRandomness,
    nonce,
  });
  agreeOn('initial', initial, computed.initial);
  const accepted = acceptLive(bob, offered, initial, { nowMs: NOW });
  for (const one of [session, accepted]) {
    agreeOn('th', one.id, computed.th);
    agreeOn('AD', one.associated, computed.ad);
  }
  const ratchets = referenceRatchets(computed.sk as Bytes, spkSecret, ratchetSecret);
  return {
    issuedAtMs: NOW,
    randomness: hex({ nonce, ephemeralSecret, kemRandomness, ratchetSecret, spkSecret, kemSeed }),
    hello: toHex(hello),
    bundle: toHex(bundle),
    computed: hex(computed),
    messages: liveMessages({ a: session, b: accepted }, ratchets),
  };
}

function liveMessages(
  sessions: Record<'a' | 'b', Session>,
  ratchets: ReturnType<typeof referenceRatchets>,
): readonly Hex[] {
  const { draw, taken } = recorder('live messages');
  return SENDERS.map((from, number) => {
    const to = from === 'a' ? 'b' : 'a';
    const plaintext = utf8(`packet ${number}`);
    taken.length = 0;
    const [ours, theirs] = [sessions[from], sessions[to]];
    const sent = encrypt(ours.ratchet, plaintext, ours.associated, draw);
    const nonce = taken.at(-1) as Bytes;
    const fresh = taken.length === 2 ? taken[0] : undefined;
    const step = ratchets[from].encrypt(plaintext, ours.associated, nonce, fresh);
    ratchets[to].turn(step.header.slice(1, 33));
    agreeOn(`message ${number}`, sent.message, step.message);
    const opened = decrypt(theirs.ratchet, sent.message, theirs.associated, NOW);
    agreeOn(`plaintext ${number}`, opened.plaintext, plaintext);
    sessions[from] = { ...ours, ratchet: sent.state };
    sessions[to] = { ...theirs, ratchet: opened.state };
    return { from, ...hex({ plaintext, nonce, ...(fresh === undefined ? {} : { ratchetSecret: fresh }), ...step }) };
  });
}

/** Recomputes everything; throws where our code and the reference differ. */
export function sessionVectors(): unknown {
  return {
    about:
      'PROTOCOL.md §5, suite 1. Every value in hex unless it is a number or a DID. Recomputed with node:crypto, @noble/post-quantum and cborg; names are those of the sections.',
    alice: partyHex(alice),
    bob: partyHex(bob),
    durable: durable(),
    live: live(),
  };
}
