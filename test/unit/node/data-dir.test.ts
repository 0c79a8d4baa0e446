import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertOwnDataDir, makeDataDir, resolveDataDir, SERVER_HOME } from '../../../src/node/data-dir.ts';

const code = (name: string) => expect.objectContaining({ code: name });
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'talos-dir-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('where the data directory is', () => {
  const env = { TALOS_HOME: '/srv/talos', HOME: '/home/alice' };

  it('is what the flag says, over TALOS_HOME, over the home', () => {
    expect(resolveDataDir('/x/../y', env, '/work')).toBe('/y');
    expect(resolveDataDir('here', env, '/srv/agent')).toBe('/srv/agent/here');
    expect(resolveDataDir(undefined, env, '/work')).toBe('/srv/talos');
    expect(resolveDataDir('', { ...env, TALOS_HOME: '' }, '/work')).toBe('/home/alice/.talos');
    expect(resolveDataDir(undefined, { HOME: '/home/alice' }, '/work')).toBe('/home/alice/.talos');
    const server = { ...env, TALOS_SERVER_HOME: '/srv/server' };
    expect(resolveDataDir(undefined, server, '/work', SERVER_HOME)).toBe('/srv/server');
    expect(resolveDataDir(undefined, env, '/work', SERVER_HOME)).toBe('/home/alice/.talos-server');
    expect(() => resolveDataDir(undefined, { TALOS_SERVER_HOME: 'x' }, '/', SERVER_HOME)).toThrow(code('E_CONFIG'));
  });

  it.each([{}, { HOME: '' }, { HOME: 'relative' }, { TALOS_HOME: '' }])('is unknown with %j: E_CONFIG', (variables) => {
    expect(() => resolveDataDir(undefined, variables, '/work')).toThrow(code('E_CONFIG'));
  });

  it('is not relative to wherever one happens to be', () => {
    expect(() => resolveDataDir(undefined, { TALOS_HOME: 'here' }, '/work')).toThrow(code('E_CONFIG'));
  });
});

describe('a data directory', () => {
  const modeOf = (path: string) => statSync(path).mode & 0o777;

  it('is made with mode 0700, its parents too, whatever the umask', () => {
    const path = join(root, 'a', 'b', 'c');
    const before = process.umask(0);
    try {
      makeDataDir(path);
    } finally {
      process.umask(before);
    }
    expect([modeOf(path), modeOf(join(root, 'a'))]).toEqual([0o700, 0o700]);
    makeDataDir(path);
  });

  it('that is empty is closed to others; one with content is refused and left', () => {
    const path = join(root, 'open');
    mkdirSync(path);
    chmodSync(path, 0o755);
    makeDataDir(path);
    expect(modeOf(path)).toBe(0o700);
    writeFileSync(join(path, 'file'), '');
    chmodSync(path, 0o755);
    expect(() => makeDataDir(path)).toThrow(code('E_STORAGE_DENIED'));
    expect(modeOf(path)).toBe(0o755);
  });

  it('D08: is refused where it is a file, lies below one, or is absent', () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    expect(() => assertOwnDataDir(file)).toThrow(code('E_STORAGE_DENIED'));
    expect(() => makeDataDir(file)).toThrow(code('E_STORAGE'));
    expect(() => makeDataDir(join(file, 'below'))).toThrow(code('E_STORAGE'));
    // A file system that takes no folders and says that the parent is not there: Node's own way of making many loops.
    expect(() => makeDataDir('/proc/talos/below')).toThrow(expect.objectContaining({ name: 'TalosError' }));
    expect(() => assertOwnDataDir(join(root, 'absent'))).toThrow(code('E_NO_IDENTITY'));
  });
});
