/**
 * The streams of one channel: tunnels told apart by number, each with its own flow control, so that a reader who stops
 * does not stop the others. PROTOCOL.md §6.3.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { PACKET } from "../../message/packet.js";
import { TunnelStream } from "./tunnel-stream.js";
import { decodeRefusal, decodeTunnelResumed, encodeRefusal, refusalError } from "./tunnel-wire.js";
/** Open streams of one channel. PROTOCOL.md §11. */
export const MAX_STREAMS_A_CHANNEL = 16;
/** The streams of one channel. The dialler numbers them. */
export class StreamMux {
    channel;
    #takers = new Map();
    /** Streams that were to go on at a number, which was given up before the peer had answered. */
    #givenUp = new BoundedMap(MAX_STREAMS_A_CHANNEL);
    #handlers;
    #last = 0;
    constructor(channel, handlers) {
        this.channel = channel;
        this.#handlers = handlers;
        channel.onPacket((packet) => this.#dispatch(packet));
        void channel.closed.then((reason) => this.#endAll(reason));
    }
    /** Open streams. */
    get size() {
        return this.#takers.size;
    }
    /**
     * Starts a stream with a TUNNEL_OPEN. Only the dialler of the channel may.
     *
     * @throws {TalosError} as `Channel.send`, where the channel has ended.
     */
    open(content) {
        this.channel.send(PACKET.tunnelOpen, this.#last + 1, content);
        this.#last += 1;
        return new TunnelStream(this.#place(this.#last));
    }
    /**
     * Asks the peer to go on with `stream`, which is nowhere, on this channel. Only the dialler of the channel may.
     *
     * @param content - Of the TUNNEL_RESUME.
     * @param signal - Gives it up: an answer that comes later takes the stream nowhere; the peer is told when that is over.
     * @returns When the stream goes on here.
     * @throws {TalosError} as `Channel.send`; what a refusal means; why the channel ended; `E_PROTOCOL` or `E_MALFORMED` for
     *   an answer that is none, with which the channel ends too.
     */
    resume(stream, content, signal) {
        signal.throwIfAborted();
        this.channel.send(PACKET.tunnelResume, this.#last + 1, content);
        this.#last += 1;
        const place = this.#place(this.#last);
        return new Promise((resolve, reject) => {
            const fail = (reason) => {
                signal.removeEventListener('abort', abort);
                place.leave();
                reject(reason);
            };
            const abort = () => {
                fail(signal.reason);
                this.#givenUp.set(place.id, stream);
            };
            signal.addEventListener('abort', abort, { once: true });
            const accept = ({ type, content: answer }) => {
                try {
                    if (type === PACKET.refusal)
                        return fail(refusalError(decodeRefusal(answer), 'to go on'));
                    if (type !== PACKET.tunnelResumed)
                        throw new TalosError('E_PROTOCOL', 'the resumption was answered with something else');
                    const progress = decodeTunnelResumed(answer);
                    signal.removeEventListener('abort', abort);
                    stream.resume(place, progress);
                    resolve();
                }
                catch (error) {
                    fail(error);
                    throw error;
                }
            };
            const gone = new TalosError('E_UNREACHABLE', 'the peer ended the connection before it answered');
            this.#takers.set(place.id, { accept, lost: (reason) => fail(reason ?? gone) });
        });
    }
    #place(id) {
        return {
            channel: this.channel,
            id,
            enter: (stream) => void this.#takers.set(id, stream),
            leave: () => {
                if (this.#takers.delete(id))
                    this.#handlers.onLeft?.();
            },
        };
    }
    #dispatch(packet) {
        try {
            if (packet.stream === 0) {
                const pending = this.#handlers.onControl(packet);
                return pending?.catch(() => this.#breach());
            }
            if (packet.type === PACKET.tunnelOpen || packet.type === PACKET.tunnelResume)
                this.#accept(packet);
            else
                this.#take(packet);
        }
        catch {
            this.#breach();
        }
    }
    #take(packet) {
        const taker = this.#takers.get(packet.stream);
        if (taker !== undefined)
            return taker.accept(packet);
        // A packet for a stream that has just been closed here is nobody's fault.
        const stream = this.#givenUp.get(packet.stream);
        if (stream === undefined || packet.type !== PACKET.tunnelResumed)
            return;
        this.#givenUp.delete(packet.stream);
        // The peer has it here until it goes on elsewhere. Where it is over, or ends before that, nobody else would say so.
        void stream.closed.then(() => this.#closeAt(packet.stream));
    }
    #closeAt(id) {
        try {
            this.channel.send(PACKET.tunnelClose, id, encodeRefusal({ word: 'unknown', code: undefined }));
        }
        catch (error) {
            // With the channel all of it has ended.
            if (!isTalosError(error, 'E_CLOSED'))
                throw error;
        }
    }
    /** The peer broke the rules of the channel: it ends, and every stream with it. */
    #breach() {
        void this.channel.close();
    }
    #accept({ type, stream, content }) {
        if (this.channel.role !== 'responder' || stream <= this.#last)
            throw new TalosError('E_PROTOCOL', 'stream id is not new');
        this.#last = stream;
        if (this.#takers.size >= MAX_STREAMS_A_CHANNEL) {
            this.channel.send(PACKET.refusal, stream, encodeRefusal({ word: 'busy', code: undefined }));
            return;
        }
        const place = this.#place(stream);
        if (type === PACKET.tunnelResume)
            this.#handlers.onResume(place, content);
        else
            this.#handlers.onOpen(new TunnelStream(place), content);
    }
    #endAll(reason) {
        for (const taker of this.#takers.values())
            taker.lost(reason);
    }
}
