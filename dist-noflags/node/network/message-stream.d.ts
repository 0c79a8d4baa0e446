/**
 * Messages on a libp2p stream, each after its length as a varint, as libp2p's own small protocols have them.
 *
 * @module
 */
import type { Stream } from '@libp2p/interface';
import { type Bytes } from '../../base/bytes.ts';
/** See the module comment. Reads one message at a time. */
export declare class MessageStream {
    #private;
    /** @param maxBytes - Of one message; more is `E_LIMIT`, and what follows is not read. */
    constructor(stream: Stream, maxBytes: number);
    /** Sends one message. */
    write(message: Uint8Array): void;
    /**
     * The next message.
     *
     * @throws {TalosError} `E_UNREACHABLE` where the stream ends before; `E_LIMIT`; `E_MALFORMED` for a length that is none.
     * @throws The reason of `signal`, where that aborts.
     */
    read(signal: AbortSignal): Promise<Bytes>;
    /** Sends what waits, and ends the stream; by force where that takes longer than `signal` lets it. */
    close(signal: AbortSignal): Promise<void>;
    /** Ends the stream at once. */
    abort(reason: unknown): void;
}
