import type { PacketType } from '../../message/packet.ts';
/** A packet on its way out. */
export interface OutgoingPacket {
    readonly type: PacketType;
    readonly content: Uint8Array;
    /** Bytes of credit that it costs; 0 for what costs none. */
    readonly cost: number;
}
/** Packets without credit that may be unacknowledged: what costs credit is bounded by that. PROTOCOL.md §11. */
export declare const MAX_KEPT_FREE_PACKETS = 4096;
/** See the module comment. Packets are counted from the beginning of the tunnel. */
export declare class KeptPackets {
    #private;
    /** Packets that were sent. */
    get sent(): number;
    /** Packets that the peer has for certain. */
    get acknowledged(): number;
    /** Whether the peer has left too much unacknowledged. */
    get isOverfull(): boolean;
    add(packet: OutgoingPacket): void;
    /** @throws {TalosError} `E_PROTOCOL` for a count that goes back, or beyond what was sent. */
    assertCount(count: number): void;
    /** The peer has the first `count` packets. @throws as {@link assertCount}. */
    acknowledge(count: number): void;
    /** The bytes that those after the first `count` cost. */
    costAfter(count: number): number;
    /** Takes back all that the peer does not have, to be sent again. @param count - What it has. @throws as above. */
    rewind(count: number): readonly OutgoingPacket[];
}
