import { describe, expect, it } from 'vitest';
import { MAX_HISTORY_MESSAGES, MessageHistory } from '../../../src/agent/message/message-history.ts';
import { MessageRecords } from '../../../src/agent/message/message-records.ts';
import { fromUtf8, utf8 } from '../../../src/base/bytes.ts';
import { makeMessageId } from '../../../src/message/message-id.ts';
import { openMemoryStore } from '../../../src/storage/memory.ts';
import { openRecordSealer } from '../../../src/storage/sealed.ts';
import { agent } from '../session/actors.ts';

const bob = agent('bob').did;

async function history(count: number, content = (n: number) => utf8(String(n))) {
  const store = openMemoryStore();
  const records = new MessageRecords(await openRecordSealer(store, agent('alice').atRestSecret()));
  const kept = new MessageHistory(store, records, { ageMs: 1, reason: 'too old' });
  const add = async (from: number, to: number): Promise<void> => {
    const changes = Array.from({ length: to - from }, (_, i) => {
      const id = makeMessageId(from + i);
      const past = {
        id,
        peer: bob,
        direction: 'received',
        atMs: from + i,
        content: content(from + i),
        failure: '',
        isFile: false,
      } as const;
      return records.putPast(from + i, past);
    });
    await store.apply(changes);
    await kept.added(changes);
  };
  await add(0, count);
  return { kept, add };
}

describe('the history', () => {
  it('drops the oldest when it is full, a share at once, and never more than that', async () => {
    const { kept, add } = await history(MAX_HISTORY_MESSAGES);
    const oldest = async (): Promise<number> => (await kept.page({ last: 20_000 }, 0)).messages[0]?.atMs ?? -1;
    expect(await oldest()).toBe(0);
    await add(MAX_HISTORY_MESSAGES, MAX_HISTORY_MESSAGES + 1);
    expect(await oldest()).toBe(1 + MAX_HISTORY_MESSAGES / 16);
  });

  it('comes in pages that fit, each message once, in order', async () => {
    const { kept } = await history(10, (n) => new Uint8Array(1024 * 1024).fill(n));
    const found: number[] = [];
    for (let before: string | undefined; before !== ''; ) {
      const page = await kept.page({ last: 100, ...(before === undefined ? {} : { before }) }, 0);
      expect(page.messages.length).toBe(2);
      found.unshift(...page.messages.map(({ atMs }) => atMs));
      before = page.before;
    }
    expect(found).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('gives the newest of one peer, and refuses a place that no page gave: E_MALFORMED', async () => {
    const { kept } = await history(5);
    const page = await kept.page({ last: 2, peer: bob }, 0);
    expect(page.messages.map(({ content }) => fromUtf8(content))).toEqual(['3', '4']);
    expect((await kept.page({ last: 2, peer: agent('mallory').did }, 0)).messages).toEqual([]);
    for (const before of ['x', '03'.padEnd(50, '0'), ''])
      await expect(kept.page({ last: 1, before }, 0)).rejects.toThrow(expect.objectContaining({ code: 'E_MALFORMED' }));
  });
});
