import { withPeerId } from "../../net/address.js";
import { pathOfAddress } from "../../net/path.js";
import { startDeadline } from "../deadline.js";
import { pause } from "../pause.js";
import { raced } from "../raced.js";
import { firstToAnswer } from "./dial.js";
/** Addresses that go before the first one through a relay: a head start of this many times `DIAL_STAGGER_MS`, at most. */
export const HEAD_START_ADDRESSES = 2;
/** When the addresses without a relay are tried again after a relayed connection came up, in milliseconds after the one before. */
export const CLIMB_AFTER_MS = [500, 2000, 8000, 30_000, 120_000];
/** The addresses of one peer in the order in which they are tried. */
export function inOrder(addresses) {
    const going = (path) => addresses.filter(({ text }) => pathOfAddress(text) === path);
    const own = [...going('direct'), ...going('lan')];
    return [...own.slice(0, HEAD_START_ADDRESSES), ...going('relayed'), ...own.slice(HEAD_START_ADDRESSES)];
}
/** See the module comment. */
export class Ladder {
    #parts;
    #dialling = new Map();
    #climbing = new Set();
    constructor(parts) {
        this.#parts = parts;
    }
    /**
     * A new connection to a peer. One dial of the same addresses at a time: who asks meanwhile waits for the same connection,
     * each with its own signal.
     *
     * @param onAttempt - Told of each address that was tried, when that is over.
     * @throws {AggregateError} of the errors of all addresses.
     */
    async dial(peerId, addresses, signal, onAttempt) {
        const name = [peerId, ...addresses.map(({ text }) => text)].join(' ');
        let dialling = this.#dialling.get(name);
        if (dialling === undefined) {
            dialling = this.#race(peerId, inOrder(addresses), onAttempt).finally(() => this.#dialling.delete(name));
            this.#dialling.set(name, dialling);
        }
        return raced(dialling, signal);
    }
    /**
     * Goes on trying the addresses without a relay, for as long as `connection`, a relayed one, is there. Does nothing while
     * it does so already.
     */
    climb(connection, addresses) {
        const peerId = connection.remotePeer.toString();
        const own = inOrder(addresses).filter(({ relayId }) => relayId === undefined);
        if (own.length === 0 || this.#climbing.has(peerId))
            return;
        this.#climbing.add(peerId);
        void this.#climb(connection, peerId, own).finally(() => this.#climbing.delete(peerId));
    }
    async #climb(connection, peerId, addresses) {
        const over = new AbortController();
        const end = () => over.abort();
        connection.addEventListener('close', end);
        this.#parts.stopped.addEventListener('abort', end);
        try {
            for (const ms of CLIMB_AFTER_MS) {
                await pause(ms, over.signal);
                if (over.signal.aborted || this.#isDirect(peerId))
                    return;
                const attempt = this.#race(peerId, addresses, undefined, over.signal);
                // Nobody waits for it: that it failed is the usual case, and another follows.
                if (await attempt.then(() => true, () => false))
                    return;
            }
        }
        finally {
            connection.removeEventListener('close', end);
            this.#parts.stopped.removeEventListener('abort', end);
        }
    }
    #isDirect(peerId) {
        return this.#parts.node.libp2p
            .getConnections()
            .some(({ remotePeer, remoteAddr, status }) => status === 'open' && remotePeer.toString() === peerId && pathOfAddress(remoteAddr.toString()) !== 'relayed');
    }
    async #race(peerId, addresses, onAttempt, signal) {
        const { discard, stopped, timeoutMs } = this.#parts;
        const limit = startDeadline(timeoutMs, stopped, signal);
        const attempts = addresses.map((address) => async (over) => {
            const text = withPeerId(address, peerId);
            const startedMs = performance.now();
            const told = { address: text, path: pathOfAddress(text) };
            const tell = (failure) => onAttempt?.({ ...told, ms: performance.now() - startedMs, ...(failure === undefined ? {} : { failure }) });
            try {
                const connection = await this.#reach(text, over);
                tell();
                return connection;
            }
            catch (error) {
                tell(error instanceof Error ? error.message : 'no connection');
                throw error;
            }
        });
        try {
            return await firstToAnswer(attempts, discard, limit.signal);
        }
        finally {
            limit.clear();
        }
    }
    async #reach(text, signal) {
        const { node } = this.#parts;
        if (pathOfAddress(text) !== 'relayed')
            return node.dial(text, signal);
        // Most agents never need a relay: what it takes is loaded by those who do.
        const { relayClientOf } = await import("./relay-client.js");
        return (await relayClientOf(node)).dial(text, signal);
    }
}
