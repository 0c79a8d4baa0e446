/** Gossip of agents over libp2p: what one says reaches another that is connected only through a third. */
import { describe, expect, it } from 'vitest';
import { sealNews, topicOf } from '../../src/agent/reach/gossip-wire.ts';
import { chainText } from '../../src/capability/chain.ts';
import { createAgentRecord } from '../../src/identity/agent-record.ts';
import { Identity } from '../../src/identity/identity.ts';
import { signCheckpoint } from '../../src/ledger/log/checkpoint.ts';
import { type NodeHost, openHost } from '../../src/node/host.ts';
import { type Libp2pGossip, openGossip } from '../../src/node/network/gossip.ts';
import { type Made, MemoryNet, makeAgent, scopeOf, until } from '../fixtures/agents.ts';
import { endWith, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

interface Gossiping extends Made {
  readonly host: NodeHost;
}

/** For what is said once in some seconds, on a machine that does much else. */
const WAIT_MS = 60_000;

async function openHostOf(identity: Identity): Promise<NodeHost> {
  const host = await openHost({ seed: identity.hostSeed(), listen: ['/ip4/127.0.0.1/tcp/0'] });
  endWith(async () => host[Symbol.asyncDispose]());
  return host;
}

async function gossiping(name: string, net: MemoryNet): Promise<Gossiping> {
  const identity = Identity.generate(name, Date.UTC(2026, 0, 1));
  const host = await openHostOf(identity);
  const made = await makeAgent(name, net, { identity, gossip: (side) => openGossip(host, side) });
  endWith(made.end);
  await made.agent.messages.listen({ accept: 'all' });
  return { ...made, host };
}

async function dial(a: { readonly host: NodeHost }, b: { readonly host: NodeHost }): Promise<void> {
  const { signal } = new AbortController();
  await a.host.use((node) => node.dial(b.host.addresses[0] as string, signal));
}

async function befriend(a: Made, b: Made): Promise<void> {
  await a.core.peers.call(b.identity.did, b.identity.name);
  await b.core.peers.call(a.identity.did, a.identity.name);
}

/** Ann, her contact Bob in the middle, and Cid, who holds a token of Ann's and has a connection to Bob alone. */
async function three(): Promise<{ ann: Gossiping; bob: Gossiping; cid: Gossiping; chain: string; id: string }> {
  const net = new MemoryNet();
  const [ann, bob, cid] = [await gossiping('ann', net), await gossiping('bob', net), await gossiping('cid', net)];
  const grant = await ann.core.grants.issue(cid.identity.did, scopeOf(['echo']), 3600);
  const chain = chainText(grant.chain);
  await cid.core.grants.receive(chain);
  await befriend(ann, bob);
  await befriend(bob, cid);
  await dial(ann, bob);
  await dial(cid, bob);
  return { ann, bob, cid, chain, id: grant.token.id };
}

describe('agents that are connected only through a third', () => {
  it('hear of a revocation, of a record and of a checkpoint, and a fork is evidence', async () => {
    const { ann, cid, chain, id } = await three();
    const { did } = ann.identity;
    await ann.agent.revoke({ id, reason: 'no more' });
    await until(() => cid.agent.isRevoked(chain), WAIT_MS);
    expect(await cid.entries('revocation-list')).toMatchObject([{ issuer: did, size: 1, event: 'taken' }]);
    await ann.ledger.seal();
    await until(() => cid.core.seen.newest(did) !== undefined, WAIT_MS);

    const now = ann.clock.now();
    const record = createAgentRecord(ann.identity.signing, {
      certificate: ann.identity.certificate,
      sequence: now,
      issuedAtMs: now,
      expiresAtMs: now + 86_400_000,
      addresses: ['/ip4/192.0.2.1/tcp/8766'],
      mailboxes: [],
      services: [],
    });
    await (await ann.agent.messages.mail()).records.take(did, record);
    const { records } = await cid.agent.messages.mail();
    await until(async () => (await records.get(did))?.addresses[0] === '/ip4/192.0.2.1/tcp/8766', WAIT_MS);

    // Another history of the same length: its author could sign it, and shows it to somebody else.
    const size = cid.core.seen.newest(did)?.checkpoint.size ?? 0;
    const note = signCheckpoint(ann.identity.signing, did, size, new Uint8Array(32).fill(7));
    const dan = Identity.generate('dan', now);
    const elsewhere = { host: await openHostOf(dan) };
    await cid.core.peers.call(dan.did, 'dan');
    const gossip: Libp2pGossip = await openGossip(elsewhere.host, {
      mayTakePart: () => true,
      judge: async () => 'ignore',
      joined: () => {},
    });
    endWith(async () => gossip[Symbol.asyncDispose]());
    gossip.follow([topicOf(did)]);
    await dial(elsewhere, cid);
    await until(() => gossip.peers().some(({ peer, meshes }) => peer === cid.identity.did && meshes > 0), WAIT_MS);
    await gossip.publish(topicOf(did), sealNews(did, { kind: 'checkpoint', note }));
    await until(() => cid.core.seen.isRefused(did), WAIT_MS);
    expect(await cid.agent.witness.evidence({ peer: did })).toMatchObject([{ what: 'fork', cleared: false }]);
    expect(await cid.entries('equivocation')).toMatchObject([{ peer: did, what: 'fork' }]);
  });

  it('say nothing to a stranger that is connected, and hear nothing of it', async () => {
    const { ann, bob, cid, chain } = await three();
    const stranger = { host: await openHostOf(Identity.generate('eve', 1)) };
    const heard: string[] = [];
    const gossip = await openGossip(stranger.host, {
      mayTakePart: () => true,
      judge: async (_, topic) => {
        heard.push(topic);
        return 'accept';
      },
      joined: (topic) => heard.push(topic),
    });
    endWith(async () => gossip[Symbol.asyncDispose]());
    gossip.follow([topicOf(ann.identity.did)]);
    await dial(stranger, bob);
    await dial(stranger, ann);
    await ann.agent.revoke({ subject: cid.identity.did, reason: 'no more' });
    await until(() => cid.agent.isRevoked(chain), WAIT_MS);
    expect(heard).toEqual([]);
    expect(gossip.peers().filter(({ meshes }) => meshes > 0)).toEqual([]);
  });
});
