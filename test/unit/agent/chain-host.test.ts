/** Who may ask on a chain link, and what it is told. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ChainDialer } from '../../../src/agent/record/chain-dialer.ts';
import {
  CHAIN_LINK_IDLE_MS,
  CHAIN_REQUESTS_A_MINUTE,
  ChainHost,
  MAX_CHAIN_LINKS,
  MAX_CHAIN_LINKS_A_PEER,
  MAX_CHAIN_REQUEST_BYTES,
} from '../../../src/agent/record/chain-host.ts';
import { LinkChainSource } from '../../../src/agent/record/chain-link-source.ts';
import { type ChainShare, ChainShares, MAX_CHAIN_SHARES } from '../../../src/agent/record/chain-shares.ts';
import type { TalosError } from '../../../src/base/errors.ts';
import { initCrypto } from '../../../src/crypto/init.ts';
import { didOfKey } from '../../../src/identity/did.ts';
import { DIFFICULTY } from '../../../src/ledger/block.ts';
import { type HeaderTip, verifyHeader, workOf } from '../../../src/ledger/chain/chain-header.ts';
import { readCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { verifyConsistency } from '../../../src/ledger/log/merkle.ts';
import { FRAME_TYPES } from '../../../src/net/frame.ts';
import { askOver, type RequestLink } from '../../../src/net/request-link.ts';
import { ManualTimer } from '../../../src/net/timer.ts';
import { introduce, type Made, MemoryNet, makeAgent } from '../../fixtures/agents.ts';
import { denial } from '../../fixtures/ledger.ts';

interface World {
  readonly net: MemoryNet;
  readonly alice: Made;
  readonly bob: Made;
  /** Alice's chain as Bob reads it. */
  readonly source: LinkChainSource;
  readonly ask: RequestLink['ask'];
  readonly shares: ChainShares;
}

const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: TalosError) => error.code,
  );

async function worldWith(share: ChainShare | undefined, blocks = 0): Promise<World> {
  const net = new MemoryNet();
  const [alice, bob] = [await makeAgent('alice', net), await makeAgent('bob', net)];
  await introduce(bob, alice);
  const shares = new ChainShares(alice.store);
  if (share !== undefined) await shares.add(bob.identity.did, share);
  for (let i = 0; i < blocks; i++) {
    alice.ledger.appendAll([denial(bob.identity.did), denial(bob.identity.did, 2)]);
    await alice.ledger.seal();
  }
  const host = () => Promise.resolve(net.host(bob.key));
  const dialer = new ChainDialer({ core: bob.core, host });
  const source = new LinkChainSource(alice.identity.did, (task, signal) =>
    dialer.use(alice.identity.did, task, signal),
  );
  const ask: World['ask'] = (op, fields) => dialer.use(alice.identity.did, (link) => link.ask(op, fields));
  return { net, alice, bob, source, ask, shares };
}

beforeAll(() => initCrypto());

describe('a chain link', () => {
  it('gives status, headers and consistency to whom headers are shared with', async () => {
    const { alice, source } = await worldWith('headers', 3);
    const author = alice.identity.did;
    const status = await source.status(author);
    expect(status).toMatchObject({ network: 'talos', height: 3, first: 0, work: 4n * workOf(DIFFICULTY) });
    const headers = await source.headers(author, 0, 1000);
    expect(headers).toHaveLength(4);
    const view = { authorKey: alice.key, difficulty: DIFFICULTY, nowMs: alice.clock.now() };
    const tip = headers.reduce<HeaderTip | undefined>(
      (before, header) => verifyHeader(header, { ...view, authorKey: new Uint8Array(alice.key), tip: before }),
      undefined,
    );
    expect(tip).toMatchObject({ height: 3, logSize: 6, work: status.work });
    const path = await source.consistency(author, 2, 6);
    const [, first, , third] = headers.map(({ header }) => header.logRoot);
    expect(verifyConsistency(2, first as Uint8Array, 6, third as Uint8Array, path)).toBe(true);
    expect(readCheckpoint(status.note, author)?.size).toBe(6);
  });

  it('finds the highest point of a locator that the chain has', async () => {
    const { alice, source } = await worldWith('headers', 3);
    const author = alice.identity.did;
    const hashes = (await source.headers(author, 0, 4)).map(({ hash }) => hash);
    const [zero, one, two] = hashes as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];
    expect(
      await source.locate(author, [
        [9, two],
        [2, one],
        [1, one],
        [0, zero],
      ]),
    ).toBe(1);
    expect(await source.locate(author, [[2, one]])).toBeUndefined();
  });

  it('is refused to strangers, who leave no entry', async () => {
    const { alice, source } = await worldWith(undefined);
    const size = alice.ledger.size;
    expect(await code(source.status(alice.identity.did))).toBe('E_REFUSED');
    expect(alice.ledger.size).toBe(size);
  });

  it('gives a known peer nothing that is not shared with it, and has one denial an attempt on record', async () => {
    const { alice, bob, source } = await worldWith(undefined);
    await introduce(alice, bob);
    expect(await code(source.status(alice.identity.did))).toBe('E_REFUSED');
    expect(await alice.entries('denial')).toEqual([
      { type: 'denial', peer: bob.identity.did, subject: 'chain', code: 'E_REFUSED', count: 1 },
    ]);
  });

  it('asks the list anew for each request', async () => {
    const { alice, bob, source, shares } = await worldWith('blocks');
    await introduce(alice, bob);
    await source.status(alice.identity.did);
    expect(await shares.remove(bob.identity.did)).toBe(true);
    expect(await shares.remove(bob.identity.did)).toBe(false);
    expect(await code(source.status(alice.identity.did))).toBe('E_REFUSED');
    await shares.add(bob.identity.did, 'headers');
    await source.status(alice.identity.did);
    expect(await shares.all()).toEqual([{ peer: bob.identity.did, share: 'headers' }]);
  });

  it.each([
    ['an operation that there is not', 'nothing', {}, 'E_REFUSED'],
    ['a field that is unknown', 'status', { height: 1 }, 'E_REFUSED'],
    ['an author of whom no chain is kept', 'status', { author: didOfKey(new Uint8Array(32).fill(3)) }, 'E_NOT_FOUND'],
    ['an author that is none', 'status', { author: 'did:key:z' }, 'E_REFUSED'],
    ['no point', 'locate', { points: [] }, 'E_REFUSED'],
    ['too many points', 'locate', { points: Array.from({ length: 65 }, () => [0, new Uint8Array(32)]) }, 'E_REFUSED'],
    ['a point of another form', 'locate', { points: [[new Uint8Array(32), 0]] }, 'E_REFUSED'],
    ['no header', 'headers', { from: 0, count: 0 }, 'E_REFUSED'],
    ['too many headers', 'headers', { from: 0, count: 1001 }, 'E_REFUSED'],
    ['headers beyond the chain', 'headers', { from: 1, count: 1 }, 'E_NOT_FOUND'],
    ['a log that is longer than there is', 'consistency', { from: 1, to: 2 }, 'E_NOT_FOUND'],
    ['a log that shrinks', 'consistency', { from: 2, to: 1 }, 'E_REFUSED'],
    ['the log without entries', 'consistency', { from: 0, to: 0 }, 'E_REFUSED'],
  ])('refuses %s and goes on', async (_, op, fields, refusal) => {
    const { alice, ask, source } = await worldWith('headers');
    expect(await code(ask(op, fields))).toBe(refusal);
    expect(await source.status(alice.identity.did)).toMatchObject({ height: 0 });
  });

  it('answers so many requests a minute and no more', async () => {
    const { alice, source } = await worldWith('headers');
    for (let i = 0; i < CHAIN_REQUESTS_A_MINUTE; i++) await source.status(alice.identity.did);
    expect(await code(source.status(alice.identity.did))).toBe('E_RATE_LIMITED');
    alice.clock.advance(60_000);
    await source.status(alice.identity.did);
  });

  it('takes so many links of a peer and no more', async () => {
    const { net, alice, bob } = await worldWith('headers');
    const dial = () => askOver(net.dial(bob.key, alice.key, 'chain').dialler);
    for (let i = 0; i < MAX_CHAIN_LINKS_A_PEER; i++) await dial().ask('status', {});
    expect(await code(dial().ask('status', {}))).toBe('E_REFUSED');
  });

  it('takes no place of those who may ask for strangers, however many come', async () => {
    const { net, alice, source } = await worldWith('headers');
    for (let n = 0; n < MAX_CHAIN_LINKS; n++) net.dial(new Uint8Array(32).fill(n + 1), alice.key, 'chain');
    expect(await source.status(alice.identity.did)).toMatchObject({ height: 0 });
  });

  it('ends with a request that is too large', async () => {
    const { net, alice, bob } = await worldWith('headers');
    const link = net.dial(bob.key, alice.key, 'chain').dialler;
    await askOver(link).ask('status', {});
    link.send(FRAME_TYPES.data, new Uint8Array(MAX_CHAIN_REQUEST_BYTES + 1));
    expect((await link.closed)?.code).toBe('E_REFUSED');
  });

  it('ends when it was not asked anything for a minute', async () => {
    const { net, alice, bob, shares } = await worldWith('headers');
    const timer = new ManualTimer();
    const nothing = { access: 'headers', answer: () => Promise.resolve({}) } as const;
    const host = new ChainHost({ core: alice.core, shares, operations: { nothing }, hasTunnel: () => false, timer });
    net.serve(alice.key, (link) => host.accept(link));
    const link = askOver(net.dial(bob.key, alice.key, 'chain').dialler);
    await link.ask('nothing', {});
    timer.advance(CHAIN_LINK_IDLE_MS - 1);
    await link.ask('nothing', {});
    timer.advance(CHAIN_LINK_IDLE_MS - 1);
    await link.ask('nothing', {});
    timer.advance(CHAIN_LINK_IDLE_MS);
    expect(await link.closed).toBeUndefined();
    await host.close();
  });

  it('ends with the agent', async () => {
    const { net, alice, bob } = await worldWith('headers');
    const link = askOver(net.dial(bob.key, alice.key, 'chain').dialler);
    await link.ask('status', {});
    await alice.end();
    await link.closed;
  });

  it('is shared with so many peers and no more', async () => {
    const { shares, alice } = await worldWith(undefined);
    const peer = (n: number) =>
      didOfKey(Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? n & 255 : i === 1 ? n >> 8 : 7)));
    const put = (n: number) =>
      alice.store.apply([
        {
          kind: 'put',
          space: 'chain',
          key: Uint8Array.of(1, n & 255, n >> 8, ...new Uint8Array(30).fill(7)),
          value: new TextEncoder().encode('{"blocks":true,"v":1}'),
        },
      ]);
    for (let n = 0; n < MAX_CHAIN_SHARES; n++) await put(n);
    expect(await code(shares.add(peer(5), 'headers'))).toBe('done');
    expect(await code(shares.add(peer(MAX_CHAIN_SHARES), 'headers'))).toBe('E_LIMIT');
  });

  it('says that a record of the list is damaged', async () => {
    const { shares, alice, bob } = await worldWith('headers');
    const key = Uint8Array.of(1, ...bob.key);
    await alice.store.apply([
      { kind: 'put', space: 'chain', key, value: new TextEncoder().encode('{"blocks":1,"v":1}') },
    ]);
    expect(await code(shares.get(bob.identity.did))).toBe('E_STORAGE_CORRUPT');
  });
});
