/**
 * What can be checked of a block whose entries were archived: its header, against the hashes of the entries.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { BlockRecord } from '../journal/block-record.ts';
import type { Frontier } from '../log/frontier.ts';
import { type ChainView } from '../validation/validate.ts';
import { type BlockCode } from '../validation/validation-codes.ts';
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
export declare function headerFlaw({ header, signature }: BlockRecord, leaves: readonly Bytes[], frontier: Frontier, view: ChainView): {
    readonly flaw: HeaderFlaw | undefined;
    readonly hash: Bytes;
};
