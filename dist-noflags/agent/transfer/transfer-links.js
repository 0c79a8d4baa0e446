/**
 * The transfer links of an agent: one a peer, whoever dialled it, made when first needed and ended when nothing has used
 * it for a while. PROTOCOL.md §7.6.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
import { RateCounter } from "../../base/rate-counter.js";
import { didOfKey } from "../../identity/did.js";
import { MAX_TRANSFER_FRAME_BYTES } from "../../net/protocols.js";
import { LinkRefusals } from "../../net/refuse-link.js";
import { systemTimer } from "../../net/timer.js";
import { dialPeer } from "../reach/peer-dial.js";
import { acceptChannel, openChannel } from "../tunnel/channel.js";
import { unlessAborted } from "../waits.js";
import { TransferMux } from "./transfer-mux.js";
/** Transfer links that peers dialled, at a time. PROTOCOL.md §11. */
export const MAX_TRANSFER_LINKS = 64;
/** Of them, those of one peer: one is in use, the others cover a reconnect while the old one dies. PROTOCOL.md §11. */
export const MAX_TRANSFER_LINKS_A_PEER = 3;
/** Handshakes of one peer in a minute. PROTOCOL.md §11. */
export const TRANSFER_LINKS_A_MINUTE = 60;
/** Milliseconds that a link which was dialled stays without a stream. */
export const TRANSFER_LINGER_MS = 2000;
/** Milliseconds that one which a peer dialled does: its dialler is to end it. PROTOCOL.md §11. */
export const UNUSED_TRANSFER_LINK_MS = 15_000;
/** See the module comment. */
export class TransferLinks {
    #core;
    #dialling;
    #handlers;
    #timer;
    #refusals;
    #starts;
    #open = new Set();
    #dialled = new Map();
    /** Peers whose handshake is under way, each as often as it has one. */
    #arriving = new Set();
    #stop = new AbortController();
    #onPeer;
    #unwatch;
    /**
     * @param dialling - Gives the network, started when first needed, and looks for peers.
     * @param onPeer - Told of each peer that dialled one.
     */
    constructor(core, dialling, handlers, onPeer, timer = systemTimer) {
        this.#core = core;
        this.#dialling = dialling;
        this.#handlers = handlers;
        this.#onPeer = onPeer;
        this.#timer = timer;
        this.#refusals = new LinkRefusals(timer);
        this.#starts = new RateCounter(TRANSFER_LINKS_A_MINUTE, 60_000, core.clock);
        const unwake = core.network.onWake((sleptMs) => {
            for (const { channel } of this.#open)
                channel.probe(sleptMs);
        });
        const unfail = core.onFailure(() => void this.close());
        this.#unwatch = () => {
            unwake();
            unfail();
        };
    }
    /**
     * The link to `peer`: the newest that is open, else one that is dialled.
     *
     * @throws {TalosError} what dialling throws; `E_CLOSED` when the agent has ended.
     */
    use(peer, signal) {
        this.#stop.signal.throwIfAborted();
        const open = [...this.#open].findLast((mux) => mux.channel.peer === peer && mux.isOpen);
        if (open !== undefined)
            return Promise.resolve(open);
        const running = this.#dialled.get(peer);
        if (running !== undefined)
            return unlessAborted(running, signal);
        // Not under the signal of whoever came first: others may wait for the same link.
        const dialling = this.#dial(peer).finally(() => this.#dialled.delete(peer));
        this.#dialled.set(peer, dialling);
        return unlessAborted(dialling, signal);
    }
    async #dial(peer) {
        const { identity, clock, peers } = this.#core;
        const { signal } = this.#stop;
        const link = await dialPeer(this.#core, this.#dialling, 'transfer', peer, signal);
        const lowestSequence = Math.max(0, peers.get(peer)?.sequence ?? 0);
        const maxFrameBytes = MAX_TRANSFER_FRAME_BYTES;
        const channel = await openChannel({ link, identity, clock, peer, lowestSequence, signal, maxFrameBytes });
        return this.#joined(channel, TRANSFER_LINGER_MS);
    }
    async #joined(channel, lingerMs) {
        try {
            this.#stop.signal.throwIfAborted();
            if (this.#core.isKnown(channel.peer))
                await this.#core.sessionBegan(channel);
        }
        catch (error) {
            await channel.close();
            throw error;
        }
        let cancel = () => { };
        const linger = () => {
            cancel();
            cancel = this.#timer.after(lingerMs, () => {
                if (mux.size > 0)
                    return;
                // Forgotten before it is closed, so that whoever comes now dials anew.
                this.#open.delete(mux);
                void channel.close();
            });
        };
        const mux = new TransferMux(channel, this.#handlers, linger);
        this.#open.add(mux);
        linger();
        void channel.closed.then(() => {
            cancel();
            this.#open.delete(mux);
        });
        return mux;
    }
    /** Takes a link of purpose `transfer`. */
    async accept(link) {
        const peer = didOfKey(link.peerKey);
        if (this.#stop.signal.aborted || this.#core.seen.isRefused(peer) || !this.#hasRoomFor(peer)) {
            await this.#refusals.refuse(link, 'busy');
            return;
        }
        const { identity, clock, peers } = this.#core;
        const lowestSequence = Math.max(0, peers.get(peer)?.sequence ?? 0);
        const arriving = { peer };
        this.#arriving.add(arriving);
        try {
            const maxFrameBytes = MAX_TRANSFER_FRAME_BYTES;
            const channel = await acceptChannel({ link, identity, clock, lowestSequence, maxFrameBytes });
            await this.#joined(channel, UNUSED_TRANSFER_LINK_MS);
            this.#onPeer(peer);
        }
        finally {
            this.#arriving.delete(arriving);
        }
    }
    #hasRoomFor(peer) {
        const taken = [...this.#open].filter(({ channel }) => channel.role === 'responder').map(({ channel }) => channel);
        const peers = [...taken, ...this.#arriving].map((each) => each.peer);
        if (peers.length >= MAX_TRANSFER_LINKS && !this.#makeRoom())
            return false;
        return peers.filter((each) => each === peer).length < MAX_TRANSFER_LINKS_A_PEER && this.#starts.take(peer);
    }
    /** Ends the oldest link of a stranger on which nothing goes on, where all are taken. */
    #makeRoom() {
        const idle = [...this.#open].find(({ size, channel }) => size === 0 && channel.role === 'responder' && !this.#core.isKnown(channel.peer));
        if (idle === undefined)
            return false;
        this.#open.delete(idle);
        void idle.channel.close();
        return true;
    }
    /** Ends every link, and each that is being dialled; none is made any more. Repeatable. */
    async close() {
        this.#unwatch();
        if (!this.#stop.signal.aborted)
            this.#stop.abort(new TalosError('E_CLOSED', 'the agent has ended'));
        await Promise.allSettled(this.#dialled.values());
        await Promise.all([...this.#open].map(({ channel }) => channel.close()));
    }
}
