import { beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '../../../src/base/bytes.ts';
import { decodeSignedHeader, encodeSignedHeader, type SignedHeader } from '../../../src/ledger/chain/chain-header.ts';
import { LightClient } from '../../../src/ledger/light/light.ts';
import { MAX_LIGHT_SOURCES, OWN_DEALINGS, WITNESS_PREFIX } from '../../../src/ledger/light/light-sources.ts';
import type { LightSnapshot } from '../../../src/ledger/light/light-types.ts';
import { signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import type { Person } from '../../fixtures/ledger.ts';
import { LIGHT_DIFFICULTY, type LightChain, otherHash, signedHeader } from '../../fixtures/light-chain.ts';
import { BLOCKS, client, head, lightWorld, NOW, sparse, upTo } from '../../fixtures/light-world.ts';

describe('a light client', () => {
  let alice: Person;
  let bob: Person;
  let chain: LightChain;
  /** As `chain` to height 11; then other entries. */
  let fork: LightChain;
  beforeAll(() => {
    ({ alice, bob, chain, fork } = lightWorld());
  });

  describe('and its sources', () => {
    const confirmed = (light: LightClient, seq: number): boolean | undefined => {
      const verdict = light.verifyProof(chain.proof(seq));
      return verdict.valid ? verdict.confirmed : undefined;
    };

    it('S14: says unconfirmed with one source, however often it speaks, and confirmed with two', () => {
      const light = sparse(chain.size);
      for (let i = 0; i < 3; i++) light.addCheckpoint(chain.note(), NOW);
      expect(confirmed(light, 2)).toBe(false);
      light.addCheckpoint(chain.note(), { source: 'another' });
      expect(confirmed(light, 2)).toBe(true);
    });

    it('S14: confirms no entry that the second source does not cover', () => {
      const light = sparse(chain.size);
      light.addCheckpoint(chain.note(9), { source: 'another', path: chain.path(9) });
      expect([light.confirmedSize, confirmed(light, 8), confirmed(light, 9)]).toEqual([9, true, false]);
      light.addCheckpoint(chain.note(9), { source: 'third' });
      expect(light.confirmedSize).toBe(9);
    });

    it('S14: a fork that one source feeds is found when another shows the history itself', () => {
      const fed = client('checkpoints');
      fed.addCheckpoint(fork.note(), { source: 'liar' });
      expect(fed.verifyProof(fork.proof(fork.size - 1))).toMatchObject({ valid: true, confirmed: false });
      expect(fed.addCheckpoint(chain.note(), { source: 'honest' })).toMatchObject({ code: 'E_EQUIVOCATION' });
      expect(fed.verifyProof(fork.proof(fork.size - 1))).toMatchObject({ valid: false, code: 'E_EQUIVOCATION' });
    });

    it('S14: own dealings and witnesses count by themselves, a source that was refused does not', () => {
      const own = sparse(chain.size);
      own.addCheckpoint(chain.note(9), { source: OWN_DEALINGS, path: chain.path(9) });
      expect([confirmed(own, 8), confirmed(own, 9)]).toEqual([true, false]);
      const seen = sparse(chain.size);
      seen.addCheckpoint(chain.note(), { source: `${WITNESS_PREFIX}w1` });
      expect(confirmed(seen, 9)).toBe(true);
      const refused = sparse(chain.size);
      refused.addCheckpoint(chain.note(9), { source: 'another' });
      expect(confirmed(refused, 2)).toBe(false);
    });

    it('headers count as what their source showed, up to the first bad one', () => {
      const light = upTo(BLOCKS - 1);
      const forged = { ...fork.header(12), signature: chain.header(0).signature };
      light.addHeaders([...chain.headers.slice(0, 12), forged], { ...NOW, source: 'another' });
      expect(light.confirmedSize).toBe(chain.sizeAt(11));
    });

    it(`remembers ${MAX_LIGHT_SOURCES} sources, and refuses names that are none`, () => {
      const light = sparse(chain.size);
      for (let i = 0; i < MAX_LIGHT_SOURCES + 9; i++) light.addCheckpoint(chain.note(), { source: `s${i}` });
      expect(light.snapshot().sources).toHaveLength(MAX_LIGHT_SOURCES);
      for (const source of ['', 's'.repeat(257)])
        expect(() => light.addCheckpoint(chain.note(), { source })).toThrow(RangeError);
    });
  });

  describe('that was kept', () => {
    it('is the same when it is loaded, and goes on', () => {
      const light = upTo(9);
      light.addCheckpoint(chain.note(chain.sizeAt(9)), NOW);
      const loaded = reloaded(light);
      expect(loaded.snapshot()).toEqual(light.snapshot());
      expect(loaded.addHeaders(chain.headers.slice(10), NOW)).toEqual({ taken: BLOCKS - 10 });
      const few = sparse(5);
      few.addCheckpoint(chain.note(), { ...NOW, path: chain.path(5), head: head(chain.header(-1)) });
      expect(reloaded(few).snapshot()).toEqual(few.snapshot());
    });

    it('S15: is verified: a header that was edited, removed, added or exchanged is found', () => {
      const light = upTo(9);
      const snapshot = light.snapshot();
      const held = chain.headers.slice(0, 10);
      for (const headers of [
        held.with(4, edited(held[4] as SignedHeader, 110)),
        held.with(9, edited(held[9] as SignedHeader, 110)),
        held.with(9, edited(held[9] as SignedHeader, 200)),
        held.toSpliced(4, 1),
        held.toSpliced(4, 0, held[4] as SignedHeader),
        held.slice(1),
        held.toReversed(),
        held.with(9, signedHeader(bob, (held[9] as SignedHeader).header)),
        [...held, signedHeader(bob, chain.header(10).header)],
      ])
        expect(() => LightClient.load(snapshot, headers, { difficulty: LIGHT_DIFFICULTY })).toThrow(
          expect.objectContaining({ code: 'E_STORAGE_CORRUPT' }),
        );
    });

    it('S15: is verified: a checkpoint, what joins it, or a source that was edited is found', () => {
      const size = chain.sizeAt(9);
      const light = sparse(5);
      light.addCheckpoint(chain.note(size), { ...NOW, path: chain.path(5, size), head: head(chain.header(9)) });
      const good = light.snapshot();
      const [first, last] = good.checkpoints;
      if (first?.joins === undefined || last === undefined) throw new Error('two checkpoints were kept');
      const forged = { ...last.checkpoint, note: signCheckpoint(bob.signing, alice.did, size, last.checkpoint.root) };
      const replaced =
        fork.note(size) === chain.note(size)
          ? signCheckpoint(alice.signing, alice.did, size, otherHash(1))
          : fork.note(size);
      const bad: Partial<LightSnapshot>[] = [
        { checkpoints: [first] },
        { checkpoints: [{ checkpoint: first.checkpoint }, last] },
        { checkpoints: [{ ...first, joins: { size, path: [] } }, last] },
        { checkpoints: [{ ...first, joins: { size: size - 1, path: first.joins.path } }, last] },
        { checkpoints: [{ ...first, joins: { size, path: first.joins.path.with(0, otherHash(1)) } }, last] },
        { checkpoints: [first, { checkpoint: forged }] },
        { checkpoints: [first, { checkpoint: { ...last.checkpoint, size: size + 1 } }] },
        { checkpoints: [first, { checkpoint: { ...last.checkpoint, root: otherHash(1) } }] },
        { checkpoints: [first, { checkpoint: { ...last.checkpoint, note: replaced, root: otherHash(1) } }] },
        { sources: [['liar', size + 1]] },
        { fork: '{}\n' },
        { head: { ...chain.header(4), signature: chain.header(5).signature } },
      ];
      expect(LightClient.load(good, []).log.size).toBe(size);
      for (const [at, part] of bad.entries())
        expect(() => LightClient.load({ ...good, ...part }, []), `edit ${at}`).toThrow(
          expect.objectContaining({ code: 'E_STORAGE_CORRUPT' }),
        );
    });
  });

  function reloaded(light: LightClient): LightClient {
    const headers = Array.from({ length: light.headers }, (_, height) => light.headerAt(height) as SignedHeader);
    return LightClient.load(light.snapshot(), headers, { difficulty: LIGHT_DIFFICULTY });
  }
});

function flipped(bytes: Uint8Array, at: number): Bytes {
  const copy = new Uint8Array(bytes);
  copy[at % copy.length] = (copy[at % copy.length] as number) ^ 1;
  return copy;
}

function edited(header: SignedHeader, at: number): SignedHeader {
  return decodeSignedHeader(flipped(encodeSignedHeader(header), at));
}
