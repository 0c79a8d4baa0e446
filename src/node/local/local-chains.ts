/**
 * Chains over the local socket (PROTOCOL.md §10.3): a command's end of `ChainsApi`, and the owner's methods.
 *
 *     → {"id":5,"method":"chains.sync","params":{…}}               ← {"id":5,"event":{"progress":{…}}}
 *                                                                  ← {"id":5,"result":{…}}
 *
 * @module
 */
import type { AgentApi } from '../../agent/api/api.ts';
import type { ChainSyncParams, ChainSyncProgress, ChainsApi } from '../../agent/api/chain-api.ts';
import type { LocalRequests } from './local-messages.ts';
import { isObject } from './local-wire.ts';

/** The chains of another process's agent. */
export function localChains(requests: LocalRequests): ChainsApi {
  return {
    share: (params) => requests.ask('chains.share', params),
    shares: () => requests.ask('chains.shares'),
    unshare: (params) => requests.ask('chains.unshare', params),
    sync: (params, { signal, onProgress } = {}) =>
      requests.ask('chains.sync', params, signal, ({ progress }) => {
        if (isObject(progress)) onProgress?.(progress as unknown as ChainSyncProgress);
      }),
    list: () => requests.ask('chains.list'),
    remove: (params) => requests.ask('chains.remove', params),
  };
}

/** One of the owner's methods. */
type Method<Params> = (
  api: AgentApi,
  params: Params,
  signal: AbortSignal,
  event: (content: object) => void,
) => Promise<unknown>;

/** The owner's end. What it says meanwhile goes through `event`. */
export const CHAIN_METHODS: {
  readonly 'chains.share': Method<{ peer: string; share: 'headers' | 'blocks' }>;
  readonly 'chains.shares': Method<unknown>;
  readonly 'chains.unshare': Method<{ peer: string }>;
  readonly 'chains.sync': Method<ChainSyncParams>;
  readonly 'chains.list': Method<unknown>;
  readonly 'chains.remove': Method<{ author: string }>;
} = {
  'chains.share': (api, params) => api.chains.share(params),
  'chains.shares': (api) => api.chains.shares(),
  'chains.unshare': (api, params) => api.chains.unshare(params),
  'chains.sync': (api, params, signal, event) =>
    api.chains.sync(params, { signal, onProgress: (progress) => event({ progress }) }),
  'chains.list': (api) => api.chains.list(),
  'chains.remove': (api, params) => api.chains.remove(params),
};
