import { beforeAll, describe, expect, it } from 'vitest';
import { isTalosError, TalosError } from '../../../src/base/errors.ts';
import type { Did } from '../../../src/identity/did.ts';
import type { SignedHeader } from '../../../src/ledger/chain/chain-header.ts';
import type { ChainSource, ChainStatus } from '../../../src/ledger/chain/chain-source.ts';
import { LightClient } from '../../../src/ledger/light/light.ts';
import { OWN_DEALINGS } from '../../../src/ledger/light/light-sources.ts';
import { type LightSynced, type LightSyncTerms, syncLight } from '../../../src/ledger/light/light-sync.ts';
import { signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { verifyEvidenceFile } from '../../../src/ledger/log/evidence.ts';
import { NEW_YEAR, type Person, person } from '../../fixtures/ledger.ts';
import { ChainOf, changed, LIGHT_DIFFICULTY, LightChain, otherHash, signedHeader } from '../../fixtures/light-chain.ts';

const TERMS: LightSyncTerms = { clock: { now: () => NEW_YEAR + 3_600_000 }, pause: () => Promise.resolve() };

describe('light synchronisation', () => {
  let alice: Person;
  let bob: Person;
  let chain: LightChain;
  let fork: LightChain;
  beforeAll(() => {
    alice = person(1);
    bob = person(2);
    chain = new LightChain(alice, { blocks: 30 });
    fork = new LightChain(alice, { blocks: 34, flavour: 1, forkAt: 12 });
  });
  const client = (keep: 'headers' | 'checkpoints'): LightClient =>
    new LightClient(alice.did, { keep, difficulty: LIGHT_DIFFICULTY });
  const sync = (light: LightClient, sources: readonly ChainSource[], terms = {}): Promise<LightSynced> =>
    syncLight(light, sources, { ...TERMS, ...terms });
  const codes = ({ outcomes }: LightSynced): Record<string, string> =>
    Object.fromEntries(outcomes.map(({ source, size, refused }) => [source, refused?.code ?? String(size)]));

  describe.each(['headers', 'checkpoints'] as const)('of a client that keeps %s', (keep) => {
    it('fetches what is missing, again and again', async () => {
      const light = client(keep);
      const source = new ChainOf(alice.did, chain, 9);
      for (const height of [9, 9, 20, 29]) {
        source.height = height;
        expect(codes(await sync(light, [source]))).toEqual({ [alice.did]: String(chain.sizeAt(height)) });
        expect([light.height, light.log.size]).toEqual([height, chain.sizeAt(height)]);
      }
      expect(light.verifyProof(chain.proof(7))).toMatchObject({ valid: true, confirmed: false });
      expect(LightClient.load(light.snapshot(), headersOf(light), { difficulty: LIGHT_DIFFICULTY }).log).toEqual(
        light.log,
      );
    });

    it('confirms what two sources show, the shorter of them joined to the longer', async () => {
      const light = client(keep);
      const sources = [new ChainOf('did:mirror', chain, 14), new ChainOf(alice.did, chain)];
      expect(codes(await sync(light, sources))).toEqual({
        'did:mirror': String(chain.sizeAt(14)),
        [alice.did]: String(chain.size),
      });
      expect(light.confirmedSize).toBe(chain.sizeAt(14));
    });

    it('S14: confirms what own dealings with the author vouch for, and says when sources show less', async () => {
      const light = client(keep);
      const source = new ChainOf(alice.did, chain, 20);
      const size = chain.sizeAt(14);
      expect(codes(await sync(light, [source], { ownNote: chain.note(size) }))[OWN_DEALINGS]).toBe(String(size));
      expect(light.confirmedSize).toBe(size);
      expect(codes(await sync(light, [source], { ownNote: chain.note() }))[OWN_DEALINGS]).toBe('E_STALE');
      expect(light.confirmedSize).toBe(size);
    });

    it('S14: of an author that shows each source another history both are kept as evidence', async () => {
      for (const [one, other] of [
        [new ChainOf('did:one', chain), new ChainOf('did:two', fork)],
        [new ChainOf(alice.did, fork), new ChainOf('did:two', chain)],
        [new ChainOf(alice.did, chain), new ChainOf('did:two', fork)],
        [new ChainOf('did:one', fork, 29), new ChainOf('did:two', chain, 29)],
      ] as const) {
        const light = client(keep);
        const synced = await sync(light, [one, other]);
        expect(Object.values(codes(synced))).toContain('E_EQUIVOCATION');
        expect(verifyEvidenceFile(light.fork ?? '')).toMatchObject({ valid: true, what: 'fork' });
        expect(light.verifyProof(chain.proof(2))).toMatchObject({ valid: false, code: 'E_EQUIVOCATION' });
      }
    });

    it('S14: finds the fork when it comes after the history', async () => {
      for (const later of [new ChainOf('did:two', fork), new ChainOf(alice.did, fork)]) {
        const light = client(keep);
        await sync(light, [new ChainOf('did:one', chain)]);
        expect(Object.values(codes(await sync(light, [later])))).toEqual(['E_EQUIVOCATION']);
        expect(verifyEvidenceFile(light.fork ?? '')).toMatchObject({ valid: true, what: 'fork' });
      }
    });

    it('an author that shows less than it signed is refused; a mirror that is behind only does not count', async () => {
      const light = client(keep);
      await sync(light, [new ChainOf(alice.did, chain)]);
      expect(codes(await sync(light, [new ChainOf(alice.did, chain, 20)]))).toEqual({ [alice.did]: 'E_STALE' });
      const mirror = codes(await sync(light, [new ChainOf('did:mirror', chain, 20)]));
      expect(mirror['did:mirror']).toBe(keep === 'headers' ? String(chain.sizeAt(20)) : 'E_STALE');
      expect([light.log.size, light.fork]).toEqual([chain.size, undefined]);
    });

    it.each<[string, (source: ChainOf) => Partial<ChainSource>, string]>([
      ['is not there', () => ({ status: failing('E_UNREACHABLE') }), 'E_UNREACHABLE'],
      ['shares nothing', () => ({ status: failing('E_REFUSED') }), 'E_REFUSED'],
      ['falls silent', () => ({ headers: failing('E_TIMEOUT'), consistency: failing('E_TIMEOUT') }), 'E_TIMEOUT'],
      ['shows a note of another', () => ({ status: claims(chain, { note: noteOf(bob) }) }), 'E_PROOF_INVALID'],
      ['shows no note of any kind', () => ({ status: claims(chain, { note: 'x' }) }), 'E_PROOF_INVALID'],
      ['claims a height that it does not have', () => ({ status: claims(chain, { height: 99 }) }), 'E_NOT_FOUND'],
      [
        'answers with other headers',
        ({ chain: { headers } }) => ({ headers: () => Promise.resolve(headers.slice(3)) }),
        'E_PROTOCOL',
      ],
      ['answers with no header', () => ({ headers: () => Promise.resolve([]) }), 'E_PROTOCOL'],
      ['answers with headers of another', (source) => ({ headers: resigned(source, bob) }), 'CRYPTO_INVALID'],
      ['answers with headers of little work', (source) => ({ headers: cheap(source, alice) }), 'CONSENSUS_VIOLATION'],
    ])('drops a source that %s, and goes on with the next', async (_what, alter, code) => {
      const light = client(keep);
      const liar = Object.assign(new ChainOf('did:liar', chain), alter(new ChainOf('did:inner', chain)));
      const synced = codes(await sync(light, [liar, new ChainOf('did:honest', chain, 28)]));
      expect(synced['did:liar']).toBe(code);
      expect(synced['did:honest']).toBe(String(chain.sizeAt(28)));
      expect([light.fork, light.log.size >= chain.sizeAt(28)]).toEqual([undefined, true]);
    });

    it('S06: one header after the other of a forked start is not fetched: the first ends it', async () => {
      const light = client(keep);
      const flood = new ChainOf('did:flood', new LightChain(bob, { blocks: 5 }));
      flood.status = claims(chain, { height: 1e7 });
      expect(codes(await sync(light, [flood]))['did:flood']).toMatch(
        /^(CRYPTO_INVALID|CONSENSUS_VIOLATION|E_NOT_FOUND)$/,
      );
      expect(flood.asked.length).toBeLessThan(4);
      expect(light.headers).toBe(0);
    });

    it('ends with its signal, and what it has stays', async () => {
      const light = client(keep);
      const stop = new AbortController();
      const source = new ChainOf(alice.did, chain);
      source.headers = async () => {
        stop.abort(new Error('enough'));
        throw new TalosError('E_CLOSED', 'the link ended');
      };
      await expect(sync(light, [source], { signal: stop.signal })).rejects.toThrow('enough');
      expect(codes(await sync(light, [new ChainOf(alice.did, chain)]))).toEqual({ [alice.did]: String(chain.size) });
    });
  });

  it('fetches no more headers than it is told, and says that there are more', async () => {
    const light = client('headers');
    const source = new ChainOf(alice.did, chain);
    const told: [number, number][] = [];
    const onHeaders = async (...counts: [number, number]): Promise<void> => void told.push(counts);
    const inner = source.headers.bind(source);
    source.headers = (author, from, count) => inner(author, from, Math.min(count, 8));
    expect((await sync(light, [source], { maxHeaders: 10, onHeaders })).isComplete).toBe(false);
    expect(light.headers).toBe(16);
    expect((await sync(light, [source], { maxHeaders: 99, onHeaders })).isComplete).toBe(true);
    expect([light.headers, told.at(-1)]).toEqual([30, [30, 30]]);
  });

  it('S17: refuses a checkpoint that grows without a proof, whatever its source gives instead', async () => {
    const light = client('checkpoints');
    await sync(light, [new ChainOf('did:one', chain, 9)]);
    const size = light.log.size;
    for (const consistency of [
      failing('E_REFUSED'),
      () => Promise.resolve([]),
      () => Promise.resolve([otherHash(1), otherHash(2), otherHash(3)]),
      () => Promise.resolve(chain.path(size, chain.size - 1)),
    ]) {
      const source = Object.assign(new ChainOf('did:two', chain), { consistency });
      expect(codes(await sync(light, [source]))['did:two']).toMatch(/^E_(PROOF_INVALID|STALE)$/);
      expect([light.log.size, light.fork]).toEqual([size, undefined]);
    }
  });

  it('a chain without entries is none to compare yet', async () => {
    for (const keep of ['headers', 'checkpoints'] as const) {
      const light = client(keep);
      expect(codes(await sync(light, [new ChainOf(alice.did, chain, 0)]))).toEqual({ [alice.did]: '0' });
      expect(light.log.size).toBe(0);
    }
  });

  it('throws what is no failure of a source', async () => {
    const source = Object.assign(new ChainOf('did:one', chain), { status: () => Promise.reject(new TypeError('bug')) });
    await expect(sync(client('headers'), [source])).rejects.toThrow(TypeError);
    const asked = Object.assign(new ChainOf('did:one', chain), {
      consistency: () => Promise.reject(new TypeError('bug')),
    });
    const light = client('checkpoints');
    await sync(light, [new ChainOf('did:one', chain, 9)]);
    const failure: unknown = await sync(light, [asked]).catch((error: unknown) => error);
    expect(isTalosError(failure)).toBe(false);
  });

  const noteOf = ({ signing }: Person): string => signCheckpoint(signing, alice.did, 9, otherHash(1));
});

const headersOf = (light: LightClient): SignedHeader[] =>
  Array.from({ length: light.headers }, (_, height) => light.headerAt(height) as SignedHeader);

const failing = (code: 'E_UNREACHABLE' | 'E_REFUSED' | 'E_TIMEOUT') => (): Promise<never> =>
  Promise.reject(new TalosError(code, 'no'));

function claims(chain: LightChain, fields: Partial<ChainStatus>): (author: Did) => Promise<ChainStatus> {
  return async (author) => ({ ...(await new ChainOf('did:inner', chain).status(author)), ...fields });
}

function altered(source: ChainOf, alter: (header: SignedHeader) => SignedHeader): ChainSource['headers'] {
  return async (author, from, count) => (await source.headers(author, from, count)).map(alter);
}

const resigned = (source: ChainOf, by: Person): ChainSource['headers'] =>
  altered(source, ({ header }) => signedHeader(by, header));
const cheap = (source: ChainOf, by: Person): ChainSource['headers'] =>
  altered(source, (signed) => changed(by, signed, { difficulty: 0 }));
