/**
 * Blocks: header, signature, entries, and their one byte form. PROTOCOL.md §9.5.
 *
 * What makes a block valid is `validate.ts`.
 *
 * @module
 */
import { type Bytes, concat, utf8 } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import { decode } from '../codec/reader.ts';
import { blob16, blob32, u8, u32, u64 } from '../codec/writer.ts';
import { HASH_BYTES, labelledHash } from '../crypto/hash.ts';
import { SIGNATURE_BYTES } from '../crypto/sign.ts';
import { MAX_ENTRY_BYTES } from './entry.ts';

/** Length of an encoded header in bytes. */
export const HEADER_BYTES = 162;
/** Where the difficulty stands in a header. */
export const DIFFICULTY_OFFSET: number = HEADER_BYTES - 9;
/** Where the nonce stands in a header. */
export const NONCE_OFFSET: number = HEADER_BYTES - 8;
/** Largest block in bytes, header and signature included. */
export const MAX_BLOCK_BYTES = 1_000_000;
/** Most entries of one block. */
export const MAX_BLOCK_ENTRIES = 4096;
/** Bytes of a block besides its entries and their lengths. */
export const BLOCK_FRAME_BYTES: number = HEADER_BYTES + SIGNATURE_BYTES + 4;
/** The difficulty of the network `talos`, in leading zero bits. */
export const DIFFICULTY = 8;
/** Name of the network: part of every chain id. */
export const NETWORK = 'talos';

/** What is hashed and signed. Hashes are 32 bytes. */
export interface BlockHeader {
  readonly chainId: Bytes;
  readonly height: number;
  /** Hash of the block before; zeros at height 0. */
  readonly previousHash: Bytes;
  /** Merkle root of the entries of this block. */
  readonly entryRoot: Bytes;
  /** Entries in the log, those of this block included. */
  readonly logSize: number;
  /** Root of that log. */
  readonly logRoot: Bytes;
  /** Milliseconds since 1970. */
  readonly timeMs: number;
  /** Leading zero bits of the block hash, 0 to 255. */
  readonly difficulty: number;
  readonly nonce: number;
}

/** A block, its form checked and nothing else. */
export interface Block {
  readonly header: BlockHeader;
  /** 64 bytes (label block, over the encoded header). */
  readonly signature: Bytes;
  /** Encoded entries, in the order of the log. */
  readonly entries: readonly Bytes[];
}

/** The chain of an author: SHA-256(label chainId, blob16(network) ‖ author key). 32 new bytes. */
export function chainIdOf(authorKey: Uint8Array): Bytes {
  return labelledHash('chainId', blob16(utf8(NETWORK)), authorKey);
}

/** A header as its 162 bytes. */
export function encodeHeader(header: BlockHeader): Bytes {
  return concat(
    u8(1),
    header.chainId,
    u64(header.height),
    header.previousHash,
    header.entryRoot,
    u64(header.logSize),
    header.logRoot,
    u64(header.timeMs),
    u8(header.difficulty),
    u64(header.nonce),
  );
}

/** Hash of an encoded header, which is the block's: SHA-256(label block, header). 32 new bytes. */
export function hashHeader(header: Uint8Array): Bytes {
  return labelledHash('block', header);
}

/**
 * Reads a header.
 *
 * @throws {TalosError} `MALFORMED_BLOCK` for another length or version, or a number above 2^53 − 1.
 */
export function decodeHeader(bytes: Uint8Array): BlockHeader {
  return malformedAs('MALFORMED_BLOCK', () =>
    decode(bytes, (reader) => {
      const version = reader.u8('version');
      if (version !== 1) throw new TalosError('E_MALFORMED', `block version ${version}`);
      return {
        chainId: reader.bytes(HASH_BYTES, 'chain id'),
        height: reader.u64('height'),
        previousHash: reader.bytes(HASH_BYTES, 'previous hash'),
        entryRoot: reader.bytes(HASH_BYTES, 'entry root'),
        logSize: reader.u64('log size'),
        logRoot: reader.bytes(HASH_BYTES, 'log root'),
        timeMs: reader.u64('time'),
        difficulty: reader.u8('difficulty'),
        nonce: reader.u64('nonce'),
      };
    }),
  );
}

/** A block as bytes: header ‖ signature ‖ u32 count ‖ count × blob32(entry). */
export function encodeBlock(block: Block): Bytes {
  const { header, signature, entries } = block;
  return concat(encodeHeader(header), signature, u32(entries.length), ...entries.map(blob32));
}

/**
 * Reads a block.
 *
 * @throws {TalosError} `MALFORMED_BLOCK` for another form: too large, too many entries or none, entries at height 0.
 */
export function decodeBlock(bytes: Uint8Array): Block {
  if (bytes.length > MAX_BLOCK_BYTES)
    throw new TalosError('MALFORMED_BLOCK', `block has ${bytes.length} bytes, limit ${MAX_BLOCK_BYTES}`);
  const block = malformedAs('MALFORMED_BLOCK', () =>
    decode(bytes, (reader) => {
      const header = decodeHeader(reader.bytes(HEADER_BYTES, 'header'));
      const signature = reader.bytes(SIGNATURE_BYTES, 'signature');
      const count = reader.u32('count');
      assertCount(count, header.height);
      const entries: Bytes[] = [];
      for (let i = 0; i < count; i++) entries.push(reader.blob32(MAX_ENTRY_BYTES, 'entry'));
      return { header, signature, entries };
    }),
  );
  if (block.entries.some((entry) => entry.length === 0))
    throw new TalosError('MALFORMED_BLOCK', 'block has an empty entry');
  return block;
}

function assertCount(count: number, height: number): void {
  const [min, max] = height === 0 ? [0, 0] : [1, MAX_BLOCK_ENTRIES];
  if (count < min || count > max)
    throw new TalosError('MALFORMED_BLOCK', `block at height ${height} has ${count} entries, must be ${min} to ${max}`);
}

function malformedAs<T>(code: 'MALFORMED_BLOCK', read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof TalosError && cause.code === 'E_MALFORMED')
      throw new TalosError(code, cause.message, { cause });
    throw cause;
  }
}
