/**
 * The gate before every TCP listener of libp2p: what a new connection says first decides who takes it.
 *
 * A libp2p dialler speaks first, at once; a web client speaks first with a word in capitals. Who says nothing is held here,
 * where it costs next to nothing, and is the first to go when there are too many of them: so however many silent
 * connections there are, those that speak are served. From the accept on there is one deadline for the handshakes.
 *
 * @module
 */
import type { Server, Socket } from 'node:net';
import type { Listener, MultiaddrConnection, Transport } from '@libp2p/interface';
import { startDeadline } from '../deadline.ts';
import type { ConnectionRoom } from './connection-room.ts';

/** Connections that may wait at the gate without a word; of more the oldest is closed. */
export const MAX_SILENT_CONNECTIONS = 512;

/**
 * Bytes that a connection may be sent beyond those that came from it before it has proved a key: the longer half of an honest
 * handshake fits, and nobody is answered at length who only asks.
 */
export const MAX_UNPROVED_BYTES = 512;

/** Takes a connection that speaks HTTP. Its first bytes are there to be read; it is the taker's from now on. */
export type TakeHttp = (socket: Socket) => void;

/** What {@link gated} is told. */
export interface GateTerms {
  /** From the accept to the end of the handshakes, in milliseconds. */
  readonly handshakeTimeoutMs: number;
  /** Who has no room there is closed. */
  readonly room: ConnectionRoom;
  /** Who takes HTTP; without one it is ended. */
  readonly http?: TakeHttp | undefined;
}

/** What a listener of libp2p is made with. */
type ListenerOptions = Parameters<Transport['createListener']>[0];
type Upgrader = ListenerOptions['upgrader'];

/** Makes every listener of `transport`, which is TCP, one behind a gate. Gives the same transport. */
export function gated<T extends Transport>(transport: T, terms: GateTerms): T {
  const create = transport.createListener.bind(transport);
  transport.createListener = (options: ListenerOptions): Listener => {
    const gate = new Gate(terms);
    // libp2p keeps the server to itself.
    const listener = create({ ...options, upgrader: gate.hastened(options.upgrader) }) as Listener & {
      readonly server: Server;
    };
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
  readonly #terms: GateTerms;
  /** What closes each connection that said nothing yet, the oldest first. */
  readonly #silent = new Map<Socket, () => void>();
  /** Those that speak HTTP. */
  readonly #http = new Set<Socket>();
  /** The connection that is being handed on, which libp2p takes in the same turn, and the milliseconds that it has left. */
  #handed: { readonly socket: Socket; readonly leftMs: number } | undefined;

  constructor(terms: GateTerms) {
    this.#terms = terms;
  }

  /** `upgrader`, for which the time that a connection waited here counts. */
  hastened(upgrader: Upgrader): Upgrader {
    const upgradeInbound: Upgrader['upgradeInbound'] = async (connection, options) => {
      const { socket, leftMs } = this.#handed ?? unknownConnection();
      const deadline = startDeadline(leftMs, options.signal);
      const release = restrained(connection, socket);
      try {
        await upgrader.upgradeInbound(connection, { ...options, signal: deadline.signal });
      } finally {
        release();
        deadline.clear();
      }
    };
    return new Proxy(upgrader, {
      get: (target, name) => {
        if (name === 'upgradeInbound') return upgradeInbound;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  }

  /** Takes the connections of `server` before libp2p does. */
  stand(server: Server): void {
    const takers = server.listeners('connection') as ((socket: Socket) => void)[];
    server.removeAllListeners('connection');
    server.on('connection', (socket: Socket) => {
      if (!this.#hasRoom(socket)) {
        socket.destroy();
        return;
      }
      this.#wait(socket, (leftMs) => {
        this.#handed = { socket, leftMs };
        for (const take of takers) take.call(server, socket);
        this.#handed = undefined;
      });
    });
  }

  /** Whether there is room for `socket`; one of the same source that says nothing goes before one that may. */
  #hasRoom(socket: Socket): boolean {
    const { room } = this.#terms;
    if (room.take(socket)) return true;
    const silent = room.firstLike(socket, this.#silent.keys());
    if (silent === undefined) return false;
    this.#silent.get(silent)?.();
    room.leave(silent);
    return room.take(socket);
  }

  /** Closes what libp2p does not know of. */
  end(): void {
    for (const close of this.#silent.values()) close();
    for (const socket of this.#http) socket.destroy();
  }

  /** Waits for the first word on `socket`, then hands it to whom it is for. */
  #wait(socket: Socket, hand: (leftMs: number) => void): void {
    const startMs = performance.now();
    const { handshakeTimeoutMs } = this.#terms;
    const close = (): void => {
      leave();
      socket.destroy();
    };
    const speak = (chunk: Uint8Array): void => {
      leave();
      socket.pause();
      socket.unshift(chunk);
      if (isHttp(chunk)) this.#takeHttp(socket);
      else hand(Math.max(1, handshakeTimeoutMs - (performance.now() - startMs)));
      socket.resume();
    };
    const deadline = setTimeout(close, handshakeTimeoutMs);
    const leave = (): void => {
      clearTimeout(deadline);
      this.#silent.delete(socket);
      socket.off('data', speak).off('error', close).off('close', close).off('end', close);
    };
    socket.once('data', speak).on('error', close).on('close', close).on('end', close);
    this.#silent.set(socket, close);
    if (this.#silent.size > MAX_SILENT_CONNECTIONS) this.#silent.values().next().value?.();
  }

  #takeHttp(socket: Socket): void {
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
function isHttp(chunk: Uint8Array): boolean {
  const [first = 0] = chunk;
  return first >= 0x41 && first <= 0x5a;
}

/** Ends `connection`, which is over `socket`, where it would be sent more than it has earned, until what this gives is called. */
function restrained(connection: MultiaddrConnection, socket: Socket): () => void {
  const send = connection.send.bind(connection);
  let [isProved, sent] = [false, 0];
  connection.send = (data) => {
    sent += data.byteLength;
    if (isProved || sent <= socket.bytesRead + MAX_UNPROVED_BYTES) return send(data);
    const error = new Error('more was asked for than a connection that has proved nothing is told');
    connection.abort(error);
    throw error;
  };
  return () => {
    isProved = true;
  };
}

function unknownConnection(): never {
  throw new TypeError('libp2p took a connection that did not come through the gate');
}
