import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../../src/base/bytes.ts';
import { decodePacket, encodePacket, MAX_STREAM, PACKET } from '../../../src/message/packet.ts';

const malformed = expect.objectContaining({ code: 'E_MALFORMED' });

describe('a packet', () => {
  it('is its type, its stream and its content', () => {
    expect(encodePacket(PACKET.mcpMessage, 0x01020304, utf8('hi'))).toEqual(
      Uint8Array.of(0x10, 1, 2, 3, 4, 0x68, 0x69),
    );
  });

  it('of every type and of the first and last stream is read as it was written', () => {
    for (const type of Object.values(PACKET))
      for (const stream of [0, MAX_STREAM])
        for (const content of [new Uint8Array(0), utf8('content')])
          expect(decodePacket(encodePacket(type, stream, content))).toEqual({ type, stream, content });
  });

  it('has the codes of PROTOCOL.md §6.3', () => {
    expect(Object.values(PACKET).toSorted((a, b) => a - b)).toEqual([
      0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15,
      0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f, 0x31, 0x32, 0x33, 0x34,
    ]);
  });

  it('shorter than its header is refused', () => {
    const packet = encodePacket(PACKET.window, 1, new Uint8Array(0));
    for (let length = 0; length < packet.length; length++)
      expect(() => decodePacket(packet.slice(0, length))).toThrow(malformed);
  });

  it('of a type that is none, or only an envelope’s, is refused', () => {
    const known = new Set<number>(Object.values(PACKET));
    for (let code = 0; code < 256; code++)
      if (!known.has(code))
        expect(() => decodePacket(concat(Uint8Array.of(code), new Uint8Array(4)))).toThrow(malformed);
  });

  it('is not written for a stream or type out of bounds', () => {
    for (const stream of [-1, 1.5, MAX_STREAM + 1, Number.NaN])
      expect(() => encodePacket(PACKET.window, stream, utf8(''))).toThrow(RangeError);
    expect(() => encodePacket(0x01 as typeof PACKET.window, 1, utf8(''))).toThrow(RangeError);
  });
});
