/**
 * A live channel: the handshake of PROTOCOL.md §5.5 over a link, then sealed packets both ways. Keys and state are in
 * memory and end with the link.
 *
 * The link is ordered and authenticated, so a frame that does not open is an attack or a bug: the channel ends.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { TalosError } from '../../base/errors.ts';
import { type Did } from '../../identity/did.ts';
import { type Packet, type PacketType } from '../../message/packet.ts';
import type { Link, Path } from '../../net/link.ts';
import { type Timer } from '../../net/timer.ts';
import type { Party, SessionRole } from '../../session/key-schedule.ts';
/** From the start of `openChannel` or `acceptChannel` to a proven channel, at most, in milliseconds. PROTOCOL.md §5.5. */
export declare const CHANNEL_HANDSHAKE_TIMEOUT_MS = 10000;
/** Longest content of a packet, in bytes: what is left of a frame. */
export declare const MAX_PACKET_CONTENT_BYTES: number;
/**
 * Largest frame, in bytes, that a peer may send to the side that listened before a tunnel of it is open: room for a
 * whole chain of tokens. PROTOCOL.md §6.2.
 */
export declare const MAX_EARLY_FRAME_BYTES: number;
/** Takes one packet; reading goes on when it returns, or when the promise that it returns resolves. */
export type PacketReceiver = (packet: Packet) => void | Promise<void>;
/** An authenticated, encrypted, ordered duplex of packets with one peer. */
export interface Channel extends AsyncDisposable {
    readonly peer: Did;
    /** The transcript hash (th), 32 bytes: the id of the session. */
    readonly session: Bytes;
    /** `initiator` on the side that dialled. */
    readonly role: SessionRole;
    /** Where the peer is, for people. */
    readonly remoteAddress: string;
    /** The way of its link. */
    readonly path: Path;
    /** Sequence of the peer's certificate; who keeps it can refuse lower ones later. */
    readonly peerSequence: number;
    /**
     * Seals a packet and queues it, in order. Never blocks.
     *
     * @param content - In parts, which are joined; at most {@link MAX_PACKET_CONTENT_BYTES} in all.
     * @throws {TalosError} `E_CLOSED` if the channel has ended; `E_LIMIT` if too much waits: heed `drained`.
     * @throws {RangeError} for a content, type or stream out of bounds.
     */
    send(type: PacketType, stream: number, ...content: readonly Uint8Array[]): void;
    /** At the side that listened: takes packets of every size from now on, as the peer was authorised. Repeatable. */
    allowLargePackets(): void;
    /**
     * Resolves when little waits to be sent.
     *
     * @throws {TalosError} `E_CLOSED` if the channel ends before.
     */
    drained(signal?: AbortSignal): Promise<void>;
    /** Bytes sent that the transport has not taken yet. */
    readonly bufferedBytes: number;
    /** As `Link.probe`. */
    probe(sleptMs?: number): void;
    /**
     * Sets the one receiver; packets that came before are delivered first. While a promise that it returned is pending
     * nothing more is read. If it throws or rejects, the peer is told `failed` and the channel ends with that error.
     *
     * @throws {TypeError} if there is a receiver already.
     */
    onPacket(receive: PacketReceiver): void;
    /** Resolves, never rejects, when the channel has ended: with the reason, where neither side closed it. */
    readonly closed: Promise<TalosError | undefined>;
    /** Hands over what was sent and ends the channel and its link. Repeatable. */
    close(): Promise<void>;
}
/** What both ends of a channel need. */
export interface ChannelOptions {
    /** Owned by the channel from now on, whatever comes of the handshake. */
    readonly link: Link;
    readonly identity: Party;
    readonly clock: Clock;
    /** Ends the handshake; without effect once the channel is open. */
    readonly signal?: AbortSignal;
    /** The highest certificate sequence seen of the peer. */
    readonly lowestSequence?: number;
    /** For the deadline. */
    readonly timer?: Timer;
    /** The largest frame, in bytes, once large packets are taken; {@link MAX_FRAME_BYTES} where absent. */
    readonly maxFrameBytes?: number;
}
/**
 * Opens a channel on a link that was dialled.
 *
 * @returns Once the peer has proved its identity. The peer learns ours from the first DATA frame, which has left.
 * @throws {TalosError} `E_IDENTITY_MISMATCH` if the link or the handshake belongs to another agent than `peer`;
 *   `E_TIMEOUT` after {@link CHANNEL_HANDSHAKE_TIMEOUT_MS}; `E_BAD_BUNDLE`, `E_DOWNGRADE`, `E_STALE`, `E_VERSION`,
 *   `E_BAD_KEY` or `E_MALFORMED` for what the peer sent; `E_PROTOCOL` for a frame out of turn; why the link ended.
 * @throws The reason of `signal`, where that aborts.
 */
export declare function openChannel(options: ChannelOptions & {
    readonly peer: Did;
}): Promise<Channel>;
/**
 * Takes the handshake on a link that was accepted.
 *
 * @returns Once the peer has proved its identity: its first DATA frame has opened.
 * @throws As {@link openChannel}, and `E_DECRYPT` if the first DATA frame does not open.
 */
export declare function acceptChannel(options: ChannelOptions): Promise<Channel>;
