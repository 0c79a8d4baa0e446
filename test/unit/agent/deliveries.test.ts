import { describe, expect, it } from 'vitest';
import { Deliveries, MAX_DELIVERY_EVENTS, MAX_DELIVERY_FEEDS } from '../../../src/agent/message/deliveries.ts';
import { Inbox, MAX_PEER_READERS } from '../../../src/agent/message/inbox-reader.ts';
import type { InboxEntry } from '../../../src/agent/message/message-book.ts';
import { compareBytes } from '../../../src/base/bytes.ts';
import { TalosError } from '../../../src/base/errors.ts';
import type { Did } from '../../../src/identity/did.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });
const [ALICE, BOB] = ['did:key:alice', 'did:key:bob'] as Did[] as [Did, Did];
const id = (n: number): Uint8Array<ArrayBuffer> => Uint8Array.of(n >> 8, n & 0xff);

describe('a feed of deliveries', () => {
  it('keeps what nobody reads up to its limit, then drops the oldest and says how many', async () => {
    const deliveries = new Deliveries();
    const feed = deliveries.open();
    for (let n = 0; n < MAX_DELIVERY_EVENTS; n++) deliveries.tell(BOB, id(n), 'sent');
    expect(await feed.next()).toMatchObject({ event: { id: id(0) }, missed: 0 });
    for (let n = 0; n < 3; n++) deliveries.tell(BOB, id(MAX_DELIVERY_EVENTS + n), 'failed', 'why');
    expect(await feed.next()).toMatchObject({ event: { id: id(3) }, missed: 2 });
    expect(await feed.next()).toMatchObject({ event: { id: id(4) }, missed: 0 });
    deliveries.close();
    let left = 0;
    let last: unknown;
    for (let next = await feed.next(); next !== undefined; next = await feed.next()) {
      left++;
      last = next.event;
    }
    expect(left).toBe(MAX_DELIVERY_EVENTS - 2);
    expect(last).toEqual({ id: id(MAX_DELIVERY_EVENTS + 2), peer: BOB, state: 'failed', reason: 'why' });
  });

  it('E_LIMIT: is one of so many, and makes room when it is closed', async () => {
    const deliveries = new Deliveries();
    const feeds = Array.from({ length: MAX_DELIVERY_FEEDS }, () => deliveries.open());
    expect(() => deliveries.open()).toThrow(code('E_LIMIT'));
    feeds[0]?.close();
    feeds[0]?.close();
    deliveries.open();
    deliveries.close();
    expect(await deliveries.open().next()).toBeUndefined();
  });
});

/** An inbox whose entries are at hand. */
class Shelf {
  readonly entries: { readonly key: Uint8Array<ArrayBuffer>; readonly from: Did }[] = [];
  failure: TalosError | undefined;
  opened = 0;

  add(n: number, from: Did): void {
    this.entries.push({ key: id(n), from });
  }

  async *waiting(after?: Uint8Array): AsyncGenerator<InboxEntry> {
    for (const { key, from } of this.entries.slice())
      if (after === undefined || compareBytes(key, after) > 0)
        yield {
          key,
          read: () => {
            this.opened++;
            return { id: key, from, receivedAtMs: 0, content: key };
          },
        };
  }

  async take(key: Uint8Array): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.entries.splice(
      this.entries.findIndex((each) => each.key === key),
      1,
    );
  }
}

describe('the readers of an inbox', () => {
  it('E_LIMIT: are one in general, one a peer, and no more peers than the limit', () => {
    const inbox = new Inbox(new Shelf());
    expect([inbox.open() === undefined, inbox.open()]).toEqual([false, undefined]);
    for (let n = 0; n < MAX_PEER_READERS; n++) inbox.open(`did:key:${n}` as Did);
    expect(inbox.open('did:key:0' as Did)).toBeUndefined();
    expect(() => inbox.open(BOB)).toThrow(code('E_LIMIT'));
    inbox.close();
    expect(inbox.open(BOB)).toBeDefined();
  });

  it('look at what is not theirs once, and again when it may be', async () => {
    const shelf = new Shelf();
    for (let n = 0; n < 100; n++) shelf.add(n, n % 50 === 49 ? BOB : ALICE);
    const inbox = new Inbox(shelf);
    const [all, bobs] = [inbox.open(), inbox.open(BOB)];
    expect([(await bobs?.next())?.id, (await bobs?.next())?.id]).toEqual([id(49), id(49)]);
    await bobs?.take();
    expect((await bobs?.next())?.id).toEqual(id(99));
    expect(shelf.opened).toBe(102);
    for (let n = 0; n < 98; n++) {
      await all?.next();
      await all?.take();
    }
    const last = all?.next();
    bobs?.close();
    expect((await last)?.id).toEqual(id(99));
  });

  it('E_STORAGE: show a message again that could not be taken, and give it back when they are closed', async () => {
    const shelf = new Shelf();
    shelf.add(1, BOB);
    const inbox = new Inbox(shelf);
    const [all, bobs] = [inbox.open(), inbox.open(BOB)];
    await bobs?.next();
    shelf.failure = new TalosError('E_STORAGE', 'no');
    await expect(bobs?.take()).rejects.toThrow(code('E_STORAGE'));
    expect((await bobs?.next())?.id).toEqual(id(1));
    const taking = bobs?.take();
    const general = all?.next();
    bobs?.close();
    await expect(taking).rejects.toThrow(code('E_STORAGE'));
    expect((await general)?.id).toEqual(id(1));
    expect(await bobs?.next()).toBeUndefined();
  });
});
