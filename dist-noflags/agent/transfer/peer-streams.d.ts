import type { Allowed, Denial } from '../../capability/verdict.ts';
import type { Did } from '../../identity/did.ts';
import { type Timer } from '../../net/timer.ts';
import { type StreamStart } from '../../transfer/stream-wire.ts';
import { PeerStream } from './peer-stream.ts';
import type { TransferMux, TransferStream } from './transfer-mux.ts';
/** Streams that peers opened and that wait for the application. PROTOCOL.md §11. */
export declare const MAX_WAITING_STREAMS = 16;
/** Of them, those of one peer. PROTOCOL.md §11. */
export declare const MAX_WAITING_STREAMS_A_PEER = 4;
/** Milliseconds that a peer has to take a stream. PROTOCOL.md §11. */
export declare const STREAM_TAKE_MS = 30000;
/** What streams need. */
export interface StreamParts {
    /** The transfer link to a peer, dialled where there is none. */
    readonly link: (peer: Did, signal?: AbortSignal) => Promise<TransferMux>;
    /** Whether a stream of the peer is taken: as a message of it would be, of a contact or under a capability. */
    readonly consent: (peer: Did) => Allowed | Denial;
    readonly timer?: Timer;
}
/** See the module comment. */
export declare class PeerStreams {
    #private;
    constructor(parts: StreamParts);
    /**
     * Opens a stream, and waits until the peer takes it.
     *
     * @throws {TalosError} what dialling throws; `E_REFUSED` where the peer does not take streams of this agent;
     *   `E_RATE_LIMITED` where nobody there takes any now, or too many wait; `E_TIMEOUT`; `E_LIMIT`; `E_CLOSED`.
     * @throws The reason of the signal.
     */
    open(peer: Did, about: Omit<StreamStart, 'id'>, signal?: AbortSignal): Promise<PeerStream>;
    /** Takes a stream that a peer opened. @throws {TalosError} `E_MALFORMED`: the link ends. */
    accept(stream: TransferStream, content: Uint8Array): void;
    /** Who takes streams from now on; `undefined` while somebody else does. Close it. */
    reader(): StreamReader | undefined;
    /** Ends every stream. Repeatable. */
    close(): void;
}
/** Takes the streams that peers open. */
export interface StreamReader {
    /** The oldest that waits, when there is one: taken. `undefined` once it is closed, or the agent has ended. */
    next(): Promise<PeerStream | undefined>;
    /** Takes no more; those that wait are refused. Repeatable. */
    close(): void;
}
