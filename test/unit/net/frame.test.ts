import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex } from '../../../src/base/bytes.ts';
import {
  encodeFrame,
  FRAME_HEADER_BYTES,
  FRAME_TYPES,
  type Frame,
  FrameDecoder,
  type FrameType,
  frameHeader,
  MAX_ERROR_WORD_BYTES,
  MAX_FRAME_BYTES,
  PING_BYTES,
} from '../../../src/net/frame.ts';

const { data, handshake, handshakeAck, ping, pong, error, close } = FRAME_TYPES;

/** Everything that `decoder` gives for `chunks`. */
function decodeAll(decoder: FrameDecoder, chunks: Iterable<Uint8Array>): Frame[] {
  const frames: Frame[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let frame = decoder.next(); frame !== undefined; frame = decoder.next()) frames.push(frame);
  }
  return frames;
}
/** A header with any fields, right or wrong. */
function rawHeader(magic: string, type: number, length: number): Uint8Array {
  const fields = new Uint8Array(5);
  new DataView(fields.buffer).setUint8(0, type);
  new DataView(fields.buffer).setUint32(1, length);
  return concat(fromHex(magic), fields);
}
const MAGIC = '424d5001';
const code = (name: string): unknown => expect.objectContaining({ code: name });

describe('frame', () => {
  it('has the bytes of PROTOCOL.md §6.2', () => {
    expect(encodeFrame(data, Uint8Array.of(0xaa, 0xbb))).toEqual(fromHex('424d50010100000002aabb'));
    expect(encodeFrame(close, new Uint8Array(0))).toEqual(fromHex('424d50010700000000'));
    expect(Object.values(FRAME_TYPES)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(MAX_FRAME_BYTES).toBe(16_777_216);
  });

  it('decodes what it encodes, however it is split (N05)', () => {
    const frame = fc.record({
      type: fc.constantFrom(data, handshake, handshakeAck),
      payload: fc.uint8Array({ minLength: 1, maxLength: 300 }),
    });
    const splits = fc.array(fc.nat({ max: 50 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), splits, (frames, sizes) => {
        const stream = concat(...frames.map(({ type, payload }) => encodeFrame(type, payload)));
        const chunks: Uint8Array[] = [];
        for (let at = 0, n = 0; at < stream.length; n++) {
          const size = 1 + (sizes[n % sizes.length] ?? 0);
          chunks.push(stream.subarray(at, at + size));
          at += size;
        }
        expect(decodeAll(new FrameDecoder(), chunks)).toEqual(
          frames.map(({ type, payload }) => ({ type, payload: new Uint8Array(payload) })),
        );
      }),
    );
  });

  it('N05: takes two frames in one packet', () => {
    const both = concat(encodeFrame(data, Uint8Array.of(1)), encodeFrame(handshake, Uint8Array.of(2)));
    expect(decodeAll(new FrameDecoder(), [both]).map(({ type }) => type)).toEqual([data, handshake]);
  });

  it('N05: takes one frame in 1,000 packets', () => {
    const payload = new Uint8Array(991).map((_, i) => i);
    const frame = encodeFrame(data, payload);
    const packets = Array.from(frame, (byte) => Uint8Array.of(byte));
    expect(packets).toHaveLength(1000);
    expect(decodeAll(new FrameDecoder(), packets)).toEqual([{ type: data, payload }]);
  });

  it('keeps no view of what was pushed', () => {
    const chunk = encodeFrame(data, Uint8Array.of(1, 2, 3));
    const decoder = new FrameDecoder();
    decoder.push(chunk);
    const frame = decoder.next();
    chunk.fill(0);
    expect(frame?.payload).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('N03: a claimed length of 16 MiB, a thousand times, allocates next to nothing', () => {
    const header = frameHeader(data, MAX_FRAME_BYTES);
    const before = process.memoryUsage().arrayBuffers;
    const decoders = Array.from({ length: 1000 }, () => new FrameDecoder());
    for (const decoder of decoders) decodeAll(decoder, [header, Uint8Array.of(1)]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
    expect(decoders.every((decoder) => decoder.bufferedBytes === FRAME_HEADER_BYTES + 1)).toBe(true);
  });

  it('N04: takes a frame of the limit and refuses one byte more with E_LIMIT at its header', () => {
    const whole = decodeAll(new FrameDecoder(), [frameHeader(data, MAX_FRAME_BYTES), new Uint8Array(MAX_FRAME_BYTES)]);
    expect(whole[0]?.payload.length).toBe(MAX_FRAME_BYTES);
    const decoder = new FrameDecoder();
    decoder.push(rawHeader(MAGIC, data, MAX_FRAME_BYTES + 1));
    expect(() => decoder.next()).toThrow(code('E_LIMIT'));
  });

  it('N04: takes a frame of a smaller limit and refuses one byte more, until the limit is raised', () => {
    for (const type of [data, handshake, handshakeAck]) {
      const decoder = new FrameDecoder({ maxPayloadBytes: 100 });
      expect(decodeAll(decoder, [encodeFrame(type, new Uint8Array(100))])).toHaveLength(1);
      decoder.maxPayloadBytes = 101;
      expect(decodeAll(decoder, [encodeFrame(type, new Uint8Array(101))])).toHaveLength(1);
      decoder.push(rawHeader(MAGIC, type, 102));
      expect(() => decoder.next()).toThrow(code('E_LIMIT'));
    }
  });

  const wrong: readonly [string, Uint8Array, string][] = [
    ['length 2^32 - 1', rawHeader(MAGIC, data, 0xffffffff), 'E_LIMIT'],
    ['data of length 0', rawHeader(MAGIC, data, 0), 'E_PROTOCOL'],
    ['handshake of length 0', rawHeader(MAGIC, handshake, 0), 'E_PROTOCOL'],
    ['error of length 0', rawHeader(MAGIC, error, 0), 'E_PROTOCOL'],
    ['error one byte over its limit', rawHeader(MAGIC, error, MAX_ERROR_WORD_BYTES + 1), 'E_PROTOCOL'],
    ['ping one byte short', rawHeader(MAGIC, ping, PING_BYTES - 1), 'E_PROTOCOL'],
    ['pong one byte long', rawHeader(MAGIC, pong, PING_BYTES + 1), 'E_PROTOCOL'],
    ['ping of 16 MiB', rawHeader(MAGIC, ping, MAX_FRAME_BYTES), 'E_PROTOCOL'],
    ['close with a payload', rawHeader(MAGIC, close, 1), 'E_PROTOCOL'],
    ['type 0', rawHeader(MAGIC, 0, 1), 'E_PROTOCOL'],
    ['type 8', rawHeader(MAGIC, 8, 1), 'E_PROTOCOL'],
    ['type 255', rawHeader(MAGIC, 255, 1), 'E_PROTOCOL'],
    ['version 2', rawHeader('424d5002', data, 1), 'E_PROTOCOL'],
    ['another magic', rawHeader('48545450', data, 1), 'E_PROTOCOL'],
  ];
  it.each(wrong)('N04: refuses %s, and everything after it', (_, header, expected) => {
    const decoder = new FrameDecoder();
    expect(decodeAll(decoder, [encodeFrame(data, Uint8Array.of(1))])).toHaveLength(1);
    decoder.push(header);
    expect(() => decoder.next()).toThrow(code(expected));
    decoder.push(encodeFrame(data, Uint8Array.of(1)));
    expect(() => decoder.next()).toThrow(code(expected));
    expect(decoder.bufferedBytes).toBeLessThanOrEqual(FRAME_HEADER_BYTES);
  });

  it('refuses at the first byte that is wrong, not at the end of the header', () => {
    for (let at = 0; at < 5; at++) {
      const header = rawHeader(MAGIC, data, 1);
      header[at] = (header[at] as number) ^ 0x80;
      const decoder = new FrameDecoder();
      decoder.push(header.subarray(0, at));
      expect(decoder.next()).toBeUndefined();
      decoder.push(header.subarray(at, at + 1));
      expect(() => decoder.next()).toThrow(code('E_PROTOCOL'));
    }
  });

  it('does not encode what it would not decode', () => {
    const cases: readonly [FrameType, number][] = [
      [data, 0],
      [data, MAX_FRAME_BYTES + 1],
      [ping, 7],
      [close, 1],
      [error, MAX_ERROR_WORD_BYTES + 1],
    ];
    for (const [type, length] of cases) {
      expect(() => frameHeader(type, length)).toThrow(RangeError);
      expect(() => encodeFrame(type, new Uint8Array(length))).toThrow(RangeError);
    }
  });
});
