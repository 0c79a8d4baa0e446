import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../../src/base/bytes.ts';
import { decode } from '../../../src/codec/reader.ts';
import { blob16, blob32, u8, u16, u32, u64 } from '../../../src/codec/writer.ts';

const malformed = expect.objectContaining({ code: 'E_MALFORMED' });

describe('big-endian fields', () => {
  it('are written with the highest byte first', () => {
    expect([u8(1), u16(0x0102), u32(0x01020304), u64(2 ** 40 + 1)].map(toHex)).toEqual([
      '01',
      '0102',
      '01020304',
      '0000010000000001',
    ]);
    expect(toHex(blob16(Uint8Array.of(9)))).toBe('000109');
    expect(toHex(blob32(Uint8Array.of(9)))).toBe('0000000109');
  });

  it('are read as they were written, at every bound', () => {
    fc.assert(
      fc.property(
        fc.nat(0xff),
        fc.nat(0xffff),
        fc.nat(0xffffffff),
        fc.maxSafeNat(),
        fc.uint8Array(),
        (a, b, c, d, e) => {
          const bytes = concat(u8(a), u16(b), u32(c), u64(d), blob16(e), blob32(e), e);
          const fields = decode(bytes, (r) => [
            r.u8('a'),
            r.u16('b'),
            r.u32('c'),
            r.u64('d'),
            r.blob16(999, 'e'),
            r.blob32(999, 'f'),
            r.rest(),
          ]);
          expect(fields).toEqual([a, b, c, d, e, e, e]);
        },
      ),
    );
    expect(decode(u64(Number.MAX_SAFE_INTEGER), (r) => r.u64('n'))).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('E08: a u64 above 2^53 - 1 is refused, read or written', () => {
    for (const hex of ['0020000000000000', '0020000000000001', 'ffffffffffffffff'])
      expect(() => decode(fromHex(hex), (r) => r.u64('n'))).toThrow(malformed);
    expect(() => u64(2 ** 53)).toThrow(RangeError);
  });

  it('what does not fit a field is not written', () => {
    for (const [write, limit] of [
      [u8, 0xff],
      [u16, 0xffff],
      [u32, 0xffffffff],
    ] as const) {
      expect(write(limit).every((byte) => byte === 0xff)).toBe(true);
      for (const value of [limit + 1, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
        expect(() => write(value)).toThrow(RangeError);
    }
    expect(() => blob16(new Uint8Array(0x10000))).toThrow(RangeError);
  });

  it('what is cut short is refused, E_MALFORMED, and named', () => {
    expect(() => decode(new Uint8Array(1), (r) => r.u16('height'))).toThrow('height: needs 2 bytes, 1 left');
    for (const length of [0, 1, 3, 7])
      expect(() => decode(new Uint8Array(length), (r) => r.u64('n')), `${length}`).toThrow(malformed);
    expect(() => decode(fromHex('000201'), (r) => r.blob16(9, 'b'))).toThrow(malformed);
    expect(() => decode(fromHex('0000000201'), (r) => r.blob32(9, 'b'))).toThrow(malformed);
    expect(() => decode(new Uint8Array(3), (r) => r.bytes(4, 'b'))).toThrow(malformed);
  });

  it('a length is checked against its limit before anything is read: n is read, n + 1 refused', () => {
    expect(decode(blob16(new Uint8Array(5)), (r) => r.blob16(5, 'b'))).toHaveLength(5);
    expect(() => decode(blob16(new Uint8Array(6)), (r) => r.blob16(5, 'b'))).toThrow('b: 6 bytes, limit 5');
    expect(decode(blob32(new Uint8Array(5)), (r) => r.blob32(5, 'b'))).toHaveLength(5);
    expect(() => decode(fromHex('ffffffff'), (r) => r.blob32(5, 'b'))).toThrow('limit 5');
  });

  it('bytes after the end are refused, E_MALFORMED', () => {
    expect(() => decode(new Uint8Array(2), (r) => r.u8('n'))).toThrow(malformed);
    expect(decode(new Uint8Array(0), () => 'empty')).toBe('empty');
  });

  it('says where it is, and keeps nothing of the buffer', () => {
    const bytes = Uint8Array.of(0, 1, 2, 3);
    const [at, left, read] = decode(bytes, (r) => {
      r.u8('n');
      return [r.position, r.remaining, r.bytes(3, 'b')] as const;
    });
    bytes.fill(0xff);
    expect([at, left, [...read]]).toEqual([1, 3, [1, 2, 3]]);
  });

  it('reads a view into a larger buffer, and no byte beside it', () => {
    const whole = Uint8Array.of(0xff, 0x01, 0x02, 0xff);
    expect(decode(whole.subarray(1, 3), (r) => r.u16('n'))).toBe(0x0102);
    expect(() => decode(whole.subarray(1, 3), (r) => r.u32('n'))).toThrow(malformed);
  });
});
