/**
 * The gate before every TCP listener of libp2p: what a new connection says first decides who takes it.
 *
 * A libp2p dialler speaks first, at once; a web client speaks first with a word in capitals. Who says nothing is held here,
 * where it costs next to nothing, and is the first to go when there are too many of them: so however many silent
 * connections there are, those that speak are served. From the accept on there is one deadline for the handshakes.
 *
 * @module
 */
import type { Socket } from 'node:net';
import type { Transport } from '@libp2p/interface';
import type { ConnectionRoom } from './connection-room.ts';
/** Connections that may wait at the gate without a word; of more the oldest is closed. */
export declare const MAX_SILENT_CONNECTIONS = 512;
/**
 * Bytes that a connection may be sent beyond those that came from it before it has proved a key: the longer half of an honest
 * handshake fits, and nobody is answered at length who only asks.
 */
export declare const MAX_UNPROVED_BYTES = 512;
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
/** Makes every listener of `transport`, which is TCP, one behind a gate. Gives the same transport. */
export declare function gated<T extends Transport>(transport: T, terms: GateTerms): T;
