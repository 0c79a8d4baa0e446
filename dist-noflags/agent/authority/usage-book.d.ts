/**
 * What was used of capabilities, kept exactly: the accounts as they were at one position of the ledger, and the decisions
 * and results that it has from there on. A call is charged, then its decision is written: whatever the moment at which a
 * process is killed, a call that its tool saw is counted, once. PROTOCOL.md §8.4.
 *
 * ```text
 *  opened ─> account kept (durable) ─> charged ─> decision written ─> tool ─> result charged ─> result written
 *                                          accounts and position kept: when nothing is between charge and entry
 * ```
 *
 * @module
 */
import type { TalosError } from '../../base/errors.ts';
import type { Allowed, CapabilityRequest, Denial, Grant } from '../../capability/authorize.ts';
import { type ChainUsage } from '../../capability/usage.ts';
import type { Ledger } from '../../ledger/journal/ledger.ts';
import type { Store } from '../../storage/store.ts';
import { type OpenCharge } from './usage-records.ts';
/** Entries of the ledger after which the accounts are kept anew: as many are read at the next start at most. */
export declare const KEEP_EVERY = 2048;
/** See the module comment. */
export declare class UsageBook {
    #private;
    private constructor();
    /**
     * Reads the accounts and charges what the ledger has beyond them.
     *
     * @param onFailure - Told where the accounts could not be kept anew: nothing is lost but time at the next start.
     * @throws {TalosError} `E_STORAGE…`.
     */
    static open(store: Store, ledger: Ledger, onFailure: (error: unknown) => void): Promise<UsageBook>;
    /**
     * What the calls under a grant are charged to.
     *
     * @returns `undefined` where no token of its chain limits anything; `RATE_LIMITED` where there is no room for more.
     */
    of(grant: Grant, nowMs: number): GrantUsage | Denial | undefined;
    /** Something is charged whose entry is about to be written. */
    charged(): void;
    /** The entry of what was charged is written. @param decision - Its id, of a call whose result is to be charged. */
    written(charge: OpenCharge | undefined): void;
    /** The result of a call is written, or that there is none. */
    closed(decision: string): void;
    /** Keeps the accounts anew where the ledger has grown enough, and nothing is between its charge and its entry. */
    keepIfDue(): void;
    /** Keeps the accounts as they are: durable when it resolves. @throws {TalosError} `E_STORAGE…`. */
    keep(): Promise<void>;
    /** Keeps them at the end. Where that fails its owner is told, unless the ledger was why; the next start reads more. */
    close(): Promise<void>;
    /** The ledger has failed: no entry that is waited for is written any more. */
    fail(failure: TalosError): void;
}
/** What the calls of one tunnel are charged to. */
export declare class GrantUsage {
    #private;
    constructor(book: UsageBook, chain: ChainUsage, leaf: string, ready: Promise<void> | undefined);
    /** Resolves when calls may be charged; `undefined` where they may be now. */
    get ready(): Promise<void> | undefined;
    /** Why a call would be refused now; nothing is charged. */
    denial(request: CapabilityRequest, bytes: number, nowMs: number): Denial | undefined;
    /** Charges a call. Where it is allowed, {@link decided} must follow. */
    take(request: CapabilityRequest, bytes: number, nowMs: number): Allowed | Denial;
    /** `bytes` where those of such a request are charged: then its decision says them, and its result says its own. */
    counted(request: CapabilityRequest, bytes: number): number | undefined;
    /** The decision about a call that was charged is written. */
    decided(request: CapabilityRequest, decision: string): void;
    /** Charges what came of a call; {@link settled} must follow. */
    settle(request: CapabilityRequest, bytes: number): void;
    /** The result of a call is written. */
    settled(decision: string): void;
}
