import { beforeAll, describe, expect, it } from 'vitest';
import type { BlockHeader } from '../../../src/ledger/block.ts';
import { type HeaderTip, verifyHeader, verifyLoneHeader } from '../../../src/ledger/chain/chain-header.ts';
import { NEW_YEAR, type Person, person } from '../../fixtures/ledger.ts';
import { changed, LIGHT_DIFFICULTY, LightChain, otherHash } from '../../fixtures/light-chain.ts';

describe('headers alone are verified by the rules of blocks', () => {
  let alice: Person;
  let chain: LightChain;
  /** After the headers 0 to 3. */
  let tip: HeaderTip;
  beforeAll(() => {
    alice = person(1);
    chain = new LightChain(alice, { blocks: 6 });
    for (const header of chain.headers.slice(0, 4)) tip = verifyHeader(header, { ...rules(), tip });
  });
  const rules = () => ({
    authorKey: alice.signing.publicKey,
    difficulty: LIGHT_DIFFICULTY,
    nowMs: NEW_YEAR + 3_600_000,
    tip: undefined as HeaderTip | undefined,
  });

  it('work, height and size of the log go on', () => {
    const { height, logSize, work } = tip;
    expect([height, logSize, work]).toEqual([3, chain.sizeAt(3), 4n << BigInt(LIGHT_DIFFICULTY)]);
  });

  it.each<[number, () => Partial<BlockHeader>]>([
    [301, () => ({ chainId: otherHash(1) })],
    [302, () => ({ height: 5 })],
    [303, () => ({ previousHash: otherHash(1) })],
    [304, () => ({ difficulty: LIGHT_DIFFICULTY - 1 })],
    [306, () => ({ timeMs: NEW_YEAR })],
    [307, () => ({ timeMs: NEW_YEAR + 3_600_000 + 600_001 })],
    [401, () => ({ logSize: chain.sizeAt(3) })],
    [401, () => ({ logSize: chain.sizeAt(3) + 4097 })],
  ])('rule %i is told with its number', (number, fields) => {
    const bad = changed(alice, chain.header(4), fields());
    expect(() => verifyHeader(bad, { ...rules(), tip })).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ number, height: bad.header.height }) }),
    );
  });

  it.each<[number, Partial<BlockHeader>]>([
    [201, { entryRoot: otherHash(1) }],
    [203, { logRoot: otherHash(1) }],
    [303, { previousHash: otherHash(1) }],
    [308, { timeMs: 0 }],
    [401, { logSize: 1 }],
  ])('rule %i holds at height 0, in its place and alone', (number, fields) => {
    const bad = changed(alice, chain.header(0), fields);
    const told = expect.objectContaining({ details: expect.objectContaining({ number }) });
    expect(() => verifyHeader(bad, rules())).toThrow(told);
    expect(() => verifyLoneHeader(bad, rules())).toThrow(told);
  });

  it('4,096 entries are a block, and a signature of another is 202', () => {
    const most = changed(alice, chain.header(4), { logSize: chain.sizeAt(3) + 4096 });
    expect(verifyHeader(most, { ...rules(), tip }).logSize).toBe(chain.sizeAt(3) + 4096);
    const bad = changed(person(2), chain.header(4), {});
    expect(() => verifyLoneHeader(bad, rules())).toThrow(
      expect.objectContaining({ code: 'CRYPTO_INVALID', details: expect.objectContaining({ number: 202 }) }),
    );
  });
});
