/** Application streams over libp2p, between this process and another one. In memory: test/scenario/peer-streams.test.ts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ClientStream } from '../../src/agent/client/client-streams.ts';
import { STREAM_WINDOW_BYTES } from '../../src/agent/transfer/peer-stream.ts';
import { isTalosError } from '../../src/base/errors.ts';
import { TalosClient } from '../../src/node/client.ts';

const SCRIPT = fileURLToPath(new URL('../fixtures/stream-peer.mjs', import.meta.url));
const PART = new Uint8Array(1 << 20).map((_, at) => (at * 31 + (at >> 7)) & 0xff);
const PARTS = process.env['TALOS_SLOW'] === '1' ? 1024 : 48;

interface Line {
  readonly kind: string;
  readonly did: string;
  readonly addresses: readonly string[];
  readonly code?: string;
  readonly bytes?: number;
  readonly sha256?: string;
}

/** The other process. */
class Peer {
  readonly child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(folder: string, me: string) {
    this.child = spawn(process.execPath, [SCRIPT, folder, me], { stdio: ['pipe', 'pipe', 'inherit'] });
    if (this.child.stdout === null) throw new Error('no output');
    this.#lines = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  async line(): Promise<Line> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error('the peer has ended');
    return JSON.parse(value) as Line;
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }
}

let folder = '';
let me: TalosClient;
let peer: Peer;
let did: string;

/** Starts the other process, in its own folder: the same agent each time. */
async function start(): Promise<void> {
  peer = new Peer(join(folder, 'peer'), me.did);
  const first = await peer.line();
  did = first.did;
  await me.addPeer(did, first.addresses);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talos-streams-'));
  me = await TalosClient.create('me', { dataDir: join(folder, 'me') });
  await start();
});
afterEach(async () => {
  if (peer.child.signalCode !== null) await start();
});
afterAll(async () => {
  await peer.kill();
  await me[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function writerOf(stream: ClientStream): WritableStreamDefaultWriter<Uint8Array> {
  if (stream.writable === undefined) throw new Error('nothing is sent');
  return stream.writable.getWriter();
}

/** Writes parts until one is held back by the other side; how many bytes were taken before, and the one that waits. */
async function fill(writer: WritableStreamDefaultWriter<Uint8Array>): Promise<{ taken: number; held: Promise<void> }> {
  let taken = 0;
  for (;;) {
    let isTaken = false;
    const held = writer.write(PART).then(() => void (isTaken = true));
    held.catch(() => undefined); // who awaits it hears of it
    // The other side has answered three times since: what it would take it has taken.
    for (let i = 0; i < 3 && !isTaken; i++) await me.ping(did);
    if (!isTaken) return { taken, held };
    taken += PART.length;
  }
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: unknown) => (isTalosError(error) ? error.code : String(error)),
  );
}

describe('a stream over libp2p to another process', () => {
  it(`carries ${PARTS} MiB there and back, whole and in order`, async () => {
    const stream = await me.openStream(did, { kind: 'echo', duplex: true });
    const writer = writerOf(stream);
    const [there, back] = [createHash('sha256'), createHash('sha256')];
    const writing = (async () => {
      for (let i = 0; i < PARTS; i++) {
        const part = PART.slice(i);
        there.update(part);
        await writer.write(part);
      }
      await writer.close();
    })();
    for await (const part of stream.readable as unknown as AsyncIterable<Uint8Array>) back.update(part);
    await writing;
    await stream.closed;
    expect(back.digest('hex')).toBe(there.digest('hex'));
    expect(await peer.line()).toEqual({ kind: 'echo' });
  }, 120_000);

  it('holds back its writer where the peer stops reading, and nobody else, and goes on when it reads again', async () => {
    const stream = await me.openStream(did, { kind: 'stall' });
    expect(await peer.line()).toMatchObject({ stalls: true });
    const writer = writerOf(stream);
    const { taken, held } = await fill(writer);
    expect(taken).toBeLessThanOrEqual(2 * STREAM_WINDOW_BYTES);
    // Others are not behind it.
    const other = await me.openStream(did, { kind: 'read' });
    const otherWriter = writerOf(other);
    for (let i = 0; i < 4; i++) await otherWriter.write(PART);
    await otherWriter.close();
    expect(await peer.line()).toMatchObject({ kind: 'read', bytes: 4 * PART.length });
    peer.child.stdin?.write('go\n');
    await held;
    await writer.close();
    await stream.closed;
    const hash = createHash('sha256');
    for (let bytes = 0; bytes <= taken; bytes += PART.length) hash.update(PART);
    expect(await peer.line()).toEqual({ kind: 'stall', bytes: taken + PART.length, sha256: hash.digest('hex') });
  }, 120_000);

  it('E_CANCELLED: says so at both ends, whichever gives it up', async () => {
    const given = await me.openStream(did, { kind: 'read' });
    await writerOf(given).write(PART);
    given.cancel();
    expect(await codeOf(given.closed)).toBe('E_CANCELLED');
    expect(await peer.line()).toEqual({ kind: 'read', code: 'E_CANCELLED' });
    const taken = await me.openStream(did, { kind: 'cancel' });
    await writerOf(taken).write(PART.slice(0, 100));
    expect(await codeOf(taken.closed)).toBe('E_CANCELLED');
    expect(await peer.line()).toEqual({ kind: 'cancel', code: 'E_CANCELLED' });
  }, 60_000);

  it('is never taken for whole where the peer is killed, and the next process of the peer has new ones', async () => {
    const stream = await me.openStream(did, { kind: 'echo', duplex: true });
    const writer = writerOf(stream);
    const reader = stream.readable?.getReader();
    // Less than a window: the echo of more is held back until it is read, and so is what is written.
    await writer.write(PART.slice(0, 65_536));
    await reader?.read();
    await peer.kill();
    const reading = (async () => {
      for (;;) if ((await reader?.read())?.done !== false) return;
    })();
    const codes = [await codeOf(stream.closed), await codeOf(reading), await codeOf(writer.write(PART))];
    expect(codes).toEqual(['E_UNREACHABLE', 'E_UNREACHABLE', 'E_UNREACHABLE']);
    await start();
    const again = await me.openStream(did, { kind: 'read' });
    const second = writerOf(again);
    await second.write(PART);
    await second.close();
    expect(await peer.line()).toMatchObject({ kind: 'read', bytes: PART.length });
  }, 120_000);
});
