import { startDeadline } from "../deadline.js";
/** Connections that may wait at the gate without a word; of more the oldest is closed. */
export const MAX_SILENT_CONNECTIONS = 512;
/**
 * Bytes that a connection may be sent beyond those that came from it before it has proved a key: the longer half of an honest
 * handshake fits, and nobody is answered at length who only asks.
 */
export const MAX_UNPROVED_BYTES = 512;
/** Makes every listener of `transport`, which is TCP, one behind a gate. Gives the same transport. */
export function gated(transport, terms) {
    const create = transport.createListener.bind(transport);
    transport.createListener = (options) => {
        const gate = new Gate(terms);
        // libp2p keeps the server to itself.
        const listener = create({ ...options, upgrader: gate.hastened(options.upgrader) });
        gate.stand(listener.server);
        const close = listener.close.bind(listener);
        listener.close = (...closing) => {
            gate.end();
            return close(...closing);
        };
        return listener;
    };
    return transport;
}
class Gate {
    #terms;
    /** What closes each connection that said nothing yet, the oldest first. */
    #silent = new Map();
    /** Those that speak HTTP. */
    #http = new Set();
    /** The connection that is being handed on, which libp2p takes in the same turn, and the milliseconds that it has left. */
    #handed;
    constructor(terms) {
        this.#terms = terms;
    }
    /** `upgrader`, for which the time that a connection waited here counts. */
    hastened(upgrader) {
        const upgradeInbound = async (connection, options) => {
            const { socket, leftMs } = this.#handed ?? unknownConnection();
            const deadline = startDeadline(leftMs, options.signal);
            const release = restrained(connection, socket);
            try {
                await upgrader.upgradeInbound(connection, { ...options, signal: deadline.signal });
            }
            finally {
                release();
                deadline.clear();
            }
        };
        return new Proxy(upgrader, {
            get: (target, name) => {
                if (name === 'upgradeInbound')
                    return upgradeInbound;
                const value = Reflect.get(target, name);
                return typeof value === 'function' ? value.bind(target) : value;
            },
        });
    }
    /** Takes the connections of `server` before libp2p does. */
    stand(server) {
        const takers = server.listeners('connection');
        server.removeAllListeners('connection');
        server.on('connection', (socket) => {
            if (!this.#hasRoom(socket)) {
                socket.destroy();
                return;
            }
            this.#wait(socket, (leftMs) => {
                this.#handed = { socket, leftMs };
                for (const take of takers)
                    take.call(server, socket);
                this.#handed = undefined;
            });
        });
    }
    /** Whether there is room for `socket`; one of the same source that says nothing goes before one that may. */
    #hasRoom(socket) {
        const { room } = this.#terms;
        if (room.take(socket))
            return true;
        const silent = room.firstLike(socket, this.#silent.keys());
        if (silent === undefined)
            return false;
        this.#silent.get(silent)?.();
        room.leave(silent);
        return room.take(socket);
    }
    /** Closes what libp2p does not know of. */
    end() {
        for (const close of this.#silent.values())
            close();
        for (const socket of this.#http)
            socket.destroy();
    }
    /** Waits for the first word on `socket`, then hands it to whom it is for. */
    #wait(socket, hand) {
        const startMs = performance.now();
        const { handshakeTimeoutMs } = this.#terms;
        const close = () => {
            leave();
            socket.destroy();
        };
        const speak = (chunk) => {
            leave();
            socket.pause();
            socket.unshift(chunk);
            if (isHttp(chunk))
                this.#takeHttp(socket);
            else
                hand(Math.max(1, handshakeTimeoutMs - (performance.now() - startMs)));
            socket.resume();
        };
        const deadline = setTimeout(close, handshakeTimeoutMs);
        const leave = () => {
            clearTimeout(deadline);
            this.#silent.delete(socket);
            socket.off('data', speak).off('error', close).off('close', close).off('end', close);
        };
        socket.once('data', speak).on('error', close).on('close', close).on('end', close);
        this.#silent.set(socket, close);
        if (this.#silent.size > MAX_SILENT_CONNECTIONS)
            this.#silent.values().next().value?.();
    }
    #takeHttp(socket) {
        const { http } = this.#terms;
        if (http === undefined) {
            socket.destroy();
            return;
        }
        this.#http.add(socket);
        socket.once('close', () => this.#http.delete(socket));
        http(socket);
    }
}
/** Whether a connection speaks HTTP: its method begins with a capital. libp2p begins with a length of 19 (multistream). */
function isHttp(chunk) {
    const [first = 0] = chunk;
    return first >= 0x41 && first <= 0x5a;
}
/** Ends `connection`, which is over `socket`, where it would be sent more than it has earned, until what this gives is called. */
function restrained(connection, socket) {
    const send = connection.send.bind(connection);
    let [isProved, sent] = [false, 0];
    connection.send = (data) => {
        sent += data.byteLength;
        if (isProved || sent <= socket.bytesRead + MAX_UNPROVED_BYTES)
            return send(data);
        const error = new Error('more was asked for than a connection that has proved nothing is told');
        connection.abort(error);
        throw error;
    };
    return () => {
        isProved = true;
    };
}
function unknownConnection() {
    throw new TypeError('libp2p took a connection that did not come through the gate');
}
