import type { Did } from '../../identity/did.ts';
import { type StreamStart } from '../../transfer/stream-wire.ts';
import type { TransferStream } from './transfer-mux.ts';
/** What a peer may send of a stream before its reader has taken some, in bytes. PROTOCOL.md §11. */
export declare const STREAM_WINDOW_BYTES: number;
/** What a chunk uses up of that besides its bytes, so that many small ones are no more to hold than few large ones. */
export declare const STREAM_CHUNK_COST = 512;
/** See the module comment. */
export declare class PeerStream {
    #private;
    readonly start: StreamStart;
    readonly peer: Did;
    /** What the peer sends; absent where it does not. */
    readonly readable: ReadableStream<Uint8Array> | undefined;
    /** What is sent to the peer; absent where nothing is. */
    readonly writable: WritableStream<Uint8Array> | undefined;
    /** Resolves when the peer takes it: `openStream` waits for that. */
    readonly taken: Promise<void>;
    /** Resolves when all is there at both ends; rejects with why it ended before. */
    readonly closed: Promise<void>;
    /** @param isOpener - Whether this side sent `start` on `stream`. The other side says `take()` when it takes it. */
    constructor(stream: TransferStream, start: StreamStart, isOpener: boolean);
    /** Whether it still is at its link. */
    get isOpen(): boolean;
    /** Takes it, at the side that did not open it: the peer may send from now on. */
    take(): void;
    /** Ends it with an error, and tells the peer, where that is not who said so. Repeatable. */
    fail(reason: unknown): void;
    /** Gives it up, unless it is over; both ways end with `E_CANCELLED`, here and there. Repeatable. */
    cancel(cause?: unknown): void;
}
