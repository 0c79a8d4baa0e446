import { webSockets } from '@libp2p/websockets';
import { WebSocket } from 'ws';
/** Largest WebSocket message taken, in bytes. What libp2p writes at a time is a Noise message: 64 KiB. */
export const MAX_WS_MESSAGE_BYTES = 256 * 1024;
/** The client, bounded; no compression, so nothing can grow when unpacked. */
class BoundedWebSocket extends WebSocket {
    constructor(url) {
        super(url, [], { maxPayload: MAX_WS_MESSAGE_BYTES, perMessageDeflate: false });
        contain(this);
    }
}
/** The status by which libp2p asks for an abrupt end, and which no WebSocket accepts. */
const ABNORMAL_CLOSURE = 1006;
/**
 * Makes errors of `webSocket` its own: libp2p listens to none once it is open, so that one malformed frame of a
 * stranger would end the process; and its abrupt close throws and leaves the socket open.
 */
function contain(webSocket) {
    // `ws` closes the socket itself after an error; its `close` event tells libp2p.
    webSocket.on('error', () => { });
    const close = webSocket.close.bind(webSocket);
    webSocket.close = (code, reason) => {
        if (code === ABNORMAL_CLOSURE)
            webSocket.terminate();
        else
            close(code, reason);
    };
}
/**
 * The transport.
 *
 * @param handshakeTimeoutMs - From the TCP connection to the end of the HTTP upgrade.
 * @param room - Who has no room there is closed.
 */
export function boundedWebSockets(handshakeTimeoutMs, room) {
    const open = webSockets();
    return (components) => {
        const transport = open(components);
        const parts = transport;
        const connect = parts._connect.bind(transport);
        parts._connect = (...dialled) => withBounded(() => connect(...dialled));
        const create = transport.createListener.bind(transport);
        transport.createListener = (options) => bound(create(options), handshakeTimeoutMs, room);
        return transport;
    };
}
/** Runs `dial` with the bounded client in the place of the global one, which is put back at once. */
function withBounded(dial) {
    const held = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');
    Object.defineProperty(globalThis, 'WebSocket', { configurable: true, writable: true, value: BoundedWebSocket });
    try {
        return dial();
    }
    finally {
        if (held === undefined)
            Reflect.deleteProperty(globalThis, 'WebSocket');
        else
            Object.defineProperty(globalThis, 'WebSocket', held);
    }
}
function bound(listener, handshakeTimeoutMs, room) {
    const { server, wsServer } = listener;
    wsServer.options.maxPayload = MAX_WS_MESSAGE_BYTES;
    const deadlines = new WeakMap();
    server.on('connection', (socket) => {
        if (!room.take(socket)) {
            socket.destroy();
            return;
        }
        const deadline = setTimeout(() => socket.destroy(), handshakeTimeoutMs);
        deadlines.set(socket, deadline);
        socket.once('close', () => clearTimeout(deadline));
    });
    const upgrade = wsServer.handleUpgrade.bind(wsServer);
    wsServer.handleUpgrade = (request, socket, head, upgraded) => upgrade(request, socket, head, (webSocket, of) => {
        // From here on libp2p's own deadline holds.
        clearTimeout(deadlines.get(socket));
        contain(webSocket);
        upgraded(webSocket, of);
    });
    return listener;
}
