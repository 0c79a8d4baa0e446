/**
 * How much a mailbox service keeps and takes: for whom, from where, and for how long. PROTOCOL.md §6.6.
 *
 * A network address is an IPv4 address or the first 64 bits of an IPv6 one (`sourceOf`), of whose first 48 all have four times
 * as much (`base/source-counter.ts`); keys cost nothing and limit nobody.
 *
 * @module
 */
/** Messages that wait for one recipient. PROTOCOL.md §6.6. */
export declare const MAX_MAILBOX_MESSAGES = 1000;
/** Bytes of deposits that wait for one recipient. PROTOCOL.md §6.6. */
export declare const MAX_MAILBOX_BYTES: number;
/** Mailboxes of one service: what they count fits in a moment's look. */
export declare const MAX_MAILBOXES = 10000;
/** Bytes of deposits in all mailboxes, unless the operator says otherwise: room for 64 full ones. */
export declare const MAX_ALL_MAILBOXES_BYTES: number;
/** How long a message waits, in milliseconds: 30 days. PROTOCOL.md §6.6. */
export declare const MAILBOX_MESSAGE_LIFE_MS: number;
/** How long a mailbox stays whose owner does not come, in milliseconds: 90 days. PROTOCOL.md §6.6. */
export declare const MAILBOX_LIFE_MS: number;
/** Deposits from one network address in a minute. PROTOCOL.md §6.6. */
export declare const DEPOSITS_A_MINUTE = 600;
/**
 * Bytes of deposits from one network address in a day, unless the operator says otherwise: or one address could fill
 * all mailboxes, by way of its own. PROTOCOL.md §6.6.
 */
export declare const DEPOSITED_BYTES_A_DAY: number;
/** Times that mailboxes are opened from one network address in a minute. PROTOCOL.md §6.6. */
export declare const MAILBOX_OPENS_A_MINUTE = 60;
/** New mailboxes from one network address in a day, or one address could have them all. PROTOCOL.md §6.6. */
export declare const NEW_MAILBOXES_A_DAY = 100;
/** Links to a mailbox service at a time: each may hold a deposit that is on its way in, and one on its way out. */
export declare const MAX_MAILBOX_LINKS = 1024;
/** Links to a mailbox service from one network address at a time. */
export declare const MAX_MAILBOX_LINKS_A_SOURCE = 128;
/** Bytes of deposits that are being written at a time; more are `busy`. */
export declare const MAX_DEPOSITING_BYTES: number;
/** How long a link may be open without a request, unless its owner's mailbox is open on it, in milliseconds. */
export declare const MAILBOX_LINK_IDLE_MS = 60000;
/** How often messages and mailboxes are looked for whose time is over, in milliseconds. */
export declare const MAILBOX_PRUNE_MS = 3600000;
/** How often a service counts what others added to the store that they share, in milliseconds. */
export declare const SHARED_COUNT_MS = 300000;
/** How soon after something came through another service it looks for more, in milliseconds. */
export declare const SHARED_POLL_MS = 500;
/** How seldom it looks while nothing comes, in milliseconds: what comes is with its owner within 2 seconds. */
export declare const SHARED_IDLE_POLL_MS = 1500;
/** What an operator may set: how much mailboxes may hold, and for how long. */
export interface MailboxLimits {
    /** Messages of one mailbox. */
    readonly messages: number;
    /** Bytes of the deposits of one mailbox. */
    readonly bytes: number;
    /** Mailboxes in all. */
    readonly mailboxes: number;
    /** Bytes of the deposits of all mailboxes. */
    readonly totalBytes: number;
    /** How long a message waits, in milliseconds. */
    readonly messageLifeMs: number;
    /** How long a mailbox stays whose owner does not come, in milliseconds. */
    readonly mailboxLifeMs: number;
    /** Bytes of deposits from one network address in a day. */
    readonly depositedBytesADay: number;
}
/** The limits of a service whose operator sets none. */
export declare const MAILBOX_LIMITS: MailboxLimits;
