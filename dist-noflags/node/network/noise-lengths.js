/** Length of a length in bytes. Noise protocol framework §3. */
const LENGTH_BYTES = 2;
/** Longest message in bytes. Noise protocol framework §3. */
const MAX_MESSAGE_BYTES = 65_535;
/**
 * The big-endian u16 that `data` begins with; where it has not come whole, the longest message there can be, for which
 * the decoder waits as it would for the length.
 */
export function lengthOf(data) {
    return data.byteLength < LENGTH_BYTES ? MAX_MESSAGE_BYTES : data.get(0) * 256 + data.get(1);
}
/** Makes `secured` read lengths with {@link lengthOf}. Does nothing to a stream that reads them in another way. */
export function readLengthsCheaply(secured) {
    if (decodesLengths(secured))
        secured.decoder.lengthDecoder = lengthOf;
}
function decodesLengths(stream) {
    if (!('decoder' in stream) || typeof stream.decoder !== 'object' || stream.decoder === null)
        return false;
    return 'lengthDecoder' in stream.decoder && typeof stream.decoder.lengthDecoder === 'function';
}
