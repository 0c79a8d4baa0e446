/**
 * What libp2p's WebSocket transport lacks here: a client of its own (it takes the global `WebSocket`, which Node 20 has not
 * and later versions have with compression), and limits on what a stranger may send or leave unsaid before it has proved
 * who it is.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Transport } from '@libp2p/interface';
import { webSockets } from '@libp2p/websockets';
import type { Libp2pInit } from 'libp2p';
import { WebSocket } from 'ws';
import type { ConnectionRoom } from './connection-room.ts';

/** Largest WebSocket message taken, in bytes. What libp2p writes at a time is a Noise message: 64 KiB. */
export const MAX_WS_MESSAGE_BYTES: number = 256 * 1024;

/** The client, bounded; no compression, so nothing can grow when unpacked. */
class BoundedWebSocket extends WebSocket {
  constructor(url: string) {
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
function contain(webSocket: WebSocket): void {
  // `ws` closes the socket itself after an error; its `close` event tells libp2p.
  webSocket.on('error', () => {});
  const close = webSocket.close.bind(webSocket);
  webSocket.close = (code, reason) => {
    if (code === ABNORMAL_CLOSURE) webSocket.terminate();
    else close(code, reason);
  };
}

/** A factory of transports, as `createLibp2p` takes it. */
type TransportFactory = NonNullable<Libp2pInit['transports']>[number];

/**
 * The transport.
 *
 * @param handshakeTimeoutMs - From the TCP connection to the end of the HTTP upgrade.
 * @param room - Who has no room there is closed.
 */
export function boundedWebSockets(handshakeTimeoutMs: number, room: ConnectionRoom): TransportFactory {
  const open = webSockets();
  return (components) => {
    const transport = open(components);
    const parts = transport as unknown as DiallerParts;
    const connect = parts._connect.bind(transport);
    parts._connect = (...dialled) => withBounded(() => connect(...dialled));
    const create = transport.createListener.bind(transport);
    transport.createListener = (options) => bound(create(options), handshakeTimeoutMs, room);
    return transport;
  };
}

/** The part of libp2p's dialler that is set here. It makes its `WebSocket` before it waits for anything. */
interface DiallerParts {
  _connect: (...dialled: readonly unknown[]) => Promise<unknown>;
}

/** Runs `dial` with the bounded client in the place of the global one, which is put back at once. */
function withBounded<T>(dial: () => T): T {
  const held = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');
  Object.defineProperty(globalThis, 'WebSocket', { configurable: true, writable: true, value: BoundedWebSocket });
  try {
    return dial();
  } finally {
    if (held === undefined) Reflect.deleteProperty(globalThis, 'WebSocket');
    else Object.defineProperty(globalThis, 'WebSocket', held);
  }
}

type Listener = ReturnType<Transport['createListener']>;

type Upgraded = (webSocket: WebSocket, request: IncomingMessage) => void;

/** The parts of libp2p's listener that are set here; it has no option for them. */
interface ListenerParts {
  readonly server: Server;
  readonly wsServer: {
    readonly options: { maxPayload: number };
    handleUpgrade: (request: IncomingMessage, socket: Duplex, head: Uint8Array, upgraded: Upgraded) => void;
  };
}

function bound(listener: Listener, handshakeTimeoutMs: number, room: ConnectionRoom): Listener {
  const { server, wsServer } = listener as unknown as ListenerParts;
  wsServer.options.maxPayload = MAX_WS_MESSAGE_BYTES;
  const deadlines = new WeakMap<Duplex, ReturnType<typeof setTimeout>>();
  server.on('connection', (socket: Socket) => {
    if (!room.take(socket)) {
      socket.destroy();
      return;
    }
    const deadline = setTimeout(() => socket.destroy(), handshakeTimeoutMs);
    deadlines.set(socket, deadline);
    socket.once('close', () => clearTimeout(deadline));
  });
  const upgrade = wsServer.handleUpgrade.bind(wsServer);
  wsServer.handleUpgrade = (request, socket, head, upgraded) =>
    upgrade(request, socket, head, (webSocket, of) => {
      // From here on libp2p's own deadline holds.
      clearTimeout(deadlines.get(socket));
      contain(webSocket);
      upgraded(webSocket, of);
    });
  return listener;
}
