/**
 * How peers behave in gossip, beyond what gossipsub counts itself: what it would work through for anybody is bounded here,
 * for each peer, before a signature is checked. PROTOCOL.md §6.9.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
/** Messages of one peer that are looked at in a minute. PROTOCOL.md §11. */
export const MESSAGES_A_PEER_MINUTE = 1200;
/** Packets of one peer that are looked at in a minute. PROTOCOL.md §11. */
export const RPCS_A_PEER_MINUTE = 3000;
/** Copies of one message that a peer may send: one forwarded, and those that were asked for. PROTOCOL.md §11. */
export const MAX_COPIES = 3;
/** Announcements of messages (IHAVE) that a peer may make in a second, about all topics. PROTOCOL.md §11. */
export const IHAVES_A_SECOND = 20;
/** Messages of a peer whose copies are counted. */
const MAX_COUNTED_MESSAGES = 512;
/** Peers that are counted at a time. */
const MAX_COUNTED_PEERS = 256;
/** Faults halve in so many milliseconds. */
export const FAULTS_HALVE_MS = 120_000;
const MINUTE_MS = 60_000;
/** See the module comment. */
export class GossipConduct {
    #clock;
    #peers = new BoundedMap(MAX_COUNTED_PEERS);
    constructor(clock) {
        this.#clock = clock;
    }
    /**
     * Counts a packet of `peer`.
     *
     * @returns Whether each of its messages is to be looked at; `undefined` where nothing of the packet is.
     */
    admit(peer, { messages, ihaves }) {
        const conduct = this.#of(peer);
        const now = this.#clock.now();
        if (!within(conduct.packets, 1, { limit: RPCS_A_PEER_MINUTE, ms: MINUTE_MS, now })) {
            this.fault(peer);
            return undefined;
        }
        // A peer says what it has once a second, of each topic.
        if (ihaves > 0 && !within(conduct.ihaves, 1, { limit: IHAVES_A_SECOND, ms: 1000, now })) {
            this.fault(peer);
            return undefined;
        }
        return messages.map((digest) => this.#admits(peer, conduct, digest, now));
    }
    #admits(peer, conduct, digest, now) {
        const copies = (conduct.copies.get(digest) ?? 0) + 1;
        conduct.copies.set(digest, copies);
        const isWithin = within(conduct.messages, 1, { limit: MESSAGES_A_PEER_MINUTE, ms: MINUTE_MS, now });
        if (isWithin && copies <= MAX_COPIES)
            return true;
        this.fault(peer);
        return false;
    }
    /** Holds something against `peer`. */
    fault(peer) {
        const conduct = this.#of(peer);
        conduct.faults = this.faults(peer) + 1;
        conduct.atMs = this.#clock.now();
    }
    /** What is held against `peer`; 0 and more, and less as time goes on. */
    faults(peer) {
        const conduct = this.#peers.get(peer);
        if (conduct === undefined)
            return 0;
        const left = conduct.faults * 0.5 ** (Math.abs(this.#clock.now() - conduct.atMs) / FAULTS_HALVE_MS);
        return left < 0.1 ? 0 : left;
    }
    #of(peer) {
        const held = this.#peers.get(peer);
        if (held !== undefined)
            return held;
        const conduct = {
            packets: { startMs: 0, count: 0 },
            messages: { startMs: 0, count: 0 },
            ihaves: { startMs: 0, count: 0 },
            copies: new BoundedMap(MAX_COUNTED_MESSAGES),
            faults: 0,
            atMs: 0,
        };
        this.#peers.set(peer, conduct);
        return conduct;
    }
}
/** Counts, and says whether that is within the limit. */
function within(window, count, { limit, ms, now }) {
    if (Math.abs(now - window.startMs) >= ms) {
        window.startMs = now;
        window.count = 0;
    }
    window.count += count;
    return window.count <= limit;
}
