import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readOwner, tryOwnDirectory } from '../../../src/node/local/owner-lock.ts';
import { bundleFixture, runChild } from '../../child.ts';

let root: string;
let folder: string;
let holder: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'talos-lock-'));
  holder = await bundleFixture('lock-holder');
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(holder, { force: true });
});
beforeEach(() => {
  folder = mkdtempSync(join(root, 'home-'));
});

/** A process that holds the lock, once it says so. */
async function held() {
  const child = spawn(process.execPath, [holder, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe('mine\n');
  return child;
}

describe('the lock of a data directory', () => {
  it('D14: is held by one, in one process too, until it is released', () => {
    const lock = tryOwnDirectory(folder);
    expect(lock).not.toBe(undefined);
    expect(tryOwnDirectory(folder)).toBeUndefined();
    lock?.release();
    lock?.release();
    const next = tryOwnDirectory(folder);
    expect(next).not.toBe(undefined);
    next?.release();
  });

  it('D14: is refused to a second process', async () => {
    const lock = tryOwnDirectory(folder);
    expect((await runChild([process.execPath, holder, folder])).stdout).toBe('taken\n');
    await lock?.[Symbol.asyncDispose]();
    const child = await held();
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it('D15: is free again when its owner is killed', async () => {
    for (let i = 0; i < 3; i++) {
      const child = await held();
      expect(tryOwnDirectory(folder)).toBeUndefined();
      expect(readOwner(folder)).toEqual({ pid: 1, socket: '/nowhere' });
      child.kill('SIGKILL');
      await once(child, 'exit');
      const lock = tryOwnDirectory(folder);
      expect(lock).not.toBe(undefined);
      lock?.release();
    }
  });

  it('is a file of mode 0600 that stays, and tells who holds it', () => {
    expect(readOwner(folder)).toBeUndefined();
    const lock = tryOwnDirectory(folder);
    expect(readOwner(folder)).toBeUndefined();
    lock?.write(`${JSON.stringify({ pid: process.pid, socket: `/${'long'.repeat(50)}` })}\n`);
    lock?.write(`${JSON.stringify({ pid: process.pid, socket: '/run/a.sock' })}\n`);
    expect(readOwner(folder)).toEqual({ pid: process.pid, socket: '/run/a.sock' });
    expect(statSync(join(folder, 'owner.lock')).mode & 0o777).toBe(0o600);
    lock?.release();
    expect(readOwner(folder)).toBeUndefined();
    expect(existsSync(join(folder, 'owner.lock'))).toBe(true);
    expect(() => lock?.write('x')).toThrow(TypeError);
  });

  it.each(['', '{', '[]', '{"pid":"1","socket":"/a"}', '{"pid":1}', `{"pid":1,"socket":"${'a'.repeat(5000)}"}`])(
    'takes the note %j for none',
    (text) => {
      writeFileSync(join(folder, 'owner.lock'), text);
      expect(readOwner(folder)).toBeUndefined();
    },
  );

  it('follows no symbolic link, and needs its folder', () => {
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'precious');
    symlinkSync(victim, join(folder, 'owner.lock'));
    expect(() => tryOwnDirectory(folder)).toThrow(expect.objectContaining({ code: 'E_STORAGE' }));
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    expect(() => tryOwnDirectory(join(folder, 'absent'))).toThrow(expect.objectContaining({ code: 'E_STORAGE' }));
  });
});
