import { TalosError } from "../base/errors.js";
/** The first bytes of a frame: "BMP", then the version. */
export const FRAME_MAGIC = [0x42, 0x4d, 0x50, 0x01];
/** Length of the header in bytes: magic, type, length. */
export const FRAME_HEADER_BYTES = 9;
/** Largest payload of a frame, in bytes: 16 MiB. PROTOCOL.md §11. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;
/** Length of the payload of PING and PONG in bytes. */
export const PING_BYTES = 8;
/** Longest word of an ERROR frame in bytes; the longest in use has 7. */
export const MAX_ERROR_WORD_BYTES = 16;
/** Frame types. PROTOCOL.md §6.2. */
export const FRAME_TYPES = {
    data: 1,
    handshake: 2,
    handshakeAck: 3,
    ping: 4,
    pong: 5,
    error: 6,
    close: 7,
};
/** Fewest and most payload bytes by type; the data types end at the decoder's own limit. */
const LENGTHS = {
    [FRAME_TYPES.data]: [1, MAX_FRAME_BYTES],
    [FRAME_TYPES.handshake]: [1, MAX_FRAME_BYTES],
    [FRAME_TYPES.handshakeAck]: [1, MAX_FRAME_BYTES],
    [FRAME_TYPES.ping]: [PING_BYTES, PING_BYTES],
    [FRAME_TYPES.pong]: [PING_BYTES, PING_BYTES],
    [FRAME_TYPES.error]: [1, MAX_ERROR_WORD_BYTES],
    [FRAME_TYPES.close]: [0, 0],
};
function isFrameType(code) {
    return code in LENGTHS;
}
/**
 * The header of a frame whose payload has `length` bytes. 9 new bytes.
 *
 * @throws {RangeError} if a frame of this type cannot have that length.
 */
export function frameHeader(type, length) {
    const [least, most] = LENGTHS[type];
    if (!Number.isInteger(length) || length < least || length > most)
        throw new RangeError(`a frame of type ${type} has ${least} to ${most} payload bytes, got ${length}`);
    const header = new Uint8Array(FRAME_HEADER_BYTES);
    header.set(FRAME_MAGIC);
    const view = new DataView(header.buffer);
    view.setUint8(4, type);
    view.setUint32(5, length);
    return header;
}
/**
 * A whole frame as new bytes.
 *
 * @throws {RangeError} if a frame of this type cannot have a payload of that length.
 */
export function encodeFrame(type, payload) {
    const header = frameHeader(type, payload.length);
    const frame = new Uint8Array(FRAME_HEADER_BYTES + payload.length);
    frame.set(header);
    frame.set(payload, FRAME_HEADER_BYTES);
    return frame;
}
/** First allocation for a payload that does not come in one chunk, in bytes; doubled as bytes arrive. */
const FIRST_BODY_BYTES = 4096;
/**
 * Takes chunks as they come, gives frames one at a time.
 *
 * Nothing is decoded before it is asked for, so who pauses asking bounds what a flood of tiny frames can cost. Memory
 * is at most twice the bytes received. After a refusal the decoder refuses for ever.
 */
export class FrameDecoder {
    /** Largest payload of the data types, in bytes; may be changed between two frames. */
    maxPayloadBytes;
    #chunks = [];
    #chunkAt = 0;
    #pendingBytes = 0;
    #header = new Uint8Array(FRAME_HEADER_BYTES);
    #headerBytes = 0;
    #body = new Uint8Array(0);
    #bodyBytes = 0;
    #refusal;
    /** @param options - `maxPayloadBytes`, at most (and by default) {@link MAX_FRAME_BYTES}. */
    constructor(options = {}) {
        this.maxPayloadBytes = options.maxPayloadBytes ?? MAX_FRAME_BYTES;
    }
    /** Bytes received and not yet given back as a frame. */
    get bufferedBytes() {
        return this.#pendingBytes + this.#headerBytes + this.#bodyBytes;
    }
    /** Adds received bytes; `chunk` must not change until it is decoded. */
    push(chunk) {
        if (chunk.length === 0 || this.#refusal !== undefined)
            return;
        this.#chunks.push(chunk);
        this.#pendingBytes += chunk.length;
    }
    /**
     * The next frame, or `undefined` if it has not come whole.
     *
     * @throws {TalosError} `E_PROTOCOL` for a wrong magic, type or length; `E_LIMIT` for a payload over the limit.
     */
    next() {
        if (this.#refusal !== undefined)
            throw this.#refusal;
        if (!this.#readHeader())
            return undefined;
        const view = new DataView(this.#header.buffer);
        const type = view.getUint8(4);
        const length = view.getUint32(5);
        if (!this.#readBody(length))
            return undefined;
        // A body that grew holds spare room: what is kept for long should not.
        const payload = this.#body.length === length ? this.#body : this.#body.slice(0, length);
        this.#headerBytes = 0;
        this.#bodyBytes = 0;
        this.#body = new Uint8Array(0);
        return { type, payload };
    }
    #readHeader() {
        while (this.#headerBytes < FRAME_HEADER_BYTES) {
            const part = this.#take(FRAME_HEADER_BYTES - this.#headerBytes);
            if (part === undefined)
                return false;
            this.#header.set(part, this.#headerBytes);
            this.#headerBytes += part.length;
            this.#checkHeader();
        }
        return true;
    }
    #checkHeader() {
        const have = this.#headerBytes;
        for (const [at, byte] of FRAME_MAGIC.entries())
            if (at < have && this.#header[at] !== byte)
                this.#refuse('E_PROTOCOL', 'not a frame: wrong magic or version');
        if (have < 5)
            return;
        const type = this.#header[4];
        if (!isFrameType(type))
            this.#refuse('E_PROTOCOL', `unknown frame type ${type}`);
        if (have < FRAME_HEADER_BYTES)
            return;
        const length = new DataView(this.#header.buffer).getUint32(5);
        const [least, most] = LENGTHS[type];
        if (most === MAX_FRAME_BYTES && length > Math.min(most, this.maxPayloadBytes))
            this.#refuse('E_LIMIT', `frame of ${length} bytes, limit ${Math.min(most, this.maxPayloadBytes)}`);
        if (length < least || length > most)
            this.#refuse('E_PROTOCOL', `frame of type ${type} with ${length} bytes, not ${least} to ${most}`);
    }
    #readBody(length) {
        while (this.#bodyBytes < length) {
            const part = this.#take(length - this.#bodyBytes);
            if (part === undefined)
                return false;
            this.#grow(this.#bodyBytes + part.length, length);
            this.#body.set(part, this.#bodyBytes);
            this.#bodyBytes += part.length;
        }
        return true;
    }
    /** Makes room for `needed` bytes: twice what came, never more than the frame has. */
    #grow(needed, length) {
        if (needed <= this.#body.length)
            return;
        // A payload that came in one chunk is allocated exactly; it is all there.
        const room = needed === length ? length : Math.min(length, Math.max(FIRST_BODY_BYTES, 2 * needed));
        const body = new Uint8Array(room);
        body.set(this.#body.subarray(0, this.#bodyBytes));
        this.#body = body;
    }
    /** Up to `most` of the bytes that wait, as a view. */
    #take(most) {
        const chunk = this.#chunks[0];
        if (chunk === undefined)
            return undefined;
        const part = chunk.subarray(this.#chunkAt, this.#chunkAt + most);
        this.#chunkAt += part.length;
        this.#pendingBytes -= part.length;
        if (this.#chunkAt === chunk.length) {
            this.#chunks.shift();
            this.#chunkAt = 0;
        }
        return part;
    }
    #refuse(code, message) {
        this.#refusal = new TalosError(code, message);
        this.#chunks.length = 0;
        this.#pendingBytes = 0;
        this.#body = new Uint8Array(0);
        this.#bodyBytes = 0;
        throw this.#refusal;
    }
}
