/**
 * The streams of one transfer link: files and application streams, told apart by number, each with its own queue and
 * flow control. The dialler numbers its streams with odd numbers, the other side with even ones. PROTOCOL.md §7.6.
 *
 * A stream is read by asking for its next packet. What comes before it is asked for waits, up to a bound that the flow
 * control of the stream keeps; who goes beyond breaks the protocol, and the link ends.
 *
 * @module
 */
import { BoundedQueue } from "../../base/bounded.js";
import { TalosError } from "../../base/errors.js";
import { PACKET } from "../../message/packet.js";
import { encodeRefusal } from "../tunnel/tunnel-wire.js";
/** Open streams of one transfer link. PROTOCOL.md §11. */
export const MAX_TRANSFER_STREAMS = 32;
/** Bytes that wait unread on one stream: a window of a transfer, and a chunk. PROTOCOL.md §11. */
export const MAX_WAITING_STREAM_BYTES = 4 * 1024 * 1024;
/** Packets that wait unread on one stream. PROTOCOL.md §11. */
export const MAX_WAITING_STREAM_PACKETS = 1024;
class MuxStream {
    id;
    channel;
    #leave;
    #queue = new BoundedQueue(MAX_WAITING_STREAM_PACKETS);
    #bytes = 0;
    #reason;
    #wake;
    constructor(channel, id, leave) {
        this.channel = channel;
        this.id = id;
        this.#leave = leave;
    }
    get peer() {
        return this.channel.peer;
    }
    get isOpen() {
        return this.#reason === undefined;
    }
    send(type, ...content) {
        if (this.#reason !== undefined)
            throw new TalosError('E_CLOSED', 'the stream has ended', { cause: this.#reason });
        this.channel.send(type, this.id, ...content);
    }
    poll() {
        const packet = this.#queue.shift();
        if (packet !== undefined)
            this.#bytes -= packet.content.length;
        return packet;
    }
    async next(signal) {
        for (;;) {
            signal?.throwIfAborted();
            const packet = this.poll();
            if (packet !== undefined)
                return packet;
            if (this.#reason !== undefined)
                throw this.#reason;
            await this.#more(signal);
        }
    }
    #more(signal) {
        return new Promise((resolve) => {
            const wake = () => {
                this.#wake = undefined;
                signal?.removeEventListener('abort', wake);
                resolve();
            };
            this.#wake = wake;
            signal?.addEventListener('abort', wake, { once: true });
        });
    }
    end() {
        if (this.#reason !== undefined)
            return;
        this.#queue.clear();
        this.lost(new TalosError('E_CLOSED', 'the stream has ended'));
        this.#leave();
    }
    /** A packet came. @throws {TalosError} `E_LIMIT` where more wait than may. */
    accept(packet) {
        this.#bytes += packet.content.length;
        if (this.#bytes > MAX_WAITING_STREAM_BYTES || !this.#queue.push(packet))
            throw new TalosError('E_LIMIT', 'more waits on a stream than its flow control allows');
        this.#wake?.();
    }
    /** Nothing more comes. */
    lost(reason) {
        this.#reason ??= reason;
        this.#wake?.();
    }
}
/** See the module comment. */
export class TransferMux {
    channel;
    #handlers;
    #onIdle;
    #streams = new Map();
    #own;
    #theirs = 0;
    #isOver = false;
    /** @param onIdle - Told when the last stream has ended. */
    constructor(channel, handlers, onIdle) {
        this.channel = channel;
        this.#handlers = handlers;
        this.#onIdle = onIdle;
        this.#own = channel.role === 'initiator' ? 1 : 2;
        channel.onPacket((packet) => this.#dispatch(packet));
        void channel.closed.then((reason) => {
            this.#isOver = true;
            const why = reason ?? new TalosError('E_UNREACHABLE', 'the peer ended the connection');
            for (const stream of this.#streams.values())
                stream.lost(why);
            this.#streams.clear();
        });
    }
    /** Open streams. */
    get size() {
        return this.#streams.size;
    }
    /** Whether streams can be opened. */
    get isOpen() {
        return !this.#isOver;
    }
    /**
     * Opens a stream with a packet.
     *
     * @throws {TalosError} `E_LIMIT` where {@link MAX_TRANSFER_STREAMS} are open; `E_CLOSED` where the link has ended.
     */
    open(type, ...content) {
        if (this.#streams.size >= MAX_TRANSFER_STREAMS)
            throw new TalosError('E_LIMIT', `${MAX_TRANSFER_STREAMS} streams are open on the link, which is its limit`);
        const id = this.#own;
        this.channel.send(type, id, ...content);
        this.#own += 2;
        return this.#stream(id);
    }
    #stream(id) {
        const stream = new MuxStream(this.channel, id, () => {
            this.#streams.delete(id);
            if (this.#streams.size === 0)
                this.#onIdle();
        });
        this.#streams.set(id, stream);
        return stream;
    }
    #dispatch(packet) {
        try {
            if (packet.stream === 0) {
                // The first packet of an initiator is a window of zero, so that it can be answered.
                if (packet.type === PACKET.window)
                    return undefined;
                return this.#handlers.onControl(this.channel, packet)?.catch(() => this.#breach());
            }
            const take = this.#handlers.opens.get(packet.type);
            if (take !== undefined)
                this.#accept(packet, take);
            // A packet for a stream that has just ended here is nobody's fault.
            else
                this.#streams.get(packet.stream)?.accept(packet);
        }
        catch {
            this.#breach();
        }
        return undefined;
    }
    #accept({ stream: id, content }, take) {
        if (id <= this.#theirs || id % 2 === this.#own % 2)
            throw new TalosError('E_PROTOCOL', 'the number of the stream is not new, or not one of the peer');
        this.#theirs = id;
        if (this.#streams.size >= MAX_TRANSFER_STREAMS) {
            this.channel.send(PACKET.refusal, id, encodeRefusal({ word: 'busy', code: undefined }));
            return;
        }
        take(this.#stream(id), content);
    }
    /** The peer broke the rules of the link: it ends, and every stream with it. */
    #breach() {
        void this.channel.close();
    }
}
