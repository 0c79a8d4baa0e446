/** Addresses that one look-up dials. */
export declare const MAX_LOOKUP_DIALS = 120;
/** Dials in vain to nodes that one node named, after which nobody else that it names is dialled. */
export declare const MAX_VAIN_REFERRALS = 3;
/** See the module comment. */
export declare class DhtBudget {
    #private;
    /** @param dials - {@link MAX_LOOKUP_DIALS} unless given. */
    constructor(dials?: number);
    /** Notes that `by` named `peerId`; the first who does counts. */
    refer(peerId: string, by: string): void;
    /** Counts one dial of an address of `peerId`; `false` where it is one too many. */
    take(peerId: string): boolean;
    /** Notes that `peerId` was dialled in vain. */
    failed(peerId: string): void;
    /** Gives dials back, up to `most`: for what goes on for ever. */
    refill(dials: number, most: number): void;
}
