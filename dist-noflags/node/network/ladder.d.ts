/**
 * The ladder of connections to a peer: addresses of the peer itself, those of private networks, and after a short head start
 * those through relays. Where only a relayed one came up, the others are tried on in the background, and who keeps a link
 * moves when one answers (`Host.onBetterPath`).
 *
 * @module
 */
import type { Connection } from '@libp2p/interface';
import { type Address } from '../../net/address.ts';
import type { DialAttempt } from '../../net/link.ts';
import type { Libp2pNode } from './libp2p-node.ts';
/** Addresses that go before the first one through a relay: a head start of this many times `DIAL_STAGGER_MS`, at most. */
export declare const HEAD_START_ADDRESSES = 2;
/** When the addresses without a relay are tried again after a relayed connection came up, in milliseconds after the one before. */
export declare const CLIMB_AFTER_MS: readonly number[];
/** What {@link Ladder} needs of its host. */
export interface LadderParts {
    readonly node: Libp2pNode;
    /** For one dial in all, in milliseconds. */
    readonly timeoutMs: number;
    /** Ends everything. */
    readonly stopped: AbortSignal;
    /** Takes a connection that came too late. */
    readonly discard: (late: Connection) => void;
}
/** The addresses of one peer in the order in which they are tried. */
export declare function inOrder(addresses: readonly Address[]): readonly Address[];
/** See the module comment. */
export declare class Ladder {
    #private;
    constructor(parts: LadderParts);
    /**
     * A new connection to a peer. One dial of the same addresses at a time: who asks meanwhile waits for the same connection,
     * each with its own signal.
     *
     * @param onAttempt - Told of each address that was tried, when that is over.
     * @throws {AggregateError} of the errors of all addresses.
     */
    dial(peerId: string, addresses: readonly Address[], signal: AbortSignal, onAttempt?: (attempt: DialAttempt) => void): Promise<Connection>;
    /**
     * Goes on trying the addresses without a relay, for as long as `connection`, a relayed one, is there. Does nothing while
     * it does so already.
     */
    climb(connection: Connection, addresses: readonly Address[]): void;
}
