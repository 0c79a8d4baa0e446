/** Agents that keep each other's chains, over links in memory; some of them lie. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ChainSyncProgress } from '../../src/agent/api/chain-api.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import { concat, toHex } from '../../src/base/bytes.ts';
import { type CborMap, decodeCbor, encodeCbor } from '../../src/codec/cbor.ts';
import { initCrypto } from '../../src/crypto/init.ts';
import { didOfKey } from '../../src/identity/did.ts';
import { SIGNED_HEADER_BYTES } from '../../src/ledger/chain/chain-header.ts';
import { readCheckpoint } from '../../src/ledger/log/checkpoint.ts';
import { verifyEvidenceFile } from '../../src/ledger/log/evidence.ts';
import { verifyProofFile } from '../../src/ledger/log/proof-file.ts';
import { FRAME_TYPES } from '../../src/net/frame.ts';
import type { Link } from '../../src/net/link.ts';
import type { LinkPair } from '../../src/net/memory-link.ts';
import { askOver, serveRequests } from '../../src/net/request-link.ts';
import { introduce, type Made, MemoryNet, makeAgent } from '../fixtures/agents.ts';
import { ChainMaker } from '../fixtures/chains.ts';
import { codeOf } from '../fixtures/keeper.ts';
import { denial, person } from '../fixtures/ledger.ts';

/** Entries and blocks in the ledger of `made`. */
async function fill(made: Made, blocks: number, entries = 2): Promise<void> {
  for (let i = 0; i < blocks; i++) {
    made.ledger.appendAll(Array.from({ length: entries }, (_, n) => denial(made.identity.did, n + 1)));
    await made.ledger.seal();
  }
}

/** All that the own ledger is made of. */
async function ownLedger({ store, journal }: Made): Promise<string[]> {
  const rows = [toHex(journal.bytes)];
  for (const space of ['meta', 'block', 'node', 'index'] as const)
    for await (const [key, value] of store.scan(space)) rows.push(`${space} ${toHex(key)} ${toHex(value)}`);
  return rows;
}

async function keptBlocks({ store }: Made): Promise<string[]> {
  const rows: string[] = [];
  const [start, end] = [Uint8Array.of(3), Uint8Array.of(6)];
  for await (const [key, value] of store.scan('chain', { start, end })) rows.push(`${toHex(key)} ${toHex(value)}`);
  return rows;
}

describe('agents', () => {
  let net: MemoryNet;
  beforeAll(() => initCrypto());

  async function agents(...names: readonly string[]): Promise<Made[]> {
    net = new MemoryNet();
    const made: Made[] = [];
    for (const name of names) made.push(await makeAgent(name, net));
    for (const each of made) for (const other of made) if (each !== other) await introduce(each, other);
    return made;
  }
  const did = (made: Made | undefined): string => made?.identity.did ?? '';

  /** A peer of the harness: it speaks the protocol, and says what a test wants. */
  async function liar(
    seeker: Made,
    answer: (op: string, fields: CborMap, link: Link) => Promise<CborMap>,
  ): Promise<string> {
    const key = person(9).signing.publicKey;
    const peer = didOfKey(key);
    await seeker.core.peers.note(peer, { addresses: ['/ip4/127.0.0.1/tcp/9'] });
    net.serve(key, async (link) => {
      await serveRequests(link, { answer: (op, fields) => answer(op, fields, link) }).ended;
    });
    return peer;
  }

  it("keep a peer's chain once it is shared, serve it to a third, and go on from where it was", async () => {
    const [alice, bob, carol] = (await agents('alice', 'bob', 'carol')) as [Made, Made, Made];
    await fill(alice, 5);
    expect(await codeOf(bob.agent.chains.sync({ author: did(alice) }))).toBe('E_REFUSED');
    await alice.agent.chains.share({ peer: did(bob), share: 'headers' });
    expect(await codeOf(bob.agent.chains.sync({ author: did(alice) }))).toBe('E_REFUSED');
    await alice.agent.chains.share({ peer: did(bob), share: 'blocks' });
    const seen: ChainSyncProgress[] = [];
    const made = await bob.agent.chains.sync({ author: did(alice) }, { onProgress: (progress) => seen.push(progress) });
    expect(made).toMatchObject({
      from: -1,
      height: 5,
      blocks: 6,
      chain: { author: did(alice), size: 10, evidence: '' },
    });
    expect(seen.map(({ height }) => height)).toEqual([-1, 5]);
    expect(made.chain.checkpoint).toBe(alice.ledger.checkpoint);
    await fill(alice, 3);
    expect(await bob.agent.chains.sync({ author: did(alice) })).toMatchObject({ from: 5, height: 8, blocks: 3 });
    // Carol asks Bob for Alice's: it is what he shares that counts.
    expect(await codeOf(carol.agent.chains.sync({ author: did(alice), from: [did(bob)] }))).toBe('E_REFUSED');
    await bob.agent.chains.share({ peer: did(carol), share: 'blocks' });
    expect(await carol.agent.chains.sync({ author: did(alice), from: [did(bob)] })).toMatchObject({ height: 8 });
    expect(await keptBlocks(carol)).toEqual(await keptBlocks(bob));
    expect(await carol.agent.chains.list()).toMatchObject([{ author: did(alice), height: 8 }]);
    expect(await carol.agent.chains.remove({ author: did(alice) })).toEqual({ author: did(alice) });
    expect(await keptBlocks(carol)).toEqual([]);
    expect(await codeOf(carol.agent.chains.remove({ author: did(alice) }))).toBe('E_NOT_FOUND');
    for (const each of [alice, bob, carol]) await each.end();
  });

  it('S01: never take their own chain from a peer, and nothing that is received changes their own ledger', async () => {
    const [alice, bob] = (await agents('alice', 'bob')) as [Made, Made];
    await fill(alice, 3);
    await fill(bob, 1);
    await alice.agent.chains.share({ peer: did(bob), share: 'blocks' });
    // A longer, heavier and valid history under Bob's own key, from a peer.
    const other = new ChainMaker({ did: bob.identity.did, signing: bob.identity.signing }).grow(20);
    const peer = await liar(bob, async () => ({
      network: 'talos',
      height: 19,
      hash: other.hash,
      work: '99999999',
      note: '',
      first: 0,
    }));
    await bob.ledger.seal();
    const before = await ownLedger(bob);
    expect(await codeOf(bob.agent.chains.sync({ author: did(bob), from: [peer] }))).toBe('E_USAGE');
    expect(await codeOf(bob.agent.chains.sync({ author: did(alice), from: [did(bob)] }))).toBe('E_USAGE');
    await bob.agent.chains.sync({ author: did(alice) });
    expect(await ownLedger(bob)).toEqual(before);
    expect(await bob.ledger.verify()).toMatchObject({ ok: true });
  });

  it('S01: tell a fork of a kept chain, keep the evidence, and change nothing', async () => {
    const [bob] = (await agents('bob')) as [Made];
    const author = person(7);
    const kept = new ChainMaker(author).grow(6);
    const served: { chain: ChainMaker } = { chain: kept };
    const peer = await liar(bob, async (op, fields) => {
      const { chain } = served;
      const [from = 0, count = 1] = [fields['from'], fields['count']] as [number?, number?];
      if (op === 'status')
        return { network: 'talos', height: chain.height, hash: chain.hash, work: '0', note: chain.note, first: 0 };
      if (op === 'locate') return {};
      const blocks = chain.blocks.slice(from, from + count);
      if (op === 'headers') return { headers: concat(...blocks.map((block) => block.slice(0, SIGNED_HEADER_BYTES))) };
      return { blocks };
    });
    bob.clock.advance(3_600_000);
    await bob.agent.chains.sync({ author: author.did, from: [peer] });
    const before = await keptBlocks(bob);
    served.chain = new ChainMaker(author).grow(9, 1, 2);
    const error = await bob.agent.chains.sync({ author: author.did, from: [peer] }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'E_REORG_DEPTH', details: { author: author.did, depth: 6 } });
    expect(await keptBlocks(bob)).toEqual(before);
    const [view] = await bob.agent.chains.list();
    expect(verifyEvidenceFile(view?.evidence ?? '')).toMatchObject({ valid: true, what: 'fork', author: author.did });
    expect(bob.notices.some(({ peer: about, kind }) => kind === 'equivocation' && about === author.did)).toBe(true);
    expect(bob.core.seen.isRefused(author.did)).toBe(true);
    // The honest history goes on.
    served.chain = kept.grow(2);
    expect(await bob.agent.chains.sync({ author: author.did, from: [peer] })).toMatchObject({ height: 7, blocks: 2 });
  });

  describe('S07: drop a peer', () => {
    /** A peer whose answers are frames of a test. */
    async function raw(seeker: Made, answer: (n: number, op: string, pair: Link) => void): Promise<string> {
      const key = person(9).signing.publicKey;
      await seeker.core.peers.note(didOfKey(key), { addresses: ['/ip4/127.0.0.1/tcp/9'] });
      net.serve(key, async (link) => {
        link.onFrame(({ payload }) => {
          const { n, op } = decodeCbor(payload) as { n: number; op: string };
          answer(n, op, link);
        });
        await link.closed;
      });
      return didOfKey(key);
    }
    const reply = (link: Link, fields: CborMap): void => link.send(FRAME_TYPES.data, encodeCbor({ v: 1, ...fields }));
    const author = () => person(7);

    it.each<[string, string, (n: number, op: string, link: Link) => void]>([
      [
        'that answers more than a frame of this purpose may have',
        'E_LIMIT',
        (_n, _op, link) => link.send(FRAME_TYPES.data, new Uint8Array(2 * 1024 * 1024 + 1)),
      ],
      ['that answers what nobody asked', 'E_PROTOCOL', (n, _op, link) => reply(link, { n: n + 7, height: 1 })],
      ['that says what nobody asked', 'E_PROTOCOL', (_n, _op, link) => reply(link, { op: 'status', height: 1 })],
      ['that answers with other fields', 'E_MALFORMED', (n, _op, link) => reply(link, { n, height: 1, more: true })],
      ['that answers no CBOR', 'E_MALFORMED', (_n, _op, link) => link.send(FRAME_TYPES.data, Uint8Array.of(0xff))],
      ['that says that it failed', 'E_REFUSED', (n, _op, link) => reply(link, { n, word: 'failed' })],
      ['that goes away', 'E_UNREACHABLE', (_n, _op, link) => void link.close()],
      [
        'that shows headers of other lengths',
        'MALFORMED_BLOCK',
        (n, op, link) =>
          reply(
            link,
            op === 'status'
              ? { n, network: 'talos', height: 5, hash: new Uint8Array(32), work: '0', note: '', first: 0 }
              : { n, headers: new Uint8Array(225) },
          ),
      ],
      [
        'that shows more headers than were asked for',
        'E_PROTOCOL',
        (n, op, link) =>
          reply(
            link,
            op === 'status'
              ? { n, network: 'talos', height: 5, hash: new Uint8Array(32), work: '0', note: '', first: 0 }
              : { n, headers: new Uint8Array(452) },
          ),
      ],
    ])('%s', async (_, refusal, answer) => {
      const [bob] = (await agents('bob')) as [Made];
      const peer = await raw(bob, answer);
      expect(await codeOf(bob.agent.chains.sync({ author: author().did, from: [peer] }))).toBe(refusal);
      expect(await keptBlocks(bob)).toEqual([]);
      await bob.end();
    });

    it('that gives a hundred blocks of the limit, with memory bounded', async () => {
      const [bob] = (await agents('bob')) as [Made];
      const chain = new ChainMaker(author()).grow(3);
      const big: Bytes = new Uint8Array(1_000_000);
      const before = process.memoryUsage().rss;
      let answers = 0;
      const peer = await liar(bob, async (op) => {
        answers++;
        if (op === 'status') return { network: 'talos', height: 2, hash: chain.hash, work: '0', note: '', first: 0 };
        if (op === 'headers') return { headers: new Uint8Array(chain.blocks[2]?.slice(0, 226) ?? []) };
        return { blocks: Array.from({ length: 100 }, () => big) };
      });
      bob.clock.advance(3_600_000);
      expect(await codeOf(bob.agent.chains.sync({ author: author().did, from: [peer] }))).not.toBe('done');
      expect(answers).toBeLessThan(8);
      expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
    });
  });

  it('S12: append to their own ledger while they synchronise, and lose nothing', async () => {
    const [alice, bob] = (await agents('alice', 'bob')) as [Made, Made];
    await fill(alice, 30, 1);
    await fill(bob, 1);
    await alice.agent.chains.share({ peer: did(bob), share: 'blocks' });
    const state = { isOver: false };
    const appended: string[] = [];
    const syncing = bob.agent.chains.sync({ author: did(alice) }).finally(() => {
      state.isOver = true;
    });
    while (!state.isOver) {
      appended.push(
        ...bob.ledger.appendAll([denial(did(alice) as never), denial(did(alice) as never)]).map(({ id }) => id),
      );
      // Alice's chain grows meanwhile, too.
      alice.ledger.append(denial(did(bob) as never));
      if (appended.length % 20 === 0) await Promise.all([bob.ledger.seal(), alice.ledger.seal()]);
      await new Promise((resolve) => setTimeout(resolve));
    }
    expect((await syncing).height).toBeGreaterThanOrEqual(30);
    await bob.ledger.seal();
    expect(appended.length).toBeGreaterThan(0);
    const held = await Promise.all(appended.map((id) => bob.ledger.get(id)));
    expect(new Set(held.map((entry) => entry?.seq)).size).toBe(appended.length);
    for (const made of [alice, bob]) expect(await made.ledger.verify()).toMatchObject({ ok: true });
  });

  it('sign an earlier size of their log on demand, and prove entries about the asker', async () => {
    const [alice, bob] = (await agents('alice', 'bob')) as [Made, Made];
    await alice.agent.chains.share({ peer: did(bob), share: 'headers' });
    const [about, other] = alice.ledger.appendAll([denial(bob.identity.did), denial(alice.identity.did)]);
    await fill(alice, 4);
    const pair: LinkPair = net.dial(bob.key, alice.key, 'chain');
    const link = askOver(pair.dialler);
    const { note } = await link.ask('note', { size: 3 });
    expect(readCheckpoint(note as string, alice.identity.did)).toMatchObject({ size: 3 });
    const { path } = await link.ask('consistency', { from: 3, to: alice.ledger.size });
    expect(Array.isArray(path)).toBe(true);
    const { proof } = await link.ask('proof', { entry: about?.id ?? '' });
    expect(verifyProofFile(proof as string)).toMatchObject({ valid: true });
    expect(await codeOf(link.ask('proof', { entry: other?.id ?? '' }))).toBe('E_NOT_FOUND');
    expect(await codeOf(link.ask('proof', { entry: 'ab'.repeat(32) }))).toBe('E_NOT_FOUND');
    expect(await codeOf(link.ask('proof', { entry: 'xy' }))).toBe('E_REFUSED');
    expect(await codeOf(link.ask('note', { size: alice.ledger.size + 1 }))).toBe('E_NOT_FOUND');
    expect(await codeOf(link.ask('note', { size: 0 }))).toBe('E_REFUSED');
    expect(await codeOf(link.ask('blocks', { from: 0, count: 1 }))).toBe('E_REFUSED');
    await alice.agent.chains.share({ peer: did(bob), share: 'blocks' });
    expect(await codeOf(link.ask('proof', { entry: other?.id ?? '' }))).toBe('done');
    expect(await codeOf(link.ask('blocks', { from: 0, count: 129 }))).toBe('E_REFUSED');
    expect(await codeOf(link.ask('blocks', { from: 900, count: 1 }))).toBe('E_NOT_FOUND');
  });

  it('are told names that are none, and too many of them', async () => {
    const [bob] = (await agents('bob')) as [Made];
    const { chains } = bob.agent;
    expect(await codeOf(chains.share({ peer: 'alice', share: 'headers' }))).toBe('E_BAD_DID');
    expect(await codeOf(chains.unshare({ peer: 'alice' }))).toBe('E_NOT_FOUND');
    expect(await codeOf(chains.unshare({ peer: person(5).did }))).toBe('E_NOT_FOUND');
    expect(await codeOf(chains.sync({ author: 'alice' }))).toBe('E_NOT_FOUND');
    expect(await codeOf(chains.sync({ author: person(5).did }))).toBe('E_UNREACHABLE');
    expect(
      await codeOf(chains.sync({ author: person(5).did, from: Array.from({ length: 17 }, () => person(5).did) })),
    ).toBe('E_USAGE');
  });
});
