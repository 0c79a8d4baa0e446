/**
 * The frame: the unit that travels on a link. PROTOCOL.md §6.2.
 *
 * ```text
 *   "BMP" 0x01 | u8 type | u32 length | payload
 * ```
 *
 * The decoder is incremental and believes nothing: a claimed length allocates nothing, and whatever is wrong is
 * refused at the first byte that shows it.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
/** The first bytes of a frame: "BMP", then the version. */
export declare const FRAME_MAGIC: readonly number[];
/** Length of the header in bytes: magic, type, length. */
export declare const FRAME_HEADER_BYTES = 9;
/** Largest payload of a frame, in bytes: 16 MiB. PROTOCOL.md §11. */
export declare const MAX_FRAME_BYTES: number;
/** Length of the payload of PING and PONG in bytes. */
export declare const PING_BYTES = 8;
/** Longest word of an ERROR frame in bytes; the longest in use has 7. */
export declare const MAX_ERROR_WORD_BYTES = 16;
/** Frame types. PROTOCOL.md §6.2. */
export declare const FRAME_TYPES: {
    readonly data: 1;
    readonly handshake: 2;
    readonly handshakeAck: 3;
    readonly ping: 4;
    readonly pong: 5;
    readonly error: 6;
    readonly close: 7;
};
/** One of {@link FRAME_TYPES}. */
export type FrameType = (typeof FRAME_TYPES)[keyof typeof FRAME_TYPES];
/** A frame that was received; the payload is the receiver's to keep. */
export interface Frame {
    readonly type: FrameType;
    readonly payload: Bytes;
}
/**
 * The header of a frame whose payload has `length` bytes. 9 new bytes.
 *
 * @throws {RangeError} if a frame of this type cannot have that length.
 */
export declare function frameHeader(type: FrameType, length: number): Bytes;
/**
 * A whole frame as new bytes.
 *
 * @throws {RangeError} if a frame of this type cannot have a payload of that length.
 */
export declare function encodeFrame(type: FrameType, payload: Uint8Array): Bytes;
/**
 * Takes chunks as they come, gives frames one at a time.
 *
 * Nothing is decoded before it is asked for, so who pauses asking bounds what a flood of tiny frames can cost. Memory
 * is at most twice the bytes received. After a refusal the decoder refuses for ever.
 */
export declare class FrameDecoder {
    #private;
    /** Largest payload of the data types, in bytes; may be changed between two frames. */
    maxPayloadBytes: number;
    /** @param options - `maxPayloadBytes`, at most (and by default) {@link MAX_FRAME_BYTES}. */
    constructor(options?: {
        readonly maxPayloadBytes?: number;
    });
    /** Bytes received and not yet given back as a frame. */
    get bufferedBytes(): number;
    /** Adds received bytes; `chunk` must not change until it is decoded. */
    push(chunk: Uint8Array): void;
    /**
     * The next frame, or `undefined` if it has not come whole.
     *
     * @throws {TalosError} `E_PROTOCOL` for a wrong magic, type or length; `E_LIMIT` for a payload over the limit.
     */
    next(): Frame | undefined;
}
