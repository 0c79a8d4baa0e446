import { afterEach, describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/bytes.ts';
import { TalosError } from '../../src/base/errors.ts';
import { ALLOWED, deny } from '../../src/capability/verdict.ts';
import { sha256 } from '../../src/crypto/hash.ts';
import type { FileBody } from '../../src/ledger/entry/entry.ts';
import { chunkBytesOf } from '../../src/transfer/chunks.ts';
import { contentOf, firstOf, type Side, type Sides, twoSides, until } from './transfer-sides.ts';

const held: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of held.splice(0)) await each[Symbol.asyncDispose]();
});

async function two(isFriends = true): Promise<{ sides: Sides; a: Side; b: Side }> {
  const made = await twoSides(isFriends);
  held.push(made.sides);
  return made;
}

const PATH = '/home/alice/report.bin';
const CHUNK = chunkBytesOf(0);
const fileOf = (side: Side, path: string): Buffer => Buffer.from(side.files.get(path) ?? []);
const send = async (a: Side, content: Uint8Array, path = PATH): Promise<string> => {
  a.files.put(path, content);
  return (await a.transfers.sendFile({ peer: 'bob', path })).id;
};
const code = (name: string): unknown => expect.objectContaining({ code: name });

describe('a file between two agents', () => {
  it.each([0, 1, CHUNK, CHUNK + 1, 3_000_000])('of %i bytes arrives whole, and both ledgers say so', async (size) => {
    const { a, b } = await two();
    const content = contentOf(size);
    const id = await send(a, content);
    const done = await a.transfers.outcome({ id });
    expect(done).toMatchObject({ state: 'delivered', bytes: size, sha256: toHex(sha256(content)), name: 'report.bin' });
    const [got] = await b.transfers.list();
    expect(got).toMatchObject({ id, state: 'received', alias: 'alice', sha256: done.sha256 });
    expect(fileOf(b, got?.path ?? '').equals(content)).toBe(true);
    const entries = [a, b].map(async ({ core }) => (await core.ledger.query({ type: 'file' })).map(({ body }) => body));
    const [[sent], [received]] = (await Promise.all(entries)) as unknown as [[FileBody], [FileBody]];
    expect([sent.direction, received.direction]).toEqual(['sent', 'received']);
    expect(sent.statement.text).toBe(received.statement.text);
    expect(sent.statement.by).toBe(b.identity.did);
  });

  it('goes beside others, each whole', async () => {
    const { a, b } = await two();
    const contents = Array.from({ length: 12 }, (_, n) => contentOf(CHUNK + n * 10_000, n));
    const ids = await Promise.all(contents.map((content, n) => send(a, content, `/home/${n}`)));
    for (const id of ids) expect((await a.transfers.outcome({ id, waitMs: 20_000 })).state).toBe('delivered');
    for (const { path, name } of await b.transfers.list())
      expect(fileOf(b, path).equals(contents[Number(name)] as Uint8Array)).toBe(true);
  });

  it('waits for a peer that is away, and goes out when that comes', async () => {
    const { a, b } = await two();
    b.isThere = false;
    const id = await send(a, contentOf(10));
    expect((await a.transfers.outcome({ id })).state).toBe('waiting');
    b.isThere = true;
    await b.transfers.link(a.identity.did);
    expect((await until(a, id, 'delivered')).state).toBe('delivered');
  });

  it('goes on where it was when the connection broke: less than a chunk is sent twice', async () => {
    const { sides, a, b } = await two();
    const content = contentOf(20 * CHUNK);
    b.files.onWrite = (offset) => {
      if (offset !== 11 * CHUNK) return;
      b.files.onWrite = () => {};
      sides.cut();
    };
    const id = await send(a, content);
    const done = await a.transfers.outcome({ id, waitMs: 20_000 });
    expect(done.state).toBe('delivered');
    expect(b.files.written).toBeLessThan(content.length + CHUNK);
    expect(fileOf(b, (await b.transfers.get(id)).path).equals(content)).toBe(true);
  });

  it.each(['the sender', 'the receiver'])('goes on when %s was started again', async (who) => {
    const { sides, a, b } = await two();
    const content = contentOf(20 * CHUNK);
    const one = who === 'the sender' ? a : b;
    const restarted = new Promise<void>((resolve) => {
      b.files.onWrite = (offset) => {
        if (offset !== 9 * CHUNK) return;
        b.files.onWrite = () => {};
        resolve(sides.restart(one));
      };
    });
    const id = await send(a, content);
    await restarted;
    expect((await until(a, id, 'delivered')).state).toBe('delivered');
    expect(b.files.written).toBeLessThan(content.length + 2 * CHUNK);
    expect(fileOf(b, (await b.transfers.get(id)).path).equals(content)).toBe(true);
  });

  it('F08: that changed while its sender was away goes nowhere, and what had come is removed', async () => {
    const { sides, a, b } = await two();
    const id = await send(a, contentOf(8 * CHUNK));
    b.files.onWrite = (offset) => {
      if (offset !== 4 * CHUNK) return;
      b.files.onWrite = () => {};
      a.files.put(PATH, contentOf(8 * CHUNK, 99));
      sides.cut();
    };
    expect(await a.transfers.outcome({ id, waitMs: 20_000 })).toMatchObject({
      state: 'failed',
      code: 'E_SOURCE_CHANGED',
    });
    expect(await until(b, id, 'failed')).toMatchObject({ code: 'E_SOURCE_CHANGED', path: '' });
    expect(b.files.paths).toEqual([]);
    expect(await b.files.reopen(id)).toBeUndefined();
  });

  it('F08: that changed while it was sent is no mixed file', async () => {
    const { a, b } = await two();
    const id = await send(a, contentOf(20 * CHUNK));
    b.files.onWrite = (offset) => {
      if (offset === 4 * CHUNK) a.files.put(PATH, contentOf(20 * CHUNK, 99));
    };
    expect(await a.transfers.outcome({ id, waitMs: 20_000 })).toMatchObject({
      state: 'failed',
      code: 'E_SOURCE_CHANGED',
    });
    expect(await until(b, id, 'failed')).toMatchObject({ code: 'E_SOURCE_CHANGED' });
    expect([b.files.paths, await b.files.reopen(id)]).toEqual([[], undefined]);
  });

  it('F08: of which a part was edited at the receiver comes anew', async () => {
    const { sides, a, b } = await two();
    const content = contentOf(8 * CHUNK);
    const id = await send(a, content);
    b.files.onWrite = (offset) => {
      if (offset !== 6 * CHUNK) return;
      b.files.onWrite = () => {};
      sides.cut();
      void b.files.reopen(id).then(async (partial) => partial?.write(2 * CHUNK + 7, Uint8Array.of(1, 2, 3)));
    };
    expect((await a.transfers.outcome({ id, waitMs: 20_000 })).state).toBe('delivered');
    expect(fileOf(b, (await b.transfers.get(id)).path).equals(content)).toBe(true);
  });

  it.each([
    ['E_STORAGE_FULL', 'E_STORAGE_FULL'],
    ['E_STORAGE', 'E_REFUSED'],
  ] as const)(
    'F10: fails on both sides where the disk says %s: its sender hears %s, and nothing is left',
    async (storage, told) => {
      const { a, b } = await two();
      b.files.onWrite = (offset) => {
        if (offset > 0) throw new TalosError(storage, 'the disk says no');
      };
      const id = await send(a, contentOf(4 * CHUNK));
      expect(await a.transfers.outcome({ id, waitMs: 20_000 })).toMatchObject({ state: 'failed', code: told });
      expect(await until(b, id, 'failed')).toMatchObject({ code: storage });
      expect([b.files.paths, await b.files.reopen(id)]).toEqual([[], undefined]);
      // The agent goes on.
      b.files.onWrite = () => {};
      const next = await send(a, contentOf(5), '/home/next');
      expect((await a.transfers.outcome({ id: next, waitMs: 20_000 })).state).toBe('delivered');
    },
  );

  it.each(['sender', 'receiver'])('is ended by its %s while it runs: both know, and nothing is left', async (who) => {
    const { a, b } = await two();
    const id = await send(a, contentOf(20 * CHUNK));
    let cancelled: Promise<unknown> | undefined;
    b.files.onWrite = (offset) => {
      if (offset === 5 * CHUNK) cancelled ??= (who === 'sender' ? a : b).transfers.cancel(id);
    };
    expect(await a.transfers.outcome({ id, waitMs: 20_000 })).toMatchObject({
      state: 'cancelled',
      code: 'E_CANCELLED',
    });
    expect(await until(b, id, 'cancelled')).toMatchObject({ code: 'E_CANCELLED' });
    await cancelled;
    expect([b.files.paths, await b.files.reopen(id)]).toEqual([[], undefined]);
    await expect(a.transfers.cancel(id)).rejects.toEqual(code('E_NOT_FOUND'));
  });

  it('that is ended while the peer is away is over when that comes', async () => {
    const { sides, a, b } = await two();
    const gone = new Promise<void>((resolve) => {
      b.files.onWrite = (offset) => {
        if (offset !== 5 * CHUNK) return;
        b.isThere = false;
        sides.cut();
        resolve();
      };
    });
    const id = await send(a, contentOf(20 * CHUNK));
    await gone;
    await until(a, id, 'waiting');
    await until(b, id, 'accepted');
    expect((await a.transfers.cancel(id)).state).toBe('cancelled');
    b.isThere = true;
    await b.transfers.resume();
    expect(await until(b, id, 'cancelled')).toMatchObject({ code: 'E_CANCELLED' });
    expect(await b.files.reopen(id)).toBeUndefined();
  });

  it('is refused to the own identity, without a file, without a peer', async () => {
    const { a } = await two();
    a.files.put(PATH, contentOf(1));
    await expect(a.transfers.sendFile({ peer: a.identity.did, path: PATH })).rejects.toEqual(code('E_USAGE'));
    await expect(a.transfers.sendFile({ peer: 'bob', path: '/nowhere' })).rejects.toEqual(code('E_NOT_FOUND'));
    await expect(a.transfers.sendFile({ peer: 'nobody', path: PATH })).rejects.toEqual(code('E_NOT_FOUND'));
    await expect(a.transfers.sendFile({ peer: 'bob', path: PATH, name: 'n'.repeat(256) })).rejects.toEqual(
      code('E_USAGE'),
    );
    await expect(a.transfers.get('abcd')).rejects.toEqual(code('E_NOT_FOUND'));
    await expect(a.transfers.get('abc')).rejects.toEqual(code('E_USAGE'));
    expect(await a.transfers.list()).toEqual([]);
  });
});

describe('a file of a stranger', () => {
  it('F15: waits as an offer of which nothing is written, and comes when it is accepted', async () => {
    const { a, b } = await two(false);
    const content = contentOf(3 * CHUNK);
    const id = await send(a, content);
    expect((await a.transfers.outcome({ id })).state).toBe('offered');
    expect(await firstOf(b, 'offered')).toMatchObject({ id, bytes: 0, path: '', alias: '' });
    expect([b.files.written, b.files.paths, await b.files.reopen(id)]).toEqual([0, [], undefined]);
    a.isThere = true;
    await b.core.peers.note(a.identity.did, { addresses: ['/ip4/127.0.0.1/tcp/7700'] });
    expect((await b.transfers.accept(id.slice(0, 8))).state).toBe('accepted');
    expect((await until(a, id, 'delivered')).state).toBe('delivered');
    expect(fileOf(b, (await b.transfers.get(id)).path).equals(content)).toBe(true);
  });

  it('is declined by a person: its sender is told, and it is not asked about again', async () => {
    const { a, b } = await two(false);
    await b.core.peers.note(a.identity.did, { addresses: ['/ip4/127.0.0.1/tcp/7700'] });
    const id = await send(a, contentOf(10));
    await until(a, id, 'offered');
    expect((await b.transfers.decline(id)).state).toBe('declined');
    expect(await until(a, id, 'declined')).toMatchObject({ code: 'E_DECLINED' });
    await expect(b.transfers.accept(id)).rejects.toEqual(code('E_NOT_FOUND'));
    expect(b.files.written).toBe(0);
  });

  it('F15: is refused at once where only contacts are heard, and nothing is kept of it', async () => {
    const { a, b } = await two(false);
    b.policy = 'contacts';
    const id = await send(a, contentOf(10));
    expect(await a.transfers.outcome({ id })).toMatchObject({ state: 'declined', code: 'E_REFUSED' });
    expect([await b.transfers.list(), b.files.written]).toEqual([[], 0]);
  });

  it.each([['a capability'], ['the word of who listens']])('is taken by %s', async (why) => {
    const { a, b } = await two(false);
    if (why === 'a capability') b.verdict = (_, { size }) => (size === 10 ? ALLOWED : deny('CONSTRAINT', 'no'));
    else b.policy = 'all';
    const id = await send(a, contentOf(10));
    expect((await a.transfers.outcome({ id, waitMs: 20_000 })).state).toBe('delivered');
  });

  it('F15: a few wait of each peer, and no more; the others are sent later', async () => {
    const { a, b } = await two(false);
    const ids = await Promise.all(Array.from({ length: 10 }, (_, n) => send(a, contentOf(10 + n), `/home/${n}`)));
    for (const id of ids) await a.transfers.outcome({ id });
    const states = (await a.transfers.list()).map(({ state }) => state);
    expect(states.filter((state) => state === 'offered').length).toBe(8);
    expect(states.filter((state) => state === 'waiting').length).toBe(2);
    expect((await b.transfers.list()).length).toBe(8);
  });
});
