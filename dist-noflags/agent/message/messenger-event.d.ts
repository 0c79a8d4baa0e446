/**
 * What happens between messengers that a ledger may want to record, or people to know.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import type { DurableSession } from '../../session/durable.ts';
import type { SessionRole } from '../../session/key-schedule.ts';
import type { RepairCause } from '../../session/repair.ts';
import type { Change } from '../../storage/store.ts';
/** What happened. */
export type MessengerEvent = RecordedEvent | SilentEvent | UnopenedEvent;
/** What a ledger may want to record: all of these are of something that the store holds. */
export type RecordedEvent = SessionEvent | MessageEvent | RepairEvent;
/** Keeps an event in the batch that stores what it tells of, until it was told. */
export type KeepEvent = (event: RecordedEvent) => Change;
/** A session was made. */
export interface SessionEvent {
    readonly kind: 'session';
    readonly peer: Did;
    /** The transcript hash (th), 32 bytes. */
    readonly session: Bytes;
    readonly role: SessionRole;
    readonly oneTime: boolean;
}
/** A message came, or one of our own was acknowledged. */
export interface MessageEvent {
    readonly kind: 'message';
    readonly peer: Did;
    readonly id: Bytes;
    readonly direction: 'sent' | 'received';
    /** Of the signed metadata, 32 bytes. */
    readonly commitment: Bytes;
    /** The peer has sent it again, because no acknowledgement reached it: the event was told before, or is being told. */
    readonly repeated: boolean;
}
/** The peer was not heard for long, told once until it is: nobody may read what is sent. */
export interface SilentEvent {
    readonly kind: 'silent';
    readonly peer: Did;
    /** Envelopes since. */
    readonly unheard: number;
    /** Milliseconds since 1970. */
    readonly sinceMs: number;
}
/** What a peer, who is no contact, has sealed came under a session that is not here any more: nothing is repaired. */
export interface UnopenedEvent {
    readonly kind: 'unopened';
    readonly peer: Did;
}
/** A session was made anew because an envelope did not open. PROTOCOL.md §5.8. */
export interface RepairEvent {
    readonly kind: 'repair';
    readonly peer: Did;
    /** Of the envelope that tells the other side, 16 bytes. */
    readonly id: Bytes;
    /** The transcript hash (th) of the new session, 32 bytes. */
    readonly session: Bytes;
    readonly by: 'self' | 'peer';
    readonly cause: RepairCause;
    /** The event was told before, or is being told. */
    readonly repeated: boolean;
}
/** The event of a message: of one that came for the first time, of one of our own where `direction` says so. */
export declare function messageEvent(peer: Did, { id, commitment }: {
    readonly id: Bytes;
    readonly commitment: Bytes;
}, direction?: 'sent' | 'received'): MessageEvent;
/** The event of a repair that the peer made, and told of. */
export declare function toldRepairEvent(peer: Did, { id, session }: {
    readonly id: Bytes;
    readonly session: Bytes;
}): RepairEvent;
/** The event of a session that was made. */
export declare function sessionEvent(peer: Did, { id: session, role, oneTime }: DurableSession): SessionEvent;
