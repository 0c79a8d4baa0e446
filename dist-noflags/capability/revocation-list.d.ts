/**
 * The revocation list of one issuer: what it took back, one item after the other, each bound to all before it, and one
 * signed head. Whatever was added is checked with one signature. PROTOCOL.md §8.5.
 *
 *     h_0 = 32 zero bytes      h_n = SHA-256(label ‖ 0x00 ‖ h_(n−1) ‖ item n)
 *     head: {"body":{"hash","iat","iss","next","seq","v"},"sig"}, canonical JSON, with hash = h_seq
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import { type SigningKey } from '../crypto/sign.ts';
import { type Did } from '../identity/did.ts';
/** Longest item, in bytes: a reason of which every character is escaped, two identities, and the rest. */
export declare const MAX_ITEM_BYTES = 4096;
/** Longest head, in bytes. */
export declare const MAX_HEAD_BYTES = 1024;
/** Most items of one list: above the 100,000 that an issuer may need to take back, and within a few megabytes. */
export declare const MAX_LIST_ITEMS = 131072;
/** Milliseconds from a head to its next update, at most: past that nobody knows what was added. */
export declare const MAX_HEAD_LIFE_MS: number;
/** Milliseconds from a head to its next update unless chosen otherwise. */
export declare const HEAD_LIFE_MS: number;
/** What an item is about: one token, all that was delegated from one, all of a holder, all that a key signed. */
export declare const REVOCATION_KINDS: readonly ["token", "chain", "subject", "issuer"];
/** One of {@link REVOCATION_KINDS}. */
export type RevocationKind = (typeof REVOCATION_KINDS)[number];
/** What is taken back. */
export type Revoked = 
/** This token, and with it all below it. */
{
    readonly kind: 'token';
    readonly id: string;
}
/** All that was delegated from this token; it stays itself. */
 | {
    readonly kind: 'chain';
    readonly id: string;
}
/** Every token that this agent holds; with `under`, every one below that token. */
 | {
    readonly kind: 'subject';
    readonly id: Did;
    readonly under?: string;
}
/** Every token that this agent's key signed; with `before`, those issued before then, in milliseconds. */
 | {
    readonly kind: 'issuer';
    readonly id: Did;
    readonly before?: number;
};
/** An item of a list. */
export interface RevocationItem {
    /** Its place, from 1. */
    readonly n: number;
    /** When, by the clock of the issuer of the list: milliseconds since 1970. */
    readonly timeMs: number;
    readonly revoked: Revoked;
    /** For people; may be empty. */
    readonly reason: string;
}
/** The hash of a list without items. */
export declare const EMPTY_LIST_HASH: Bytes;
/**
 * The text of an item, canonical JSON.
 *
 * @throws {RangeError} for a field out of range.
 */
export declare function formatItem({ n, timeMs, revoked, reason }: RevocationItem): string;
/** Reads an item in its one form. @throws {TalosError} `MALFORMED`. */
export declare function readItem(text: string): RevocationItem;
/** h_n, from h_(n−1) and the text of item n. */
export declare function itemHash(before: Uint8Array, item: string): Bytes;
/** What a head says: how far the list goes, and until when that is to be believed. */
export interface ListHead {
    readonly issuer: Did;
    /** Items of the list; 0 for an empty one. */
    readonly seq: number;
    /** h_seq, 64 hexadecimal digits. */
    readonly hash: string;
    /** When it was signed: milliseconds since 1970. */
    readonly issuedAtMs: number;
    /** When the next is due: past that nobody knows what was added. At most {@link MAX_HEAD_LIFE_MS} later. */
    readonly nextMs: number;
}
/**
 * Signs a head.
 *
 * @returns Its text, canonical JSON.
 * @throws {RangeError} if `issuer` is not the signer's DID, or a field is out of range.
 */
export declare function signHead(signer: SigningKey, head: ListHead): string;
/**
 * Reads a head that someone else wrote and checks that its issuer signed it.
 *
 * @throws {TalosError} `MALFORMED`, or `SIGNATURE_INVALID`.
 */
export declare function readHead(text: string): ListHead;
