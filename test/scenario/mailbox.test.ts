/** A mailbox over real connections: who deposits, under which key, and who may take. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { randomBytes } from '../../src/crypto/random.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { MailboxClient } from '../../src/mailbox/client.ts';
import { type Mailbox, openMailbox } from '../../src/mailbox/mailbox.ts';
import { type DepositContent, openDeposit, sealDeposit } from '../../src/message/deposit.ts';
import type { Host, Link } from '../../src/net/link.ts';
import { openHost } from '../../src/node/host.ts';
import { openLmdbStore } from '../../src/node/store/lmdb-store.ts';
import { until } from '../fixtures/agents.ts';
import { agent } from '../unit/session/actors.ts';

const held: AsyncDisposable[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const one of held.splice(0).reverse()) await one[Symbol.asyncDispose]();
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});
const holding = <T extends AsyncDisposable>(one: T): T => {
  held.push(one);
  return one;
};

const server = agent('server');

interface Running {
  readonly host: Host;
  readonly service: Mailbox;
  /** Links as the service got them. */
  readonly links: Link[];
}

/** A mailbox service on LMDB that listens. */
async function serve(path: string): Promise<Running> {
  const store = holding(await openLmdbStore({ path }));
  const service = holding(await openMailbox({ store, clock: systemClock }));
  const host = holding(await openHost({ seed: server.hostSeed(), listen: ['/ip4/127.0.0.1/tcp/0'] }));
  const links: Link[] = [];
  await host.serve(service.purpose, (link) => {
    links.push(link);
    return service.accept(link);
  });
  return { host, service, links };
}

async function connect(to: Running, seed: Uint8Array): Promise<MailboxClient> {
  const host = holding(await openHost({ seed }));
  const target = { peerKey: server.signing.publicKey, addresses: to.host.addresses };
  return holding(new MailboxClient(await host.connect('mailbox', target)));
}

async function opened(to: Running, own: Identity): Promise<{ client: MailboxClient; got: DepositContent[] }> {
  const got: DepositContent[] = [];
  const client = await connect(to, own.hostSeed());
  await client.open({
    onMessage: (sealed) => {
      got.push(openDeposit(sealed, own));
      return Promise.resolve();
    },
  });
  return { client, got };
}

describe('a mailbox over libp2p', () => {
  it('keeps what strangers deposit for one that is away, over a restart, and gives it to the right key', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'talos-mailbox-'));
    folders.push(folder);
    const bob = agent('bob');
    const address = { did: bob.did, agreementKey: bob.agreement.publicKey };
    const envelopes = Array.from({ length: 20 }, (_, n) => new Uint8Array(n === 7 ? 900_000 : 100).fill(n));

    const before = await serve(join(folder, 'store'));
    await (await opened(before, bob)).client.close();
    const stranger = await connect(before, randomBytes(32));
    for (const envelope of envelopes)
      await stranger.deposit(bob.did, sealDeposit(address, { envelope, record: undefined }));
    // The service sees no key of the sender's identity, and an address that limits are counted under.
    expect(before.links.map(({ remoteAddress }) => remoteAddress)).toEqual(
      before.links.map(() => expect.stringMatching(/^\/ip4\/127\.0\.0\.1\/tcp\/\d+/)),
    );
    for (const one of held.splice(0).reverse()) await one[Symbol.asyncDispose]();

    const after = await serve(join(folder, 'store'));
    expect(after.service.totals.messages).toBe(20);
    const mallory = await opened(after, agent('mallory'));
    const { got } = await opened(after, bob);
    await until(() => got.length === 20 && after.service.totals.messages === 0, 20_000);
    expect(got.map(({ envelope }) => [envelope.length, envelope[0]])).toEqual(
      envelopes.map((envelope) => [envelope.length, envelope[0]]),
    );
    expect(mallory.got).toEqual([]);
    expect(after.service.owners).toBe(2);
  });
});
