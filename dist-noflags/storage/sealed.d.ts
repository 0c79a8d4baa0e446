/**
 * Records sealed at rest. PROTOCOL.md §10.4.
 *
 * Whoever has the identity's secrets and an old page of the store opens what is sealed under the identity. So what earlier
 * messages could be opened with, sessions and prekeys, is sealed under a key that is replaced: everything is sealed
 * anew under the next one, and the old one is erased. Messages lie under a key that the identity derives, for as long as it lasts.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import { type EpochKeys, type EpochPlace, EpochVault } from './epoch-keys.ts';
import { type ResealPace } from './reseal.ts';
import { type Space, type Store } from './store.ts';
/** The spaces whose records are sealed under the key of an epoch. */
export declare const EPOCH_SPACES: readonly ('session' | 'prekey')[];
/** Seals and opens the values of a store. One key a space; a value opens under its own key of the store alone. */
export interface RecordSealer {
    /** `record` sealed for `key`: 28 bytes longer, or 33 in {@link EPOCH_SPACES}, under a fresh random nonce. */
    seal(space: Space, key: Uint8Array, record: Uint8Array): Bytes;
    /**
     * What {@link RecordSealer.seal} sealed for the same space and key.
     *
     * @throws {TalosError} `E_STORAGE_CORRUPT` if it is anything else, or sealed under a key that was erased.
     */
    open(space: Space, key: Uint8Array, sealed: Uint8Array): Bytes;
}
/** How {@link openRecordSealer} opens one. */
export interface SealerOptions {
    /** Where the keys of epochs lie; in the store itself where absent. */
    readonly place?: EpochPlace;
    /** When the first epoch begins if this makes it, milliseconds since 1970; 0 where absent. */
    readonly nowMs?: number;
}
/**
 * The sealer of a data directory. Salt and keys are made, and durable, at the first use; records of the form before there
 * were epochs are sealed anew.
 *
 * @param secret - `Identity.atRestSecret()`, 64 bytes; copied.
 * @throws {TalosError} `E_STORAGE_CORRUPT` for a salt of another length, for keys that are gone, damaged or of another
 *   identity or store, and for records of the earlier form that do not open; `E_VERSION`; `E_STORAGE…`.
 */
export declare function openRecordSealer(store: Store, secret: Uint8Array, options?: SealerOptions): Promise<EpochSealer>;
interface SealerParts {
    readonly store: Store;
    readonly vault: EpochVault;
    readonly salt: Bytes;
    readonly secret: Uint8Array;
    readonly live: EpochKeys;
}
/** A {@link RecordSealer} whose keys are replaced. One a store. */
export declare class EpochSealer implements RecordSealer {
    #private;
    /** Called after each record that is sealed under the key of an epoch, those that {@link replace} seals anew excepted. */
    onSealed: (() => void) | undefined;
    constructor({ store, vault, salt, secret, live }: SealerParts);
    /** When the epoch that seals began, milliseconds since 1970. */
    get sinceMs(): number;
    /** Whether a replacement began, here or before a restart, and is not over. */
    get isReplacing(): boolean;
    seal(space: Space, key: Uint8Array, record: Uint8Array): Bytes;
    open(space: Space, key: Uint8Array, sealed: Uint8Array): Bytes;
    /** Whether `value` is sealed under the key of an earlier epoch, so that it must not come into the store any more. */
    isRetired(space: Space, value: Uint8Array): boolean;
    /**
     * Replaces the key: begins an epoch, seals every record of the one before anew, and erases its key. Goes on with a
     * replacement that was interrupted. One at a time. Records must reach the store through `currentStore`.
     *
     * @param nowMs - When the new epoch begins, milliseconds since 1970.
     * @param pace - Where it is ended between two batches, everything stays readable.
     * @throws {TalosError} `E_STORAGE…`; `E_STORAGE_CORRUPT` for a record that does not open. The old key stays then.
     */
    replace(nowMs: number, pace?: ResealPace): Promise<void>;
    /** Seals anew what lies under the identity from before there were epochs. */
    adopt(): Promise<void>;
}
export {};
