/**
 * What a client has sent and received: `client.history`.
 *
 * @module
 */
import { type SignalOptions } from '../../base/caller-mistakes.ts';
import type { HistoryAnswer, HistoryEntry } from '../api/message-api.ts';
import { type ClientContext } from './client-context.ts';
/** Which messages. */
export interface HistoryOptions {
    /** With this peer alone: its DID, libp2p peer id or alias. */
    readonly peer?: string;
    /** At most so many, the newest; 100 where absent. */
    readonly last?: number;
    /** Those before the page that gave this. */
    readonly before?: string;
}
/** Of which messages. */
export interface FollowOptions extends SignalOptions {
    /** With this peer alone. */
    readonly peer?: string;
}
/** See the module comment. */
export declare class ClientHistory {
    #private;
    /** Made by the client. */
    constructor(context: ClientContext);
    /**
     * A page of messages, the oldest first; `before` of the answer asks for the page before.
     *
     * @throws {RangeError} for a number that is not whole, or below 1.
     * @throws {TalosError} `E_NOT_FOUND` for a peer that is not known; `E_AMBIGUOUS`.
     */
    list(options?: HistoryOptions): Promise<HistoryAnswer>;
    /**
     * Each message with its state, whenever one is new or its state another. It takes no message: `messages()` does.
     *
     * @throws {TalosError} `E_LIMIT` where it is read more slowly than it grows; `E_NOT_FOUND`; `E_AMBIGUOUS`.
     */
    follow(options?: FollowOptions): AsyncGenerator<HistoryEntry>;
}
