/** Bundles that peers ask for over links: how many bring one-time prekeys, and what the others leave as it was. */
import { expect, it } from 'vitest';
import { Messenger, ONE_TIME_BUNDLES_A_PEER } from '../../src/agent/messenger.ts';
import { MAX_BUNDLE_REQUESTS } from '../../src/agent/peer-links.ts';
import { MAX_ONE_TIME_PREKEYS } from '../../src/agent/prekey-store.ts';
import { type Bytes, fromUtf8, utf8 } from '../../src/base/bytes.ts';
import { ManualClock } from '../../src/base/clock.ts';
import { encodeCbor } from '../../src/codec/cbor.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { FRAME_TYPES } from '../../src/net/frame.ts';
import { pairLinks } from '../../src/net/memory-link.ts';
import { verifyBundle } from '../../src/session/prekeys.ts';
import { openMemoryStore } from '../../src/storage/memory.ts';
import { openRecordSealer } from '../../src/storage/sealed.ts';
import { agent, NOW } from '../unit/session/actors.ts';

const [alice, bob, mallory] = [agent('alice'), agent('bob'), agent('mallory')];

interface Asked {
  readonly messenger: Messenger;
  readonly clock: ManualClock;
  /** How often the owner was told that one-time prekeys are used up. */
  readonly warnings: () => number;
}

async function bobsMessenger(): Promise<Asked> {
  const [store, clock] = [openMemoryStore(), new ManualClock(NOW)];
  let warnings = 0;
  const messenger = await Messenger.open({
    identity: bob,
    store,
    records: await openRecordSealer(store, bob.atRestSecret()),
    clock,
    connect: () => Promise.reject(new Error('nobody dials')),
    onPrekeysExhausted: () => void warnings++,
  });
  return { messenger, clock, warnings: () => warnings };
}

/** Asks for so many bundles, over as many links as that takes. @returns Of each, whether it brought one-time prekeys. */
async function ask(messenger: Messenger, from: Identity, count: number, nowMs = NOW): Promise<readonly boolean[]> {
  const request = encodeCbor({ v: 1, suite: 1, from: from.did, to: bob.did });
  const keys = { diallerKey: from.signing.publicKey, listenerKey: bob.signing.publicKey };
  const answers: boolean[] = [];
  while (answers.length < count) {
    const { dialler, listener } = pairLinks({ ...keys, purpose: 'message' });
    const wanted = Math.min(MAX_BUNDLE_REQUESTS, count - answers.length);
    let left = wanted;
    await new Promise<void>((resolve) => {
      dialler.onFrame(({ payload }) => {
        const { oneTimePrekeys, oneTimeKems } = verifyBundle(payload, { did: bob.did, nowMs });
        expect(oneTimePrekeys).toHaveLength(oneTimeKems.length);
        answers.push(oneTimeKems.length === 1);
        if (--left === 0) resolve();
      });
      messenger.accept(listener);
      for (let i = 0; i < wanted; i++) dialler.send(FRAME_TYPES.handshake, request);
    });
    await dialler.close();
  }
  return answers;
}

const withOneTime = (answers: readonly boolean[]): number => answers.filter(Boolean).length;

it('K14: of 1,000 bundles that one peer asks for 16 an hour bring one-time prekeys, and others get theirs', async () => {
  const { messenger, clock, warnings } = await bobsMessenger();
  await using _ = messenger;
  const answers = await ask(messenger, mallory, 1000);
  expect([answers.length, withOneTime(answers), ONE_TIME_BUNDLES_A_PEER]).toEqual([1000, 16, 16]);
  expect(withOneTime(await ask(messenger, alice, 3))).toBe(3);
  clock.advance(3_600_000 - 1);
  expect(withOneTime(await ask(messenger, mallory, 1, clock.now()))).toBe(0);
  clock.advance(1);
  expect(withOneTime(await ask(messenger, mallory, 20, clock.now()))).toBe(16);
  expect(warnings()).toBe(0);
});

it('K14: when many identities have taken all, bundles go on without, the owner is told once, and messages come', async () => {
  const { messenger, warnings } = await bobsMessenger();
  await using _ = messenger;
  const answers: boolean[] = [];
  for (let i = 0; i < 10; i++) answers.push(...(await ask(messenger, agent(`stranger ${i}`), 16)));
  expect([withOneTime(answers), warnings()]).toEqual([MAX_ONE_TIME_PREKEYS, 1]);

  const store = openMemoryStore();
  await using sender = await Messenger.open({
    identity: alice,
    store,
    records: await openRecordSealer(store, alice.atRestSecret()),
    clock: new ManualClock(NOW),
    connect: async () => {
      const keys = { diallerKey: alice.signing.publicKey, listenerKey: bob.signing.publicKey };
      const { dialler, listener } = pairLinks({ ...keys, purpose: 'message' });
      messenger.accept(listener);
      return dialler;
    },
  });
  expect((await sender.send(bob.did, utf8('not blocked'))).state).toBe('delivered');
  const got: Bytes[] = [];
  for await (const { content } of messenger.messages()) {
    got.push(content);
    break;
  }
  expect(got.map((each) => fromUtf8(each))).toEqual(['not blocked']);
  expect(warnings()).toBe(1);
});
