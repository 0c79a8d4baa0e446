/**
 * The fifth layer: whether a log is the one that was anchored. PROTOCOL.md §9.10.
 *
 * @module
 */
import { BoundedMap } from '../../base/bounded.ts';
import { equalBytes, toHex } from '../../base/bytes.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import { type BlockHeader, encodeHeader, hashHeader } from '../block.ts';
import { type Checkpoint, readCheckpoint } from '../log/checkpoint.ts';
import type { AnchorCheck, AnchorVerdict } from '../validation/validation-levels.ts';
import type { Anchor, AnchorWord } from './anchor.ts';
import type { AnchorBook, HeldAnchor, HeldSource } from './anchor-book.ts';

/** So much later than its anchor a block may say it was made: clocks differ. The same as §9.5 allows. */
export const ANCHOR_SKEW_MS: number = 10 * 60 * 1000;

/** What anchors are verified with. */
export interface AnchorParts {
  /** Sources, and the tokens for the smallest log that was anchored with so many entries or more. */
  readonly book: Pick<AnchorBook, 'sources' | 'from'>;
  /** The kinds that are known. */
  readonly kinds: readonly Anchor[];
  /** Whose log it is. */
  readonly author: Did;
}

/** The kind of that name, where it is known. */
export function kindNamed(kinds: readonly Anchor[], name: string | undefined): Anchor | undefined {
  return kinds.find(({ kind }) => kind === name);
}

/**
 * Verifies one token: that it is of its source, and of a checkpoint of `author` for a log of this size.
 *
 * @throws {TalosError} `ANCHOR_MISMATCH`.
 */
export async function verifyAnchor(
  held: HeldAnchor,
  sources: readonly HeldSource[],
  { kinds, author }: AnchorParts,
): Promise<AnchorWord & { readonly checkpoint: Checkpoint }> {
  const checkpoint = readCheckpoint(held.note, author);
  if (checkpoint?.size !== held.size)
    throw new TalosError('ANCHOR_MISMATCH', 'what was anchored is no checkpoint of this log');
  const source = sources.find(({ id }) => id === held.source)?.source;
  const kind = kindNamed(kinds, source?.kind);
  if (source === undefined || kind === undefined)
    throw new TalosError('ANCHOR_MISMATCH', 'there is nothing to verify the anchor with');
  return { ...(await kind.verify(checkpoint, held, source)), checkpoint };
}

/** Blocks whose log size is remembered by their hash: the next one tells where it begins by naming the one before. */
const MAX_REMEMBERED = 4096;

/**
 * The fifth layer of validation. An anchor of the size that the log has after a block must hold, be of the same root,
 * and not be well before the block; and no block runs past an anchored size, as far as the block before it was judged.
 */
export async function anchorCheck(parts: AnchorParts): Promise<AnchorCheck> {
  const sources = await parts.book.sources();
  const nextFrom = remembered(parts.book);
  const sizeOfBlock = new BoundedMap<string, number>(MAX_REMEMBERED);
  return async (header, root, size) => {
    sizeOfBlock.set(toHex(hashHeader(encodeHeader(header))), size);
    const from = sizeOfBlock.get(toHex(header.previousHash)) ?? size;
    // The first that was anchored behind the block before is this block's own, or lies within it.
    const anchors = await nextFrom(Math.min(from + 1, size));
    const anchored = anchors[0]?.size ?? Number.POSITIVE_INFINITY;
    if (anchored < size) return mismatch('the log was anchored within this block');
    if (anchored > size) return { status: 'none' };
    for (const held of anchors) {
      const reason = await flawOf(held, sources, parts, header, root);
      if (reason !== undefined) return mismatch(reason);
    }
    return { status: 'valid' };
  };
}

/** Asks the book once for all blocks up to the next size that was anchored. */
function remembered(book: AnchorParts['book']): (least: number) => Promise<readonly HeldAnchor[]> {
  let known: { readonly least: number; readonly anchors: readonly HeldAnchor[] } | undefined;
  return async (least) => {
    const end = known?.anchors[0]?.size ?? Number.POSITIVE_INFINITY;
    if (known === undefined || least < known.least || least > end) known = { least, anchors: await book.from(least) };
    return known.anchors;
  };
}

const mismatch = (reason: string): AnchorVerdict => ({ status: 'mismatch', reason });

async function flawOf(
  held: HeldAnchor,
  sources: readonly HeldSource[],
  parts: AnchorParts,
  header: BlockHeader,
  root: Uint8Array,
): Promise<string | undefined> {
  try {
    const { checkpoint, atMs } = await verifyAnchor(held, sources, parts);
    if (!equalBytes(checkpoint.root, root)) return 'another log of this size was anchored';
    if (header.timeMs > atMs + ANCHOR_SKEW_MS) return 'the block says that it was made after it was anchored';
    return undefined;
  } catch (error) {
    if (!isTalosError(error, 'ANCHOR_MISMATCH')) throw error;
    return error.message;
  }
}
