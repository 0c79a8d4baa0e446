import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { PATIENCE_MS, type Terminal, Terminals } from '../scenario/terminals.ts';
import { canMakeNamespaces, type NetHost, World } from './namespaces.ts';

/** Prints each packet for multicast DNS as a line of hex. */
const EAR = `const socket = require('dgram').createSocket({ type: 'udp4', reuseAddr: true });
socket.on('message', (packet) => console.log(packet.toString('hex')));
socket.bind(5353, () => { socket.addMembership('224.0.0.251', process.argv[1]); console.log('listening'); });`;
const ON = { TALOS_MDNS: 'on' };
const tag = Buffer.from('_talos').toString('hex');

/** What is heard on the network of `host` from now on. */
async function listenTo(host: NetHost): Promise<string[]> {
  const [command, ...args] = [...host.prefix, process.execPath, '-e', EAR, host.address];
  const ear = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const heard: string[] = [];
  ear.stdout.setEncoding('utf8').on('data', (text: string) => heard.push(...text.split('\n').filter(Boolean)));
  await once(ear.stdout, 'data');
  heard.length = 0;
  return heard;
}

async function identities(terminals: Terminals): Promise<{ readonly alice: string }> {
  await terminals.run('bob', 'init', '--name', 'bob', '--quiet');
  await terminals.run('alice', 'init', '--name', 'alice', '--quiet');
  const { did } = await terminals.json<{ did: string }>('alice', 'whoami');
  return { alice: did };
}

/** `talos listen`, once it does. */
async function listening(terminals: Terminals, host: NetHost, ...args: readonly string[]): Promise<Terminal> {
  const terminal = terminals.start('alice', ['listen', '--json', ...args], { prefix: host.prefix });
  await terminal.line(0);
  return terminal;
}

describe.skipIf(!canMakeNamespaces())('agents of one local network (need root, ip and nft)', () => {
  it('find each other by DID, without any server, where both ask for it', async () => {
    await using world = new World();
    await using terminals = new Terminals();
    const home = world.nat('home');
    const [one, two] = [home.host('one'), home.host('two')];
    const { alice } = await identities(terminals);
    const listener = await listening(terminals, one, '--mdns');
    const argv = ['send', '--json', '--wait', '10s', alice, 'over the cable'];
    const sent = await terminals.start('bob', argv, { prefix: two.prefix, env: ON, input: '' }).ended;
    expect(JSON.parse(sent.stdout)).toMatchObject({ state: 'delivered' });
    expect(JSON.parse(await listener.line(1))).toMatchObject({ text: 'over the cable' });
  });

  it('H17: send nothing to the network where nobody asked for it', async () => {
    await using world = new World();
    await using terminals = new Terminals();
    const home = world.nat('home');
    const [one, two, third] = [home.host('one'), home.host('two'), home.host('three')];
    const { alice } = await identities(terminals);
    const heard = await listenTo(third);
    const listener = await listening(terminals, one);
    const argv = ['send', '--json', '--wait', '2s', alice, 'nobody hears'];
    const sent = await terminals.start('bob', argv, { prefix: two.prefix, input: '' }).ended;
    expect(JSON.parse(sent.stdout)).not.toMatchObject({ state: 'delivered' });
    await listener.end('SIGTERM');
    expect(heard).toEqual([]);
    // And the ear does hear.
    await listening(terminals, one, '--mdns');
    await vi.waitFor(() => expect(heard.some((packet) => packet.includes(tag))).toBe(true), PATIENCE_MS);
  });
});
