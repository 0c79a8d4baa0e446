import { beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, concat, equalBytes, utf8 } from '../../../src/base/bytes.ts';
import {
  type Block,
  type BlockHeader,
  chainIdOf,
  DIFFICULTY,
  decodeBlock,
  encodeBlock,
  encodeHeader,
  HEADER_BYTES,
  hashHeader,
  MAX_BLOCK_BYTES,
  MAX_BLOCK_ENTRIES,
} from '../../../src/ledger/block.ts';
import { MAX_ENTRY_BYTES, makeEntry } from '../../../src/ledger/entry/entry.ts';
import { Frontier } from '../../../src/ledger/log/frontier.ts';
import { emptyRoot, leafHash, rootHash } from '../../../src/ledger/log/merkle.ts';
import { type ChainTip, type ChainView, MAX_AHEAD_MS, validateBlock } from '../../../src/ledger/validation/validate.ts';
import { leadingZeroBits, mineInSlices, mineSlice } from '../../../src/ledger/work.ts';
import { denial, NEW_YEAR, type Person, person } from '../../fixtures/ledger.ts';

const malformed = expect.objectContaining({ code: 'MALFORMED_BLOCK' });

describe('blocks', () => {
  let alice: Person;
  let bob: Person;
  let genesis: Bytes;
  let tip: ChainTip;
  let entries: Bytes[];
  beforeAll(() => {
    alice = person(1);
    bob = person(2);
    genesis = sealed({}, []);
    const verdict = validateBlock(genesis, view(undefined));
    if (!verdict.valid) throw new Error(verdict.reason);
    ({ tip } = verdict);
    entries = [0, 1, 2].map((seq) => makeEntry(denial(bob.did, seq + 1), seq, NEW_YEAR).bytes);
  });
  const view = (at: ChainTip | undefined): ChainView => ({
    authorKey: alice.signing.publicKey,
    difficulty: DIFFICULTY,
    nowMs: NEW_YEAR,
    tip: at,
  });
  /** A block that is honest but for `fields`, with the work and the signature over whatever it says. */
  function sealed(fields: Partial<BlockHeader>, held: readonly Bytes[], by = alice): Bytes {
    const before = held.length === 0 ? undefined : tip;
    const leaves = held.map(leafHash);
    const header: BlockHeader = {
      chainId: chainIdOf(alice.signing.publicKey),
      height: before === undefined ? 0 : 1,
      previousHash: before?.hash ?? new Uint8Array(32),
      entryRoot: rootHash(leaves),
      logSize: held.length,
      logRoot: rootHash(leaves),
      timeMs: NEW_YEAR,
      difficulty: DIFFICULTY,
      nonce: 0,
      ...fields,
    };
    const nonce = fields.nonce ?? mineSlice(encodeHeader(header), 0, 1_000_000) ?? 0;
    const mined = { ...header, nonce };
    return encodeBlock({ header: mined, signature: by.signing.sign('block', encodeHeader(mined)), entries: held });
  }
  const verdictOf = (bytes: Uint8Array, at = view(tip)): string => {
    const verdict = validateBlock(bytes, at);
    return verdict.valid ? 'valid' : verdict.code;
  };

  it('an honest one is valid after the one before, and reads back as it was', () => {
    const bytes = sealed({}, entries);
    const verdict = validateBlock(bytes, view(tip));
    expect(verdict).toMatchObject({ valid: true, tip: { height: 1, timeMs: NEW_YEAR } });
    expect(encodeBlock(decodeBlock(bytes))).toEqual(bytes);
    expect(encodeHeader(decodeBlock(bytes).header)).toHaveLength(HEADER_BYTES);
    expect(verdict.valid && equalBytes(verdict.tip.frontier.root(), rootHash(entries.map(leafHash)))).toBe(true);
  });

  it('height 0 holds nothing: its roots are those of no entries', () => {
    const { header } = decodeBlock(genesis);
    expect(header).toMatchObject({ height: 0, logSize: 0, entryRoot: emptyRoot(), logRoot: emptyRoot() });
    expect(header.previousHash).toEqual(new Uint8Array(32));
  });

  it('B04: a block whose entries are not those of its entry root is CRYPTO_INVALID', () => {
    const honest = decodeBlock(sealed({}, entries));
    const other = makeEntry(denial(bob.did, 9), 1, NEW_YEAR).bytes;
    const withEntries = (held: readonly Bytes[]): Bytes => encodeBlock({ ...honest, entries: held });
    const [a, b, c] = entries as [Bytes, Bytes, Bytes];
    for (const held of [
      [a, other, c],
      [a, c, b],
      [a, b],
      [a, b, c, c],
    ])
      expect(verdictOf(withEntries(held))).toBe('CRYPTO_INVALID');
  });

  it('B01: a repeated last entry is CRYPTO_INVALID, and the honest block is valid afterwards', () => {
    const honest = sealed({}, entries);
    const repeated = encodeBlock({ ...decodeBlock(honest), entries: [...entries, entries.at(-1) as Bytes] });
    const before = tip.frontier.size;
    expect(verdictOf(repeated)).toBe('CRYPTO_INVALID');
    expect(verdictOf(honest)).toBe('valid');
    expect(tip.frontier.size).toBe(before);
  });

  it('a failure leaves the view as it was', () => {
    const at = view(tip);
    const root = tip.frontier.root();
    expect(verdictOf(sealed({ logRoot: new Uint8Array(32) }, entries), at)).toBe('CRYPTO_INVALID');
    expect(tip.frontier.root()).toEqual(root);
    expect(verdictOf(sealed({}, entries), at)).toBe('valid');
  });

  it('B09: bytes that are missing, left over or of another version are MALFORMED_BLOCK', () => {
    const bytes = sealed({}, entries);
    for (let length = 0; length < bytes.length; length += 7)
      expect(verdictOf(bytes.subarray(0, length)), `${length} bytes`).toBe('MALFORMED_BLOCK');
    expect(verdictOf(concat(bytes, Uint8Array.of(0)))).toBe('MALFORMED_BLOCK');
    const version = new Uint8Array(bytes);
    version[0] = 2;
    expect(verdictOf(version)).toBe('MALFORMED_BLOCK');
    const height = new Uint8Array(bytes);
    height[33] = 0xff;
    expect(verdictOf(height)).toBe('MALFORMED_BLOCK');
  });

  it('B09: a bit that is changed anywhere makes it invalid', () => {
    const bytes = sealed({}, entries);
    for (let at = 0; at < bytes.length; at++) {
      const other = new Uint8Array(bytes);
      other[at] = (other[at] as number) ^ 0x40;
      expect(verdictOf(other), `byte ${at}`).not.toBe('valid');
    }
  });

  it('a signature of another, or another log root, is CRYPTO_INVALID', () => {
    expect(verdictOf(sealed({}, entries, bob))).toBe('CRYPTO_INVALID');
    expect(verdictOf(sealed({ logRoot: emptyRoot() }, entries))).toBe('CRYPTO_INVALID');
    expect(verdictOf(sealed({ entryRoot: emptyRoot() }, entries))).toBe('CRYPTO_INVALID');
    expect(verdictOf(sealed({ logRoot: new Uint8Array(32) }, []), view(undefined))).toBe('CRYPTO_INVALID');
  });

  it('each rule of the chain that is broken is CONSENSUS_VIOLATION', () => {
    const headers: Partial<BlockHeader>[] = [
      { chainId: chainIdOf(bob.signing.publicKey) },
      { height: 2 },
      { previousHash: new Uint8Array(32).fill(1) },
      { difficulty: DIFFICULTY - 1 },
      { difficulty: DIFFICULTY + 1 },
      { difficulty: 0 },
      { timeMs: NEW_YEAR - 1 },
      { timeMs: NEW_YEAR + MAX_AHEAD_MS + 1 },
    ];
    for (const fields of headers)
      expect(verdictOf(sealed(fields, entries)), Object.keys(fields).join()).toBe('CONSENSUS_VIOLATION');
    expect(verdictOf(sealed({ timeMs: NEW_YEAR + MAX_AHEAD_MS }, entries))).toBe('valid');
    expect(verdictOf(genesis)).toBe('CONSENSUS_VIOLATION');
  });

  it('a hash without the work is CONSENSUS_VIOLATION', () => {
    const honest = decodeBlock(sealed({}, entries));
    let nonce = 0;
    while (leadingZeroBits(hashHeader(encodeHeader({ ...honest.header, nonce }))) >= DIFFICULTY) nonce++;
    expect(verdictOf(sealed({ nonce }, entries))).toBe('CONSENSUS_VIOLATION');
  });

  it('entries out of sequence, of another form or a log size that does not fit are SEMANTIC_ERROR', () => {
    const [a, b] = entries as [Bytes, Bytes, Bytes];
    expect(verdictOf(sealed({}, [b, a]))).toBe('SEMANTIC_ERROR');
    expect(verdictOf(sealed({}, [a, a]))).toBe('SEMANTIC_ERROR');
    expect(verdictOf(sealed({}, [a, utf8('{}')]))).toBe('SEMANTIC_ERROR');
    expect(verdictOf(sealed({ logSize: 7 }, entries))).toBe('SEMANTIC_ERROR');
    expect(validateBlock(sealed({}, [a, a]), view(tip))).toMatchObject({ position: 1 });
  });

  it('the first layer that fails gives the code', () => {
    const worst = { height: 2, logSize: 7, entryRoot: emptyRoot() };
    expect(verdictOf(concat(sealed(worst, entries), Uint8Array.of(0)))).toBe('MALFORMED_BLOCK');
    expect(verdictOf(sealed(worst, entries))).toBe('CRYPTO_INVALID');
    expect(verdictOf(sealed({ height: 2, logSize: 7 }, entries))).toBe('CONSENSUS_VIOLATION');
    expect(verdictOf(sealed({ logSize: 7 }, entries))).toBe('SEMANTIC_ERROR');
  });

  it('4,096 entries and 1,000,000 bytes are read, one more is MALFORMED_BLOCK', () => {
    const frame = decodeBlock(sealed({}, entries));
    const of = (held: readonly Bytes[]): Bytes => encodeBlock({ ...frame, entries: held } satisfies Block);
    const one = Uint8Array.of(0x7b);
    expect(decodeBlock(of(Array.from({ length: MAX_BLOCK_ENTRIES }, () => one))).entries).toHaveLength(4096);
    expect(() => decodeBlock(of(Array.from({ length: MAX_BLOCK_ENTRIES + 1 }, () => one)))).toThrow(malformed);
    const full = Array.from({ length: 16 }, () => new Uint8Array(62_000).fill(0x20));
    const rest = MAX_BLOCK_BYTES - of(full).length - 4;
    expect(decodeBlock(of([...full, new Uint8Array(rest)])).entries).toHaveLength(17);
    expect(() => decodeBlock(of([...full, new Uint8Array(rest + 1)]))).toThrow(malformed);
    expect(() => decodeBlock(of([new Uint8Array(MAX_ENTRY_BYTES + 1)]))).toThrow(malformed);
    expect(decodeBlock(of([new Uint8Array(MAX_ENTRY_BYTES)])).entries).toHaveLength(1);
  });

  it('entries at height 0, none after it, and an empty entry are MALFORMED_BLOCK', () => {
    expect(verdictOf(sealed({ height: 0 }, entries))).toBe('MALFORMED_BLOCK');
    expect(verdictOf(sealed({ height: 1 }, []))).toBe('MALFORMED_BLOCK');
    expect(() =>
      decodeBlock(encodeBlock({ ...decodeBlock(sealed({}, entries)), entries: [new Uint8Array(0)] })),
    ).toThrow(malformed);
  });

  it('work is counted in leading zero bits, and a slice finds what another slice finds', async () => {
    expect(leadingZeroBits(Uint8Array.of(0x80))).toBe(0);
    expect(leadingZeroBits(Uint8Array.of(0, 0x01))).toBe(15);
    expect(leadingZeroBits(new Uint8Array(32))).toBe(256);
    const header = encodeHeader({ ...decodeBlock(genesis).header, nonce: 0 });
    const nonce = mineSlice(header, 0, 1_000_000) ?? -1;
    expect(mineSlice(header, 0, nonce)).toBeUndefined();
    expect(mineSlice(header, nonce, 1)).toBe(nonce);
    expect(await mineInSlices(async () => undefined)(header)).toBe(nonce);
    expect(() => mineSlice(header.slice(1), 0, 1)).toThrow(RangeError);
  });

  it('a frontier without leaves is the tip of height 0', () =>
    expect(tip.frontier.root()).toEqual(new Frontier().root()));
});
