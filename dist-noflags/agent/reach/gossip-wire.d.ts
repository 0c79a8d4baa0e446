/**
 * What agents pass on among each other about an author: the end of its revocation list, its record, its newest checkpoint.
 * PROTOCOL.md §6.9.
 *
 * There is one topic an author. Its name is a hash of the author's DID, and what is said there is sealed under a key that
 * follows from the DID: who does not know the DID learns neither whom it is about nor what it says. Who knows it can read.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type ListHead } from '../../capability/revocation-list.ts';
import { type Did } from '../../identity/did.ts';
/** Most bytes of a message, sealed. PROTOCOL.md §11. */
export declare const MAX_GOSSIP_BYTES: number;
/** Most items of a revocation list in a message. PROTOCOL.md §11. */
export declare const MAX_GOSSIP_ITEMS = 16;
/** The end of a revocation list. */
export interface ListNews {
    readonly kind: 'revocations';
    /** Text of the signed head. */
    readonly head: string;
    /** Items before these. */
    readonly from: number;
    /** h_from. */
    readonly before: Uint8Array;
    /** Items `from + 1` to the head's `seq`. */
    readonly items: readonly string[];
}
/** What a message says; whoever reads it has verified nothing yet. */
export type GossipNews = ListNews | {
    readonly kind: 'record';
    readonly record: Uint8Array;
} | {
    readonly kind: 'checkpoint';
    readonly note: string;
};
/** A kind of news. */
export type NewsKind = GossipNews['kind'];
/** The topic about `author`. */
export declare function topicOf(author: Did): string;
/**
 * A message about `author`; another one each time.
 *
 * @throws {RangeError} where it would exceed {@link MAX_GOSSIP_BYTES}.
 */
export declare function sealNews(author: Did, news: GossipNews): Bytes;
/**
 * Reads a message of the topic about `author`. What it says is not verified.
 *
 * @throws {TalosError} `E_LIMIT` over {@link MAX_GOSSIP_BYTES}; `E_DECRYPT`; `E_MALFORMED`.
 */
export declare function openNews(author: Did, message: Uint8Array): GossipNews;
/**
 * Whether the items are those that `head` speaks of: nobody but its issuer can have made others that lead to its hash.
 *
 * @param head - That of `news`, verified.
 */
export declare function isWhole({ from, before, items }: ListNews, head: ListHead): boolean;
