import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../../src/base/bytes.ts';
import type { Journal } from '../../../src/ledger/journal.ts';
import { type JournalFile, openFileJournal } from '../../../src/node/file-journal.ts';

const failure = (code: string): Error => Object.assign(new Error(`${code}: of the system`), { code });
const storage = expect.objectContaining({ code: 'E_STORAGE' });
const full = expect.objectContaining({ code: 'E_STORAGE_FULL' });

describe('the journal as a file', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'talos-journal-'));
    path = join(folder, 'journal');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const contentOf = async (journal: Journal, offset = 0): Promise<string> => {
    let text = '';
    for await (const piece of journal.read(offset)) text += new TextDecoder().decode(piece);
    return text;
  };

  it('is the owner’s alone, and keeps what was appended over a restart', async () => {
    const journal = await openFileJournal(path);
    journal.append(utf8('one'));
    journal.append(utf8('two'));
    expect(journal.size).toBe(6);
    await journal.sync();
    expect(journal.durableSize).toBe(6);
    await journal[Symbol.asyncDispose]();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const again = await openFileJournal(path);
    expect(again).toMatchObject({ size: 6, durableSize: 0 });
    again.append(utf8('!'));
    expect(await contentOf(again)).toBe('onetwo!');
    expect(await contentOf(again, 3)).toBe('two!');
    expect(new TextDecoder().decode(await again.readAt(2, 3))).toBe('etw');
    await again[Symbol.asyncDispose]();
  });

  it('a large one is read in pieces, as of the start of reading', async () => {
    const journal = await openFileJournal(path);
    const part = new Uint8Array(100_000).map((_, i) => i);
    for (let i = 0; i < 5; i++) journal.append(part);
    const pieces: Uint8Array[] = [];
    for await (const piece of journal.read(0)) {
      if (pieces.length === 0) journal.append(utf8('later'));
      pieces.push(piece);
    }
    expect(pieces.length).toBeGreaterThan(1);
    expect(Buffer.compare(concat(...pieces), concat(part, part, part, part, part))).toBe(0);
    await journal[Symbol.asyncDispose]();
  });

  it('reading beyond the end is E_STORAGE_CORRUPT', async () => {
    const journal = await openFileJournal(path);
    journal.append(utf8('one'));
    await expect(journal.readAt(1, 3)).rejects.toThrow(expect.objectContaining({ code: 'E_STORAGE_CORRUPT' }));
    await journal[Symbol.asyncDispose]();
  });

  it('what is cut off is gone', async () => {
    writeFileSync(path, 'whole torn');
    const journal = await openFileJournal(path);
    await journal.cut(6);
    journal.append(utf8('next'));
    expect(readFileSync(path, 'utf8')).toBe('whole next');
    await journal[Symbol.asyncDispose]();
  });

  it('a link, a folder, or a place without rights is refused', async () => {
    writeFileSync(join(folder, 'other'), '');
    symlinkSync(join(folder, 'other'), path);
    await expect(openFileJournal(path)).rejects.toThrow(storage);
    await expect(openFileJournal(folder)).rejects.toThrow(storage);
    await expect(openFileJournal(join(folder, 'none', 'journal'))).rejects.toThrow(storage);
  });

  it('once closed it is E_CLOSED', async () => {
    const journal = await openFileJournal(path);
    await journal[Symbol.asyncDispose]();
    await journal[Symbol.asyncDispose]();
    const closed = expect.objectContaining({ code: 'E_CLOSED' });
    expect(() => journal.append(utf8('x'))).toThrow(closed);
    await expect(journal.sync()).rejects.toThrow(closed);
    await expect(journal.readAt(0, 0)).rejects.toThrow(closed);
  });

  it('a short write is carried on', async () => {
    const journal = await openFileJournal(path, (file) => ({
      ...file,
      write: (bytes) => file.write(bytes.subarray(0, 3)),
    }));
    journal.append(utf8('0123456789'));
    expect(readFileSync(path, 'utf8')).toBe('0123456789');
    expect(journal.size).toBe(10);
    await journal[Symbol.asyncDispose]();
  });

  it('B22: a full disk takes part of a record: it is taken back, and nothing more is written', async () => {
    let room = 4;
    const journal = await openFileJournal(path, (file) => ({
      ...file,
      write: (bytes) => {
        if (room === 0) throw failure('ENOSPC');
        const written = file.write(bytes.subarray(0, room));
        room -= written;
        return written;
      },
    }));
    expect(() => journal.append(utf8('0123456789'))).toThrow(full);
    expect(journal.size).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe('');
    room = 100;
    expect(() => journal.append(utf8('x'))).toThrow(full);
    await expect(journal.sync()).rejects.toThrow(full);
    await journal[Symbol.asyncDispose]();
  });

  it('B22: where the part cannot be taken back either, the journal fails all the same', async () => {
    const journal = await openFileJournal(path, (file) => ({
      ...file,
      write: () => {
        throw failure('EIO');
      },
      truncate: () => {
        throw failure('EIO');
      },
    }));
    expect(() => journal.append(utf8('x'))).toThrow(storage);
    expect(() => journal.append(utf8('x'))).toThrow(storage);
    await journal[Symbol.asyncDispose]();
  });

  it('a real full disk is E_STORAGE_FULL', async () => {
    const fd = openSync('/dev/full', 'w');
    const journal = await openFileJournal(path, (file) => ({
      ...file,
      write: (bytes) => {
        // The system's own refusal, of a device that is always full.
        writeFileSync(fd, bytes);
        return bytes.length;
      },
    }));
    expect(() => journal.append(utf8('x'))).toThrow(full);
    closeSync(fd);
    await journal[Symbol.asyncDispose]();
  });

  describe('with syncs that wait', () => {
    let ends: { resolve: () => void; reject: (error: Error) => void }[];
    const held = (file: JournalFile): JournalFile => ({
      ...file,
      sync: () => new Promise((resolve, reject) => ends.push({ resolve, reject })),
    });
    beforeEach(() => {
      ends = [];
    });
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

    it('D03: a waiter is resolved by a sync that began after its write, and all who wait share one', async () => {
      const journal = await openFileJournal(path, held);
      const done: string[] = [];
      const wait = (name: string): Promise<unknown> => journal.sync().then(() => done.push(name));
      journal.append(utf8('a'));
      const waits = [wait('a')];
      journal.append(utf8('b'));
      waits.push(wait('b'));
      journal.append(utf8('c'));
      waits.push(wait('c'));
      await turn();
      expect(ends).toHaveLength(1);
      ends[0]?.resolve();
      await turn();
      expect(done).toEqual(['a']);
      expect(journal.durableSize).toBe(1);
      expect(ends).toHaveLength(2);
      ends[1]?.resolve();
      await Promise.all(waits);
      expect(done).toEqual(['a', 'b', 'c']);
      expect(journal.durableSize).toBe(3);
      await journal.sync();
      expect(ends).toHaveLength(2);
      await journal[Symbol.asyncDispose]();
    });

    it('D05: a sync that fails fails all who wait and all who come, and no other sync is tried', async () => {
      const journal = await openFileJournal(path, held);
      journal.append(utf8('a'));
      const first = journal.sync();
      journal.append(utf8('b'));
      const second = journal.sync();
      ends[0]?.reject(failure('EIO'));
      await expect(first).rejects.toThrow(storage);
      await expect(second).rejects.toThrow(storage);
      await expect(journal.sync()).rejects.toThrow(storage);
      expect(() => journal.append(utf8('c'))).toThrow(storage);
      await expect(journal.cut(0)).rejects.toThrow(storage);
      expect(ends).toHaveLength(1);
      expect(journal.durableSize).toBe(0);
      await journal[Symbol.asyncDispose]();
    });

    it('closing waits for the sync that runs', async () => {
      const journal = await openFileJournal(path, held);
      journal.append(utf8('a'));
      const waiting = journal.sync();
      const closing = journal[Symbol.asyncDispose]();
      ends[0]?.resolve();
      await Promise.all([waiting, closing]);
      expect(journal.durableSize).toBe(1);
    });
  });
});
