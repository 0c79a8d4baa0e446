/** What a registry says of itself and of its agents: its name and offers, and who is there. */
import { afterEach, describe, expect, it } from 'vitest';
import { toHex } from '../../../src/base/bytes.ts';
import { TalosError } from '../../../src/base/errors.ts';
import type { CborMap } from '../../../src/codec/cbor.ts';
import { type Did, keyOfDid } from '../../../src/identity/did.ts';
import { askOver } from '../../../src/net/request-link.ts';
import { RegistryClient } from '../../../src/registry/client.ts';
import { MAX_PEERS_A_PAGE } from '../../../src/registry/limits.ts';
import { PRESENCE_LASTS_MS, PRESENCE_STEP_MS } from '../../../src/registry/presence.ts';
import { BreakableStore, settled } from '../../fixtures/agents.ts';
import { agent, NOW, RegistryWorld, recordOf } from '../../fixtures/registry.ts';

const worlds: RegistryWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.end()));
});
function open(...init: ConstructorParameters<typeof RegistryWorld>): RegistryWorld {
  const world = new RegistryWorld(...init);
  worlds.push(world);
  return world;
}

const alice = agent('alice');
const bob = agent('bob');
const refused = (word: string, code = 'E_REFUSED') => ({ code, details: { reason: word } });
const BUSY = refused('busy', 'E_RATE_LIMITED');
const named = (name: string) => ({ isUnlisted: false, name });

describe('what a server says of itself', () => {
  it('is its name and what it offers, also to who is not registered', async () => {
    const world = open();
    world.info = { name: 'Ground', offers: ['registry', 'relay'] };
    expect(await (await world.client('alice')).info()).toEqual(world.info);
  });

  it('is nothing where it is told nothing', async () => {
    expect(await (await open().client('alice')).info()).toEqual({ name: '', offers: [] });
  });

  it('is counted as a look-up: E_RATE_LIMITED above the limit', async () => {
    const client = await open({ lookupsAMinute: 2 }).client('alice');
    await client.info();
    await client.lookup(bob.did);
    await expect(client.info()).rejects.toMatchObject(BUSY);
  });
});

describe('the list of agents', () => {
  const names = Array.from({ length: 7 }, (_, n) => `peer ${n}`);
  const byKey = (a: { readonly did: Did }, b: { readonly did: Did }): number =>
    toHex(keyOfDid(a.did)) < toHex(keyOfDid(b.did)) ? -1 : 1;

  it('says who is there and since when who is not, in pages, and not who does not want it', async () => {
    const world = open();
    const shy = await world.client('shy');
    await shy.register(recordOf(agent('shy')), undefined, { isUnlisted: true, name: 'Shy' });
    for (const name of names) await (await world.client(name)).register(recordOf(agent(name)), undefined, named(name));
    const asker = await world.client('bob');
    const all = names.map((name) => ({ did: agent(name).did, name, seenMs: NOW, isConnected: true })).toSorted(byKey);
    const first = await asker.list(undefined, 4);
    expect(first).toEqual({ peers: all.slice(0, 4), isMore: true });
    const [, , , last] = first.peers;
    expect(await asker.list(last?.did, 3)).toEqual({ peers: all.slice(4), isMore: false });
    expect(await asker.list(all.at(-1)?.did, 3)).toEqual({ peers: [], isMore: false });
    // Found by its DID all the same.
    expect(await asker.lookup(agent('shy').did)).toBeDefined();
  });

  it('takes out who wants to be out, and in who wants to be in again, also under the same record', async () => {
    const world = open();
    const client = await world.client('alice');
    const listed = async (): Promise<readonly string[]> =>
      (await client.list(undefined, 10)).peers.map(({ name }) => name);
    await client.register(recordOf(alice));
    expect(await listed()).toEqual(['']);
    await client.register(recordOf(alice), undefined, { isUnlisted: true, name: '' });
    expect(await listed()).toEqual([]);
    await client.register(recordOf(alice), undefined, named('A'));
    expect(await listed()).toEqual(['A']);
    await client.register(recordOf(alice, { sequence: NOW + 1 }), undefined, named('B'));
    expect(await listed()).toEqual(['B']);
  });

  it('knows who has gone, who is there, and both after a restart, once they registered again', async () => {
    const world = open();
    const [one, two] = [await world.link('alice'), await world.link('alice')];
    const [first, second] = [new RegistryClient(one), new RegistryClient(two)];
    await first.register(recordOf(alice));
    world.clock.advance(5000);
    await first.close();
    await settled();
    const seen = async (): Promise<unknown> => (await (await world.client('bob')).list(undefined, 10)).peers[0];
    expect(await seen()).toMatchObject({ seenMs: NOW, isConnected: true });
    await second.close();
    await expect.poll(seen).toMatchObject({ seenMs: NOW + 5000, isConnected: false });
    world.clock.advance(5000);
    await world.restart();
    expect(await seen()).toMatchObject({ seenMs: NOW + 5000, isConnected: false });
    await (await world.client('alice')).register(recordOf(alice, { sequence: NOW + 1 }));
    expect(await seen()).toMatchObject({ seenMs: NOW + 10_000, isConnected: true });
  });

  it('believes for ten minutes, no longer, that an agent of a registry that was killed is there', async () => {
    const world = open();
    await (await world.client('alice')).register(recordOf(alice));
    const page = async (): Promise<unknown> => (await (await world.client('bob')).list(undefined, 10)).peers;
    world.clock.advance(PRESENCE_LASTS_MS - 1);
    expect(await page()).toMatchObject([{ isConnected: true }]);
    world.clock.advance(1);
    expect(await page()).toMatchObject([{ seenMs: NOW, isConnected: false }]);
    // The one that lives says it anew.
    world.timer.advance(PRESENCE_STEP_MS);
    await expect.poll(page).toMatchObject([{ seenMs: NOW + PRESENCE_LASTS_MS, isConnected: true }]);
  });

  it('is not taken back by the registry that an agent left for another one of the same store', async () => {
    const one = open();
    const two = open({}, one.store, true);
    const seen = async (): Promise<unknown> => (await (await one.client('bob')).list(undefined, 10)).peers[0];
    const [first, second] = [await one.client('alice'), await two.client('alice')];
    await first.register(recordOf(alice));
    one.clock.advance(1000);
    two.clock.advance(1000);
    // The record is no news; where it is connected is.
    await second.register(recordOf(alice));
    await first.close();
    await settled();
    expect(await seen()).toMatchObject({ seenMs: NOW + 1000, isConnected: true });
    await second.close();
    await expect.poll(seen).toMatchObject({ seenMs: NOW + 1000, isConnected: false });
  });

  it('is said by one registry of several that have links of an agent, and by the other once that one is gone', async () => {
    const one = open();
    const two = open({}, one.store, true);
    const seen = async (): Promise<unknown> => (await (await one.client('bob')).list(undefined, 10)).peers[0];
    const [first, second] = [await one.client('alice'), await two.client('alice')];
    await first.register(recordOf(alice));
    one.clock.advance(1000);
    two.clock.advance(1000);
    await second.register(recordOf(alice));
    one.clock.advance(PRESENCE_STEP_MS - 2000);
    one.timer.advance(PRESENCE_STEP_MS);
    await settled();
    expect(await seen()).toMatchObject({ seenMs: NOW + 1000 });
    await second.close();
    await expect.poll(seen).toMatchObject({ isConnected: false });
    one.timer.advance(PRESENCE_STEP_MS);
    await expect.poll(seen).toMatchObject({ isConnected: true });
    await first.close();
    await expect.poll(seen).toMatchObject({ isConnected: false });
  });

  it('goes with the record', async () => {
    const world = open();
    await (await world.client('alice')).register(recordOf(alice, { expiresAtMs: NOW + 1000 }));
    world.clock.advance(1000);
    await (await world.registry()).prune();
    expect(await (await world.client('bob')).list(undefined, 10)).toEqual({ peers: [], isMore: false });
  });

  it('G09: enumeration of all agents is limited for a source, whatever its keys, and others go on', async () => {
    const world = open({ listsAMinute: 2 });
    for (const name of names) await (await world.client(name)).register(recordOf(agent(name)));
    const [asker, other] = [await world.client('bob', '192.0.2.9'), await world.client('carol', '192.0.2.9')];
    const page = await asker.list(undefined, 3);
    await other.list(page.peers.at(-1)?.did, 3);
    await expect(asker.list(undefined, 3)).rejects.toMatchObject(BUSY);
    await expect(other.list(undefined, 3)).rejects.toMatchObject(BUSY);
    expect(await asker.lookup(agent(names[0] ?? '').did)).toBeDefined();
    expect((await (await world.client('dave', '192.0.2.10')).list(undefined, 3)).peers).toHaveLength(3);
    world.clock.advance(60_000);
    expect((await asker.list(undefined, 3)).peers).toHaveLength(3);
  });

  it.each<[string, CborMap]>([
    ['no limit', {}],
    ['nobody', { limit: 0 }],
    [`${MAX_PEERS_A_PAGE + 1} on a page`, { limit: MAX_PEERS_A_PAGE + 1 }],
    ['behind no DID', { limit: 1, after: 'alice' }],
    ['another field', { limit: 1, from: 3 }],
  ])('G09: is refused to who asks for %s', async (_, fields) => {
    const asker = askOver(await open().link('bob'));
    await expect(asker.ask('list', fields)).rejects.toMatchObject(refused('failed'));
    expect(await asker.ask('list', { limit: MAX_PEERS_A_PAGE })).toEqual({ peers: [], more: false });
  });

  it.each<[string, CborMap]>([
    ['acts on a terminal', { name: 'a\u001b[2J' }],
    ['hides', { name: 'a\u202eb' }],
    ['is too long', { name: 'a'.repeat(129) }],
    ['is no text', { name: 7 }],
  ])('takes no name that %s, and keeps nothing of the agent', async (_, fields) => {
    const world = open();
    const asker = askOver(await world.link('alice'));
    await expect(asker.ask('register', { record: recordOf(alice), ...fields })).rejects.toMatchObject(
      refused('failed'),
    );
    expect(await (await world.client('bob')).lookup(alice.did)).toBeUndefined();
    expect(await (await world.client('bob')).list(undefined, 10)).toEqual({ peers: [], isMore: false });
  });

  it('a storage that fails when a link ends is told to the registry, which goes on', async () => {
    const store = new BreakableStore();
    const world = open({}, store);
    const client = await world.client('alice');
    await client.register(recordOf(alice));
    store.failApply = new TalosError('E_STORAGE_FULL', 'no room');
    await client.close();
    await expect.poll(() => world.faults).toEqual([store.failApply]);
    store.failApply = undefined;
    expect((await (await world.client('bob')).list(undefined, 1)).peers).toHaveLength(1);
  });
});
