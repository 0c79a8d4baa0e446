/**
 * What can be checked of a block whose entries were archived: its header, against the hashes of the entries.
 *
 * @module
 */
import { type Bytes, equalBytes } from '../../base/bytes.ts';
import { chainIdOf, encodeHeader, hashHeader } from '../block.ts';
import type { BlockRecord } from '../journal/block-record.ts';
import type { Frontier } from '../log/frontier.ts';
import { type ChainView, linkPointOf } from '../validation/validate.ts';
import { selfFault } from '../validation/validation-block.ts';
import { type BlockCode, type BlockFault, faultOf, LAYER_CODES, layerOf } from '../validation/validation-codes.ts';
import { consensusFault, sizeFault } from '../validation/validation-link.ts';

/** What is wrong with a header. */
export interface HeaderFlaw {
  readonly code: BlockCode;
  readonly reason: string;
}

/**
 * The first flaw of a header, where it has one, in the order of §9.8; and its hash.
 *
 * @param leaves - Hashes of its entries.
 * @param frontier - The log with these.
 */
export function headerFlaw(
  { header, signature }: BlockRecord,
  leaves: readonly Bytes[],
  frontier: Frontier,
  view: ChainView,
): { readonly flaw: HeaderFlaw | undefined; readonly hash: Bytes } {
  const encoded = encodeHeader(header);
  const hash = hashHeader(encoded);
  const { tip, authorKey, network, difficulty, nowMs } = view;
  const position = tip === undefined ? 'start' : linkPointOf(tip);
  const rules = { chainId: chainIdOf(authorKey, network), difficulty, nowMs };
  const read = { block: { header, signature, entries: [] }, encoded, hash, leaves };
  const fault =
    selfFault(read, { authorKey }) ??
    logFault(header.logRoot, frontier) ??
    consensusFault(header, hash, rules, position) ??
    sizeFault(header, leaves.length, position);
  return { flaw: fault && { code: LAYER_CODES[layerOf(fault.rule)], reason: fault.reason }, hash };
}

function logFault(logRoot: Bytes, frontier: Frontier): BlockFault | undefined {
  return equalBytes(frontier.root(), logRoot) ? undefined : faultOf('log-root', 'the log root is not that of the log');
}
