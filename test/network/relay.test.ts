/**
 * The hero flow between two agents that cannot reach each other: behind two routers of which neither lets anything in, and which
 * cannot be opened from inside, with a relay that both reach.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PingView } from '../../src/agent/api/ping-api.ts';
import { fixture, PATIENCE_MS, type RpcClient, type Served, type Terminal, Terminals } from '../scenario/terminals.ts';
import { canMakeNamespaces, type NetHost, World } from './namespaces.ts';

const PORT = 8767;

let held: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of held.splice(0).toReversed()) await each[Symbol.asyncDispose]();
  held = [];
});
const own = <T extends AsyncDisposable>(each: T): T => {
  held.push(each);
  return each;
};

interface StatusDocument {
  readonly addresses: readonly string[];
  readonly relays: readonly { readonly reserved: boolean; readonly failure?: { readonly code: string } }[];
  readonly sessions: readonly { readonly path: string }[];
}

/** Two agents behind routers with random ports, and a relay outside. */
class Meeting {
  readonly world = own(new World());
  readonly terminals = own(new Terminals());
  readonly outside: NetHost = this.world.host('relay');
  readonly home: NetHost = this.world.nat('home', { mapping: 'symmetric' }).host('laptop');
  readonly office: NetHost = this.world.nat('office', { mapping: 'symmetric' }).host('desk');

  /** Starts the relay, always the same one. */
  async relay(...options: readonly string[]): Promise<{ terminal: Terminal; place: string }> {
    const args = ['relay', '--json', '--host', this.outside.address, '--port', String(PORT), ...options];
    const terminal = this.terminals.start('relay', args, { prefix: this.outside.prefix });
    const { relay } = JSON.parse(await terminal.line(0)) as { relay: readonly [string] };
    return { terminal, place: relay[0] };
  }

  /** Lends the counter behind the home router, to be reached through `relay`. */
  async serve(relay: string): Promise<Served> {
    const { served } = await this.terminals.serve(
      'owner',
      ['--allow', '*', '--service', 'counter', '--host', '0.0.0.0'],
      [process.execPath, fixture('counter-tool.mjs'), this.terminals.path('executed')],
      { prefix: this.home.prefix, env: { TALOS_RELAY: relay } },
    );
    return served;
  }

  async connect(target: string): Promise<RpcClient> {
    const client = this.terminals.connect('agent', target, { prefix: this.office.prefix });
    expect(await client.initialize(), client.terminal.stderr).toHaveProperty('result');
    return client;
  }

  async ping(peer: string): Promise<{ status: number | null; view: PingView }> {
    const { status, stdout } = await this.terminals.start('other', ['ping', peer, '--json'], {
      prefix: this.office.prefix,
      input: '',
    }).ended;
    return { status, view: JSON.parse(stdout) as PingView };
  }
}

const called = (client: RpcClient, id: number) => client.ask('tools/call', { name: 'count_1', arguments: { id } });

describe.skipIf(!canMakeNamespaces())('two agents behind routers, and a relay (needs root, ip and nft)', () => {
  it('the tool is used through the relay, both say so, and the session goes on when the relay was killed and is back', async () => {
    const meeting = new Meeting();
    const { terminals } = meeting;
    const { terminal, place } = await meeting.relay();
    const { invitation, addresses } = await meeting.serve(place);
    expect(addresses.some((address) => address.startsWith(`${place}/p2p-circuit/p2p/`))).toBe(true);
    const client = await meeting.connect(invitation);
    expect(await called(client, 1)).toHaveProperty('result');
    for (const directory of ['owner', 'agent'])
      expect(await terminals.json<StatusDocument>(directory, 'status')).toMatchObject({
        sessions: [{ path: 'relayed' }],
      });

    await terminal.end('SIGKILL');
    const waiting = called(client, 2);
    const again = await meeting.relay();
    expect(again.place).toBe(place);
    expect(await waiting).toHaveProperty('result');
    expect(await called(client, 3)).toHaveProperty('result');
    expect(await terminals.json<StatusDocument>('owner', 'status')).toMatchObject({ relays: [{ reserved: true }] });

    // A third one asks whether it is there, and which way it went.
    await terminals.json('other', 'init', '--name', 'other');
    const relayed = addresses.find((address) => address.includes('/p2p-circuit/')) ?? '';
    expect(await meeting.ping(relayed)).toMatchObject({ status: 0, view: { path: 'relayed', address: relayed } });
    expect((await again.terminal.end('SIGTERM')).status).toBe(0);
    expect((await meeting.ping(relayed)).status).toBe(5);
    // It waits for an answer of nobody now, and ends when it is told to.
    expect((await client.terminal.end('SIGTERM')).status).toBe(0);
  });

  it('H14: a relay that is full, and one that is another, give no place: status says why, and the other one is used', async () => {
    const meeting = new Meeting();
    const { terminals } = meeting;
    const { place } = await meeting.relay('--relay-places', '1');
    const wrong = place.replace(/[^/]+$/, '12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA');
    const first = await meeting.serve(`${wrong},${place}`);
    expect(first.addresses.filter((address) => address.includes('/p2p-circuit/'))).toHaveLength(1);
    expect(await terminals.json<StatusDocument>('owner', 'status')).toMatchObject({
      relays: [{ reserved: false, failure: { code: 'E_IDENTITY_MISMATCH' } }, { reserved: true }],
    });
    const late = terminals.lend(
      'late',
      ['--allow', '*'],
      [process.execPath, fixture('counter-tool.mjs'), terminals.path('x')],
      {
        prefix: meeting.office.prefix,
        env: { TALOS_RELAY: place },
      },
    );
    const served = JSON.parse(await late.line(0)) as Served;
    expect(served.addresses.filter((address) => address.includes('/p2p-circuit/'))).toEqual([]);
    await vi.waitFor(async () => {
      const { relays } = await terminals.json<StatusDocument>('late', 'status');
      expect(relays).toMatchObject([{ reserved: false, failure: { code: 'E_REFUSED' } }]);
    }, PATIENCE_MS);
  });
});
