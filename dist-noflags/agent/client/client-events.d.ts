/**
 * What happens at a client, told to whoever watches: `client.events()` and `client.on()`. Watching takes nothing away from
 * anybody: messages are taken by `messages()` and channels, approvals answered by `client.approvals`.
 *
 * @module
 */
import { type SignalOptions } from '../../base/caller-mistakes.ts';
import type { Notice } from '../api/api.ts';
import type { PendingApprovals } from '../api/approval-api.ts';
import type { LogSize } from '../api/audit-api.ts';
import type { HistoryEntry } from '../api/message-api.ts';
import type { TransferEvent } from '../api/transfer-api.ts';
import type { ClientContext } from './client-context.ts';
/** Events that are kept for one who does not read; the oldest go first. */
export declare const MAX_CLIENT_EVENTS = 1024;
/** Readers and listeners at a time. */
export declare const MAX_EVENT_READERS = 64;
/** What is told, by the type of the event. */
export interface ClientEventMap {
    /** A message that came, or one of one's own, with its state: whenever it is new, or its state another. */
    readonly message: HistoryEntry;
    /** Something that a person may want to read. Text of peers is not escaped. */
    readonly notice: Notice;
    /** The calls that wait for a person: at once, and whenever that changes. */
    readonly approvals: PendingApprovals;
    /** The size of the log: at once, and whenever it has grown. */
    readonly ledger: LogSize;
    /** A transfer of a file: at once what those that are not over are at, and whatever changes. */
    readonly transfer: TransferEvent;
}
/** Type of an event. */
export type ClientEventType = keyof ClientEventMap;
/** All types. */
export declare const CLIENT_EVENTS: readonly ClientEventType[];
/** An event: `type` says what `detail` is. */
export type ClientEvent = {
    [Type in ClientEventType]: {
        readonly type: Type;
        readonly detail: ClientEventMap[Type];
        /** Events before this one that were dropped, because more than 1,024 waited to be read; 0 for one who keeps up. */
        readonly missed: number;
    };
}[ClientEventType];
/** Which events. */
export interface EventOptions extends SignalOptions {
    /** All where absent. */
    readonly types?: readonly ClientEventType[];
}
/** See the module comment. */
export declare class ClientEvents {
    #private;
    constructor(context: ClientContext);
    /** As `TalosClient.events`. */
    events(options: EventOptions): AsyncGenerator<ClientEvent, void, void>;
    /** As `TalosClient.on`. */
    on<Type extends ClientEventType>(type: Type, listener: (detail: ClientEventMap[Type]) => void): () => void;
    /** Ends every feed; what is in them can be read still. */
    close(): void;
}
