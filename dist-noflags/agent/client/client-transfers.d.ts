/**
 * Files to and from peers: `client.sendFile` and `client.transfers`. PROTOCOL.md §7.6.
 *
 * @module
 */
import { type SignalOptions } from '../../base/caller-mistakes.ts';
import type { TransferEvent, TransferView } from '../api/transfer-api.ts';
import { type ClientContext } from './client-context.ts';
/** How a file is sent. */
export interface SendFileOptions extends SignalOptions {
    /** What the peer is told that it is called; its own name where absent. */
    readonly name?: string;
    /** Milliseconds to wait for a peer that is away, or has not decided; not at all where absent. */
    readonly waitMs?: number;
    /** Told how far it is, in bytes. */
    readonly onProgress?: (transfer: TransferView) => void;
}
/** What is watched. */
export interface TransferEventOptions extends SignalOptions {
    /** Of this transfer alone. */
    readonly id?: string;
}
/** See the module comment. A transfer is named by its 32 hex digits, or at least 4 of them that fit one alone. */
export declare class ClientTransfers {
    #private;
    /** Made by the client. */
    constructor(context: ClientContext);
    /** As `TalosClient.sendFile`. */
    send(peer: string, path: string, options: SendFileOptions): Promise<TransferView>;
    /** Those that are not over, and the newest of those that are; the newest last. */
    list(): Promise<readonly TransferView[]>;
    /** One of them. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`. */
    get(id: string): Promise<TransferView>;
    /** Takes a file that was offered; durable when it resolves. It comes now, or when the peer is there. @throws {TalosError} as {@link get}. */
    accept(id: string): Promise<TransferView>;
    /** Refuses a file that was offered; the peer is told. @throws {TalosError} as {@link get}. */
    decline(id: string): Promise<TransferView>;
    /** Ends a transfer that is not over, and removes what came of it. @throws {TalosError} as {@link get}. */
    cancel(id: string): Promise<TransferView>;
    /**
     * What happens to transfers: first what those that are not over are at, then whatever changes. Ends when the client
     * closes.
     *
     * @throws {TalosError} as {@link get}, where an id is given.
     * @throws The reason of the signal where that aborts.
     */
    events(options?: TransferEventOptions): AsyncGenerator<TransferEvent>;
}
