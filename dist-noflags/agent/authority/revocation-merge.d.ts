import type { ListHead } from '../../capability/revocation-list.ts';
import { RevocationBranch } from './revocation-branch.ts';
/** Part of a list: what follows its first items, up to a head that its issuer signed. */
export interface ListUpdate {
    /** Verified. */
    readonly head: ListHead;
    /** Its text. */
    readonly text: string;
    /** Items before these. */
    readonly from: number;
    /** Texts of the items `from + 1` to `head.seq`; not read yet. */
    readonly items: readonly string[];
}
/** What is to be done about an update. */
export type MergePlan = 
/** It follows something that is not known here: what comes before must be asked for. */
{
    readonly kind: 'gap';
}
/** All of it is known. */
 | {
    readonly kind: 'known';
    readonly branch: RevocationBranch;
}
/** The last `items` are new. */
 | {
    readonly kind: 'append';
    readonly branch: RevocationBranch;
    readonly items: readonly string[];
}
/** The issuer signed another history: it leaves `branch` after `n` items. */
 | {
    readonly kind: 'fork';
    readonly branch: RevocationBranch;
    readonly n: number;
    readonly items: readonly string[];
};
/**
 * Compares an update with what is known.
 *
 * @throws {TalosError} `MALFORMED` if there are more or fewer items than its head says, or it begins with the first item
 *   and its items are not those of its head.
 */
export declare function planMerge(branches: readonly RevocationBranch[], update: ListUpdate): MergePlan;
