/**
 * One tunnel stream: what a tunnel says and hears, in order and under flow control, over the channel that it is at.
 *
 * ```text
 *  at a place ── the channel closes, either side ends it ──> over
 *      │ └────── the channel is lost, the stream lasts ────> nowhere ── too late, refused ──> over
 *      └──────── resumed at another place, from where each side had got ──┘
 * ```
 *
 * A stream that lasts outlives its channel: what the peer has not acknowledged is sent again. PROTOCOL.md §6.3, §7.5.
 *
 * @module
 */
import { concat } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { decode } from "../../codec/reader.js";
import { u32, u64 } from "../../codec/writer.js";
import { MAX_RPC_BYTES } from "../../mcp/rpc.js";
import { PACKET } from "../../message/packet.js";
import { KeptPackets } from "./kept-packets.js";
import { decodeRefusal, encodeRefusal, MAX_STATEMENT_BYTES, } from "./tunnel-wire.js";
/** Bytes that each side of a stream may send before the other has read any. PROTOCOL.md §6.3. */
export const STREAM_CREDIT_BYTES = 1024 * 1024;
/** Credit is given back once this much was read: a packet for each quarter of the window. */
const CREDIT_STEP_BYTES = STREAM_CREDIT_BYTES / 4;
/** Packets of a lasting tunnel that are acknowledged together at the latest. PROTOCOL.md §7.5. */
export const ACKNOWLEDGE_STEP_PACKETS = 256;
/** The largest content of one message packet; a peer may go this far below zero credit, once. */
export const MAX_MESSAGE_PACKET_BYTES = MAX_RPC_BYTES + MAX_STATEMENT_BYTES + 64;
/** Messages that may wait unread on one stream: more than fit its credit, as the shortest takes over 32 bytes. */
export const MAX_WAITING_MESSAGE_PACKETS = STREAM_CREDIT_BYTES / 32;
/** Control packets that may wait unread on one stream: acknowledgements and a close. */
export const MAX_WAITING_CONTROL_PACKETS = 4096;
/** Milliseconds that a receiver has to take what came before the peer's TUNNEL_CLOSE. */
export const CLOSE_GRACE_MS = 2000;
/** Bytes that may wait in the channel before its streams hold theirs back. */
const CHANNEL_HIGH_BYTES = 1024 * 1024;
/** The packet types that cost credit. */
const CREDITED = new Set([
    PACKET.mcpMessage,
    PACKET.mcpResponse,
    PACKET.mcpError,
    PACKET.intent,
]);
/** The packet types that a lasting tunnel counts. */
const COUNTED = new Set([...CREDITED, PACKET.acknowledge, PACKET.capabilityRenewed]);
/** See the module comment. Nothing that it does throws or rejects because the channel has ended. */
export class TunnelStream {
    /** Resolves when the stream has ended, with the peer's reason where it gave one. */
    closed;
    /** Resolves after `closed`, when all that came before the end was taken; at once where this side closed it. */
    delivered;
    #place;
    #kept;
    #watcher;
    // Bytes that cost credit, from the beginning: sent, and given back by the peer; received, and given back by this side.
    #sentBytes = 0;
    #regained = 0;
    #receivedBytes = 0;
    #given = 0;
    /** Read, and not given back yet. */
    #owed = 0;
    /** Packets that count. */
    #received = 0;
    /** As many of them as the peer was told of. */
    #told = 0;
    #queue = [];
    #queuedBytes = 0;
    #waiting = [];
    /** Where the channel has enough to send. */
    #full;
    /** Those who wait for the channel of the place to have sent what it has. */
    #draining = new Set();
    #inbox = [];
    #waitingControls = 0;
    #reading = false;
    #receive;
    #isOpen = true;
    /** Why this side ended it, as the peer is told. */
    #said = { word: 'unknown', code: undefined };
    #closeTimer;
    #resolveClosed = () => { };
    #resolveDelivered = () => { };
    constructor(place) {
        this.#place = place;
        this.closed = new Promise((resolve) => {
            this.#resolveClosed = resolve;
        });
        this.delivered = new Promise((resolve) => {
            this.#resolveDelivered = resolve;
        });
        place.enter(this);
    }
    /** Whether packets still go out and come in, now or when it is resumed. */
    get isOpen() {
        return this.#isOpen;
    }
    /** Whether the peer has closed it, and what came before is still being taken. */
    get isClosing() {
        return this.#closeTimer !== undefined;
    }
    /** The channel that it is at. */
    get channel() {
        return this.#place?.channel;
    }
    /** Bytes that wait for the peer's credit, for room in the channel, or for a channel. */
    get queuedBytes() {
        return this.#queuedBytes;
    }
    /** Bytes that its channel has not handed over yet. */
    get bufferedBytes() {
        return this.#place?.channel.bufferedBytes ?? 0;
    }
    // Lasting
    /** Outlives its channel from now on; before anything was sent that counts. */
    last(watcher) {
        this.#kept = new KeptPackets();
        this.#watcher = watcher;
    }
    /** Leaves its place, if it is at one. @returns How far it has got, which the peer is to be told. */
    detach() {
        this.#leave();
        this.#given += this.#owed;
        this.#owed = 0;
        this.#told = this.#received;
        return { received: this.#received, given: this.#given };
    }
    #leave() {
        this.#place?.leave();
        this.#place = undefined;
        this.#full = undefined;
        for (const end of this.#draining)
            end();
    }
    /** @throws {TalosError} `E_PROTOCOL` for a peer that cannot have got so far, or had got farther. */
    assertProgress({ received, given }) {
        this.#kept?.assertCount(received);
        const most = this.#sentBytes - (this.#kept?.costAfter(received) ?? 0);
        if (given < this.#regained || given > most)
            throw new TalosError('E_PROTOCOL', `the peer gave ${given} bytes back, of ${most} after ${this.#regained}`);
    }
    /**
     * Goes on at `place`; what the peer has not received is sent again. Only after {@link detach}. Where it has ended meanwhile,
     * the peer is told so there, and it leaves.
     *
     * @param progress - How far the peer has got.
     * @throws {TalosError} as {@link assertProgress}; nothing has changed then.
     */
    resume(place, progress) {
        if (!this.#isOpen)
            return this.#endAt(place);
        this.assertProgress(progress);
        const again = this.#kept?.rewind(progress.received) ?? [];
        for (const { cost, content } of again) {
            this.#sentBytes -= cost;
            this.#queuedBytes += content.length;
        }
        this.#queue = [...again, ...this.#queue];
        this.#regained = progress.given;
        this.#place = place;
        place.enter(this);
        this.#flush();
        this.#giveBack(0);
        // What it had to send may have ended it.
        if (this.isOpen)
            this.#watcher?.back(place.channel);
    }
    /** It has ended, and the peer, which has it at `place`, does not know. */
    #endAt(place) {
        this.#place = place;
        this.#emit(PACKET.tunnelClose, encodeRefusal(this.#said));
        this.#leave();
    }
    /** The channel of its place has ended, with `reason` where neither side closed it. */
    lost(reason) {
        const isLoss = isTalosError(reason, 'E_UNREACHABLE') || isTalosError(reason, 'E_TIMEOUT');
        if (this.#kept === undefined || !isLoss)
            return this.end(undefined);
        this.detach();
        if (!this.isClosing)
            this.#watcher?.away(reason);
    }
    // Sending
    /**
     * Sends a packet, in order; one that costs credit waits for it. Nothing is sent on a closed stream.
     *
     * @param content - At most {@link MAX_MESSAGE_PACKET_BYTES} bytes; not changed afterwards by the caller.
     */
    send(type, content) {
        if (!this.#isOpen)
            return;
        this.#queue.push({ type, content, cost: CREDITED.has(type) ? content.length : 0 });
        this.#queuedBytes += content.length;
        this.#flush();
    }
    /** Resolves when nothing waits on this side any more, or the stream has ended. */
    async drained() {
        while (this.#queue.length > 0 && this.#isOpen)
            await new Promise((resolve) => {
                this.#waiting.push(resolve);
            });
        const place = this.#place;
        if (!this.#isOpen || place === undefined)
            return;
        await new Promise((resolve) => {
            const end = () => {
                this.#draining.delete(end);
                resolve();
            };
            this.#draining.add(end);
            // Its end is the stream's, which `closed` tells, or the stream leaves it.
            place.channel.drained().then(end, end);
        });
    }
    /** Sets the one receiver. A promise that it returns holds the next packet, and the peer's credit, back. */
    onPacket(receive) {
        this.#receive = receive;
        void this.#read();
    }
    /** Ends the stream and tells the peer, with `reason` where there is one. What was not read is dropped. Repeatable. */
    close(reason) {
        this.#inbox = [];
        if (this.#isOpen) {
            this.#said = reason ?? this.#said;
            this.#sendQueued();
            this.#emit(PACKET.tunnelClose, encodeRefusal(this.#said));
            this.end(undefined);
        }
        this.#resolveDelivered();
    }
    /** Takes a packet from the channel. @throws {TalosError} `E_PROTOCOL` past a limit; the channel ends then. */
    accept(packet) {
        if (packet.type === PACKET.window)
            return this.#regain(packet.content);
        if (CREDITED.has(packet.type))
            this.#charge(packet.content.length);
        else if (++this.#waitingControls > MAX_WAITING_CONTROL_PACKETS)
            throw new TalosError('E_PROTOCOL', 'a stream is flooded with control packets');
        if (packet.type === PACKET.tunnelClose)
            this.#endSoon(decodeRefusal(packet.content));
        if (COUNTED.has(packet.type))
            this.#received++;
        this.#inbox.push(packet);
        if (this.#kept !== undefined && this.#received - this.#told >= ACKNOWLEDGE_STEP_PACKETS)
            this.#giveBackNow();
        void this.#read();
    }
    /** The peer has read, and of a lasting tunnel it has received. */
    #regain(content) {
        const kept = this.#kept;
        const { credit, received } = decode(content, (reader) => ({
            credit: reader.u32('credit'),
            received: kept === undefined ? undefined : reader.u64('received'),
        }));
        if (received !== undefined)
            kept?.acknowledge(received);
        const regained = this.#regained + credit;
        if (regained > (kept === undefined ? Number.MAX_SAFE_INTEGER / 2 : this.#sentBytes))
            throw new TalosError('E_PROTOCOL', 'credit is out of bounds');
        this.#regained = regained;
        this.#flush();
    }
    #charge(bytes) {
        const allowed = STREAM_CREDIT_BYTES + this.#given - this.#receivedBytes;
        const isOver = allowed <= 0 || bytes > MAX_MESSAGE_PACKET_BYTES;
        if (isOver || this.#inbox.length - this.#waitingControls >= MAX_WAITING_MESSAGE_PACKETS)
            throw new TalosError('E_PROTOCOL', 'a peer sent more than its credit on a stream');
        this.#receivedBytes += bytes;
    }
    /** A receiver that does not take what came before holds the end up no longer than this. */
    #endSoon(reason) {
        this.#closeTimer ??= setTimeout(() => this.end(reason), CLOSE_GRACE_MS);
    }
    /** Ends the stream on this side alone: the channel is gone, or the peer closed it. */
    end(reason) {
        if (!this.#isOpen)
            return;
        this.#isOpen = false;
        clearTimeout(this.#closeTimer);
        this.#queue = [];
        this.#queuedBytes = 0;
        this.#kept = undefined;
        this.#wake();
        this.#leave();
        this.#resolveClosed(reason);
        this.#checkDelivered();
    }
    #checkDelivered() {
        if (!this.#isOpen && !this.#reading && this.#inbox.length === 0)
            this.#resolveDelivered();
    }
    #flush() {
        this.#sendQueued();
        if (this.#kept?.isOverfull === true)
            this.close({ word: 'failed', code: undefined });
    }
    #sendQueued() {
        let sent = 0;
        for (const packet of this.#queue) {
            const { type, content, cost } = packet;
            const credit = STREAM_CREDIT_BYTES + this.#regained - this.#sentBytes;
            if ((cost > 0 && credit <= 0) || this.#isHeld() || !this.#emit(type, content))
                break;
            this.#sentBytes += cost;
            this.#queuedBytes -= content.length;
            if (COUNTED.has(type))
                this.#kept?.add(packet);
            sent++;
        }
        if (sent > 0)
            this.#queue = sent === this.#queue.length ? [] : this.#queue.slice(sent);
        if (this.#queue.length === 0)
            this.#wake();
    }
    /** Whether there is no channel, or it has enough to send. It then flushes again when it has sent that. */
    #isHeld() {
        const place = this.#place;
        if (place === undefined)
            return true;
        if (place.channel.bufferedBytes < CHANNEL_HIGH_BYTES)
            return false;
        if (this.#full === place)
            return true;
        this.#full = place;
        const again = () => {
            if (this.#full !== place)
                return;
            this.#full = undefined;
            if (this.#isOpen)
                this.#flush();
        };
        // Where it rejects the channel has ended, and this stream with it, or it is resumed.
        place.channel.drained().then(again, () => undefined);
        return true;
    }
    /** Sends at once. @returns Whether it could; if not, the channel is gone, and the stream with it unless it lasts. */
    #emit(type, content) {
        const place = this.#place;
        if (place === undefined)
            return false;
        try {
            place.channel.send(type, place.id, content);
            return true;
        }
        catch (error) {
            if (!isTalosError(error))
                throw error;
            // How the channel ended is told by whoever watches that.
            if (this.#kept === undefined || error.code !== 'E_CLOSED')
                this.end(undefined);
            return false;
        }
    }
    #wake() {
        const waiting = this.#waiting;
        this.#waiting = [];
        for (const resolve of waiting)
            resolve();
    }
    async #read() {
        if (this.#reading || this.#receive === undefined)
            return;
        this.#reading = true;
        try {
            for (let packet = this.#inbox.shift(); packet !== undefined; packet = this.#inbox.shift()) {
                if (!CREDITED.has(packet.type))
                    this.#waitingControls--;
                if (packet.type === PACKET.tunnelClose) {
                    this.#inbox = [];
                    this.end(decodeRefusal(packet.content));
                    return;
                }
                const pending = this.#receive(packet);
                if (pending !== undefined)
                    await pending;
                if (CREDITED.has(packet.type))
                    this.#giveBack(packet.content.length);
            }
        }
        catch (error) {
            // A receiver that throws cannot go on with this stream; the channel and the other streams can.
            this.close({ word: 'failed', code: isTalosError(error, 'E_MALFORMED') ? 'MALFORMED' : undefined });
        }
        finally {
            this.#reading = false;
            this.#checkDelivered();
        }
    }
    #giveBack(bytes) {
        this.#owed += bytes;
        if (this.#owed >= CREDIT_STEP_BYTES)
            this.#giveBackNow();
    }
    /** Tells the peer what was read, and of a lasting tunnel what was received. Nowhere, it is told with the resumption. */
    #giveBackNow() {
        if (!this.#isOpen || this.#place === undefined)
            return;
        const owed = this.#owed;
        this.#given += owed;
        this.#owed = 0;
        this.#told = this.#received;
        this.#emit(PACKET.window, this.#kept === undefined ? u32(owed) : concat(u32(owed), u64(this.#received)));
    }
}
