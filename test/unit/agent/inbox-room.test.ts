import { describe, expect, it } from 'vitest';
import {
  InboxRoom,
  isForWantOfRoom,
  MAX_INBOX_MESSAGES,
  MAX_STRANGER_BYTES,
  MAX_STRANGER_MESSAGES,
  MAX_STRANGERS_BYTES,
  MAX_STRANGERS_MESSAGES,
  type StoredMessage,
} from '../../../src/agent/message/inbox-room.ts';
import { isTalosError, TalosError } from '../../../src/base/errors.ts';
import type { Did } from '../../../src/identity/did.ts';

const peer = (n: number): Did => `did:key:${n}` as Did;
const keyOf = (n: number): Uint8Array<ArrayBuffer> => Uint8Array.of(n >> 16, n >> 8, n);
const full = expect.objectContaining({ code: 'E_LIMIT', details: { inbox: 'full' } });

/** A room over a store that holds these, in which peers from 100 on are strangers. */
function roomOf(stored: readonly StoredMessage[] = []) {
  const known = new Set<Did>();
  let reads = 0;
  const room = new InboxRoom({
    async *waiting() {
      reads++;
      yield* stored;
    },
    isStranger: (did) => Number(did.slice('did:key:'.length)) >= 100 && !known.has(did),
  });
  let next = 0;
  const add = (from: Did, bytes = 1): number => {
    room.added(keyOf(++next), from, bytes);
    return next;
  };
  return { room, known, add, reads: () => reads };
}

describe('the room of the inbox', () => {
  it(`is ${MAX_STRANGER_MESSAGES} messages for one stranger, and goes on for others and for peers that are known`, async () => {
    const { room, add, known } = roomOf();
    await room.assertRoomFor(peer(100));
    const keys = Array.from({ length: MAX_STRANGER_MESSAGES }, () => add(peer(100)));
    await expect(room.assertRoomFor(peer(100))).rejects.toThrow(full);
    await room.assertRoomFor(peer(101));
    await room.assertRoomFor(peer(1));
    room.removed(keyOf(keys[0] ?? 0));
    await room.assertRoomFor(peer(100));
    add(peer(100));
    await expect(room.assertRoomFor(peer(100))).rejects.toThrow(full);
    known.add(peer(100));
    await room.assertRoomFor(peer(100));
  });

  it(`is ${MAX_STRANGERS_MESSAGES} messages for all strangers, however many they are, and whole for the others`, async () => {
    const { room, add } = roomOf();
    await room.assertRoomFor(peer(100));
    for (let n = 0; n < MAX_STRANGERS_MESSAGES; n++) {
      await room.assertRoomFor(peer(100 + n));
      add(peer(100 + n));
    }
    await expect(room.assertRoomFor(peer(100_000))).rejects.toThrow(full);
    for (let n = MAX_STRANGERS_MESSAGES; n < MAX_INBOX_MESSAGES; n++) {
      await room.assertRoomFor(peer(1));
      add(peer(1));
    }
    await expect(room.assertRoomFor(peer(1))).rejects.toThrow(full);
  });

  it('is so many bytes for one stranger and for all, of which the last message may go beyond', async () => {
    const { room, add } = roomOf();
    await room.assertRoomFor(peer(100));
    add(peer(100), MAX_STRANGER_BYTES - 1);
    await room.assertRoomFor(peer(100));
    add(peer(100), 2);
    await expect(room.assertRoomFor(peer(100))).rejects.toThrow(full);
    for (let n = 1; n * MAX_STRANGER_BYTES < MAX_STRANGERS_BYTES; n++) add(peer(100 + n), MAX_STRANGER_BYTES);
    await expect(room.assertRoomFor(peer(200))).rejects.toThrow(full);
    await room.assertRoomFor(peer(1));
  });

  it('counts what the store holds, once, also what comes and goes while it is read', async () => {
    let meanwhile = (): void => {};
    const stored = Array.from({ length: MAX_STRANGER_MESSAGES }, (_, n) => ({
      key: keyOf(1000 + n),
      bytes: 1,
      from: () => {
        if (n === 1) meanwhile();
        return peer(100);
      },
    }));
    const { room, reads } = roomOf(stored);
    // Before it was ever asked nothing counts.
    room.added(keyOf(1), peer(100), 1);
    room.removed(keyOf(1));
    meanwhile = () => {
      room.removed(keyOf(1000));
      room.removed(keyOf(1000 + MAX_STRANGER_MESSAGES - 1));
      room.added(keyOf(1002), peer(100), 1);
    };
    await room.assertRoomFor(peer(100));
    room.added(keyOf(1), peer(100), 1);
    await room.assertRoomFor(peer(100));
    room.added(keyOf(2), peer(100), 1);
    await expect(room.assertRoomFor(peer(100))).rejects.toThrow(full);
    expect(reads()).toBe(1);
  });

  it('is counted anew where the store could not be read', async () => {
    let failure: Error | undefined = new TalosError('E_STORAGE', 'input/output error');
    const room = new InboxRoom({
      async *waiting() {
        yield { key: keyOf(1), bytes: 1, from: () => peer(100) };
        if (failure !== undefined) throw failure;
      },
      isStranger: () => true,
    });
    await expect(room.assertRoomFor(peer(1))).rejects.toThrow('input/output error');
    failure = undefined;
    await room.assertRoomFor(peer(1));
  });

  it('is waited for until a message was taken, or no longer', async () => {
    const { room, add } = roomOf();
    await room.assertRoomFor(peer(100));
    const key = add(peer(100));
    const freed = room.untilFreed((start) => new Promise((resolve) => start(() => resolve(true))));
    room.removed(keyOf(key));
    expect(await freed).toBe(true);
    expect(await room.untilFreed(async () => false)).toBe(false);
  });

  it('is told apart from other limits', () => {
    const refusals = [
      new TalosError('E_LIMIT', 'too long'),
      new TalosError('E_STALE', 'old', { details: { inbox: 'full' } }),
    ];
    expect([...refusals, undefined].map(isForWantOfRoom)).toEqual([false, false, false]);
    expect(isTalosError(refusals[0])).toBe(true);
  });
});
