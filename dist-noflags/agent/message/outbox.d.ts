import { type Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import type { Deliveries } from './deliveries.ts';
import type { MessageHistory } from './message-history.ts';
import { type MessageRecords } from './message-records.ts';
import type { SessionSteps, SessionStepsOptions } from './session-steps.ts';
/** How long a message waits for its acknowledgement, in milliseconds: 30 days, as long as mailboxes keep one. */
export declare const OUTBOX_AGE_MS: number;
/** After so long a message that was left at a mailbox is left there again, in milliseconds: a day. Mailboxes may lose one. */
export declare const LEFT_AGE_MS: number;
/** Messages to one peer that may wait for acknowledgement. */
export declare const MAX_OUTBOX_MESSAGES = 1000;
/** Why a message was given up. */
export declare const NOT_ACKNOWLEDGED = "not acknowledged within 30 days";
/** A message that was stored to be sent. */
export interface Outgoing {
    readonly id: Bytes;
    readonly envelope: Bytes;
}
/** For how long a peer was not heard. */
export interface Silence {
    /** Envelopes that were sealed for it since. */
    readonly unheard: number;
    /** Milliseconds since 1970. */
    readonly sinceMs: number;
}
/** What the outbox needs. */
export interface OutboxTerms extends Pick<SessionStepsOptions, 'store' | 'clock'> {
    readonly sessions: SessionSteps;
    readonly messages: MessageRecords;
    readonly history: MessageHistory;
    /** Told what becomes of each message, but for its delivery: who takes an acknowledgement tells that. */
    readonly deliveries?: Deliveries;
}
/** See the module comment. */
export declare class Outbox {
    #private;
    constructor(terms: OutboxTerms);
    /** Whether there is a session to send under, and the peer may be trusted to follow it. */
    hasSession(peer: Did): Promise<boolean>;
    /**
     * Seals a message and keeps it until it is acknowledged.
     *
     * @throws {TalosError} `E_NO_SESSION`; `E_LIMIT` for a text over 1 MiB or {@link MAX_OUTBOX_MESSAGES} that wait.
     */
    send(peer: Did, text: Uint8Array): Promise<Outgoing & {
        readonly silence: Silence | undefined;
    }>;
    /** As {@link Outbox.send} gives it, of a peer for whom one more is kept. */
    silence(peer: Did): Promise<Silence | undefined>;
    /**
     * Keeps a message for a peer that cannot be reached; it needs no session yet.
     *
     * @returns Its id.
     * @throws {TalosError} `E_LIMIT` as {@link Outbox.send}.
     */
    keep(peer: Did, text: Uint8Array): Promise<Bytes>;
    /** The id of a message of our own, after every earlier one: ids of one millisecond would sort at random, and the outbox is sent in the order of its ids. */
    nextId(): Bytes;
    /** Whether anything waits for the acknowledgement of `peer`. */
    isAwaiting(peer: Did): Promise<boolean>;
    /** The name of what has waited for `peer` the longest; undefined where nothing does. */
    oldest(peer: Did): Promise<string | undefined>;
    /** Everybody for whom something waits. */
    awaited(): Promise<readonly Did[]>;
    /**
     * Every message that waits for the acknowledgement of `peer`, the oldest first, sealed anew: the session may have
     * gone on so far that it would not open the envelope that was lost. Those that waited too long are given up. Before
     * them, that the session was repaired, where the peer has not acknowledged that. Ends early where it is repaired
     * meanwhile.
     *
     * @param renew - Makes a new session; called where something waits and {@link Outbox.hasSession} says no.
     * @throws {TalosError} `E_NO_SESSION` at the first where there is no session.
     */
    all(peer: Did, renew?: () => Promise<unknown>): AsyncGenerator<Outgoing>;
    /**
     * As {@link Outbox.all}, of what is not yet in the peer's mailbox, or came there before the last repair. The
     * next is given when the one before it was left there, which is noted then.
     */
    unleft(peer: Did, renew?: () => Promise<unknown>): AsyncGenerator<Outgoing>;
    /** Whether a message that waits lies in a mailbox of the peer. */
    isLeft(peer: Did, id: Bytes): Promise<boolean>;
    /** Gives up what has waited for `peer` too long, also where the peer is never there. */
    expire(peer: Did): Promise<void>;
    /** To be called when a message to `peer` has left the store. */
    acknowledged(peer: Did): void;
    /** Goes on after the ids that the store holds: a clock that was set back meanwhile changes no order. */
    resume(): Promise<void>;
}
