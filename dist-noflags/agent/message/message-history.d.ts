/**
 * The messages of a data directory as people look back on them: what waits in inbox and outbox, and what was taken,
 * delivered or given up, of which the newest are kept. PROTOCOL.md §5.6.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import type { Change, Store } from '../../storage/store.ts';
import { type MessageRecords, type PastMessage } from './message-records.ts';
/** Messages kept after they were taken, delivered or given up; the oldest are dropped. PROTOCOL.md §11. */
export declare const MAX_HISTORY_MESSAGES = 10000;
/** Bytes of them. PROTOCOL.md §11. */
export declare const MAX_HISTORY_BYTES: number;
/** Bytes of texts on a page: escaped as JSON, a page fits a line of the local socket. */
export declare const MAX_PAGE_BYTES: number;
/**
 * What has become of a message. Of one's own: `queued` it never left, `sent` it left and is not acknowledged,
 * `delivered`, `failed`, `sealed` into a file. Of others': `waiting` nobody has taken it yet, `received`. `repaired` is no
 * message: a session was made anew.
 */
export type MessageState = 'queued' | 'sent' | 'delivered' | 'failed' | 'sealed' | 'waiting' | 'received' | 'repaired';
/** A message, and what has become of it. */
export interface HistoryMessage extends PastMessage {
    readonly state: MessageState;
}
/** Which messages. */
export interface HistoryQuery {
    /** With this peer alone. */
    readonly peer?: Did;
    /** At most so many, the newest. */
    readonly last: number;
    /** Only those before this place: where the page before this one began. */
    readonly before?: string;
}
/** Messages, the oldest first. */
export interface HistoryPage {
    readonly messages: readonly HistoryMessage[];
    /** Where the page begins, for the one before it; `""` where nothing is before. */
    readonly before: string;
}
/** When a message of the outbox is given up, and why. */
export interface GivingUp {
    readonly ageMs: number;
    readonly reason: string;
}
/** See the module comment. */
export declare class MessageHistory {
    #private;
    constructor(store: Store, records: MessageRecords, givingUp: GivingUp);
    /** To be called when `changes` are in the store: drops the oldest messages where there are too many. */
    added(changes: readonly Change[]): Promise<void>;
    /**
     * A page of the history, at most {@link MAX_PAGE_BYTES} of texts and at least one message where there is one.
     *
     * @param nowMs - Milliseconds since 1970: what has waited too long has failed, whether it was looked at or not.
     * @throws {TalosError} `E_MALFORMED` for a `before` that no page gave.
     */
    page(query: HistoryQuery, nowMs: number): Promise<HistoryPage>;
    /** One of our own, wherever it is; undefined where it is not, or not any more. */
    find(peer: Did, id: Bytes, nowMs: number): Promise<HistoryMessage | undefined>;
    /**
     * Erases a message that nothing more will become of; durable when it resolves.
     *
     * @returns Whether it was here; `waiting` where nobody has taken it yet, and it stays.
     */
    forget(peer: Did, id: Bytes, direction: 'sent' | 'received'): Promise<'erased' | 'waiting' | 'absent'>;
    /** The message that a record of the space `message` holds; undefined where it holds none. */
    read(key: Bytes, sealed: Bytes, nowMs: number): HistoryMessage | undefined;
}
