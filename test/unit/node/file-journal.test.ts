import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { concat, utf8 } from '../../../src/base/bytes.ts';
import type { Journal } from '../../../src/ledger/journal/journal.ts';
import {
  type JournalFile,
  openFileJournal,
  QUICK_SYNC_MS,
  ROOM_BYTES,
  SLOW_SYNCS,
} from '../../../src/node/store/file-journal.ts';

type Write = (this: FileHandle, ...args: [Uint8Array, number, number, number]) => Promise<{ bytesWritten: number }>;
type Read = (this: FileHandle, ...args: [Uint8Array, number, number, number]) => Promise<{ bytesRead: number }>;

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

  /** What the file holds before its room. */
  const held = (): string => readFileSync(path, 'latin1').replace(/\0+$/, '');

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
    expect(held()).toBe('whole next');
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
      write: (bytes, at) => file.write(bytes.subarray(0, 3), at),
    }));
    journal.append(utf8('0123456789'));
    expect(held()).toBe('0123456789');
    expect(journal.size).toBe(10);
    await journal[Symbol.asyncDispose]();
  });

  it('B22: a full disk takes part of a record: it is taken back, and nothing more is written', async () => {
    let room = 4;
    const journal = await openFileJournal(path, (file) => ({
      ...file,
      write: (bytes, at) => {
        if (room === 0) throw failure('ENOSPC');
        const written = file.write(bytes.subarray(0, room), at);
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

  it('room is made ahead of records, used up before more is made, and given back at the end', async () => {
    const journal = await openFileJournal(path);
    journal.append(utf8('first'));
    expect(statSync(path).size).toBe(5 + ROOM_BYTES);
    journal.append(new Uint8Array(ROOM_BYTES - 1).fill(1));
    expect(statSync(path).size).toBe(5 + ROOM_BYTES);
    journal.append(utf8('a'));
    expect(statSync(path).size).toBe(5 + 2 * ROOM_BYTES);
    journal.append(new Uint8Array(ROOM_BYTES + 1).fill(1));
    expect(statSync(path).size).toBe(6 + 3 * ROOM_BYTES);
    await journal[Symbol.asyncDispose]();
    expect(statSync(path).size).toBe(journal.size);
  });

  it('D01: what a crash left of the room is no part of the journal, and is used again', async () => {
    for (const [text, room] of [
      ['', 1],
      ['whole', 1],
      ['whole', 3 * 128 * 1024],
      ['', 2 * ROOM_BYTES],
    ] as const) {
      writeFileSync(path, Buffer.concat([Buffer.from(text), Buffer.alloc(room)]));
      const journal = await openFileJournal(path);
      expect(journal.size).toBe(text.length);
      await expect(journal.readAt(text.length, 1)).rejects.toThrow(
        expect.objectContaining({ code: 'E_STORAGE_CORRUPT' }),
      );
      journal.append(utf8('!'));
      expect(await contentOf(journal)).toBe(`${text}!`);
      expect(statSync(path).size).toBeGreaterThanOrEqual(text.length + room);
      await journal[Symbol.asyncDispose]();
      expect(readFileSync(path, 'latin1')).toBe(`${text}!`);
    }
  });

  it('D04: where no room can be made, records are written all the same', async () => {
    let asked = 0;
    const journal = await openFileJournal(path, (file) => ({
      ...file,
      write: (bytes, at) => {
        if (bytes.length < ROOM_BYTES) return file.write(bytes, at);
        asked++;
        throw failure('ENOSPC');
      },
    }));
    for (const text of ['one', 'two', 'three']) journal.append(utf8(text));
    await journal.sync();
    expect([asked, journal.durableSize, readFileSync(path, 'utf8')]).toEqual([1, 11, 'onetwothree']);
    await journal[Symbol.asyncDispose]();
  });

  it(`a sync of more than ${QUICK_SYNC_MS} ms leaves the next ${SLOW_SYNCS} to another thread, and twice as many after the next`, async () => {
    const made: string[] = [];
    const journal = await openFileJournal(path, (file) => ({
      ...file,
      sync: async () => void made.push('other'),
      syncNow: () => {
        made.push('here');
        const until = performance.now() + QUICK_SYNC_MS * 1.1;
        while (performance.now() < until);
      },
    }));
    for (let i = 0; i < 3 * SLOW_SYNCS + 3; i++) {
      journal.append(utf8('x'));
      await journal.sync();
      expect(journal.durableSize).toBe(journal.size);
    }
    const others = (count: number): string[] => Array.from({ length: count }, () => 'other');
    expect(made).toEqual(['here', ...others(SLOW_SYNCS), 'here', ...others(2 * SLOW_SYNCS), 'here']);
    await journal[Symbol.asyncDispose]();
  });

  it('D03: those who ask in one moment are served by one sync, which covers all of them', async () => {
    let syncs = 0;
    const journal = await openFileJournal(path, (file) => ({ ...file, syncNow: () => void syncs++ }));
    const waits = ['a', 'b', 'c'].map((text) => {
      journal.append(utf8(text));
      return journal.sync();
    });
    expect(journal.durableSize).toBe(0);
    await Promise.all(waits);
    expect([syncs, journal.durableSize]).toEqual([1, 3]);
    await journal[Symbol.asyncDispose]();
  });

  it('D05: a sync here that fails fails all who wait and all who come', async () => {
    let syncs = 0;
    const journal = await openFileJournal(path, (file) => ({
      ...file,
      syncNow: () => {
        syncs++;
        throw failure('EIO');
      },
    }));
    journal.append(utf8('a'));
    const both = [journal.sync(), journal.sync()];
    for (const wait of both) await expect(wait).rejects.toThrow(storage);
    await expect(journal.sync()).rejects.toThrow(storage);
    expect(() => journal.append(utf8('b'))).toThrow(storage);
    expect([syncs, journal.durableSize]).toEqual([1, 0]);
    await journal[Symbol.asyncDispose]();
  });

  /** Reads of files go through `read` from now on, until the test ends. */
  async function readingThrough(
    read: (length: number, position: number, plain: (length: number) => Promise<{ bytesRead: number }>) => unknown,
  ): Promise<void> {
    const probe = await open(path, 'r');
    const proto = Object.getPrototypeOf(probe) as FileHandle;
    await probe.close();
    const { read: original } = proto as unknown as { readonly read: Read };
    vi.spyOn(proto, 'read').mockImplementation(function (this: FileHandle, ...args: unknown[]) {
      const [bytes, at, length, position] = args as [Uint8Array, number, number, number];
      const plain = (most: number) => original.call(this, bytes, at, most, position);
      return read(length, position, plain) as never;
    } as never);
  }
  afterEach(() => void vi.restoreAllMocks());

  it('D07: a file that is read a few bytes at a time is read whole, its end included', async () => {
    writeFileSync(path, Buffer.concat([Buffer.from('records'), Buffer.alloc(50)]));
    await readingThrough((length, _position, plain) => plain(Math.min(length, 3)));
    const journal = await openFileJournal(path);
    expect(journal.size).toBe(7);
    expect(await contentOf(journal)).toBe('records');
    await journal[Symbol.asyncDispose]();
  });

  it('D04: of a disk that takes a part of each write all is written anew when the beginning is dropped', async () => {
    const journal = await openFileJournal(path);
    const text = Array.from({ length: 300_000 }, (_, at) => String.fromCharCode(97 + (at % 26))).join('');
    journal.append(utf8(text));
    const probe = await open(path, 'r');
    const { prototype } = probe.constructor as { prototype: FileHandle };
    await probe.close();
    const { write } = prototype as unknown as { readonly write: Write };
    vi.spyOn(prototype, 'write').mockImplementation(function (this: FileHandle, ...args: unknown[]) {
      const [bytes, offset, length, position] = args as Parameters<Write>;
      return write.call(this, bytes, offset, Math.ceil(length / 2), position) as never;
    } as never);
    await journal.dropBefore(1000);
    vi.restoreAllMocks();
    expect(await contentOf(journal, 1000)).toBe(text.slice(1000));
    await journal[Symbol.asyncDispose]();
    const again = await openFileJournal(path);
    expect([again.start, again.size]).toEqual([1000, text.length]);
    expect(await contentOf(again, 1000)).toBe(text.slice(1000));
    await again[Symbol.asyncDispose]();
  });

  it('D04: of a disk that takes nothing any more the beginning stays, and what is there', async () => {
    const journal = await openFileJournal(path);
    journal.append(utf8('x'.repeat(300_000)));
    const probe = await open(path, 'r');
    const { prototype } = probe.constructor as { prototype: FileHandle };
    await probe.close();
    vi.spyOn(prototype, 'write').mockResolvedValue({ bytesWritten: 0 } as never);
    await expect(journal.dropBefore(1000)).rejects.toThrow(full);
    vi.restoreAllMocks();
    journal.append(utf8('y'));
    expect([journal.start, journal.size, held().length]).toEqual([0, 300_001, 300_001]);
    await journal[Symbol.asyncDispose]();
  });

  it('D07: a read that fails at the start is that error, and nothing is cut off', async () => {
    const content = Buffer.from('x'.repeat(300_000));
    writeFileSync(path, content);
    const sick = 280_000;
    for (const [fail, expected] of [
      [() => Promise.reject(failure('EIO')), storage],
      [() => Promise.resolve({ bytesRead: 0 }), expect.objectContaining({ code: 'E_STORAGE_CORRUPT' })],
    ] as const) {
      await readingThrough((length, position, plain) =>
        position >= sick ? fail() : plain(Math.min(length, sick - position)),
      );
      await expect(openFileJournal(path)).rejects.toThrow(expected);
      vi.restoreAllMocks();
      expect(readFileSync(path)).toEqual(content);
    }
  });

  it('who only reads leaves the room where it is', async () => {
    writeFileSync(path, Buffer.concat([Buffer.from('records'), Buffer.alloc(50)]));
    const journal = await openFileJournal(path);
    expect(await contentOf(journal)).toBe('records');
    await journal[Symbol.asyncDispose]();
    expect(statSync(path).size).toBe(57);
  });

  it('D03: one sync at a time, whenever somebody asks, and none is told before its bytes are covered', async () => {
    for (let late = 0; late <= 12; late++)
      for (const slow of [false, true]) {
        let [running, most, covered, written] = [0, 0, 0, 0];
        const journal = await openFileJournal(path, (file) => ({
          ...file,
          write: (bytes, at) => {
            const count = file.write(bytes, at);
            if (bytes.length < ROOM_BYTES) written = at + count;
            return count;
          },
          syncNow: () => {
            most = Math.max(most, running + 1);
            covered = written;
            const until = performance.now() + (slow ? QUICK_SYNC_MS * 1.05 : 0);
            while (performance.now() < until);
          },
          sync: async () => {
            most = Math.max(most, ++running);
            const now = written;
            await new Promise((resolve) => setImmediate(resolve));
            covered = now;
            running--;
          },
        }));
        const ask = async (): Promise<void> => {
          journal.append(utf8('x'));
          const end = journal.size;
          await journal.sync();
          expect(covered).toBeGreaterThanOrEqual(end);
          expect(journal.durableSize).toBeGreaterThanOrEqual(end);
        };
        const asked = [ask(), ask()];
        for (let turn = 0; turn < late; turn++) await Promise.resolve();
        asked.push(ask(), ask());
        await new Promise((resolve) => setImmediate(resolve));
        asked.push(ask());
        await Promise.all(asked);
        expect(most).toBe(1);
        await journal[Symbol.asyncDispose]();
      }
  });

  describe('with syncs that wait', () => {
    let ends: { resolve: () => void; reject: (error: Error) => void }[];
    const slow = (file: JournalFile): JournalFile => ({
      ...file,
      sync: () => new Promise((resolve, reject) => ends.push({ resolve, reject })),
      syncNow: () => {
        const until = performance.now() + QUICK_SYNC_MS * 1.1;
        while (performance.now() < until);
      },
    });
    /** A journal whose syncs are made by another thread, as its first one was slow. It holds one byte. */
    async function opened(): Promise<Journal> {
      const journal = await openFileJournal(path, slow);
      journal.append(utf8('-'));
      await journal.sync();
      expect(journal.durableSize).toBe(1);
      return journal;
    }
    beforeEach(() => {
      ends = [];
    });
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

    it('D03: a waiter is resolved by a sync that began after its write, and all who wait share one', async () => {
      const journal = await opened();
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
      expect(journal.durableSize).toBe(2);
      expect(ends).toHaveLength(2);
      ends[1]?.resolve();
      await Promise.all(waits);
      expect(done).toEqual(['a', 'b', 'c']);
      expect(journal.durableSize).toBe(4);
      await journal.sync();
      expect(ends).toHaveLength(2);
      await journal[Symbol.asyncDispose]();
    });

    it('D05: a sync that fails fails all who wait and all who come, and no other sync is tried', async () => {
      const journal = await opened();
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
      expect(journal.durableSize).toBe(1);
      await journal[Symbol.asyncDispose]();
    });

    it('closing waits for the sync that runs', async () => {
      const journal = await opened();
      journal.append(utf8('a'));
      const waiting = journal.sync();
      const closing = journal[Symbol.asyncDispose]();
      ends[0]?.resolve();
      await Promise.all([waiting, closing]);
      expect(journal.durableSize).toBe(2);
    });
  });
});
