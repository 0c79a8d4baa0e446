import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { Status } from '../../src/agent/api/api.ts';
import { fixture, PATIENCE_MS, type Terminal, Terminals } from '../scenario/terminals.ts';
import { canMakeNamespaces, type Nat, World } from './namespaces.ts';

const canMap = canMakeNamespaces() && spawnSync('miniupnpd', ['--help']).error === undefined;

/** Has the router of `nat` forward ports on request, as those that people have at home do. */
async function forwarding(terminals: Terminals, nat: Nat, way: 'nat-pmp' | 'upnp'): Promise<void> {
  const rules = terminals.path('miniupnpd.nft');
  writeFileSync(
    rules,
    `table inet miniupnpd {
       chain mapped { }
       chain inbound { type nat hook prerouting priority -101; jump mapped; }
       chain mappedBack { }
       chain outbound { type nat hook postrouting priority 101; jump mappedBack; }
       chain through { }
       chain forward { type filter hook forward priority -1; jump through; }
     }`,
  );
  nat.router.run('nft', '-f', rules);
  const config = terminals.path('miniupnpd.conf');
  writeFileSync(
    config,
    [
      'ext_ifname=out',
      'listening_ip=switch',
      `enable_natpmp=${way === 'nat-pmp' ? 'yes' : 'no'}`,
      `enable_upnp=${way === 'upnp' ? 'yes' : 'no'}`,
      'secure_mode=yes',
      'uuid=00000000-0000-0000-0000-000000000001',
      'upnp_table_name=miniupnpd',
      'upnp_nat_table_name=miniupnpd',
      'upnp_forward_chain=through',
      'upnp_nat_chain=mapped',
      'upnp_nat_postrouting_chain=mappedBack',
      'allow 1024-65535 0.0.0.0/0 1024-65535',
      'deny 0-65535 0.0.0.0/0 0-65535',
    ].join('\n'),
  );
  const daemon = terminals.spawn([
    ...nat.router.prefix,
    'miniupnpd',
    '-d',
    '-f',
    config,
    '-P',
    terminals.path('miniupnpd.pid'),
  ]);
  const ready = way === 'nat-pmp' ? 'Listening for NAT-PMP' : 'HTTP listening';
  await vi.waitFor(() => expect(daemon.stderr).toContain(ready), { timeout: PATIENCE_MS });
}

describe.skipIf(!canMap)('a router that forwards ports on request (needs root, ip, nft and miniupnpd)', () => {
  it.each([
    ['nat-pmp', 'NAT-PMP'],
    ['upnp', 'UPnP'],
  ] as const)('leads others to an agent that asks for it by %s, and forgets it when that ends', async (kind, way) => {
    await using world = new World();
    await using terminals = new Terminals();
    const nat = world.nat('home');
    await forwarding(terminals, nat, kind);
    const { served, terminal } = await terminals.serve(
      'owner',
      ['--allow', 'echo', '--host', '0.0.0.0', `--${kind}`],
      [process.execPath, fixture('scripted-tool.mjs')],
      { prefix: nat.host('owner').prefix },
    );
    const owner = await terminals.json<Status>('owner', 'status');
    expect(owner.router).toEqual({ address: expect.stringContaining(`/ip4/${nat.address}/tcp/`) as string, way });
    expect(served.addresses).toContainEqual(expect.stringMatching(`^${owner.router?.address}/p2p/`));
    const { stdout } = await terminals.run('owner', 'doctor');
    expect(stdout).toContain(`the router forwards ${owner.router?.address} here, asked by ${way}`);
    const client = terminals.connect('agent', served.invitation, { prefix: world.host('agent').prefix });
    await client.initialize();
    expect(JSON.stringify(await client.call('echo', { text: 'through the router' }))).toContain('through the router');
    const { sessions } = await terminals.json<Status>('agent', 'status');
    expect(sessions.map(({ path }) => path)).toEqual(['direct']);
    await client.close();
    await terminal.end('SIGTERM');
    expect(nat.router.run('nft', 'list', 'chain', 'inet', 'miniupnpd', 'mapped')).not.toContain('dnat');
  });

  it('is asked by UPnP where it does not speak NAT-PMP and both are wanted, and is told of when it has answered', async () => {
    await using world = new World();
    await using terminals = new Terminals();
    const nat = world.nat('home');
    await forwarding(terminals, nat, 'upnp');
    await terminals.run('owner', 'init', '--name', 'owner');
    const listen = ['listen', '--json', '--host', '0.0.0.0', '--nat-pmp', '--upnp'];
    const terminal = terminals.start('owner', listen, { prefix: nat.host('owner').prefix });
    await vi.waitFor(
      async () => {
        const { router, addresses } = await terminals.json<Status>('owner', 'status');
        expect(router?.way).toBe('UPnP');
        expect(addresses).toContainEqual(expect.stringMatching(`^${router?.address}/p2p/`));
      },
      { timeout: PATIENCE_MS, interval: 200 },
    );
    await terminal.end('SIGTERM');
    expect(nat.router.run('nft', 'list', 'chain', 'inet', 'miniupnpd', 'mapped')).not.toContain('dnat');
  });

  it('and one that does not, or is not asked, is none', async () => {
    await using world = new World();
    await using terminals = new Terminals();
    const nat = world.nat('home');
    const listen = async (directory: string, ...args: string[]): Promise<Terminal> => {
      await terminals.run(directory, 'init', '--name', directory);
      const terminal = terminals.start(directory, ['listen', '--json', '--host', '0.0.0.0', ...args], {
        prefix: nat.host(directory).prefix,
      });
      await terminal.line(0);
      return terminal;
    };
    const refused = await listen('asking', '--nat-pmp', '--upnp');
    const failure = 'NAT-PMP: the router does not answer; UPnP: the router does not answer';
    await vi.waitFor(
      async () => expect((await terminals.json<Status>('asking', 'status')).router).toEqual({ failure }),
      { timeout: PATIENCE_MS, interval: 200 },
    );
    const silent = await listen('silent');
    expect(await terminals.json<Status>('silent', 'status')).not.toHaveProperty('router');
    for (const each of [refused, silent]) expect(each.lines[0]).not.toContain(nat.address);
  });
});
