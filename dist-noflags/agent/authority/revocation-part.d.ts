import type { Did } from '../../identity/did.ts';
import type { Store } from '../../storage/store.ts';
import type { RevocationBranch } from './revocation-branch.ts';
/** Most items of one part. */
export declare const MAX_PART_ITEMS = 1024;
/** Most bytes of the items of one part: those of one step always fit. */
export declare const MAX_PART_BYTES: number;
/** Which part is meant. */
interface Wanted {
    readonly issuer: Did;
    readonly branch: RevocationBranch;
    /** All histories of the list. */
    readonly branches: readonly RevocationBranch[];
    /** Items before it. */
    readonly from: number;
}
/** The items after the first `from`, as many as fit and end at a head, and that head; without one at the end of the list. */
export declare function partOf(store: Store, wanted: Wanted): Promise<{
    readonly items: readonly string[];
    readonly head: string | undefined;
}>;
export {};
