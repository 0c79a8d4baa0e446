/**
 * Reads the revocation lists of a directory into memory. PROTOCOL.md §8.5.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type Revocation } from '../../capability/revocation.ts';
import type { RevocationSet } from '../../capability/revocations.ts';
import type { Did } from '../../identity/did.ts';
import type { Store } from '../../storage/store.ts';
import { RevocationBranch } from './revocation-branch.ts';
/** A single revocation of an earlier development version, and its key in the store. */
export interface SingleRevocation extends Revocation {
    readonly key: Bytes;
}
/** What a directory holds. */
export interface LoadedRevocations {
    /** The histories of each list, the first at 0. */
    readonly lists: Map<Did, RevocationBranch[]>;
    readonly singles: readonly SingleRevocation[];
}
/**
 * Reads all lists, and adds what they take back to `revocations`.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none: an unreadable revocation is never passed over.
 */
export declare function loadRevocations(store: Store, revocations: RevocationSet): Promise<LoadedRevocations>;
/** What `read` gives; a record that cannot be read is damage. */
export declare function stored<T>(read: () => T): T;
