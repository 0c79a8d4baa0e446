/**
 * How much may wait in the inbox, and how much of it strangers' messages may be: whoever finds this agent may send, and
 * must not take the room of those it deals with. PROTOCOL.md §5.6.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
/** Messages that may wait to be taken by the application. PROTOCOL.md §11. */
export declare const MAX_INBOX_MESSAGES = 10000;
/** Bytes of them: who may send is not asked, so nobody must fill the disk under the ledger. One may go beyond. */
export declare const MAX_INBOX_BYTES: number;
/** Messages of all strangers among them: a twentieth, so that the others always have room. PROTOCOL.md §11. */
export declare const MAX_STRANGERS_MESSAGES = 512;
/** Bytes of those; one may go beyond. */
export declare const MAX_STRANGERS_BYTES: number;
/** Messages of one stranger among those: an introduction, no more. PROTOCOL.md §11. */
export declare const MAX_STRANGER_MESSAGES = 64;
/** Bytes of those; one may go beyond. */
export declare const MAX_STRANGER_BYTES: number;
/** A message in the store: its key, how long its record is, and who sent it. */
export interface StoredMessage {
    readonly key: Bytes;
    readonly bytes: number;
    readonly from: () => Did;
}
/** What the room is counted from. */
export interface InboxRoomTerms {
    /** All that waits in the store; read once. */
    readonly waiting: () => AsyncIterable<StoredMessage>;
    /** Whether a peer is one that this agent has not dealt with. Asked anew each time: that may change. */
    readonly isStranger: (peer: Did) => boolean;
}
/** See the module comment. One for an inbox; told of all that comes and goes. */
export declare class InboxRoom {
    #private;
    constructor(terms: InboxRoomTerms);
    /** @throws {TalosError} `E_LIMIT` where no further message of `peer` may wait now. */
    assertRoomFor(peer: Did): Promise<void>;
    /** A message of `from` waits. */
    added(key: Uint8Array, from: Did, bytes: number): void;
    /** It was taken. */
    removed(key: Uint8Array): void;
    /**
     * Waits until a message is taken.
     *
     * @param wait - Waits until its argument calls back; what it gives is what this gives.
     */
    untilFreed(wait: (start: (done: () => void) => void) => Promise<boolean>): Promise<boolean>;
}
/** Whether an envelope was refused because there is no room for what it brings now: later there may be. */
export declare function isForWantOfRoom(failure: TalosError | undefined): failure is TalosError<'E_LIMIT'>;
