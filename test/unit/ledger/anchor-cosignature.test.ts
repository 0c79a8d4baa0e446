import { describe, expect, it } from 'vitest';
import { type Bytes, utf8 } from '../../../src/base/bytes.ts';
import type { AnchorWord, CosignatureSource } from '../../../src/ledger/anchor/anchor.ts';
import { AnchorBook } from '../../../src/ledger/anchor/anchor-book.ts';
import { CosignatureAnchor } from '../../../src/ledger/anchor/anchor-cosignature.ts';
import { type Checkpoint, readCheckpoint, signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { cosign, formatWitnessKey, witnessOf } from '../../../src/ledger/log/cosignature.ts';
import { openMemoryStore } from '../../../src/storage/memory.ts';
import { type Person, person } from '../../fixtures/ledger.ts';

const TIME_S = 1_767_225_600;
const [alice, wendy, walter, wanda] = [person(1), person(7), person(8), person(9)];
const keyOf = (who: Person, name: string): string => formatWitnessKey(witnessOf(name, who.signing.publicKey));
const SOURCE: CosignatureSource = {
  kind: 'cosignature',
  threshold: 2,
  witnesses: [keyOf(wendy, 'wendy'), keyOf(walter, 'walter'), keyOf(wanda, 'wanda')],
};

function checkpointOf({ author = alice, size = 42, root = 5 }: { author?: Person; size?: number; root?: number } = {}) {
  const note = signCheckpoint(author.signing, author.did, size, new Uint8Array(32).fill(root));
  return readCheckpoint(note, author.did) as Checkpoint;
}

const lineOf = ({ note }: Checkpoint, who: Person, name: string, timeS = TIME_S): string =>
  cosign(who.signing, name, note.slice(0, note.indexOf('\n\n') + 1), timeS);

const verify = (token: string | Bytes, source = SOURCE): Promise<AnchorWord> => {
  const bytes = typeof token === 'string' ? utf8(token) : token;
  return new CosignatureAnchor().verify(checkpointOf(), { token: bytes, nonce: new Uint8Array(0) }, source);
};

describe('anchors by cosignatures', () => {
  const checkpoint = checkpointOf();
  const first = lineOf(checkpoint, wendy, 'wendy', TIME_S + 9);
  const second = lineOf(checkpoint, walter, 'walter', TIME_S + 3);
  const third = lineOf(checkpoint, wanda, 'wanda', TIME_S + 5);

  it('hold when enough known witnesses cosigned, from the time that the threshold was reached', async () => {
    expect(await verify(checkpoint.note + first + second)).toEqual({ atMs: (TIME_S + 9) * 1000, by: 'walter, wendy' });
    const all = checkpoint.note + first + second + third;
    expect(await verify(all)).toMatchObject({ atMs: (TIME_S + 5) * 1000 });
    expect(await verify(all, { ...SOURCE, threshold: 1 })).toMatchObject({ atMs: (TIME_S + 3) * 1000 });
  });

  it.each<[string, () => string | Bytes, string]>([
    ['too few', () => checkpoint.note + first, '1 known witnesses cosigned, 2 must'],
    ['none', () => checkpoint.note, '0 known witnesses cosigned'],
    ['one witness twice', () => checkpoint.note + first + lineOf(checkpoint, wendy, 'wendy'), '1 known'],
    ['a key that is not known', () => checkpoint.note + first + lineOf(checkpoint, person(10), 'xaver'), '1 known'],
    [
      'the name of a known witness over another key',
      () => checkpoint.note + first + lineOf(checkpoint, person(10), 'walter'),
      '1 known',
    ],
    [
      'a line of another checkpoint',
      () => checkpoint.note + first + lineOf(checkpointOf({ root: 6 }), walter, 'walter'),
      'does not verify',
    ],
    [
      'another root',
      () =>
        checkpointOf({ root: 6 }).note +
        lineOf(checkpointOf({ root: 6 }), wendy, 'wendy') +
        lineOf(checkpointOf({ root: 6 }), walter, 'walter'),
      'another log of this size',
    ],
    [
      'another size',
      () =>
        checkpointOf({ size: 41 }).note +
        lineOf(checkpointOf({ size: 41 }), wendy, 'wendy') +
        lineOf(checkpointOf({ size: 41 }), walter, 'walter'),
      'another size',
    ],
    [
      'another author',
      () => checkpointOf({ author: wendy }).note + lineOf(checkpointOf({ author: wendy }), wendy, 'wendy'),
      'does not verify',
    ],
    [
      'a signature with one character changed',
      () => checkpoint.note + first + second.replace(/.(?=.{9}\n$)/, (it) => (it === 'A' ? 'B' : 'A')),
      'does not verify',
    ],
    [
      'a time of 2^53 - 1 seconds',
      () => checkpoint.note + first + lineOf(checkpoint, walter, 'walter', Number.MAX_SAFE_INTEGER),
      'no time that a clock shows',
    ],
    ['no note', () => 'wendy was here', 'does not verify'],
    ['no text', () => Uint8Array.of(0xff, 0xfe), 'no text'],
  ])('%s: ANCHOR_MISMATCH', async (_what, token, reason) => {
    await expect(verify(token())).rejects.toMatchObject({
      code: 'ANCHOR_MISMATCH',
      message: expect.stringContaining(reason),
    });
  });

  it('what was cosigned is verified before it is given; a log that grew meanwhile is E_STALE', async () => {
    const asked = (size: number, note: string) => new CosignatureAnchor(async () => ({ size, note }));
    const made = await asked(42, checkpoint.note + first + second).make(checkpoint, SOURCE);
    expect(made).toMatchObject({ token: utf8(checkpoint.note + first + second), by: 'walter, wendy' });
    await expect(asked(42, checkpoint.note + first).make(checkpoint, SOURCE)).rejects.toMatchObject({
      code: 'ANCHOR_MISMATCH',
    });
    await expect(asked(43, 'x').make(checkpoint, SOURCE)).rejects.toMatchObject({ code: 'E_STALE' });
    await expect(new CosignatureAnchor().make(checkpoint, SOURCE)).rejects.toMatchObject({ code: 'E_UNREACHABLE' });
  });

  it.each<[string, Partial<CosignatureSource>]>([
    ['no witness', { witnesses: [], threshold: 1 }],
    ['more than 15', { witnesses: Array.from({ length: 16 }, (_, i) => keyOf(person(20 + i), `w${i}`)) }],
    ['a threshold of 0', { threshold: 0 }],
    ['a threshold above the number of witnesses', { threshold: 4 }],
    ['a threshold that is no integer', { threshold: 1.5 }],
    ['a key under two names', { witnesses: [keyOf(wendy, 'wendy'), keyOf(wendy, 'walter')] }],
    ['no verifier key', { witnesses: ['wendy', 'walter'] }],
  ])('%s: E_USAGE', (_what, change) => {
    expect(() => new CosignatureAnchor().check({ ...SOURCE, ...change })).toThrow(
      expect.objectContaining({ code: 'E_USAGE' }),
    );
  });

  it('a source is kept as it is; one that the store holds in another form is E_STORAGE_CORRUPT', async () => {
    const store = openMemoryStore();
    const book = new AnchorBook(store);
    const added = await book.add(SOURCE, 1);
    expect((await book.sources())[0]).toEqual(added);
    expect(added.source).toEqual(SOURCE);
    const other = { ...SOURCE, threshold: 4 };
    await book.add(other, 2);
    await expect(book.sources()).rejects.toMatchObject({ code: 'E_STORAGE_CORRUPT' });
  });
});
