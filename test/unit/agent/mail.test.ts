import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACKNOWLEDGE_DELAY_MS } from '../../../src/agent/message/acknowledgements.ts';
import { MAX_HELD_OF_A_SENDER } from '../../../src/agent/message/held-deposits.ts';
import { MAX_ANSWERS_UNDER_WAY, type Mail } from '../../../src/agent/message/mail.ts';
import { NEW_SESSIONS_WINDOW_MS } from '../../../src/agent/message/session-steps.ts';
import { MAX_SERVERS } from '../../../src/agent/reach/server-book.ts';
import { Servers } from '../../../src/agent/reach/servers.ts';
import { type Bytes, utf8 } from '../../../src/base/bytes.ts';
import { TalosError } from '../../../src/base/errors.ts';
import type { Did } from '../../../src/identity/did.ts';
import type { Identity } from '../../../src/identity/identity.ts';
import { MailboxClient } from '../../../src/mailbox/client.ts';
import { MAX_ACKNOWLEDGED_IDS } from '../../../src/message/acknowledgement.ts';
import { sealDeposit } from '../../../src/message/deposit.ts';
import { decodeEnvelope, ENVELOPE_TYPES, encodeMetadata, signEnvelope } from '../../../src/message/envelope.ts';
import { settled, until, watchUnhandled } from '../../fixtures/agents.ts';
import {
  type FakeMessenger,
  MailNet,
  type MailServer,
  mailOf,
  placeOf,
  type Rooms,
} from '../../fixtures/mail-world.ts';
import { recordOf } from '../../fixtures/registry.ts';
import { agent, NOW, seededDraw } from '../session/actors.ts';

const [me, alice, bob] = [agent('me'), agent('alice'), agent('bob')];
const code = (name: string) => expect.objectContaining({ code: name });

let net: MailNet;
let rooms: Rooms & { readonly mail: Mail };
let mail: Mail;
let refused: Set<Did>;
let asked: Did[];
let answers: Map<Did, Promise<boolean>>;
let failure: TalosError | undefined;
let thrown: Error | undefined;
/** Whether what comes is stored under the id of its envelope. */
let isStored: boolean;
let answering: () => Promise<void>;
let messenger: FakeMessenger;
let unhandled: ReturnType<typeof watchUnhandled>;

beforeEach(async () => {
  unhandled = watchUnhandled();
  net = new MailNet();
  refused = new Set();
  [asked, answers] = [[], new Map()];
  [failure, thrown, isStored] = [undefined, undefined, false];
  answering = () => Promise.resolve();
  messenger = {
    received: [],
    answered: [],
    async receive(sender, envelope) {
      messenger.received.push({ sender, envelope });
      if (thrown !== undefined) throw thrown;
      if (failure !== undefined) return { failure };
      return isStored ? { stored: decodeEnvelope(envelope).id } : {};
    },
    async acknowledge(peer, ids) {
      messenger.answered.push({ peer, ids });
      await answering();
    },
  };
  rooms = await mailOf(net, 'me', messenger, (sender) => {
    asked.push(sender);
    return answers.get(sender) ?? !refused.has(sender);
  });
  mail = rooms.mail;
});
afterEach(async () => {
  await mail[Symbol.asyncDispose]();
  await net.end();
  await settled();
  expect(net.faults).toEqual([]);
  expect(unhandled.stop()).toEqual([]);
});

let made = 0;
/** An envelope as `sender` makes it, of a session that is none. */
function envelopeOf(sender: Identity): Bytes {
  const id = seededDraw(`envelope ${++made}`)(16);
  id[6] = 0x70;
  id[8] = 0x80;
  const metadata = encodeMetadata({
    type: ENVELOPE_TYPES.text,
    id,
    timestampMs: NOW,
    sender: sender.did,
    recipient: me.did,
    initial: undefined,
    chunk: undefined,
    commitment: new Uint8Array(32),
  });
  return signEnvelope(sender.signing, metadata, utf8('text'));
}

const sealed = (envelope: Uint8Array, record?: Uint8Array): Bytes =>
  sealDeposit({ did: me.did, agreementKey: me.agreement.publicKey }, { envelope, record });

/** Puts deposits into the own mailbox at `server`. */
async function left(server: MailServer, ...deposits: readonly Uint8Array[]): Promise<void> {
  await using client = new MailboxClient(server.take('mailbox', bob.signing.publicKey));
  for (const each of deposits) await client.deposit(me.did, each);
}

/** A server that this agent is registered with, of which it takes what comes. */
async function kept(): Promise<{ server: MailServer; keeping: AsyncDisposable }> {
  const server = await net.server('server', 0);
  await mail.register(server.place);
  return { server, keeping: mail.keep() };
}
const isEmpty = (server: MailServer) => (): boolean => server.mailbox?.totals.messages === 0;

/** Time passes until `condition` holds. */
async function passing(condition: () => boolean): Promise<void> {
  await until(async () => {
    rooms.timer.advance(500);
    await settled(3);
    return condition();
  });
}

describe('mail registers', () => {
  it('at the place that is named, with the key that answers there, and everywhere where none is named', async () => {
    const [one, two] = [await net.server('one', 1), await net.server('two', 2, { mailbox: false })];
    expect(await mail.register(one.place)).toMatchObject([{ server: { did: one.did, mailbox: true }, bundles: 25 }]);
    expect(await mail.register(two.named)).toMatchObject([{ server: { did: two.did, mailbox: false } }]);
    expect((await mail.register()).map(({ server }) => server.did)).toEqual([one.did, two.did]);
    expect(mail.servers().map(({ addresses }) => addresses)).toEqual([[one.place], [two.place]]);
    const servers = new Servers(() => Promise.resolve(mail));
    expect(await servers.list()).toEqual([
      { did: one.did, addresses: [one.place], mailbox: true, name: '', offers: [], unlisted: false },
      { did: two.did, addresses: [two.place], mailbox: false, name: '', offers: [], unlisted: false },
    ]);
    expect(await servers.register({ address: two.place })).toEqual([
      expect.objectContaining({ did: two.did, mailbox: false, bundles: 25, expiresAtMs: expect.any(Number) as number }),
    ]);
  });

  it('H09: the first of them, on the internet, with no address of a private network', async () => {
    const server = await net.server('server', 1);
    rooms.listening = ['/ip4/192.168.1.2/tcp/7', '/ip4/203.0.113.5/tcp/7', '/ip4/127.0.0.1/tcp/7'];
    await mail.register(server.place);
    const own = await mail.records.get(me.did);
    expect(own).toMatchObject({ addresses: ['/ip4/203.0.113.5/tcp/7'], mailboxes: [server.named] });
  });

  it('G06: with all that are known, also where one of them is away, which is told: E_UNREACHABLE', async () => {
    const servers = [await net.server('one', 1), await net.server('two', 2), await net.server('three', 3)] as const;
    for (const server of servers) await mail.register(server.place);
    servers[0].refuse = new TalosError('E_UNREACHABLE', 'away');
    const before = servers.map((server) => server.count('registry'));
    await expect(mail.register()).rejects.toMatchObject({ code: 'E_UNREACHABLE' });
    expect(servers.map((server, n) => server.count('registry') - (before[n] ?? 0))).toEqual([0, 1, 1]);
  });

  it('with a server that is somewhere else now, and finds it there first', async () => {
    const server = await net.server('server', 1);
    await mail.register(server.place);
    net.at.delete(server.place);
    net.at.set(placeOf(7), server);
    expect(await mail.register(placeOf(7))).toMatchObject([
      { server: { did: server.did, addresses: [placeOf(7), placeOf(1)] }, bundles: 25 },
    ]);
    expect(mail.servers()).toHaveLength(1);
  });

  it('E_IDENTITY_CHANGED: not where another key answers at a place that is pinned, and changes nothing', async () => {
    const server = await net.server('server', 0);
    await mail.register(server.place);
    const before = mail.servers();
    const other = await net.server('other', 0);
    await expect(mail.register(server.place)).rejects.toMatchObject({
      code: 'E_IDENTITY_CHANGED',
      details: { pinned: server.did, offered: other.did },
    });
    await expect(mail.register(server.named)).rejects.toThrow(code('E_IDENTITY_MISMATCH'));
    await expect(mail.register()).rejects.toThrow(code('E_IDENTITY_MISMATCH'));
    expect(mail.servers()).toEqual(before);
    expect(other.visits).toEqual([]);
  });

  it('with the other one there where its key is named, which takes the place of the one before', async () => {
    const server = await net.server('server', 0);
    await mail.register(server.place);
    const other = await net.server('other', 0);
    await mail.register(other.named);
    expect(mail.servers()).toMatchObject([{ did: other.did, addresses: [other.place] }]);
    expect(await mail.register(other.place)).toHaveLength(1);
  });

  it('E_UNREACHABLE: not with the other one where that fails, and keeps the one before', async () => {
    const server = await net.server('server', 0);
    await mail.register(server.place);
    const before = mail.servers();
    const other = await net.server('other', 0);
    other.instead = (_, link) => void link.close();
    await expect(mail.register(other.named)).rejects.toThrow(code('E_UNREACHABLE'));
    expect(mail.servers()).toEqual(before);
  });

  it('E_NOT_FOUND, E_MALFORMED, E_UNREACHABLE, E_LIMIT: nowhere where there is no place for it', async () => {
    await expect(mail.register()).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(mail.register('example')).rejects.toThrow(code('E_MALFORMED'));
    await expect(mail.register(placeOf(9))).rejects.toThrow(code('E_UNREACHABLE'));
    for (let n = 0; n < MAX_SERVERS; n++) await mail.register((await net.server(`server ${n}`, n)).place);
    await expect(mail.register((await net.server('more', MAX_SERVERS)).place)).rejects.toThrow(code('E_LIMIT'));
    expect(mail.servers()).toHaveLength(MAX_SERVERS);
  });

  it('with a server that it takes mail of at once where it does so already', async () => {
    await using _ = mail.keep();
    const server = await net.server('server', 0);
    await mail.register(server.place);
    await left(server, sealed(envelopeOf(alice)));
    await until(() => messenger.received.length === 1);
  });
});

describe('mail takes', () => {
  it('envelopes, in order, and notes where their senders are; what answers them goes back', async () => {
    const { server } = await kept();
    isStored = true;
    const [first, second] = [envelopeOf(alice), envelopeOf(bob)];
    await left(server, sealed(first, recordOf(alice)), sealed(second));
    await until(isEmpty(server));
    expect(messenger.received).toEqual([
      { sender: alice.did, envelope: first },
      { sender: bob.did, envelope: second },
    ]);
    expect(messenger.answered).toEqual([]);
    rooms.timer.advance(ACKNOWLEDGE_DELAY_MS);
    await settled();
    expect(messenger.answered).toEqual([
      { peer: alice.did, ids: [decodeEnvelope(first).id] },
      { peer: bob.did, ids: [decodeEnvelope(second).id] },
    ]);
    expect(await rooms.records.get(alice.did)).toMatchObject({ sequence: NOW });
    expect(await rooms.records.newest(bob.did)).toBeUndefined();
  });

  it.each<[string, () => Uint8Array]>([
    ['is noise', () => seededDraw('noise')(1024)],
    ['is zeros', () => new Uint8Array(2048)],
    [
      'is sealed to another',
      () =>
        sealDeposit(
          { did: bob.did, agreementKey: bob.agreement.publicKey },
          { envelope: envelopeOf(alice), record: undefined },
        ),
    ],
    ['has no envelope in it', () => sealed(utf8('<!doctype html>'))],
    ['has a cut envelope in it', () => sealed(envelopeOf(alice).subarray(0, 60))],
  ])('nothing of a deposit that %s, and drops it', async (_, make) => {
    const { server } = await kept();
    await left(server, make(), sealed(envelopeOf(bob)));
    await until(isEmpty(server));
    expect(messenger.received.map(({ sender }) => sender)).toEqual([bob.did]);
    expect(rooms.notices).toEqual([]);
  });

  it('asks nobody about a sender that has not signed what it is said to have sent', async () => {
    const { server, keeping } = await kept();
    const forged = envelopeOf(alice);
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    await left(server, sealed(forged), sealed(envelopeOf(bob)));
    await until(isEmpty(server));
    expect(asked).toEqual([bob.did]);
    await keeping[Symbol.asyncDispose]();
  });

  it('nothing of senders that are refused, and drops it', async () => {
    const { server } = await kept();
    refused.add(alice.did);
    await left(server, sealed(envelopeOf(alice), recordOf(alice)), sealed(envelopeOf(bob)));
    await until(isEmpty(server));
    expect(messenger.received.map(({ sender }) => sender)).toEqual([bob.did]);
    expect(await rooms.records.newest(alice.did)).toBeUndefined();
  });

  it.each(['E_DECRYPT', 'E_REPLAY', 'E_NO_SESSION', 'E_LIMIT', 'E_MALFORMED'] as const)(
    '%s: no envelope that does not open, drops it, and notes no record of a stranger',
    async (name) => {
      const { server } = await kept();
      failure = new TalosError(name, 'no');
      await left(server, sealed(envelopeOf(alice), recordOf(alice)));
      await until(isEmpty(server));
      expect(messenger.received).toHaveLength(1);
      expect(messenger.answered).toEqual([]);
      expect(await rooms.records.newest(alice.did)).toBeUndefined();
      // Of a contact it is: where its session is repaired, its registry must be known.
      await rooms.core.peers.call(alice.did, 'alice');
      await left(server, sealed(envelopeOf(alice), recordOf(alice)));
      await until(isEmpty(server));
      expect(await rooms.records.newest(alice.did)).toBe(NOW);
    },
  );

  it.each<[string, (name: 'E_LIMIT') => void]>([
    ['the inbox is full', (name) => void (failure = new TalosError(name, 'full', { details: { inbox: 'full' } }))],
    ['the store fails', () => void (thrown = new TalosError('E_STORAGE_FULL', 'full'))],
    ['the messenger has ended', () => void (thrown = new TalosError('E_CLOSED', 'full'))],
  ])(
    'E_LIMIT, E_STORAGE_FULL, E_CLOSED: nothing while %s: it stays in the mailbox and comes again',
    async (_, make) => {
      const { server } = await kept();
      make('E_LIMIT');
      await rooms.core.peers.note(alice.did, {});
      const envelope = envelopeOf(alice);
      await left(server, sealed(envelope, recordOf(alice)));
      await passing(() => messenger.received.length >= 3);
      expect(server.mailbox?.totals.messages).toBe(1);
      expect(await rooms.records.newest(alice.did)).toBeUndefined();
      expect(rooms.notices.map(({ message }) => message)).toEqual([`the server ${server.did}: full`]);
      [failure, thrown] = [undefined, undefined];
      await passing(isEmpty(server));
      expect(messenger.received.at(-1)).toEqual({ sender: alice.did, envelope });
      expect(await rooms.records.newest(alice.did)).toBe(NOW);
    },
  );

  it('E_LIMIT, E_RATE_LIMITED: nothing more of a stranger while its share of the inbox is full, or it begins too many sessions: others go on', async () => {
    const { server } = await kept();
    for (const refusal of [
      new TalosError('E_LIMIT', 'full', { details: { inbox: 'full' } }),
      new TalosError('E_RATE_LIMITED', 'too many'),
    ]) {
      failure = refusal;
      await left(server, sealed(envelopeOf(alice), recordOf(alice)), sealed(envelopeOf(bob)));
      await until(isEmpty(server));
    }
    expect(messenger.received.map(({ sender }) => sender)).toEqual([alice.did, bob.did, alice.did, bob.did]);
    expect(await rooms.records.newest(alice.did)).toBeUndefined();
    expect(rooms.notices).toEqual([]);
  });

  it('E_RATE_LIMITED: the new session of a peer that it knows a minute later, in order, and what others left at once', async () => {
    const { server } = await kept();
    await rooms.core.peers.note(alice.did, {});
    failure = new TalosError('E_RATE_LIMITED', 'too many');
    const [first, second] = [envelopeOf(alice), envelopeOf(alice)];
    await left(server, sealed(first));
    await until(() => messenger.received.length === 1);
    failure = undefined;
    await left(server, sealed(second), sealed(envelopeOf(bob)));
    await until(() => messenger.received.length === 2);
    await settled();
    expect(messenger.received.map(({ sender }) => sender)).toEqual([alice.did, bob.did]);
    expect(server.mailbox?.totals.messages).toBe(2);
    rooms.timer.advance(NEW_SESSIONS_WINDOW_MS);
    await until(isEmpty(server));
    expect(messenger.received.slice(2).map(({ envelope }) => envelope)).toEqual([first, second]);
    expect(rooms.notices).toEqual([]);
  });

  it('what others left while a person is asked about a stranger, then that of the stranger, in order', async () => {
    const { server } = await kept();
    let say: (isAllowed: boolean) => void = () => {};
    answers.set(alice.did, new Promise((resolve) => (say = resolve)));
    const [first, second] = [envelopeOf(alice), envelopeOf(alice)];
    await left(server, sealed(first), sealed(envelopeOf(bob)), sealed(second), sealed(envelopeOf(bob)));
    await until(() => messenger.received.length === 2);
    await settled();
    expect(messenger.received.map(({ sender }) => sender)).toEqual([bob.did, bob.did]);
    expect(server.mailbox?.totals.messages).toBe(2);
    say(true);
    await until(isEmpty(server));
    expect(messenger.received.slice(2).map(({ envelope }) => envelope)).toEqual([first, second]);
  });

  it('no more than so many of a stranger that a person is asked about: others still get through, and it comes again with the next link', async () => {
    const { server } = await kept();
    answers.set(alice.did, new Promise(() => {}));
    await left(server, ...Array.from({ length: 20 }, () => sealed(envelopeOf(alice))), sealed(envelopeOf(bob)));
    await until(() => messenger.received.length === 1);
    expect(messenger.received.map(({ sender }) => sender)).toEqual([bob.did]);
    await until(() => server.mailbox?.totals.messages === MAX_HELD_OF_A_SENDER);
    // What was held over a link that has ended takes no room.
    server.cut();
    answers.set(alice.did, Promise.resolve(true));
    await passing(isEmpty(server));
    expect(messenger.received).toHaveLength(1 + MAX_HELD_OF_A_SENDER);
  });

  it('E_CLOSED: what a person was asked about stays in the mailbox where the listening ends', async () => {
    const { server, keeping } = await kept();
    let end: (error: TalosError) => void = () => {};
    answers.set(alice.did, new Promise((_, reject) => (end = reject)));
    await left(server, sealed(envelopeOf(alice)));
    await until(() => asked.length === 1);
    end(new TalosError('E_CLOSED', 'nobody takes messages now'));
    await keeping[Symbol.asyncDispose]();
    expect(server.mailbox?.totals.messages).toBe(1);
    expect(messenger.received).toEqual([]);
  });

  it.each<[string, () => Uint8Array]>([
    ['is of another', () => recordOf(bob)],
    ['is an older one', () => recordOf(alice, { sequence: NOW })],
    ['is none', () => utf8('{}')],
  ])('an envelope also where the record with it %s', async (_, record) => {
    await rooms.records.take(alice.did, recordOf(alice, { sequence: NOW + 1 }));
    const { server } = await kept();
    await left(server, sealed(envelopeOf(alice), record()));
    await until(isEmpty(server));
    expect(messenger.received).toHaveLength(1);
    expect(await rooms.records.newest(alice.did)).toBe(NOW + 1);
    expect(await rooms.records.newest(bob.did)).toBeUndefined();
  });

  it('E_UNREACHABLE: goes on where an answer cannot be left', async () => {
    const { server } = await kept();
    isStored = true;
    answering = () => Promise.reject(new TalosError('E_UNREACHABLE', 'away'));
    await left(server, sealed(envelopeOf(alice)), sealed(envelopeOf(bob)));
    await until(isEmpty(server));
    rooms.timer.advance(ACKNOWLEDGE_DELAY_MS);
    await settled();
    expect(messenger.answered).toHaveLength(2);
    expect(rooms.notices).toEqual([]);
  });

  it('envelopes of one peer, and acknowledges them together, so many at a time', async () => {
    const { server } = await kept();
    isStored = true;
    const envelopes = Array.from({ length: MAX_ACKNOWLEDGED_IDS + 2 }, () => envelopeOf(alice));
    const twice = envelopes.at(-1) ?? envelopeOf(alice);
    await left(server, ...[...envelopes, twice].map((each) => sealed(each)));
    await until(isEmpty(server));
    expect(messenger.answered.map(({ ids }) => ids.length)).toEqual([MAX_ACKNOWLEDGED_IDS]);
    rooms.timer.advance(ACKNOWLEDGE_DELAY_MS);
    await settled();
    expect(messenger.answered.flatMap(({ ids }) => ids)).toEqual(envelopes.map((each) => decodeEnvelope(each).id));
  });

  it(`no more than ${MAX_ANSWERS_UNDER_WAY} answers under way hold up, one more waits in the mailbox`, async () => {
    const { server } = await kept();
    isStored = true;
    const waiting: (() => void)[] = [];
    answering = () => new Promise((resolve) => waiting.push(resolve));
    const many = Array.from({ length: MAX_ANSWERS_UNDER_WAY + 2 }, (_, n) => agent(`peer ${n}`));
    await left(server, ...many.map((who) => sealed(envelopeOf(who))));
    await until(() => messenger.received.length === MAX_ANSWERS_UNDER_WAY + 1);
    rooms.timer.advance(ACKNOWLEDGE_DELAY_MS);
    await settled();
    expect(server.mailbox?.totals.messages).toBe(2);
    expect(messenger.answered).toHaveLength(MAX_ANSWERS_UNDER_WAY);
    waiting.shift()?.();
    await until(() => messenger.received.length === many.length);
    rooms.timer.advance(ACKNOWLEDGE_DELAY_MS);
    await until(() => messenger.answered.length === MAX_ANSWERS_UNDER_WAY + 1);
    answering = () => Promise.resolve();
    for (const done of waiting) done();
    await until(isEmpty(server));
  });

  it('as long as somebody has asked for it, and leaves the rest', async () => {
    const { server, keeping } = await kept();
    const other = mail.keep();
    await keeping[Symbol.asyncDispose]();
    await keeping[Symbol.asyncDispose]();
    await left(server, sealed(envelopeOf(alice)));
    await until(isEmpty(server));
    await other[Symbol.asyncDispose]();
    await until(() => server.mailbox?.links === 0);
    await left(server, sealed(envelopeOf(alice)));
    await settled();
    expect(messenger.received).toHaveLength(1);
    await using _ = mail.keep();
    await until(isEmpty(server));
  });

  it('nothing after its end, which waits for the answers that are under way', async () => {
    const { server } = await kept();
    isStored = true;
    const waiting: (() => void)[] = [];
    const done = (): void => waiting.forEach((each) => each());
    answering = () => new Promise((resolve) => waiting.push(resolve));
    await left(server, sealed(envelopeOf(alice)), sealed(envelopeOf(bob)));
    await until(isEmpty(server));
    expect(messenger.answered).toEqual([]);
    let isOver = false;
    const ended = mail[Symbol.asyncDispose]().then(() => (isOver = true));
    await settled();
    expect(isOver).toBe(false);
    expect(messenger.answered).toHaveLength(2);
    done();
    await ended;
    await until(() => server.mailbox?.links === 0);
  });
});
