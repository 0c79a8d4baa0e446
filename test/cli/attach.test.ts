import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { TalosError } from '../../src/base/errors.ts';
import { attachAgent, type DirectoryLock, openAgent } from '../../src/node/local/attach.ts';
import { serveLocal } from '../../src/node/local/local-socket.ts';
import {
  LOCK_NAME,
  MAX_SOCKET_PATH_BYTES,
  makeSocketPath,
  readSocketPath,
  SOCKET_NAME,
} from '../../src/node/local/socket-path.ts';
import { bundleFixture } from '../child.ts';
import { FakeAgent } from './fake-agent.ts';
import { type Running, started } from './running.ts';

const code = (name: string) => expect.objectContaining({ code: name });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talos-own-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A lock that is free for one holder in this process. */
class OneLock {
  isHeld = false;
  text = '';

  readonly own = (): DirectoryLock | undefined => {
    if (this.isHeld) return undefined;
    this.isHeld = true;
    return {
      write: (text) => {
        this.text = text;
      },
      [Symbol.asyncDispose]: async () => {
        this.isHeld = false;
      },
    };
  };
}

describe('openAgent', () => {
  it('runs the agent where nobody does, and lets go of everything when disposed', async () => {
    const lock = new OneLock();
    const fake = new FakeAgent();
    const agent = await openAgent(folder, { own: lock.own, create: async () => fake });
    expect(agent.isOwner).toBe(true);
    expect(agent.api).toBe(fake);
    expect(JSON.parse(lock.text)).toEqual({ pid: process.pid, socket: join(folder, SOCKET_NAME) });
    const second = await openAgent(folder, { own: lock.own, create: () => Promise.reject(new Error('twice')) });
    expect(second.isOwner).toBe(false);
    expect(await second.api.whoami()).toEqual(await fake.whoami());
    await agent[Symbol.asyncDispose]();
    await second.gone;
    expect(fake.isDisposed).toBe(true);
    expect(lock.isHeld).toBe(false);
    await expect(stat(join(folder, SOCKET_NAME))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('a failure leaves the state as it was: an agent that does not start gives the lock back', async () => {
    const lock = new OneLock();
    const failed = openAgent(folder, {
      own: lock.own,
      create: () => Promise.reject(new TalosError('E_PASSPHRASE', 'wrong')),
    });
    await expect(failed).rejects.toThrow(code('E_PASSPHRASE'));
    expect(lock.isHeld).toBe(false);
    expect(await attachAgent(folder)).toBeUndefined();
  });

  it('a failure leaves the state as it was: a socket that cannot be made ends the agent', async () => {
    const lock = new OneLock();
    const fake = new FakeAgent();
    await mkdir(join(folder, SOCKET_NAME));
    await writeFile(join(folder, SOCKET_NAME, 'x'), '');
    await expect(openAgent(folder, { own: lock.own, create: async () => fake })).rejects.toThrow();
    expect(fake.isDisposed).toBe(true);
    expect(lock.isHeld).toBe(false);
  });

  it('lets others wait for an agent that is still starting', async () => {
    const lock = new OneLock();
    let start: (agent: FakeAgent) => void = () => undefined;
    const first = openAgent(folder, { own: lock.own, create: () => new Promise((resolve) => (start = resolve)) });
    const second = await openAgent(folder, { own: lock.own, create: () => Promise.reject(new Error('twice')) });
    const whoami = second.api.whoami();
    start(new FakeAgent());
    expect(await whoami).toMatchObject({ name: 'tester' });
    await second[Symbol.asyncDispose]();
    await (await first)[Symbol.asyncDispose]();
  });

  it('D14: is E_LOCKED where the lock is held and nobody answers in time', async () => {
    const start = performance.now();
    const held = openAgent(folder, { own: () => undefined, create: async () => new FakeAgent(), deadlineMs: 150 });
    await expect(held).rejects.toThrow(code('E_LOCKED'));
    expect(performance.now() - start).toBeGreaterThanOrEqual(150);
  });

  it('takes a lock that becomes free while it waits', async () => {
    const lock = new OneLock();
    const holder = lock.own();
    const agent = openAgent(folder, { own: lock.own, create: async () => new FakeAgent() });
    await new Promise((resolve) => setImmediate(resolve));
    await holder?.[Symbol.asyncDispose]();
    expect((await agent).isOwner).toBe(true);
    await (await agent)[Symbol.asyncDispose]();
  });

  it('stops waiting when its signal is aborted', async () => {
    const stop = new AbortController();
    const agent = openAgent(folder, { own: () => undefined, create: async () => new FakeAgent(), signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(agent).rejects.toThrow('enough');
  });

  it('says that none runs where nobody listens', async () => {
    expect(await attachAgent(folder)).toBeUndefined();
    await writeFile(join(folder, LOCK_NAME), 'half a no');
    expect(await attachAgent(folder)).toBeUndefined();
  });
});

describe('the path of the socket', () => {
  it(`is in the directory up to ${MAX_SOCKET_PATH_BYTES} bytes, and in a folder of one's own beyond`, async () => {
    const fitting = join(folder, 'x'.repeat(MAX_SOCKET_PATH_BYTES - join(folder, 'a', SOCKET_NAME).length + 1));
    expect(await makeSocketPath(fitting)).toBe(join(fitting, SOCKET_NAME));
    const long = `${fitting}x`;
    const path = await makeSocketPath(long, folder);
    expect(dirname(dirname(path))).toBe(folder);
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
    expect(await makeSocketPath(`${long}y`, folder)).not.toBe(path);
  });

  it('is where the owner says', async () => {
    const long = join(folder, 'x'.repeat(200));
    await mkdir(long);
    const lock = new OneLock();
    const owner = await openAgent(long, {
      own: lock.own,
      create: async () => new FakeAgent(),
    });
    await writeFile(join(long, LOCK_NAME), lock.text);
    const second = await attachAgent(long);
    expect(await second?.api.whoami()).toMatchObject({ name: 'tester' });
    await second?.[Symbol.asyncDispose]();
    await owner[Symbol.asyncDispose]();
    await rm(dirname(await readSocketPath(long)), { recursive: true });
  });

  it('is refused in a folder that is open to others or that is a link: E_STORAGE_DENIED', async () => {
    const long = join(folder, 'x'.repeat(200));
    const mine = dirname(await makeSocketPath(long, folder));
    await chmod(mine, 0o750);
    await expect(makeSocketPath(long, folder)).rejects.toThrow(code('E_STORAGE_DENIED'));
    await rm(mine, { recursive: true });
    await mkdir(join(folder, 'other'), { mode: 0o700 });
    await symlink(join(folder, 'other'), mine);
    await expect(makeSocketPath(long, folder)).rejects.toThrow(code('E_STORAGE_DENIED'));
  });

  it.each(['', '{}', '[]', '{"socket":7}', '{"socket":"/x"', `{"socket":"${'x'.repeat(5000)}"}`])(
    'is the usual one where the owner left %j',
    async (note) => {
      await writeFile(join(folder, LOCK_NAME), note);
      expect(await readSocketPath(folder)).toBe(join(folder, SOCKET_NAME));
    },
  );
});

describe('two processes on one data directory', () => {
  let program: string;
  beforeAll(async () => {
    program = await bundleFixture('owner-process');
  });
  const running: Running[] = [];
  afterEach(async () => {
    for (const each of running.splice(0)) {
      each.child.kill('SIGKILL');
      await each.exit;
    }
  });
  const start = (): Running => {
    const each = started(program, [folder]);
    running.push(each);
    return each;
  };
  const said = async (each: Running): Promise<Record<string, unknown>> =>
    JSON.parse(await each.line()) as Record<string, unknown>;

  it('R16: the second attaches to the first and sees the same agent', async () => {
    const first = start();
    expect(await said(first)).toMatchObject({ isOwner: true });
    const second = start();
    expect(await said(second)).toEqual({ isOwner: false, name: `process ${first.child.pid}` });
    expect(JSON.parse(await readFile(join(folder, LOCK_NAME), 'utf8'))).toMatchObject({ pid: first.child.pid });
  });

  it('R16: of many that start at once, one owns and the others attach', async () => {
    const all = [start(), start(), start(), start(), start()];
    const answers = await Promise.all(all.map(said));
    expect(answers.filter((answer) => answer['isOwner'])).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer['name'])).size).toBe(1);
  });

  it('another takes over when the owner is killed, and the rest find it', async () => {
    const first = start();
    await said(first);
    const others = [start(), start(), start()];
    await Promise.all(others.map(said));
    for (const each of others) each.child.stdin.write('connect\nreopen\n');
    for (const each of others) expect(await said(each)).toMatchObject({ open: {} });
    first.child.kill('SIGKILL');
    const answers: Record<string, unknown>[] = [];
    for (const each of others) {
      expect(await said(each)).toEqual({ ended: 'E_CLOSED' });
      answers.push(await said(each));
    }
    expect(answers.filter((answer) => answer['isOwner'])).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer['name'])).size).toBe(1);
  });

  it('what an attached process opened ends when it is killed', async () => {
    const first = start();
    await said(first);
    const second = start();
    await said(second);
    second.child.stdin.write('serve\n');
    expect(await said(second)).toEqual({ serving: 'files' });
    first.child.stdin.write('status\n');
    expect(await said(first)).toEqual({ services: 1 });
    second.child.kill('SIGKILL');
    await second.exit;
    await vi.waitFor(async () => {
      first.child.stdin.write('status\n');
      expect(await said(first)).toEqual({ services: 0 });
    });
  });

  it('R16, D14: an owner that is stopped makes the second exit with E_LOCKED after 2 s', async () => {
    const first = start();
    await said(first);
    first.child.kill('SIGSTOP');
    const second = start();
    const { failed, afterMs } = await said(second);
    expect(failed).toBe('E_LOCKED');
    expect(afterMs).toBeGreaterThan(1900);
    expect(afterMs).toBeLessThan(3000);
    first.child.kill('SIGCONT');
    const third = start();
    expect(await said(third)).toMatchObject({ isOwner: false });
  });

  it('takes over from an owner that left its socket and its note behind', async () => {
    const server = await serveLocal(new FakeAgent(), join(folder, SOCKET_NAME));
    const first = start();
    expect(await said(first)).toMatchObject({ isOwner: true });
    await server[Symbol.asyncDispose]();
    first.child.kill('SIGKILL');
    await first.exit;
    const second = start();
    expect(await said(second)).toMatchObject({ isOwner: true });
    second.child.stdin.write('close\n');
    expect(await said(second)).toEqual({ closed: true });
    expect(await second.exit).toBe(0);
  });
});
