import { describe, expect, it } from 'vitest';
import { type Bytes, concat } from '../../../src/base/bytes.ts';
import {
  MAX_ACKNOWLEDGED_IDS,
  readAcknowledgement,
  writeAcknowledgement,
} from '../../../src/message/acknowledgement.ts';

const ids = (count: number): Bytes[] => Array.from({ length: count }, (_, n) => new Uint8Array(16).fill(n + 1));
const malformed = expect.objectContaining({ code: 'E_MALFORMED' });

describe('the text of an acknowledgement', () => {
  it.each([1, 2, MAX_ACKNOWLEDGED_IDS])('is %d ids, one behind the other', (count) => {
    const text = writeAcknowledgement(ids(count));
    expect(text).toEqual(concat(...ids(count)));
    expect(readAcknowledgement(text)).toEqual(ids(count));
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['half an id', new Uint8Array(8)],
    ['an id and a half', new Uint8Array(24)],
    ['one too many', concat(...ids(MAX_ACKNOWLEDGED_IDS + 1))],
    ['one twice', concat(...ids(2), ...ids(1))],
  ])('E_MALFORMED: is not %s', (_, text) => {
    expect(() => readAcknowledgement(text)).toThrow(malformed);
  });

  it.each([0, MAX_ACKNOWLEDGED_IDS + 1])('is not made of %d', (count) => {
    expect(() => writeAcknowledgement(ids(count))).toThrow(RangeError);
  });
});
