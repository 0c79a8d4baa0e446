import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { concat, fromUtf8, utf8 } from '../../../src/base/bytes.ts';
import { sha256 } from '../../../src/crypto/hash.ts';
import { openEpochFile } from '../../../src/node/identity/epoch-file.ts';
import { epochPlaceConformance } from '../../conformance/epoch-place.ts';

const SLOT = 4096;
const code = (name: string) => expect.objectContaining({ code: name });
const root = mkdtempSync(join(tmpdir(), 'talos-epochs-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let path: string;
const fresh = (): void => {
  path = join(mkdtempSync(join(root, 'home-')), 'keys');
};
beforeEach(fresh);

epochPlaceConformance('the file', async (isNew) => {
  if (isNew) fresh();
  return openEpochFile(path);
});

const put = (text: string): Promise<void> => openEpochFile(path).replace(utf8(text));
const held = async (): Promise<string> => fromUtf8((await openEpochFile(path).read()) ?? utf8('nothing'));
const file = (): Uint8Array => new Uint8Array(readFileSync(path));

/** The file before a change and after each write of one slot. */
async function images(): Promise<readonly Uint8Array[]> {
  await put('before');
  const seen = [file()];
  const afterStep = (step: string): void => void (step.startsWith('write') && seen.push(file()));
  await openEpochFile(path, { afterStep }).replace(utf8('after!'));
  return seen;
}

describe('the file of the keys of epochs', () => {
  it('is what PROTOCOL.md §10.4 says, of mode 0600, and written over in place', async () => {
    await put('one');
    const { ino, mode, size } = statSync(path);
    expect([mode & 0o777, size]).toEqual([0o600, 2 * SLOT]);
    await put('two');
    expect(statSync(path).ino).toBe(ino);
    const slot = (sequence: number): Uint8Array => {
      const body = concat(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, sequence, 0, 3), utf8('two'));
      const bytes = concat(body, sha256(body).slice(0, 8));
      return concat(bytes, new Uint8Array(SLOT - bytes.length));
    };
    expect(file()).toEqual(concat(slot(2), slot(3)));
  });

  it('R19: holds nothing of what was there, in either slot, not even of something longer', async () => {
    await put('the key of an epoch that is over');
    await put('x');
    expect(Buffer.from(file()).includes('epoch')).toBe(false);
  });

  it('a write that is torn at any byte leaves what was there, or what was to be there, and the next opening finishes it', async () => {
    const [before, half, after] = (await images()) as [Uint8Array, Uint8Array, Uint8Array];
    expect(Buffer.compare(before.slice(SLOT), half.slice(SLOT))).toBe(0);
    expect(Buffer.compare(half.slice(0, SLOT), after.slice(0, SLOT))).toBe(0);
    for (const [from, to, at] of [
      [before, half, 0],
      [half, after, SLOT],
    ] as const)
      for (const cut of [0, 1, 8, 9, 10, 11, 13, 17, 24, 25, 26, 512, SLOT - 1, SLOT]) {
        const torn = concat(to.slice(0, at + cut), from.slice(at + cut));
        writeFileSync(path, torn);
        const text = await held();
        expect(text === 'before' ? [0] : [0, SLOT], `${at} ${cut} ${text}`).toContain(at);
        expect(await held()).toBe(text);
        const other = text === 'before' ? 'after!' : 'before';
        expect(Buffer.from(file()).includes(other), `${at} ${cut}`).toBe(false);
      }
  });

  it('a process that dies after any step leaves the one or the other', async () => {
    const steps: string[] = [];
    await put('before');
    await openEpochFile(path, { afterStep: (step) => void steps.push(step) }).replace(utf8('before'));
    expect(steps).toEqual(['write 0', 'sync 0', 'write 1', 'sync 1']);
    for (const last of steps.keys()) {
      await put('before');
      let at = 0;
      const afterStep = (): void => {
        if (at++ === last) throw new Error('killed');
      };
      await expect(openEpochFile(path, { afterStep }).replace(utf8('after'))).rejects.toThrow(code('E_STORAGE'));
      expect(['before', 'after']).toContain(await held());
    }
  });

  it('one that dies while it is made leaves none, or a whole one', async () => {
    for (const last of ['open', 'write', 'sync', 'link', 'unlink', 'sync-folder']) {
      fresh();
      const afterStep = (step: string): void => {
        if (step === last) throw new Error('killed');
      };
      await expect(openEpochFile(path, { afterStep }).replace(utf8('whole'))).rejects.toThrow(code('E_STORAGE'));
      expect(await held()).toBe(existsSync(path) ? 'whole' : 'nothing');
    }
  });

  it('a flipped bit in either slot, or the half of the file, is made good from the other', async () => {
    await put('kept');
    const whole = file();
    for (const at of [0, 5, 8, 10, 11, 14, 15, 22, 23, 4000]) {
      for (const slot of [0, SLOT]) {
        const damaged = whole.slice();
        damaged[slot + at] = (damaged[slot + at] as number) ^ 1;
        writeFileSync(path, damaged);
        expect(await held(), `${slot + at}`).toBe('kept');
        expect(Buffer.from(file()).toString('latin1').split('kept')).toHaveLength(3);
      }
    }
    for (const length of [SLOT, SLOT + 1, SLOT + 20]) {
      writeFileSync(path, whole.slice(0, length));
      expect(await held()).toBe('kept');
      expect(statSync(path).size).toBe(2 * SLOT);
    }
  });

  it('of two slots with different content the one of the higher sequence counts', async () => {
    await put('old');
    const old = file();
    await put('new');
    for (const mixed of [
      concat(old.slice(0, SLOT), file().slice(SLOT)),
      concat(file().slice(0, SLOT), old.slice(SLOT)),
    ]) {
      writeFileSync(path, mixed);
      expect(await held()).toBe('new');
      expect(Buffer.from(file()).includes('old')).toBe(false);
    }
  });

  it('is E_STORAGE_CORRUPT where neither slot is whole, and says what to do', async () => {
    await put('gone');
    const whole = file();
    const both = whole.slice();
    for (const at of [3, SLOT + 3]) both[at] = (both[at] as number) ^ 1;
    for (const damaged of [both, new Uint8Array(0), whole.slice(0, 20), new Uint8Array(2 * SLOT), whole.slice(1)]) {
      writeFileSync(path, damaged);
      const failure = expect.objectContaining({ code: 'E_STORAGE_CORRUPT', hint: expect.stringContaining('restore') });
      await expect(openEpochFile(path).read()).rejects.toThrow(failure);
      await expect(put('over it')).rejects.toThrow(failure);
      expect(file()).toEqual(damaged);
    }
  });

  it('is E_VERSION for slots of another version', async () => {
    const body = concat(Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1), utf8('x'));
    const slot = concat(body, sha256(body).slice(0, 8), new Uint8Array(SLOT - body.length - 8));
    writeFileSync(path, concat(slot, slot), { mode: 0o600 });
    await expect(held()).rejects.toThrow(code('E_VERSION'));
  });

  it('is E_STORAGE_DENIED where others may read it or it is no file, and E_STORAGE for a link', async () => {
    await put('mine');
    for (const mode of [0o604, 0o640, 0o622]) {
      chmodSync(path, mode);
      const failure = { code: 'E_STORAGE_DENIED', hint: `chmod 600 ${path}` };
      await expect(held()).rejects.toMatchObject(failure);
      await expect(put('other')).rejects.toMatchObject(failure);
    }
    const target = path;
    fresh();
    symlinkSync(target, path);
    await expect(held()).rejects.toThrow(code('E_STORAGE'));
    fresh();
    mkdirSync(path);
    await expect(held()).rejects.toThrow(code('E_STORAGE'));
  });

  it('takes no more than it must hold', async () => {
    await expect(openEpochFile(path).replace(new Uint8Array(1025))).rejects.toThrow(RangeError);
  });
});
