/**
 * Block validation, in layers: the first that fails gives the verdict's code. PROTOCOL.md §9.5.
 *
 * Pure: whatever the verdict, the view is as it was, so a refused block never stands in the way of an honest one.
 *
 * @module
 */
import { type Bytes, equalBytes } from '../base/bytes.ts';
import { isTalosError, TalosError } from '../base/errors.ts';
import { HASH_BYTES } from '../crypto/hash.ts';
import { verify } from '../crypto/sign.ts';
import { type Block, type BlockHeader, chainIdOf, decodeBlock, encodeHeader, hashHeader } from './block.ts';
import { type Entry, readEntry } from './entry.ts';
import { Frontier } from './frontier.ts';
import { leafHash, rootHash } from './merkle.ts';
import { leadingZeroBits } from './work.ts';

/** How far a block's time may be ahead of the validator's clock: 10 minutes. */
export const MAX_AHEAD_MS: number = 10 * 60 * 1000;

/** The newest block of a chain, and the log up to it. */
export interface ChainTip {
  readonly height: number;
  readonly hash: Bytes;
  readonly timeMs: number;
  /** Not changed by validation. */
  readonly frontier: Frontier;
}

/** What a validator knows before the block. */
export interface ChainView {
  /** Ed25519 key of the author, 32 bytes. */
  readonly authorKey: Bytes;
  /** Leading zero bits that the network demands. */
  readonly difficulty: number;
  /** The validator's clock, milliseconds since 1970. */
  readonly nowMs: number;
  /** `undefined` before height 0. */
  readonly tip: ChainTip | undefined;
}

/** The codes of a refused block, in the order of the layers. */
export const BLOCK_CODES = ['MALFORMED_BLOCK', 'CRYPTO_INVALID', 'CONSENSUS_VIOLATION', 'SEMANTIC_ERROR'] as const;
/** One of {@link BLOCK_CODES}. */
export type BlockCode = (typeof BLOCK_CODES)[number];

/** What validation says. */
export type BlockVerdict =
  | { readonly valid: true; readonly block: Block; readonly entries: readonly Entry[]; readonly tip: ChainTip }
  | {
      readonly valid: false;
      readonly code: BlockCode;
      readonly reason: string;
      /** Place in the block of the entry at fault, where one is. */
      readonly position?: number;
    };

/** A broken rule, on its way to the verdict. */
class Violation extends Error {
  readonly code: BlockCode;
  readonly position: number | undefined;

  constructor(code: BlockCode, reason: string, position?: number) {
    super(reason);
    this.code = code;
    this.position = position;
  }
}

/** Validates an encoded block as the next one after `view.tip`. Nothing that `bytes` hold makes this throw. */
export function validateBlock(bytes: Uint8Array, view: ChainView): BlockVerdict {
  try {
    return checked(bytes, view);
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    const { code, message: reason, position } = error;
    return { valid: false, code, reason, ...(position === undefined ? {} : { position }) };
  }
}

function checked(bytes: Uint8Array, view: ChainView): BlockVerdict {
  const block = wellFormed(bytes);
  const encoded = encodeHeader(block.header);
  const hash = hashHeader(encoded);
  const leaves = block.entries.map(leafHash);
  const frontier = checkCrypto(block, encoded, leaves, view);
  checkConsensus(block.header, hash, view);
  const entries = checkSemantics(block, view);
  const { height, timeMs } = block.header;
  return { valid: true, block, entries, tip: { height, hash, timeMs, frontier } };
}

function wellFormed(bytes: Uint8Array): Block {
  try {
    return decodeBlock(bytes);
  } catch (error) {
    if (isTalosError(error, 'MALFORMED_BLOCK')) throw new Violation('MALFORMED_BLOCK', error.message);
    throw error;
  }
}

function checkCrypto(
  { header, signature }: Block,
  encoded: Bytes,
  leaves: readonly Bytes[],
  view: ChainView,
): Frontier {
  if (!equalBytes(rootHash(leaves), header.entryRoot))
    throw new Violation('CRYPTO_INVALID', 'the entry root is not that of the entries');
  if (!verify('block', view.authorKey, encoded, signature))
    throw new Violation('CRYPTO_INVALID', 'the signature is not of the author');
  const frontier = view.tip?.frontier.copy() ?? new Frontier();
  for (const leaf of leaves) frontier.append(leaf);
  // After another block than the newest the log before it is not known here: the consensus layer refuses it.
  const follows = equalBytes(header.previousHash, previousHashOf(view));
  if (follows && !equalBytes(frontier.root(), header.logRoot))
    throw new Violation('CRYPTO_INVALID', 'the log root is not that of the log');
  return frontier;
}

const previousHashOf = (view: ChainView): Bytes => view.tip?.hash ?? new Uint8Array(HASH_BYTES);

function checkConsensus(header: BlockHeader, hash: Bytes, view: ChainView): void {
  const demand = (holds: boolean, reason: string): void => {
    if (!holds) throw new Violation('CONSENSUS_VIOLATION', reason);
  };
  demand(equalBytes(header.chainId, chainIdOf(view.authorKey)), 'the chain is of another network or author');
  demand(header.height === (view.tip?.height ?? -1) + 1, `the height is ${header.height}`);
  demand(equalBytes(header.previousHash, previousHashOf(view)), 'the previous hash is not that of the block before');
  demand(header.difficulty === view.difficulty, `the difficulty is ${header.difficulty}, must be ${view.difficulty}`);
  demand(leadingZeroBits(hash) >= view.difficulty, 'the hash lacks the work');
  demand(header.timeMs >= (view.tip?.timeMs ?? 0), 'the time is before that of the block before');
  demand(header.timeMs <= view.nowMs + MAX_AHEAD_MS, 'the time is more than 10 minutes ahead');
}

function checkSemantics({ header, entries }: Block, view: ChainView): Entry[] {
  const first = view.tip?.frontier.size ?? 0;
  if (header.logSize !== first + entries.length)
    throw new Violation('SEMANTIC_ERROR', `the log size is ${header.logSize}, must be ${first + entries.length}`);
  return entries.map((bytes, position) => {
    const entry = formed(bytes, position);
    // The sequence is part of each entry, so one that is right everywhere repeats no entry.
    if (entry.seq !== first + position)
      throw new Violation('SEMANTIC_ERROR', `entry ${first + position} says that it is ${entry.seq}`, position);
    return entry;
  });
}

function formed(bytes: Bytes, position: number): Entry {
  try {
    return readEntry(bytes);
  } catch (error) {
    if (error instanceof TalosError) throw new Violation('SEMANTIC_ERROR', error.message, position);
    throw error;
  }
}
