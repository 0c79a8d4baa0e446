import { resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Status } from '../../src/agent/api/api.ts';
import { PATIENCE_MS, Terminals } from '../scenario/terminals.ts';
import { canMakeNamespaces, type NetHost, World } from './namespaces.ts';

const SERVER_BIN = resolve(import.meta.dirname, '../../dist/cli/server-bin.js');

/** A server in the internet, and an agent that is registered with it and listens on port 8766 of `host`. */
async function registered(world: World, terminals: Terminals, host: NetHost): Promise<void> {
  const server = world.host('server');
  const args = [
    '--host',
    server.address,
    '--port',
    '8765',
    '--relay',
    '--json',
    '--data-dir',
    terminals.path('server'),
  ];
  await terminals.spawn([...server.prefix, process.execPath, SERVER_BIN, ...args]).line(0);
  await terminals.run('agent', 'init', '--name', 'agent', '--quiet');
  const argv = ['register', '--server', `${server.address}:8765`, '--quiet'];
  expect(await terminals.start('agent', argv, { prefix: host.prefix, input: '' }).ended).toMatchObject({ status: 0 });
  await terminals.start('agent', ['listen', '--port', '8766', '--json'], { prefix: host.prefix }).line(0);
}

async function known(terminals: Terminals): Promise<Status> {
  return vi.waitFor(
    async () => {
      const status = await terminals.json<Status>('agent', 'status');
      expect(status.reachability).not.toBe('unknown');
      return status;
    },
    { timeout: PATIENCE_MS, interval: 200 },
  );
}

describe.skipIf(!canMakeNamespaces())('an agent that asks its server (needs root, ip and nft)', () => {
  it('is private behind a router, and has a place at the relay of its server', async () => {
    await using world = new World();
    await using terminals = new Terminals();
    await registered(world, terminals, world.nat('home').host('agent'));
    expect(await known(terminals)).toMatchObject({ reachability: 'private', relays: [{ reserved: true }] });
  });

  it('is public where the router lets its port through, and tells of that address', async () => {
    await using world = new World();
    await using terminals = new Terminals();
    const home = world.nat('home');
    const host = home.host('agent');
    home.forward(8766, host);
    await registered(world, terminals, host);
    const { reachability, addresses } = await known(terminals);
    expect(reachability).toBe('public');
    expect(addresses.map((address) => address.split('/p2p/')[0])).toContain(`/ip4/${home.address}/tcp/8766`);
  });

  it('is public on the internet itself, and needs no relay', async () => {
    await using world = new World();
    await using terminals = new Terminals();
    const host = world.host('agent');
    await registered(world, terminals, host);
    expect(await known(terminals)).toMatchObject({ reachability: 'public', relays: [] });
  });

  it('is private on the internet itself behind a wall of its own, and has a place at the relay', async () => {
    await using world = new World();
    await using terminals = new Terminals();
    const host = world.host('agent');
    const chain = 'add chain ip wall inbound { type filter hook input priority 0; }';
    for (const rule of ['add table ip wall', chain, 'add rule ip wall inbound tcp dport 8766 drop'])
      host.run('nft', rule);
    await registered(world, terminals, host);
    await vi.waitFor(
      async () =>
        expect(await known(terminals)).toMatchObject({ reachability: 'private', relays: [{ reserved: true }] }),
      { timeout: PATIENCE_MS, interval: 200 },
    );
  });
});
