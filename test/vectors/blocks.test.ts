/** PROTOCOL.md §9.8 against `vectors/talos/blocks/`: one file a layer, one broken rule a block. */
import { readFileSync, writeFileSync } from 'node:fs';
import { sha256 } from '@noble/hashes/sha2.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { concat, equalBytes, fromHex, toHex, utf8 } from '../../src/base/bytes.ts';
import { ManualClock } from '../../src/base/clock.ts';
import { type Did, keyOfDid, parseDid } from '../../src/identity/did.ts';
import type { BlockValidation } from '../../src/ledger/validation/validation-chain.ts';
import { ValidationEngine, type ValidationOptions } from '../../src/ledger/validation/validation-engine.ts';
import { type AnchorCheck, recentIds, VALIDATION_LEVELS } from '../../src/ledger/validation/validation-levels.ts';
import { type BadBlock, type BadBlocks, BlockVectors, type GoodChain } from '../fixtures/block-vectors.ts';
import { noblePrimitives } from '../reference/noble.ts';
import { loadVectors, VECTORS } from './files.ts';

const LAYERS = ['structural', 'cryptographic', 'consensus', 'semantic', 'cross-chain'] as const;
const good = loadVectors<GoodChain>('talos/blocks/good.json');
const files = LAYERS.map((layer) => loadVectors<BadBlocks>(`talos/blocks/${layer}.json`));
const chain = good.blocks.map(({ block }) => fromHex(block));

describe('the blocks of vectors/talos/blocks', () => {
  let author: Did;
  beforeAll(() => {
    author = parseDid(good.author.did);
  });
  const clock = new ManualClock(good.nowMs);
  const anchors: AnchorCheck = (_header, root, size) => {
    const known = files[4]?.anchors?.find((anchor) => anchor.size === size);
    if (known === undefined) return { status: 'none' };
    return known.root === toHex(root)
      ? { status: 'valid' }
      : { status: 'mismatch', reason: 'another root was anchored' };
  };
  const engineOf = (options: ValidationOptions = {}): ValidationEngine =>
    new ValidationEngine({ author, clock, seen: recentIds(), difficulty: good.difficulty, ...options });
  /** An engine that took the good chain up to a height. */
  async function after(height: number, options: ValidationOptions = {}): Promise<ValidationEngine> {
    const engine = engineOf(options);
    const report = await engine.validateChain(chain.slice(0, height + 1));
    expect(report).toMatchObject({ isValid: true, height });
    return engine;
  }

  it('are made by our code as they are there', () => {
    const made = new BlockVectors();
    const content = {
      good: made.good(),
      structural: made.structural(),
      cryptographic: made.cryptographic(),
      consensus: made.consensus(),
      semantic: made.semantic(),
      'cross-chain': made.crossChain(),
    };
    for (const [name, value] of Object.entries(content)) {
      const file = new URL(`talos/blocks/${name}.json`, VECTORS);
      const text = `${JSON.stringify(value, undefined, 1)}\n`;
      if (process.env['TALOS_WRITE_VECTORS'] === '1') writeFileSync(file, text);
      expect(readFileSync(file, 'utf8') === text, name).toBe(true);
    }
  });

  it('B07: there are at least ten of every layer, and each names one rule of it', () => {
    for (const [i, { layer, cases }] of files.entries()) {
      expect(layer).toBe(LAYERS[i]);
      expect(cases.length).toBeGreaterThanOrEqual(10);
      for (const { number } of cases) expect(Math.floor(number / 100)).toBe(i + 1);
      expect(new Set(cases.map(({ block }) => block)).size).toBe(cases.length);
    }
  });

  it.each(VALIDATION_LEVELS)('the good chain is valid at the level %s', async (level) => {
    const engine = engineOf({ level, anchors });
    for (const [height, bytes] of chain.entries()) {
      const judged = await engine.validateBlock(bytes);
      expect(judged).toMatchObject({ isValid: true, errors: [], level });
      if (level === 'minimal') continue;
      expect(toHex(judged.hash ?? new Uint8Array())).toBe(good.blocks[height]?.hash);
      engine.commit(judged);
    }
    if (level !== 'minimal') expect(engine.state).toMatchObject({ tip: { height: 3 }, work: 4n * 256n });
  });

  it.each(files)(
    'B07: each block of $layer is $code with its number, and leaves no trace',
    async ({ layer, code, cases }) => {
      for (const { name, number, after: height, block, position } of cases) {
        const engine = await after(height, { level: layer === 'cross-chain' ? 'paranoid' : 'strict', anchors });
        const { state } = engine;
        const root = state?.tip.frontier.root();
        const judged: BlockValidation = await engine.validateBlock(fromHex(block));
        const place = position === undefined ? {} : { position };
        expect(judged.errors, name).toEqual([
          { layer, code, number, reason: expect.stringMatching(/^\w.*[^.]$/), ...place },
        ]);
        expect(judged.isValid, name).toBe(false);
        expect(judged.next).toBeUndefined();
        expect(engine.state).toBe(state);
        expect(state?.tip.frontier.root()).toEqual(root);
        expect(() => engine.commit(judged)).toThrow(RangeError);
        const honest = chain[height + 1];
        if (honest !== undefined) expect(await engine.validateBlock(honest), name).toMatchObject({ isValid: true });
      }
    },
  );

  it('B07: a level looks no further than it says', async () => {
    const upTo = { minimal: 1, standard: 3, strict: 4, paranoid: 5 };
    for (const level of VALIDATION_LEVELS) {
      for (const [i, { cases }] of files.entries()) {
        // One of each layer is enough here.
        const [{ block, after: height }] = cases as [BadBlock];
        const engine = level === 'minimal' ? engineOf({ level }) : await after(height, { level, anchors });
        expect((await engine.validateBlock(fromHex(block))).isValid, `${level} ${LAYERS[i]}`).toBe(i + 1 > upTo[level]);
      }
    }
  });

  it('are what they say by noble and the text of PROTOCOL.md alone', () => {
    for (const { layer, cases } of files.slice(1)) {
      for (const { name, number, after: height, block } of cases) {
        const broken = recomputed(fromHex(block), height);
        expect(layer === 'semantic' || layer === 'cross-chain' ? (broken[0] ?? number) : broken[0], name).toBe(number);
        // Whatever the first broken rule is, no layer before it has one.
        expect(broken.filter((each) => Math.floor(each / 100) < Math.floor(number / 100))).toEqual([]);
      }
    }
    for (const [height, bytes] of chain.entries()) expect(recomputed(bytes, height - 1)).toEqual([]);
  });

  /** The numbers of the rules 201 to 401 that a block breaks, lowest first; nothing of `src/ledger` has a part in it. */
  function recomputed(bytes: Uint8Array, after: number): number[] {
    const parts = split(bytes);
    const earlier = chain.slice(0, after + 1).map(split);
    const before = earlier.at(-1);
    const leaves = parts.entries.map(leaf);
    const all = [...earlier.flatMap(({ entries }) => entries.map(leaf)), ...leaves];
    const previous = before === undefined ? '00'.repeat(32) : toHex(blockHash(before.header));
    const follows = toHex(parts.header.subarray(41, 73)) === previous;
    const bits = BigInt(`0x${toHex(blockHash(parts.header))}`)
      .toString(2)
      .padStart(256, '0')
      .indexOf('1');
    const [height, size, time] = [33, 105, 145].map((at) => Number(u64(parts.header, at))) as [number, number, number];
    const rules: [number, boolean][] = [
      [201, equalBytes(merkle(leaves), parts.header.subarray(73, 105))],
      [
        202,
        noblePrimitives.ed25519Verify(
          keyOfDid(author),
          concat(utf8('talos/v1/block\0'), parts.header),
          parts.signature,
        ),
      ],
      [203, !follows || equalBytes(merkle(all), parts.header.subarray(113, 145))],
      [301, toHex(parts.header.subarray(1, 33)) === good.chainId],
      [302, height === after + 1],
      [303, follows],
      [304, parts.header[153] === good.difficulty],
      [305, bits >= good.difficulty],
      [306, time >= (before === undefined ? 0 : Number(u64(before.header, 145)))],
      [307, time <= good.nowMs + 600_000],
      [308, time > 0],
      [401, size === all.length],
    ];
    return rules.filter(([, holds]) => !holds).map(([number]) => number);
  }
});

interface Parts {
  readonly header: Uint8Array;
  readonly signature: Uint8Array;
  readonly entries: readonly Uint8Array[];
}

const u64 = (bytes: Uint8Array, at: number): bigint => BigInt(`0x${toHex(bytes.subarray(at, at + 8))}`);

/** §9.5: header (162) ‖ signature (64) ‖ u32 count ‖ count × blob32(entry). */
function split(bytes: Uint8Array): Parts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries: Uint8Array[] = [];
  for (let at = 230; at < bytes.length; ) {
    const end = at + 4 + view.getUint32(at);
    entries.push(bytes.subarray(at + 4, end));
    at = end;
  }
  expect(entries).toHaveLength(view.getUint32(226));
  return { header: bytes.subarray(0, 162), signature: bytes.subarray(162, 226), entries };
}

const blockHash = (header: Uint8Array): Uint8Array => sha256(concat(utf8('talos/v1/block-hash\0'), header));
const leaf = (entry: Uint8Array): Uint8Array => sha256(concat(Uint8Array.of(0), entry));

/** RFC 6962 §2.1, as it is written there. */
function merkle(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return sha256(new Uint8Array(0));
  if (leaves.length === 1) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(concat(Uint8Array.of(1), merkle(leaves.slice(0, k)), merkle(leaves.slice(k))));
}
