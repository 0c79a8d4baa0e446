/** Gossip of agents, whatever carries it: what is verified, done, passed on and refused. */
import { describe, expect, it, vi } from 'vitest';
import {
  CHECKPOINT_NEWS_MS,
  followed,
  Gossip,
  JOIN_NEWS_MS,
  MAX_FOLLOWED,
  NEWS_AN_AUTHOR_MINUTE,
} from '../../src/agent/reach/gossip.ts';
import { HEAD_NEWS_MS, MAX_HEARD_CHECKPOINTS } from '../../src/agent/reach/gossip-judge.ts';
import type { GossipNet, GossipSide, GossipVerdict } from '../../src/agent/reach/gossip-net.ts';
import {
  type GossipNews,
  type ListNews,
  MAX_GOSSIP_ITEMS,
  openNews,
  sealNews,
  topicOf,
} from '../../src/agent/reach/gossip-wire.ts';
import { RecordBook } from '../../src/agent/reach/record-book.ts';
import { TalosError } from '../../src/base/errors.ts';
import { chainText } from '../../src/capability/chain.ts';
import { HEAD_LIFE_MS, readHead, signHead } from '../../src/capability/revocation-list.ts';
import { signingKey } from '../../src/crypto/sign.ts';
import { createAgentRecord } from '../../src/identity/agent-record.ts';
import { type Did, didOfKey } from '../../src/identity/did.ts';
import { Identity } from '../../src/identity/identity.ts';
import { signCheckpoint } from '../../src/ledger/log/checkpoint.ts';
import { type Made, MemoryNet, makeAgent, scopeOf, settled, until } from '../fixtures/agents.ts';
import { endWith, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

/** What a gossiping agent said, and its ear. */
interface Desk {
  readonly made: Made;
  readonly gossip: Gossip;
  readonly said: { readonly topic: string; readonly message: Uint8Array }[];
  readonly follows: () => readonly string[];
  readonly gaps: (readonly [Did, Did])[];
  readonly records: Did[];
  readonly side: () => GossipSide;
  /** Its verdict on news of `author` that `peer` passes on. */
  readonly hear: (author: Did, news: GossipNews, peer?: Did) => Promise<GossipVerdict>;
}

const PEER = Identity.generate('peer', 1).did;

async function desk(name: string, net: Partial<GossipNet> = {}): Promise<Desk> {
  const made = await makeAgent(name, new MemoryNet());
  const { core } = made;
  const said: Desk['said'] = [];
  const gaps: Desk['gaps'] = [];
  const records: Did[] = [];
  let topics: readonly string[] = [];
  let side: GossipSide | undefined;
  const book = new RecordBook(core.store, core.clock, core.identity.did);
  const gossip = new Gossip({
    core,
    open: async (given) => {
      side = given;
      return {
        follow: (wanted) => {
          topics = wanted;
        },
        publish: async (topic, message) => void said.push({ topic, message }),
        [Symbol.asyncDispose]: async () => {},
        ...net,
      };
    },
    records: async () => book,
    roots: () => [],
    takeList: async (update) =>
      core.grants.all().some(({ token }) => token.claims.issuer === update.head.issuer) ||
      update.head.issuer === core.identity.did
        ? core.revocations.take(update)
        : 'unwelcome',
    onGap: (issuer, peer) => gaps.push([issuer, peer]),
    onRecord: (author) => records.push(author),
    onCheckpoint: (author, note) => made.agent.witness.heard(author, note),
  });
  await gossip.start();
  endWith(made.end);
  endWith(async () => gossip[Symbol.asyncDispose]());
  const heard = (): GossipSide => side as GossipSide;
  return {
    made,
    gossip,
    said,
    gaps,
    records,
    follows: () => topics,
    side: heard,
    hear: (author, news, peer = PEER) => heard().judge(peer, topicOf(author), sealNews(author, news)),
  };
}

/** Ann, and Bob, who holds a token of hers and follows her. */
async function pair(): Promise<{
  ann: Desk;
  bob: Desk;
  did: Did;
  chain: string;
  id: string;
  tail: () => Promise<ListNews>;
}> {
  const [ann, bob] = [await desk('ann'), await desk('bob')];
  const grant = await ann.made.core.grants.issue(bob.made.identity.did, scopeOf(['echo']), 3600);
  const chain = chainText(grant.chain);
  await bob.made.core.grants.receive(chain);
  await bob.gossip.look();
  const tail = async (): Promise<ListNews> => {
    const part = await ann.made.core.revocations.tail(MAX_GOSSIP_ITEMS);
    return { kind: 'revocations', ...(part as Omit<ListNews, 'kind'>) };
  };
  return { ann, bob, did: ann.made.identity.did, chain, id: grant.token.id, tail };
}

/** Checkpoints of the agent's, of any size and root. */
const checkpointsOf =
  ({ made: { identity } }: Desk) =>
  (size: number, fill = 0): GossipNews => ({
    kind: 'checkpoint',
    note: signCheckpoint(identity.signing, identity.did, size, new Uint8Array(32).fill(fill)),
  });

const didNumber = (n: number): Did =>
  didOfKey(signingKey(new Uint8Array(32).fill(n & 255, 0, 16).fill(n >> 8, 16)).publicKey);

const revoke = ({ made }: Desk, id: string): Promise<unknown> =>
  made.core.revocations.revoke([{ kind: 'token', id }], 'no more');

describe('gossip', () => {
  it('takes a revocation, passes it on, and takes it once', async () => {
    const { ann, bob, did, chain, id, tail } = await pair();
    await revoke(ann, id);
    const news = await tail();
    expect(await bob.hear(did, news)).toBe('accept');
    expect(await bob.made.agent.isRevoked(chain)).toBe(true);
    expect(await bob.hear(did, news)).toBe('ignore');
    expect(await bob.made.entries('revocation-list')).toHaveLength(1);
    // What it heard it says to those who come later.
    bob.side().joined(topicOf(did));
    await until(() => bob.said.length > 0);
    expect(openNews(did, bob.said[0]?.message as Uint8Array)).toEqual(news);
  });

  it('says what it takes back itself, and to those who come all of itself', async () => {
    const { ann, did, id } = await pair();
    await revoke(ann, id);
    await until(() => ann.said.length > 0);
    expect(openNews(did, ann.said[0]?.message as Uint8Array)).toMatchObject({ kind: 'revocations', from: 0 });
    await ann.made.ledger.seal();
    ann.side().joined(topicOf(did));
    await until(() => ann.said.length >= 3);
    expect(ann.said.map(({ message }) => openNews(did, message).kind)).toEqual([
      'revocations',
      'revocations',
      'checkpoint',
    ]);
  });

  it('rejects a list that its author did not sign, or whose items are others, and leaves everything as it was', async () => {
    const { ann, bob, did, chain, id, tail } = await pair();
    await revoke(ann, id);
    const news = await tail();
    const eve = Identity.generate('eve', 1);
    const head = readHead(news.head);
    const forged = signHead(eve.signing, { ...head, issuer: eve.did });
    const wrong: readonly ListNews[] = [
      { ...news, head: forged },
      { ...news, head: news.head.replace(/"sig":"./, '"sig":"A') },
      { ...news, items: [] },
      { ...news, items: [...news.items, ...news.items] },
      { ...news, items: [news.items[0]?.replace('no more', 'nothing') ?? ''] },
      { ...news, before: new Uint8Array(32).fill(1) },
      { ...news, from: 1 },
      { ...news, head: '{}' },
    ];
    for (const each of wrong) expect(await bob.hear(did, each)).toBe('reject');
    expect(await bob.made.agent.isRevoked(chain)).toBe(false);
    expect(await bob.made.entries('revocation-list')).toEqual([]);
    expect(bob.gaps).toEqual([]);
    expect(await bob.hear(did, news)).toBe('accept');
  });

  it('ignores a head that is past its time or from the future, and one that says nothing new', async () => {
    const { ann, bob, did, id, tail } = await pair();
    await revoke(ann, id);
    const news = await tail();
    bob.made.clock.advance(HEAD_LIFE_MS);
    expect(await bob.hear(did, news)).toBe('ignore');
    bob.made.clock.advance(-HEAD_LIFE_MS - 11 * 60_000);
    expect(await bob.hear(did, news)).toBe('ignore');
    bob.made.clock.advance(11 * 60_000);
    expect(await bob.hear(did, news)).toBe('accept');
    // Signed anew: news once a minute has gone by.
    const head = readHead(news.head);
    const later = (ms: number): ListNews => {
      const at = head.issuedAtMs + ms;
      return {
        ...news,
        head: signHead(ann.made.identity.signing, { ...head, issuedAtMs: at, nextMs: at + HEAD_LIFE_MS }),
      };
    };
    expect(await bob.hear(did, later(HEAD_NEWS_MS - 1))).toBe('ignore');
    expect(await bob.hear(did, later(HEAD_NEWS_MS))).toBe('accept');
  });

  it('asks for what came before, where a list begins later than what is known', async () => {
    const { ann, bob, did, chain, id, tail } = await pair();
    await revoke(ann, id);
    for (let n = 0; n < MAX_GOSSIP_ITEMS; n++) await revoke(ann, n.toString(16).padStart(64, '0'));
    const news = await tail();
    expect(news.from).toBe(1);
    expect(await bob.hear(did, news)).toBe('accept');
    expect(bob.gaps).toEqual([[did, PEER]]);
    expect(await bob.made.agent.isRevoked(chain)).toBe(false);
  });

  it('passes on a list that says nothing here, and keeps none of it', async () => {
    const { ann, id, did, tail } = await pair();
    const cid = await desk('cid');
    await cid.made.core.peers.call(did, 'ann');
    await cid.gossip.look();
    await revoke(ann, id);
    expect(await cid.hear(did, await tail())).toBe('accept');
    expect(cid.made.core.revocations.has(did)).toBe(false);
  });

  it('takes a record that is newer, ignores an older one, rejects one of another or that is forged', async () => {
    const { ann, bob, did } = await pair();
    const { identity, clock } = ann.made;
    const record = (sequence: number, of: Identity = identity): Uint8Array =>
      createAgentRecord(of.signing, {
        certificate: of.certificate,
        sequence,
        issuedAtMs: clock.now(),
        expiresAtMs: clock.now() + 86_400_000,
        addresses: [],
        mailboxes: [],
        services: [],
      });
    const now = clock.now();
    const news = (bytes: Uint8Array): GossipNews => ({ kind: 'record', record: bytes });
    const forged = record(now + 9);
    forged[forged.length - 10] = (forged[forged.length - 10] as number) ^ 1;
    expect(await bob.hear(did, news(forged))).toBe('reject');
    expect(await bob.hear(did, news(record(now, Identity.generate('eve', now))))).toBe('reject');
    expect(await bob.hear(did, news(new Uint8Array(10)))).toBe('reject');
    expect(bob.records).toEqual([]);
    expect(await bob.hear(did, news(record(now + 1)))).toBe('accept');
    expect(await bob.hear(did, news(record(now + 1)))).toBe('ignore');
    expect(await bob.hear(did, news(record(now)))).toBe('ignore');
    expect(bob.records).toEqual([did]);
    clock.advance(2 * 86_400_000);
    bob.made.clock.advance(4 * 86_400_000);
    expect(await bob.hear(did, news(record(now + 1 + 2 * 86_400_000)))).toBe('ignore');
    // Of itself others know nothing better.
    expect(await ann.hear(did, news(record(now + 9 * 86_400_000)))).toBe('ignore');
  });

  it('takes a checkpoint, and another one of that size is evidence', async () => {
    const { ann, bob, did } = await pair();
    const note = checkpointsOf(ann);
    const eve = Identity.generate('eve', 1);
    const forged = signCheckpoint(eve.signing, eve.did, 5, new Uint8Array(32));
    expect(await bob.hear(did, { kind: 'checkpoint', note: forged })).toBe('reject');
    expect(await bob.hear(did, { kind: 'checkpoint', note: forged.replaceAll(eve.did, did) })).toBe('reject');
    expect(await bob.hear(did, { kind: 'checkpoint', note: '' })).toBe('reject');
    expect(await bob.hear(did, note(5, 1))).toBe('accept');
    expect(await bob.hear(did, note(5, 1))).toBe('ignore');
    await until(() => bob.made.core.seen.newest(did) !== undefined);
    expect(await bob.hear(did, note(5, 2))).toBe('accept');
    await until(() => bob.made.core.seen.isRefused(did));
    expect(await bob.made.entries('equivocation')).toMatchObject([{ peer: did, what: 'fork' }]);
    expect(await ann.hear(did, note(5, 3))).toBe('ignore');
  });

  it(`knows ${MAX_HEARD_CHECKPOINTS} checkpoints of an author, and takes ${NEWS_AN_AUTHOR_MINUTE} new ones a minute`, async () => {
    const { ann, bob, did } = await pair();
    const note = checkpointsOf(ann);
    for (let size = 1; size <= NEWS_AN_AUTHOR_MINUTE; size++) expect(await bob.hear(did, note(size))).toBe('accept');
    expect(await bob.hear(did, note(NEWS_AN_AUTHOR_MINUTE + 1))).toBe('ignore');
    bob.made.clock.advance(60_000);
    expect(await bob.hear(did, note(1))).toBe('ignore');
    for (let n = 1; n <= MAX_HEARD_CHECKPOINTS - NEWS_AN_AUTHOR_MINUTE + 1; n++)
      expect(await bob.hear(did, note(NEWS_AN_AUTHOR_MINUTE + n))).toBe('accept');
    // Forgotten by now, and no news all the same.
    expect(await bob.hear(did, note(1))).toBe('ignore');
  });

  it('H15: old checkpoints that are said again use up nothing, and new ones nothing of the revocations', async () => {
    const { ann, bob, did, chain, id, tail } = await pair();
    const note = checkpointsOf(ann);
    expect(await bob.hear(did, note(1000))).toBe('accept');
    for (let size = 1; size <= 2 * NEWS_AN_AUTHOR_MINUTE; size++)
      expect(await bob.hear(did, note(size))).toBe('ignore');
    for (let n = 1; n < NEWS_AN_AUTHOR_MINUTE; n++) expect(await bob.hear(did, note(1000 + n))).toBe('accept');
    expect(await bob.hear(did, note(1000 + NEWS_AN_AUTHOR_MINUTE))).toBe('ignore');
    await revoke(ann, id);
    expect(await bob.hear(did, await tail())).toBe('accept');
    expect(await bob.made.agent.isRevoked(chain)).toBe(true);
  });

  it('an older checkpoint is no news, and evidence where it is of another history', async () => {
    const { ann, bob, did } = await pair();
    const note = checkpointsOf(ann);
    expect(await bob.hear(did, note(9))).toBe('accept');
    await until(() => bob.made.core.seen.newest(did) !== undefined);
    expect(await bob.hear(did, note(5, 1))).toBe('ignore');
    expect(bob.made.core.seen.isRefused(did)).toBe(false);
    expect(await bob.hear(did, note(5, 2))).toBe('ignore');
    await until(() => bob.made.core.seen.isRefused(did));
    expect(await bob.made.entries('equivocation')).toMatchObject([{ peer: did, what: 'fork' }]);
  });

  it.each([
    [JOIN_NEWS_MS - 1, 1],
    [JOIN_NEWS_MS, 0],
  ])('says what it hears %i ms after somebody came, who is in no mesh yet, again: %i times', async (ms, times) => {
    const { ann, bob, did, id, tail } = await pair();
    await revoke(ann, id);
    const news = await tail();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    bob.side().joined(topicOf(did));
    await vi.advanceTimersByTimeAsync(100);
    expect(bob.said).toEqual([]);
    bob.made.clock.advance(ms);
    expect(await bob.hear(did, news)).toBe('accept');
    await vi.advanceTimersByTimeAsync(100);
    expect(bob.said.map(({ message }) => openNews(did, message))).toEqual(Array.from({ length: times }, () => news));
  });

  it('that throws what is no error of Talos ends nothing: people are told, four times an hour at most', async () => {
    const broken = (what: string) => () => {
      throw new RangeError(what);
    };
    const ann = await desk('ann', { follow: broken('no mesh'), publish: async () => broken('no peers')() });
    await ann.gossip.look();
    const told = (): string[] =>
      ann.made.notices.filter(({ message }) => message.includes('gossip')).map(({ message }) => message);
    expect(told()[0]).toBe('gossip with other agents: no mesh');
    await revoke(ann, '0'.repeat(64));
    await until(() => told().includes('gossip with other agents: no peers'));
    for (let n = 0; n < 9; n++) await ann.gossip.look();
    expect(told()).toHaveLength(4);
  });

  it('hears nothing of a topic that it does not follow, and rejects what does not open', async () => {
    const { ann, bob, did } = await pair();
    const note = { kind: 'checkpoint', note: '' } as const;
    expect(await bob.hear(PEER, note)).toBe('ignore');
    expect(await bob.side().judge(PEER, topicOf(did), sealNews(PEER, note))).toBe('ignore');
    expect(await bob.side().judge(PEER, topicOf(did), new Uint8Array(5))).toBe('reject');
    expect(await bob.side().judge(PEER, topicOf(did), new Uint8Array(40_000))).toBe('reject');
    expect(ann.said).toEqual([]);
  });

  it('takes nothing more once its ledger has failed or it has ended', async () => {
    const { ann, bob, did, id, chain, tail } = await pair();
    await revoke(ann, id);
    const news = await tail();
    await bob.gossip[Symbol.asyncDispose]();
    expect(await bob.hear(did, news)).toBe('ignore');
    expect(await bob.made.agent.isRevoked(chain)).toBe(false);
  });

  it('keeps nothing that could not be stored, and takes it when it comes again', async () => {
    const { ann, bob, did, id, chain, tail } = await pair();
    await revoke(ann, id);
    const news = await tail();
    bob.made.store.failApply = new TalosError('E_STORAGE', 'full');
    expect(await bob.hear(did, news)).toBe('ignore');
    bob.made.store.failApply = undefined;
    expect(await bob.made.agent.isRevoked(chain)).toBe(false);
    expect(await bob.hear(did, news)).toBe('accept');
    expect(await bob.made.agent.isRevoked(chain)).toBe(true);
  });

  it('takes part with contacts and with those between whom there is a token, and with nobody else', async () => {
    const { ann, bob, did } = await pair();
    const { mayTakePart } = bob.side();
    expect(mayTakePart(did)).toBe(true);
    expect(ann.side().mayTakePart(bob.made.identity.did)).toBe(true);
    expect(mayTakePart(PEER)).toBe(false);
    await bob.made.core.peers.note(PEER, { addresses: [] });
    expect(mayTakePart(PEER)).toBe(false);
    await bob.made.core.peers.call(PEER, 'pat');
    expect(mayTakePart(PEER)).toBe(true);
    expect(mayTakePart(bob.made.identity.did)).toBe(false);
  });

  it(`follows ${MAX_FOLLOWED} at most, itself first`, async () => {
    const { made } = await desk('ann');
    // Each is a DID, whoever has its key.
    for (let n = 0; n < MAX_FOLLOWED + 3; n++) await made.core.peers.call(didNumber(n), `p${n}`);
    const all = followed(made.core, []);
    expect(all).toHaveLength(MAX_FOLLOWED);
    expect(all[0]).toBe(made.identity.did);
  });

  it('tells a checkpoint of its own now and then, not each', async () => {
    const { ann, did } = await pair();
    const told = (): number => ann.said.filter(({ message }) => openNews(did, message).kind === 'checkpoint').length;
    await ann.made.ledger.seal();
    await ann.gossip.look();
    await until(() => told() === 1);
    ann.made.ledger.append({ type: 'identity', did, event: 'created' });
    await ann.made.ledger.seal();
    ann.made.clock.advance(CHECKPOINT_NEWS_MS - 1);
    await ann.gossip.look();
    await settled();
    expect(told()).toBe(1);
    ann.made.clock.advance(1);
    await ann.gossip.look();
    await until(() => told() === 2);
  });
});
