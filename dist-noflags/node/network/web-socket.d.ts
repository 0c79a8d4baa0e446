import type { Libp2pInit } from 'libp2p';
import type { ConnectionRoom } from './connection-room.ts';
/** Largest WebSocket message taken, in bytes. What libp2p writes at a time is a Noise message: 64 KiB. */
export declare const MAX_WS_MESSAGE_BYTES: number;
/** A factory of transports, as `createLibp2p` takes it. */
type TransportFactory = NonNullable<Libp2pInit['transports']>[number];
/**
 * The transport.
 *
 * @param handshakeTimeoutMs - From the TCP connection to the end of the HTTP upgrade.
 * @param room - Who has no room there is closed.
 */
export declare function boundedWebSockets(handshakeTimeoutMs: number, room: ConnectionRoom): TransportFactory;
export {};
