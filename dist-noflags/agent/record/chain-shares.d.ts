import { type Did } from '../../identity/did.ts';
import type { Store } from '../../storage/store.ts';
/** Peers that a chain is shared with; one more is refused until others are removed. */
export declare const MAX_CHAIN_SHARES = 1000;
/** What a peer may read: headers and proofs of what is about it, or whole blocks too. */
export type ChainShare = 'headers' | 'blocks';
/** A peer of the list. */
export interface SharedWith {
    readonly peer: Did;
    readonly share: ChainShare;
}
/** See the module comment. It holds nothing in memory, so that what is removed is refused from then on. */
export declare class ChainShares {
    #private;
    constructor(store: Store);
    /** What `peer` may read; `undefined`: nothing. @throws {TalosError} `E_STORAGE…`. */
    get(peer: Did): Promise<ChainShare | undefined>;
    /** All of them, in the order of their keys. */
    all(): Promise<readonly SharedWith[]>;
    /**
     * From now on `peer` may read `share`, and nothing else; durable when it resolves.
     *
     * @throws {TalosError} `E_LIMIT` beyond {@link MAX_CHAIN_SHARES}.
     */
    add(peer: Did, share: ChainShare): Promise<void>;
    /** `peer` may read nothing any more; durable when it resolves. @returns Whether it might before. */
    remove(peer: Did): Promise<boolean>;
}
