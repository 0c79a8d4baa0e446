/**
 * The contents of the packets about revocation and renewal. PROTOCOL.md §8.5, §8.6.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { type Did } from '../../identity/did.ts';
import { type RefusalBody } from '../tunnel/tunnel-wire.ts';
import type { ListPart, ListPlace } from './revocation-book.ts';
/** Lists that one packet asks for. */
export declare const MAX_LISTS_ASKED = 64;
/** What is asked of a list: all that follows what is known of it. */
export interface AskedList extends ListPlace {
    readonly issuer: Did;
}
/** Part of a list, or why there is none. */
export type ListAnswer = (ListPart & {
    readonly refused?: undefined;
    /** The tokens that make the issuer of the list one here, root first; empty where that is known. */
    readonly chain: readonly string[];
}) | {
    readonly issuer: Did;
    readonly refused: RefusalBody;
};
/** REVOCATIONS_GET. */
export declare function encodeListsAsked(lists: readonly AskedList[]): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeListsAsked(bytes: Uint8Array): readonly AskedList[];
/** REVOCATIONS. */
export declare function encodeListAnswer(answer: ListAnswer): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeListAnswer(bytes: Uint8Array): ListAnswer;
/** What a renewal came to: the tokens of the new grant, root first, or why there is none. */
export type RenewalAnswer = {
    readonly id: string;
} & ({
    readonly chain: readonly string[];
    readonly refused?: undefined;
} | {
    readonly refused: RefusalBody;
});
/** CAPABILITY_RENEW. @param id - Of the token that is to be renewed, hex. */
export declare function encodeRenewal(id: string): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeRenewal(bytes: Uint8Array): string;
/** CAPABILITY_RENEWED. */
export declare function encodeRenewed(answer: RenewalAnswer): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeRenewed(bytes: Uint8Array): RenewalAnswer;
