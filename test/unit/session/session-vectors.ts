/**
 * The content of `vectors/talos/session-v1.json`: our code runs four handshakes, and what is said under them, with
 * known randomness; the reference computes every intermediate from the same secrets.
 */
import { type Bytes, toHex, utf8 } from '../../../src/base/bytes.ts';
import type { Identity } from '../../../src/identity/identity.ts';
import { initiateDurable, respondDurable } from '../../../src/session/durable.ts';
import type { Session } from '../../../src/session/key-schedule.ts';
import { acceptLive, answerLive, beginLive, completeLive } from '../../../src/session/live.ts';
import { decrypt, encrypt } from '../../../src/session/ratchet.ts';
import { agent, bundleOf, DAY, NOW, prekeysOf, secretsFor, verified } from './actors.ts';
import { type Ends, type Sender, sendAndOpen } from './envelope-vectors.ts';
import * as reference from './reference.ts';
import {
  agreeOn,
  hex,
  partyHex,
  recorder,
  referenceParty,
  referenceRatchets,
  signaturesHex,
  stepHex,
  type Values,
} from './vector-parts.ts';

const [alice, bob] = [agent('alice'), agent('bob')];

/** Who sends each message: three turns, and a chain of two. */
const SENDERS: readonly Sender[] = ['a', 'a', 'b', 'a', 'b', 'b'];

/** Which one-time prekeys go into a durable handshake. */
export interface OneTime {
  readonly x25519: boolean;
  readonly kem: boolean;
}

function durable(suffix: string, senders: readonly Sender[], uses: OneTime): Values {
  const { values, ends } = durableSession(suffix, { a: alice, b: bob }, uses);
  return {
    ...values,
    messages: senders.map((from, number) =>
      sendAndOpen(ends, {
        from,
        text: utf8(`message ${number}`),
        timestampMs: NOW + number,
        idSeed: `id ${number}${suffix}`,
      }),
    ),
  };
}

/**
 * A session of `a`, who makes it, and `b`: all values of its handshake, and both ends. Every secret is drawn under the
 * name of what it is for, followed by `suffix`.
 */
export function durableSession(
  suffix: string,
  parties: Readonly<Record<Sender, Identity>>,
  uses: OneTime,
): { readonly values: Values; readonly ends: Ends } {
  const { a: initiator, b: responder } = parties;
  const prekeys = prekeysOf(`vectors${suffix}`);
  const { signed, kem, oneTime, oneTimeKem } = prekeys;
  const spk = { id: signed.id, secret: signed.pair.secretKey };
  const kemPrekey = { id: kem.id, seed: kem.pair.seed };
  const opk = uses.x25519 ? { id: oneTime.id, secret: oneTime.pair.secretKey } : undefined;
  const okem = uses.kem ? { id: oneTimeKem.id, seed: oneTimeKem.pair.seed } : undefined;
  const bundle = bundleOf(responder, prekeys, {
    oneTimePrekeys: uses.x25519 ? [oneTime] : [],
    oneTimeKems: uses.kem ? [oneTimeKem] : [],
  });
  const times = { sequence: 3, issuedAtMs: NOW, expiresAtMs: NOW + 20 * DAY, prekeysExpireAtMs: NOW + 25 * DAY };
  const { did, certificate } = responder;
  const offer = { did, certificate, ...times, spk, kem: kemPrekey, opk, okem };
  const offered = reference.bundle({ seed: responder.hostSeed(), ...offer });
  agreeOn('bundle', bundle, offered.bytes);
  const { draw, taken } = recorder(`durable handshake${suffix}`);
  const started = initiateDurable(initiator, verified(responder, bundle), draw);
  const [ephemeralSecret, kemRandomness, ratchetSecret] = taken as [Bytes, Bytes, Bytes];
  const [a, b, nonce] = [referenceParty(initiator), referenceParty(responder), new Uint8Array(0)];
  const computed = reference.handshake({
    kind: 1,
    a,
    b,
    spk,
    kem: okem ?? kemPrekey,
    opk,
    ephemeralSecret,
    kemRandomness,
    nonce,
  });
  const initial = started.pending as Bytes;
  agreeOn('initial', initial, computed.initial);
  const answered = respondDurable(responder, initial, secretsFor(responder, initial, prekeys), { nowMs: NOW });
  for (const session of [started, answered]) {
    agreeOn('th', session.id, computed.th);
    agreeOn('AD', session.associated, computed.ad);
    agreeOn('hash of the initial message', session.initialHash, computed.initialHash);
    agreeOn('flags', flagsOf(session), Uint8Array.of(Number(uses.x25519), Number(uses.kem)));
  }
  agreeOn('SK', answered.ratchet.root.bytes, computed.sk);
  const ratchets = referenceRatchets(computed.sk, spk.secret, ratchetSecret);
  const sessions = { a: started, b: answered };
  const values = {
    [responder === bob ? 'bobsPrekeys' : 'alicesPrekeys']: {
      ...hex({ spk: spk.secret, spkPublic: signed.pair.publicKey }),
      ...hex({ kem: kemPrekey.seed, kemPublic: kem.pair.publicKey }),
      ...(opk === undefined ? {} : { ...hex({ opk: opk.secret, opkPublic: oneTime.pair.publicKey }), opkId: opk.id }),
      ...(okem === undefined
        ? {}
        : { ...hex({ okem: okem.seed, okemPublic: oneTimeKem.pair.publicKey }), okemId: okem.id }),
      spkId: spk.id,
      kemId: kem.id,
      ...times,
      ...signaturesHex(offered.signatures),
    },
    bundle: toHex(bundle),
    randomness: hex({ ephemeralSecret, kemRandomness, ratchetSecret }),
    computed: hex(computed),
  };
  const randomness = recorder(`durable messages${suffix}`);
  return { values, ends: { sessions, ratchets, ad: computed.ad, randomness, parties } };
}

/** Whether one-time prekeys went in, as the session says: X25519, ML-KEM. */
const flagsOf = ({ oneTime, oneTimeKem }: Session): Bytes => Uint8Array.of(Number(oneTime), Number(oneTimeKem));

function live(): Values {
  const a = recorder('live initiator');
  const b = recorder('live responder');
  const { state, hello } = beginLive(alice, bob.did, a.draw);
  const { state: offered, bundle } = answerLive(bob, alice.did, hello, NOW, b.draw);
  const { session, initial } = completeLive(alice, state, bundle, { nowMs: NOW }, a.draw);
  const [nonce, ephemeralSecret, kemRandomness, ratchetSecret] = a.taken as [Bytes, Bytes, Bytes, Bytes];
  const [spkSecret, kemSeed] = b.taken as [Bytes, Bytes];
  agreeOn('hello', hello, reference.cbor({ v: 1, suite: 1, from: alice.did, to: bob.did, nonce }));
  const { did, certificate } = bob;
  const offer = { did, certificate, to: alice.did, nonce, spk: spkSecret, kem: kemSeed, issuedAtMs: NOW };
  const { bytes, signatures } = reference.liveBundle({ seed: bob.hostSeed(), ...offer });
  agreeOn('live bundle', bundle, bytes);
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
  agreeOn('SK', accepted.ratchet.root.bytes, computed.sk);
  const ratchets = referenceRatchets(computed.sk, spkSecret, ratchetSecret);
  const { signedPrekey, kemPrekey } = offered;
  return {
    issuedAtMs: NOW,
    randomness: hex({ nonce, ephemeralSecret, kemRandomness, ratchetSecret, spkSecret, kemSeed }),
    ...hex({ spkPublic: signedPrekey.publicKey, kemPublic: kemPrekey.publicKey, hello, bundle }),
    ...signaturesHex(signatures),
    computed: hex(computed),
    messages: liveMessages({ a: session, b: accepted }, ratchets),
  };
}

function liveMessages(
  sessions: Record<Sender, Session>,
  ratchets: ReturnType<typeof referenceRatchets>,
): readonly Values[] {
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
    ratchets[to].turn(step.ratchetKey);
    agreeOn(`message ${number}`, sent.message, step.message);
    const opened = decrypt(theirs.ratchet, sent.message, theirs.associated, NOW);
    agreeOn(`plaintext ${number}`, opened.plaintext, plaintext);
    sessions[from] = { ...ours, ratchet: sent.state };
    sessions[to] = { ...theirs, ratchet: opened.state };
    return { from, ...hex({ plaintext, nonce }), ...stepHex(step) };
  });
}

/** Recomputes everything; throws where our code and the reference differ. */
export function sessionVectors(): Values {
  return {
    about:
      'PROTOCOL.md §5, suite 1. Every value in hex unless it is a number, a DID, words or a label. Recomputed with node:crypto, @noble/post-quantum and cborg; names are those of the sections.',
    alice: partyHex(alice),
    bob: partyHex(bob),
    durable: durable('', SENDERS, { x25519: true, kem: true }),
    live: live(),
    durableWithX25519Alone: durable(' x25519 alone', SENDERS.slice(0, 3), { x25519: true, kem: false }),
    durableWithoutOneTime: durable(' without', SENDERS.slice(0, 3), { x25519: false, kem: false }),
  };
}
