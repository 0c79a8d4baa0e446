/** G04: the addresses that an agent may announce, and that nobody can be made to dial others by them. */
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { MAX_RECORD_ADDRESSES, verifyAgentRecord } from '../../../src/identity/agent-record.ts';
import { MAX_ADDRESSES } from '../../../src/net/address.ts';
import { openHost } from '../../../src/node/host.ts';
import { agent, NOW, RegistryWorld, recordOf } from '../../fixtures/registry.ts';

const worlds: RegistryWorld[] = [];
const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.end()));
  for (const server of servers.splice(0)) server.close();
});
function open(): RegistryWorld {
  const world = new RegistryWorld();
  worlds.push(world);
  return world;
}
const alice = agent('alice');
const FAILED = { code: 'E_REFUSED', details: { reason: 'failed' } };
const GOOD = '/ip4/192.0.2.7/tcp/8766';

describe('the addresses of a record', () => {
  it.each([
    ['any address', '/ip4/0.0.0.0/tcp/8766'],
    ['any IPv6 address', '/ip6/::/tcp/8766'],
    ['multicast', '/ip4/224.0.0.1/tcp/8766'],
    ['IPv6 multicast', '/ip6/ff02::1/tcp/8766'],
    ['broadcast', '/ip4/255.255.255.255/tcp/8766'],
    ['link-local, where clouds keep secrets', '/ip4/169.254.169.254/tcp/80'],
    ['IPv6 link-local', '/ip6/fe80::1/tcp/8766'],
    ['IPv4 in IPv6 clothes', '/ip6/::ffff:127.0.0.1/tcp/22'],
    ['port 0', '/ip4/192.0.2.7/tcp/0'],
    ['port 65536', '/ip4/192.0.2.7/tcp/65536'],
    ['no multiaddr', '/127.0.0.1:22'],
    ['UDP', '/ip4/192.0.2.7/udp/53'],
    ['a name that is a number', '/dns/2130706433/tcp/22'],
    ['a socket of this machine', '/unix/%2Fvar%2Frun%2Fdocker.sock'],
  ])('G04: %s is refused with the record, of which nothing is kept', async (_, address) => {
    const world = open();
    const client = await world.client('alice');
    await client.register(recordOf(alice));
    const bad = recordOf(alice, { sequence: NOW + 1, addresses: [GOOD, address] });
    await expect(client.register(bad)).rejects.toMatchObject(FAILED);
    expect(await client.lookup(alice.did)).toEqual(recordOf(alice));
    const mailbox = `${address}/p2p/12D3KooWJWoaqZhDaoEFshF7Rh1bpY9ohihFhzcW6d69Lr2NASuq`;
    await expect(client.register(recordOf(alice, { sequence: NOW + 1, mailboxes: [mailbox] }))).rejects.toMatchObject(
      FAILED,
    );
    expect(await client.lookup(alice.did)).toEqual(recordOf(alice));
  });

  it(`G04: ${MAX_RECORD_ADDRESSES} are taken; one more, or 1,000, make no record`, async () => {
    const many = (count: number): string[] => Array.from({ length: count }, (_, n) => `/ip4/192.0.2.7/tcp/${n + 1}`);
    const client = await open().client('alice');
    expect(await client.register(recordOf(alice, { addresses: many(MAX_RECORD_ADDRESSES) }))).toBe(0);
    for (const count of [MAX_RECORD_ADDRESSES + 1, 1000])
      expect(() => recordOf(alice, { addresses: many(count) })).toThrow(RangeError);
  });

  it.each(['/ip4/127.0.0.1/tcp/8766', '/ip4/10.0.0.7/tcp/8766', '/ip6/::1/tcp/8766', '/dns/localhost/tcp/8766'])(
    'a registry takes %s: where that means something, agents live there',
    async (address) => {
      const client = await open().client('alice', '127.0.0.1');
      expect(await client.register(recordOf(alice, { addresses: [address] }))).toBe(0);
    },
  );

  it('G04: whoever is named without having said so is dialled by no registry, and by one who looks at most 16 times', async () => {
    let dialled = 0;
    const victim = createServer((socket) => {
      dialled += 1;
      socket.destroy();
    });
    servers.push(victim);
    await new Promise<void>((resolve) => victim.listen(0, '127.0.0.1', resolve));
    const { port } = victim.address() as { port: number };
    // One place, in as many words as a record has.
    const names = ['ip4/127.0.0.1', 'dns/localhost', 'dns4/localhost', 'dns4/localhost.'];
    const addresses = names.flatMap((name) => ['', '/ws'].map((end) => `/${name}/tcp/${port}${end}`));
    const world = open();
    const mallory = agent('mallory');
    const client = await world.client('mallory');
    for (let n = 0; n < 20; n++) await client.register(recordOf(mallory, { sequence: NOW + n, addresses }));
    const found = (await (await world.client('bob')).lookup(mallory.did)) ?? new Uint8Array();
    expect(dialled).toBe(0);
    const record = verifyAgentRecord(found, { did: mallory.did, nowMs: NOW });
    await using host = await openHost({ seed: new Uint8Array(32).fill(3) });
    const target = { peerKey: mallory.signing.publicKey, addresses: record.addresses };
    await expect(host.connect('channel', target)).rejects.toMatchObject({ code: 'E_UNREACHABLE' });
    expect(dialled).toBeGreaterThan(0);
    expect(dialled).toBeLessThanOrEqual(MAX_ADDRESSES);
  });
});
