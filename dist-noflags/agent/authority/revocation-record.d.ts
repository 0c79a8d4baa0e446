/**
 * Revocation lists in the store: their items, and the heads that let parts of them be handed on. PROTOCOL.md §8.5.
 *
 *     'h' ‖ key of the issuer ‖ u8 branch ‖ u32 seq     a head: after every 32nd item, and the newest
 *     'i' ‖ key of the issuer ‖ u8 branch ‖ u32 n       an item
 *     'b' ‖ key of the issuer ‖ u8 branch               where a later branch leaves the first: u8 branch ‖ u32 n
 *
 * Keys of 32 bytes are those of directories of earlier development versions: a single revocation under its token's id.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type Did } from '../../identity/did.ts';
import type { Change, Store } from '../../storage/store.ts';
/** Items from one kept head to the next: as many of the longest as one packet holds. */
export declare const HEAD_STEP = 32;
/** A place in a list: which of its branches, and which item or how many. */
export interface Place {
    readonly issuer: Did;
    readonly branch: number;
    readonly n: number;
}
/** A place as one number, by which `RevocationSet` knows an item. */
export declare function placeOf({ branch, n }: Omit<Place, 'issuer'>): number;
/** The place that {@link placeOf} made `place` of. */
export declare function placeAt(issuer: Did, place: number): Place;
/** A record of the store, taken apart. */
export type RevocationRecord = (Place & {
    readonly kind: 'head' | 'item';
    readonly text: string;
}) | (Place & {
    readonly kind: 'base';
    readonly of: number;
})
/** A single revocation, as earlier development versions kept them. */
 | {
    readonly kind: 'single';
    readonly key: Bytes;
    readonly text: string;
};
/** The change that keeps an item. */
export declare function putItem(place: Place, text: string): Change;
/** The change that keeps a head. */
export declare function putHead(place: Place, text: string): Change;
/** The change that drops a head. */
export declare function dropHead(place: Place): Change;
/** The change that keeps that the branch of `place` leaves branch `of` after its item `place.n`. */
export declare function putBase({ issuer, branch, n }: Place, of: number): Change;
/** The change that drops a single revocation. */
export declare function dropSingle(key: Uint8Array): Change;
/** All records: bases first, then heads, then items, each by issuer and place. @throws {TalosError} `E_STORAGE_CORRUPT`. */
export declare function revocationRecords(store: Store): AsyncGenerator<RevocationRecord>;
/** The items `from + 1` to `to` of one branch as they are stored there; those before its base are not. */
export declare function storedItems(store: Store, place: Place, to: number): Promise<readonly string[]>;
/** The heads of one branch after more than `place.n` items, up to `to`. */
export declare function storedHeads(store: Store, place: Place, to: number): Promise<readonly {
    readonly seq: number;
    readonly text: string;
}[]>;
