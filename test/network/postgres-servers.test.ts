/** Two `talos-server` on one database behind one address: what they acknowledge stays, whoever is killed. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/bytes.ts';
import { initCrypto } from '../../src/crypto/init.ts';
import { keyOfDid, parseDid } from '../../src/identity/did.ts';
import { Identity } from '../../src/identity/identity.ts';
import { MailboxClient } from '../../src/mailbox/client.ts';
import { addressOfHostPort } from '../../src/net/address.ts';
import type { Host, Link } from '../../src/net/link.ts';
import { openHost } from '../../src/node/host.ts';
import { openPgStore } from '../../src/node/store/pg-store.ts';
import { RegistryClient } from '../../src/registry/client.ts';
import { REGISTRY_LIMITS } from '../../src/registry/limits.ts';
import { RegistryBook } from '../../src/registry/registry-book.ts';
import { type Running, started } from '../cli/running.ts';
import { DAY, lastOf, recordOf, singleOf } from '../fixtures/registry.ts';
import { sealedOf, tagOf } from '../unit/mailbox/world.ts';
import { canRunPostgres, PASSWORD, type Place, type Postgres, startBalancer, startPostgres } from './postgres.ts';

const bin = fileURLToPath(new URL('../../dist/cli/server-bin.js', import.meta.url));
const MAILBOX_DELAY_MS = 2000;

interface Ready {
  readonly did: string;
  readonly addresses: readonly [string];
}

describe.skipIf(!canRunPostgres())('servers on one database (needs PostgreSQL)', () => {
  let postgres: Postgres;
  let root: string;
  const running: Running[] = [];
  const hosts: Host[] = [];
  beforeAll(async () => {
    await initCrypto();
    root = mkdtempSync(join(tmpdir(), 'talos-servers-'));
    postgres = await startPostgres();
    // The identity that all of them have.
    const maker = started(bin, ['--data-dir', join(root, 'identity'), '--port', '0', '--json'], { HOME: root });
    await maker.line();
    maker.child.kill('SIGTERM');
    await maker.exit;
  });
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host[Symbol.asyncDispose]()));
    for (const { child } of running) child.kill('SIGKILL');
    await Promise.all(running.splice(0).map(({ exit }) => exit));
  });
  afterAll(async () => {
    await postgres?.[Symbol.asyncDispose]();
    rmSync(root, { recursive: true, force: true });
  });

  /** A data directory with the identity. */
  function directory(name: string): string {
    const path = join(root, name);
    mkdirSync(path, { mode: 0o700 });
    for (const file of ['keystore.json', 'keystore.key']) cpSync(join(root, 'identity', file), join(path, file));
    return path;
  }

  function run(path: string, store: string, ...args: readonly string[]): Running {
    const options = ['--data-dir', path, '--port', '0', '--json', ...args];
    const process = started(bin, options, { HOME: root, TALOS_STORE: store });
    running.push(process);
    return process;
  }

  async function serving(path: string, store: string): Promise<{ server: Running; ready: Ready; address: string }> {
    const server = run(path, store, '--mailbox');
    const ready = JSON.parse(await server.line()) as Ready;
    return { server, ready, address: ready.addresses[0] };
  }

  async function linkTo(
    identity: Identity,
    address: string,
    did: string,
    purpose: 'registry' | 'mailbox',
  ): Promise<Link> {
    const host = await openHost({ seed: identity.hostSeed() });
    hosts.push(host);
    return host.connect(purpose, { peerKey: keyOfDid(parseDid(did)), addresses: [addressOfHostPort(address)] });
  }

  const newAgent = (): Identity => Identity.generate('agent', Date.now());

  it(`gives what is deposited at one to an owner at the other within ${MAILBOX_DELAY_MS / 1000} seconds; the newest link wins`, async () => {
    const { url } = await postgres.place();
    const secret = join(root, 'store-url');
    writeFileSync(secret, `${url}\n`, { mode: 0o600 });
    const [a, b] = [await serving(directory('a'), `@${secret}`), await serving(directory('b'), url)];
    expect(a.ready.did).toBe(b.ready.did);
    const bob = newAgent();
    const got: number[] = [];
    const open = async (address: string): Promise<MailboxClient> => {
      const client = new MailboxClient(await linkTo(bob, address, a.ready.did, 'mailbox'));
      await client.open({ onMessage: async (sealed) => void got.push(tagOf(sealed)) });
      return client;
    };
    const older = await open(b.address);
    const alice = new MailboxClient(await linkTo(newAgent(), a.address, a.ready.did, 'mailbox'));
    for (let tag = 0; tag < 3; tag++) {
      await alice.deposit(bob.did, sealedOf(tag));
      await expect.poll(() => got.length, { timeout: MAILBOX_DELAY_MS, interval: 20 }).toBe(tag + 1);
    }
    const newer = await open(a.address);
    await older.closed;
    await alice.deposit(bob.did, sealedOf(3));
    await expect.poll(() => got.length, { timeout: MAILBOX_DELAY_MS, interval: 20 }).toBe(4);
    expect(got).toEqual([0, 1, 2, 3]);
    await newer.close();
    expect(a.server.errors() + b.server.errors()).not.toContain('correct');
  });

  it('lose nothing that was acknowledged when one is killed, nor when the database is restarted, under load', async () => {
    const place: Place = await postgres.place();
    const directories = [directory('one'), directory('two')];
    const servers = await Promise.all(directories.map((path) => serving(path, place.url)));
    const { did } = (servers[0] as (typeof servers)[0]).ready;
    await using balancer = await startBalancer(servers.map(({ address }) => address));
    const address = `127.0.0.1:${balancer.port}`;

    const owners = [newAgent(), newAgent()];
    const got = new Set<number>();
    let isOver = false;
    /** Does something over a link, and over another one when that ends, until the load is over. */
    const persist = async (
      identity: () => Identity,
      purpose: 'registry' | 'mailbox',
      use: (link: Link, agent: Identity) => Promise<void>,
    ) => {
      while (!isOver) {
        try {
          const agent = identity();
          await use(await linkTo(agent, address, did, purpose), agent);
        } catch {
          // Whatever failed was not acknowledged. Others have their turn.
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
    };
    const registered: Identity[] = [];
    const deposited = new Set<number>();
    let tag = 0;
    const register = async (link: Link, agent: Identity): Promise<void> => {
      await new RegistryClient(link).register(recordOf(agent, { issuedAtMs: Date.now() }));
      registered.push(agent);
      await link.close();
    };
    const deposit = async (link: Link): Promise<void> => {
      const client = new MailboxClient(link);
      while (!isOver) {
        const next = tag++;
        await client.deposit((owners[next % 2] as Identity).did, sealedOf(next));
        deposited.add(next);
      }
    };
    const receive = async (link: Link): Promise<void> => {
      const client = new MailboxClient(link);
      await client.open({ onMessage: async (sealed) => void got.add(tagOf(sealed)) });
      await client.closed;
    };
    for (const owner of owners) {
      const client = new MailboxClient(await linkTo(owner, address, did, 'mailbox'));
      await client.open({ onMessage: async (sealed) => void got.add(tagOf(sealed)) });
      await client.close();
    }
    const load = [
      persist(newAgent, 'registry', register),
      persist(newAgent, 'mailbox', deposit),
      persist(newAgent, 'mailbox', deposit),
      // One owner is there while it goes on, the other comes when it is over.
      persist(() => owners[0] as Identity, 'mailbox', receive),
    ];
    const more = async (agentsMore: number, depositsMore: number): Promise<void> => {
      const [r, d] = [registered.length + agentsMore, deposited.size + depositsMore];
      await expect.poll(() => registered.length >= r && deposited.size >= d, { timeout: 30_000 }).toBe(true);
    };
    await more(3, 20);
    servers[0]?.server.child.kill('SIGKILL');
    await servers[0]?.server.exit;
    await more(3, 20);
    const again = await serving(directories[0] as string, place.url);
    balancer.targets = [again.address, servers[1]?.address ?? ''];
    await more(2, 20);
    await postgres.stop('immediate');
    await postgres.start();
    await more(3, 20);
    servers[1]?.server.child.kill('SIGKILL');
    await more(2, 10);
    isOver = true;
    await Promise.all(hosts.splice(0).map((host) => host[Symbol.asyncDispose]()));
    await Promise.all(load);

    const opening = owners.map(async (owner) => {
      const client = new MailboxClient(await linkTo(owner, again.address, did, 'mailbox'));
      await client.open({ onMessage: async (sealed) => void got.add(tagOf(sealed)) });
      return client;
    });
    await Promise.all(opening);
    await expect.poll(() => [...deposited].filter((each) => !got.has(each)), { timeout: 20_000 }).toEqual([]);
    await using store = await openPgStore({ url: place.url, owner: did });
    const book = await RegistryBook.open(store, { limits: REGISTRY_LIMITS, isShared: true });
    for (const agent of registered)
      expect(await book.lookup(agent.signing.publicKey, Date.now()), agent.did).toBeDefined();
    expect(registered.length).toBeGreaterThan(12);
  });

  it('give no single-use bundle twice: 1,000 takes at once of two', async () => {
    const { url } = await postgres.place();
    await using one = await openPgStore({ url, owner: 'did:key:z6MkServer' });
    await using other = await openPgStore({ url, owner: 'did:key:z6MkServer' });
    const terms = { limits: REGISTRY_LIMITS, isShared: true };
    const books = [await RegistryBook.open(one, terms), await RegistryBook.open(other, terms)];
    const now = Date.now();
    const times = { issuedAtMs: now, expiresAtMs: now + DAY, prekeysExpireAtMs: now + DAY };
    const agents = Array.from({ length: 10 }, newAgent);
    const singles = new Map<string, Set<string>>();
    for (const agent of agents) {
      const key = agent.signing.publicKey;
      const all = { mayAdd: () => true, also: () => [] };
      await books[0]?.register(key, recordOf(agent, { issuedAtMs: now }), now, all);
      const single = singleOf(agent, 30, now + 1, times);
      await books[1]?.offer(key, { last: lastOf(agent, { ...times, sequence: now }), single, add: false }, now);
      singles.set(agent.did, new Set(single.map(toHex)));
    }
    const takes = Array.from({ length: 1000 }, async (_, i) => {
      const agent = agents[i % 10] as Identity;
      const taken = await books[Math.floor(i / 10) % 2]?.take(agent.signing.publicKey, now);
      return { agent, bundle: taken === undefined ? undefined : toHex(taken.bundle) };
    });
    let given = 0;
    for (const { agent, bundle } of await Promise.all(takes)) {
      if (bundle === undefined) continue;
      given += 1;
      expect(singles.get(agent.did)?.delete(bundle)).toBe(true);
    }
    expect(given).toBe(300);
  });

  it('say that others see the password that stands on the command line', async () => {
    const { url } = await postgres.place();
    const path = directory('told');
    const process = run(path, '', '--store', url);
    await process.line();
    expect(process.errors()).toContain('TALOS_STORE');
    expect(process.errors()).not.toMatch(/correct/);
  });

  describe('do not start', () => {
    const failing = async (process: Running): Promise<{ status: number | null; code: string; said: string }> => {
      const said = await process.line();
      const { error } = JSON.parse(said) as { error: { code: string } };
      return { status: await process.exit, code: error.code, said: said + process.errors() };
    };

    it('on a store of another identity, with a wrong password, at an address that is none or where nobody listens', async () => {
      const { url } = await postgres.place();
      await (await openPgStore({ url, owner: 'did:key:z6MkOther' }))[Symbol.asyncDispose]();
      const nowhere = url.replace(/localhost:\d+/, 'localhost:1');
      const missing = join(root, 'missing');
      const cases = [
        ['E_CONFIG', 2, url],
        ['E_STORAGE_DENIED', 1, url.replace(encodeURIComponent(PASSWORD), 'swordfish')],
        ['E_STORAGE', 1, nowhere],
        ['E_CONFIG', 2, `${url}&sslmod=require`],
        ['E_CONFIG', 2, 'mysql://talos:swordfish@db/talos'],
        ['E_CONFIG', 2, `@${missing}`],
      ] as const;
      const ends = await Promise.all(
        cases.map(([, , store], at) => failing(run(directory(`bad-${at}`), store, '--mailbox'))),
      );
      for (const [at, [code, status]] of cases.entries()) {
        expect(ends[at]).toMatchObject({ code, status });
        expect(ends[at]?.said).not.toMatch(/swordfish|correct/);
      }
    });
  });
});
