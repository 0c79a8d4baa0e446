/**
 * One application stream to a peer, as Web Streams: chunks in order, each with its hash, and no more of them than the
 * reader at the other end has room for. PROTOCOL.md §7.7.
 *
 * ```text
 *  opener: START ──> WINDOW (taken)  CHUNK … CHUNK  END ──> WINDOW 0 (all is here)
 *  each way likewise where both send; either ends it with REFUSAL
 * ```
 *
 * @module
 */
import { equalBytes } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { u32 } from "../../codec/writer.js";
import { Sha256 } from "../../crypto/hash.js";
import { PACKET } from "../../message/packet.js";
import { decodeStreamChunk, decodeStreamEnd, decodeStreamWindow, encodeStreamEnd, MAX_STREAM_CHUNK_BYTES, streamChunkHash, streamChunkHead, } from "../../transfer/stream-wire.js";
import { decodeRefusal, encodeRefusal, refusalOf } from "../tunnel/tunnel-wire.js";
/** What a peer may send of a stream before its reader has taken some, in bytes. PROTOCOL.md §11. */
export const STREAM_WINDOW_BYTES = 256 * 1024;
/** What a chunk uses up of that besides its bytes, so that many small ones are no more to hold than few large ones. */
export const STREAM_CHUNK_COST = 512;
/** Credit is given back once so much was read. */
const CREDIT_STEP_BYTES = STREAM_WINDOW_BYTES / 4;
/** What a word of the peer means where no code came with it. */
const WORD_CODES = {
    busy: 'E_RATE_LIMITED',
    unknown: 'E_NOT_FOUND',
    failed: 'E_CANCELLED',
    denied: 'E_REFUSED',
};
function refused({ word, code }) {
    return new TalosError(code ?? WORD_CODES[word], `the peer ended the stream: ${code ?? word}`, { details: { word } });
}
/** Why a stream ends that somebody gave up. */
const givenUp = (cause) => new TalosError('E_CANCELLED', 'the stream was given up', cause === undefined ? {} : { cause });
/** See the module comment. */
export class PeerStream {
    start;
    peer;
    /** What the peer sends; absent where it does not. */
    readable;
    /** What is sent to the peer; absent where nothing is. */
    writable;
    /** Resolves when the peer takes it: `openStream` waits for that. */
    taken;
    /** Resolves when all is there at both ends; rejects with why it ended before. */
    closed;
    #stream;
    #isOpener;
    #error;
    // Sending
    #credit = 0;
    #sent = 0;
    #sentHash = new Sha256();
    #isSendingOver;
    #isConfirmed;
    // Receiving
    #room = STREAM_WINDOW_BYTES;
    #owed = 0;
    #received = 0;
    #receivedHash = new Sha256();
    #isReceivingOver;
    #chunks = [];
    /** Wakes who waits for credit, a chunk, or the end. */
    #wakes = new Set();
    #settle;
    /** @param isOpener - Whether this side sent `start` on `stream`. The other side says `take()` when it takes it. */
    constructor(stream, start, isOpener) {
        this.#stream = stream;
        this.start = start;
        this.peer = stream.peer;
        this.#isOpener = isOpener;
        const [sends, receives] = [isOpener || start.duplex, !isOpener || start.duplex];
        this.#isSendingOver = !sends;
        this.#isConfirmed = !sends;
        this.#isReceivingOver = !receives;
        let taken = () => { };
        let notTaken = () => { };
        this.taken = new Promise((resolve, reject) => {
            [taken, notTaken] = [resolve, reject];
        });
        this.closed = new Promise((done, reject) => {
            this.#settle = {
                taken,
                done,
                fail: (reason) => {
                    notTaken(reason);
                    reject(reason);
                },
            };
        });
        // Who awaits them hears of it; so does who reads or writes.
        this.taken.catch(() => undefined);
        this.closed.catch(() => undefined);
        this.readable = receives ? this.#source() : undefined;
        this.writable = sends ? this.#sink() : undefined;
        if (isOpener)
            this.#begin();
    }
    /** Whether it still is at its link. */
    get isOpen() {
        return this.#error === undefined && this.#stream.isOpen;
    }
    /** Takes it, at the side that did not open it: the peer may send from now on. */
    take() {
        this.#settle.taken();
        this.#begin();
    }
    #begin() {
        void this.#pump();
    }
    async #pump() {
        try {
            if (this.readable !== undefined)
                this.#tell(PACKET.window, u32(STREAM_WINDOW_BYTES));
            while (!this.#isOver())
                this.#accept(await this.#stream.next());
            this.#stream.end();
            this.#settle.done();
        }
        catch (error) {
            this.fail(error);
        }
    }
    #isOver() {
        return this.#isReceivingOver && this.#isConfirmed;
    }
    #accept(packet) {
        if (packet.type === PACKET.window)
            this.#regain(decodeStreamWindow(packet.content));
        else if (packet.type === PACKET.streamChunk)
            this.#take(packet.content);
        else if (packet.type === PACKET.streamEnd)
            this.#ended(packet.content);
        else if (packet.type === PACKET.refusal)
            throw refused(decodeRefusal(packet.content));
        else
            throw new TalosError('E_PROTOCOL', 'a packet that no stream has');
    }
    #regain(bytes) {
        this.#settle.taken();
        if (bytes === 0) {
            if (!this.#isSendingOver)
                throw new TalosError('E_PROTOCOL', 'the peer has all of what is not over');
            this.#isConfirmed = true;
        }
        else if (this.#credit + bytes > STREAM_WINDOW_BYTES)
            throw new TalosError('E_PROTOCOL', 'the peer gave more credit than a stream has');
        else
            this.#credit += bytes;
        this.#wake();
    }
    #take(content) {
        const { id, sequence, total, hash, bytes } = decodeStreamChunk(content);
        if (this.#isReceivingOver)
            throw new TalosError('E_PROTOCOL', 'a chunk of a stream that nobody sends');
        const isNext = sequence === this.#received && equalBytes(id, this.start.id);
        if (!isNext || !equalBytes(hash, streamChunkHash(id, !this.#isOpener, sequence, bytes)))
            throw new TalosError('E_PROTOCOL', 'not the next chunk of the stream');
        this.#room -= bytes.length + STREAM_CHUNK_COST;
        if (this.#room < 0)
            throw new TalosError('E_LIMIT', 'the peer sends more than it has credit for');
        if (total !== 0 && total <= this.#received)
            throw new TalosError('E_PROTOCOL', 'more chunks than there were to be');
        this.#received += 1;
        this.#receivedHash.update(bytes);
        this.#chunks.push(new Uint8Array(bytes));
        this.#wake();
    }
    #ended(content) {
        const { total, hash } = decodeStreamEnd(content);
        if (this.#isReceivingOver)
            throw new TalosError('E_PROTOCOL', 'the stream has ended already');
        if (total !== this.#received || !equalBytes(hash, this.#receivedHash.digest()))
            throw new TalosError('E_PROTOCOL', 'the stream is not what was sent');
        this.#isReceivingOver = true;
        this.#tell(PACKET.window, u32(0));
        this.#wake();
    }
    #tell(type, ...content) {
        this.#stream.send(type, ...content);
    }
    #wake() {
        const waiting = [...this.#wakes];
        this.#wakes.clear();
        for (const wake of waiting)
            wake();
    }
    #changed() {
        return new Promise((resolve) => this.#wakes.add(resolve));
    }
    /** Ends it with an error, and tells the peer, where that is not who said so. Repeatable. */
    fail(reason) {
        if (this.#error !== undefined || (this.#isOver() && !this.#stream.isOpen))
            return;
        this.#error = { reason };
        this.#chunks.length = 0;
        if (this.#stream.isOpen) {
            const code = isTalosError(reason) ? reason.code : 'E_CANCELLED';
            try {
                this.#tell(PACKET.refusal, encodeRefusal(refusalOf(code)));
            }
            catch (error) {
                // The link has ended already.
                if (!isTalosError(error))
                    throw error;
            }
            this.#stream.end();
        }
        this.#settle.fail(reason);
        this.#wake();
    }
    /** Gives it up, unless it is over; both ways end with `E_CANCELLED`, here and there. Repeatable. */
    cancel(cause) {
        if (!this.#isOver())
            this.fail(givenUp(cause));
    }
    #throwIfFailed() {
        if (this.#error !== undefined)
            throw this.#error.reason;
    }
    #sink() {
        return new WritableStream({
            start: (controller) => {
                // Who waits for a write hears of an end that nobody here asked for.
                this.closed.catch((reason) => controller.error(reason));
            },
            write: (chunk) => this.#write(chunk),
            close: () => this.#close(),
            abort: (reason) => this.cancel(reason),
        });
    }
    async #write(chunk) {
        if (!(chunk instanceof Uint8Array))
            throw new TypeError('what is written must be a Uint8Array');
        const bytes = new Uint8Array(chunk);
        for (let at = 0; at < bytes.length; at += MAX_STREAM_CHUNK_BYTES)
            await this.#send(bytes.subarray(at, at + MAX_STREAM_CHUNK_BYTES));
    }
    async #send(bytes) {
        const cost = bytes.length + STREAM_CHUNK_COST;
        for (this.#throwIfFailed(); this.#credit < cost; this.#throwIfFailed())
            await this.#changed();
        this.#credit -= cost;
        const { id } = this.start;
        const sequence = this.#sent;
        const hash = streamChunkHash(id, this.#isOpener, sequence, bytes);
        this.#sentHash.update(bytes);
        this.#sent += 1;
        this.#tell(PACKET.streamChunk, streamChunkHead({ id, sequence, total: 0, hash }), bytes);
        await this.#stream.channel.drained();
    }
    /** Resolves when the peer has said that all is there. */
    async #close() {
        this.#throwIfFailed();
        this.#isSendingOver = true;
        this.#tell(PACKET.streamEnd, encodeStreamEnd({ total: this.#sent, hash: this.#sentHash.digest() }));
        for (; !this.#isConfirmed; this.#throwIfFailed())
            await this.#changed();
    }
    #source() {
        return new ReadableStream({
            pull: async (controller) => {
                for (;;) {
                    const chunk = this.#chunks.shift();
                    if (chunk !== undefined) {
                        this.#giveBack(chunk.length + STREAM_CHUNK_COST);
                        return controller.enqueue(chunk);
                    }
                    if (this.#isReceivingOver)
                        return controller.close();
                    this.#throwIfFailed();
                    await this.#changed();
                }
            },
            cancel: (reason) => this.cancel(reason),
        }, { highWaterMark: 0 });
    }
    #giveBack(bytes) {
        this.#owed += bytes;
        if (this.#owed < CREDIT_STEP_BYTES || this.#isReceivingOver || !this.#stream.isOpen)
            return;
        this.#room += this.#owed;
        this.#tell(PACKET.window, u32(this.#owed));
        this.#owed = 0;
    }
}
