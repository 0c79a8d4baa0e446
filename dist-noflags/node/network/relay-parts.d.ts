/**
 * The parts of a libp2p node as the services of circuit relay v2 see them.
 *
 * @module
 */
import type { Connection, StreamHandler } from '@libp2p/interface';
/** `parts`, with some of them exchanged. Those that libp2p adds later are seen as well. */
export declare function withParts<T extends object>(parts: T, exchanged: Partial<Record<string, unknown>>): T;
/** Those of `connections` that may carry relayed ones: open, not relayed themselves, the newest first. */
export declare function carriersOf(connections: readonly Connection[]): Connection[];
/**
 * `connection` as those parts see it that carry others over its streams: many short messages come over each, and the peer
 * is not told of the window after every one.
 */
export declare function carrying(connection: Connection): Connection;
/** `accept` for streams of inbound connections, as {@link carrying}. */
export declare function accepting(accept: StreamHandler): StreamHandler;
