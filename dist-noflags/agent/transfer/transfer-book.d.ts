import type { Clock } from '../../base/clock.ts';
import type { Did } from '../../identity/did.ts';
import { type Change, type Store } from '../../storage/store.ts';
import type { TransferEvent, TransferState, TransferView } from '../api/transfer-api.ts';
import { type TransferRecord } from './transfer-records.ts';
/** Own files that wait or are being sent, at a time. PROTOCOL.md §11. */
export declare const MAX_SENDS = 1000;
/** Offers that wait for a person; of one peer, and in all. PROTOCOL.md §11. */
export declare const MAX_OFFERS_A_PEER = 8;
/** See {@link MAX_OFFERS_A_PEER}. */
export declare const MAX_OFFERS = 64;
/** Offers of one peer in a minute that a person is to accept; more are to come later. PROTOCOL.md §11. */
export declare const MAX_OFFERS_A_MINUTE = 30;
/** Files that were accepted and are not whole; of one peer, and in all. PROTOCOL.md §11. */
export declare const MAX_UNFINISHED_A_PEER = 128;
/** See {@link MAX_UNFINISHED_A_PEER}. */
export declare const MAX_UNFINISHED = 256;
/** Transfers that are over and still known; the oldest is forgotten first. PROTOCOL.md §11. */
export declare const MAX_PAST_TRANSFERS = 1000;
/**
 * Files of others of which nothing came, likewise, beside those: who offers them and takes them back drives out nothing
 * else, and its ids are not free at once for others than those that a person was shown. PROTOCOL.md §11.
 */
export declare const MAX_PAST_OFFERS = 1000;
/** How long an offer waits for a person, and an unfinished file for its sender, in milliseconds. PROTOCOL.md §11. */
export declare const UNFINISHED_MS: number;
/** How long a file waits for a peer that is away, in milliseconds. PROTOCOL.md §11. */
export declare const SEND_WAIT_MS: number;
/** Told of every change, after it is durable; `bytes` is how far it is, durable or not. */
export type TransferListener = (event: TransferEvent) => void;
/** What a step changes. */
export type TransferStep = Partial<Omit<TransferRecord, 'id' | 'peer' | 'direction' | 'size' | 'atMs' | 'changedAtMs'>>;
/** See the module comment. */
export declare class TransferBook {
    #private;
    private constructor();
    /** Reads what is there. What was running waits for its peer. @throws {TalosError} `E_STORAGE…`. */
    static open(store: Store, clock: Clock, aliasOf: (peer: Did) => string): Promise<TransferBook>;
    /** All of them, in the order in which they were made. */
    get all(): readonly TransferRecord[];
    /** Those that are not over. */
    get open(): readonly TransferRecord[];
    get(id: string): TransferRecord | undefined;
    /**
     * The one that a person means.
     *
     * @param id - All 32 hex digits, or at least 4 that fit one alone.
     * @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`; `E_USAGE`.
     */
    find(id: string, among?: (record: TransferRecord) => boolean): TransferRecord;
    /**
     * Adds a transfer; durable when it resolves.
     *
     * @throws {TalosError} `E_LIMIT` where too many are open; `E_STORAGE…`: then it is not there.
     */
    add(record: Omit<TransferRecord, 'atMs' | 'changedAtMs'>): Promise<TransferRecord>;
    /**
     * Takes a transfer from one of the states `from` on; durable when it resolves.
     *
     * @param also - Applied with it.
     * @returns Undefined, and nothing has changed, where it is in another state or not there.
     * @throws {TalosError} `E_STORAGE…`: then it is as it was.
     */
    step(id: string, from: readonly TransferState[], step: TransferStep, also?: readonly Change[]): Promise<TransferRecord | undefined>;
    /** Notes a state that needs not survive: `running`, and how far it is. */
    note(id: string, step: Pick<TransferStep, 'state' | 'durable'>): TransferRecord | undefined;
    /** Forgets those that have waited for too long, offers without a word. @returns The others that were open, to be ended. */
    expire(): Promise<readonly TransferRecord[]>;
    /** Calls `listener` from now on. @returns A function that undoes it. */
    watch(listener: TransferListener): () => void;
    /** Tells those who watch. @param bytes - How far it is; what is durable where absent. */
    tell(kind: TransferEvent['kind'], record: TransferRecord, bytes?: number): void;
    /** A transfer as commands see it. */
    view(record: TransferRecord): TransferView;
}
