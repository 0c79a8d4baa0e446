/**
 * One history of a revocation list, in memory: its hashes and its newest head. An honest issuer has one; one that was
 * put back to an older state, or lies, has more, which all count. PROTOCOL.md §8.5.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type ListHead } from '../../capability/revocation-list.ts';
/** A head with its text. */
export interface SignedHead {
    readonly text: string;
    readonly head: ListHead;
}
/** See the module comment. */
export declare class RevocationBranch {
    #private;
    readonly index: number;
    /** The branch that this one leaves, and after how many items; the first leaves none. */
    readonly base: {
        readonly branch: number;
        readonly n: number;
    };
    head: SignedHead | undefined;
    /**
     * @param index - 0 for the first branch.
     * @param from - The branch that this one leaves after `n` items.
     */
    constructor(index: number, from?: {
        readonly branch: RevocationBranch;
        readonly n: number;
    });
    /** Items of the list. */
    get size(): number;
    /** Items that are not those of the branch that it left. */
    get added(): number;
    /** h_n, `n` being 0 to {@link size}. */
    hashAt(n: number): Bytes;
    /** Whether the list has `seq` items or more, and `hash` is that of the first `seq`. */
    holds({ seq, hash }: {
        readonly seq: number;
        readonly hash: string;
    }): boolean;
    /** How many of `hashes`, which are those after `from` items, are those of this list. */
    agreesWith(from: number, hashes: readonly Uint8Array[]): number;
    /** Adds an item that is durable. */
    append(item: string): void;
    /** Where the list is: its length, and the hash of all of it. */
    get end(): {
        readonly seq: number;
        readonly hash: string;
    };
}
/** The hashes after each of `items`, the first of which follows `before`. */
export declare function hashesAfter(before: Uint8Array, items: readonly string[]): readonly Bytes[];
