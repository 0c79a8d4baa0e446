/**
 * A live channel: the handshake of PROTOCOL.md §5.5 over a link, then sealed packets both ways. Keys and state are in
 * memory and end with the link.
 *
 * The link is ordered and authenticated, so a frame that does not open is an attack or a bug: the channel ends.
 *
 * @module
 */
import { equalBytes } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { u32 } from "../../codec/writer.js";
import { kemReady } from "../../crypto/kem.js";
import { didOfKey, keyOfDid } from "../../identity/did.js";
import { decodePacket, encodePacket, PACKET, PACKET_HEADER_BYTES, } from "../../message/packet.js";
import { RATCHET_OVERHEAD_BYTES } from "../../message/ratchet-message.js";
import { FRAME_TYPES, MAX_FRAME_BYTES } from "../../net/frame.js";
import { systemTimer } from "../../net/timer.js";
import { acceptLive, answerLive, beginLive, completeLive, } from "../../session/live.js";
import { decrypt, encrypt, prepareSending } from "../../session/ratchet.js";
/** From the start of `openChannel` or `acceptChannel` to a proven channel, at most, in milliseconds. PROTOCOL.md §5.5. */
export const CHANNEL_HANDSHAKE_TIMEOUT_MS = 10_000;
/** Longest content of a packet, in bytes: what is left of a frame. */
export const MAX_PACKET_CONTENT_BYTES = MAX_FRAME_BYTES - RATCHET_OVERHEAD_BYTES - PACKET_HEADER_BYTES;
/**
 * Largest frame, in bytes, that a peer may send to the side that listened before a tunnel of it is open: room for a
 * whole chain of tokens. PROTOCOL.md §6.2.
 */
export const MAX_EARLY_FRAME_BYTES = 256 * 1024;
/**
 * Opens a channel on a link that was dialled.
 *
 * @returns Once the peer has proved its identity. The peer learns ours from the first DATA frame, which has left.
 * @throws {TalosError} `E_IDENTITY_MISMATCH` if the link or the handshake belongs to another agent than `peer`;
 *   `E_TIMEOUT` after {@link CHANNEL_HANDSHAKE_TIMEOUT_MS}; `E_BAD_BUNDLE`, `E_DOWNGRADE`, `E_STALE`, `E_VERSION`,
 *   `E_BAD_KEY` or `E_MALFORMED` for what the peer sent; `E_PROTOCOL` for a frame out of turn; why the link ended.
 * @throws The reason of `signal`, where that aborts.
 */
export async function openChannel(options) {
    const { link, identity, peer } = options;
    if (!equalBytes(keyOfDid(peer), link.peerKey)) {
        await link.close();
        throw new TalosError('E_IDENTITY_MISMATCH', 'the link leads to another agent than the one asked for');
    }
    await kemReady();
    const { state, hello } = beginLive(identity, peer);
    const channel = new LiveChannel(options, peer, { kind: 'asked', state });
    return channel.start(hello);
}
/**
 * Takes the handshake on a link that was accepted.
 *
 * @returns Once the peer has proved its identity: its first DATA frame has opened.
 * @throws As {@link openChannel}, and `E_DECRYPT` if the first DATA frame does not open.
 */
export async function acceptChannel(options) {
    await kemReady();
    const channel = new LiveChannel(options, didOfKey(options.link.peerKey), { kind: 'listening' });
    return channel.start();
}
/** PROTOCOL.md §5.5: what the initiator's first DATA frame holds, a WINDOW of no bytes on stream 0. */
const FIRST_CREDIT = u32(0);
const NOTHING = new Uint8Array(0);
class LiveChannel {
    peer;
    closed;
    #options;
    #link;
    #phase;
    #id = NOTHING;
    #role = 'responder';
    #peerSequence = 0;
    #receive;
    #isPreparing = false;
    /** Resolves the wait of a packet that came before the receiver. */
    #wake;
    #settle;
    constructor(options, peer, phase) {
        this.#options = options;
        this.#link = options.link;
        this.peer = peer;
        this.#phase = phase;
        this.closed = options.link.closed.then((reason) => {
            this.#over(reason ?? new TalosError('E_CLOSED', 'the link was closed during the handshake'));
            return reason;
        });
    }
    get session() {
        return this.#id;
    }
    get role() {
        return this.#role;
    }
    get peerSequence() {
        return this.#peerSequence;
    }
    get remoteAddress() {
        return this.#link.remoteAddress;
    }
    get path() {
        return this.#link.path;
    }
    get bufferedBytes() {
        return this.#link.bufferedBytes;
    }
    /** Runs the handshake, `hello` first where there is one. */
    async start(hello) {
        const { signal, timer = systemTimer } = this.#options;
        const finished = new Promise((resolve, reject) => {
            this.#settle = { opened: resolve, failed: reject };
        });
        const cancel = timer.after(CHANNEL_HANDSHAKE_TIMEOUT_MS, () => this.#settle?.failed(new TalosError('E_TIMEOUT', 'the handshake took too long')));
        const abort = () => this.#settle?.failed(signal?.reason);
        signal?.addEventListener('abort', abort, { once: true });
        try {
            signal?.throwIfAborted();
            this.#link.onFrame((frame) => this.#onFrame(frame));
            if (hello !== undefined)
                this.#link.send(FRAME_TYPES.handshake, hello);
            await finished;
            return this;
        }
        catch (error) {
            this.#phase = { kind: 'over' };
            this.#settle = undefined;
            await this.#link.close();
            throw error;
        }
        finally {
            this.#settle = undefined;
            cancel();
            signal?.removeEventListener('abort', abort);
        }
    }
    send(type, stream, ...content) {
        const length = content.reduce((sum, part) => sum + part.length, 0);
        if (length > MAX_PACKET_CONTENT_BYTES)
            throw new RangeError(`content must be at most ${MAX_PACKET_CONTENT_BYTES} bytes, got ${length}`);
        if (this.#phase.kind !== 'open')
            throw new TalosError('E_CLOSED', 'the channel has ended');
        this.#sendUnder(this.#phase.session, encodePacket(type, stream, ...content));
    }
    allowLargePackets() {
        if (this.#phase.kind === 'open')
            this.#link.limitPayload(this.#options.maxFrameBytes ?? MAX_FRAME_BYTES);
    }
    probe(sleptMs) {
        this.#link.probe(sleptMs);
    }
    drained(signal) {
        return this.#link.drained(signal);
    }
    onPacket(receive) {
        if (this.#receive !== undefined)
            throw new TypeError('the channel has a receiver already');
        this.#receive = receive;
        this.#wake?.();
    }
    async close() {
        this.#phase = { kind: 'over' };
        this.#wake?.();
        await this.#link.close();
    }
    [Symbol.asyncDispose]() {
        return this.close();
    }
    /** One frame. What it throws ends the link, and the peer is told `failed`. */
    #onFrame({ type, payload }) {
        const phase = this.#phase;
        if (phase.kind === 'over')
            return;
        try {
            if (phase.kind === 'open' && type === FRAME_TYPES.data) {
                const delivered = this.#deliver(this.#openUnder(phase.session, payload));
                this.#prepareSoon();
                return delivered;
            }
            if (phase.kind === 'asked' && type === FRAME_TYPES.handshakeAck)
                return this.#complete(phase.state, payload);
            if (phase.kind === 'listening' && type === FRAME_TYPES.handshake)
                return this.#answer(payload);
            if (phase.kind === 'offered' && type === FRAME_TYPES.handshake)
                return this.#accept(phase.state, payload);
            if (phase.kind === 'proving' && type === FRAME_TYPES.data)
                return this.#prove(phase.session, payload);
            throw new TalosError('E_PROTOCOL', `frame of type ${type} out of turn`);
        }
        catch (error) {
            this.#over(error);
            throw error;
        }
    }
    #complete(state, bundle) {
        const { session, initial } = completeLive(this.#options.identity, state, bundle, this.#expected());
        this.#link.send(FRAME_TYPES.handshake, initial);
        this.#sendUnder(session, encodePacket(PACKET.window, 0, FIRST_CREDIT));
        this.#opened();
    }
    #answer(hello) {
        const { state, bundle } = answerLive(this.#options.identity, this.peer, hello, this.#options.clock.now());
        this.#phase = { kind: 'offered', state };
        this.#link.send(FRAME_TYPES.handshakeAck, bundle);
    }
    #accept(state, initial) {
        const session = acceptLive(this.#options.identity, state, initial, this.#expected());
        this.#phase = { kind: 'proving', session };
    }
    /** The peer has proved its DID when a message of its opens; any other first packet is not of this version. */
    #prove(session, message) {
        const { type, stream, content } = this.#openUnder(session, message);
        if (type !== PACKET.window || stream !== 0 || !equalBytes(content, FIRST_CREDIT))
            throw new TalosError('E_PROTOCOL', 'the first packet is not the one of the handshake');
        this.#opened();
    }
    #opened() {
        const phase = this.#phase;
        this.#id = phase.session.id;
        this.#role = phase.session.role;
        this.#peerSequence = phase.session.peerSequence;
        // Who dials has chosen the peer; who listens has not, and takes little from it before it is authorised.
        if (this.#role === 'initiator')
            this.allowLargePackets();
        else
            this.#link.limitPayload(MAX_EARLY_FRAME_BYTES);
        this.#settle?.opened();
    }
    #expected() {
        return { nowMs: this.#options.clock.now(), lowestSequence: this.#options.lowestSequence ?? 0 };
    }
    /** Seals under `session`, which is open from now on at its next state. */
    #sendUnder(session, packet) {
        const { state, message } = encrypt(session.ratchet, packet, session.associated);
        // First the state: whatever happens to the frame, its message key is spent.
        this.#phase = { kind: 'open', session: { ...session, ratchet: state } };
        this.#link.send(FRAME_TYPES.data, message);
    }
    #openUnder(session, message) {
        const { state, plaintext } = decrypt(session.ratchet, message, session.associated, this.#options.clock.now());
        this.#phase = { kind: 'open', session: { ...session, ratchet: state } };
        return decodePacket(plaintext);
    }
    #deliver(packet) {
        if (this.#receive !== undefined)
            return this.#receive(packet);
        // The pending promise keeps the link from reading on.
        return new Promise((resolve) => {
            this.#wake = resolve;
        }).then(() => {
            this.#wake = undefined;
            return this.#phase.kind === 'over' ? undefined : this.#receive?.(packet);
        });
    }
    /**
     * Takes the ratchet step of the answer while whoever gives it is at work, and not when it is there: as soon as what came
     * has been handed on. A turn later a quick answer would be there first, and wait for the step.
     */
    #prepareSoon() {
        if (this.#isPreparing)
            return;
        this.#isPreparing = true;
        soon(() => this.#prepare());
    }
    #prepare() {
        this.#isPreparing = false;
        if (this.#phase.kind !== 'open')
            return;
        const { session } = this.#phase;
        this.#phase = { kind: 'open', session: { ...session, ratchet: prepareSending(session.ratchet) } };
    }
    /** Forgets the keys. */
    #over(reason) {
        this.#phase = { kind: 'over' };
        this.#wake?.();
        this.#settle?.failed(reason);
    }
}
/** Runs `action` when what has arrived is dealt with: at once after it on Node, in a moment elsewhere. */
function soon(action) {
    const { setImmediate } = globalThis;
    if (setImmediate === undefined)
        setTimeout(action, 0);
    else
        setImmediate(action);
}
