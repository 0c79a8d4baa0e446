import { type Did } from '../../identity/did.ts';
import type { ForeignChains } from '../../ledger/chain/foreign-chains.ts';
import type { AgentCore } from '../agent-core.ts';
import type { ChainShareView, ChainSyncOptions, ChainSyncParams, ChainSyncView, ChainsApi, KeptChainView } from '../api/chain-api.ts';
import type { ChainDialer } from './chain-dialer.ts';
import type { ChainShares } from './chain-shares.ts';
/** What chains need. */
export interface ChainsParts {
    readonly core: AgentCore;
    readonly shares: ChainShares;
    readonly foreign: ForeignChains;
    readonly dialer: ChainDialer;
    /** Evidence that an author signed two histories was found. */
    readonly onFork: (author: Did, evidence: string) => Promise<void>;
}
/** See the module comment. */
export declare class Chains implements ChainsApi {
    #private;
    constructor(parts: ChainsParts);
    share({ peer, share, }: {
        readonly peer: string;
        readonly share: 'headers' | 'blocks';
    }): Promise<ChainShareView>;
    shares(): Promise<readonly ChainShareView[]>;
    unshare({ peer }: {
        readonly peer: string;
    }): Promise<{
        readonly peer: string;
    }>;
    sync(params: ChainSyncParams, options?: ChainSyncOptions): Promise<ChainSyncView>;
    list(): Promise<readonly KeptChainView[]>;
    remove({ author }: {
        readonly author: string;
    }): Promise<{
        readonly author: string;
    }>;
}
