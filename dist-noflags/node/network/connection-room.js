import { netOfSource, SOURCES_A_NET } from "../../base/source-counter.js";
import { sourceOfHost } from "../../net/address.js";
/**
 * Connections of one source at a time (`sourceOf`), of all kinds. Behind one router there are hundreds of agents, at most two
 * connections each for most of the time; and four sources, as much as an IPv6 /48 counts for, leave a third of a node's
 * 1,500 to others. PROTOCOL.md §11.
 */
export const MAX_CONNECTIONS_A_SOURCE = 256;
/** The machine itself: what is there has other ways to keep us busy, and may be a proxy before everybody. */
const SELF = ['127.0.0.1', '0:0:0:0::/64'];
/** See the module comment. One serves all listeners of a node. */
export class ConnectionRoom {
    #held = new Map();
    /** How many there are of a source, and of a net. */
    #counts = new Map();
    /** Has room for `socket` until it closes, or {@link leave}s. @returns Whether there is any. */
    take(socket) {
        const source = sourceOfHost(socket.remoteAddress ?? '');
        if (SELF.includes(source))
            return true;
        const net = netOfSource(source);
        if (this.#of(source) >= MAX_CONNECTIONS_A_SOURCE)
            return false;
        if (net !== undefined && this.#of(net) >= MAX_CONNECTIONS_A_SOURCE * SOURCES_A_NET)
            return false;
        this.#held.set(socket, source);
        this.#add(source, 1);
        socket.once('close', () => this.leave(socket));
        return true;
    }
    /** `socket` needs no room any more. */
    leave(socket) {
        const source = this.#held.get(socket);
        if (source === undefined)
            return;
        this.#held.delete(socket);
        this.#add(source, -1);
    }
    /** The first of `sockets` that is of the source of `socket`, or else of its net. */
    firstLike(socket, sockets) {
        const source = sourceOfHost(socket.remoteAddress ?? '');
        const net = netOfSource(source);
        let beside;
        for (const each of sockets) {
            const other = this.#held.get(each);
            if (other === source)
                return each;
            if (net !== undefined && other !== undefined && netOfSource(other) === net)
                beside ??= each;
        }
        return beside;
    }
    #of(name) {
        return this.#counts.get(name) ?? 0;
    }
    #add(source, count) {
        const net = netOfSource(source);
        for (const name of net === undefined ? [source] : [source, net]) {
            const now = this.#of(name) + count;
            if (now === 0)
                this.#counts.delete(name);
            else
                this.#counts.set(name, now);
        }
    }
}
