import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../../src/base/bytes.ts';
import { LineSplitter, OVERLONG_SAMPLE_BYTES, type SplitLine } from '../../../src/mcp/lines.ts';

const shown = (found: SplitLine[]): string[] =>
  found.map((line) => (line.kind === 'line' ? fromUtf8(line.bytes) : `<${line.kind}>`));

/** Feeds `text` in pieces that end at `cuts`. */
function feed(splitter: LineSplitter, bytes: Uint8Array, cuts: readonly number[]): SplitLine[] {
  const found: SplitLine[] = [];
  const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b);
  for (let i = 1; i < at.length; i++) found.push(...splitter.push(bytes.slice(at[i - 1], at[i])));
  return found;
}

describe('LineSplitter', () => {
  it('gives whole lines, without their ends and without empty ones', () => {
    expect(shown(new LineSplitter(10).push(utf8('a\r\n\n\r\nbc\nd')))).toEqual(['a', 'bc']);
  });

  it('gives the line that the end of the stream leaves, once', () => {
    const splitter = new LineSplitter(10);
    splitter.push(utf8('a\nb'));
    expect(shown(splitter.finish())).toEqual(['b']);
    expect(shown(splitter.finish())).toEqual([]);
  });

  it('M07: takes a line of exactly the limit and reports one of a byte more, however it is cut', () => {
    const limit = 3000;
    for (const end of ['\n', '\r\n']) {
      for (const cuts of [[], [1], [limit], [limit + 1], [limit + 2], [1500, 2999, 3000, 3001]]) {
        const exact = utf8(`${'x'.repeat(limit)}${end}next\n`);
        const over = utf8(`${'x'.repeat(limit + 1)}${end}next\n`);
        expect(shown(feed(new LineSplitter(limit), exact, cuts))).toEqual(['x'.repeat(limit), 'next']);
        expect(shown(feed(new LineSplitter(limit), over, cuts))).toEqual(['<overlong>', '<overlong-end>', 'next']);
      }
    }
  });

  it('M07: reports an endless line once, as soon as it is too long, and keeps its first and last bytes', () => {
    const splitter = new LineSplitter(5000);
    const head = `{"id":7,${'x'.repeat(2000)}`;
    const found = [...splitter.push(utf8(head))];
    for (let i = 0; i < 1000; i++) found.push(...splitter.push(utf8('y'.repeat(97))));
    expect(shown(found)).toEqual(['<overlong>']);
    const [first] = found;
    expect(first?.kind === 'overlong' && fromUtf8(first.head)).toBe(head.slice(0, OVERLONG_SAMPLE_BYTES));
    const [end, next] = splitter.push(utf8('the end}\nok\n'));
    expect(end?.kind === 'overlong-end' && fromUtf8(end.tail)).toMatch(/^y+the end\}$/);
    expect(end?.kind === 'overlong-end' && end.tail.length).toBe(OVERLONG_SAMPLE_BYTES);
    expect(next && shown([next])).toEqual(['ok']);
  });

  it('M07: takes 2 MiB byte by byte in linear time', () => {
    const bytes = utf8(`${'z'.repeat(2 * 1024 * 1024)}\n`);
    const splitter = new LineSplitter(bytes.length);
    let count = 0;
    for (let i = 0; i < bytes.length; i++) count += splitter.push(bytes.subarray(i, i + 1)).length;
    expect(count).toBe(1);
  });

  it('M07: gives the same lines however the bytes are cut, within a character too', () => {
    const text = fc
      .array(fc.string({ unit: fc.constantFrom('a', 'é', '€', '😀', '\n', '\r', '{') }))
      .map((t) => t.join('\n'));
    fc.assert(
      fc.property(text, fc.array(fc.nat(200)), fc.integer({ min: 1, max: 40 }), (written, cuts, limit) => {
        const bytes = utf8(written);
        const whole = [...new LineSplitter(limit).push(bytes)];
        expect(shown(feed(new LineSplitter(limit), bytes, cuts))).toEqual(shown(whole));
        expect(shown(feed(new LineSplitter(limit), bytes, [...bytes.keys()]))).toEqual(shown(whole));
      }),
    );
  });

  it('never writes into a line that it gave out', () => {
    const splitter = new LineSplitter(100);
    splitter.push(utf8('ab'));
    const [line] = splitter.push(utf8('c\n'));
    splitter.push(utf8('zzzzzz'));
    expect(line && shown([line])).toEqual(['abc']);
  });

  it('refuses a limit that is none', () => {
    for (const limit of [0, -1, 1.5, Number.NaN]) expect(() => new LineSplitter(limit)).toThrow(RangeError);
  });
});
