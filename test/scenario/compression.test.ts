/** Nothing is compressed, so that no length tells of a secret beside a text of somebody else, and nothing can be unpacked. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer as createHttp } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { signingKey } from '../../src/crypto/sign.ts';
import type { Host } from '../../src/net/link.ts';
import { openHost } from '../../src/node/host.ts';
import { askAuthority } from '../../src/node/ledger/anchor-request.ts';
import { postText } from '../../src/node/ledger/post-text.ts';

const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const peerKey = signingKey(seed(1)).publicKey;
const hosts: Host[] = [];
const servers: { close(): void }[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host[Symbol.asyncDispose]()));
  for (const server of servers.splice(0)) server.close();
});
async function host(n: number, listen: string[] = []): Promise<Host> {
  const opened = await openHost({ seed: seed(n), listen });
  hosts.push(opened);
  return opened;
}

/** Listens on loopback. */
function port(server: Server | ReturnType<typeof createHttp>): Promise<number> {
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}

const OFFER =
  'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n' +
  'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\nAccept-Encoding: gzip, deflate, br\r\n\r\n';

describe('N06: compression', () => {
  it('N06: is refused by a WebSocket listener that is offered it, and a compressed frame ends the connection', async () => {
    const server = await host(1, ['/ip4/127.0.0.1/tcp/0/ws']);
    const socket = connect(Number(/\/tcp\/(\d+)/.exec(server.addresses[0] ?? '')?.[1]), '127.0.0.1');
    socket.on('error', () => undefined).write(OFFER);
    const answer = await new Promise<string>((resolve) => socket.once('data', (bytes) => resolve(String(bytes))));
    expect(answer).toMatch(/^HTTP\/1\.1 101 /);
    expect(answer).not.toMatch(/extensions|deflate|content-encoding/i);
    const ended = new Promise((resolve) => socket.once('close', resolve));
    // Binary, whole, compressed (the first reserved bit), masked with zeros.
    socket.write(Uint8Array.of(0xc2, 0x83, 0, 0, 0, 0, 0x4b, 0x04, 0x00));
    socket.resume();
    await ended;
    await expect((await host(2)).learnKey(server.addresses)).resolves.toEqual(peerKey);
  });

  it('N06: is offered by no dialler, whatever the WebSocket of the platform would do', async () => {
    const heads: string[] = [];
    const number = await port(
      createServer((socket: Socket) => {
        socket.once('data', (bytes) => {
          heads.push(String(bytes));
          socket.destroy();
        });
      }),
    );
    const held = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');
    class Compressing {
      constructor() {
        throw new Error('the WebSocket of the platform was used');
      }
    }
    Object.defineProperty(globalThis, 'WebSocket', { configurable: true, writable: true, value: Compressing });
    try {
      const dialler = await host(2);
      await expect(dialler.learnKey([`/ip4/127.0.0.1/tcp/${number}/ws`])).rejects.toMatchObject({
        code: 'E_UNREACHABLE',
      });
      expect(globalThis.WebSocket).toBe(Compressing);
    } finally {
      if (held === undefined) Reflect.deleteProperty(globalThis, 'WebSocket');
      else Object.defineProperty(globalThis, 'WebSocket', held);
    }
    expect(heads).toHaveLength(1);
    expect(heads[0]).toMatch(/^GET \/ HTTP\/1\.1\r\n/);
    expect(heads[0]).not.toMatch(/extensions|deflate/i);
  });

  it('N06: that a WebSocket server takes without having been offered it ends the connection', async () => {
    const http = createHttp();
    http.on('upgrade', (request, socket) => {
      const magic = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
      const accept = createHash('sha1').update(magic).digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n`,
      );
      socket.on('error', () => undefined);
    });
    const number = await port(http);
    await expect((await host(2)).learnKey([`/ip4/127.0.0.1/tcp/${number}/ws`])).rejects.toMatchObject({
      code: 'E_UNREACHABLE',
    });
  });

  it('N06: of an answer over HTTP is asked for by nothing, and one that comes so is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024));
    const encodings: (string | undefined)[] = [];
    const number = await port(
      createHttp((request, response) => {
        encodings.push(request.headers['accept-encoding']);
        const type = request.url === '/tsa' ? 'application/timestamp-reply' : 'text/plain';
        response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(bomb);
      }),
    );
    const url = `http://127.0.0.1:${number}`;
    await expect(postText(`${url}/witness`, '', AbortSignal.timeout(10_000), false)).rejects.toMatchObject({
      code: 'E_MALFORMED',
    });
    await expect(askAuthority(`${url}/tsa`, new Uint8Array(1), undefined)).rejects.toMatchObject({
      code: 'ANCHOR_MISMATCH',
    });
    expect(encodings).toEqual(['identity', 'identity']);
  });

  it('N06: is in none of our sources', async () => {
    const root = new URL('../../src/', import.meta.url);
    const files = (await readdir(root, { recursive: true })).filter((file) => file.endsWith('.ts'));
    const found: string[] = [];
    for (const file of files) {
      const source = await readFile(new URL(file, root), 'utf8');
      if (/zlib|CompressionStream|brotli|gunzip|inflateSync|perMessageDeflate: true/i.test(source)) found.push(file);
    }
    expect(files.length).toBeGreaterThan(300);
    expect(found).toEqual([]);
  });
});
