/**
 * The client of a mailbox: for the owner, who takes messages, and for those who deposit. PROTOCOL.md §6.6.
 *
 * The mailbox is believed nothing: what it says out of turn, twice, too long or too often ends the link. What it repeats
 * over another link is for the receiver to notice, by the ids of the envelopes.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import type { Did } from '../identity/did.ts';
import type { Link } from '../net/link.ts';
import { type Waiting } from './api.ts';
/** For one answer of a mailbox, in milliseconds: 2 MiB over a slow line, and a slow disk. */
export declare const MAILBOX_TIMEOUT_MS = 30000;
/** What becomes of a message that is not handled at once. */
export interface Later {
    /**
     * Resolves with whether it was handled, and is to be deleted; with `false` it stays, and comes again over the next
     * link. Where it rejects the link ends.
     */
    readonly isTaken: Promise<boolean>;
}
/** How an owner opens its mailbox. */
export interface OpenTerms {
    /**
     * Takes one deposit, oldest first, one after the other. When the promise resolves it is deleted; so it must be durable
     * by then. Where it throws or rejects the link ends with that, and what was not taken comes again over the next one.
     * With a {@link Later} the next one is handled at once. It takes of the 16 that may be untaken, so that who gives many
     * gets no others.
     */
    readonly onMessage: (sealed: Bytes) => Promise<Later | void>;
    /** Gives up; the link ends. */
    readonly signal?: AbortSignal;
}
/** See the module comment. Owns its link. */
export declare class MailboxClient implements AsyncDisposable {
    #private;
    /** Resolves, never rejects, when the link has ended: with the reason, or nothing where a side closed it. */
    readonly closed: Promise<TalosError | undefined>;
    /**
     * @param link - Of purpose `mailbox`.
     * @param timeoutMs - For one answer; {@link MAILBOX_TIMEOUT_MS} unless given.
     */
    constructor(link: Link, timeoutMs?: number);
    /**
     * Opens the own mailbox, which is made if it is new. Once a link.
     *
     * @returns What waited when it was opened.
     * @throws {TalosError} `E_RATE_LIMITED` if the mailbox takes no more owners, or was opened too often; `E_PROTOCOL` for
     *   an answer of another form; what {@link RequestLink.ask} throws. In each case the link ends.
     * @throws {TypeError} if it was opened before.
     */
    open(terms: OpenTerms): Promise<Waiting>;
    /**
     * Puts a deposit into the mailbox of `to`. It is durable there when the promise resolves.
     *
     * @param sealed - Of `sealDeposit`.
     * @throws {TalosError} `E_NOT_FOUND` if `to` has no mailbox there; `E_RATE_LIMITED` if it is full, or too much was
     *   deposited: later it may be taken; `E_PROTOCOL` for an answer of another form; what {@link RequestLink.ask} throws.
     * @throws {RangeError} for a length that no deposit has.
     */
    deposit(to: Did, sealed: Uint8Array, signal?: AbortSignal): Promise<void>;
    /** Ends the link. No message is handled afterwards that was not being handled before. */
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
