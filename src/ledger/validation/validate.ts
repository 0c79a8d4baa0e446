/**
 * Block validation, in layers: the first that fails gives the verdict's code. PROTOCOL.md §9.5.
 *
 * Pure: whatever the verdict, the view is as it was, so a refused block never stands in the way of an honest one.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { type Block, chainIdOf } from '../block.ts';
import type { Entry } from '../entry/entry.ts';
import type { Frontier } from '../log/frontier.ts';
import { hashBlock, readBlockForm, selfFault } from './validation-block.ts';
import { type BlockCode, type BlockFault, LAYER_CODES, layerOf, VALIDATION_NUMBERS } from './validation-codes.ts';
import { readEntries } from './validation-entries.ts';
import { consensusFault, type LinkPoint, linkLog, type Position, sizeFault } from './validation-link.ts';

export { MAX_AHEAD_MS } from './validation-link.ts';

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
  /** Name of the network; `talos` where absent. */
  readonly network?: string;
  /** Leading zero bits that the network demands. */
  readonly difficulty: number;
  /** The validator's clock, milliseconds since 1970. */
  readonly nowMs: number;
  /** `undefined` before height 0. */
  readonly tip: ChainTip | undefined;
}

/** What validation says. */
export type BlockVerdict =
  | { readonly valid: true; readonly block: Block; readonly entries: readonly Entry[]; readonly tip: ChainTip }
  | {
      readonly valid: false;
      readonly code: BlockCode;
      /** Of the rule. PROTOCOL.md §9.8. */
      readonly number: number;
      readonly reason: string;
      /** Place in the block of the entry at fault, where one is. */
      readonly position?: number;
    };

/** Validates an encoded block as the next one after `view.tip`. Nothing that `bytes` hold makes this throw. */
export function validateBlock(bytes: Uint8Array, view: ChainView): BlockVerdict {
  const block = readBlockForm(bytes);
  if ('rule' in block) return refusal(block);
  const read = hashBlock(block, bytes);
  const position: Position = view.tip === undefined ? 'start' : linkPointOf(view.tip);
  const found = selfFault(read, { authorKey: view.authorKey });
  if (found !== undefined) return refusal(found);
  const { fault: logFault, frontier } = linkLog(read, position);
  if (logFault !== undefined) return refusal(logFault);
  const rules = { chainId: chainIdOf(view.authorKey, view.network), difficulty: view.difficulty, nowMs: view.nowMs };
  const linkFault =
    consensusFault(block.header, read.hash, rules, position) ?? sizeFault(block.header, block.entries.length, position);
  if (linkFault !== undefined) return refusal(linkFault);
  const { entries, fault } = readEntries(block, read.leaves);
  if (fault !== undefined) return refusal(fault);
  const { height, timeMs } = block.header;
  // A block that follows had its log compared.
  return { valid: true, block, entries, tip: { height, hash: read.hash, timeMs, frontier: frontier as Frontier } };
}

/** What a block is compared with that comes after `tip`. */
export function linkPointOf(tip: ChainTip): LinkPoint {
  return { ...tip, size: tip.frontier.size };
}

function refusal({ rule, reason, position }: BlockFault): BlockVerdict {
  const place = position === undefined ? {} : { position };
  return { valid: false, code: LAYER_CODES[layerOf(rule)], number: VALIDATION_NUMBERS[rule], reason, ...place };
}
