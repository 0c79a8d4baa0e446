/**
 * Lengths of Noise messages, without an error for each. The decoder of libp2p learns from a `RangeError` that no whole
 * length is there, which it is after every message, and that costs 35 µs, more than opening the message.
 *
 * @module
 */
import type { MessageStream } from '@libp2p/interface';
/** A list of buffers, as far as it matters here. */
interface ByteList {
    readonly byteLength: number;
    get(index: number): number;
}
/**
 * The big-endian u16 that `data` begins with; where it has not come whole, the longest message there can be, for which
 * the decoder waits as it would for the length.
 */
export declare function lengthOf(data: ByteList): number;
/** Makes `secured` read lengths with {@link lengthOf}. Does nothing to a stream that reads them in another way. */
export declare function readLengthsCheaply(secured: MessageStream): void;
export {};
