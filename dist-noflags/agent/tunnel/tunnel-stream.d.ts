import { TalosError } from '../../base/errors.ts';
import { type Packet, type PacketType } from '../../message/packet.ts';
import type { Channel } from './channel.ts';
import { type RefusalBody, type TunnelProgress } from './tunnel-wire.ts';
/** Bytes that each side of a stream may send before the other has read any. PROTOCOL.md §6.3. */
export declare const STREAM_CREDIT_BYTES: number;
/** Packets of a lasting tunnel that are acknowledged together at the latest. PROTOCOL.md §7.5. */
export declare const ACKNOWLEDGE_STEP_PACKETS = 256;
/** The largest content of one message packet; a peer may go this far below zero credit, once. */
export declare const MAX_MESSAGE_PACKET_BYTES: number;
/** Messages that may wait unread on one stream: more than fit its credit, as the shortest takes over 32 bytes. */
export declare const MAX_WAITING_MESSAGE_PACKETS: number;
/** Control packets that may wait unread on one stream: acknowledgements and a close. */
export declare const MAX_WAITING_CONTROL_PACKETS = 4096;
/** Milliseconds that a receiver has to take what came before the peer's TUNNEL_CLOSE. */
export declare const CLOSE_GRACE_MS = 2000;
/** One number of one channel, where the packets of a stream go out and come in. */
export interface StreamPlace {
    readonly channel: Channel;
    readonly id: number;
    /** What comes for the number is the stream's from now on. */
    enter(stream: TunnelStream): void;
    /** What comes for the number is dropped from now on. Repeatable. */
    leave(): void;
}
/** Whoever looks after a lasting stream. */
export interface StreamWatcher {
    /** Its channel was lost, for `reason`: it is nowhere until it is resumed. */
    away(reason: TalosError): void;
    /** It goes on over `channel`. */
    back(channel: Channel): void;
}
/** See the module comment. Nothing that it does throws or rejects because the channel has ended. */
export declare class TunnelStream {
    #private;
    /** Resolves when the stream has ended, with the peer's reason where it gave one. */
    readonly closed: Promise<RefusalBody | undefined>;
    /** Resolves after `closed`, when all that came before the end was taken; at once where this side closed it. */
    readonly delivered: Promise<void>;
    constructor(place: StreamPlace);
    /** Whether packets still go out and come in, now or when it is resumed. */
    get isOpen(): boolean;
    /** Whether the peer has closed it, and what came before is still being taken. */
    get isClosing(): boolean;
    /** The channel that it is at. */
    get channel(): Channel | undefined;
    /** Bytes that wait for the peer's credit, for room in the channel, or for a channel. */
    get queuedBytes(): number;
    /** Bytes that its channel has not handed over yet. */
    get bufferedBytes(): number;
    /** Outlives its channel from now on; before anything was sent that counts. */
    last(watcher: StreamWatcher): void;
    /** Leaves its place, if it is at one. @returns How far it has got, which the peer is to be told. */
    detach(): TunnelProgress;
    /** @throws {TalosError} `E_PROTOCOL` for a peer that cannot have got so far, or had got farther. */
    assertProgress({ received, given }: TunnelProgress): void;
    /**
     * Goes on at `place`; what the peer has not received is sent again. Only after {@link detach}. Where it has ended meanwhile,
     * the peer is told so there, and it leaves.
     *
     * @param progress - How far the peer has got.
     * @throws {TalosError} as {@link assertProgress}; nothing has changed then.
     */
    resume(place: StreamPlace, progress: TunnelProgress): void;
    /** The channel of its place has ended, with `reason` where neither side closed it. */
    lost(reason: TalosError | undefined): void;
    /**
     * Sends a packet, in order; one that costs credit waits for it. Nothing is sent on a closed stream.
     *
     * @param content - At most {@link MAX_MESSAGE_PACKET_BYTES} bytes; not changed afterwards by the caller.
     */
    send(type: PacketType, content: Uint8Array): void;
    /** Resolves when nothing waits on this side any more, or the stream has ended. */
    drained(): Promise<void>;
    /** Sets the one receiver. A promise that it returns holds the next packet, and the peer's credit, back. */
    onPacket(receive: (packet: Packet) => void | Promise<void>): void;
    /** Ends the stream and tells the peer, with `reason` where there is one. What was not read is dropped. Repeatable. */
    close(reason?: RefusalBody): void;
    /** Takes a packet from the channel. @throws {TalosError} `E_PROTOCOL` past a limit; the channel ends then. */
    accept(packet: Packet): void;
    /** Ends the stream on this side alone: the channel is gone, or the peer closed it. */
    end(reason: RefusalBody | undefined): void;
}
