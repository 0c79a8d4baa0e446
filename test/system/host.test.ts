import { connect as connectSocket, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { signingKey } from '../../src/crypto/sign.ts';
import { FRAME_TYPES, MAX_FRAME_BYTES } from '../../src/net/frame.ts';
import type { Host, Link } from '../../src/net/link.ts';
import { formatPeerId } from '../../src/net/peer-id.ts';
import { type HostInit, openHost } from '../../src/node/host.ts';
import { collect, linkConformance } from '../conformance/link.ts';

const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const keyOf = (n: number): Uint8Array => signingKey(seed(n)).publicKey;
const { data } = FRAME_TYPES;

const open = new Set<AsyncDisposable>();
async function host(n: number, init: Partial<HostInit> = {}): Promise<Host> {
  const opened = await openHost({ seed: seed(n), ...init });
  open.add(opened);
  return opened;
}
afterEach(async () => {
  await Promise.all([...open].map((opened) => opened[Symbol.asyncDispose]()));
  open.clear();
});

/** The next link that `server` accepts for a purpose. */
async function served(server: Host): Promise<{ readonly link: Promise<Link> }> {
  let take: (link: Link) => void = () => {};
  const first = new Promise<Link>((resolve) => {
    take = resolve;
  });
  await server.serve('channel', (link) => take(link));
  return { link: first };
}

/** A TCP relay that can be cut or stalled, in front of `port`. */
async function relay(port: number): Promise<{ port: number; cut: () => void; close: () => void }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((inner) => {
    const outer = connectSocket(port, '127.0.0.1');
    for (const socket of [inner, outer]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    inner.pipe(outer);
    outer.pipe(inner);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const close = (): void => {
    cut();
    server.close();
  };
  return { port: (server.address() as { port: number }).port, cut, close };
}
const portOf = (address: string | undefined): number => Number(/\/tcp\/(\d+)/.exec(address ?? '')?.[1]);

for (const transport of ['tcp', 'ws'] as const) {
  const suffix = transport === 'ws' ? '/ws' : '';
  linkConformance(`libp2p over ${transport}`, async () => {
    const server = await openHost({ seed: seed(1), listen: [`/ip4/127.0.0.1/tcp/0${suffix}`] });
    const client = await openHost({ seed: seed(2) });
    const between = await relay(portOf(server.addresses[0]));
    const accepted = await served(server);
    const addresses = [`/ip4/127.0.0.1/tcp/${between.port}${suffix}`];
    const dialler = await client.connect('channel', { peerKey: keyOf(1), addresses });
    return {
      dialler,
      listener: await accepted.link,
      diallerKey: keyOf(2),
      listenerKey: keyOf(1),
      cut: between.cut,
      dispose: async () => {
        between.close();
        await Promise.all([server[Symbol.asyncDispose](), client[Symbol.asyncDispose]()]);
      },
    };
  });
}

describe('host', () => {
  it('is dial-only until it listens, and names its addresses with its peer id', async () => {
    const server = await host(1);
    expect(server.addresses).toEqual([]);
    expect(server.peerId).toBe(formatPeerId(keyOf(1)));
    const addresses = await server.listen(['/ip4/127.0.0.1/tcp/0', '/ip4/127.0.0.1/tcp/0/ws']);
    expect(addresses).toHaveLength(2);
    for (const address of addresses) expect(address.endsWith(`/p2p/${server.peerId}`)).toBe(true);
    const client = await host(2);
    const accepted = await served(server);
    const link = await client.connect('channel', { peerKey: keyOf(1), addresses });
    link.send(data, Uint8Array.of(7));
    expect((await collect(await accepted.link).count(1))[0]?.payload).toEqual(Uint8Array.of(7));
  });

  it('announces real addresses for one that means all', async () => {
    const server = await host(1, { listen: ['/ip4/0.0.0.0/tcp/0'] });
    expect(server.addresses.length).toBeGreaterThan(0);
    for (const address of server.addresses) expect(address).not.toContain('/0.0.0.0/');
  });

  it('refuses an address that is none with E_MALFORMED and a port in use with E_CONFIG', async () => {
    await expect(openHost({ seed: seed(1), listen: ['/ip4/127.0.0.1/udp/0'] })).rejects.toMatchObject({
      code: 'E_MALFORMED',
    });
    const server = await host(1, { listen: ['/ip4/127.0.0.1/tcp/0'] });
    const taken = `/ip4/127.0.0.1/tcp/${portOf(server.addresses[0])}`;
    await expect(openHost({ seed: seed(2), listen: [taken] })).rejects.toMatchObject({ code: 'E_CONFIG' });
    const other = await host(3);
    await expect(other.listen([taken])).rejects.toMatchObject({ code: 'E_CONFIG' });
  });

  it('I06: another key at the address is E_IDENTITY_MISMATCH, and no link opens at either side', async () => {
    const server = await host(1, { listen: ['/ip4/127.0.0.1/tcp/0', '/ip4/127.0.0.1/tcp/0/ws'] });
    let accepted = 0;
    await server.serve('channel', () => {
      accepted += 1;
    });
    const client = await host(2);
    for (const address of server.addresses) {
      const bare = address.replace(/\/p2p\/.*/, '');
      const target = { peerKey: keyOf(9), addresses: [bare] };
      await expect(client.connect('channel', target)).rejects.toMatchObject({ code: 'E_IDENTITY_MISMATCH' });
    }
    expect(accepted).toBe(0);
  });

  it('I06: an address that names another peer is E_IDENTITY_MISMATCH before anything is dialled', async () => {
    const client = await host(2);
    const addresses = [`/ip4/127.0.0.1/tcp/9/p2p/${formatPeerId(keyOf(9))}`];
    await expect(client.connect('channel', { peerKey: keyOf(1), addresses })).rejects.toMatchObject({
      code: 'E_IDENTITY_MISMATCH',
    });
  });

  it('learns the key of whoever answers at an address, over TCP and WebSocket, and connects to it then', async () => {
    const server = await host(1, { listen: ['/ip4/127.0.0.1/tcp/0', '/ip4/127.0.0.1/tcp/0/ws'] });
    const accepted: Link[] = [];
    await server.serve('channel', (link) => void accepted.push(link));
    for (const [n, address] of server.addresses.entries()) {
      const client = await host(2 + n);
      const bare = address.replace(/\/p2p\/.*/, '');
      expect(await client.learnKey(['/ip4/0.0.0.0/tcp/9', bare])).toEqual(keyOf(1));
      expect(await client.learnKey([address])).toEqual(keyOf(1));
      const link = await client.connect('channel', { peerKey: keyOf(1), addresses: [bare] });
      link.send(data, Uint8Array.of(7));
      await vi.waitFor(() => expect(accepted.at(-1)?.peerKey).toEqual(keyOf(2 + n)));
    }
  });

  it('learns no key where nobody answers, where another does than the address names, or where it is told to stop', async () => {
    const server = await host(1, { listen: ['/ip4/127.0.0.1/tcp/0'] });
    const bare = `/ip4/127.0.0.1/tcp/${portOf(server.addresses[0])}`;
    const gone = await relay(1);
    gone.close();
    const client = await host(2, { dialTimeoutMs: 300 });
    const learn = (...addresses: readonly string[]): Promise<unknown> => client.learnKey(addresses);
    await expect(learn(`${bare}/p2p/${formatPeerId(keyOf(9))}`)).rejects.toMatchObject({ code: 'E_IDENTITY_MISMATCH' });
    for (const addresses of [[`/ip4/127.0.0.1/tcp/${gone.port}`], ['/ip4/0.0.0.0/tcp/7'], []])
      await expect(client.learnKey(addresses)).rejects.toMatchObject({ code: 'E_UNREACHABLE', details: {} });
    await expect(learn('127.0.0.1:8765')).rejects.toMatchObject({ code: 'E_MALFORMED' });
    await expect(learn(...Array.from({ length: 17 }, () => bare))).rejects.toMatchObject({ code: 'E_LIMIT' });
    const silent = createServer((socket) => socket.on('error', () => {}));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const quiet = `/ip4/127.0.0.1/tcp/${(silent.address() as { port: number }).port}`;
    await expect(learn(quiet)).rejects.toMatchObject({ code: 'E_TIMEOUT' });
    const stop = new AbortController();
    const learning = client.learnKey([quiet], stop.signal);
    stop.abort(new Error('changed my mind'));
    await expect(learning).rejects.toThrow('changed my mind');
    silent.close();
  });

  it('an address where nothing listens is E_UNREACHABLE, at once, with a hint', async () => {
    const gone = await relay(1);
    gone.close();
    const client = await host(2);
    const started = performance.now();
    const target = { peerKey: keyOf(1), addresses: [`/ip4/127.0.0.1/tcp/${gone.port}`] };
    await expect(client.connect('channel', target)).rejects.toMatchObject({
      code: 'E_UNREACHABLE',
      hint: expect.stringContaining('running'),
    });
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('N14: addresses that mean nothing are not dialled: E_UNREACHABLE', async () => {
    const client = await host(2);
    const addresses = ['/ip4/0.0.0.0/tcp/7', '/ip4/127.0.0.1/tcp/0', '/ip4/224.0.0.1/tcp/7'];
    await expect(client.connect('channel', { peerKey: keyOf(1), addresses })).rejects.toMatchObject({
      code: 'E_UNREACHABLE',
    });
    await expect(client.connect('channel', { peerKey: keyOf(1), addresses: [] })).rejects.toMatchObject({
      code: 'E_UNREACHABLE',
    });
    await expect(client.connect('channel', { peerKey: keyOf(2), addresses })).rejects.toMatchObject({
      code: 'E_UNREACHABLE',
    });
  });

  it('a peer that accepts and says nothing is E_TIMEOUT; an abort gives its reason', async () => {
    const silent = createServer((socket) => socket.on('error', () => {}));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const addresses = [`/ip4/127.0.0.1/tcp/${(silent.address() as { port: number }).port}`];
    const client = await host(2, { dialTimeoutMs: 300 });
    const target = { peerKey: keyOf(1), addresses };
    await expect(client.connect('channel', target)).rejects.toMatchObject({ code: 'E_TIMEOUT' });
    const stop = new AbortController();
    const reason = new Error('changed my mind');
    const connecting = client.connect('channel', target, stop.signal);
    stop.abort(reason);
    await expect(connecting).rejects.toBe(reason);
    await expect(client.connect('channel', target, stop.signal)).rejects.toBe(reason);
    silent.close();
  });

  it('tries the addresses side by side: a dead one does not hold up a live one', async () => {
    const silent = createServer((socket) => socket.on('error', () => {}));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const dead = `/ip4/127.0.0.1/tcp/${(silent.address() as { port: number }).port}`;
    const server = await host(1, { listen: ['/ip4/127.0.0.1/tcp/0'] });
    await served(server);
    const client = await host(2);
    const started = performance.now();
    const link = await client.connect('channel', { peerKey: keyOf(1), addresses: [dead, ...server.addresses] });
    expect(performance.now() - started).toBeLessThan(3000);
    expect(link.direction).toBe('outbound');
    silent.close();
  });

  it('a purpose the peer does not serve is E_REFUSED, also once it stopped serving it', async () => {
    const server = await host(1, { listen: ['/ip4/127.0.0.1/tcp/0'] });
    const serving = await server.serve('channel', () => {});
    await expect(server.serve('channel', () => {})).rejects.toThrow(TypeError);
    const client = await host(2);
    const target = { peerKey: keyOf(1), addresses: server.addresses };
    await expect(client.connect('message', target)).rejects.toMatchObject({ code: 'E_REFUSED' });
    await serving[Symbol.asyncDispose]();
    await expect(client.connect('channel', target)).rejects.toMatchObject({ code: 'E_REFUSED' });
  });

  it('has a limit of links per purpose, and a closed link makes room', async () => {
    const server = await host(1, { listen: ['/ip4/127.0.0.1/tcp/0'] });
    await server.serve('channel', (link) => link.onFrame(() => {}));
    const client = await host(2);
    const target = { peerKey: keyOf(1), addresses: server.addresses };
    const links: Link[] = [];
    for (let n = 0; n < 8; n++) links.push(await client.connect('channel', target));
    await expect(client.connect('channel', target)).rejects.toMatchObject({ code: 'E_LIMIT' });
    await links[0]?.close();
    const ninth = await client.connect('channel', target);
    ninth.send(data, Uint8Array.of(1));
    await ninth.drained();
    for (const link of [...links.slice(1), ninth]) link.send(data, Uint8Array.of(1));
  });

  it('a host that is disposed ends its links in peace and refuses to connect: E_CLOSED', async () => {
    const server = await host(1, { listen: ['/ip4/127.0.0.1/tcp/0'] });
    const accepted = await served(server);
    const client = await host(2);
    const target = { peerKey: keyOf(1), addresses: server.addresses };
    const link = await client.connect('channel', target);
    await accepted.link;
    await server[Symbol.asyncDispose]();
    expect(await link.closed).toBeUndefined();
    await client[Symbol.asyncDispose]();
    await expect(client.connect('channel', target)).rejects.toMatchObject({ code: 'E_CLOSED' });
  });

  it('connects again after the connection broke', async () => {
    const server = await host(1, { listen: ['/ip4/127.0.0.1/tcp/0'] });
    await server.serve('channel', (link) => link.onFrame((frame) => link.send(data, frame.payload)));
    const between = await relay(portOf(server.addresses[0]));
    const client = await host(2);
    const target = { peerKey: keyOf(1), addresses: [`/ip4/127.0.0.1/tcp/${between.port}`] };
    for (let round = 0; round < 3; round++) {
      const link = await client.connect('channel', target);
      link.send(data, Uint8Array.of(round));
      expect((await collect(link).count(1))[0]?.payload).toEqual(Uint8Array.of(round));
      between.cut();
      expect(await link.closed).toMatchObject({ code: 'E_UNREACHABLE' });
    }
    between.close();
  });

  it('opens links side by side over one connection', async () => {
    const server = await host(1, { listen: ['/ip4/127.0.0.1/tcp/0'] });
    const remotes = new Set<string>();
    const accept = (link: Link): void => {
      remotes.add(link.remoteAddress);
      link.onFrame(() => {});
    };
    await server.serve('channel', accept);
    await server.serve('message', accept);
    const client = await host(2);
    const target = { peerKey: keyOf(1), addresses: server.addresses };
    const links = await Promise.all([
      client.connect('channel', target),
      client.connect('message', target),
      client.connect('channel', target),
    ]);
    for (const link of links) link.send(data, Uint8Array.of(1));
    await Promise.all(links.map((link) => link.close()));
    expect(remotes.size).toBe(1);
  });

  it('back-pressure bounds the memory of a receiver that does not take what is sent', async () => {
    const server = await host(1, { listen: ['/ip4/127.0.0.1/tcp/0'] });
    await server.serve('channel', (link) => {
      link.limitPayload(MAX_FRAME_BYTES);
      link.onFrame(() => new Promise(() => {}));
    });
    const client = await host(2);
    const link = await client.connect('channel', { peerKey: keyOf(1), addresses: server.addresses });
    let sent = 0;
    for (; sent < 64; sent++) {
      link.send(data, new Uint8Array(1024 * 1024));
      const waiting = link.drained(AbortSignal.timeout(1000));
      if (
        !(await waiting.then(
          () => true,
          () => false,
        ))
      )
        break;
    }
    // What is read ahead, the stream's window and one frame; not the 64 MiB that the sender would have sent.
    expect(sent).toBeLessThan(12);
    expect(link.bufferedBytes).toBeGreaterThan(0);
  });
});

describe('host under strain', () => {
  it.each(['', '/ws'])('the deadline of the handshake ends with it: a link%s lives on', async (suffix) => {
    const server = await host(1, { listen: [`/ip4/127.0.0.1/tcp/0${suffix}`], handshakeTimeoutMs: 400 });
    await server.serve('channel', (link) => link.onFrame((frame) => link.send(data, frame.payload)));
    const client = await host(2);
    const link = await client.connect('channel', { peerKey: keyOf(1), addresses: server.addresses });
    // A socket that was opened later and says nothing is closed by the deadline: it has passed for the link as well.
    await Promise.all((await rawSockets(portOf(server.addresses[0]), 1, '')).map(closed));
    link.send(data, Uint8Array.of(1));
    expect(await collect(link).count(1)).toHaveLength(1);
  });

  it.each(['', '/ws'])('a slow receiver gets all of 48 MiB%s: pausing and resuming loses nothing', async (suffix) => {
    const server = await host(1, { listen: [`/ip4/127.0.0.1/tcp/0${suffix}`] });
    const sizes: number[] = [];
    let finish = (): void => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    await server.serve('channel', (link) => {
      link.limitPayload(MAX_FRAME_BYTES);
      link.onFrame(async (frame) => {
        for (let turn = 0; turn < 20; turn++) await new Promise((next) => setImmediate(next));
        if (sizes.push(frame.payload.length) === 192) finish();
      });
    });
    const client = await host(2);
    const link = await client.connect('channel', { peerKey: keyOf(1), addresses: server.addresses });
    for (let n = 0; n < 192; n++) link.send(data, new Uint8Array(256 * 1024));
    await Promise.race([finished, link.closed]);
    expect(sizes).toHaveLength(192);
  });

  const rawSockets = async (port: number, count: number, first: string): Promise<Socket[]> =>
    Promise.all(
      Array.from(
        { length: count },
        () =>
          new Promise<Socket>((resolve) => {
            const socket = connectSocket(port, '127.0.0.1', () => {
              if (first !== '') socket.write(first);
              resolve(socket);
            });
            socket.on('error', () => {});
            socket.resume();
          }),
      ),
    );
  const closed = (socket: Socket): Promise<void> =>
    socket.destroyed ? Promise.resolve() : new Promise((resolve) => socket.once('close', () => resolve()));

  // Masked binary frames: one byte more than 256 KiB, a reserved bit, text that is no UTF-8, an unknown opcode.
  it.each([
    ['N03: over the limit', [0x82, 0xff, 0, 0, 0, 0, 0, 0x04, 0, 0x01, 1, 2, 3, 4]],
    ['N13: with a reserved bit', [0xc2, 0x81, 0, 0, 0, 0, 1]],
    ['N13: of text that is no UTF-8', [0x81, 0x81, 0, 0, 0, 0, 0xff]],
    ['N13: of an unknown kind', [0x83, 0x81, 0, 0, 0, 0, 1]],
    ['N13: that is not masked', [0x82, 0x01, 1]],
  ] as const)('a WebSocket frame %s ends that connection and nothing else', async (_, bytes) => {
    const server = await host(1, { listen: ['/ip4/127.0.0.1/tcp/0/ws'] });
    await server.serve('channel', () => {});
    const request =
      'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n';
    const [socket] = (await rawSockets(portOf(server.addresses[0]), 1, request)) as [Socket];
    socket.write(Uint8Array.from(bytes));
    await closed(socket);
    const client = await host(2);
    await client.connect('channel', { peerKey: keyOf(1), addresses: server.addresses });
  });

  for (const [suffix, first] of [
    ['', '\x13'],
    ['/ws', 'G'],
    ['/ws', ''],
  ] as const)
    it(`N01: sockets that say ${first === '' ? 'nothing' : 'one byte'}${suffix} are closed in time, and an honest peer is served`, async () => {
      const server = await host(1, { listen: [`/ip4/127.0.0.1/tcp/0${suffix}`], handshakeTimeoutMs: 1500 });
      await server.serve('channel', () => {});
      const slow = await rawSockets(portOf(server.addresses[0]), 100, first);
      const client = await host(2);
      const started = performance.now();
      await client.connect('channel', { peerKey: keyOf(1), addresses: server.addresses });
      expect(performance.now() - started).toBeLessThan(2000);
      await Promise.all(slow.map(closed));
    });
});
