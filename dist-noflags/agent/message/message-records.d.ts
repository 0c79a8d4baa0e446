/**
 * What lies in the space `message` of the store, byte by byte: keys in clear, records sealed. PROTOCOL.md §5.6.
 *
 * ```text
 *   0x01 | u64 order | id (16)     inbox: received, not yet taken         sealed
 *   0x02 | DID | id (16)           outbox: to be sent, not acknowledged   sealed
 *   0x03 | DID | id (16)           seen ids: u64 when                     in clear
 *   0x04 | u64 order | id (16)     history: taken, delivered, given up,   sealed
 *                                  sealed into a file, opened from one,
 *                                  sessions that were repaired
 *   0x05 | DID | id (16)           repairs to tell the peer of, as 0x02   sealed
 *   0x06 | hash (32)               ledger entries of these that are due   in clear, see `due-entries.ts`
 * ```
 *
 * An order is a time in milliseconds, made unique here; of a message of our own it is the time in its id.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type Did } from '../../identity/did.ts';
import { type RepairCause } from '../../session/repair.ts';
import type { RecordSealer } from '../../storage/sealed.ts';
import type { Change } from '../../storage/store.ts';
/** Parts of the space, by the first byte of their keys. */
export declare const PARTS: {
    readonly inbox: 1;
    readonly outbox: 2;
    readonly seen: 3;
    readonly history: 4;
    readonly repair: 5;
    readonly due: 6;
};
/** What every key of a part starts with; of those about `peer` alone, where the part is ordered by peers. */
export declare function prefixOf(part: number, peer?: Did): Bytes;
/** The key of a message in a part that is ordered by peers. */
export declare function keyOf(part: number, peer: Did, id: Bytes): Bytes;
/** The key of a message in a part that is ordered by time. */
export declare function orderedKey(part: number, order: number, id: Bytes): Bytes;
/** After every key of the prefix: what follows it, a time or an id, never starts with so many of these. */
export declare function endOf(prefix: Bytes): Bytes;
/** The order of a key that {@link orderedKey} made. */
export declare function orderOf(key: Bytes): number;
/** The id at the end of any key. */
export declare function idOf(key: Bytes): Bytes;
/** The peer in a key that {@link keyOf} made. */
export declare function peerOfKey(key: Bytes): Did;
/** A message that came, as the application gets it. */
export interface ReceivedMessage {
    /** UUIDv7, 16 bytes; the sender's, and delivered once. */
    readonly id: Bytes;
    readonly from: Did;
    /** Milliseconds since 1970, by our clock. */
    readonly receivedAtMs: number;
    readonly content: Bytes;
}
/** A message in the outbox. */
export interface WaitingText {
    readonly storedAtMs: number;
    /** Of its commitment, which stays the same however often it is sent. */
    readonly salt: Bytes;
    readonly text: Uint8Array;
    /** Whether it was handed to a link, or to the peer's mailbox, before. */
    readonly wasSent: boolean;
    /** When it was left at the peer's mailbox; milliseconds since 1970, 0 where it was not. */
    readonly leftAtMs: number;
}
/** A message that nothing more will become of. */
export interface PastMessage {
    /** UUIDv7, 16 bytes. */
    readonly id: Bytes;
    readonly peer: Did;
    readonly direction: 'sent' | 'received';
    /** When it was stored here first, milliseconds since 1970. */
    readonly atMs: number;
    readonly content: Bytes;
    /** Why it was given up; `""` for a message that was taken or delivered. */
    readonly failure: string;
    /** Whether it was sealed into a file or opened from one: of a sealed one nothing more is ever known. */
    readonly isFile: boolean;
    /** Why a session was made anew, of an envelope that only said so: by this agent where it was sent. */
    readonly repair?: RepairCause;
}
/** Makes and reads the records of one store. */
export declare class MessageRecords {
    #private;
    /** @param sealer - Of the store that the records are in. */
    constructor(sealer: RecordSealer);
    /** Puts a message into the inbox. */
    putReceived(key: Bytes, { from, receivedAtMs, content }: ReceivedMessage): Change;
    /** A message of the inbox. */
    readReceived(key: Bytes, sealed: Bytes): ReceivedMessage;
    /** Puts a message into the outbox. */
    putWaiting(key: Bytes, { storedAtMs, salt, text, wasSent, leftAtMs }: WaitingText): Change;
    /** A message of the outbox. */
    readWaiting(key: Bytes, sealed: Bytes): WaitingText;
    /** Puts a message into the history. */
    putPast(order: number, { id, peer, direction, atMs, content, failure, isFile, repair }: PastMessage): Change;
    /** A message of the history. */
    readPast(key: Bytes, sealed: Bytes): PastMessage;
    /** A session that was made anew. */
    repairPast(order: number, repair: Omit<Required<PastMessage>, 'content' | 'failure' | 'isFile'>): Change;
    /** A message of the inbox that was taken. */
    receivedPast(key: Bytes, sealed: Bytes): Change;
    /** A message of the outbox that was acknowledged or, for the reason `failure`, given up. */
    sentPast(peer: Did, id: Bytes, { storedAtMs, text }: WaitingText, failure?: string): Change;
}
