import type { MessageStream } from '@libp2p/interface';
import { describe, expect, it } from 'vitest';
import { lengthOf, readLengthsCheaply } from '../../../src/node/network/noise-lengths.ts';

/** As much of a list of buffers as matters here. */
const list = (...bytes: readonly number[]) => ({ byteLength: bytes.length, get: (index: number) => bytes[index] ?? 0 });

describe('lengths of Noise messages', () => {
  it('are the first two bytes, the higher one first', () => {
    expect(lengthOf(list(0, 0))).toBe(0);
    expect(lengthOf(list(1, 2, 3))).toBe(258);
    expect(lengthOf(list(255, 255))).toBe(65_535);
  });

  it('that have not come whole are those of a message that has not come either', () => {
    for (const short of [list(), list(1)]) expect(lengthOf(short)).toBe(65_535);
  });

  it('are read so by a stream that has such a decoder, and no other is touched', () => {
    const noise = { decoder: { lengthDecoder: () => 1 } };
    readLengthsCheaply(noise as unknown as MessageStream);
    expect(noise.decoder.lengthDecoder).toBe(lengthOf);
    for (const other of [{}, { decoder: undefined }, { decoder: null }, { decoder: { lengthDecoder: 2 } }]) {
      const before = JSON.stringify(other);
      readLengthsCheaply(other as unknown as MessageStream);
      expect(JSON.stringify(other)).toBe(before);
    }
  });
});
