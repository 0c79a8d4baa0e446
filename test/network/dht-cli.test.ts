/** The commands over the DHT alone: the registry that brought them there is stopped. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { fixture, PATIENCE_MS, type Terminal, Terminals } from '../scenario/terminals.ts';

const SERVER_BIN = resolve(import.meta.dirname, '../../dist/cli/server-bin.js');
const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());

interface Server {
  readonly terminal: Terminal;
  readonly place: string;
  /** With `/p2p/…`. */
  readonly node: string;
}

async function server(name: string, ...more: readonly string[]): Promise<Server> {
  const args = ['--data-dir', terminals.path(name), '--host', '127.0.0.1', '--port', '0', '--json', ...more];
  const terminal = terminals.spawn([process.execPath, SERVER_BIN, ...args]);
  const { addresses, peerId } = JSON.parse(await terminal.line(0)) as { addresses: readonly string[]; peerId: string };
  const [place = ''] = addresses;
  return { terminal, place, node: `/ip4/127.0.0.1/tcp/${place.split(':')[1]}/p2p/${peerId}` };
}

async function agent(name: string): Promise<string> {
  await terminals.run(name, 'init', '--name', name, '--words-file', `${name}.words`);
  return (await terminals.json<{ did: string }>(name, 'whoami')).did;
}

/** Waits until `name` finds the agent, with an address. */
async function isFound(name: string, did: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const args = ['did', 'resolve', '--record', did];
      const { stdout } = await terminals.process(name, '--json', ...args);
      const { record } = JSON.parse(stdout) as { record: { addresses: readonly string[] } };
      expect(record.addresses.length).toBeGreaterThan(0);
    },
    { timeout: 3 * PATIENCE_MS, interval: 500 },
  );
}

it('the registry is stopped: sessions go on, and a third agent finds the others by their DIDs', async () => {
  const other = await server('other');
  const registry = await server('registry', '--bootstrap', other.node);
  const [a, b] = [await agent('a'), await agent('b')];
  await agent('c');
  // c has never met the registry: it knows a node of the DHT.
  writeFileSync(join(terminals.path('c'), 'config.yaml'), `bootstrap: ${other.node}\n`, { mode: 0o600 });
  for (const name of ['a', 'b'])
    expect(await terminals.process(name, 'register', '--server', registry.place)).toMatchObject({ status: 0 });

  // b may use the tool, and knows no more of its owner than the DID.
  const tool = [process.execPath, fixture('counter-tool.mjs'), terminals.path('counted')];
  await terminals.serve('a', ['--authorized-peer', b], tool);
  await isFound('b', a);
  const listening = terminals.start('b', ['listen', '--accept', 'all', '--json', '--host', '127.0.0.1', '--port', '0']);
  await listening.line(0);
  const client = terminals.connect('b', a);
  const hello = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
  expect(await client.ask('initialize', hello)).toMatchObject({ result: {} });
  client.say({ method: 'notifications/initialized' });
  expect(await client.ask('tools/list')).toMatchObject({ result: { tools: expect.arrayContaining([]) } });

  // The records have reached the DHT when c, which asks no registry, finds them.
  for (const did of [a, b]) await isFound('c', did);
  await registry.terminal.end('SIGTERM');

  expect(await client.ask('tools/list')).toMatchObject({ result: { tools: expect.arrayContaining([]) } });
  const sent = await terminals.process('c', '--json', 'send', b, 'from somebody new');
  expect(JSON.parse(sent.stdout)).toMatchObject({ state: 'delivered' });
  await vi.waitFor(() => expect(listening.lines.join('\n')).toContain('from somebody new'), PATIENCE_MS);
});
