import { describe, expect, it } from 'vitest';
import * as limits from '../../../src/agent/transfer/transfer-book.ts';
import { TransferBook } from '../../../src/agent/transfer/transfer-book.ts';
import type { TransferRecord } from '../../../src/agent/transfer/transfer-records.ts';
import { ManualClock } from '../../../src/base/clock.ts';
import { TalosError } from '../../../src/base/errors.ts';
import type { Did } from '../../../src/identity/did.ts';
import { openMemoryStore } from '../../../src/storage/memory.ts';
import type { Store } from '../../../src/storage/store.ts';
import { agent, NOW } from '../session/actors.ts';

const [alice, bob] = [agent('alice').did, agent('bob').did];
const code = (name: string): unknown => expect.objectContaining({ code: name });
let last = 0;

const made = (more: Partial<TransferRecord> = {}): Omit<TransferRecord, 'atMs' | 'changedAtMs'> => ({
  id: (++last).toString(16).padStart(32, '0'),
  peer: alice,
  direction: 'sent',
  name: 'a.txt',
  type: '',
  size: 5,
  state: 'waiting',
  code: '',
  path: '/a.txt',
  identity: '5 1 1',
  durable: 0,
  sha256: '',
  salt: '00'.repeat(32),
  receipt: '',
  ...more,
});
const offer = (peer: Did = alice): Omit<TransferRecord, 'atMs' | 'changedAtMs'> =>
  made({ peer, direction: 'received', state: 'offered', path: '', salt: '' });

async function opened(
  store: Store = openMemoryStore(),
): Promise<{ book: TransferBook; store: Store; clock: ManualClock }> {
  const clock = new ManualClock(NOW);
  return { book: await TransferBook.open(store, clock, () => ''), store, clock };
}

async function times(count: number, act: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < count; n++) await act(n);
}

describe('the book of transfers', () => {
  it('has so many files to send, and one more is refused', async () => {
    const { book } = await opened();
    await times(limits.MAX_SENDS, () => book.add(made()));
    await expect(book.add(made())).rejects.toEqual(code('E_LIMIT'));
    expect(book.all.length).toBe(limits.MAX_SENDS);
  });

  it('has so many offers of a peer and in all, and one more is refused', async () => {
    const { book } = await opened();
    await times(limits.MAX_OFFERS_A_PEER, () => book.add(offer()));
    await expect(book.add(offer())).rejects.toEqual(code('E_LIMIT'));
    const others = Array.from(
      { length: limits.MAX_OFFERS - limits.MAX_OFFERS_A_PEER },
      (_, n) => agent(`peer ${n}`).did,
    );
    for (const peer of others) await book.add(offer(peer));
    await expect(book.add(offer(bob))).rejects.toEqual(code('E_LIMIT'));
    // What is taken is no offer.
    await book.add({ ...offer(bob), state: 'accepted' });
  });

  it('has so many unfinished files of a peer and in all, and one more is refused', async () => {
    const { book } = await opened();
    const taken = (peer: Did): Promise<unknown> => book.add({ ...offer(peer), state: 'accepted' });
    await times(limits.MAX_UNFINISHED_A_PEER, () => taken(alice));
    await expect(taken(alice)).rejects.toEqual(code('E_LIMIT'));
    await times(limits.MAX_UNFINISHED - limits.MAX_UNFINISHED_A_PEER, () => taken(bob));
    await expect(taken(agent('eve').did)).rejects.toEqual(code('E_LIMIT'));
  });

  it('forgets the oldest of what is over, and nothing that is not', async () => {
    const { book, store } = await opened();
    const waiting = await book.add(made());
    const first = await book.add(made({ state: 'delivered' }));
    await times(limits.MAX_PAST_TRANSFERS - 1, () => book.add(made({ state: 'delivered' })));
    expect(book.get(first.id)).toBeDefined();
    await book.add(made({ state: 'delivered' }));
    expect([book.get(first.id), book.get(waiting.id)?.state]).toEqual([undefined, 'waiting']);
    const again = await opened(store);
    expect(again.book.all.length).toBe(limits.MAX_PAST_TRANSFERS + 1);
  });

  it('F11: what others offered and nothing came of drives out none of the others', async () => {
    const { book } = await opened();
    const sent = await book.add(made({ state: 'delivered' }));
    const came = await book.add({ ...offer(), state: 'received' });
    const first = await book.add({ ...offer(), state: 'cancelled' });
    await times(limits.MAX_PAST_OFFERS - 1, () => book.add({ ...offer(), state: 'failed' }));
    expect(book.get(first.id)).toBeDefined();
    await book.add({ ...offer(), state: 'declined' });
    expect([book.get(first.id), book.get(sent.id)?.state, book.get(came.id)?.state]).toEqual([
      undefined,
      'delivered',
      'received',
    ]);
  });

  it('takes a step only from a state that it names', async () => {
    const { book } = await opened();
    const { id } = await book.add(offer());
    expect(await book.step(id, ['waiting'], { state: 'accepted' })).toBeUndefined();
    expect(await book.step('ff'.repeat(16), ['offered'], { state: 'accepted' })).toBeUndefined();
    expect(await book.step(id, ['offered'], { state: 'declined', code: 'E_DECLINED' })).toMatchObject({
      state: 'declined',
    });
    expect(await book.step(id, ['offered'], { state: 'accepted' })).toBeUndefined();
    expect(book.note(id, { state: 'running' })).toBeUndefined();
  });

  it('a failure leaves the state as it was', async () => {
    const store = openMemoryStore();
    const { book } = await opened(store);
    const { id } = await book.add(offer());
    const apply = store.apply.bind(store);
    store.apply = () => Promise.reject(new TalosError('E_STORAGE_FULL', 'no room'));
    await expect(book.step(id, ['offered'], { state: 'accepted' })).rejects.toEqual(code('E_STORAGE_FULL'));
    await expect(book.add(made())).rejects.toEqual(code('E_STORAGE_FULL'));
    store.apply = apply;
    expect(book.all.map(({ state }) => state)).toEqual(['offered']);
    expect((await opened(store)).book.all.map(({ state }) => state)).toEqual(['offered']);
  });

  it('what ran waits after a start, on either side', async () => {
    const { book, store } = await opened();
    const sent = await book.add(made({ state: 'running' }));
    const received = await book.add({ ...offer(), state: 'running' });
    const again = (await opened(store)).book;
    expect([again.get(sent.id)?.state, again.get(received.id)?.state]).toEqual(['waiting', 'accepted']);
  });

  it('forgets offers, and ends what waits, when their time is over and no sooner', async () => {
    const { book, clock } = await opened();
    const offered = await book.add(offer());
    const unfinished = await book.add({ ...offer(), state: 'accepted' });
    const sent = await book.add(made());
    clock.advance(limits.UNFINISHED_MS);
    expect(await book.expire()).toEqual([]);
    clock.advance(1);
    expect((await book.expire()).map(({ id }) => id)).toEqual([unfinished.id]);
    expect(book.get(offered.id)).toBeUndefined();
    await book.step(unfinished.id, ['accepted'], { state: 'failed' });
    clock.advance(limits.SEND_WAIT_MS - limits.UNFINISHED_MS);
    expect((await book.expire()).map(({ id }) => id)).toEqual([sent.id]);
  });

  it('finds one by the beginning of its id', async () => {
    const { book } = await opened();
    await book.add(made({ id: 'abcd'.repeat(8) }));
    await book.add(made({ id: 'abce'.repeat(8) }));
    expect(book.find('abcd').id).toBe('abcd'.repeat(8));
    expect(() => book.find('abc')).toThrow(expect.objectContaining({ code: 'E_USAGE' }));
    expect(() => book.find('ABCD')).toThrow(expect.objectContaining({ code: 'E_USAGE' }));
    expect(() => book.find('ffff')).toThrow(expect.objectContaining({ code: 'E_NOT_FOUND' }));
    await book.add(made({ id: `abcd${'0'.repeat(28)}` }));
    expect(() => book.find('abcd')).toThrow(expect.objectContaining({ code: 'E_AMBIGUOUS' }));
  });

  it('says so where a record is damaged', async () => {
    const { book, store } = await opened();
    const { id } = await book.add(made());
    const key = Uint8Array.from(Buffer.from(id, 'hex'));
    await store.apply([{ kind: 'put', space: 'transfer', key, value: new TextEncoder().encode('{}') }]);
    await expect(opened(store)).rejects.toEqual(code('E_STORAGE_CORRUPT'));
  });
});
