import { describe, expect, it } from 'vitest';
import { toHex, utf8 } from '../../../src/base/bytes.ts';
import { Frontier } from '../../../src/ledger/log/frontier.ts';
import { elementPath, tileFiles } from '../../../src/ledger/log/tile-files.ts';
import { leafOf, rootOf } from '../../reference/tlog.ts';

const entryOf = (i: number): Uint8Array => utf8(`entry ${i} ${'x'.repeat(i % 300)}`);

async function filesOf(count: number): Promise<{ files: Map<string, Buffer>; frontier: Frontier }> {
  const entries = async function* (): AsyncIterable<Uint8Array> {
    for (let i = 0; i < count; i++) yield entryOf(i);
  };
  const frontier = new Frontier();
  const files = new Map<string, Buffer>();
  for await (const { path, bytes } of tileFiles(entries(), frontier)) {
    expect(files.has(path)).toBe(false);
    files.set(path, Buffer.from(bytes));
  }
  return { files, frontier };
}

/** A path by the words of the specification, not by ours. */
function pathOf(folder: string, number: number, width: number): string {
  const rest: string[] = [String(number % 1000).padStart(3, '0')];
  for (let n = Math.floor(number / 1000); n > 0; n = Math.floor(n / 1000))
    rest.unshift(`x${String(n % 1000).padStart(3, '0')}`);
  return `tile/${folder}/${rest.join('/')}${width === 256 ? '' : `.p/${width}`}`;
}

/** The entries of a bundle: each behind two bytes of length. */
function split(bundle: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  for (let at = 0; at < bundle.length; ) {
    const length = bundle.readUInt16BE(at);
    entries.push(bundle.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return entries;
}

describe('a log as tiles', () => {
  it.each([1, 2, 255, 256, 257, 512, 1000])(
    'of %i entries is read back by another program, to its root',
    async (count) => {
      const { files, frontier } = await filesOf(count);
      const leaves: Buffer[] = [];
      const expected: string[] = [];
      for (let number = 0; number * 256 < count; number++) {
        const width = Math.min(256, count - number * 256);
        const [bundle, tile] = [pathOf('entries', number, width), pathOf('0', number, width)];
        expected.push(bundle, tile);
        const entries = split(files.get(bundle) ?? Buffer.alloc(0));
        expect(entries.map((entry) => entry.toString())).toEqual(
          Array.from({ length: width }, (_, i) => Buffer.from(entryOf(number * 256 + i)).toString()),
        );
        expect(Buffer.concat(entries.map(leafOf)).equals(files.get(tile) ?? Buffer.alloc(0))).toBe(true);
        leaves.push(...entries.map(leafOf));
      }
      expect(rootOf(leaves).toString('hex')).toBe(toHex(frontier.root()));
      const whole = Math.floor(count / 256);
      if (whole > 0) {
        const above = pathOf('1', 0, whole);
        expected.push(above);
        const hashes = Array.from({ length: whole }, (_, i) => rootOf(leaves.slice(i * 256, (i + 1) * 256)));
        expect(files.get(above)?.equals(Buffer.concat(hashes))).toBe(true);
      }
      expect([...files.keys()].sort()).toEqual(expected.sort());
    },
  );

  it('of no entry has no file', async () => {
    expect((await filesOf(0)).files.size).toBe(0);
  });

  it.each([
    [0, 256, 'tile/0/000'],
    [67, 1, 'tile/0/067.p/1'],
    [999, 256, 'tile/0/999'],
    [1000, 255, 'tile/0/x001/000.p/255'],
    [1_234_067, 256, 'tile/0/x001/x234/067'],
  ])('spells number %i of width %i as %s', (number, width, path) => {
    expect(elementPath('0', number, width)).toBe(path);
    expect(pathOf('0', number, width)).toBe(path);
  });
});
