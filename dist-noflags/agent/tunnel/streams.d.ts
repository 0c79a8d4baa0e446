import type { Bytes } from '../../base/bytes.ts';
import { type Packet } from '../../message/packet.ts';
import type { Channel } from './channel.ts';
import { type StreamPlace, TunnelStream } from './tunnel-stream.ts';
/** Open streams of one channel. PROTOCOL.md §11. */
export declare const MAX_STREAMS_A_CHANNEL = 16;
/** What a {@link StreamMux} hands up. */
export interface StreamHandlers {
    /** The peer asks for a new stream; `content` is that of TUNNEL_OPEN. Throwing ends the channel. */
    readonly onOpen: (stream: TunnelStream, content: Bytes) => void;
    /** The peer wants to go on with a stream at `place`; `content` is that of TUNNEL_RESUME. Throwing ends the channel. */
    readonly onResume: (place: StreamPlace, content: Bytes) => void;
    /**
     * A packet of stream 0, the channel itself. A promise holds all of the channel back until it is handled, so that a
     * peer cannot ask faster than it is answered. Throwing ends the channel.
     */
    readonly onControl: (packet: Packet) => void | Promise<void>;
    /** A stream has left the channel. */
    readonly onLeft?: () => void;
}
/** The streams of one channel. The dialler numbers them. */
export declare class StreamMux {
    #private;
    readonly channel: Channel;
    constructor(channel: Channel, handlers: StreamHandlers);
    /** Open streams. */
    get size(): number;
    /**
     * Starts a stream with a TUNNEL_OPEN. Only the dialler of the channel may.
     *
     * @throws {TalosError} as `Channel.send`, where the channel has ended.
     */
    open(content: Uint8Array): TunnelStream;
    /**
     * Asks the peer to go on with `stream`, which is nowhere, on this channel. Only the dialler of the channel may.
     *
     * @param content - Of the TUNNEL_RESUME.
     * @param signal - Gives it up: an answer that comes later takes the stream nowhere; the peer is told when that is over.
     * @returns When the stream goes on here.
     * @throws {TalosError} as `Channel.send`; what a refusal means; why the channel ended; `E_PROTOCOL` or `E_MALFORMED` for
     *   an answer that is none, with which the channel ends too.
     */
    resume(stream: TunnelStream, content: Uint8Array, signal: AbortSignal): Promise<void>;
}
