import { describe, expect, it } from 'vitest';
import { keyOf, orderedKey, PARTS } from '../../../src/agent/message/message-records.ts';
import { WaitingMessages } from '../../../src/agent/message/waiting-messages.ts';
import { isTalosError, TalosError } from '../../../src/base/errors.ts';
import type { Did } from '../../../src/identity/did.ts';
import { openMemoryStore } from '../../../src/storage/memory.ts';
import type { Change, Store } from '../../../src/storage/store.ts';

const id = (n: number): Uint8Array<ArrayBuffer> => new Uint8Array(16).fill(n);
const received = (n: number): Uint8Array<ArrayBuffer> => orderedKey(PARTS.inbox, n, id(n));
const waiting = (n: number): Uint8Array<ArrayBuffer> => keyOf(PARTS.outbox, `did:key:z${n % 3}` as Did, id(n));
const put = (key: Uint8Array): Change => ({ kind: 'put', space: 'message', key, value: Uint8Array.of(1) });
const drop = (key: Uint8Array): Change => ({ kind: 'delete', space: 'message', key });

/** A store whose scans stop before the first entry until they are let go. */
function held(store: Store): { readonly store: Store; go(): void } {
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  return {
    store: {
      get: (space, key) => store.get(space, key),
      apply: (changes) => store.apply(changes),
      async *scan(space, range) {
        const entries = [];
        for await (const entry of store.scan(space, range)) entries.push(entry);
        await gate;
        yield* entries;
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    },
    go: () => go(),
  };
}

describe('messages that wait', () => {
  it('are counted with those that were there, and with all that come and go', async () => {
    const store = openMemoryStore();
    await store.apply([put(received(1)), put(received(2)), put(waiting(3))]);
    const counted = new WaitingMessages(store);
    expect([await counted.count('inbox'), await counted.count('outbox')]).toEqual([2, 1]);
    await counted.apply([put(waiting(3)), put(waiting(4)), drop(received(1))]);
    expect([await counted.count('inbox'), await counted.count('outbox')]).toEqual([1, 2]);
    // Neither what was taken nor the ids that were seen wait.
    await counted.apply([put(orderedKey(PARTS.history, 1, id(1))), put(keyOf(PARTS.seen, 'did:key:z1' as Did, id(1)))]);
    await counted.apply([{ kind: 'put', space: 'meta', key: received(9), value: Uint8Array.of(1) }]);
    await counted.apply([drop(waiting(9))]);
    expect([await counted.count('inbox'), await counted.count('outbox')]).toEqual([1, 2]);
  });

  it('are counted right while the store is being read, whatever comes and goes meanwhile', async () => {
    const store = openMemoryStore();
    await store.apply([put(received(1)), put(received(2))]);
    const slow = held(store);
    const counted = new WaitingMessages(slow.store);
    const count = counted.count('inbox');
    await counted.apply([drop(received(1)), put(received(3))]);
    await counted.apply([drop(received(3)), put(received(4))]);
    slow.go();
    expect(await count).toBe(2);
  });

  it('a batch that did not apply changes nothing, and a failure leaves the state as it was', async () => {
    const store = openMemoryStore();
    const counted = new WaitingMessages(store);
    expect(await counted.count('inbox')).toBe(0);
    const require: Change = { kind: 'require', space: 'message', key: received(5), value: Uint8Array.of(9) };
    expect(await counted.apply([require, put(received(5))])).toBe(false);
    expect(await counted.count('inbox')).toBe(0);
    const failing = new WaitingMessages({
      get: (space, key) => store.get(space, key),
      apply: () => Promise.reject(new TalosError('E_STORAGE_FULL', 'no room')),
      scan: (space, range) => store.scan(space, range),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    });
    expect(await failing.count('inbox')).toBe(0);
    await expect(failing.apply([put(received(6))])).rejects.toSatisfy((error) => isTalosError(error, 'E_STORAGE_FULL'));
    expect(await failing.count('inbox')).toBe(0);
  });
});
