/**
 * The packet: what the plaintext of one DATA frame of a live channel is. PROTOCOL.md §6.3.
 *
 * ```text
 *   u8 type | u32 stream | content
 * ```
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
/** Every packet type of version 1.0. Those below 0x10 travel on links of purpose `transfer` alone. PROTOCOL.md §6.3. */
export declare const PACKET: {
    readonly streamStart: 3;
    readonly streamChunk: 4;
    readonly streamEnd: 5;
    readonly fileOffer: 6;
    readonly fileAccept: 7;
    readonly fileWait: 8;
    readonly fileChunk: 9;
    readonly fileProgress: 10;
    readonly fileEnd: 11;
    readonly fileReceived: 12;
    readonly fileHashes: 13;
    readonly fileAsk: 14;
    readonly fileGone: 15;
    readonly mcpMessage: 16;
    readonly mcpResponse: 17;
    readonly mcpError: 18;
    readonly tunnelOpen: 19;
    readonly tunnelOpened: 20;
    readonly tunnelClose: 21;
    readonly window: 22;
    readonly acknowledge: 23;
    readonly inviteRedeem: 24;
    readonly inviteGrant: 25;
    readonly refusal: 26;
    readonly revocationsGet: 28;
    readonly revocations: 29;
    readonly capabilityRenew: 30;
    readonly capabilityRenewed: 31;
    readonly intent: 27;
    readonly tunnelResume: 49;
    readonly tunnelResumed: 50;
    readonly successionGet: 51;
    readonly succession: 52;
};
/** One of {@link PACKET}. */
export type PacketType = (typeof PACKET)[keyof typeof PACKET];
/** Length of type and stream in bytes. */
export declare const PACKET_HEADER_BYTES = 5;
/** The highest number of a stream. 0 is the channel itself. */
export declare const MAX_STREAM = 4294967295;
/** A packet that was received. */
export interface Packet {
    readonly type: PacketType;
    /** 0 is the channel itself, the others are numbered by the dialler from 1. */
    readonly stream: number;
    /** A view of the decoded bytes. */
    readonly content: Bytes;
}
/**
 * A packet as new bytes, 5 more than `content`, whose parts are joined.
 *
 * @param stream - 0 to {@link MAX_STREAM}.
 * @throws {RangeError} for another type or stream.
 */
export declare function encodePacket(type: PacketType, stream: number, ...content: readonly Uint8Array[]): Bytes;
/**
 * Reads a packet. `content` is a view of `bytes`, which must not change afterwards.
 *
 * @throws {TalosError} `E_MALFORMED` if it is shorter than its header or of a type that is none.
 */
export declare function decodePacket(bytes: Bytes): Packet;
