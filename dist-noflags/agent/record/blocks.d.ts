import type { ForeignChains } from '../../ledger/chain/foreign-chains.ts';
import type { AgentCore } from '../agent-core.ts';
import type { BlocksApi, BlockView, ChainSummary } from '../api/block-api.ts';
/** See the module comment. */
export declare class Blocks implements BlocksApi {
    #private;
    /** @param kept - The chains of others. */
    constructor(core: AgentCore, kept: Pick<ForeignChains, 'get'>);
    summary({ author }?: {
        readonly author?: string;
    }): Promise<ChainSummary>;
    range(params: {
        from: number;
        count: number;
        author?: string;
    }): Promise<{
        blocks: readonly string[];
    }>;
    find(at: string): Promise<BlockView>;
}
