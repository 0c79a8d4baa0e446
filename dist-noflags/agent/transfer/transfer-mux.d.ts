import type { Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import { type Packet, type PacketType } from '../../message/packet.ts';
import type { Channel } from '../tunnel/channel.ts';
/** Open streams of one transfer link. PROTOCOL.md §11. */
export declare const MAX_TRANSFER_STREAMS = 32;
/** Bytes that wait unread on one stream: a window of a transfer, and a chunk. PROTOCOL.md §11. */
export declare const MAX_WAITING_STREAM_BYTES: number;
/** Packets that wait unread on one stream. PROTOCOL.md §11. */
export declare const MAX_WAITING_STREAM_PACKETS = 1024;
/** One stream of a transfer link. */
export interface TransferStream {
    readonly id: number;
    /** Who is at the other end. */
    readonly peer: Did;
    /** What it is on. */
    readonly channel: Channel;
    /** Whether it is at its link. */
    readonly isOpen: boolean;
    /** Sends a packet, whose content is given in parts. @throws {TalosError} `E_CLOSED` where stream or link has ended. */
    send(type: PacketType, ...content: readonly Uint8Array[]): void;
    /**
     * The next packet, when it comes. One call at a time.
     *
     * @throws {TalosError} why the link ended, when all that came before was read; `E_CLOSED` once the stream has ended here.
     * @throws The reason of `signal`, where that aborts.
     */
    next(signal?: AbortSignal): Promise<Packet>;
    /** The next packet, where it has come. */
    poll(): Packet | undefined;
    /** Forgets it: what still comes for it is dropped. The peer learns it by what was sent before. Repeatable. */
    end(): void;
}
/** Takes a stream that the peer opened, with the content of its first packet. Throwing ends the link. */
export type TakeStream = (stream: TransferStream, content: Bytes) => void;
/** Who takes what on transfer links. */
export interface TransferHandlers {
    /** By the type of packet that opens a stream; others open none. */
    readonly opens: ReadonlyMap<PacketType, TakeStream>;
    /** Takes a packet of stream 0. Throwing ends the link. */
    readonly onControl: (channel: Channel, packet: Packet) => void | Promise<void>;
}
/** See the module comment. */
export declare class TransferMux {
    #private;
    readonly channel: Channel;
    /** @param onIdle - Told when the last stream has ended. */
    constructor(channel: Channel, handlers: TransferHandlers, onIdle: () => void);
    /** Open streams. */
    get size(): number;
    /** Whether streams can be opened. */
    get isOpen(): boolean;
    /**
     * Opens a stream with a packet.
     *
     * @throws {TalosError} `E_LIMIT` where {@link MAX_TRANSFER_STREAMS} are open; `E_CLOSED` where the link has ended.
     */
    open(type: PacketType, ...content: readonly Uint8Array[]): TransferStream;
}
