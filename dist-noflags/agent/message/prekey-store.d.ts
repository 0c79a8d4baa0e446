/**
 * The own prekeys in the store: made, offered, found, used up, erased. PROTOCOL.md §5.1, §5.3. How they lie there:
 * `prekey-records.ts`.
 *
 * Ids are drawn at random, never counted: a store that is put back to an earlier copy then does not give the id of a
 * prekey that somebody holds to another key.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { InitialMessage, PrekeySecrets } from '../../session/handshake.ts';
import type { Party } from '../../session/key-schedule.ts';
import type { RecordSealer } from '../../storage/sealed.ts';
import type { Change, Store } from '../../storage/store.ts';
import { type SignedPrekeyRecord } from './prekey-records.ts';
/** A signed prekey is offered this long after it was made, in milliseconds: 7 days. It is accepted until it expires. */
export declare const PREKEY_OFFERED_MS: number;
/** One-time prekeys of each kind that peers were given and did not use; bundles made while so many wait go without. */
export declare const MAX_ONE_TIME_PREKEYS = 100;
/** One-time prekeys of each kind in stock that nobody used, those that servers have handed out included. */
export declare const MAX_STOCK_PREKEYS = 1000;
/** What opening an initial message takes, and what must be stored with the session that it makes. */
export interface FoundPrekeys {
    readonly secrets: PrekeySecrets;
    /** Uses the one-time prekeys up and remembers the initial message; fails if either has happened meanwhile. */
    readonly consume: readonly Change[];
}
/** Bundles for a server that hands them out while this agent is away. */
export interface BundleStock {
    /** Id of the signed prekey in all of them: once another is offered, a server is to be given new ones. */
    readonly prekeyId: number;
    /** Without one-time prekeys: for whoever asks when `single` is used up. */
    readonly last: Bytes;
    /** Each with one-time prekeys of its own, to be handed out once. */
    readonly single: readonly Bytes[];
}
/** Whether a bundle is to hold one-time prekeys: where there is room for them, not, or by all means. */
export type OneTimeWish = 'room' | 'none' | 'required';
/** See the module comment. */
export declare class PrekeyStore {
    #private;
    /** @param onExhausted - Called when bundles begin to go without one-time prekeys because too many wait. */
    constructor(store: Store, records: RecordSealer, party: Party, onExhausted?: () => void);
    /**
     * A new bundle, durable before it is given: with one-time prekeys of its own, unless {@link MAX_ONE_TIME_PREKEYS} wait
     * already. With a new signed prekey the expired ones are erased.
     *
     * @throws {TalosError} `E_LIMIT` if one-time prekeys are required and there is no room; `E_STORAGE` if others keep
     *   changing the prekeys.
     */
    offer(nowMs: number, wish?: OneTimeWish): Promise<Bytes>;
    /**
     * Bundles for a server to hand out, durable in one transaction before they are given. They take no room from
     * {@link PrekeyStore.offer}, and it none from them.
     *
     * @param count - Bundles of single use, at most {@link MAX_STOCK_BUNDLES}; fewer are made where {@link MAX_STOCK_PREKEYS}
     *   wait already.
     * @throws {RangeError} for another count.
     * @throws {TalosError} `E_STORAGE` as `offer`.
     */
    stock(nowMs: number, count?: number): Promise<BundleStock>;
    /** Bundles of the stock, of the signed prekey that is offered now, that nobody has used. */
    stocked(): Promise<number>;
    /**
     * Makes a new signed and last-resort KEM prekey, which bundles offer from now on. Those before are accepted until they
     * expire.
     */
    rotate(nowMs: number): Promise<Pick<SignedPrekeyRecord, 'id' | 'madeAtMs' | 'expiresAtMs'>>;
    /** @throws {TalosError} `E_REPLAY` if the initial message was accepted before. */
    assertNew(initial: InitialMessage): Promise<void>;
    /**
     * The secrets that an initial message names. Nothing is used up: that is for whoever stores the session.
     *
     * @throws {TalosError} `E_REPLAY` if it was accepted before; `E_PREKEY_GONE` if a prekey is used, expired or none, or
     *   was not offered with the signed prekey.
     */
    find(initial: InitialMessage, nowMs: number): Promise<FoundPrekeys>;
    /**
     * Erases signed prekeys that have expired, what was remembered of their initial messages, and the one-time prekeys
     * that were offered with them: who asks for bundles and uses none holds no room for ever.
     */
    prune(nowMs: number): Promise<void>;
}
