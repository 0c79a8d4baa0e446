/**
 * Keys that serve for a while and are erased: one an epoch, random, and at rest sealed under a key that only the
 * identity has. PROTOCOL.md §10.4.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import { type Store } from './store.ts';
/** The highest number of an epoch: a u32. At one a minute they last for eight thousand years. */
export declare const MAX_EPOCH = 4294967295;
/** Most bytes of the sealed keys: two of them take less than 150. */
export declare const MAX_EPOCH_KEYS_BYTES = 1024;
/** One key. */
export interface EpochKey {
    /** 1 or more; grows by one. */
    readonly epoch: number;
    /** 32 bytes. Secret. */
    readonly key: Bytes;
}
/** All that are live. */
export interface EpochKeys {
    /** When the newest epoch began, milliseconds since 1970. */
    readonly sinceMs: number;
    /** One or two, numbered one after the other; the last seals. */
    readonly keys: readonly EpochKey[];
}
/**
 * Where the sealed keys of one store lie. What was there before must not be found again in what the place leaves on its
 * medium; how far that goes is for the place to say.
 */
export interface EpochPlace {
    /** What was put there last; `undefined` before the first time. @throws {TalosError} `E_STORAGE…`. */
    read(): Promise<Bytes | undefined>;
    /**
     * Puts `content` in the place of what is there. A process that dies meanwhile leaves the one or the other.
     *
     * @param content - At most {@link MAX_EPOCH_KEYS_BYTES}.
     * @returns When `content` is durable and what was there is overwritten.
     */
    replace(content: Uint8Array): Promise<void>;
}
/**
 * A place in the space `meta` of the store itself, for stores without a file beside them. In a store that leaves old
 * pages behind, as LMDB does, it leaves old keys in them.
 */
export declare function storePlace(store: Store): EpochPlace;
/** Reads and writes the keys in a place. */
export declare class EpochVault {
    #private;
    /**
     * @param secret - `Identity.atRestSecret()`, 64 bytes.
     * @param salt - Of the store that the keys are for, 32 bytes: those of another store do not open.
     */
    constructor(place: EpochPlace, secret: Uint8Array, salt: Uint8Array);
    /**
     * The keys; `undefined` where none were put yet.
     *
     * @throws {TalosError} `E_STORAGE_CORRUPT` for keys that are damaged, or of another identity or store; `E_VERSION`.
     */
    load(): Promise<EpochKeys | undefined>;
    /** Puts `keys` in the place of those before. Durable when this returns. */
    save(keys: EpochKeys): Promise<void>;
}
/** The key of the epoch after `epoch`. @throws {TalosError} `E_LIMIT` after the last. */
export declare function nextEpochKey(epoch: number): EpochKey;
