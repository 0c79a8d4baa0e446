/**
 * Lengths of Noise messages, without an error for each. The decoder of libp2p learns from a `RangeError` that no whole
 * length is there, which it is after every message, and that costs 35 µs, more than opening the message.
 *
 * @module
 */
import type { MessageStream } from '@libp2p/interface';

/** Length of a length in bytes. Noise protocol framework §3. */
const LENGTH_BYTES = 2;
/** Longest message in bytes. Noise protocol framework §3. */
const MAX_MESSAGE_BYTES = 65_535;

/** A list of buffers, as far as it matters here. */
interface ByteList {
  readonly byteLength: number;
  get(index: number): number;
}

/** How the Noise stream reads lengths: a field of it that the interface of libp2p does not show. */
interface LengthDecoding {
  readonly decoder: { lengthDecoder: (data: ByteList) => number };
}

/**
 * The big-endian u16 that `data` begins with; where it has not come whole, the longest message there can be, for which
 * the decoder waits as it would for the length.
 */
export function lengthOf(data: ByteList): number {
  return data.byteLength < LENGTH_BYTES ? MAX_MESSAGE_BYTES : data.get(0) * 256 + data.get(1);
}

/** Makes `secured` read lengths with {@link lengthOf}. Does nothing to a stream that reads them in another way. */
export function readLengthsCheaply(secured: MessageStream): void {
  if (decodesLengths(secured)) secured.decoder.lengthDecoder = lengthOf;
}

function decodesLengths(stream: object): stream is LengthDecoding {
  if (!('decoder' in stream) || typeof stream.decoder !== 'object' || stream.decoder === null) return false;
  return 'lengthDecoder' in stream.decoder && typeof stream.decoder.lengthDecoder === 'function';
}
