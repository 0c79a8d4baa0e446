/** Bundles that peers ask for over links: how many bring one-time prekeys, and what the others leave as it was. */
import { expect, it } from 'vitest';
import { TalosClient } from '../../src/agent/client/client.ts';
import { Messenger, ONE_TIME_BUNDLES_A_PEER } from '../../src/agent/message/messenger.ts';
import { MAX_BUNDLE_REQUESTS } from '../../src/agent/message/peer-links.ts';
import { MAX_ONE_TIME_PREKEYS } from '../../src/agent/message/prekey-store.ts';
import { type Bytes, fromUtf8, utf8 } from '../../src/base/bytes.ts';
import { ManualClock } from '../../src/base/clock.ts';
import { type Cbor, type CborMap, decodeCbor, encodeCbor } from '../../src/codec/cbor.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { FRAME_TYPES } from '../../src/net/frame.ts';
import { pairLinks } from '../../src/net/memory-link.ts';
import { openMemoryStore } from '../../src/storage/memory.ts';
import { openRecordSealer } from '../../src/storage/sealed.ts';
import { ADDRESS, type Made, MemoryNet, makeAgent } from '../fixtures/agents.ts';
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

/** Whether a bundle has a one-time prekey of each kind; it has of both, or of none. */
function hasOneTime(bundle: Bytes): boolean {
  const { opks, okems } = decodeCbor((decodeCbor(bundle) as CborMap)['body'] as Bytes) as Record<string, Cbor[]>;
  expect(opks).toHaveLength(okems?.length ?? -1);
  return opks?.length === 1;
}

/** Asks for so many bundles, over as many links as that takes. @returns Of each, whether it brought one-time prekeys. */
async function ask(messenger: Messenger, from: Identity, count: number): Promise<readonly boolean[]> {
  const request = encodeCbor({ v: 1, suite: 1, from: from.did, to: bob.did });
  const keys = { diallerKey: from.signing.publicKey, listenerKey: bob.signing.publicKey };
  const answers: boolean[] = [];
  while (answers.length < count) {
    const { dialler, listener } = pairLinks({ ...keys, purpose: 'message' });
    const wanted = Math.min(MAX_BUNDLE_REQUESTS, count - answers.length);
    let left = wanted;
    await new Promise<void>((resolve) => {
      dialler.onFrame(({ payload }) => {
        answers.push(hasOneTime(payload));
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
  expect(withOneTime(await ask(messenger, mallory, 1))).toBe(0);
  clock.advance(1);
  expect(withOneTime(await ask(messenger, mallory, 20))).toBe(16);
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

it('K15: whoever demands one-time prekeys of the SDK gets both kinds, or E_LIMIT and E_DOWNGRADE and no session', async () => {
  const net = new MemoryNet();
  const [one, two] = [await makeAgent('owner', net), await makeAgent('agent', net)];
  await using from = await messengerOf(one);
  await using to = await messengerOf(two);
  await using owner = clientOf(one, from);
  await using asked = clientOf(two, to);
  const demand = { requireOneTime: true };
  await owner.establishSession(asked.did, await asked.prekeyBundle(demand), demand);
  expect(await from.sessions()).toMatchObject([{ peer: asked.did, oneTime: true, oneTimeKem: true }]);
  const [bundle] = (await to.bundleStock(1)).single;
  expect(await to.stockedBundles()).toBe(1);
  await owner.establishSession(asked.did, { bundle: bundle as Bytes, addresses: [ADDRESS] }, demand);
  while (hasOneTime((await asked.prekeyBundle()).bundle));
  await expect(asked.prekeyBundle(demand)).rejects.toThrow(expect.objectContaining({ code: 'E_LIMIT' }));
  const before = await from.sessions();
  const without = owner.establishSession(asked.did, await asked.prekeyBundle(), demand);
  await expect(without).rejects.toThrow(expect.objectContaining({ code: 'E_DOWNGRADE' }));
  expect(await from.sessions()).toEqual(before);
});

async function messengerOf({ identity, store, clock }: Made): Promise<Messenger> {
  const records = await openRecordSealer(store, identity.atRestSecret());
  return Messenger.open({ identity, store, records, clock, connect: () => Promise.reject(new Error('no dialling')) });
}

function clientOf(made: Made, messenger: Messenger): TalosClient {
  const { agent: running, core } = made;
  const listen = (): Promise<readonly string[]> => Promise.resolve([ADDRESS]);
  return new TalosClient({ agent: running, core, messenger: async () => messenger, listen, close: made.end });
}
