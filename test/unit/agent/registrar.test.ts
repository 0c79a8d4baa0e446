import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RECORD_REFRESH_MS } from '../../../src/agent/reach/record-publisher.ts';
import { ANNOUNCE_PAUSE_MS, NOTICES_A_SERVER } from '../../../src/agent/reach/registrar.ts';
import { MAX_SERVERS } from '../../../src/agent/reach/server-book.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import { TalosError } from '../../../src/base/errors.ts';
import {
  type AgentRecord,
  MAX_AGENT_RECORD_LIFETIME_MS,
  verifyAgentRecord,
} from '../../../src/identity/agent-record.ts';
import { MailboxClient } from '../../../src/mailbox/client.ts';
import { sealDeposit } from '../../../src/message/deposit.ts';
import { RETRY_CAP_MS } from '../../../src/net/backoff.ts';
import { FRAME_TYPES } from '../../../src/net/frame.ts';
import type { Link } from '../../../src/net/link.ts';
import { serveRequests } from '../../../src/net/request-link.ts';
import { RegistryClient } from '../../../src/registry/client.ts';
import { verifyBundle } from '../../../src/session/prekeys.ts';
import { settled, until } from '../../fixtures/agents.ts';
import { MailNet, type MailServer, placeOf, type Rooms, roomsOf } from '../../fixtures/mail-world.ts';
import { agent, NOW } from '../session/actors.ts';

const [me, asker] = [agent('me'), agent('asker')];
const code = (name: string) => expect.objectContaining({ code: name });
const AWAY = new TalosError('E_UNREACHABLE', 'nobody answers');

let net: MailNet;
let rooms: Rooms;
const kept: AsyncDisposable[] = [];
beforeEach(async () => {
  net = new MailNet();
  rooms = await roomsOf(net, 'me');
});
afterEach(async () => {
  for (const each of kept.splice(0)) await each[Symbol.asyncDispose]();
  await net.end();
  expect(net.faults).toEqual([]);
});

/** What `server` has of this agent, for others. */
async function recordAt(server: MailServer): Promise<AgentRecord | undefined> {
  await using client = new RegistryClient(server.take('registry', asker.signing.publicKey));
  const bytes = await client.lookup(me.did);
  return bytes && verifyAgentRecord(bytes, { did: me.did, nowMs: net.clock.now() });
}

/** Signed prekeys of so many bundles that `server` gives out; negative where one has no one-time prekey. */
async function taken(server: MailServer, count: number): Promise<number[]> {
  const ids: number[] = [];
  await using client = new RegistryClient(server.take('registry', asker.signing.publicKey));
  for (let n = 0; n < count; n++) {
    const bytes = (await client.takeBundle(me.did)) ?? utf8('');
    const { signedPrekey, oneTimePrekeys } = verifyBundle(bytes, { did: me.did, nowMs: net.clock.now() });
    ids.push(oneTimePrekeys.length === 0 ? -signedPrekey.id : signedPrekey.id);
  }
  return ids;
}

async function deposit(server: MailServer, text: string): Promise<void> {
  await using client = new MailboxClient(server.take('mailbox', asker.signing.publicKey));
  const recipient = { did: me.did, agreementKey: me.agreement.publicKey };
  await client.deposit(me.did, sealDeposit(recipient, { envelope: utf8(text), record: undefined }));
}

/** Stays registered, until the test ends. */
function keep(): AsyncDisposable {
  const keeping = rooms.registrar.keep();
  kept.push(keeping);
  return keeping;
}

/** Time passes until `condition` holds. */
async function passing(condition: () => boolean | Promise<boolean>): Promise<void> {
  await until(async () => {
    rooms.timer.advance(500);
    await settled(3);
    return condition();
  });
}

describe('the registrar', () => {
  it('registers with a server: record, bundles, mailbox', async () => {
    const server = await net.server('server', 0);
    rooms.listening = ['/ip4/192.0.2.7/tcp/8766'];
    const registration = await rooms.registrar.register(server.server);
    expect(registration).toEqual({
      server: { ...server.server, prekeyId: 7 },
      bundles: 25,
      expiresAtMs: NOW + MAX_AGENT_RECORD_LIFETIME_MS,
    });
    expect(rooms.servers.all()).toEqual([registration.server]);
    expect(await recordAt(server)).toMatchObject({
      addresses: rooms.listening,
      mailboxes: [server.named],
      sequence: NOW,
    });
    expect(server.mailbox?.totals.mailboxes).toBe(1);
    expect(server.visits.filter(({ did }) => did === me.did)).toHaveLength(2);
    expect(await taken(server, 2)).toEqual([7, 7]);
  });

  it('registers with a server that keeps no mail, and names no mailbox then', async () => {
    const server = await net.server('server', 0, { mailbox: false });
    const registration = await rooms.registrar.register(server.server);
    expect(registration).toMatchObject({ server: { mailbox: false }, bundles: 25 });
    expect((await recordAt(server))?.mailboxes).toEqual([]);
  });

  it('leaves what is in the mailbox, and makes no new bundles where there are enough', async () => {
    const server = await net.server('server', 0);
    await rooms.registrar.register(server.server);
    await deposit(server, 'hello');
    expect(await rooms.registrar.register(rooms.servers.all()[0] ?? server.server)).toMatchObject({ bundles: 25 });
    expect(rooms.stock.asked).toEqual([100]);
    expect(rooms.deposits).toEqual([]);
    expect(server.mailbox?.totals.messages).toBe(1);
  });

  it('names every server’s mailbox to each', async () => {
    const servers = [await net.server('one', 1), await net.server('two', 2)];
    for (const { server } of servers) await rooms.registrar.register(server);
    const [first, second] = servers;
    expect((await recordAt(second ?? expect.unreachable()))?.mailboxes).toEqual([first?.named, second?.named]);
  });

  it('gives each sequence once, and remembers it before it is given', async () => {
    const server = await net.server('server', 0);
    const { server: known } = await rooms.registrar.register(server.server);
    net.clock.advance(-5000);
    await rooms.registrar.register(known);
    expect(await recordAt(server)).toMatchObject({ sequence: NOW + 1 });
    server.instead = (purpose, link) => {
      if (purpose === 'mailbox') void server.mailbox?.accept(link);
      else link.onFrame(() => {});
    };
    const registering = rooms.registrar.register(known);
    await until(async () => (await rooms.records.newest(me.did)) === NOW + 2);
    server.cut();
    await expect(registering).rejects.toThrow(code('E_UNREACHABLE'));
    server.instead = undefined;
    rooms = await roomsOf(net, 'me', rooms.store);
    await Promise.all([1, 2, 3].map(() => rooms.registrar.register(known)));
    expect(await recordAt(server)).toMatchObject({ sequence: NOW + 5 });
    expect(rooms.stock.asked).toEqual([]);
  });

  it('E_STORAGE_FULL: gives no record that it could not remember', async () => {
    const server = await net.server('server', 0);
    rooms.store.failApply = new TalosError('E_STORAGE_FULL', 'no room');
    await expect(rooms.registrar.register(server.server)).rejects.toThrow(code('E_STORAGE_FULL'));
    expect(await recordAt(server)).toBeUndefined();
    expect(rooms.servers.all()).toEqual([]);
  });

  it.each<[string, string, (server: MailServer) => void]>([
    ['is away', 'E_UNREACHABLE', (server) => void (server.refuse = AWAY)],
    ['has another key', 'E_IDENTITY_MISMATCH', () => void 0],
    [
      'has no registry',
      'E_UNREACHABLE',
      (server) =>
        void (server.instead = (purpose, link) =>
          void (purpose === 'mailbox' ? server.mailbox?.accept(link) : link.close())),
    ],
    ['is busy', 'E_REFUSED', (server) => void (server.instead = (_, link) => busy(link))],
  ])('keeps no server that %s: %s, and forgets none', async (what, refusal, make) => {
    const [server, other] = [await net.server('server', 0), await net.server('other', 1)];
    await rooms.registrar.register(other.server);
    if (what === 'has another key') await net.server('in its place', 0);
    make(server);
    const before = rooms.servers.all();
    await expect(rooms.registrar.register(server.server)).rejects.toThrow(code(refusal));
    expect(rooms.servers.all()).toEqual(before);
  });

  it('E_REFUSED: does not take a mailbox that is busy for none', async () => {
    const server = await net.server('server', 0);
    await rooms.registrar.register(server.server);
    server.instead = (purpose, link) => (purpose === 'mailbox' ? busy(link) : void server.registry.accept(link));
    await expect(rooms.registrar.register(server.server)).rejects.toThrow(code('E_REFUSED'));
    expect(rooms.servers.all()).toMatchObject([{ mailbox: true }]);
  });

  it('E_LIMIT: goes to no server more than it may have', async () => {
    for (let n = 0; n < MAX_SERVERS; n++) {
      const { server } = await net.server(`server ${n}`, n);
      await rooms.servers.keep(server);
    }
    const more = await net.server('more', MAX_SERVERS);
    await expect(rooms.registrar.register(more.server)).rejects.toThrow(code('E_LIMIT'));
    expect(more.visits).toEqual([]);
  });

  it('no longer than its signal allows', async () => {
    const server = await net.server('server', 0);
    await expect(rooms.registrar.register(server.server, AbortSignal.abort(new Error('enough')))).rejects.toThrow(
      'enough',
    );
    server.instead = (_, link) => link.onFrame(() => {});
    const stop = new AbortController();
    const registering = rooms.registrar.register(server.server, stop.signal);
    await until(() => server.visits.length === 1);
    await settled();
    stop.abort(new Error('enough'));
    await expect(registering).rejects.toThrow('enough');
    expect(rooms.servers.all()).toEqual([]);
  });
});

describe('the registrar that stays', () => {
  it('takes what mailboxes have and brings bundles where few are left', async () => {
    const server = await net.server('server', 0);
    await rooms.registrar.register(server.server);
    await deposit(server, 'first');
    keep();
    await until(() => rooms.deposits.length === 1);
    await deposit(server, 'second');
    await until(() => rooms.deposits.length === 2 && server.mailbox?.totals.messages === 0);
    await until(async () => (await recordAt(server))?.sequence === NOW + 1);
    expect(await taken(server, 5)).toEqual([7, 7, 7, 7, 7]);
    expect(rooms.stock.asked).toEqual([100]);
    await taken(server, 1); // 19 are left
    rooms.timer.advance(ANNOUNCE_PAUSE_MS);
    await until(() => rooms.stock.asked.length === 2);
    expect(rooms.stock.asked).toEqual([100, 81]);
    await passing(async () => (await recordAt(server))?.sequence === NOW + 2);
    expect(rooms.notices).toEqual([]);
  });

  it('brings no bundles again for what was said while it made some', async () => {
    const server = await net.server('server', 0);
    await rooms.registrar.register(server.server);
    await taken(server, 10); // 15 are left
    rooms.stock.max = 100;
    keep();
    await until(() => rooms.stock.asked.length === 2);
    await taken(server, 1);
    await passing(async () => ((await recordAt(server))?.sequence ?? 0) >= NOW + 1);
    for (let n = 0; n < 5; n++) {
      rooms.timer.advance(ANNOUNCE_PAUSE_MS);
      await settled();
    }
    expect(rooms.stock.asked).toEqual([100, 85]);
  });

  it('keeps those that are left where no new ones can be made', async () => {
    const server = await net.server('server', 0);
    await rooms.registrar.register(server.server);
    await taken(server, 20);
    rooms.stock.max = 0;
    keep();
    await until(() => rooms.stock.asked.length === 2);
    await until(async () => (await recordAt(server))?.sequence === NOW + 1);
    net.clock.advance(60_000);
    expect(await taken(server, 6)).toEqual([7, 7, 7, 7, 7, -7]);
  });

  it('brings new bundles after a rotation of the signed prekey, and a new record each day', async () => {
    const server = await net.server('server', 0);
    await rooms.registrar.register(server.server);
    keep();
    await until(async () => (await recordAt(server))?.sequence === NOW + 1);
    await settled();
    rooms.stock.rotate();
    net.clock.advance(RECORD_REFRESH_MS);
    rooms.timer.advance(RECORD_REFRESH_MS);
    await settled();
    rooms.timer.advance(ANNOUNCE_PAUSE_MS);
    await until(() => rooms.servers.all()[0]?.prekeyId === 27);
    expect(rooms.stock.asked).toEqual([100, 100]);
    expect(await taken(server, 26)).toEqual([...Array.from({ length: 25 }, () => 27), -27]);
    expect(await recordAt(server)).toMatchObject({ issuedAtMs: NOW + RECORD_REFRESH_MS });
  });

  it('connects again when its links end, less and less often where nobody is there, and tells that once each time', async () => {
    const server = await net.server('server', 0);
    await rooms.registrar.register(server.server);
    keep();
    for (let round = 1; round <= 2; round++) {
      await until(() => server.mailbox?.owners === 1);
      await settled();
      server.refuse = AWAY;
      server.cut();
      for (let n = 0; n < 10; n++) {
        await settled(3);
        rooms.timer.advance(RETRY_CAP_MS);
      }
      expect(rooms.notices.map(({ kind, message }) => [kind, message])).toEqual(
        Array.from({ length: round }, () => ['network', `the server ${server.did}: nobody answers`]),
      );
      server.refuse = undefined;
      const before = (await rooms.records.newest(me.did)) ?? 0;
      await passing(async () => server.mailbox?.owners === 1 && ((await rooms.records.newest(me.did)) ?? 0) > before);
    }
  });

  it('E_IDENTITY_MISMATCH: takes no other key for its server, and tells that once', async () => {
    const server = await net.server('server', 0);
    await rooms.registrar.register(server.server);
    const other = await net.server('other', 0);
    keep();
    for (let n = 0; n < 10; n++) {
      await settled(3);
      rooms.timer.advance(RETRY_CAP_MS);
    }
    expect(rooms.notices.map(({ message }) => message)).toEqual([
      `the server ${server.did}: another peer answered at the address`,
    ]);
    expect(other.visits).toEqual([]);
    expect(rooms.servers.all()).toMatchObject([{ did: server.did }]);
    net.at.set(placeOf(0), server);
    await passing(() => server.mailbox?.owners === 1);
  });

  it('is not made to ask all the time by a server that ends each link', async () => {
    const server = await net.server('server', 0, { mailbox: false });
    await rooms.registrar.register(server.server);

    server.visits.length = 0;
    keep();
    for (let at = 0; at < 600_000; at += 500) {
      rooms.timer.advance(500);
      await settled(2);
      server.cut();
    }
    // With a mean of 15 s: 40.
    expect(server.visits.length).toBeLessThan(90);
    expect(server.visits.length).toBeGreaterThan(10);
  });

  it('E_PROTOCOL: tells of a mailbox that lies each time it is there a few times an hour, and again in the next', async () => {
    const server = await net.server('server', 0);
    await rooms.registrar.register(server.server);
    let lies = 0;
    server.instead = (purpose, link) => {
      if (purpose === 'registry') return void server.registry.accept(link);
      const served = serveRequests(link, { answer: () => Promise.resolve({ waiting: 0, bytes: 0 }) });
      setTimeout(() => {
        lies++;
        served.push('message', { id: 0 });
      }, 0);
    };
    keep();
    await passing(() => lies >= 3 * NOTICES_A_SERVER);
    expect(rooms.notices).toHaveLength(NOTICES_A_SERVER);
    net.clock.advance(3_600_000);
    await passing(() => rooms.notices.length > NOTICES_A_SERVER);
  });

  it('E_LIMIT: leaves what is not taken in the mailbox, comes for it again, and tells that once', async () => {
    const server = await net.server('server', 0);
    await rooms.registrar.register(server.server);
    await deposit(server, 'first');
    await deposit(server, 'second');
    let refused = 0;
    rooms.refuse = () => {
      refused++;
      return new TalosError('E_LIMIT', 'the inbox is full');
    };
    keep();
    await passing(() => refused >= 4);
    expect(server.mailbox?.totals.messages).toBe(2);
    expect(rooms.notices.map(({ message }) => message)).toEqual([`the server ${server.did}: the inbox is full`]);
    rooms.refuse = undefined;
    await passing(() => rooms.deposits.length === 2 && server.mailbox?.totals.messages === 0);
    expect(rooms.deposits[0]).not.toEqual(rooms.deposits[1]);
  });

  it('goes to each server by itself: one that is away holds up none', async () => {
    const [away, here] = [await net.server('away', 0), await net.server('here', 1)];
    for (const { server } of [away, here]) await rooms.registrar.register(server);
    away.gate = new Promise(() => {});
    keep();
    await deposit(here, 'hello');
    await until(() => rooms.deposits.length === 1);
    kept.length = 0; // the one that is away would hold it up
  });

  it('ends with all its links, and not before what it takes is taken', async () => {
    const server = await net.server('server', 0);
    await rooms.registrar.register(server.server);
    await deposit(server, 'hello');
    let begun = false;
    let done: () => void = () => {};
    const taking = new Promise<void>((resolve) => (done = resolve));
    rooms = await roomsOf(net, 'me', rooms.store);
    const push = rooms.deposits.push.bind(rooms.deposits);
    Object.defineProperty(rooms.deposits, 'push', {
      value: (sealed: Uint8Array) => {
        begun = true;
        return taking.then(() => push(sealed));
      },
    });
    const keeping = keep();
    await until(() => begun);
    const ended = keeping[Symbol.asyncDispose]();
    done();
    await ended;
    await until(() => server.mailbox?.links === 0);
    server.visits.length = 0;
    rooms.timer.advance(RECORD_REFRESH_MS);
    await settled();
    expect(server.visits).toEqual([]);
    expect(rooms.notices).toEqual([]);
    await keeping[Symbol.asyncDispose]();
  });

  it('ends also while nobody answers and while it waits to try again', async () => {
    const server = await net.server('server', 0);
    await rooms.registrar.register(server.server);
    server.refuse = AWAY;
    const keeping = keep();
    await settled();
    await keeping[Symbol.asyncDispose]();
    server.refuse = undefined;
    server.instead = (_, link) => link.onFrame(() => {});
    const another = keep();
    await settled();
    await another[Symbol.asyncDispose]();
    expect(rooms.notices).toHaveLength(1);
  });

  it('stays with nobody where no server is known', async () => {
    await keep()[Symbol.asyncDispose]();
    expect(rooms.notices).toEqual([]);
  });
});

function busy(link: Link): void {
  link.send(FRAME_TYPES.error, utf8('busy'));
  void link.close();
}
