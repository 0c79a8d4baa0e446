import { type Did } from '../../identity/did.ts';
import type { ServedChain } from '../../ledger/chain/served-chain.ts';
import type { ChainOperations } from './chain-host.ts';
/** What the operations read. */
export interface ChainOperationsParts {
    /** The serving agent. */
    readonly self: Did;
    /** The chain of an author, where it is here. */
    readonly chainOf: (author: Did) => Promise<ServedChain | undefined>;
}
/** The operations on chains. */
export declare function chainOperations(parts: ChainOperationsParts): ChainOperations;
