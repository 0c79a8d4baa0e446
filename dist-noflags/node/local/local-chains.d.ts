/**
 * Chains over the local socket (PROTOCOL.md §10.3): a command's end of `ChainsApi`, and the owner's methods.
 *
 *     → {"id":5,"method":"chains.sync","params":{…}}               ← {"id":5,"event":{"progress":{…}}}
 *                                                                  ← {"id":5,"result":{…}}
 *
 * @module
 */
import type { AgentApi } from '../../agent/api/api.ts';
import type { ChainSyncParams, ChainsApi } from '../../agent/api/chain-api.ts';
import type { LocalRequests } from './local-messages.ts';
/** The chains of another process's agent. */
export declare function localChains(requests: LocalRequests): ChainsApi;
/** One of the owner's methods. */
type Method<Params> = (api: AgentApi, params: Params, signal: AbortSignal, event: (content: object) => void) => Promise<unknown>;
/** The owner's end. What it says meanwhile goes through `event`. */
export declare const CHAIN_METHODS: {
    readonly 'chains.share': Method<{
        peer: string;
        share: 'headers' | 'blocks';
    }>;
    readonly 'chains.shares': Method<unknown>;
    readonly 'chains.unshare': Method<{
        peer: string;
    }>;
    readonly 'chains.sync': Method<ChainSyncParams>;
    readonly 'chains.list': Method<unknown>;
    readonly 'chains.remove': Method<{
        author: string;
    }>;
};
export {};
