import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_ACL_BYTES } from '../../../src/acl/acl.ts';
import { aclFiles, readAclFile } from '../../../src/node/acl-files.ts';
import { watchFile } from '../../../src/node/files/watch-file.ts';

let folder: string;
let path: string;
const stops: (() => void)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talos-acl-'));
  path = join(folder, 'permissions.yaml');
});
afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  await rm(folder, { recursive: true });
});

const text = async (file: string): Promise<string | undefined> => {
  const bytes = await readAclFile(file);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
};

describe('a file with a list', () => {
  it('is read whole, also through a link; one that is not there is none', async () => {
    expect(await readAclFile(path)).toBeUndefined();
    await writeFile(path, 'x'.repeat(MAX_ACL_BYTES), { mode: 0o644 });
    expect(await readAclFile(path)).toHaveLength(MAX_ACL_BYTES);
    await symlink(path, join(folder, 'link'));
    expect(await readAclFile(join(folder, 'link'))).toHaveLength(MAX_ACL_BYTES);
    const files = aclFiles(path);
    const read = await files.parse(new TextEncoder().encode('a: 1'));
    expect('faults' in read && (await files.fault(read.faults, path)).code).toBe('E_CONFIG');
  });

  it.each([
    ['one that group may write', async () => chmod(path, 0o664), /may be written by others/],
    ['one that everybody may write', async () => chmod(path, 0o646), /may be written by others/],
    ['a byte too long', async () => writeFile(path, 'x'.repeat(MAX_ACL_BYTES + 1)), /more than 262144 bytes/],
    ['a folder', async () => (await unlink(path), mkdir(path)), /is no file/],
    ['a pipe', async () => (await unlink(path), execFileSync('mkfifo', [path])), /is no file/],
    ['a link to itself', async () => (await unlink(path), symlink(path, path)), /cannot be read: ELOOP/],
    [
      'one below a file',
      async () => (await writeFile(join(folder, 'f'), ''), (path = join(folder, 'f', 'p'))),
      /ENOTDIR/,
    ],
  ])('is E_CONFIG: %s', async (_what, make, message) => {
    await writeFile(path, '');
    await make();
    await expect(readAclFile(path)).rejects.toThrow(
      expect.objectContaining({ code: 'E_CONFIG', message: expect.stringMatching(message) }),
    );
  });
});

describe('a file that is watched', () => {
  /** Watches `file`; gives what resolves when it was told of next, with what is in it then. */
  function watched(file: string = path, pollMs?: number): () => Promise<string | undefined> {
    let wake: () => void = () => {};
    let told = 0;
    let heard = 0;
    stops.push(
      watchFile(
        file,
        () => {
          told++;
          wake();
        },
        pollMs,
      ),
    );
    return async () => {
      while (told === heard)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      heard = told;
      return text(file);
    };
  }

  it('is told of when it is written to, replaced, removed and there again', async () => {
    await writeFile(path, 'one');
    const next = watched();
    await writeFile(path, 'two');
    expect(await next()).toBe('two');
    await writeFile(join(folder, 'new'), 'three');
    await rename(join(folder, 'new'), path);
    expect(await next()).toBe('three');
    await unlink(path);
    expect(await next()).toBeUndefined();
    await writeFile(path, 'four');
    expect(await next()).toBe('four');
    await chmod(path, 0o600);
    expect(await next()).toBe('four');
  });

  it('is told of when a link on the way leads elsewhere, as Kubernetes replaces what it mounts', async () => {
    for (const version of ['..1', '..2']) {
      await mkdir(join(folder, version));
      await writeFile(join(folder, version, 'permissions.yaml'), version);
    }
    await symlink('..1', join(folder, '..data'));
    await symlink(join('..data', 'permissions.yaml'), path);
    const next = watched();
    await symlink('..2', join(folder, '..data_tmp'));
    await rename(join(folder, '..data_tmp'), join(folder, '..data'));
    expect(await next()).toBe('..2');
  });

  it('is not told of while it is being written, and not for what happens beside it', async () => {
    await writeFile(path, '');
    const next = watched();
    await writeFile(join(folder, 'other'), 'x');
    for (let n = 0; n < 20; n++) {
      appendFileSync(path, 'part ');
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await next()).toBe('part '.repeat(20));
  });

  it('may be in a folder that is not there yet: it is looked for every few seconds', async () => {
    const late = join(folder, 'late', 'permissions.yaml');
    const next = watched(late, 20);
    await mkdir(join(folder, 'late'));
    await writeFile(late, 'there');
    expect(await next()).toBe('there');
  });
});
