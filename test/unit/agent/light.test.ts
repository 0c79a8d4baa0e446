/** Light clients of a running agent: from peers and files, kept in the store. */
import { describe, expect, it } from 'vitest';
import { ChainShares } from '../../../src/agent/record/chain-shares.ts';
import { HEADERS_A_RECORD, LightStore, MAX_LIGHT_AUTHORS } from '../../../src/agent/record/light-store.ts';
import { concat, utf8 } from '../../../src/base/bytes.ts';
import { TalosError } from '../../../src/base/errors.ts';
import type { Did } from '../../../src/identity/did.ts';
import { LightClient } from '../../../src/ledger/light/light.ts';
import { formatHeadersHead } from '../../../src/ledger/light/light-files.ts';
import { cosign, formatWitnessKey, witnessOf } from '../../../src/ledger/log/cosignature.ts';
import { verifyEvidenceFile } from '../../../src/ledger/log/evidence.ts';
import { tlogProofOf } from '../../../src/ledger/log/tlog-proof.ts';
import { serveRequests } from '../../../src/net/request-link.ts';
import { openMemoryStore } from '../../../src/storage/memory.ts';
import type { Change } from '../../../src/storage/store.ts';
import { introduce, type Made, MemoryNet, makeAgent } from '../../fixtures/agents.ts';
import { callBody, denial, NEW_YEAR, person, receiptBody, signedCall, signedResult } from '../../fixtures/ledger.ts';
import { LIGHT_DIFFICULTY, LightChain } from '../../fixtures/light-chain.ts';

interface World {
  readonly net: MemoryNet;
  readonly alice: Made;
  readonly bob: Made;
  readonly author: Did;
  /** Seals more blocks of Alice; gives the id of the last entry. */
  readonly grow: (blocks: number) => Promise<string>;
}

async function world(): Promise<World> {
  const net = new MemoryNet();
  const [alice, bob] = [await makeAgent('alice', net), await makeAgent('bob', net)];
  await introduce(bob, alice);
  await new ChainShares(alice.store).add(bob.identity.did, 'headers');
  const grow = async (blocks: number): Promise<string> => {
    let id = '';
    for (let i = 0; i < blocks; i++) {
      id = alice.ledger.appendAll([denial(bob.identity.did), denial(bob.identity.did, 2)])[1]?.id ?? '';
      await alice.ledger.seal();
    }
    return id;
  };
  return { net, alice, bob, author: alice.identity.did, grow };
}

const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: TalosError) => error.code,
  );

describe('the light clients of an agent', () => {
  it.each([false, true])('follow a peer, verify its proofs and say unconfirmed; headers: %s', async (keepHeaders) => {
    const { alice, bob, author, grow } = await world();
    const { light } = bob.agent;
    for (const blocks of [1, 3, 5]) {
      const entry = await grow(blocks);
      const synced = await light.sync({ sources: [author], keepHeaders });
      expect(synced).toMatchObject({
        isComplete: true,
        sources: [{ id: author, size: alice.ledger.size }],
        light: { id: author, size: alice.ledger.size, height: alice.ledger.height, confirmed: false, evidence: '' },
      });
      const proof = await alice.ledger.prove(entry);
      expect(await light.verify({ proof })).toMatchObject({ valid: true, confirmed: false, entry, author });
      expect(await light.verify({ proof: tlogProofOf(proof) })).toMatchObject({ valid: true, entry });
    }
    const [kept] = await light.status();
    expect(kept).toMatchObject({ keep: keepHeaders ? 'headers' : 'checkpoints', headers: keepHeaders ? 10 : 0 });
    expect(kept?.checkpoints).toBe(keepHeaders ? 1 : 3);
  });

  it('confirm a log that a file shows too, and what own dealings vouch for', async () => {
    const { alice, bob, author, grow } = await world();
    const { light } = bob.agent;
    const early = await grow(2);
    const { checkpoint: note } = alice.ledger;
    const late = await grow(2);
    await light.sync({ sources: [author] });
    expect(await light.importCheckpoint({ file: alice.ledger.checkpoint })).toMatchObject({ confirmed: true });
    expect(await light.verify({ proof: await alice.ledger.prove(late) })).toMatchObject({ confirmed: true });
    await light.remove({ author });
    const [me, she] = [bob.identity, alice.identity];
    const call = signedCall(me, she);
    const { id } = bob.ledger.append(callBody(author, call));
    bob.ledger.append(receiptBody(author, signedResult(she, call, { checkpoint: note }), id));
    expect(await light.sync({ sources: [author] })).toMatchObject({ light: { confirmed: false, confirmedSize: 4 } });
    expect(await light.verify({ proof: await alice.ledger.prove(early) })).toMatchObject({ confirmed: true });
    expect(await light.verify({ proof: await alice.ledger.prove(late) })).toMatchObject({ confirmed: false });
  });

  it('ask their source for the proof that joins a checkpoint, where they may', async () => {
    const { net, alice, bob, author, grow } = await world();
    const { light } = bob.agent;
    const entry = await grow(2);
    const older = await alice.ledger.prove(entry);
    await grow(2);
    await light.sync({ sources: [author] });
    const newer = await alice.ledger.prove(await grow(1));
    for (const proof of [older, newer]) {
      expect(await light.verify({ proof })).toMatchObject({ valid: false, code: 'E_PROOF_INVALID' });
      net.refuse = new TalosError('E_UNREACHABLE', 'gone');
      expect(await light.verify({ proof, ask: true })).toBeDefined();
      net.refuse = undefined;
      expect(await light.verify({ proof, ask: true })).toMatchObject({ valid: true });
      expect(await light.verify({ proof })).toMatchObject({ valid: true });
    }
  });

  it('refuse what is no proof, of nobody they follow, or tampered with', async () => {
    const { alice, bob, author, grow } = await world();
    const { light } = bob.agent;
    const proof = await alice.ledger.prove(await grow(3));
    expect(await light.verify({ proof })).toMatchObject({ valid: false, code: 'E_PROOF_INVALID' });
    await light.sync({ sources: [author] });
    expect(await light.verify({ proof })).toMatchObject({ valid: true });
    const tlog = tlogProofOf(proof);
    for (const bad of [
      '',
      '{}\n',
      proof.slice(0, -2),
      proof.replace('"count":2', '"count":3'),
      proof.replace(/"path":\["./, '"path":["x'),
      proof.replace(/("path":\[")(.)/, (_all, before: string, digit: string) => before + (digit === '0' ? '1' : '0')),
      proof.replace('\\n6\\n', '\\n7\\n'),
      tlog.replace(/\nindex \d+\n/, '\nindex 0\n'),
      tlog.replace(/\nextra [^\n]+\n/, '\n'),
      tlog.replace('\n6\n', '\n5\n'),
      tlog.replace('tlog-proof@v1', 'tlog-proof@v2'),
    ])
      expect(await light.verify({ proof: bad, ask: true })).toMatchObject({ valid: false, code: 'E_PROOF_INVALID' });
    expect(await light.verify({ proof: tlog, entry: '{"v":1}' })).toMatchObject({ valid: false });
    expect((await light.status())[0]).toMatchObject({ size: 6, evidence: '' });
  });

  it.each([false, true])(
    'S14: keep the evidence of two histories, tell people, take nothing more; headers: %s',
    async (keepHeaders) => {
      const { net, alice, bob, author, grow } = await world();
      const { light } = bob.agent;
      const proof = await alice.ledger.prove(await grow(2));
      await light.sync({ sources: [author] });
      // The same identity with another ledger.
      const twin = await makeAgent('alice', net, { identity: alice.identity });
      await new ChainShares(twin.store).add(bob.identity.did, 'headers');
      net.cut();
      twin.ledger.appendAll(Array.from({ length: 6 }, () => denial(bob.identity.did, 7)));
      await twin.ledger.seal();
      expect(await code(light.importCheckpoint({ file: twin.ledger.checkpoint }))).toBe('E_PROOF_INVALID');
      twin.ledger.appendAll([denial(bob.identity.did)]);
      await twin.ledger.seal();
      expect(await code(light.sync({ sources: [author], keepHeaders }))).toBe('E_EQUIVOCATION');
      expect(bob.notices.some(({ kind, peer }) => kind === 'equivocation' && peer === author)).toBe(true);
      expect(await bob.agent.witness.peers()).toMatchObject([{ peer: author, refused: true }]);
      expect(await bob.entries('equivocation')).toMatchObject([{ peer: author, what: 'fork' }]);
      const [kept] = await light.status();
      expect(verifyEvidenceFile(kept?.evidence ?? '')).toMatchObject({ valid: true, what: 'fork', author });
      expect(await light.verify({ proof })).toMatchObject({ valid: false, code: 'E_EQUIVOCATION' });
      // What a person has let pass is no news when it is found again.
      await bob.agent.witness.clear({ peer: author });
      expect(await code(light.sync({ sources: [author] }))).toBe('E_EQUIVOCATION');
      expect(await bob.agent.witness.evidence({})).toMatchObject([{ peer: author, what: 'fork', cleared: true }]);
    },
  );

  it('a checkpoint that a known witness cosigned is confirmed; unknown ones count nothing', async () => {
    const { alice, bob, author, grow } = await world();
    const { light, witness } = bob.agent;
    await grow(2);
    const note = alice.ledger.checkpoint;
    const [wendy, walter] = [person(7), person(8)];
    const text = note.slice(0, note.indexOf('\n\n') + 1);
    const file = note + cosign(wendy.signing, 'wendy', text, 1_767_225_600);
    expect(await light.importCheckpoint({ file })).toMatchObject({ confirmed: false, sources: [{ id: 'file' }] });
    const key = (name: string, who: typeof wendy): string => formatWitnessKey(witnessOf(name, who.signing.publicKey));
    await witness.add({ witness: 'http://walter.example', key: key('walter', walter) });
    expect(await light.importCheckpoint({ file })).toMatchObject({ confirmed: false });
    await witness.add({ witness: 'http://wendy.example', key: key('wendy', wendy) });
    const bad = note + cosign(wendy.signing, 'wendy', text.replace(/\n\d+\n/, '\n9\n'), 1_767_225_600);
    expect(await code(light.importCheckpoint({ file: bad }))).toBe('E_PROOF_INVALID');
    expect((await light.status())[0]).toMatchObject({ confirmed: false });
    expect(await light.importCheckpoint({ file })).toMatchObject({ confirmed: true, id: author });
    expect((await light.status())[0]?.sources).toContainEqual({ id: 'witness:wendy', size: alice.ledger.size });
  });

  it('tell why no source gave anything', async () => {
    const { net, alice, bob, author, grow } = await world();
    const { light } = bob.agent;
    await grow(1);
    await new ChainShares(alice.store).remove(bob.identity.did);
    expect(await code(light.sync({ sources: [author] }))).toBe('E_REFUSED');
    net.refuse = new TalosError('E_UNREACHABLE', 'gone');
    net.cut();
    expect(await code(light.sync({ sources: [author] }))).toBe('E_UNREACHABLE');
    expect(await light.status()).toEqual([]);
    expect(await code(light.sync({ sources: [] }))).toBe('E_USAGE');
    expect(await code(light.sync({ sources: [bob.identity.did] }))).toBe('E_USAGE');
    expect(await code(light.sync({ sources: [author], author: bob.identity.did }))).toBe('E_USAGE');
    expect(await code(light.sync({ sources: Array.from({ length: 17 }, () => author) }))).toBe('E_USAGE');
    expect(await code(light.sync({ sources: [author] }, AbortSignal.abort(new TalosError('E_ABORTED', 'stop'))))).toBe(
      'E_ABORTED',
    );
  });

  it('hand headers and checkpoints on as files', async () => {
    const { net, alice, bob, author, grow } = await world();
    const proof = await alice.ledger.prove(await grow(4));
    await bob.agent.light.sync({ sources: [author], keepHeaders: true });
    const lines = await bob.agent.light.exportHeaders({ author, from: 0 });
    expect([lines.length, await bob.agent.light.exportHeaders({ author, from: 5 })]).toEqual([5, []]);
    const { light } = (await makeAgent('carol', net)).agent;
    expect(await light.importHeaders({ author, headers: lines.slice(0, 3) })).toMatchObject({ taken: 3, last: 2 });
    expect(await light.importHeaders({ author, headers: lines.slice(3), after: 2 })).toMatchObject({
      taken: 2,
      last: 4,
    });
    expect(await light.verify({ proof })).toMatchObject({ valid: true, confirmed: false });
    expect(await code(light.exportCheckpoint({ author }))).toBe('E_NOT_FOUND');
    expect(await light.importCheckpoint({ file: proof })).toMatchObject({ confirmed: false, checkpoints: 1 });
    expect(await light.exportCheckpoint({ author })).toBe(alice.ledger.checkpoint);
    expect(formatHeadersHead(author)).toContain(author);
  });

  it('S16: take the headers of a file up to the first bad one', async () => {
    const { net, bob, author, grow } = await world();
    await grow(4);
    await bob.agent.light.sync({ sources: [author], keepHeaders: true });
    const lines = await bob.agent.light.exportHeaders({ author, from: 0 });
    const { light } = (await makeAgent('carol', net)).agent;
    expect(await code(light.importHeaders({ author, headers: lines.slice(1) }))).toBe('E_NOT_FOUND');
    for (const [bad, at, refused] of [
      [['x'.repeat(1 << 20)], 0, 'MALFORMED_BLOCK'],
      [[...lines.slice(0, 2), lines[3] ?? ''], 2, 'CONSENSUS_VIOLATION'],
      [[...lines.slice(0, 3), lines[2] ?? ''], 3, 'CONSENSUS_VIOLATION'],
      [[...lines.slice(0, 3), ...lines.slice(3).reverse()], 3, 'CONSENSUS_VIOLATION'],
      [[...lines.slice(0, 4), ''], 4, 'MALFORMED_BLOCK'],
    ] as const)
      expect(await light.importHeaders({ author, headers: bad })).toMatchObject({
        last: at - 1,
        refused: { at, code: refused },
      });
    expect(await light.importHeaders({ author, headers: lines.slice(1), after: 1 })).toMatchObject({
      taken: 0,
      refused: { at: 0 },
    });
    expect(await code(light.importHeaders({ author, headers: Array.from({ length: 1001 }, () => '') }))).toBe(
      'E_LIMIT',
    );
    expect((await light.status())[0]).toMatchObject({ headers: 4 });
  });

  it('S17: take no checkpoint from a file that nothing joins', async () => {
    const { alice, bob, author, grow } = await world();
    const { light } = bob.agent;
    await grow(2);
    await light.sync({ sources: [author] });
    await grow(2);
    expect(await code(light.importCheckpoint({ file: alice.ledger.checkpoint }))).toBe('E_PROOF_INVALID');
    for (const file of ['', 'old 4\n\n', 'x\n'.repeat(100)])
      expect(await code(light.importCheckpoint({ file }))).toMatch(/^E_(PROOF_INVALID|MALFORMED)$/);
    expect((await light.status())[0]?.size).toBe(4);
    expect(await code(light.exportCheckpoint({ author, since: 3 }))).toBe('E_NOT_FOUND');
    await light.sync({ sources: [author] });
    const file = await light.exportCheckpoint({ author, since: 4 });
    expect(file).toMatch(/^old 4\n/);
    const fresh = bob.agent.light;
    await fresh.remove({ author });
    await fresh.importCheckpoint({ file: file.slice(file.indexOf('\n\n') + 2) });
    expect(await code(fresh.remove({ author }))).toBe('done');
    expect(await code(fresh.remove({ author }))).toBe('E_NOT_FOUND');
  });

  it('show what they hold while a source is silent', async () => {
    const { net, alice, bob, author, grow } = await world();
    const { light } = bob.agent;
    await grow(2);
    await light.sync({ sources: [author] });
    const asked = new Promise<void>((resolve) => {
      net.serve(alice.key, (link) => serveRequests(link, { answer: () => (resolve(), new Promise(() => {})) }).ended);
    });
    net.cut();
    const stop = new AbortController();
    const syncing = light.sync({ sources: [author] }, stop.signal);
    await asked;
    expect(await light.status()).toMatchObject([{ size: 4 }]);
    stop.abort(new TalosError('E_ABORTED', 'enough'));
    expect(await code(syncing)).toBe('E_ABORTED');
  });

  it('a store that fails leaves what was kept as it was', async () => {
    const { bob, author, grow } = await world();
    const { light } = bob.agent;
    await grow(2);
    await light.sync({ sources: [author] });
    await grow(2);
    bob.store.failApply = new TalosError('E_STORAGE', 'disk');
    expect(await code(light.sync({ sources: [author] }))).toBe('E_STORAGE');
    bob.store.failApply = undefined;
    expect((await light.status())[0]?.size).toBe(4);
    expect((await light.sync({ sources: [author] })).light.size).toBe(8);
  });
});

describe('the store of light clients', () => {
  const long = (blocks: number): { client: LightClient; chain: LightChain } => {
    const chain = new LightChain(person(1), { blocks, entriesABlock: 1 });
    const client = new LightClient(chain.author.did, { keep: 'headers', difficulty: LIGHT_DIFFICULTY });
    client.addHeaders(chain.headers, { source: 'file', nowMs: NEW_YEAR + 1e9 });
    return { client, chain };
  };

  it('S15: finds every byte that was changed, exchanged or taken away, and can forget it', async () => {
    const store = openMemoryStore();
    const lights = new LightStore(store, { difficulty: LIGHT_DIFFICULTY });
    const { client } = long(HEADERS_A_RECORD + 40);
    const { author } = client;
    await lights.save(client, 0);
    expect((await lights.load(author))?.client.snapshot()).toEqual(client.snapshot());
    const all: [Uint8Array, Uint8Array][] = [];
    for await (const entry of store.scan('light')) all.push([...entry]);
    expect(all).toHaveLength(3);
    const put = (key: Uint8Array, value: Uint8Array): Change => ({ kind: 'put', space: 'light', key, value });
    for (const [key, value] of all) {
      const flipped = [0, 41, 100, value.length >> 1, value.length - 1].map((at) => {
        const copy = new Uint8Array(value);
        copy[at % copy.length] = (copy[at % copy.length] as number) ^ 4;
        return copy;
      });
      const isHeaders = key[0] === 2;
      // Signatures of inner headers are covered by those behind them, not compared one by one.
      for (const bad of [...flipped, value.slice(0, -1), value.slice(0, -226), concat(value, utf8('x'))]) {
        await store.apply([put(key, bad)]);
        const loaded = await lights.load(author).catch((error: unknown) => (error as TalosError).code);
        if (loaded === 'E_STORAGE_CORRUPT') continue;
        expect(bad).toHaveLength(value.length);
        // Nor does anybody sign the names of sources.
        expect(isHeaders || typeof loaded === 'object').toBe(true);
        if (typeof loaded === 'object') expect(loaded.client.log).toEqual(client.log);
      }
      await store.apply([put(key, value)]);
    }
    const [, [headersKey] = [], [lastKey] = []] = all;
    await store.apply([{ kind: 'delete', space: 'light', key: lastKey ?? utf8('x') }]);
    await expect(lights.load(author)).rejects.toMatchObject({ code: 'E_STORAGE_CORRUPT', details: { author } });
    await store.apply([put(headersKey ?? utf8('x'), new Uint8Array(226))]);
    expect(await lights.remove(author)).toBe(true);
    expect(await lights.load(author)).toBeUndefined();
    expect(await lights.remove(author)).toBe(false);
  });

  it('writes only the headers that are new, and what it says of them with them', async () => {
    const store = openMemoryStore();
    const lights = new LightStore(store, { difficulty: LIGHT_DIFFICULTY });
    const { client, chain } = long(HEADERS_A_RECORD + 3);
    await lights.save(client, 0);
    const more = new LightChain(chain.author, { blocks: HEADERS_A_RECORD + 9, entriesABlock: 1 });
    client.addHeaders(more.headers.slice(HEADERS_A_RECORD), { source: 'file', nowMs: NEW_YEAR + 1e9 });
    await lights.save(client, HEADERS_A_RECORD + 3);
    expect((await lights.load(client.author))?.headers).toBe(HEADERS_A_RECORD + 9);
  });

  it('what is saved or removed while it is read is not called damaged', async () => {
    const store = openMemoryStore();
    const lights = new LightStore(store, { difficulty: LIGHT_DIFFICULTY });
    const { client, chain } = long(HEADERS_A_RECORD + 3);
    await lights.save(client, 0);
    const more = new LightChain(chain.author, { blocks: HEADERS_A_RECORD + 9, entriesABlock: 1 });
    const get = store.get.bind(store);
    let meanwhile: (() => Promise<unknown>) | undefined;
    store.get = async (space, key) => {
      const [task, isHeaders] = [meanwhile, key[0] === 2];
      if (isHeaders) meanwhile = undefined;
      if (isHeaders) await task?.();
      return get(space, key);
    };
    meanwhile = () => {
      client.addHeaders(more.headers.slice(HEADERS_A_RECORD), { source: 'file', nowMs: NEW_YEAR + 1e9 });
      return lights.save(client, HEADERS_A_RECORD + 3);
    };
    expect((await lights.load(client.author))?.headers).toBe(HEADERS_A_RECORD + 9);
    meanwhile = () => lights.remove(client.author);
    expect(await lights.load(client.author)).toBeUndefined();
  });

  it(`refuses author ${MAX_LIGHT_AUTHORS + 1}, whatever it brings`, async () => {
    const lights = new LightStore(openMemoryStore(), { difficulty: LIGHT_DIFFICULTY });
    const clientOf = (byte: number): LightClient => {
      const chain = new LightChain(person(byte), { blocks: 2 });
      const client = new LightClient(chain.author.did);
      client.addCheckpoint(chain.note(), { source: 'file' });
      return client;
    };
    for (let byte = 0; byte < MAX_LIGHT_AUTHORS; byte++) await lights.save(clientOf(byte), 0);
    const last = clientOf(MAX_LIGHT_AUTHORS);
    await expect(lights.save(last, 0)).rejects.toMatchObject({ code: 'E_LIMIT' });
    expect(await lights.authors()).toHaveLength(MAX_LIGHT_AUTHORS);
    await lights.save(clientOf(3), 0);
    await lights.remove(clientOf(4).author);
    await lights.save(last, 0);
  });
});
