/**
 * As much of Protocol Buffers as libp2p's small messages need: varints and byte strings. Strict where the format leaves a
 * choice that nobody needs. https://protobuf.dev/programming-guides/encoding/
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
/** Most fields of one message, those of a message within another not counted. */
export declare const MAX_PROTOBUF_FIELDS = 64;
/** One field of a message. */
export interface ProtobufField {
    readonly number: number;
    /** A varint, or bytes; fixed numbers are left out. */
    readonly value: number | Bytes;
}
/** A varint. @param value - An integer from 0 to 2³¹ − 1. */
export declare function varint(value: number): Bytes;
/** A field that holds a number. */
export declare function numberField(number: number, value: number): Bytes;
/** A field that holds bytes, UTF-8, or a message. */
export declare function bytesField(number: number, value: Uint8Array): Bytes;
/** A varint at `at`; undefined where it is not whole yet. @throws {TalosError} `E_MALFORMED` above 2³¹ − 1. */
export declare function readVarint(bytes: Uint8Array, at: number): {
    readonly value: number;
    readonly next: number;
} | undefined;
/**
 * The fields of a message, in order.
 *
 * @throws {TalosError} `E_MALFORMED` for what is none; `E_LIMIT` above {@link MAX_PROTOBUF_FIELDS}.
 */
export declare function readProtobuf(bytes: Uint8Array): readonly ProtobufField[];
