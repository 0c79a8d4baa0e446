import { type Did } from '../../identity/did.ts';
import { type Witness } from '../../ledger/log/cosignature.ts';
import type { AgentCore } from '../agent-core.ts';
import type { LightApi, LightHeadersParams, LightHeadersView, LightSyncParams, LightSyncView, LightVerdictView, LightVerifyParams, LightView } from '../api/light-api.ts';
import type { ChainDialer } from './chain-dialer.ts';
/** Sources of one synchronisation. */
export declare const MAX_LIGHT_SYNC_SOURCES = 16;
/** What light clients need. */
export interface LightParts {
    readonly core: AgentCore;
    readonly dialer: ChainDialer;
    /** Evidence that an author signed two histories was found. */
    readonly onFork: (author: Did, evidence: string) => Promise<void>;
    /** The witnesses whose keys are known. */
    readonly witnesses: () => Promise<readonly Witness[]>;
}
/** See the module comment. */
export declare class Light implements LightApi {
    #private;
    constructor(parts: LightParts);
    sync(params: LightSyncParams, signal?: AbortSignal): Promise<LightSyncView>;
    importHeaders({ author: name, headers: lines, after }: LightHeadersParams): Promise<LightHeadersView>;
    importCheckpoint({ file }: {
        readonly file: string;
    }): Promise<LightView>;
    verify(params: LightVerifyParams, signal?: AbortSignal): Promise<LightVerdictView>;
    /** In no turn: a synchronisation with a slow source holds that for long. */
    status(): Promise<readonly LightView[]>;
    exportHeaders({ author, from, }: {
        readonly author: string;
        readonly from: number;
    }): Promise<readonly string[]>;
    exportCheckpoint({ author, since }: {
        readonly author: string;
        readonly since?: number;
    }): Promise<string>;
    remove({ author: name }: {
        readonly author: string;
    }): Promise<{
        readonly author: string;
    }>;
}
