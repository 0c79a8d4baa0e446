import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/base/bytes.ts';
import { formatMessageId, isMessageId, makeMessageId, parseMessageId } from '../../../src/message/message-id.ts';

describe('a message id', () => {
  it('is the UUIDv7 of RFC 9562, appendix A.6', () => {
    const random = fromHex('ffffffffffff0cc398c4dc0c0c07398f');
    const id = makeMessageId(0x017f22e279b0, () => random);
    expect(formatMessageId(id)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
    expect(isMessageId(id)).toBe(true);
  });

  it('E_MALFORMED: is read from its one text form, and from no other', () => {
    const text = '017f22e2-79b0-7cc3-98c4-dc0c0c07398f';
    expect(formatMessageId(parseMessageId(text))).toBe(text);
    for (const other of [
      '',
      text.toUpperCase(),
      text.replaceAll('-', ''),
      `${text}0`,
      `{${text}}`,
      text.replace('-7cc3', '-4cc3'),
    ])
      expect(() => parseMessageId(other)).toThrow(expect.objectContaining({ code: 'E_MALFORMED' }));
  });

  it('sorts by time', () => {
    const ids = [0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 48 - 1].map((ms) => formatMessageId(makeMessageId(ms)));
    expect(ids).toEqual(ids.toSorted());
  });

  it('is not made of a time that does not fit', () => {
    for (const ms of [-1, 1.5, 2 ** 48]) expect(() => makeMessageId(ms)).toThrow(RangeError);
  });

  it('of another version, variant or length is none', () => {
    const id = makeMessageId(1);
    expect(isMessageId(id.slice(1))).toBe(false);
    for (const [at, byte] of [
      [6, 0x40],
      [8, 0x00],
      [8, 0xc0],
    ] as const) {
      const other = id.slice();
      other[at] = byte;
      expect(isMessageId(other)).toBe(false);
    }
  });
});
