/** Revocation lists between agents: pushed, fetched, carried by the revoker; what is no word of an issuer is refused. */
import { describe, expect, it, vi } from 'vitest';
import { NOTHING_KNOWN } from '../../src/agent/authority/revocation-book.ts';
import { LIST_PACKETS_A_MINUTE } from '../../src/agent/authority/revocation-exchange.ts';
import {
  decodeListAnswer,
  encodeListAnswer,
  encodeListsAsked,
  type ListAnswer,
} from '../../src/agent/authority/revocation-wire.ts';
import type { Channel } from '../../src/agent/tunnel/channel.ts';
import { openChannel } from '../../src/agent/tunnel/channel.ts';
import { toHex } from '../../src/base/bytes.ts';
import { chainText } from '../../src/capability/chain.ts';
import { ANY_ARGUMENTS } from '../../src/capability/phrase.ts';
import {
  EMPTY_LIST_HASH,
  formatItem,
  itemHash,
  type RevocationItem,
  type Revoked,
  readHead,
  signHead,
} from '../../src/capability/revocation-list.ts';
import { parseScope, type Scope } from '../../src/capability/scope.ts';
import type { Json } from '../../src/codec/json.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { PACKET, type Packet } from '../../src/message/packet.ts';
import { clientOf, introduce, type Made, MemoryNet, makeAgent, scripted, settled, until } from '../fixtures/agents.ts';
import { codeOf, denialOf, endWith, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

const HOUR_S = 3600;

function scopeWith(more: Readonly<Record<string, Json>> = {}): Scope {
  const any = ANY_ARGUMENTS as unknown as Json;
  return parseScope({ service: 'files', tools: { echo: any, other: any }, ...more });
}

interface World {
  readonly net: MemoryNet;
  /** Serves. */
  readonly owner: Made;
  /** Holds a grant of the owner, and passes it on. */
  readonly coordinator: Made;
  /** Holds what the coordinator passed on. */
  readonly worker: Made;
  /** The chain of the worker. */
  readonly chain: string;
  readonly child: string;
  readonly parent: string;
}

async function delegated(more: Readonly<Record<string, Json>> = {}): Promise<World> {
  const net = new MemoryNet();
  const tools = scripted();
  const [owner, coordinator, worker] = await Promise.all([
    makeAgent('owner', net, { tool: tools.start }),
    makeAgent('coordinator', net),
    makeAgent('worker', net),
  ]);
  for (const made of [owner, coordinator, worker]) endWith(made.end);
  await introduce(coordinator, owner);
  await introduce(worker, owner);
  owner.agent.tunnels.lend({ name: 'files', startTool: tools.start, callTimeoutMs: 60_000, onDiagnostic: () => {} });
  const grant = await owner.core.grants.issue(coordinator.identity.did, scopeWith(more), HOUR_S, { depth: 1 });
  const held = await coordinator.core.grants.receive(chainText(grant.chain));
  const passed = await coordinator.core.grants.delegate(held, worker.identity.did, scopeWith(more), HOUR_S / 2);
  return {
    net,
    owner,
    coordinator,
    worker,
    chain: chainText(passed.chain),
    child: passed.token.id,
    parent: grant.token.id,
  };
}

/** The worker's tunnel under the chain that it was given. */
async function openAsWorker({ worker, owner, chain }: World): Promise<ReturnType<typeof clientOf>> {
  const tunnel = await worker.agent.connect({ target: owner.identity.did, capability: chain });
  endWith(() => tunnel.close());
  return clientOf(tunnel);
}

const denied = async (client: ReturnType<typeof clientOf>): Promise<Json> =>
  denialOf(await client.call('echo')) ?? 'allowed';

/** A channel to `made` that a test speaks over, as `identity`. */
async function raw(net: MemoryNet, identity: Identity, made: Made): Promise<{ channel: Channel; heard: Packet[] }> {
  const { dialler } = net.dial(identity.signing.publicKey, made.key);
  const channel = await openChannel({ link: dialler, identity, clock: made.clock, peer: made.identity.did });
  const heard: Packet[] = [];
  channel.onPacket((packet) => void heard.push(packet));
  endWith(() => channel.close());
  return { channel, heard };
}

/** A list of `identity` of these items. */
function listOf(
  identity: Identity,
  all: readonly Revoked[],
  at: number,
  reason = '',
): ListAnswer & { refused?: undefined } {
  const items = all.map((revoked, index): RevocationItem => ({ n: index + 1, timeMs: at, revoked, reason }));
  const texts = items.map(formatItem);
  let hash = EMPTY_LIST_HASH;
  for (const text of texts) hash = itemHash(hash, text);
  const head = { issuer: identity.did, seq: items.length, hash: toHex(hash), issuedAtMs: at, nextMs: at + 1000 };
  return { head: signHead(identity.signing, head), from: 0, items: texts, newest: items.length, chain: [] };
}

const answers = (heard: readonly Packet[]): readonly ListAnswer[] =>
  heard.filter(({ type }) => type === PACKET.revocations).map(({ content }) => decodeListAnswer(content));
const refusals = (heard: readonly Packet[]): readonly (string | undefined)[] =>
  answers(heard).flatMap(({ refused }) => (refused === undefined ? [] : [refused.code ?? refused.word]));

describe('a revocation list', () => {
  it('C12: of the coordinator reaches the owner at once, and the next call of the worker is refused', async () => {
    const world = await delegated();
    const client = await openAsWorker(world);
    expect(await denied(client)).toBe('allowed');
    const revoked = await world.coordinator.agent.revoke({ id: world.child, reason: 'done' });
    expect(revoked.told).toEqual([{ did: world.owner.identity.did, told: true }]);
    expect(await denied(client)).toBe('REVOKED');
    expect(await world.owner.entries('revocation-list')).toMatchObject([
      { issuer: world.coordinator.identity.did, size: 1, event: 'taken' },
    ]);
    // Its own grant stays.
    const tunnel = await world.coordinator.agent.connect({ target: world.owner.identity.did });
    endWith(() => tunnel.close());
    expect(await denied(clientOf(tunnel))).toBe('allowed');
  });

  it('C12: of another root of a service, and of whom that let pass it on, is taken before any tunnel is open', async () => {
    const { net, owner, coordinator, worker } = await delegated();
    const office = await makeAgent('office', net);
    endWith(office.end);
    await introduce(office, owner);
    const { start } = scripted();
    const roots = [office.identity.did];
    owner.agent.tunnels.lend({
      name: 'shared',
      roots,
      startTool: start,
      callTimeoutMs: 60_000,
      onDiagnostic: () => {},
    });
    const scope = scopeWith({ service: 'shared' });
    const terms = { audience: owner.identity.did, depth: 1 };
    const grant = await office.core.grants.issue(coordinator.identity.did, scope, HOUR_S, terms);
    const held = await coordinator.core.grants.receive(chainText(grant.chain));
    const [first, second] = [
      await coordinator.core.grants.delegate(held, worker.identity.did, scope, HOUR_S / 2),
      await coordinator.core.grants.delegate(held, worker.identity.did, scope, HOUR_S / 3),
    ];
    const told = [{ did: owner.identity.did, told: true }];
    const opened = (capability: string) => worker.agent.connect({ target: owner.identity.did, capability });
    expect((await coordinator.agent.revoke({ id: first.token.id, reason: '' })).told).toEqual(told);
    await expect(opened(chainText(first.chain))).rejects.toThrow(expect.objectContaining({ code: 'REVOKED' }));
    expect((await office.agent.revoke({ id: grant.token.id, reason: '' })).told).toEqual(told);
    await expect(opened(chainText(second.chain))).rejects.toThrow(expect.objectContaining({ code: 'REVOKED' }));
  });

  it('C12: of the owner about the parent refuses the child, and is pushed to those who hold it', async () => {
    const world = await delegated();
    const client = await openAsWorker(world);
    expect(await denied(client)).toBe('allowed');
    await world.owner.agent.revoke({ id: world.parent, reason: 'enough' });
    expect(await denied(client)).toBe('REVOKED');
    // The worker learns why.
    await until(async () => (await world.worker.agent.capabilities())[0]?.revoked === true);
    expect((await world.worker.agent.capabilities())[0]?.revocation).toMatchObject({
      by: world.owner.identity.did,
      kind: 'token',
      reason: 'enough',
    });
  });

  it('are known to a caller that was refused once its one call is over, also where it is asked no more', async () => {
    const { owner, worker, coordinator, chain, parent } = await delegated();
    // The worker has no channel to either of them when that is taken back.
    await owner.agent.revoke({ id: parent, reason: 'no more' });
    expect(await worker.agent.isRevoked(chain)).toBe(false);
    const call = { peer: owner.identity.did, tool: 'echo', arguments: '{}', capability: chain };
    await worker.core.grants.receive(chain);
    await expect(worker.agent.call(call)).rejects.toMatchObject({ code: 'REVOKED' });
    expect(await worker.agent.isRevoked(chain)).toBe(true);
    expect(coordinator.core.revocations.has(owner.identity.did)).toBe(false);
  });

  it('C12: known to the holder of a capability, that one is not passed on: REVOKED, and nothing is made', async () => {
    const world = await delegated();
    const { owner, coordinator, worker } = world;
    const tunnel = await coordinator.agent.connect({ target: owner.identity.did });
    endWith(() => tunnel.close());
    await owner.agent.revoke({ id: world.parent, reason: 'enough' });
    await until(async () => (await coordinator.agent.capability(world.parent)).revoked);
    const before = await coordinator.agent.capabilities();
    const again = { capability: world.parent, subject: worker.identity.did, tools: ['echo'] };
    await expect(coordinator.agent.delegate(again)).rejects.toMatchObject({ code: 'REVOKED' });
    expect(await coordinator.agent.capabilities()).toEqual(before);
  });

  it('of a coordinator that cannot reach the owner is kept, and told at the next connection', async () => {
    const world = await delegated();
    const client = await openAsWorker(world);
    world.net.forget(world.owner.key);
    const revoked = await world.coordinator.agent.revoke({ id: world.child, reason: '' });
    expect(revoked.told).toEqual([{ did: world.owner.identity.did, told: false }]);
    expect(await denied(client)).toBe('allowed');
    world.net.serve(world.owner.key, (link, purpose) => world.owner.agent.accept(purpose, link));
    const tunnel = await world.coordinator.agent.connect({ target: world.owner.identity.did });
    endWith(() => tunnel.close());
    await until(async () => (await denied(client)) === 'REVOKED');
  });

  it('C12: chain, holder and issuer: what was passed on, what it holds, what it signed', async () => {
    for (const how of ['chain', 'subject', 'issuer'] as const) {
      const world = await delegated();
      const client = await openAsWorker(world);
      expect(await denied(client)).toBe('allowed');
      const { worker, coordinator, owner } = world;
      if (how === 'chain') await owner.agent.revoke({ id: world.parent, chain: true, reason: '' });
      if (how === 'subject') await owner.agent.revoke({ subject: worker.identity.did, reason: '' });
      if (how === 'issuer') await owner.agent.revoke({ issuer: coordinator.identity.did, reason: '' });
      expect(await denied(client), how).toBe('REVOKED');
      const tunnel = await coordinator.agent.connect({ target: owner.identity.did });
      expect(await denied(clientOf(tunnel)), how).toBe('allowed');
      await tunnel.close();
    }
  });

  it('C13: the owner takes a token back that another passed on, and the same is not made again for its holder', async () => {
    const world = await delegated();
    const client = await openAsWorker(world);
    await world.owner.agent.revoke({ id: world.child, reason: '' });
    expect(await denied(client)).toBe('REVOKED');
    const { coordinator, worker, owner } = world;
    const held = coordinator.core.grants.find(world.parent);
    const again = await coordinator.core.grants.delegate(held, worker.identity.did, scopeWith(), 60);
    await expect(
      worker.agent.connect({ target: owner.identity.did, capability: chainText(again.chain) }),
    ).rejects.toThrow(expect.objectContaining({ code: 'REVOKED' }));
    expect(await owner.entries('revocation')).toMatchObject([
      { token: world.child },
      { subject: worker.identity.did, under: world.parent },
    ]);
  });

  it('C13: of a stranger is refused, and has no effect whatever is in it', async () => {
    const world = await delegated();
    const stranger = await makeAgent('stranger', world.net);
    endWith(stranger.end);
    const client = await openAsWorker(world);
    const { channel, heard } = await raw(world.net, stranger.identity, world.owner);
    const all: readonly Revoked[] = [
      { kind: 'token', id: world.child },
      { kind: 'token', id: 'ab'.repeat(32) },
      { kind: 'issuer', id: world.owner.identity.did },
    ];
    channel.send(PACKET.revocations, 0, encodeListAnswer(listOf(stranger.identity, all, world.owner.clock.now())));
    await until(() => refusals(heard).length > 0);
    expect(refusals(heard)).toEqual(['UNTRUSTED_ISSUER']);
    expect(await denied(client)).toBe('allowed');
    expect(world.owner.core.revocations.has(stranger.identity.did)).toBe(false);
    expect(await world.owner.entries('denial')).toMatchObject([{ subject: 'revocation', code: 'UNTRUSTED_ISSUER' }]);
    await expect(stranger.agent.revoke({ id: world.child, reason: '' })).rejects.toThrow(
      expect.objectContaining({ code: 'E_NOT_FOUND' }),
    );
  });

  it.each<[string, (list: ListAnswer & { refused?: undefined }, world: World) => ListAnswer, string]>([
    [
      'that its issuer did not sign',
      (list) => ({ ...list, head: list.head.replace(/"sig":"..../, '"sig":"AAAA') }),
      'SIGNATURE_INVALID',
    ],
    ['without its last item', (list) => ({ ...list, items: list.items.slice(0, -1) }), 'MALFORMED'],
    ['with an item too many', (list) => ({ ...list, items: [...list.items, ...list.items.slice(1)] }), 'MALFORMED'],
    ['with its items in another order', (list) => ({ ...list, items: [...list.items].reverse() }), 'MALFORMED'],
    ['with a head that is none', (list) => ({ ...list, head: '{}' }), 'MALFORMED'],
  ])('%s is refused, and changes nothing', async (_, change, code) => {
    const world = await delegated();
    const { coordinator, owner } = world;
    const { channel, heard } = await raw(world.net, coordinator.identity, owner);
    const list = listOf(
      coordinator.identity,
      [
        { kind: 'token', id: world.child },
        { kind: 'chain', id: world.parent },
      ],
      1,
    );
    channel.send(PACKET.revocations, 0, encodeListAnswer(change(list, world)));
    await until(() => refusals(heard).length > 0);
    expect(refusals(heard)).toEqual([code]);
    expect(owner.core.revocations.has(coordinator.identity.did)).toBe(false);
    // The same channel goes on.
    channel.send(PACKET.revocations, 0, encodeListAnswer(list));
    await until(() => owner.core.revocations.known(coordinator.identity.did).seq === 2);
  });

  it('with two histories counts with both, and people are told', async () => {
    const world = await delegated();
    const { coordinator, owner } = world;
    const client = await openAsWorker(world);
    const { channel } = await raw(world.net, coordinator.identity, owner);
    const other: Revoked = { kind: 'token', id: 'ab'.repeat(32) };
    const first = listOf(coordinator.identity, [other, { kind: 'token', id: world.child }], 1);
    channel.send(PACKET.revocations, 0, encodeListAnswer(first));
    await until(() => owner.core.revocations.known(coordinator.identity.did).seq === 2);
    expect(await denied(client)).toBe('REVOKED');
    // It lost the second item, and says something else in its place.
    const second = listOf(coordinator.identity, [other, { kind: 'token', id: 'cd'.repeat(32) }], 2);
    channel.send(PACKET.revocations, 0, encodeListAnswer(second));
    await until(async () => (await owner.entries('revocation-list')).length === 2);
    expect(await owner.entries('revocation-list')).toMatchObject([{ event: 'taken' }, { event: 'forked' }]);
    expect(owner.notices.some(({ kind }) => kind === 'equivocation')).toBe(true);
    expect(await denied(client)).toBe('REVOKED');
    // A shorter one is no way to take anything back either.
    channel.send(PACKET.revocations, 0, encodeListAnswer(listOf(coordinator.identity, [other], 3)));
    await settled();
    expect(await denied(client)).toBe('REVOKED');
    const { revocations } = owner.core.authority;
    for (const id of [world.child, 'cd'.repeat(32)])
      expect(revocations.placeOf(coordinator.identity.did, { kind: 'token', id })).toBeDefined();
  });

  it('that its issuer lost with its directory is given back to it, and goes on', async () => {
    const world = await delegated();
    const { coordinator, owner, net } = world;
    await coordinator.agent.revoke({ id: world.child, reason: 'mine' });
    const { identity, clock } = coordinator;
    await coordinator.end();
    const anew = await makeAgent('coordinator', net, { identity, clock });
    endWith(anew.end);
    await introduce(anew, owner);
    const tunnel = await anew.agent.connect({ target: owner.identity.did });
    endWith(() => tunnel.close());
    await until(() => anew.core.revocations.known(identity.did).seq === 1);
    expect(anew.core.revocations.revocations.placeOf(identity.did, { kind: 'token', id: world.child })).toBe(1);
    await until(async () => (await anew.entries('revocation')).length === 1);
    await anew.core.revocations.revoke([{ kind: 'token', id: 'ab'.repeat(32) }], '');
    await until(() => owner.core.revocations.known(identity.did).seq === 2);
    expect((await owner.entries('revocation-list')).every((entry) => 'event' in entry && entry.event === 'taken')).toBe(
      true,
    );
  });

  it('that is shorter than what is known, from a peer that hangs up at once, is no matter to the process', async () => {
    const world = await delegated();
    const { coordinator, owner, net } = world;
    const { identity } = coordinator;
    const { channel } = await raw(net, identity, owner);
    const [at, one, two] = [owner.clock.now(), world.child, 'ab'.repeat(32)];
    const whole = listOf(
      identity,
      [one, two].map((id) => ({ kind: 'token', id })),
      at,
    );
    channel.send(PACKET.revocations, 0, encodeListAnswer(whole));
    await until(() => owner.core.revocations.known(identity.did).seq === 2);
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', note);
    try {
      const { revocations } = owner.core;
      const part = revocations.part.bind(revocations);
      const left = [...owner.agent.tunnels.channels].find((each) => each.channel.peer === identity.did)?.channel.closed;
      const asked = vi.spyOn(revocations, 'part').mockImplementation(async (...args) => {
        await left;
        return part(...args);
      });
      const shorter = listOf(identity, [{ kind: 'token', id: one }], at);
      const { text: _, ...head } = { text: '', ...readHead(shorter.head), issuedAtMs: at + 1 };
      channel.send(
        PACKET.revocations,
        0,
        encodeListAnswer({ ...shorter, head: signHead(identity.signing, head), newest: 1 }),
      );
      await until(() => asked.mock.calls.length > 0);
      await channel.close();
      await settled();
      expect(unhandled).toEqual([]);
    } finally {
      process.off('unhandledRejection', note);
      vi.restoreAllMocks();
    }
    await expect(openAsWorker(world)).rejects.toThrow(expect.objectContaining({ code: 'REVOKED' }));
  });

  it('of more items than one packet holds arrives whole', async () => {
    const world = await delegated();
    const { coordinator, owner } = world;
    const ids = Array.from({ length: 1100 }, (_, index) => (index + 1).toString(16).padStart(64, '0'));
    const all = ids.map((id): Revoked => ({ kind: 'token', id }));
    await coordinator.core.revocations.revoke(all as unknown as [Revoked], 'x');
    const revoked = await coordinator.agent.revoke({ id: world.child, reason: '' });
    expect(revoked.told).toEqual([{ did: owner.identity.did, told: true }]);
    expect(owner.core.revocations.known(coordinator.identity.did)).toEqual(
      coordinator.core.revocations.known(coordinator.identity.did),
    );
  }, 30_000);

  it('is not shown to those whom it does not concern', async () => {
    const world = await delegated();
    await world.owner.agent.revoke({ id: world.child, reason: 'secret' }).catch(() => undefined);
    await world.owner.agent.revoke({ id: world.parent, reason: 'secret' });
    const stranger = await makeAgent('stranger', world.net);
    endWith(stranger.end);
    const { channel, heard } = await raw(world.net, stranger.identity, world.owner);
    const asked = [world.owner.identity.did, world.coordinator.identity.did].map((issuer) => ({
      issuer,
      ...NOTHING_KNOWN,
    }));
    channel.send(PACKET.revocationsGet, 0, encodeListsAsked(asked));
    await until(() => refusals(heard).length === 2);
    expect(refusals(heard)).toEqual(['unknown', 'unknown']);
    expect(heard.filter(({ type }) => type === PACKET.revocations)).toHaveLength(2);
  });

  it('flood: more packets than the limit of a minute are not looked at', async () => {
    const world = await delegated();
    const { coordinator, owner } = world;
    const { channel, heard } = await raw(world.net, coordinator.identity, owner);
    const asked = encodeListsAsked([{ issuer: owner.identity.did, ...NOTHING_KNOWN }]);
    for (let i = 0; i <= LIST_PACKETS_A_MINUTE; i++) channel.send(PACKET.revocationsGet, 0, asked);
    await until(() => refusals(heard).length > 0 && answers(heard).length > LIST_PACKETS_A_MINUTE, 20_000);
    expect(refusals(heard)).toEqual(['busy']);
    owner.clock.advance(61_000);
    channel.send(PACKET.revocationsGet, 0, asked);
    await until(() => answers(heard).length > LIST_PACKETS_A_MINUTE + 1);
    expect(refusals(heard)).toHaveLength(1);
  });

  it('is of one form: anything else ends the channel', async () => {
    const world = await delegated();
    for (const type of [PACKET.revocations, PACKET.revocationsGet, PACKET.capabilityRenew, PACKET.capabilityRenewed]) {
      const { channel } = await raw(world.net, world.coordinator.identity, world.owner);
      channel.send(type, 0, Uint8Array.of(0xff));
      await channel.closed;
    }
    const client = await openAsWorker(world);
    expect(codeOf(await client.call('echo'))).toBeUndefined();
  });
});

describe('a grant that demands fresh lists', () => {
  it('is REVOCATION_UNKNOWN while nobody knows the list of the coordinator, and works once it is there', async () => {
    const world = await delegated({ fresh: 60 });
    await expect(openAsWorker(world)).rejects.toThrow(expect.objectContaining({ code: 'REVOCATION_UNKNOWN' }));
    const held = await world.coordinator.agent.connect({ target: world.owner.identity.did });
    endWith(() => held.close());
    const client = await openAsWorker(world);
    expect(await denied(client)).toBe('allowed');
    // The coordinator is gone, and its list grows old.
    await world.coordinator.end();
    world.owner.clock.advance(61_000);
    expect(await denied(client)).toBe('REVOCATION_UNKNOWN');
  });

  it('of the owner itself is always fresh', async () => {
    const world = await delegated({ fresh: 1 });
    const tunnel = await world.coordinator.agent.connect({ target: world.owner.identity.did });
    endWith(() => tunnel.close());
    world.owner.clock.advance(600_000);
    expect(await denied(clientOf(tunnel))).toBe('allowed');
  });
});
