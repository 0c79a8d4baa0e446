import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat } from '../../../src/base/bytes.ts';
import {
  bytesField,
  MAX_PROTOBUF_FIELDS,
  numberField,
  readProtobuf,
  readVarint,
  varint,
} from '../../../src/codec/protobuf.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const code = (value: string): object => expect.objectContaining({ code: value }) as object;

describe('protobuf', () => {
  it('writes the examples of the format', () => {
    // protobuf.dev, "Encoding": 150 in field 1, "testing" in field 2.
    expect(numberField(1, 150)).toEqual(bytes(0x08, 0x96, 0x01));
    expect(bytesField(2, new TextEncoder().encode('testing'))).toEqual(
      bytes(0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67),
    );
    expect(varint(300)).toEqual(bytes(0xac, 0x02));
  });

  it('reads what it wrote', () => {
    const field = fc.record({
      number: fc.integer({ min: 1, max: 1000 }),
      value: fc.oneof(fc.integer({ min: 0, max: 0x7fff_ffff }), fc.uint8Array({ maxLength: 300 })),
    });
    fc.assert(
      fc.property(fc.array(field, { maxLength: MAX_PROTOBUF_FIELDS }), (fields) => {
        const text = fields.map(({ number, value }) =>
          typeof value === 'number' ? numberField(number, value) : bytesField(number, value),
        );
        expect(readProtobuf(concat(...text))).toEqual(
          fields.map(({ number, value }) => ({
            number,
            value: typeof value === 'number' ? value : new Uint8Array(value),
          })),
        );
      }),
    );
  });

  it('leaves out fixed numbers, which nobody needs', () => {
    expect(
      readProtobuf(concat(bytes(0x09, 1, 2, 3, 4, 5, 6, 7, 8), bytes(0x0d, 1, 2, 3, 4), numberField(3, 4))),
    ).toEqual([{ number: 3, value: 4 }]);
  });

  it.each([
    ['a number that ends too early', bytes(0x08, 0x96)],
    ['a field without a value', bytes(0x08)],
    ['bytes that end too early', bytes(0x12, 0x02, 0x01)],
    ['a length of 2 GiB', bytes(0x12, 0xff, 0xff, 0xff, 0xff, 0x07)],
    ['a number above 31 bits', bytes(0x08, 0x80, 0x80, 0x80, 0x80, 0x08)],
    ['a number of eleven bytes', bytes(0x08, ...Array.from({ length: 10 }, () => 0x80), 0x01)],
    ['a fixed number that ends too early', bytes(0x09, 1, 2, 3)],
    ['the number 0 of a field', bytes(0x00, 0x01)],
    ['a group', bytes(0x0b, 0x0c)],
    ['a kind that there is not', bytes(0x0e)],
  ])('refuses %s (E_MALFORMED)', (_, message) => {
    expect(() => readProtobuf(message)).toThrow(code('E_MALFORMED'));
  });

  it('takes MAX_PROTOBUF_FIELDS fields, and not one more (E_LIMIT)', () => {
    const fields = Array.from({ length: MAX_PROTOBUF_FIELDS }, () => numberField(1, 1));
    expect(readProtobuf(concat(...fields))).toHaveLength(MAX_PROTOBUF_FIELDS);
    expect(() => readProtobuf(concat(...fields, numberField(1, 1)))).toThrow(code('E_LIMIT'));
  });

  it('waits for a number that is not whole yet', () => {
    expect(readVarint(bytes(0xff), 0)).toBeUndefined();
    expect(readVarint(bytes(), 0)).toBeUndefined();
    expect(readVarint(bytes(0xff, 0x01, 0x07), 0)).toEqual({ value: 255, next: 2 });
    expect(() => varint(2 ** 31)).toThrow(RangeError);
    expect(() => varint(-1)).toThrow(RangeError);
  });
});
