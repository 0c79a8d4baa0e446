import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { canMakeNamespaces, type NetHost, namespaces, removeLeftOvers, World } from './namespaces.ts';

/** Answers every connection on a port with the address that it came from. */
const SERVER = `require('net').createServer((socket) => {
  socket.on('error', () => undefined);
  socket.end(socket.remoteAddress + ' ' + socket.remotePort);
}).listen(Number(process.argv[1]), '0.0.0.0', () => console.log('listening'));`;
/** Prints what such a server says, or the code of the error: `wait host port [localPort]`. */
const CLIENT = `const [wait, host, port, localPort] = process.argv.slice(1);
const socket = require('net').connect({ host, port: Number(port), ...(localPort ? { localPort: Number(localPort) } : {}) });
socket.setTimeout(Number(wait), () => socket.destroy(Object.assign(new Error(), { code: 'SILENCE' })));
socket.on('data', (data) => process.stdout.write(data)).on('error', (error) => process.stdout.write(error.code));`;
/** Dials another host from a port at the moment when that dials back, and says something. */
const PUNCH = `const [host, port] = process.argv.slice(1);
const dial = (left) => {
  const socket = require('net').connect({ host, port: Number(port), localPort: Number(port) }, () => socket.end('punched'));
  socket.setTimeout(800, () => { process.stdout.write('SILENCE'); socket.destroy(); });
  socket.on('data', (data) => process.stdout.write(data));
  socket.on('error', (error) => left > 0 ? setTimeout(dial, 20, left - 1) : process.stdout.write(error.code));
};
dial(50);`;

async function serve(host: NetHost, port: number): Promise<ChildProcess> {
  const [command, ...args] = [...host.prefix, process.execPath, '-e', SERVER, String(port)];
  const server = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(server.stdout, 'data');
  return server;
}

/** Where `from` comes from, as a server sees it, or why it does not get there. */
function ask(from: NetHost, address: string, port: number, localPort?: number, waitMs = 5000): string {
  const source = localPort === undefined ? [] : [String(localPort)];
  return from.run(process.execPath, '-e', CLIENT, String(waitMs), address, String(port), ...source);
}

/** The same where no answer is to come. */
function hear(from: NetHost, address: string, port: number): string {
  return ask(from, address, port, undefined, 300);
}

async function punch(from: NetHost, address: string): Promise<string> {
  const [command, ...args] = [...from.prefix, process.execPath, '-e', PUNCH, address, '7001'];
  const process_ = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  process_.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(process_, 'close');
  return said;
}

describe.skipIf(!canMakeNamespaces())('a world of hosts (needs root, ip and nft)', () => {
  it('has hosts with no network but its own, which reach each other, and is gone at its end', async () => {
    const world = new World();
    const server = world.host('server');
    const other = world.host('other');
    expect([server.address, other.address]).toEqual(['11.1.0.1', '11.1.0.2']);
    const links = JSON.parse(server.run('ip', '-json', 'link', 'show')) as { ifname: string }[];
    expect(links.map(({ ifname }) => ifname)).toEqual(['lo', 'eth0']);
    const running = await serve(server, 4000);
    expect(ask(other, server.address, 4000)).toMatch(/^11\.1\.0\.2 /);
    expect(ask(other, server.address, 4001)).toBe('ECONNREFUSED');
    expect(ask(other, '192.0.2.1', 4000)).toBe('ENETUNREACH');
    await world[Symbol.asyncDispose]();
    if (running.exitCode === null && running.signalCode === null) await once(running, 'exit');
    expect(running.signalCode).toBe('SIGKILL');
    expect(namespaces()).not.toContain(server.namespace);
    await world[Symbol.asyncDispose]();
  });

  it('has routers: what is inside goes out under their address, and nothing comes in', async () => {
    await using world = new World();
    const server = world.host('server');
    const home = world.nat('home');
    const strict = world.nat('strict', { mapping: 'symmetric', unsolicited: 'reset' });
    const [laptop, desk] = [home.host('laptop'), strict.host('desk')];
    for (const [host, port] of [
      [server, 4000],
      [server, 4001],
      [laptop, 4000],
      [desk, 4000],
    ] as const)
      await serve(host, port);
    for (const port of [4000, 4001]) expect(ask(laptop, server.address, port, 5000)).toBe(`${home.address} 5000`);
    const ports = [4000, 4001].map((port) => ask(desk, server.address, port, 5000));
    expect(new Set(ports).size).toBe(2);
    for (const seen of ports) expect(seen.split(' ')[0]).toBe(strict.address);
    expect(hear(server, home.address, 4000)).toBe('SILENCE');
    expect(ask(server, strict.address, 4000)).toBe('ECONNREFUSED');
    expect(ask(server, laptop.address, 4000)).toBe('ENETUNREACH');
    home.forward(4002, laptop, 4000);
    expect(ask(server, home.address, 4002)).toMatch(new RegExp(`^${server.address} `));
    expect(hear(server, home.address, 4000)).toBe('SILENCE');
    const old = home.address;
    expect(home.renew()).not.toBe(old);
    expect(ask(laptop, server.address, 4000, 5001)).toBe(`${home.address} 5001`);
  });

  it('lets two hosts behind routers that keep ports dial each other at the same time, and no others', async () => {
    await using world = new World();
    const nats = [world.nat('one'), world.nat('two'), world.nat('hard', { mapping: 'symmetric' })] as const;
    const [one, two, hard] = nats.map((nat) => nat.host('inside')) as [NetHost, NetHost, NetHost];
    expect(await Promise.all([punch(one, nats[1].address), punch(two, nats[0].address)])).toEqual([
      'punched',
      'punched',
    ]);
    expect(await Promise.all([punch(one, nats[2].address), punch(hard, nats[0].address)])).toEqual([
      'SILENCE',
      'SILENCE',
    ]);
  });

  it('has cables that are cut, silently or not, addresses that change, and hosts that move', async () => {
    await using world = new World();
    const server = world.host('server');
    const laptop = world.host('laptop');
    const home = world.nat('home');
    await serve(server, 4000);
    const answered = (): string => ask(laptop, server.address, 4000).split(' ')[0] ?? '';
    const carrier = (): string => laptop.run('cat', '/sys/class/net/eth0/carrier').trim();
    expect(answered()).toBe(laptop.address);
    laptop.unplug();
    expect([carrier(), hear(laptop, server.address, 4000)]).toEqual(['0', 'SILENCE']);
    laptop.plug();
    expect([carrier(), answered()]).toEqual(['1', laptop.address]);
    laptop.mute();
    expect([carrier(), hear(laptop, server.address, 4000)]).toEqual(['1', 'SILENCE']);
    laptop.unmute();
    expect(answered()).toBe(laptop.address);
    const old = laptop.address;
    expect(laptop.readdress()).not.toBe(old);
    expect(answered()).toBe(laptop.address);
    laptop.move(home);
    expect(laptop.address).toBe('10.1.0.2');
    expect(answered()).toBe(home.address);
    laptop.readdress();
    expect(answered()).toBe(home.address);
  });

  it('removes what a run that was killed has left, with what runs in it, and nothing else', async () => {
    await using world = new World();
    const host = world.host('host');
    const dead = `talos-w${process.pid}.1.1.host`;
    const foreign = `talos-x${process.pid}`;
    for (const name of [dead, foreign]) spawnSync('ip', ['netns', 'add', name]);
    const running = spawn('ip', [
      'netns',
      'exec',
      dead,
      process.execPath,
      '-e',
      'console.log(1); setInterval(() => {}, 1000)',
    ]);
    await once(running.stdout, 'data');
    const gone = once(running, 'exit');
    try {
      expect(removeLeftOvers()).toContain(dead);
      expect(await gone).toEqual([null, 'SIGKILL']);
      expect(namespaces()).toEqual(expect.arrayContaining([host.namespace, foreign]));
      expect(namespaces()).not.toContain(dead);
    } finally {
      spawnSync('ip', ['netns', 'del', foreign]);
    }
  });
});
