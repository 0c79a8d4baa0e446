import { TalosError } from "../base/errors.js";
/** Every packet type of version 1.0. Those below 0x10 travel on links of purpose `transfer` alone. PROTOCOL.md §6.3. */
export const PACKET = {
    streamStart: 0x03,
    streamChunk: 0x04,
    streamEnd: 0x05,
    fileOffer: 0x06,
    fileAccept: 0x07,
    fileWait: 0x08,
    fileChunk: 0x09,
    fileProgress: 0x0a,
    fileEnd: 0x0b,
    fileReceived: 0x0c,
    fileHashes: 0x0d,
    fileAsk: 0x0e,
    fileGone: 0x0f,
    mcpMessage: 0x10,
    mcpResponse: 0x11,
    mcpError: 0x12,
    tunnelOpen: 0x13,
    tunnelOpened: 0x14,
    tunnelClose: 0x15,
    window: 0x16,
    acknowledge: 0x17,
    inviteRedeem: 0x18,
    inviteGrant: 0x19,
    refusal: 0x1a,
    revocationsGet: 0x1c,
    revocations: 0x1d,
    capabilityRenew: 0x1e,
    capabilityRenewed: 0x1f,
    intent: 0x1b,
    tunnelResume: 0x31,
    tunnelResumed: 0x32,
    successionGet: 0x33,
    succession: 0x34,
};
/** Length of type and stream in bytes. */
export const PACKET_HEADER_BYTES = 5;
/** The highest number of a stream. 0 is the channel itself. */
export const MAX_STREAM = 0xffffffff;
const TYPES = new Set(Object.values(PACKET));
function isPacketType(code) {
    return TYPES.has(code);
}
/**
 * A packet as new bytes, 5 more than `content`, whose parts are joined.
 *
 * @param stream - 0 to {@link MAX_STREAM}.
 * @throws {RangeError} for another type or stream.
 */
export function encodePacket(type, stream, ...content) {
    if (!isPacketType(type))
        throw new RangeError(`type must be one of PACKET, got ${String(type)}`);
    if (!Number.isInteger(stream) || stream < 0 || stream > MAX_STREAM)
        throw new RangeError(`stream must be an integer from 0 to ${MAX_STREAM}, got ${stream}`);
    const length = content.reduce((sum, part) => sum + part.length, PACKET_HEADER_BYTES);
    const packet = new Uint8Array(length);
    const view = new DataView(packet.buffer);
    view.setUint8(0, type);
    view.setUint32(1, stream);
    let at = PACKET_HEADER_BYTES;
    for (const part of content) {
        packet.set(part, at);
        at += part.length;
    }
    return packet;
}
/**
 * Reads a packet. `content` is a view of `bytes`, which must not change afterwards.
 *
 * @throws {TalosError} `E_MALFORMED` if it is shorter than its header or of a type that is none.
 */
export function decodePacket(bytes) {
    if (bytes.length < PACKET_HEADER_BYTES)
        throw new TalosError('E_MALFORMED', `packet of ${bytes.length} bytes`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const type = view.getUint8(0);
    if (!isPacketType(type))
        throw new TalosError('E_MALFORMED', `unknown packet type ${type}`);
    return { type, stream: view.getUint32(1), content: bytes.subarray(PACKET_HEADER_BYTES) };
}
