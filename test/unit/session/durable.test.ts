import { describe, expect, it } from 'vitest';
import { type Bytes, concat, equalBytes, utf8 } from '../../../src/base/bytes.ts';
import { type CborMap, decodeCbor, encodeCbor } from '../../../src/codec/cbor.ts';
import { sha256 } from '../../../src/crypto/hash.ts';
import { randomBytes } from '../../../src/crypto/random.ts';
import { encodeMetadata, MAX_TEXT_BYTES, signEnvelope, textCommitment } from '../../../src/message/envelope.ts';
import { makeMessageId } from '../../../src/message/message-id.ts';
import { MAX_RATCHET_INDEX } from '../../../src/message/ratchet-message.ts';
import {
  type DurableSession,
  initiateDurable,
  openMessage,
  readEnvelope,
  respondDurable,
  sealMessage,
} from '../../../src/session/durable.ts';
import { MAX_INITIAL_BYTES } from '../../../src/session/handshake.ts';
import {
  addInitiated,
  addOpened,
  addSealed,
  decodePeerSessions,
  encodePeerSessions,
  isBundleUsed,
  isSilent,
  MAX_ARCHIVED_SESSIONS,
  MAX_PEER_RECORD_BYTES,
  MAX_PEER_SKIPPED_KEYS,
  MAX_USED_BUNDLES,
  NO_SESSIONS,
  needsSession,
  noteBundle,
  type PeerSessions,
  SILENT_MESSAGES,
  SILENT_MS,
} from '../../../src/session/peer-sessions.ts';
import {
  encrypt,
  MAX_SKIP,
  MAX_SKIPPED_KEYS,
  type RatchetState,
  type SkippedKey,
  skippedKeyCount,
} from '../../../src/session/ratchet.ts';
import { agent, bundleOf, codeOf, flipped, NOW, prekeysOf, secretsFor, verified } from './actors.ts';

const [alice, bob, carol, mallory] = [agent('alice'), agent('bob'), agent('carol'), agent('mallory')];
const bobs = prekeysOf('bob');
const bundle = bundleOf(bob, bobs);
const code = (name: string): unknown => expect.objectContaining({ code: name });
/** Messages of one long chain. */
const ONE_WAY = process.env['TALOS_SLOW'] === '1' ? 100_000 : 2100;
const route = { sender: alice.did, recipient: bob.did };

const message = (text: string | Uint8Array): Parameters<typeof sealMessage>[2] => ({
  type: 0x01,
  id: makeMessageId(NOW),
  timestampMs: NOW,
  text: typeof text === 'string' ? utf8(text) : text,
  salt: randomBytes(32),
});

/** A session of both, and one message under way. */
function started(): { a: DurableSession; b: DurableSession; envelope: Bytes } {
  const fresh = initiateDurable(alice, verified(bob, bundle));
  const { session, envelope } = sealMessage(fresh, alice, message('hello'));
  const initial = fresh.pending as Bytes;
  return { a: session, b: respondDurable(bob, initial, secretsFor(bob, initial, bobs), { nowMs: NOW }), envelope };
}
const open = (session: DurableSession, envelope: Bytes): ReturnType<typeof openMessage> =>
  openMessage(session, readEnvelope(envelope, route), NOW);

describe('a durable session', () => {
  it('carries the initial message until the peer has answered', () => {
    const { a, b, envelope } = started();
    expect(readEnvelope(envelope, route).initial).toEqual(a.pending);
    const opened = open(b, envelope);
    const answer = sealMessage(opened.session, bob, message('hi'));
    const back = { sender: bob.did, recipient: alice.did };
    const heard = openMessage(a, readEnvelope(answer.envelope, back), NOW);
    expect(heard.text).toEqual(utf8('hi'));
    expect(heard.session.pending).toBeUndefined();
    expect(readEnvelope(sealMessage(heard.session, alice, message('x')).envelope, route).initial).toBeUndefined();
  });

  it('R24: carries a text of 0 bytes and of the limit, and refuses one more before encrypting', () => {
    for (const length of [0, MAX_TEXT_BYTES]) {
      const { a, b, envelope } = started();
      const ready = open(b, envelope).session;
      const sent = sealMessage(a, alice, message(new Uint8Array(length)));
      expect(open(ready, sent.envelope).text).toHaveLength(length);
    }
    const { a } = started();
    const drawn: number[] = [];
    const draw = (count: number): Bytes => {
      drawn.push(count);
      return new Uint8Array(count);
    };
    expect(() => sealMessage(a, alice, message(new Uint8Array(MAX_TEXT_BYTES + 1)), draw)).toThrow(code('E_LIMIT'));
    expect(() => sealMessage(a, alice, { ...message('x'), salt: new Uint8Array(31) }, draw)).toThrow(RangeError);
    expect(drawn).toEqual([]);
  });

  it('K09: an envelope for somebody else, from somebody else, or with another recipient written in is refused', () => {
    const { envelope } = started();
    expect(() => readEnvelope(envelope, { sender: alice.did, recipient: carol.did })).toThrow(code('E_DECRYPT'));
    expect(() => readEnvelope(envelope, { sender: mallory.did, recipient: bob.did })).toThrow(code('E_DECRYPT'));
    const at = 3 + 16 + 8 + 2 + 56 + 2;
    const edited = concat(envelope.slice(0, at), utf8(carol.did), envelope.slice(at + 56));
    expect(() => readEnvelope(edited, { sender: alice.did, recipient: carol.did })).toThrow(code('E_DECRYPT'));
  });

  it('K22: an envelope with any bit flipped is refused and the good one opens afterwards', () => {
    const { b, envelope } = started();
    for (let at = 0; at < envelope.length; at++)
      expect(codeOf(() => open(b, flipped(envelope, at, at % 8)))).toMatch(/^E_(DECRYPT|MALFORMED|BAD_DID)$/);
    expect(open(b, envelope).text).toEqual(utf8('hello'));
  });

  it('refuses metadata that the sender signed but the ratchet has not bound', () => {
    const { b, envelope } = started();
    const read = readEnvelope(envelope, route);
    for (const changes of [{ timestampMs: NOW + 1 }, { id: makeMessageId(NOW) }]) {
      const resigned = signEnvelope(alice.signing, encodeMetadata({ ...read, ...changes }), read.content);
      expect(() => open(b, resigned)).toThrow(code('E_DECRYPT'));
    }
  });

  it('refuses a text other than the one committed to, and one without a salt', () => {
    const { a, b, envelope } = started();
    const read = readEnvelope(envelope, route);
    for (const [text, commitment] of [
      [concat(new Uint8Array(32), utf8('said')), textCommitment(new Uint8Array(32), utf8('signed'))],
      [utf8('short'), textCommitment(utf8('short'), new Uint8Array(0))],
    ] as const) {
      const metadata = encodeMetadata({ ...read, commitment });
      const content = encrypt(a.ratchet, text, concat(a.associated, metadata)).message;
      expect(() => open(b, signEnvelope(alice.signing, metadata, content))).toThrow(code('E_DECRYPT'));
    }
  });

  it('takes chunk information in a piece of a file, which must have it', () => {
    const { envelope } = started();
    const read = readEnvelope(envelope, route);
    const chunk = { sequence: 0, total: 1, streamId: new Uint8Array(16), hash: new Uint8Array(32) };
    const signed = (more: object): Uint8Array =>
      signEnvelope(alice.signing, encodeMetadata({ ...read, ...more }), read.content);
    expect(readEnvelope(signed({ type: 0x09, chunk }), route).chunk).toEqual(chunk);
    for (const more of [{ type: 0x09 }, { type: 0x06, chunk }, { type: 0x02, chunk }])
      expect(() => readEnvelope(signed(more), route)).toThrow(code('E_MALFORMED'));
  });

  it('refuses chunk information and another sender than the session has', () => {
    const { b, envelope } = started();
    const read = readEnvelope(envelope, route);
    const chunk = { sequence: 0, total: 1, streamId: new Uint8Array(16), hash: new Uint8Array(32) };
    const chunked = signEnvelope(alice.signing, encodeMetadata({ ...read, chunk }), read.content);
    expect(() => readEnvelope(chunked, route)).toThrow(code('E_MALFORMED'));
    expect(() => openMessage({ ...b, peer: carol.did }, read, NOW)).toThrow(code('E_DECRYPT'));
  });
});

const longestKey = (key: SkippedKey, at: number): SkippedKey => ({
  ...key,
  index: MAX_RATCHET_INDEX - MAX_SKIPPED_KEYS + at,
  storedAtMs: Number.MAX_SAFE_INTEGER,
});

describe('the record of a peer', () => {
  it('is read as it was written, whatever state its sessions are in', () => {
    const { a, b, envelope } = started();
    const states: DurableSession[] = [a, b];
    const opened = open(b, envelope).session;
    let sender = a;
    for (let i = 0; i < 10; i++) sender = sealMessage(sender, alice, message('lost')).session;
    const skipped = open(opened, sealMessage(sender, alice, message('kept')).envelope).session;
    expect(skippedKeyCount(skipped.ratchet)).toBe(10);
    states.push(opened, skipped, sealMessage(skipped, bob, message('turn')).session);
    for (const session of states) {
      const peer: PeerSessions = {
        ...NO_SESSIONS,
        certificateSequence: 4,
        bundleSequence: 5,
        newestPrekey: { id: 7, publicKey: prekeysOf('bob').signed.pair.publicKey },
        usedBundles: [3, 5],
        sessions: [session],
      };
      const bytes = encodePeerSessions(peer);
      const read = decodePeerSessions(bytes);
      expect(encodePeerSessions(read)).toEqual(bytes);
      expect(read.sessions[0]?.ratchet.earlier).toEqual(session.ratchet.earlier);
    }
  });

  it('R05, R18: with as many sessions and skipped keys as there may be fits; keys of those used longest ago go', () => {
    const { a, b, envelope } = started();
    let receiver = open(b, envelope).session;
    let sender = a;
    for (let gap = 0; gap < 2; gap++) {
      for (let i = 0; i < MAX_SKIP; i++) sender = sealMessage(sender, alice, message('lost')).session;
      const sent = sealMessage(sender, alice, message('kept'));
      sender = sent.session;
      receiver = open(receiver, sent.envelope).session;
    }
    let peer = NO_SESSIONS;
    for (let i = 0; i <= MAX_ARCHIVED_SESSIONS + 1; i++) {
      // Every index and time as long as it gets, and the longest initial message.
      const longest = { ...receiver.ratchet.receiving, skipped: receiver.ratchet.receiving?.skipped.map(longestKey) };
      const ratchet = { ...receiver.ratchet, receiving: longest } as RatchetState;
      const one = { ...receiver, ratchet, id: new Uint8Array(32).fill(i), pending: new Uint8Array(MAX_INITIAL_BYTES) };
      peer = addOpened(peer, one, { nowMs: NOW });
    }
    const bytes = encodePeerSessions(peer);
    expect(bytes.length).toBeGreaterThan(600_000);
    expect(bytes.length).toBeLessThan(750_000);
    expect(750_000).toBeLessThan(MAX_PEER_RECORD_BYTES);
    const { sessions } = decodePeerSessions(bytes);
    expect(sessions).toHaveLength(1 + MAX_ARCHIVED_SESSIONS);
    expect(sessions.slice(0, 6).map(({ ratchet }) => skippedKeyCount(ratchet))).toEqual([
      ...Array.from({ length: MAX_PEER_SKIPPED_KEYS / MAX_SKIPPED_KEYS }, () => MAX_SKIPPED_KEYS),
      0,
    ]);
  });

  it('that is damaged is refused', () => {
    const { a } = started();
    const bytes = encodePeerSessions(addInitiated(NO_SESSIONS, a, { nowMs: NOW }));
    for (const damaged of [bytes.slice(1), concat(bytes, Uint8Array.of(0)), new Uint8Array(0)])
      expect(() => decodePeerSessions(damaged)).toThrow(code('E_STORAGE_CORRUPT'));
    const fields = decodeCbor(bytes) as CborMap;
    const many = Array.from({ length: MAX_USED_BUNDLES + 1 }, (_, at) => at);
    for (const changes of [
      { v: 0 },
      { v: 4 },
      { unheard: -1 },
      { repairs: null },
      { repairs: { count: 1, last: 0, begun: Array.from({ length: 25 }, () => 1), own: 'plain' } },
      { repairs: { count: 1, last: 0, begun: [], own: 'other' } },
      { cert: -1 },
      { used: many },
      { used: ['1'] },
      { prekey: { id: 2 ** 32, key: new Uint8Array(32) } },
      { prekey: { id: 1, key: new Uint8Array(31) } },
      { more: 1 },
    ])
      expect(() => decodePeerSessions(encodeCbor({ ...fields, ...changes }))).toThrow(code('E_STORAGE_CORRUPT'));
    const { used: _, ...without } = fields;
    expect(() => decodePeerSessions(encodeCbor(without))).toThrow(code('E_STORAGE_CORRUPT'));
  });

  it('of version 1 is read: one bundle was used, and none of a lower sequence is taken', () => {
    const { a } = started();
    const {
      used: _used,
      prekey: _prekey,
      since: _since,
      unheard: _unheard,
      repairs: _repairs,
      ...fields
    } = decodeCbor(encodePeerSessions(addInitiated(NO_SESSIONS, a, { nowMs: NOW }))) as CborMap;
    const [session] = fields['sessions'] as readonly CborMap[];
    const { oneTimeKem: _oneTimeKem, ...older } = session as CborMap;
    const read = decodePeerSessions(encodeCbor({ ...fields, v: 1, bundle: 3, sessions: [older] }));
    expect(read).toMatchObject({ bundleSequence: 3, newestPrekey: undefined, usedBundles: [3] });
    expect(read.sessions[0]).toMatchObject({ id: a.id, oneTime: true, oneTimeKem: false });
    expect(isBundleUsed(read, verified(bob, bundle))).toBe(true);
    expect(read).toMatchObject({ silentSinceMs: 0, unheard: 0, repairs: { count: 0, begunAtMs: [] } });
  });
});

describe('the bundles that are remembered', () => {
  const offered = verified(bob, bundle);
  const noted = (...sequences: readonly number[]): PeerSessions =>
    sequences.reduce((peer, sequence) => noteBundle(peer, { ...offered, sequence }), NO_SESSIONS);

  it('are those of the highest sequences, 64 of them, and what is below all of them counts as used', () => {
    const sequences = Array.from({ length: MAX_USED_BUNDLES }, (_, at) => 100 + at);
    const full = noted(...sequences.toReversed());
    expect(full.usedBundles).toEqual(sequences);
    expect(isBundleUsed(noted(...sequences.slice(1)), { sequence: 1 })).toBe(false);
    expect(isBundleUsed(full, { sequence: 99 })).toBe(true);
    expect(isBundleUsed(full, { sequence: 164 })).toBe(false);
    const next = noteBundle(full, { ...offered, sequence: 200 });
    expect(next.usedBundles).toEqual([...sequences.slice(1), 200]);
    expect(isBundleUsed(next, { sequence: 100 })).toBe(true);
    expect(noteBundle(next, { ...offered, sequence: 1 }).usedBundles).toEqual(next.usedBundles);
  });

  it('are told by their one-time prekeys: one without may be used again and again, and is not remembered', () => {
    const last = { ...offered, oneTimePrekeys: [], oneTimeKems: [] };
    const peer = noteBundle(noteBundle(NO_SESSIONS, last), last);
    expect(peer).toMatchObject({ bundleSequence: 3, newestPrekey: offered.signedPrekey, usedBundles: [] });
    expect(noteBundle(peer, { ...last, oneTimeKems: offered.oneTimeKems }).usedBundles).toEqual([3]);
  });

  it('leave the newest signed prekey where an older bundle comes later', () => {
    const peer = noteBundle(noted(9), { ...offered, sequence: 4, signedPrekey: { ...offered.signedPrekey, id: 99 } });
    expect(peer).toMatchObject({ bundleSequence: 9, newestPrekey: offered.signedPrekey, usedBundles: [4, 9] });
  });
});

describe('which session sends', () => {
  const initiated = (hash: number): DurableSession => {
    const session = initiateDurable(alice, verified(bob, bundle));
    return { ...session, initialHash: new Uint8Array(32).fill(hash) };
  };
  const answered = (session: DurableSession): DurableSession => ({ ...session, pending: undefined });
  const order = (peer: PeerSessions): readonly number[] =>
    peer.sessions.map(({ initialHash }) => initialHash[0] as number);

  it('is the newest that was made or heard', () => {
    const [one, two] = [answered(initiated(1)), answered(initiated(2))];
    const peer = addInitiated(addInitiated(NO_SESSIONS, one, { nowMs: NOW }), two, { nowMs: NOW });
    expect(order(peer)).toEqual([2, 1]);
    expect(order(addOpened(peer, one, { nowMs: NOW }))).toEqual([1, 2]);
  });

  it('is the one with the smaller hash where both sides started at once', () => {
    for (const [ours, theirs, expected] of [
      [1, 2, [1, 2]],
      [2, 1, [1, 2]],
    ] as const)
      expect(
        order(
          addOpened(addInitiated(NO_SESSIONS, initiated(ours), { nowMs: NOW }), answered(initiated(theirs)), {
            nowMs: NOW,
          }),
        ),
      ).toEqual(expected);
  });

  it('stays the one that is answered, whatever was started before it and never answered', () => {
    for (const [older, newer] of [
      [1, 2],
      [2, 1],
    ] as const) {
      const newest = initiated(newer);
      const peer = addInitiated(addInitiated(NO_SESSIONS, initiated(older), { nowMs: NOW }), newest, { nowMs: NOW });
      expect(order(addOpened(peer, answered(newest), { nowMs: NOW }))).toEqual([newer, older]);
    }
  });

  it('R18: is one of 41 at most, the one used longest ago goes, and each is replaced in its place', () => {
    expect(MAX_ARCHIVED_SESSIONS).toBe(40);
    const one = answered(initiated(0));
    let peer = NO_SESSIONS;
    for (let i = 1; i <= 43; i++)
      peer = addOpened(
        peer,
        { ...one, id: new Uint8Array(32).fill(i), initialHash: new Uint8Array(32).fill(i) },
        { nowMs: NOW },
      );
    expect(order(peer)).toEqual(Array.from({ length: 41 }, (_, at) => 43 - at));
    const fifth = peer.sessions[2] as DurableSession;
    expect(addSealed(peer, { ...fifth, oneTime: !fifth.oneTime }).sessions[2]?.oneTime).toBe(!fifth.oneTime);
  });

  it('is that of the peer that has repaired, but for a repair of our own with a smaller hash, once', () => {
    const made = { nowMs: NOW };
    const repair = { nowMs: NOW, isRepair: true };
    const plain = addInitiated(NO_SESSIONS, initiated(1), made);
    expect(order(addOpened(plain, answered(initiated(2)), repair))).toEqual([2, 1]);
    const ours = addInitiated(NO_SESSIONS, initiated(1), { ...made, isRepair: true });
    const crossed = addOpened(ours, answered(initiated(2)), repair);
    expect(order(crossed)).toEqual([1, 2]);
    expect(order(addOpened(crossed, answered(initiated(3)), repair))).toEqual([3, 1, 2]);
    const larger = addInitiated(NO_SESSIONS, initiated(4), { ...made, isRepair: true });
    expect(order(addOpened(larger, answered(initiated(2)), repair))).toEqual([2, 4]);
  });

  it(`R21: of ${ONE_WAY} messages that are never answered, each 1,001 go under a session of their own, and all open`, () => {
    const fresh = (): DurableSession =>
      initiateDurable(alice, { ...verified(bob, bundle), oneTimePrekeys: [], oneTimeKems: [] });
    let [a, b] = [NO_SESSIONS, NO_SESSIONS];
    let sessions = 0;
    for (let i = 0; i < ONE_WAY; i++) {
      if (needsSession(a)) {
        a = addInitiated(a, fresh(), { nowMs: NOW });
        sessions++;
      }
      const sent = sealMessage(a.sessions[0] as DurableSession, alice, message(`${i}`));
      a = addSealed(a, sent.session);
      const envelope = readEnvelope(sent.envelope, route);
      const initial = envelope.initial as Bytes;
      const hash = sha256(initial);
      const known = b.sessions.find(({ initialHash }) => equalBytes(initialHash, hash));
      const there = known ?? respondDurable(bob, initial, secretsFor(bob, initial, bobs), { nowMs: NOW });
      const opened = openMessage(there, envelope, NOW);
      b = addOpened(b, opened.session, { nowMs: NOW });
      expect(opened.text).toEqual(utf8(`${i}`));
    }
    expect(sessions).toBe(Math.ceil(ONE_WAY / (MAX_SKIP + 1)));
    expect([isSilent(a, NOW), a.unheard]).toEqual([true, ONE_WAY]);
  }, 3_600_000);

  it('R21: counts what was sealed since the peer was heard, and says when people are to know', () => {
    let peer = addInitiated(NO_SESSIONS, initiated(1), { nowMs: NOW });
    const [first] = peer.sessions as [DurableSession];
    expect(isSilent(peer, NOW + SILENT_MS + 1)).toBe(false);
    peer = addSealed(peer, first);
    expect([isSilent(peer, NOW + SILENT_MS), isSilent(peer, NOW + SILENT_MS + 1)]).toEqual([false, true]);
    for (let i = 1; i < SILENT_MESSAGES - 1; i++) peer = addSealed(peer, first);
    expect([isSilent(peer, NOW), isSilent(addSealed(peer, first), NOW)]).toEqual([false, true]);
    expect(addOpened(addSealed(peer, first), answered(first), { nowMs: NOW + 1 })).toMatchObject({
      unheard: 0,
      silentSinceMs: NOW + 1,
    });
  });

  it('K24: remembers the highest certificate sequence', () => {
    const session = { ...answered(initiated(1)), peerSequence: 9 };
    expect(addOpened(NO_SESSIONS, session, { nowMs: NOW }).certificateSequence).toBe(9);
    expect(addInitiated({ ...NO_SESSIONS, certificateSequence: 12 }, session, { nowMs: NOW }).certificateSequence).toBe(
      12,
    );
  });
});
