/**
 * How much a mailbox service keeps and takes: for whom, from where, and for how long. PROTOCOL.md §6.6.
 *
 * A network address is an IPv4 address or the first 64 bits of an IPv6 one (`sourceOf`), of whose first 48 all have four times
 * as much (`base/source-counter.ts`); keys cost nothing and limit nobody.
 *
 * @module
 */
const MIB = 1024 * 1024;
const DAY_MS = 86_400_000;
/** Messages that wait for one recipient. PROTOCOL.md §6.6. */
export const MAX_MAILBOX_MESSAGES = 1000;
/** Bytes of deposits that wait for one recipient. PROTOCOL.md §6.6. */
export const MAX_MAILBOX_BYTES = 64 * MIB;
/** Mailboxes of one service: what they count fits in a moment's look. */
export const MAX_MAILBOXES = 10_000;
/** Bytes of deposits in all mailboxes, unless the operator says otherwise: room for 64 full ones. */
export const MAX_ALL_MAILBOXES_BYTES = 4096 * MIB;
/** How long a message waits, in milliseconds: 30 days. PROTOCOL.md §6.6. */
export const MAILBOX_MESSAGE_LIFE_MS = 30 * DAY_MS;
/** How long a mailbox stays whose owner does not come, in milliseconds: 90 days. PROTOCOL.md §6.6. */
export const MAILBOX_LIFE_MS = 90 * DAY_MS;
/** Deposits from one network address in a minute. PROTOCOL.md §6.6. */
export const DEPOSITS_A_MINUTE = 600;
/**
 * Bytes of deposits from one network address in a day, unless the operator says otherwise: or one address could fill
 * all mailboxes, by way of its own. PROTOCOL.md §6.6.
 */
export const DEPOSITED_BYTES_A_DAY = 256 * MIB;
/** Times that mailboxes are opened from one network address in a minute. PROTOCOL.md §6.6. */
export const MAILBOX_OPENS_A_MINUTE = 60;
/** New mailboxes from one network address in a day, or one address could have them all. PROTOCOL.md §6.6. */
export const NEW_MAILBOXES_A_DAY = 100;
/** Links to a mailbox service at a time: each may hold a deposit that is on its way in, and one on its way out. */
export const MAX_MAILBOX_LINKS = 1024;
/** Links to a mailbox service from one network address at a time. */
export const MAX_MAILBOX_LINKS_A_SOURCE = 128;
/** Bytes of deposits that are being written at a time; more are `busy`. */
export const MAX_DEPOSITING_BYTES = 64 * MIB;
/** How long a link may be open without a request, unless its owner's mailbox is open on it, in milliseconds. */
export const MAILBOX_LINK_IDLE_MS = 60_000;
/** How often messages and mailboxes are looked for whose time is over, in milliseconds. */
export const MAILBOX_PRUNE_MS = 3_600_000;
/** How often a service counts what others added to the store that they share, in milliseconds. */
export const SHARED_COUNT_MS = 300_000;
/** How soon after something came through another service it looks for more, in milliseconds. */
export const SHARED_POLL_MS = 500;
/** How seldom it looks while nothing comes, in milliseconds: what comes is with its owner within 2 seconds. */
export const SHARED_IDLE_POLL_MS = 1500;
/** The limits of a service whose operator sets none. */
export const MAILBOX_LIMITS = {
    messages: MAX_MAILBOX_MESSAGES,
    bytes: MAX_MAILBOX_BYTES,
    mailboxes: MAX_MAILBOXES,
    totalBytes: MAX_ALL_MAILBOXES_BYTES,
    messageLifeMs: MAILBOX_MESSAGE_LIFE_MS,
    mailboxLifeMs: MAILBOX_LIFE_MS,
    depositedBytesADay: DEPOSITED_BYTES_A_DAY,
};
