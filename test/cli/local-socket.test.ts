import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TalosError } from '../../src/base/errors.ts';
import { VERSION } from '../../src/base/version.ts';
import { type AttachedAgent, attachLocal } from '../../src/node/local/local-client.ts';
import {
  LineReceiver,
  LineSender,
  LOCAL_PART,
  LOCAL_WINDOW,
  MAX_LOCAL_TEXT,
} from '../../src/node/local/local-lines.ts';
import { type LocalServer, MAX_LOCAL_REQUESTS, serveLocal } from '../../src/node/local/local-socket.ts';
import { LocalLines, MAX_LOCAL_LINE_BYTES } from '../../src/node/local/local-wire.ts';
import { FakeAgent, PEER_DID } from './fake-agent.ts';

const code = (name: string) => expect.objectContaining({ code: name });
const SERVE = {
  argv: ['tool', '--flag'],
  cwd: '/',
  env: { PATH: '/bin' },
  service: 'files',
  allow: '*',
  expiresInS: 60,
  inviteTtlS: 60,
};

let folder: string;
let path: string;
let fake: FakeAgent;
let server: LocalServer;
const attached: AsyncDisposable[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talos-socket-'));
  path = join(folder, 'agent.sock');
  fake = new FakeAgent();
  server = await serveLocal(fake, path);
});

afterEach(async () => {
  for (const agent of attached.splice(0)) await agent[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function attach(): Promise<AttachedAgent> {
  const agent = await attachLocal(path);
  if (agent === undefined) throw new Error('nobody listens');
  attached.push(agent);
  return agent;
}

/** Sends raw bytes, and gives the lines that come back until the connection ends or `count` are there. */
async function raw(bytes: string | Uint8Array, count = Infinity): Promise<string[]> {
  const socket = connect(path);
  socket.on('error', () => undefined);
  socket.write(bytes);
  let text = '';
  for await (const chunk of socket) {
    text += String(chunk);
    if (text.split('\n').length > count) break;
  }
  return text.split('\n').filter((line) => line !== '');
}

const HELLO = `{"id":0,"method":"hello","params":{"version":"${VERSION}"}}\n`;

describe('the local socket', () => {
  it('is the user alone’s to open', async () => {
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('carries every request and its result', async () => {
    const agent = await attach();
    expect(agent.ownerPid).toBe(process.pid);
    expect(await agent.whoami()).toEqual(await fake.whoami());
    expect(await agent.status()).toEqual(await fake.status());
    const grant = { subject: PEER_DID, tools: ['read_file'], expiresInS: 60 };
    const { capability } = await agent.grant(grant);
    expect(await agent.capabilities()).toEqual([capability]);
    expect(await agent.capability(capability.id)).toEqual(await fake.capability(capability.id));
    expect(await agent.revoke({ id: capability.id, reason: 'over' })).toMatchObject({ id: capability.id });
    expect(await agent.auditLog({ last: 3, type: 'call' })).toEqual([]);
    await expect(agent.auditEntry('ab')).rejects.toThrow(code('E_NOT_FOUND'));
    expect(await agent.auditVerify()).toEqual(fake.report);
    expect(await agent.proof('ab')).toBe(await fake.proof('ab'));
    expect(await agent.call({ peer: PEER_DID, tool: 't', arguments: '{"n":1.0}' })).toEqual(fake.outcome);
    expect(fake.asked).toContainEqual({ method: 'auditLog', params: { last: 3, type: 'call' } });
    expect(fake.asked).toContainEqual({
      method: 'call',
      params: { peer: PEER_DID, tool: 't', arguments: '{"n":1.0}' },
    });
  });

  it('carries a failure with its code, hint and details', async () => {
    const agent = await attach();
    fake.failure = new TalosError('E_STORAGE_FULL', 'no room', { hint: 'make some', details: { bytes: 3 } });
    await expect(agent.whoami()).rejects.toMatchObject({
      code: 'E_STORAGE_FULL',
      message: 'no room',
      hint: 'make some',
      details: { bytes: 3 },
    });
    fake.failure = new RangeError('odd');
    await expect(agent.whoami()).rejects.toThrow(code('E_INTERNAL'));
  });

  it('answers many requests at once, each with its own answer', async () => {
    const [first, second] = [await attach(), await attach()];
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        (n % 2 === 0 ? first : second).grant({ subject: `did:key:${n}`, tools: [], expiresInS: n + 1 }),
      ),
    );
    for (const [n, answer] of answers.entries()) {
      expect(answer.capability.subject).toBe(`did:key:${n}`);
      expect(answer.capability.expiresAt).toBe(1_700_000_000_000 + (n + 1) * 1000);
    }
  });

  it('gives up a request whose signal is aborted, and stops it at the other side', async () => {
    const agent = await attach();
    const stop = new AbortController();
    const call = agent.call({ peer: PEER_DID, tool: 'wait', arguments: '{}' }, stop.signal);
    await vi.waitFor(() => expect(fake.asked).toHaveLength(1));
    const reason = new Error('enough');
    stop.abort(reason);
    await expect(call).rejects.toBe(reason);
    expect(await agent.whoami()).toMatchObject({ name: 'tester' });
  });

  it('lets requests wait for an agent that is still starting', async () => {
    await server[Symbol.asyncDispose]();
    let start: (agent: FakeAgent) => void = () => undefined;
    server = await serveLocal(new Promise<FakeAgent>((resolve) => (start = resolve)), path);
    const whoami = (await attach()).whoami();
    start(fake);
    expect(await whoami).toMatchObject({ name: 'tester' });
  });

  it('fails requests with the agent that did not start', async () => {
    await server[Symbol.asyncDispose]();
    const failed = Promise.reject(new TalosError('E_PASSPHRASE', 'the passphrase is wrong'));
    failed.catch(() => undefined);
    server = await serveLocal(failed, path);
    await expect((await attach()).whoami()).rejects.toThrow(code('E_PASSPHRASE'));
  });

  it('takes the place of a socket file that a dead owner left', async () => {
    await server[Symbol.asyncDispose]();
    await writeFile(path, 'left');
    server = await serveLocal(fake, path);
    expect(await (await attach()).whoami()).toMatchObject({ name: 'tester' });
  });

  it('says that nobody listens where there is no socket, or one of a dead owner', async () => {
    expect(await attachLocal(join(folder, 'other.sock'))).toBeUndefined();
    await writeFile(join(folder, 'dead.sock'), '');
    expect(await attachLocal(join(folder, 'dead.sock'))).toBeUndefined();
  });

  it('refuses a folder that is not there with E_STORAGE_DENIED', async () => {
    await expect(serveLocal(fake, join(folder, 'no', 'agent.sock'))).rejects.toThrow(code('E_STORAGE_DENIED'));
  });
});

describe('the local socket refuses', () => {
  it('another version with E_VERSION, at both ends', async () => {
    await expect(attachLocal(path, { version: '0.0.0' })).rejects.toThrow(code('E_VERSION'));
    expect(fake.asked).toEqual([]);
  });

  it.each([
    ['no JSON', 'hello\n', 'E_MALFORMED'],
    ['no object', '[1]\n', 'E_MALFORMED'],
    ['a repeated key', '{"id":0,"id":1,"method":"hello"}\n', 'E_MALFORMED'],
    ['no UTF-8', Uint8Array.of(0x22, 0xff, 0x22, 0x0a), 'E_MALFORMED'],
    ['no id', '{"method":"hello"}\n', 'E_MALFORMED'],
    ['a negative id', '{"id":-1,"method":"hello"}\n', 'E_MALFORMED'],
    ['an id that is no integer', '{"id":1.5,"method":"hello"}\n', 'E_MALFORMED'],
    ['an id that is no number', '{"id":"1","method":"hello"}\n', 'E_MALFORMED'],
    ['a method that is no text', '{"id":0,"method":7}\n', 'E_MALFORMED'],
    ['a request before the greeting', '{"id":0,"method":"whoami"}\n', 'E_PROTOCOL'],
    ['a stream before the greeting', '{"id":0,"line":"x"}\n', 'E_PROTOCOL'],
    ['a greeting without params', '{"id":0,"method":"hello"}\n', 'E_PROTOCOL'],
  ])('%s, tells why and ends the connection', async (_what, bytes, expected) => {
    const lines = await raw(bytes);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ id: null, error: { code: expected } });
    expect(fake.asked).toEqual([]);
    expect(await (await attach()).whoami()).toMatchObject({ name: 'tester' });
  });

  it('a line that says nothing about an open request', async () => {
    const lines = await raw(`${HELLO}{"id":1,"method":"connect","params":{"target":"x"}}\n{"id":1,"odd":1}\n`);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ error: { code: 'E_MALFORMED' } });
    await vi.waitFor(() => expect(fake.tunnels.every((tunnel) => tunnel.isClosed)).toBe(true));
  });

  it('an unknown method and wrong params, and goes on', async () => {
    const lines = await raw(
      `${HELLO}{"id":1,"method":"toString"}\n{"id":2,"method":"whoami","params":[]}\n{"id":3,"method":"whoami"}\n`,
      4,
    );
    const answers = lines.map((line) => JSON.parse(line) as { id: number; error?: { code: string } });
    expect(answers.map((answer) => [answer.id, answer.error?.code])).toEqual([
      [0, undefined],
      [1, 'E_PROTOCOL'],
      [2, 'E_MALFORMED'],
      [3, undefined],
    ]);
  });

  it('an id that is in use', async () => {
    const call = '{"id":1,"method":"call","params":{"peer":"p","tool":"wait","arguments":"{}"}}\n';
    const lines = await raw(HELLO + call + call);
    expect(lines.some((line) => line.includes('E_PROTOCOL'))).toBe(true);
  });

  it(`request ${MAX_LOCAL_REQUESTS + 1} while ${MAX_LOCAL_REQUESTS} are open with E_LIMIT`, async () => {
    const calls = Array.from(
      { length: MAX_LOCAL_REQUESTS + 1 },
      (_, n) => `{"id":${n + 1},"method":"call","params":{"peer":"p","tool":"wait","arguments":"{}"}}\n`,
    );
    const lines = await raw(HELLO + calls.join(''), 2);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ id: MAX_LOCAL_REQUESTS + 1, error: { code: 'E_LIMIT' } });
  });

  it('an endless line with E_LIMIT, while keeping no more than the limit', async () => {
    const socket = connect(path);
    const answer = collected(socket);
    socket.on('error', () => undefined);
    const block = Buffer.alloc(1024 * 1024, 0x20);
    for (let sent = 0; sent <= MAX_LOCAL_LINE_BYTES && !socket.destroyed; sent += block.length)
      await new Promise((resolve) => socket.write(block, resolve));
    expect(await answer).toContain('E_LIMIT');
  });

  it('an answer that is too long for a line, with E_LIMIT for that request alone', async () => {
    const agent = await attach();
    fake.outcome = { result: 'x'.repeat(MAX_LOCAL_LINE_BYTES), entry: '' };
    await expect(agent.call({ peer: 'p', tool: 't', arguments: '{}' })).rejects.toThrow(code('E_LIMIT'));
    expect(await agent.whoami()).toMatchObject({ name: 'tester' });
  });

  it('to wait for somebody who listens and never answers: E_TIMEOUT', async () => {
    const { createServer } = await import('node:net');
    const silent = createServer(() => undefined);
    const other = join(folder, 'silent.sock');
    await new Promise<void>((resolve) => silent.listen(other, resolve));
    await expect(attachLocal(other, { deadlineMs: 50 })).rejects.toThrow(code('E_TIMEOUT'));
    silent.close();
  });

  it.each(['{"id":0,"result":{}}\n', '{"id":0,"result":null}\n', '{"id":0,"result":{"version":"9","pid":1}}\n'])(
    'an agent of no version: %s',
    async (answer) => {
      const { createServer } = await import('node:net');
      const odd = createServer((socket) => socket.on('error', () => undefined).write(answer));
      const other = join(folder, 'odd.sock');
      await new Promise<void>((resolve) => odd.listen(other, resolve));
      await expect(attachLocal(other)).rejects.toThrow(code('E_VERSION'));
      odd.close();
    },
  );
});

async function collected(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

describe('what was opened through the local socket', () => {
  it('is open until it is closed', async () => {
    const agent = await attach();
    const service = await agent.serve(SERVE);
    expect(service.info).toEqual({
      did: fake.did,
      service: 'files',
      addresses: ['/ip4/127.0.0.1/tcp/7700'],
      invitation: 'talos:invite:abc',
      tools: ['read_file'],
    });
    expect(fake.services[0]?.params).toEqual(SERVE);
    await service.close();
    await service.close();
    await service.ended;
    expect(fake.services[0]?.isClosed).toBe(true);
  });

  it('ends with the connection of the command that died', async () => {
    const socket = connect(path);
    socket.write(`${HELLO}{"id":1,"method":"serve","params":${JSON.stringify(SERVE)}}\n`);
    socket.write('{"id":2,"method":"connect","params":{"target":"x"}}\n');
    await vi.waitFor(() => expect([fake.services.length, fake.tunnels.length]).toEqual([1, 1]));
    socket.destroy();
    await vi.waitFor(() => {
      expect(fake.services[0]?.isClosed).toBe(true);
      expect(fake.tunnels[0]?.isClosed).toBe(true);
    });
  });

  it('ends with the signal, and with the server', async () => {
    const agent = await attach();
    const stop = new AbortController();
    const service = await agent.serve(SERVE, { signal: stop.signal });
    stop.abort();
    await service.ended;
    const tunnel = await agent.connect({ target: 'x' });
    await server[Symbol.asyncDispose]();
    await agent.gone;
    await tunnel.ended.catch(() => undefined);
    for await (const _line of tunnel.lines) throw new Error('nothing was said');
    expect(fake.tunnels[0]?.isClosed).toBe(true);
    await expect(tunnel.send('{}')).rejects.toThrow(code('E_CLOSED'));
    await expect(agent.whoami()).rejects.toThrow(code('E_CLOSED'));
    expect(fake.services[0]?.isClosed).toBe(true);
  });

  it('says why it ended, and what happened meanwhile', async () => {
    const agent = await attach();
    const notices: string[] = [];
    const service = await agent.serve(SERVE, { onNotice: (notice) => notices.push(notice.message) });
    fake.services[0]?.notice({ kind: 'denied', message: 'no' });
    fake.services[0]?.fail(new TalosError('E_TOOL_FAILED', 'the tool ended'));
    await expect(service.ended).rejects.toThrow(code('E_TOOL_FAILED'));
    expect(notices).toEqual(['no']);
  });

  it('does not open after a signal that was aborted before', async () => {
    const agent = await attach();
    const signal = AbortSignal.abort(new Error('before'));
    await expect(agent.serve(SERVE, { signal })).rejects.toThrow('before');
    await expect(agent.connect({ target: 'x' }, { signal })).rejects.toThrow('before');
    await expect(agent.call({ peer: 'p', tool: 't', arguments: '{}' }, signal)).rejects.toThrow('before');
    expect(fake.asked).toEqual([]);
  });

  it('rejects with the code where it cannot be opened', async () => {
    const agent = await attach();
    fake.failure = new TalosError('E_UNREACHABLE', 'no address answered');
    await expect(agent.connect({ target: 'x' })).rejects.toThrow(code('E_UNREACHABLE'));
  });

  it('carries lines both ways, in order and unchanged', async () => {
    const agent = await attach();
    fake.onTunnel = (tunnel) => {
      tunnel.onLine = (line) => tunnel.answers.push(`echo ${line}`);
    };
    const tunnel = await agent.connect({ target: 'did:x', service: 'files' });
    expect(tunnel.info).toEqual({ peer: PEER_DID, service: 'files' });
    const sent = ['{"a":1.0}', '', '"\\u2028"', 'é😀'.repeat(LOCAL_PART / 2), 'end'];
    for (const line of sent) void tunnel.send(line);
    const got: string[] = [];
    for await (const line of tunnel.lines) {
      got.push(line);
      if (got.length === sent.length) break;
    }
    expect(got).toEqual(sent.map((line) => `echo ${line}`));
    expect(fake.tunnels[0]?.received).toEqual(sent);
  });

  it('M24: holds back a server that its command does not read, and loses nothing when reading goes on', async () => {
    const agent = await attach();
    const tunnel = await agent.connect({ target: 'x' });
    const line = 'x'.repeat(LOCAL_WINDOW / 8);
    const far = fake.tunnels[0];
    for (let n = 0; n < 40; n++) far?.answers.push(`${n}${line}`);
    // Two requests after it, the window is full and no more is under way.
    await agent.whoami();
    await agent.whoami();
    const numbers: string[] = [];
    for await (const got of tunnel.lines) {
      numbers.push(got.slice(0, got.indexOf('x')));
      if (numbers.length === 40) break;
    }
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, n) => String(n)));
  });

  it('M24: holds back a command whose server does not read', async () => {
    const agent = await attach();
    let goOn: () => void = () => undefined;
    fake.onTunnel = (tunnel) => {
      tunnel.onLine = () => new Promise<void>((resolve) => (goOn = resolve));
    };
    const tunnel = await agent.connect({ target: 'x' });
    const line = 'x'.repeat(LOCAL_WINDOW / 2);
    await tunnel.send(line);
    let isThirdThrough = false;
    const third = Promise.all([tunnel.send(line), tunnel.send(line)]).then(() => (isThirdThrough = true));
    await agent.whoami();
    await agent.whoami();
    expect(isThirdThrough).toBe(false);
    const far = fake.tunnels[0];
    if (far === undefined) throw new Error('no tunnel');
    far.onLine = () => undefined;
    goOn();
    await third;
    await vi.waitFor(() => expect(far.received).toHaveLength(3));
  });
});

describe('parts of lines', () => {
  it('come together again, whatever the text and wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' })), async (texts) => {
        const receiver = new LineReceiver(() => undefined);
        const sender = new LineSender((message) => {
          const copy = JSON.parse(JSON.stringify(message)) as { part?: string; line?: string };
          receiver.receive(copy.part ?? copy.line ?? '', copy.part === undefined);
        });
        for (const text of texts) await sender.send(text);
        receiver.end();
        const got: string[] = [];
        for await (const text of receiver) got.push(text);
        expect(got).toEqual(texts);
      }),
    );
  });

  it('never cut a surrogate pair', async () => {
    const parts: string[] = [];
    const sender = new LineSender((message) => parts.push('part' in message ? message.part : ''));
    void sender.send(`${'x'.repeat(LOCAL_PART - 1)}😀${'x'.repeat(10)}`);
    expect(parts[0]).toHaveLength(LOCAL_PART - 1);
    expect(parts.every((part) => part.isWellFormed())).toBe(true);
    sender.end();
  });

  it(`are refused beyond ${MAX_LOCAL_TEXT} characters at both ends with E_LIMIT`, async () => {
    const sender = new LineSender(() => undefined);
    const text = 'x'.repeat(MAX_LOCAL_TEXT);
    void sender.send(text);
    await expect(sender.send(`${text}x`)).rejects.toThrow(code('E_LIMIT'));
    sender.end();
    const receiver = new LineReceiver(() => undefined);
    receiver.receive(text, false);
    expect(() => receiver.receive('x', true)).toThrow(code('E_LIMIT'));
  });

  it('are refused from a sender that ignores its credit with E_LIMIT', () => {
    const receiver = new LineReceiver(() => undefined);
    const text = 'x'.repeat(LOCAL_WINDOW);
    expect(() => {
      for (let n = 0; n < 19; n++) receiver.receive(text, true);
    }).toThrow(code('E_LIMIT'));
  });

  it('cannot be sent after the end', async () => {
    const sender = new LineSender(() => undefined);
    sender.end();
    await expect(sender.send('x')).rejects.toThrow(code('E_CLOSED'));
  });
});

describe('LocalLines', () => {
  it('finds the same lines however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.integer({ min: 1, max: 7 }), (texts, size) => {
        const lines = texts.map((text) => text.replaceAll('\n', ' '));
        const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
        const cutter = new LocalLines();
        const got: string[] = [];
        for (let at = 0; at < bytes.length; at += size)
          for (const line of cutter.push(bytes.slice(at, at + size))) got.push(new TextDecoder().decode(line));
        expect(got).toEqual(lines);
      }),
    );
  });

  it('takes a line of the limit and refuses one more byte with E_LIMIT', () => {
    const line = new Uint8Array(10).fill(0x20);
    expect([...new LocalLines(10).push(Uint8Array.of(...line, 0x0a))]).toHaveLength(1);
    expect(() => [...new LocalLines(10).push(Uint8Array.of(...line, 0x20))]).toThrow(code('E_LIMIT'));
  });
});
