/** A server on the public net. */
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Terminals } from '../scenario/terminals.ts';
import { canMakeNamespaces, World } from './namespaces.ts';

const SERVER = resolve(import.meta.dirname, '../../dist/cli/server-bin.js');

describe.skipIf(!canMakeNamespaces())('a server at a public address (needs root, ip and nft)', () => {
  it.each([[['--relay']], [[]]])('says where it is reached, with %j', async (options) => {
    await using world = new World();
    const host = world.host('server');
    await using terminals = new Terminals();
    const args = ['--host', '0.0.0.0', '--port', '0', '--json', '--data-dir', terminals.path('server'), ...options];
    const server = terminals.spawn([...host.prefix, process.execPath, SERVER, ...args]);
    const { addresses } = JSON.parse(await server.line(0)) as { addresses: readonly string[] };
    expect(addresses.some((address) => address.startsWith(`${host.address}:`))).toBe(true);
  });
});
