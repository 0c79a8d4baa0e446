/** @module What people are told of the relays that an agent uses. PROTOCOL.md §6.8. */
/** How an agent stands with a relay. */
export interface RelayStatus {
    /** Multiaddr with `/p2p/…`. */
    readonly relay: string;
    /** Whether it has a place there now. */
    readonly reserved: boolean;
    /** Why the last attempt failed; absent while there is a place, and before the first attempt has ended. */
    readonly failure?: {
        readonly code: string;
        readonly message: string;
    };
}
