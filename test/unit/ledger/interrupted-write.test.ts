import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, concat, utf8 } from '../../../src/base/bytes.ts';
import { canonicalJson } from '../../../src/codec/json.ts';
import { u32 } from '../../../src/codec/writer.ts';
import {
  isInterruptedWrite,
  JUDGED_BYTES,
  MIN_LOST_BYTES,
  PAGE_BYTES,
} from '../../../src/ledger/journal/interrupted-write.ts';
import { leafHash } from '../../../src/ledger/log/merkle.ts';

/** A record of `length` bytes of JSON, or of this JSON. */
const record = (json: Bytes): Bytes => concat(u32(json.length), leafHash(json).subarray(0, 8), json);
const ofLength = (length: number): Bytes => record(utf8(canonicalJson({ text: 'x'.repeat(length - 11) })));
const zeros = (length: number): Bytes => new Uint8Array(length);
const filled = (length: number): Bytes => zeros(length).fill(0x78);
/** Such that `left` bytes of the record's first page are left. */
const before = (left: number): number => 7 * PAGE_BYTES - left;

describe('the remains of an interrupted write', () => {
  const entries = fc
    .dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<string>, { minKeys: 1 })
    .map((value) => record(utf8(canonicalJson(value))));

  it('are the start of any record, cut short by the end or by zeros at any byte', () => {
    fc.assert(
      fc.property(entries, fc.nat(), fc.nat(10_000), (whole, cut, more) => {
        const kept = whole.slice(0, cut % whole.length);
        expect(isInterruptedWrite(kept, more, true)).toBe(true);
        expect(isInterruptedWrite(concat(kept, zeros(more)), 1, true)).toBe(true);
      }),
    );
  });

  it('are no record that is whole but for one bit, whatever follows it', () => {
    fc.assert(
      fc.property(entries, fc.nat(), entries, fc.nat(), (whole, bit, next, cut) => {
        const flipped = whole.slice();
        const at = bit % (whole.length * 8);
        flipped[at >> 3] = (flipped[at >> 3] as number) ^ (1 << (at & 7));
        const behind = next.slice(0, cut % (next.length + 1));
        for (const rest of [zeros(0), behind, zeros(cut % 9000), concat(behind, zeros(cut % 9000))])
          expect(isInterruptedWrite(concat(flipped, rest), cut, true)).toBe(false);
      }),
    );
  });

  it('are a page of zeros in the record, and no byte less', () => {
    const whole = concat(ofLength(20_000), filled(JUDGED_BYTES));
    for (const left of [3, 4, 8, 11, 12, 13, 100, PAGE_BYTES]) {
      const lost = whole.slice().fill(0, left, left + PAGE_BYTES);
      expect(isInterruptedWrite(lost, before(left), false), `${left} left`).toBe(true);
      const shorter = whole.slice().fill(0, left, left + PAGE_BYTES - 1);
      expect(isInterruptedWrite(shorter, before(left), false), `${left} left`).toBe(false);
      expect(isInterruptedWrite(lost, before(left) + 1, false), `${left} left, elsewhere`).toBe(false);
    }
  });

  it('are no page of zeros behind the record', () => {
    const whole = ofLength(100);
    const bytes = concat(whole.slice().fill(0x41, 20, 21), filled(8), zeros(PAGE_BYTES), filled(8));
    expect(isInterruptedWrite(bytes, before(whole.length + 8), false)).toBe(false);
  });

  it('are no page of zeros behind bytes that are no start of a record', () => {
    for (const edit of [
      (bytes: Bytes) => bytes.fill(0xff, 0, 1),
      (bytes: Bytes) => bytes.fill(0x20, 12, 13),
      (bytes: Bytes) => bytes.fill(0x0a, 30, 31),
      (bytes: Bytes) => bytes.fill(0x7d, 20, 21).fill(0x22, 18, 19),
    ]) {
      const bytes = concat(ofLength(20_000), filled(JUDGED_BYTES)).fill(0, 100, 100 + PAGE_BYTES);
      expect(isInterruptedWrite(bytes, before(100), false)).toBe(true);
      expect(isInterruptedWrite(edit(bytes), before(100), false), String(edit)).toBe(false);
    }
  });

  it(`are ${MIN_LOST_BYTES} zeros of a record up to the end of the page, and no fewer`, () => {
    for (const [left, isLost] of [
      [MIN_LOST_BYTES, true],
      [MIN_LOST_BYTES - 1, false],
    ] as const) {
      const bytes = concat(ofLength(2000).fill(0, 0, left), filled(JUDGED_BYTES));
      expect(isInterruptedWrite(bytes, before(left), false)).toBe(isLost);
      expect(isInterruptedWrite(bytes, before(left + 1), false)).toBe(false);
    }
  });

  it('are found in the largest record, wherever the page was', () => {
    const whole = concat(ofLength(65_535), filled(JUDGED_BYTES));
    for (let page = 17; page < 65_547; page += PAGE_BYTES) {
      const bytes = whole.slice(0, JUDGED_BYTES).fill(0, page, page + PAGE_BYTES);
      expect(isInterruptedWrite(bytes, before(17), false), `page at ${page}`).toBe(true);
    }
  });
});
