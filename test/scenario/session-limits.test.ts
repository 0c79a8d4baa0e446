import { describe, expect, it, vi } from 'vitest';
import { Messenger } from '../../src/agent/message/messenger.ts';
import { MAX_NEW_SESSIONS, NEW_SESSIONS_WINDOW_MS } from '../../src/agent/message/session-steps.ts';
import { type Bytes, utf8 } from '../../src/base/bytes.ts';
import { randomBytes } from '../../src/crypto/random.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { ENVELOPE_TYPES } from '../../src/message/envelope.ts';
import { makeMessageId } from '../../src/message/message-id.ts';
import { pairLinks } from '../../src/net/memory-link.ts';
import { initiateDurable, sealMessage } from '../../src/session/durable.ts';
import { decodePeerSessions, MAX_ARCHIVED_SESSIONS, type PeerSessions } from '../../src/session/peer-sessions.ts';
import { verifyBundle } from '../../src/session/prekeys.ts';
import { MAX_SKIP } from '../../src/session/ratchet.ts';
import { openRecordSealer } from '../../src/storage/sealed.ts';
import type { Change } from '../../src/storage/store.ts';
import { agent, NOW } from '../unit/session/actors.ts';
import { type Desk, inbox, introduced, replyOf } from './desks.ts';

const [alice, bob, mallory] = [agent('alice'), agent('bob'), agent('mallory')];
const code = (name: string): unknown => expect.objectContaining({ code: name });

/** What waits for `to`, sealed anew, with a new session where one is due. */
async function resealed(from: Desk, to: Desk): Promise<readonly Bytes[]> {
  const renew = async (): Promise<unknown> => from.book.establish(to.identity.did, await to.prekeys.offer(NOW));
  const envelopes: Bytes[] = [];
  for await (const { envelope } of from.book.outbox.all(to.identity.did, renew)) envelopes.push(envelope);
  return envelopes;
}

/** The last of these envelopes; all before it are lost. */
async function lastOf(outgoing: AsyncIterable<{ readonly envelope: Bytes }>): Promise<Bytes> {
  let last: Bytes | undefined;
  for await (const { envelope } of outgoing) last = envelope;
  return last as Bytes;
}

/** The sealed record of what `of` keeps of a peer. */
const recordOf = async (of: Desk, peer: Identity): Promise<Bytes> =>
  (await of.store.get('session', utf8(peer.did))) as Bytes;

async function sessionsOf(of: Desk, peer: Identity): Promise<PeerSessions> {
  const records = await openRecordSealer(of.store, of.identity.atRestSecret());
  return decodePeerSessions(records.open('session', utf8(peer.did), await recordOf(of, peer)));
}

/** Alice and Bob with a session that both have proved. */
async function acquainted(): Promise<{ a: Desk; b: Desk }> {
  const { a, b } = await introduced();
  await exchange(a, b, 'hello');
  await exchange(b, a, 'hello');
  await Promise.all([inbox(a), inbox(b)]);
  return { a, b };
}

const codeOfError = (error: unknown): unknown => (error as { readonly code?: unknown }).code ?? error;

async function exchange(from: Desk, to: Desk, text: string): Promise<void> {
  const { envelope } = await from.book.outbox.send(to.identity.did, utf8(text));
  const received = await to.book.receive(from.identity.did, envelope);
  await from.book.receive(to.identity.did, replyOf(received));
}

describe('a session of which more is lost than it may skip', () => {
  it('R04, R21: gives way to a new one, and the message that was lost so often is delivered', async () => {
    const { a, b } = await acquainted();
    const { id } = await a.book.outbox.send(bob.did, utf8('at last'));
    let last: readonly Bytes[] = [];
    for (let lost = 0; lost <= MAX_SKIP; lost++) last = await resealed(a, b);
    expect(await a.book.outbox.hasSession(bob.did)).toBe(true);
    expect((await sessionsOf(a, bob)).sessions).toHaveLength(2);
    const received = await b.book.receive(alice.did, last[0] as Bytes);
    expect(received).toMatchObject({ kind: 'message', newSession: expect.anything() });
    expect(await a.book.receive(bob.did, replyOf(received))).toMatchObject({
      kind: 'acknowledged',
      messages: [{ id }],
    });
    expect(await inbox(b)).toEqual(['at last']);
    await exchange(b, a, 'under the new one');
    await exchange(a, b, 'both ways');
    expect([await inbox(a), await inbox(b)]).toEqual([['under the new one'], ['both ways']]);
  });

  it('R04: without a new one the peer would refuse it, E_SKIP_LIMIT', async () => {
    const { a, b } = await acquainted();
    await a.book.outbox.send(bob.did, utf8('too late'));
    for (let lost = 0; lost < MAX_SKIP; lost++) await lastOf(a.book.outbox.all(bob.did));
    const last = await lastOf(a.book.outbox.all(bob.did));
    await expect(b.book.receive(alice.did, last)).rejects.toThrow(code('E_SKIP_LIMIT'));
    expect(await a.book.outbox.hasSession(bob.did)).toBe(false);
  });

  it('R12: acknowledgements that were lost by the thousand get through at last, and nothing is delivered twice', async () => {
    const { a, b } = await acquainted();
    const { envelope } = await a.book.outbox.send(bob.did, utf8('once'));
    await b.book.receive(alice.did, envelope);
    const lose = async (): Promise<Bytes> => {
      const [again] = await resealed(a, b);
      return replyOf(await b.book.receive(alice.did, again as Bytes));
    };
    for (let lost = 0; lost < MAX_SKIP + 5; lost++) await lose();
    expect((await a.book.receive(bob.did, await lose())).kind).toBe('acknowledged');
    expect(await resealed(a, b)).toEqual([]);
    expect(await inbox(b)).toEqual(['once']);
  });

  it('R21: is replaced by a messenger when it next has a link', async () => {
    const { a, b } = await acquainted();
    await a.book.outbox.send(bob.did, utf8('waits'));
    for (let lost = 0; lost <= MAX_SKIP; lost++) await lastOf(a.book.outbox.all(bob.did));
    const open = async ({ identity, store, clock }: Desk): Promise<Messenger> => {
      const records = await openRecordSealer(store, identity.atRestSecret());
      const connect = (): Promise<never> => Promise.reject(new Error('nobody dials'));
      return Messenger.open({ identity, store, clock, records, connect });
    };
    await using from = await open(a);
    await using to = await open(b);
    const keys = { diallerKey: alice.signing.publicKey, listenerKey: bob.signing.publicKey };
    const pair = pairLinks({ ...keys, purpose: 'message' });
    from.accept(pair.dialler);
    to.accept(pair.listener);
    for await (const { content } of to.messages()) {
      expect(content).toEqual(utf8('waits'));
      break;
    }
    expect((await from.send(bob.did, utf8('and on'))).state).toBe('delivered');
  });
});

describe('a store that was put back to an earlier copy', () => {
  const copyOf = async ({ store }: Desk): Promise<readonly Change[]> => {
    const copy: Change[] = [];
    for await (const [key, value] of store.scan('session')) copy.push({ kind: 'put', space: 'session', key, value });
    return copy;
  };

  it('R15: sends under used numbers what the peer refuses, E_REPLAY, and what arrives when it is sent again', async () => {
    const { a, b } = await acquainted();
    const copy = await copyOf(a);
    for (const text of ['one', 'two'])
      await b.book.receive(alice.did, (await a.book.outbox.send(bob.did, utf8(text))).envelope);
    await a.store.apply(copy);
    const { envelope } = await a.book.outbox.send(bob.did, utf8('three'));
    await expect(b.book.receive(alice.did, envelope)).rejects.toThrow(code('E_REPLAY'));
    const kinds: string[] = [];
    for (let link = 0; link < 2; link++)
      for (const again of await resealed(a, b))
        kinds.push(await b.book.receive(alice.did, again).then(({ kind }) => kind, String));
    expect(kinds).toContain('message');
    expect(await inbox(b)).toEqual(['one', 'two', 'three']);
  });

  it('R15: from before the keys turned opens nothing, E_DECRYPT, and is opened by nobody, until a new session is made', async () => {
    const { a, b } = await acquainted();
    const copy = await copyOf(a);
    for (let turn = 0; turn < 3; turn++) {
      await exchange(a, b, 'there');
      await exchange(b, a, 'back');
    }
    await Promise.all([inbox(a), inbox(b)]);
    await a.store.apply(copy);
    const { envelope } = await a.book.outbox.send(bob.did, utf8('unheard'));
    await expect(b.book.receive(alice.did, envelope)).rejects.toThrow(code('E_REPLAY'));
    const { envelope: other } = await b.book.outbox.send(alice.did, utf8('unheard too'));
    await expect(a.book.receive(bob.did, other)).rejects.toThrow(code('E_DECRYPT'));
    await a.book.establish(bob.did, await b.prekeys.offer(NOW));
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const)
      for (const again of await resealed(from, to))
        await from.book.receive(to.identity.did, replyOf(await to.book.receive(from.identity.did, again)));
    expect([await inbox(a), await inbox(b)]).toEqual([['unheard too'], ['unheard']]);
    expect([await resealed(a, b), await resealed(b, a)]).toEqual([[], []]);
  });
});

describe('new sessions without end', () => {
  it('R18: of Mallory, 1,000 of them, leave the session with Alice as it was: ten a minute, the others E_RATE_LIMITED', async () => {
    const { a, b } = await acquainted();
    const before = await recordOf(b, alice);
    const bundle = verifyBundle(await b.prekeys.offer(NOW), { did: bob.did, nowMs: NOW });
    let [made, refused] = [0, 0];
    for (let i = 0; i < 1000; i++) {
      const session = initiateDurable(mallory, { ...bundle, oneTimePrekeys: [], oneTimeKems: [] });
      const text = { type: ENVELOPE_TYPES.text, timestampMs: NOW, text: utf8('anew'), salt: randomBytes(32) };
      const { envelope } = sealMessage(session, mallory, { ...text, id: makeMessageId(NOW) });
      const outcome = await b.book.receive(mallory.did, envelope).then(({ kind }) => kind, codeOfError);
      if (outcome === 'message') made++;
      else refused++;
      expect(outcome).toBe(i < MAX_NEW_SESSIONS ? 'message' : 'E_RATE_LIMITED');
      // In the name of Alice the same envelope is nothing.
      if (i < 20) await expect(b.book.receive(alice.did, envelope)).rejects.toThrow(code('E_DECRYPT'));
    }
    expect([made, refused]).toEqual([MAX_NEW_SESSIONS, 1000 - MAX_NEW_SESSIONS]);
    expect((await sessionsOf(b, mallory)).sessions).toHaveLength(MAX_NEW_SESSIONS);
    expect((await recordOf(b, mallory)).length).toBeLessThan(32 * 1024);
    expect(await recordOf(b, alice)).toEqual(before);
    await inbox(b);
    await exchange(a, b, 'still here');
    expect(await inbox(b)).toEqual(['still here']);
  }, 600_000);

  it('R18: beyond ten a minute no prekey is looked up, a replay counts for none, and a minute later there are ten more', async () => {
    const { a, b } = await introduced();
    const bundle = await b.prekeys.offer(NOW);
    const anew = async (): Promise<Bytes> => {
      await a.book.establish(bob.did, bundle);
      return (await a.book.outbox.send(bob.did, utf8('x'))).envelope;
    };
    const first = await anew();
    await b.book.receive(alice.did, first);
    for (let i = 1; i < MAX_NEW_SESSIONS; i++) {
      await b.book.receive(alice.did, await anew());
      await b.book.receive(alice.did, first);
    }
    const looked = vi.spyOn(b.prekeys, 'find');
    await expect(b.book.receive(alice.did, await anew())).rejects.toThrow(code('E_RATE_LIMITED'));
    expect(looked).not.toHaveBeenCalled();
    b.clock.advance(NEW_SESSIONS_WINDOW_MS - 1);
    await expect(b.book.receive(alice.did, await anew())).rejects.toThrow(code('E_RATE_LIMITED'));
    b.clock.advance(1);
    expect((await b.book.receive(alice.did, await anew())).kind).toBe('message');
  });

  it('R18: that Bob never answered do not push out the one that both have proved', async () => {
    const { a, b } = await acquainted();
    const [proved] = (await sessionsOf(a, bob)).sessions;
    const late = await b.book.outbox.send(alice.did, utf8('under the old one'));
    for (let i = 0; i < 2 * MAX_ARCHIVED_SESSIONS; i++) await a.book.establish(bob.did, await b.prekeys.offer(NOW));
    const { sessions } = await sessionsOf(a, bob);
    expect(sessions).toHaveLength(1 + MAX_ARCHIVED_SESSIONS);
    expect(sessions.some(({ id }) => proved !== undefined && id.every((byte, at) => byte === proved.id[at]))).toBe(
      true,
    );
    const received = await a.book.receive(bob.did, late.envelope);
    expect(await inbox(a)).toEqual(['under the old one']);
    await b.book.receive(alice.did, replyOf(received));
    await exchange(a, b, 'on');
    await exchange(b, a, 'and on');
    expect([await inbox(a), await inbox(b)]).toEqual([['and on'], ['on']]);
  });

  it('R18: repeated by the network, an initial message makes none and does not change which one sends', async () => {
    const { a, b } = await introduced();
    const { envelope: initial } = await a.book.outbox.send(bob.did, utf8('first'));
    await a.book.receive(bob.did, replyOf(await b.book.receive(alice.did, initial)));
    await a.book.establish(bob.did, await b.prekeys.offer(NOW));
    await exchange(a, b, 'under the second');
    const before = (await sessionsOf(b, alice)).sessions.map(({ id }) => id);
    for (let i = 0; i < 100; i++) expect((await b.book.receive(alice.did, initial)).kind).toBe('duplicate');
    expect((await sessionsOf(b, alice)).sessions.map(({ id }) => id)).toEqual(before);
    await exchange(a, b, 'and on');
    expect(await inbox(b)).toEqual(['first', 'under the second', 'and on']);
  });
});
