/**
 * The mailboxes in the store. PROTOCOL.md §6.6.
 *
 * ```text
 *   space mailbox    0                        the time:   u8 version | u64 time                       (steady-clock.ts)
 *                    1 ‖ key (32)             a mailbox:  u8 version | u64 next id | u32 messages | u64 bytes | u64 visited
 *                    2 ‖ key (32) ‖ u64 id    a message:  u64 arrived | u32 length
 *                    3 ‖ key (32) ‖ u64 id    its deposit
 *                    4 ‖ key (32)             who has it open, of several services that share a store:  u8 version | random (16)
 * ```
 *
 * What a mailbox counts changes in the batch that changes what it holds, so that no end of the process makes it lie, and the
 * batch requires what was read, so that several services may share a store. The
 * key is the Ed25519 key of the owner, times are milliseconds since 1970.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import type { Store } from '../storage/store.ts';
import type { Waiting } from './api.ts';
import type { MailboxLimits } from './limits.ts';
/** What all mailboxes hold. */
export interface Totals {
    readonly mailboxes: number;
    readonly messages: number;
    readonly bytes: number;
}
/** A message in its mailbox. */
export interface Row {
    readonly id: number;
    readonly arrivedMs: number;
    /** Length of its deposit. */
    readonly bytes: number;
}
/** How mailboxes are kept. */
export interface BoxesTerms {
    readonly limits: MailboxLimits;
    /** Whether services of other processes are on the same store: what they add and delete is counted at each pruning. */
    readonly isShared: boolean;
}
/** What other services did to a mailbox that is open here. */
export interface Elsewhere {
    /** The id that its next message has. */
    readonly nextId: number;
    /** Whether it was opened elsewhere since. */
    readonly isLost: boolean;
}
/** When an owner was last there; undefined where there is no mailbox. @throws {TalosError} as {@link Boxes.open}. */
export declare function newestVisit(store: Store): Promise<number | undefined>;
/** See the module comment. A process opens the mailboxes of a store once. */
export declare class Boxes {
    #private;
    private constructor();
    /** @throws {TalosError} `E_STORAGE_CORRUPT` for a record of another form; what the store throws. */
    static open(store: Store, clock: Clock, terms: BoxesTerms): Promise<Boxes>;
    get totals(): Totals;
    /**
     * The owner is here: makes the mailbox if there is none. Durable when it resolves.
     *
     * @param mayMake - Asked once, before a mailbox is made.
     * @returns What waits, and where services share the store a mark of this visit, by which {@link elsewhere} knows it.
     * @throws {TalosError} `E_REFUSED` (`busy`) if it may not be made, or there are as many as may be; what the store throws.
     */
    visit(key: Uint8Array, mayMake: () => boolean): Promise<Waiting & {
        readonly mark: Bytes | undefined;
    }>;
    /** What others did to a mailbox since the visit of `mark`; undefined where it is gone. */
    elsewhere(key: Uint8Array, mark: Uint8Array): Promise<Elsewhere | undefined>;
    /**
     * Puts a deposit into a mailbox. Durable when it resolves.
     *
     * @throws {TalosError} `E_REFUSED`: `unknown` where there is no mailbox, `busy` where there is no room; what the store
     *   throws: nothing changed then, as far as is known.
     */
    deposit(key: Uint8Array, sealed: Uint8Array): Promise<void>;
    /** The first message after that of id `after`; `undefined` where there is none. */
    next(key: Uint8Array, after: number): Promise<Row | undefined>;
    /** The deposit of a message; `undefined` if it is gone. */
    sealed(key: Uint8Array, id: number): Promise<Bytes | undefined>;
    /** Deletes messages; those that are gone are passed over. Durable when it resolves. */
    take(key: Uint8Array, ids: readonly number[]): Promise<void>;
    /**
     * Deletes the messages that have waited too long, and the mailboxes whose owners do not come.
     *
     * @param isOpen - Whether the owner is here.
     * @throws What the store throws; what was not looked at waits for the next time.
     */
    prune(isOpen: (key: Bytes) => boolean): Promise<void>;
    /** Counts anew what all services of the store hold. @throws as {@link Boxes.open}. */
    recount(): Promise<void>;
}
