/**
 * The application streams of an agent: opened to peers, and taken of those whose messages are taken, too. PROTOCOL.md §7.7.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
import { randomBytes } from "../../crypto/random.js";
import { PACKET } from "../../message/packet.js";
import { systemTimer } from "../../net/timer.js";
import { decodeStreamStart, encodeStreamStart, STREAM_ID_BYTES } from "../../transfer/stream-wire.js";
import { encodeRefusal, refusalOf } from "../tunnel/tunnel-wire.js";
import { unlessAborted } from "../waits.js";
import { PeerStream } from "./peer-stream.js";
/** Streams that peers opened and that wait for the application. PROTOCOL.md §11. */
export const MAX_WAITING_STREAMS = 16;
/** Of them, those of one peer. PROTOCOL.md §11. */
export const MAX_WAITING_STREAMS_A_PEER = 4;
/** Milliseconds that a peer has to take a stream. PROTOCOL.md §11. */
export const STREAM_TAKE_MS = 30_000;
/** See the module comment. */
export class PeerStreams {
    #parts;
    #open = new Set();
    #waiting = [];
    #hasReader = false;
    #wake = () => { };
    #isClosed = false;
    constructor(parts) {
        this.#parts = parts;
    }
    /**
     * Opens a stream, and waits until the peer takes it.
     *
     * @throws {TalosError} what dialling throws; `E_REFUSED` where the peer does not take streams of this agent;
     *   `E_RATE_LIMITED` where nobody there takes any now, or too many wait; `E_TIMEOUT`; `E_LIMIT`; `E_CLOSED`.
     * @throws The reason of the signal.
     */
    async open(peer, about, signal) {
        this.#assertOpen();
        signal?.throwIfAborted();
        const start = { ...about, id: randomBytes(STREAM_ID_BYTES) };
        const mux = await this.#parts.link(peer, signal);
        this.#assertOpen();
        const stream = this.#keep(new PeerStream(mux.open(PACKET.streamStart, encodeStreamStart(start)), start, true));
        const late = () => stream.fail(new TalosError('E_TIMEOUT', 'nobody there has taken the stream'));
        const cancel = (this.#parts.timer ?? systemTimer).after(STREAM_TAKE_MS, late);
        try {
            await unlessAborted(stream.taken, signal);
        }
        catch (error) {
            stream.cancel(error);
            throw error;
        }
        finally {
            cancel();
        }
        return stream;
    }
    #keep(stream) {
        this.#open.add(stream);
        const forget = () => void this.#open.delete(stream);
        stream.closed.then(forget, forget);
        return stream;
    }
    /** Takes a stream that a peer opened. @throws {TalosError} `E_MALFORMED`: the link ends. */
    accept(stream, content) {
        const start = decodeStreamStart(content);
        const { peer } = stream;
        const verdict = this.#parts.consent(peer);
        if (!verdict.allowed)
            return refuse(stream, { word: 'denied', code: undefined });
        if (this.#isClosed || !this.#hasReader)
            return refuse(stream, refusalOf('E_RATE_LIMITED'));
        // What was given up meanwhile waits no more.
        for (const each of this.#waiting.splice(0))
            if (each.isOpen)
                this.#waiting.push(each);
        const ofPeer = this.#waiting.filter((each) => each.peer === peer).length;
        if (this.#waiting.length >= MAX_WAITING_STREAMS || ofPeer >= MAX_WAITING_STREAMS_A_PEER)
            return refuse(stream, refusalOf('E_RATE_LIMITED'));
        this.#waiting.push(this.#keep(new PeerStream(stream, start, false)));
        this.#wake();
    }
    /** Who takes streams from now on; `undefined` while somebody else does. Close it. */
    reader() {
        this.#assertOpen();
        if (this.#hasReader)
            return undefined;
        this.#hasReader = true;
        let isOver = false;
        return {
            next: async () => {
                for (;;) {
                    const stream = this.#waiting.shift();
                    if (stream?.isOpen === true) {
                        stream.take();
                        return stream;
                    }
                    if (stream !== undefined)
                        continue;
                    if (isOver || this.#isClosed)
                        return undefined;
                    await new Promise((resolve) => {
                        this.#wake = resolve;
                    });
                }
            },
            close: () => {
                if (isOver)
                    return;
                isOver = true;
                this.#hasReader = false;
                for (const each of this.#waiting.splice(0))
                    each.fail(new TalosError('E_RATE_LIMITED', 'nobody takes streams'));
                this.#wake();
            },
        };
    }
    #assertOpen() {
        if (this.#isClosed)
            throw new TalosError('E_CLOSED', 'the agent has ended');
    }
    /** Ends every stream. Repeatable. */
    close() {
        this.#isClosed = true;
        for (const each of this.#open)
            each.fail(new TalosError('E_CLOSED', 'the agent has ended'));
        this.#wake();
    }
}
function refuse(stream, refusal) {
    stream.send(PACKET.refusal, encodeRefusal(refusal));
    stream.end();
}
