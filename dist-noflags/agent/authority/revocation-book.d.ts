import { type RevocationItem, type Revoked } from '../../capability/revocation-list.ts';
import { RevocationSet, type RevokedBy } from '../../capability/revocations.ts';
import type { Did } from '../../identity/did.ts';
import type { Identity } from '../../identity/identity.ts';
import type { Ledger } from '../../ledger/journal/ledger.ts';
import type { Store } from '../../storage/store.ts';
import type { Line } from '../identity/succession-book.ts';
import type { ListNews } from '../reach/gossip-wire.ts';
import { type ListUpdate } from './revocation-merge.ts';
/** What a revocation book is made of. */
export interface RevocationBookParts {
    readonly identity: Identity;
    readonly store: Store;
    readonly ledger: Ledger;
    readonly line: Line;
    /** The greater of the clock and the highest time in the ledger, in milliseconds. */
    readonly now: () => number;
}
/** How far a list goes: its items, and the hash after them in hex. */
export interface ListPlace {
    readonly seq: number;
    readonly hash: string;
}
/** What is handed on of a list. */
export interface ListPart {
    /** Text of the head after the last of `items`. */
    readonly head: string;
    /** Items before these. */
    readonly from: number;
    readonly items: readonly string[];
    /** Items of the whole list, as far as they are known. */
    readonly newest: number;
}
/**
 * What an update was: `gap` follows something that is not known here; `known` says nothing new; `taken` did; `forked` is
 * of another history than the one that is known, and both count; `shorter` was signed later than a longer one.
 */
export type Taken = 'gap' | 'known' | 'taken' | 'forked' | 'shorter';
/** The place before the first item. */
export declare const NOTHING_KNOWN: ListPlace;
/** Histories of one list that are kept. PROTOCOL.md §11. */
export declare const MAX_BRANCHES = 8;
/** Lists of others that are kept, and their items in all: 100 MB of memory. PROTOCOL.md §11. */
export declare const MAX_FOREIGN_LISTS = 4096;
/** See {@link MAX_FOREIGN_LISTS}. */
export declare const MAX_FOREIGN_ITEMS = 524288;
/** Milliseconds for which a head of the own list is handed out again. */
export declare const HEAD_REUSE_MS = 100;
/** See the module comment. */
export declare class RevocationBook {
    #private;
    /** What counts now. */
    readonly revocations: RevocationSet;
    private constructor();
    /**
     * Reads the lists from the store; single revocations of earlier development versions become items of the own list.
     *
     * @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none: an unreadable revocation is never passed over.
     */
    static open(parts: RevocationBookParts): Promise<RevocationBook>;
    /**
     * Takes back what this agent may take back: durable, and in force for the next call, when it resolves. What is taken
     * back already is left as it is.
     *
     * @param reason - At most 512 characters; kept in the list, and as a commitment in the ledger.
     * @returns The item of the first of `all`, just made or there before.
     * @throws {TalosError} `E_USAGE` for a longer reason; `E_LIMIT` for a list that is full; `E_STORAGE…`.
     */
    revoke(all: readonly [Revoked, ...Revoked[]], reason: string): Promise<RevocationItem>;
    /** The item at a place of a list. @throws {TalosError} `E_STORAGE_CORRUPT`. */
    item({ by, n }: RevokedBy): Promise<RevocationItem>;
    /** Calls `watcher` with the issuer of a list whenever there is more in it. @returns A function that undoes it. */
    watch(watcher: (issuer: Did) => void): () => void;
    /** Whether anything of the list of `issuer` is kept. */
    has(issuer: Did): boolean;
    /** The issuers of all lists that have an item. */
    issuers(): readonly Did[];
    /** How far the list of `issuer` is known: the history whose head is the newest. */
    known(issuer: Did): ListPlace;
    /**
     * What follows `after` in the list of `issuer`, as much as one packet holds; from its first item where `after` is of
     * another history. Of the own list with a head that is signed now, where it goes to the end.
     *
     * @returns `undefined` where nothing of the list is known.
     */
    part(issuer: Did, after: ListPlace): Promise<ListPart | undefined>;
    /**
     * The end of the own list: its last items, at most `count` and 16 KiB but one at least, and the hash of those before.
     *
     * @returns `undefined` where nothing was taken back.
     */
    tail(count: number): Promise<Omit<ListNews, 'kind'> | undefined>;
    /**
     * Takes what somebody says of a list: checked, durable, in force for the next call and on record when it resolves.
     * Whose lists are taken at all is the caller's to decide.
     *
     * @returns What it was: see {@link Taken}.
     * @throws {TalosError} `MALFORMED` for items that its issuer did not sign; `E_LIMIT` for a list that is too long or has
     *   too many histories, or one list too many; `E_STORAGE…`.
     */
    take(update: ListUpdate): Promise<Taken>;
    /**
     * Records the items of the own list that are not in the ledger: a crash came between the two. Durable when it
     * resolves.
     *
     * @throws {TalosError} `E_STORAGE…`.
     */
    reconcile(): Promise<void>;
}
