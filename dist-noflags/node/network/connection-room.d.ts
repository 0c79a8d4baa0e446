/**
 * Room for connections of one network address, so that whoever has one cannot have all that there are. PROTOCOL.md §6.11.
 *
 * @module
 */
import type { Socket } from 'node:net';
/**
 * Connections of one source at a time (`sourceOf`), of all kinds. Behind one router there are hundreds of agents, at most two
 * connections each for most of the time; and four sources, as much as an IPv6 /48 counts for, leave a third of a node's
 * 1,500 to others. PROTOCOL.md §11.
 */
export declare const MAX_CONNECTIONS_A_SOURCE = 256;
/** See the module comment. One serves all listeners of a node. */
export declare class ConnectionRoom {
    #private;
    /** Has room for `socket` until it closes, or {@link leave}s. @returns Whether there is any. */
    take(socket: Socket): boolean;
    /** `socket` needs no room any more. */
    leave(socket: Socket): void;
    /** The first of `sockets` that is of the source of `socket`, or else of its net. */
    firstLike(socket: Socket, sockets: Iterable<Socket>): Socket | undefined;
}
