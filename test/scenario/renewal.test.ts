/** Leases: renewed while their issuer agrees, for open tunnels too; what is over, revoked or another's is refused. */
import { describe, expect, it, vi } from 'vitest';
import { decodeRenewed, encodeRenewal, encodeRenewed } from '../../src/agent/authority/revocation-wire.ts';
import { openChannel } from '../../src/agent/tunnel/channel.ts';
import { decodeRefusal } from '../../src/agent/tunnel/tunnel-wire.ts';
import { chainText } from '../../src/capability/chain.ts';
import { ANY_ARGUMENTS } from '../../src/capability/phrase.ts';
import { parseScope, type Scope } from '../../src/capability/scope.ts';
import type { Json } from '../../src/codec/json.ts';
import { PACKET, type Packet } from '../../src/message/packet.ts';
import { clientOf, introduce, type Made, MemoryNet, makeAgent, scripted, until } from '../fixtures/agents.ts';
import { NEW_YEAR } from '../fixtures/ledger.ts';
import { RawCaller } from '../fixtures/raw-tunnel.ts';
import { denialOf, endWith, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

const LEASE_S = 900;
const LIMIT_S = NEW_YEAR / 1000 + 7 * 86_400;

function scopeWith(more: Readonly<Record<string, Json>> = { renewable_until: LIMIT_S }): Scope {
  return parseScope({ service: 'files', tools: { echo: ANY_ARGUMENTS as unknown as Json }, ...more });
}

interface World {
  readonly net: MemoryNet;
  readonly owner: Made;
  readonly holder: Made;
  /** Id of the holder's token. */
  readonly id: string;
}

async function leased(scope: Scope = scopeWith(), depth = 0): Promise<World> {
  const net = new MemoryNet();
  const tools = scripted();
  const [owner, holder] = await Promise.all([makeAgent('owner', net, { tool: tools.start }), makeAgent('holder', net)]);
  for (const made of [owner, holder]) endWith(made.end);
  await introduce(holder, owner);
  owner.agent.tunnels.lend({ name: 'files', startTool: tools.start, callTimeoutMs: 60_000, onDiagnostic: () => {} });
  const grant = await owner.core.grants.issue(holder.identity.did, scope, LEASE_S, { depth });
  await holder.core.grants.receive(chainText(grant.chain));
  return { net, owner, holder, id: grant.token.id };
}

function later(ms: number, ...all: readonly Made[]): void {
  for (const { clock } of all) clock.advance(ms);
}

async function openTunnel(from: Made, to: Made, capability?: string): Promise<ReturnType<typeof clientOf>> {
  const tunnel = await from.agent.connect({
    target: to.identity.did,
    ...(capability === undefined ? {} : { capability }),
  });
  endWith(() => tunnel.close());
  return clientOf(tunnel);
}

const denied = async (client: ReturnType<typeof clientOf>): Promise<Json> =>
  denialOf(await client.call('echo')) ?? 'allowed';
const coded = (code: string) => expect.objectContaining({ code });

describe('a lease', () => {
  it('is renewed for as long again, under the same terms, and its open tunnel goes on', async () => {
    const { owner, holder, id } = await leased();
    const client = await openTunnel(holder, owner);
    expect(await denied(client)).toBe('allowed');
    later(600_000, owner, holder);
    const [renewed] = await holder.agent.renew({ id });
    const { capability } = renewed ?? {};
    expect(capability).toMatchObject({
      expiresAt: NEW_YEAR + 600_000 + LEASE_S * 1000,
      renewableUntil: LIMIT_S * 1000,
    });
    expect(capability?.id).not.toBe(id);
    later(600_000, owner, holder);
    expect(await denied(client)).toBe('allowed');
    const decisions = await owner.entries('decision');
    expect(decisions.map((entry) => entry.type === 'decision' && entry.statement.statement.token)).toEqual([
      id,
      capability?.id,
    ]);
    expect(await owner.entries('grant')).toHaveLength(2);
    expect(await holder.entries('grant-received')).toHaveLength(2);
  });

  it('is renewed by itself at two thirds of its life', async () => {
    // A second, in real time: the clock of the agents stands still meanwhile, which is no reason to wait.
    const { owner, holder } = await leased();
    later((LEASE_S * 1000 * 2) / 3, owner, holder);
    const client = await openTunnel(holder, owner);
    await until(async () => (await holder.entries('grant-received')).length === 2);
    later(LEASE_S * 500, owner, holder);
    await until(async () => (await denied(client)) === 'allowed');
  });

  it('asked for twice at a time is given once', async () => {
    const { owner, holder, id } = await leased();
    later(700_000, owner, holder);
    const [first] = await holder.agent.renew({ id });
    const [second] = await holder.agent.renew({ id });
    expect(second?.capability?.id).toBe(first?.capability?.id);
    expect(await owner.entries('grant')).toHaveLength(2);
  });

  it('is not asked for by whoever has given up before, and not waited for by whoever gives up', async () => {
    const { owner, holder, id } = await leased();
    await openTunnel(holder, owner);
    later(700_000, owner, holder);
    await expect(holder.agent.renew({ id }, AbortSignal.abort(new Error('given up')))).rejects.toThrow('given up');
    expect(await owner.entries('grant')).toHaveLength(1);
    const { grants } = owner.core;
    const issue = vi.spyOn(grants, 'issue').mockReturnValue(new Promise(() => {}));
    const stop = new AbortController();
    const waits = holder.agent.renew({ id }, stop.signal);
    await until(() => issue.mock.calls.length === 1);
    stop.abort(new Error('later'));
    await expect(waits).rejects.toThrow('later');
    vi.restoreAllMocks();
  });

  it('ends with the time until which it is renewable', async () => {
    const { owner, holder, id } = await leased(scopeWith({ renewable_until: NEW_YEAR / 1000 + 1000 }));
    later(600_000, owner, holder);
    const [renewed] = await holder.agent.renew({ id });
    expect(renewed?.capability?.expiresAt).toBe(NEW_YEAR + 1_000_000);
    later(400_000, owner, holder);
    await expect(holder.agent.renew({ id })).rejects.toThrow(coded('RENEWAL_REFUSED'));
    expect(await holder.agent.renew({})).toEqual([]);
    expect(await owner.entries('denial')).toMatchObject([{ subject: 'renewal', code: 'RENEWAL_REFUSED' }]);
  });

  it('that lapsed while its holder slept is renewed when that connects again', async () => {
    const { owner, holder } = await leased();
    later(LEASE_S * 2000, owner, holder);
    expect(await denied(await openTunnel(holder, owner))).toBe('allowed');
  });

  it('that is not renewable is RENEWAL_REFUSED, and REVOKED where it was taken back', async () => {
    const plain = await leased(scopeWith({}));
    await expect(plain.holder.agent.renew({ id: plain.id })).rejects.toThrow(coded('RENEWAL_REFUSED'));
    await plain.owner.agent.revoke({ id: plain.id, reason: '' });
    await expect(plain.holder.agent.renew({ id: plain.id })).rejects.toThrow(coded('REVOKED'));
    const { owner, holder, id } = await leased();
    await owner.agent.revoke({ id, reason: '' });
    await expect(holder.agent.renew({ id })).rejects.toThrow(coded('REVOKED'));
    const [all] = await holder.agent.renew({});
    expect(all).toMatchObject({ id, refused: 'REVOKED' });
    expect(await owner.entries('grant')).toHaveLength(1);
  });

  it('C12: whichever of its tokens is taken back, all of it is: none opens a tunnel, and none is renewed', async () => {
    for (const which of ['the first', 'the renewal'] as const) {
      const { owner, holder, id } = await leased();
      const client = await openTunnel(holder, owner);
      later(600_000, owner, holder);
      const [renewed] = await holder.agent.renew({ id });
      const newer = renewed?.capability?.id ?? '';
      expect(await denied(client)).toBe('allowed');
      await owner.agent.revoke({ id: which === 'the first' ? id : newer, reason: '' });
      expect(await denied(client), which).toBe('REVOKED');
      for (const each of [id, newer]) {
        const text = chainText(holder.core.grants.find(each).chain);
        await expect(openTunnel(holder, owner, text), which).rejects.toThrow(coded('REVOKED'));
        await expect(holder.agent.renew({ id: each }), which).rejects.toThrow(coded('REVOKED'));
      }
      expect(await owner.entries('grant'), which).toHaveLength(2);
    }
  });

  it('C12: what of it has expired is not renewed when the rest was taken back, and what is granted anew is', async () => {
    const { owner, holder, id } = await leased();
    later(600_000, owner, holder);
    const [renewed] = await holder.agent.renew({ id });
    later(400_000, owner, holder);
    await owner.agent.revoke({ id: renewed?.capability?.id ?? '', reason: '' });
    await expect(holder.agent.renew({ id })).rejects.toThrow(coded('REVOKED'));
    await expect(openTunnel(holder, owner)).rejects.toThrow(coded('REVOKED'));
    expect(await owner.entries('grant')).toHaveLength(2);
    later(1000, owner, holder);
    const anew = await owner.core.grants.issue(holder.identity.did, scopeWith(), LEASE_S);
    await holder.core.grants.receive(chainText(anew.chain));
    later(700_000, owner, holder);
    await holder.agent.renew({ id: anew.token.id });
    expect(await denied(await openTunnel(holder, owner))).toBe('allowed');
  });

  it('C12: that is taken back while it is renewed is not renewed', async () => {
    const { owner, holder, id } = await leased();
    later(600_000, owner, holder);
    const { grants } = owner.core;
    const issue = grants.issue.bind(grants);
    vi.spyOn(grants, 'issue').mockImplementation(async (...args) => {
      await owner.agent.revoke({ id, reason: '' });
      return issue(...args);
    });
    await expect(holder.agent.renew({ id })).rejects.toThrow(coded('REVOKED'));
    await expect(openTunnel(holder, owner)).rejects.toThrow(coded('REVOKED'));
    // Who names no token gets none of those that are kept here.
    const made = owner.core.grants.all().at(-1);
    expect(made?.token.id).not.toBe(id);
    expect(owner.core.grants.newestFor(holder.identity.did, '')).toBeUndefined();
  });

  it.each<[string, string, (world: World) => Promise<readonly string[]>]>([
    [
      'of another scope',
      'SCOPE_MISMATCH',
      async ({ owner, holder }) => [
        (
          await owner.core.grants.issue(
            holder.identity.did,
            parseScope({ service: 'files', tools: { echo: ANY_ARGUMENTS as unknown as Json, other: {} } }),
            LEASE_S,
          )
        ).token.text,
      ],
    ],
    [
      'of the same scope, that may be passed on',
      'SCOPE_MISMATCH',
      async ({ owner, holder }) => [
        (await owner.core.grants.issue(holder.identity.did, scopeWith(), LEASE_S, { depth: 1 })).token.text,
      ],
    ],
    [
      'of another holder',
      'SUBJECT_MISMATCH',
      async ({ owner }) => [(await owner.core.grants.issue(owner.identity.did, scopeWith(), LEASE_S)).token.text],
    ],
    ['that is none', 'MALFORMED', async () => ['e.e.e']],
  ])('C06: an open tunnel that is to go on under a token %s ends: %s', async (_, code, other) => {
    const world = await leased();
    const { net, owner, holder, id } = world;
    const raw = await RawCaller.dial(net, holder.identity, owner);
    endWith(() => raw.channel.close());
    await raw.open();
    const ended = new Promise<Packet>((resolve) => {
      void (async () => {
        for (let packet = await raw.packets.next(); ; packet = await raw.packets.next())
          if (packet.type === PACKET.tunnelClose) return resolve(packet);
      })();
    });
    raw.send(PACKET.capabilityRenewed, encodeRenewed({ id, chain: await other(world) }));
    expect(decodeRefusal((await ended).content)).toMatchObject({ word: 'denied', code });
    expect(await owner.entries('denial')).toMatchObject([{ subject: 'renewal', code }]);
  });

  it('C13: of another holder, or of nobody, is told as unknown', async () => {
    const { net, owner, id } = await leased();
    const stranger = await makeAgent('stranger', net);
    endWith(stranger.end);
    const { dialler } = net.dial(stranger.identity.signing.publicKey, owner.key);
    const channel = await openChannel({
      link: dialler,
      identity: stranger.identity,
      clock: stranger.clock,
      peer: owner.identity.did,
    });
    endWith(() => channel.close());
    const heard: Packet[] = [];
    channel.onPacket((packet) => void heard.push(packet));
    channel.send(PACKET.capabilityRenew, 0, encodeRenewal(id));
    channel.send(PACKET.capabilityRenew, 0, encodeRenewal('ab'.repeat(32)));
    await until(() => heard.length === 2);
    expect(heard.map(({ content }) => decodeRenewed(content))).toMatchObject([
      { id, refused: { word: 'unknown' } },
      { id: 'ab'.repeat(32), refused: { word: 'unknown' } },
    ]);
    expect(await owner.entries('grant')).toHaveLength(1);
  });

  it('C18: is over when the clock was set back after it ended, and so is its renewal', async () => {
    const { owner, holder, id } = await leased(scopeWith({ renewable_until: NEW_YEAR / 1000 + 1000 }));
    const client = await openTunnel(holder, owner);
    later(600_000, owner, holder);
    await holder.agent.renew({ id });
    expect(await denied(client)).toBe('allowed');
    later(500_000, owner, holder);
    expect(await denied(client)).toBe('EXPIRED');
    // The refusal is in the ledger, which knows the time since.
    owner.clock.advance(-1_000_000);
    expect(await denied(client)).toBe('EXPIRED');
    await expect(holder.agent.renew({ id })).rejects.toThrow(coded('RENEWAL_REFUSED'));
  });

  it('C17: is checked at each call of a tunnel that goes on, and ends at its second', async () => {
    const { owner, holder } = await leased(scopeWith({}));
    const client = await openTunnel(holder, owner);
    later(LEASE_S * 1000 - 1, owner);
    expect(await denied(client)).toBe('allowed');
    later(1, owner);
    expect(await denied(client)).toBe('EXPIRED');
  });
});

describe('a lease that was passed on', () => {
  it('is renewed by who passed it on, within a grant that is renewed too', async () => {
    const { net, owner, holder, id } = await leased(scopeWith(), 1);
    const worker = await makeAgent('worker', net);
    endWith(worker.end);
    await introduce(worker, owner);
    await introduce(worker, holder);
    const parent = holder.core.grants.find(id);
    const passed = await holder.core.grants.delegate(parent, worker.identity.did, scopeWith(), LEASE_S / 2);
    const client = await openTunnel(worker, owner, chainText(passed.chain));
    expect(await denied(client)).toBe('allowed');
    later(400_000, owner, holder, worker);
    await worker.agent.renew({ id: passed.token.id });
    later(400_000, owner, holder, worker);
    expect(await denied(client)).toBe('allowed');
    // The grant above ends: it must be renewed first.
    later(200_000, owner, holder, worker);
    const newest = worker.core.grants.all().at(-1)?.token.id ?? '';
    await expect(worker.agent.renew({ id: newest })).rejects.toThrow(coded('EXPIRED'));
    await holder.agent.renew({ id });
    await worker.agent.renew({ id: newest });
    expect(await denied(client)).toBe('allowed');
  });

  it('C18: an expired parent is not revived by a clock that was set back, whatever is renewed below it', async () => {
    const { net, owner, holder, id } = await leased(scopeWith({}), 1);
    const worker = await makeAgent('worker', net);
    endWith(worker.end);
    await introduce(worker, owner);
    const parent = holder.core.grants.find(id);
    const passed = await holder.core.grants.delegate(parent, worker.identity.did, scopeWith({}), LEASE_S);
    const client = await openTunnel(worker, owner, chainText(passed.chain));
    later(LEASE_S * 1000, owner);
    expect(await denied(client)).toBe('EXPIRED');
    owner.clock.advance(-LEASE_S * 1000);
    expect(await denied(client)).toBe('EXPIRED');
  });

  it('C12: what the owner took back of it stays so when the grant above it is renewed', async () => {
    for (const how of ['token', 'chain'] as const) {
      const { net, owner, holder, id } = await leased(scopeWith(), 1);
      const worker = await makeAgent('worker', net);
      endWith(worker.end);
      await introduce(worker, owner);
      await introduce(worker, holder);
      const pass = async (parentId: string): Promise<string> => {
        const parent = holder.core.grants.find(parentId);
        const passed = await holder.core.grants.delegate(parent, worker.identity.did, scopeWith(), LEASE_S / 2);
        return chainText(passed.chain);
      };
      const first = await pass(id);
      const client = await openTunnel(worker, owner, first);
      if (how === 'chain') await owner.agent.revoke({ id, chain: true, reason: '' });
      else await owner.agent.revoke({ id: worker.core.grants.all()[0]?.token.id ?? '', reason: '' });
      expect(await denied(client), how).toBe('REVOKED');
      later(600_000, owner, holder, worker);
      const [renewed] = await holder.agent.renew({ id });
      const again = await pass(renewed?.capability?.id ?? '');
      await expect(openTunnel(worker, owner, again), how).rejects.toThrow(coded('REVOKED'));
      // The holder's own goes on.
      expect(await denied(await openTunnel(holder, owner)), how).toBe('allowed');
    }
  });
});
