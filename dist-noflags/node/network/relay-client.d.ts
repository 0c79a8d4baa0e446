import type { Connection } from '@libp2p/interface';
import { type Address } from '../../net/address.ts';
import { type Libp2pNode } from './libp2p-node.ts';
/** For the answer of a relay that was asked for a place, in milliseconds. */
export declare const RESERVE_TIMEOUT_MS = 5000;
/** How long a dial through a relay takes before it is asked whether the relay is there at all, in milliseconds. */
export declare const CARRIER_PATIENCE_MS = 1000;
/** A place at a relay, held until {@link Reservation.ended}. */
export interface Reservation {
    /** The connection that the place goes with. */
    readonly connection: Connection;
    /** Resolves, never rejects, when the place is lost. */
    readonly ended: Promise<void>;
    /** Gives the place up. */
    release(): void;
}
/** The relay client of `node`, made when first needed. */
export declare function relayClientOf(node: Libp2pNode): Promise<RelayClient>;
/** See the module comment. */
export declare class RelayClient {
    #private;
    private constructor();
    static start(node: Libp2pNode): Promise<RelayClient>;
    /**
     * A connection to the peer of `text`, an address that leads through a relay and names its peer.
     *
     * @throws {TalosError} `E_UNREACHABLE` where the relay is not there, or another one is, or the peer has no place at it;
     *   `E_REFUSED` (`busy`) where the relay carries no more.
     * @throws What the handshake with the peer throws: whoever is behind the relay must prove the key of the address.
     */
    dial(text: string, signal: AbortSignal): Promise<Connection>;
    /**
     * Asks a relay for a place, over the connection to it or a new one.
     *
     * @param place - With the id of the relay.
     * @throws {TalosError} `E_UNREACHABLE`; `E_IDENTITY_MISMATCH` where another peer answers; `E_REFUSED` where it is no relay
     *   or gives no place, with the reason `busy` where it has none left.
     * @throws The reason of `signal`, where that aborts.
     */
    reserve(place: Address, signal: AbortSignal): Promise<Reservation>;
}
