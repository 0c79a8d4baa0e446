/**
 * Trying the addresses of a peer side by side: the first starts at once, each next one a moment later or when one
 * fails, and the first that answers is kept (after RFC 8305, "Happy Eyeballs"). libp2p would try one after the other,
 * and a peer has addresses that nothing answers on: of containers, of other networks.
 *
 * @module
 */
/** Head start of each address over the next, in milliseconds. RFC 8305 §5 recommends 250. */
export declare const DIAL_STAGGER_MS = 250;
/**
 * The first success of `attempts`.
 *
 * @param attempts - Started in order. Each gets a signal of its own, which aborts when another has won or `signal`
 *   aborts, and never once the attempt has succeeded: sockets die by it for as long as they live.
 * @param discard - Takes a success that came too late.
 * @throws {AggregateError} of all their errors if every attempt fails.
 * @throws The reason of `signal`, where that aborts.
 */
export declare function firstToAnswer<T>(attempts: readonly ((signal: AbortSignal) => Promise<T>)[], discard: (late: T) => void, signal: AbortSignal): Promise<T>;
