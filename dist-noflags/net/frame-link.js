/**
 * The one implementation of {@link Link}, over any duplex of bytes: queues, back-pressure, keep-alive, good-byes.
 *
 * @module
 */
import { assertBytes, concat, fromUtf8, utf8 } from "../base/bytes.js";
import { isTalosError, REFUSALS, TalosError } from "../base/errors.js";
import { FRAME_TYPES, FrameDecoder, frameHeader, PING_BYTES } from "./frame.js";
import { KeepAlive } from "./keep-alive.js";
import { CLOSE_TIMEOUT_MS, LOW_WATER_BYTES, MAX_BUFFERED_BYTES, } from "./link.js";
import { RoundTrips } from "./round-trips.js";
/** Frames read ahead of a receiver that is busy, so that PING is answered and the next frame is there. */
const READ_AHEAD_FRAMES = 256;
/** Bytes read ahead of a receiver that is busy. */
const READ_AHEAD_BYTES = 256 * 1024;
/** Bytes joined into one write, at least one frame. */
const WRITE_BYTES = 256 * 1024;
const EMPTY = new Uint8Array(0);
const OWN_TYPES = [FRAME_TYPES.ping, FRAME_TYPES.pong, FRAME_TYPES.close];
/** Makes a link over `duplex`, which it owns from now on. */
export function linkOver(duplex, init) {
    return new FrameLink(duplex, init);
}
class FrameLink {
    peerKey;
    direction;
    path;
    closed;
    #duplex;
    #terms;
    #timer;
    #decoder;
    #keepAlive;
    #outbox = [];
    #outboxBytes = 0;
    #flushing = false;
    #waiting = new Set();
    #inbox = [];
    #inboxBytes = 0;
    #receive;
    #busy = false;
    #pumping = false;
    #paused = false;
    #ended = false;
    #cancelDeadline = () => { };
    #roundTrips;
    #state = 'open';
    #resolveClosed = () => { };
    constructor(duplex, init) {
        assertBytes(init.peerKey, 'peerKey', 32);
        this.peerKey = new Uint8Array(init.peerKey);
        this.direction = init.direction;
        this.path = init.path;
        this.#duplex = duplex;
        this.#terms = init.terms;
        this.#timer = init.timer;
        this.#decoder = new FrameDecoder({ maxPayloadBytes: init.terms.firstPayloadBytes });
        this.closed = new Promise((resolve) => {
            this.#resolveClosed = resolve;
        });
        this.#keepAlive = new KeepAlive(init.timer, {
            ask: () => this.#control(FRAME_TYPES.ping, new Uint8Array(PING_BYTES)),
            reassure: () => this.#control(FRAME_TYPES.pong, new Uint8Array(PING_BYTES)),
            reading: () => !this.#paused,
            silent: () => this.#finish(new TalosError('E_TIMEOUT', 'the peer fell silent')),
        });
        this.#roundTrips = new RoundTrips(init.timer, (asked) => this.#control(FRAME_TYPES.ping, asked));
        duplex.listen({
            bytes: (chunk) => this.#onBytes(chunk),
            drain: () => this.#flush(),
            end: () => this.#onEnd(),
            broken: (cause) => this.#onBroken(cause),
        });
    }
    get remoteAddress() {
        return this.#duplex.remoteAddress;
    }
    get bufferedBytes() {
        return this.#outboxBytes + this.#duplex.unsentBytes;
    }
    // Sending
    send(type, payload) {
        if (OWN_TYPES.includes(type))
            throw new TypeError(`frames of type ${type} are the link's own`);
        assertBytes(payload, 'payload');
        const header = frameHeader(type, payload.length);
        if (this.#state !== 'open')
            throw new TalosError('E_CLOSED', 'the link has ended');
        const waiting = this.bufferedBytes + header.length + payload.length;
        if (waiting > MAX_BUFFERED_BYTES)
            throw new TalosError('E_LIMIT', `${waiting} bytes would wait on the link, limit ${MAX_BUFFERED_BYTES}`);
        this.#queue(header, payload);
    }
    probe(sleptMs) {
        if (this.#state === 'open')
            this.#keepAlive.probe(sleptMs);
    }
    async drained(signal) {
        signal?.throwIfAborted();
        await this.#until(() => this.bufferedBytes < LOW_WATER_BYTES, signal);
        if (this.#state === 'closed')
            throw new TalosError('E_CLOSED', 'the link has ended');
    }
    #queue(header, payload) {
        this.#outbox.push(header);
        if (payload.length > 0)
            this.#outbox.push(payload);
        this.#outboxBytes += header.length + payload.length;
        if (this.#flushing)
            return;
        this.#flushing = true;
        queueMicrotask(() => this.#flush());
    }
    /** PING and PONG: left out where much waits already, since a peer must not fill memory with questions. */
    #control(type, payload) {
        if (this.#state === 'closed' || this.#outboxBytes > LOW_WATER_BYTES)
            return;
        this.#queue(frameHeader(type, payload.length), payload);
    }
    #flush() {
        this.#flushing = false;
        while (this.#state !== 'closed' && this.#duplex.writable && this.#outbox.length > 0) {
            let count = 0;
            let bytes = 0;
            for (const part of this.#outbox) {
                if (count > 0 && bytes + part.length > WRITE_BYTES)
                    break;
                count += 1;
                bytes += part.length;
            }
            const parts = this.#outbox.splice(0, count);
            this.#outboxBytes -= bytes;
            this.#duplex.write(concat(...parts));
        }
        this.#wake();
    }
    /** Resolves when `done()` holds or the link has closed; `done` is looked at whenever bytes leave. */
    #until(done, signal) {
        if (done() || this.#state === 'closed')
            return Promise.resolve();
        return new Promise((resolve, reject) => {
            const look = () => {
                if (!done() && this.#state !== 'closed')
                    return;
                stop();
                resolve();
            };
            const abort = () => {
                stop();
                reject(signal?.reason);
            };
            const stop = () => {
                this.#waiting.delete(look);
                signal?.removeEventListener('abort', abort);
            };
            this.#waiting.add(look);
            signal?.addEventListener('abort', abort, { once: true });
        });
    }
    #wake() {
        for (const look of this.#waiting)
            look();
    }
    // Receiving
    onFrame(receive) {
        if (this.#receive !== undefined)
            throw new TypeError('the link has a receiver already');
        this.#receive = receive;
        queueMicrotask(() => this.#pump());
    }
    limitPayload(bytes) {
        const most = this.#terms.maxPayloadBytes;
        if (!Number.isInteger(bytes) || bytes < 1 || bytes > most)
            throw new RangeError(`the limit of a payload must be an integer from 1 to ${most}, got ${bytes}`);
        this.#decoder.maxPayloadBytes = bytes;
    }
    async roundTrip(signal) {
        if (this.#state !== 'open')
            throw new TalosError('E_CLOSED', 'the link has ended');
        return this.#roundTrips.measure(this.closed, signal);
    }
    #onBytes(chunk) {
        if (this.#state === 'closed')
            return;
        this.#keepAlive.heard();
        if (this.#state === 'closing')
            return;
        this.#decoder.push(chunk);
        this.#pump();
    }
    #onEnd() {
        if (this.#ended)
            return;
        this.#ended = true;
        this.#cancelDeadline();
        if (this.#state === 'closing')
            this.#finish(undefined);
        if (this.#state !== 'open')
            return;
        // A good-bye may stand behind frames that the receiver has not taken; it has as long as the peer waits.
        this.#cancelDeadline = this.#timer.after(CLOSE_TIMEOUT_MS, () => this.#finish(lost()));
        this.#pump();
    }
    #onBroken(cause) {
        this.#ended = true;
        this.#cancelDeadline();
        this.#finish(this.#state === 'closing' ? undefined : lost(cause));
    }
    /** Decodes and delivers as far as it may, then opens or shuts the tap. */
    #pump() {
        if (this.#pumping)
            return;
        this.#pumping = true;
        try {
            while (this.#state === 'open' && (this.#deliver() || this.#decode()))
                ;
        }
        catch (error) {
            this.#fail(error);
        }
        finally {
            this.#pumping = false;
        }
        if (this.#ended && this.#inbox.length === 0 && (this.#mayReadAhead || !this.#busy))
            this.#finish(lost());
        else
            this.#turnTap();
    }
    /** Delivers one frame; `false` if there is none or the receiver is not ready. */
    #deliver() {
        const first = this.#inbox[0];
        if (first === undefined)
            return false;
        if (first.type === FRAME_TYPES.close) {
            this.#finish(undefined);
            return false;
        }
        if (this.#busy || this.#receive === undefined)
            return false;
        this.#inbox.shift();
        this.#inboxBytes -= first.payload.length;
        const done = this.#receive(first);
        if (done === undefined)
            return true;
        this.#busy = true;
        done.then(() => {
            this.#busy = false;
            this.#pump();
        }, (error) => this.#fail(error));
        return false;
    }
    /** Decodes one frame; `false` if none is there or enough wait. */
    #decode() {
        if (!this.#mayReadAhead && (this.#busy || this.#inbox.length > 0))
            return false;
        if (this.#inbox.length >= READ_AHEAD_FRAMES || this.#inboxBytes >= READ_AHEAD_BYTES)
            return false;
        const frame = this.#decoder.next();
        if (frame === undefined)
            return false;
        if (frame.type === FRAME_TYPES.ping)
            this.#control(FRAME_TYPES.pong, frame.payload);
        else if (frame.type === FRAME_TYPES.error)
            this.#finish(refused(frame.payload));
        else if (frame.type === FRAME_TYPES.pong)
            this.#roundTrips.answered(frame.payload);
        else {
            this.#inbox.push(frame);
            this.#inboxBytes += frame.payload.length;
        }
        return true;
    }
    /** Under a lowered limit the receiver may be about to raise it: the next frame is looked at when it is done. */
    get #mayReadAhead() {
        return this.#decoder.maxPayloadBytes === this.#terms.maxPayloadBytes;
    }
    #turnTap() {
        const full = this.#state === 'open' && this.#isFull();
        if (full === this.#paused)
            return;
        this.#paused = full;
        if (full) {
            this.#duplex.pause();
            return;
        }
        // A long pause is no silence of the peer.
        this.#keepAlive.heard();
        this.#duplex.resume();
    }
    #isFull() {
        if (this.#receive !== undefined && !this.#busy)
            return false;
        if (this.#inbox.length >= READ_AHEAD_FRAMES || this.#inboxBytes >= READ_AHEAD_BYTES)
            return true;
        return !this.#mayReadAhead && this.#decoder.bufferedBytes >= READ_AHEAD_BYTES;
    }
    // Ending
    async close() {
        if (this.#state === 'open') {
            this.#queue(frameHeader(FRAME_TYPES.close, 0), EMPTY);
            this.#state = 'closing';
            this.#inbox = [];
            this.#turnTap();
            this.#cancelDeadline();
            this.#cancelDeadline = this.#timer.after(CLOSE_TIMEOUT_MS, () => this.#finish(undefined, new Error('the peer did not close')));
            await this.#until(() => this.#outbox.length === 0);
            if (this.#ended)
                this.#finish(undefined);
            else
                this.#duplex.end();
        }
        await this.closed;
    }
    [Symbol.asyncDispose]() {
        return this.close();
    }
    /** Ours or the peer's fault: says `failed`, which is all a peer may know, and ends. */
    #fail(error) {
        if (this.#state !== 'open')
            return;
        const reason = isTalosError(error)
            ? error
            : new TalosError('E_PROTOCOL', 'a received frame could not be handled', { cause: error });
        const word = utf8('failed');
        if (this.#duplex.writable)
            this.#duplex.write(concat(...this.#outbox, frameHeader(FRAME_TYPES.error, word.length), word));
        this.#finish(reason);
    }
    /** The one way to `closed`. With `reason` or `abort` nothing more leaves but what the duplex already has. */
    #finish(reason, abort) {
        if (this.#state === 'closed')
            return;
        const resume = this.#paused;
        this.#state = 'closed';
        this.#paused = false;
        this.#keepAlive.stop();
        this.#cancelDeadline();
        this.#inbox = [];
        this.#outbox = [];
        this.#outboxBytes = 0;
        this.#wake();
        if (abort !== undefined || reason?.code === 'E_TIMEOUT' || reason?.code === 'E_UNREACHABLE')
            this.#duplex.abort(abort ?? reason ?? new Error('ended'));
        else {
            // Its end is only seen by reading on; what comes is dropped.
            if (resume)
                this.#duplex.resume();
            this.#endWithin();
        }
        this.#resolveClosed(reason);
    }
    /** Ends the duplex in peace, and by force where the peer does not end its side. */
    #endWithin() {
        this.#duplex.end();
        if (this.#ended)
            return;
        this.#cancelDeadline = this.#timer.after(CLOSE_TIMEOUT_MS, () => this.#duplex.abort(new Error('the peer did not close')));
    }
}
function lost(cause) {
    return new TalosError('E_UNREACHABLE', 'the connection to the peer was lost', cause === undefined ? {} : { cause });
}
function refused(word) {
    const text = readWord(word);
    return new TalosError('E_REFUSED', `the peer ended the link: ${text}`, { details: { reason: text } });
}
/** A word of the table; anything else a peer may write there is `failed`. */
function readWord(bytes) {
    try {
        const text = fromUtf8(bytes);
        return REFUSALS.find((word) => word === text) ?? 'failed';
    }
    catch {
        // Not UTF-8 is not a word either.
        return 'failed';
    }
}
