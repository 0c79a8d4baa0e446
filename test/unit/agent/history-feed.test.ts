import { describe, expect, it } from 'vitest';
import {
  HistoryFeed,
  MAX_FEED_BYTES,
  MAX_FEED_CHANGES,
  WatchedStore,
} from '../../../src/agent/message/history-feed.ts';
import { type Bytes, fromUtf8, utf8 } from '../../../src/base/bytes.ts';
import { TalosError } from '../../../src/base/errors.ts';
import { openMemoryStore } from '../../../src/storage/memory.ts';

const limit = expect.objectContaining({ code: 'E_LIMIT' });

function followed(read: (key: Bytes, value: Bytes) => string | undefined = (key) => fromUtf8(key)) {
  const store = new WatchedStore(openMemoryStore());
  const feed = new HistoryFeed(store, read);
  const put = (key: string, value: Uint8Array = utf8('x')): Promise<boolean> =>
    store.apply([{ kind: 'put', space: 'message', key: utf8(key), value }]);
  return { store, feed, put };
}

describe('changes of the history', () => {
  it('come in order, each until it was taken; what is no message, was not stored or deleted does not', async () => {
    const { store, feed, put } = followed((key) => (key[0] === 0x78 ? undefined : fromUtf8(key)));
    const first = feed.next();
    await put('a');
    await put('x');
    const value = utf8('v');
    await store.apply([
      { kind: 'delete', space: 'message', key: utf8('a') },
      { kind: 'put', space: 'session', key: utf8('s'), value },
      { kind: 'put', space: 'message', key: utf8('b'), value },
      { kind: 'put', space: 'message', key: utf8('c'), value },
    ]);
    const refused = await store.apply([
      { kind: 'require', space: 'message', key: utf8('b'), value: undefined },
      { kind: 'put', space: 'message', key: utf8('d'), value },
    ]);
    expect(refused).toBe(false);
    expect([await first, await feed.next()]).toEqual(['a', 'a']);
    await feed.take();
    expect(await feed.next()).toBe('b');
    await feed.take();
    expect(await feed.next()).toBe('c');
    expect(await store.get('message', utf8('c'))).toEqual(value);
  });

  it('end when it is closed: who waits is let go, nothing is kept, and the store tells nobody', async () => {
    const { feed, put } = followed();
    const waiting = feed.next();
    await feed.close();
    await feed.close();
    expect(await waiting).toBeUndefined();
    await put('a');
    expect(await feed.next()).toBeUndefined();
    await feed.ended;
  });

  it(`E_LIMIT: ends a reader who is ${MAX_FEED_CHANGES + 1} changes behind, and not one who is ${MAX_FEED_CHANGES}`, async () => {
    const { feed, put } = followed();
    for (let n = 0; n < MAX_FEED_CHANGES; n++) await put(`a${n}`);
    expect(await feed.next()).toBe('a0');
    await put('one is being read');
    await put('too much');
    await expect(feed.ended).rejects.toThrow(limit);
    expect(await feed.next()).toBeUndefined();
  });

  it(`E_LIMIT: ends a reader who is more than ${MAX_FEED_BYTES} bytes behind`, async () => {
    const { feed, put } = followed();
    const mib = new Uint8Array(1024 * 1024);
    for (let n = 0; n < 16; n++) await put(`a${n}`, mib);
    expect(await feed.next()).toBe('a0');
    await put('room again', mib);
    await put('b');
    await expect(feed.ended).rejects.toThrow(limit);
  });

  it('end with the error that ends them', async () => {
    const { feed } = followed();
    feed.end(new TalosError('E_STORAGE', 'gone'));
    await expect(feed.ended).rejects.toThrow(expect.objectContaining({ code: 'E_STORAGE' }));
  });
});
