import { pathOfAddress } from "../../net/path.js";
/** See the module comment. */
export class Paths {
    #libp2p;
    #punched;
    #listeners = new Set();
    constructor({ libp2p, punched }) {
        this.#libp2p = libp2p;
        this.#punched = punched;
        libp2p.addEventListener('connection:open', ({ detail }) => this.#opened(detail));
    }
    /** The way of `connection`. */
    of(connection) {
        const path = pathOfAddress(connection.remoteAddr.toString());
        return path !== 'relayed' && this.#punched.has(connection) ? 'punched' : path;
    }
    /** The connection for a new link to a peer: the newest of those without a relay, else the newest; none of `leaving`. */
    bestTo(peerId, leaving) {
        const open = this.#connectionsTo(peerId).filter((connection) => !leaving.has(connection));
        return open.findLast((connection) => this.of(connection) !== 'relayed') ?? open.at(-1);
    }
    /** Those that are open, oldest first. */
    #connectionsTo(peerId) {
        const all = this.#libp2p.getConnections();
        return all.filter(({ status, remotePeer }) => status === 'open' && remotePeer.toString() === peerId);
    }
    /** See `Host.onBetterPath`. */
    onBetter(listen) {
        // Each call stands for itself, whoever else passes the same function.
        const own = (peerKey, path) => listen(peerKey, path);
        this.#listeners.add(own);
        return () => {
            this.#listeners.delete(own);
        };
    }
    #opened(connection) {
        const path = this.of(connection);
        const key = connection.remotePeer.publicKey;
        if (path === 'relayed' || key?.type !== 'Ed25519')
            return;
        const others = this.#connectionsTo(connection.remotePeer.toString()).filter((other) => other !== connection);
        if (others.length === 0 || others.some((other) => this.of(other) !== 'relayed'))
            return;
        for (const listen of this.#listeners)
            listen(new Uint8Array(key.raw), path);
    }
}
