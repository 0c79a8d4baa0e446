/**
 * What a peer sends in gossip, at the pace at which it is worked through, and no faster than {@link BYTES_A_SECOND}:
 * libp2p's own iteration of a stream takes in whatever comes.
 *
 * @module
 */
import type { Stream } from '@libp2p/interface';
/** Bytes of gossip a second of one peer, once it has sent {@link BURST_BYTES}. PROTOCOL.md §11. */
export declare const BYTES_A_SECOND: number;
/** Bytes that a peer may send at once. PROTOCOL.md §11. */
export declare const BURST_BYTES: number;
/** What gossipsub uses of a stream that a peer opened. */
export declare class PacedSource implements AsyncIterable<Uint8Array> {
    #private;
    constructor(stream: Stream);
    [Symbol.asyncIterator](): AsyncGenerator<Uint8Array>;
    close(): Promise<void>;
    abort(error: Error): void;
}
