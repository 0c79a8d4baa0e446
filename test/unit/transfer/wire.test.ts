import { describe, expect, it } from 'vitest';
import { MAX_CHAIN_TEXT, MAX_CHAIN_TOKENS } from '../../../src/capability/chain.ts';
import { encodeCbor } from '../../../src/codec/cbor.ts';
import { chunkBytesOf, chunkHash, isLast, placeOf, planChunks } from '../../../src/transfer/chunks.ts';
import * as limits from '../../../src/transfer/limits.ts';
import * as wire from '../../../src/transfer/wire.ts';

const id = new Uint8Array(16).fill(7);
const hash = new Uint8Array(32).fill(9);
const salt = new Uint8Array(32).fill(3);
const malformed = expect.objectContaining({ code: 'E_MALFORMED' });

describe('the packets of files', () => {
  it('are read as they were written', () => {
    const offer = { id, name: 'ü.txt', size: 0, type: 'text/plain' };
    expect(wire.decodeFileOffer(wire.encodeFileOffer(offer))).toEqual(offer);
    expect(wire.decodeFileAccept(wire.encodeFileAccept({ from: 3, held: 512 }))).toEqual({ from: 3, held: 512 });
    const end = { size: 5, chunks: 1, hash, salt };
    expect(wire.decodeFileEnd(wire.encodeFileEnd(end))).toEqual(end);
    expect(wire.decodeFileProgress(wire.encodeFileProgress({ written: 9, durable: 9 }))).toEqual({
      written: 9,
      durable: 9,
    });
    expect(wire.decodeFileAsk(wire.encodeFileAsk(id))).toEqual(id);
    expect(wire.decodeFileHashes(wire.encodeFileHashes([hash, salt]), 2)).toEqual([hash, salt]);
    const head = wire.chunkHead({ index: 0xffffffff, end: true, hash });
    expect(wire.decodeFileChunk(new Uint8Array([...head, 1, 2]))).toEqual({
      index: 0xffffffff,
      end: true,
      hash,
      bytes: Uint8Array.of(1, 2),
    });
  });

  it('carry a chain of as many tokens as may be, and no more', () => {
    const offer = { id, name: 'n', size: 0, type: '' };
    const offered = (chain: readonly string[]): unknown =>
      wire.decodeFileOffer(wire.encodeFileOffer({ ...offer, chain }));
    const tokens = Array.from({ length: MAX_CHAIN_TOKENS }, (_, n) => `token ${n}`);
    expect(offered(tokens)).toEqual({ ...offer, chain: tokens });
    const longest = 'a'.repeat(MAX_CHAIN_TEXT);
    expect(offered([longest])).toEqual({ ...offer, chain: [longest] });
    for (const chain of [[], [...tokens, 'x'], [''], [`${longest}a`], [longest, 'a']])
      expect(() => offered(chain), `${chain.length}`).toThrow(malformed);
  });

  it.each<[string, () => unknown]>([
    [
      'F04: an offer of a byte more than may be',
      () => wire.decodeFileOffer(wire.encodeFileOffer({ id, name: 'n', size: limits.MAX_FILE_BYTES + 1, type: '' })),
    ],
    [
      'an offer with a type too long',
      () => wire.decodeFileOffer(wire.encodeFileOffer({ id, name: 'n', size: 1, type: `a/${'b'.repeat(64)}` })),
    ],
    [
      'a name of 256 bytes in fewer characters',
      () => wire.decodeFileOffer(wire.encodeFileOffer({ id, name: 'ü'.repeat(128), size: 1, type: '' })),
    ],
    [
      'more hashes asked for than may be',
      () => wire.decodeFileAccept(encodeCbor({ from: 0, held: limits.MAX_HASHES + 1 })),
    ],
    ['a negative beginning', () => wire.decodeFileAccept(encodeCbor({ from: -1, held: 0 }))],
    ['a chunk without its head', () => wire.decodeFileChunk(new Uint8Array(36))],
    ['an end mark of 2', () => wire.decodeFileChunk(new Uint8Array(37).fill(2))],
    ['a progress of 7 bytes', () => wire.decodeFileProgress(new Uint8Array(7))],
    ['a progress of 9 bytes', () => wire.decodeFileProgress(new Uint8Array(9))],
    ['more durable than written', () => wire.decodeFileProgress(wire.encodeFileProgress({ written: 1, durable: 2 }))],
    ['an end of no chunk', () => wire.decodeFileEnd(encodeCbor({ size: 0, chunks: 0, hash, salt }))],
    ['an end with a short hash', () => wire.decodeFileEnd(encodeCbor({ size: 0, chunks: 1, hash: id, salt }))],
    ['a hash too few', () => wire.decodeFileHashes(hash, 2)],
    ['a question about a short id', () => wire.decodeFileAsk(encodeCbor({ v: 1, id: new Uint8Array(15) }))],
  ])('%s is refused', (_, read) => {
    expect(read).toThrow(malformed);
  });

  it('F04: the largest file, and the longest name, are those of §11', () => {
    const largest = { id, name: 'n'.repeat(255), size: limits.MAX_FILE_BYTES, type: '' };
    expect(wire.decodeFileOffer(wire.encodeFileOffer(largest))).toEqual(largest);
  });
});

describe('chunks', () => {
  it.each([
    [0, limits.SMALL_CHUNK_BYTES, 1],
    [limits.SMALL_CHUNK_BYTES, limits.SMALL_CHUNK_BYTES, 1],
    [limits.SMALL_CHUNK_BYTES + 1, limits.SMALL_CHUNK_BYTES, 2],
    [limits.SMALL_FILE_BYTES, limits.SMALL_CHUNK_BYTES, 256],
    [limits.SMALL_FILE_BYTES + 1, limits.MIDDLE_CHUNK_BYTES, 129],
    [limits.MIDDLE_FILE_BYTES, limits.MIDDLE_CHUNK_BYTES, 1024],
    [limits.MIDDLE_FILE_BYTES + 1, limits.LARGE_CHUNK_BYTES, 513],
  ])('of a file of %i bytes have %i bytes, and there are %i', (size, chunkBytes, count) => {
    const plan = planChunks(size);
    expect([chunkBytesOf(size), plan.chunkBytes, plan.count]).toEqual([chunkBytes, chunkBytes, count]);
    const { offset, length } = placeOf(plan, count - 1);
    expect([offset + length, isLast(plan, count - 1), isLast(plan, count)]).toEqual([size, true, false]);
  });

  it('F07: have a hash for one transfer, one place and one end mark alone', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const of = (...given: Parameters<typeof chunkHash>): string => Buffer.from(chunkHash(...given)).toString('hex');
    const hashes = [
      of(id, 0, false, bytes),
      of(id, 1, false, bytes),
      of(id, 0, true, bytes),
      of(salt.subarray(0, 16), 0, false, bytes),
    ];
    expect(new Set(hashes).size).toBe(4);
    // SHA-256("talos/v1/file-chunk" ‖ 00 ‖ id ‖ u32 0 ‖ u8 0 ‖ 01 02 03), by another implementation.
    expect(hashes[0]).toBe('62f5eb524775bda030b698f99c4f0ba326921477300d95850ac83a36ae9d272e');
  });
});
