/**
 * The places that an agent holds at relays, to be reached where nobody reaches it directly: asked for, renewed, and asked
 * for again when a relay was away, less and less often. PROTOCOL.md §6.8.
 *
 * @module
 */
import type { RelayStatus } from '../../agent/api/relay-api.ts';
import { TalosError } from '../../base/errors.ts';
import { type Address } from '../../net/address.ts';
import type { Timer } from '../../net/timer.ts';
import type { Libp2pNode } from './libp2p-node.ts';
/** What {@link Reservations} needs. */
export interface ReservationsParts {
    readonly node: Libp2pNode;
    readonly timer: Timer;
    /** Gives numbers from 0 up to 1, 1 excluded. */
    readonly random: () => number;
    /** Told when {@link Reservations.addresses} are others. */
    readonly onChange: () => void;
    /** Told of a relay that gives no place, once until it does. */
    readonly onFailure: (relay: string, failure: TalosError) => void;
}
/** See the module comment. */
export declare class Reservations implements AsyncDisposable {
    #private;
    constructor(parts: ReservationsParts);
    /**
     * Holds places at these relays, and at no others, from now on.
     *
     * @param relays - Multiaddrs with `/p2p/…`; the first {@link MAX_RELAYS_USED} are used.
     * @throws {TalosError} `E_MALFORMED` for what is no such address; `E_USAGE` for one that is not dialled. Nothing changes then.
     */
    use(relays: readonly string[]): void;
    /** Resolves when each relay has been asked for a place once, whatever it answered. */
    asked(): Promise<void>;
    /** Where this agent is reached through relays, each with its `/p2p/…`. */
    get addresses(): readonly string[];
    /** In the order in which they were given. */
    get states(): readonly RelayStatus[];
    /** Asks each relay at once whether it is there, and those that were away for a place: the network may be another one. */
    probe(): void;
    [Symbol.asyncDispose](): Promise<void>;
}
/** @throws {TalosError} See {@link Reservations.use}. */
export declare function relayPlace(text: string): Address;
