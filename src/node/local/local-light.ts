/**
 * Light clients through the local socket (PROTOCOL.md §10.3): both ends of it.
 *
 * @module
 */
import type { AgentApi } from '../../agent/api/api.ts';
import type { LightApi, LightHeadersParams, LightSyncParams, LightVerifyParams } from '../../agent/api/light-api.ts';
import type { LocalRequests } from './local-messages.ts';

// The other side is this program in this version, run by the same user: params have their types.
type Params = never;
type Ask = (api: AgentApi, params: Params, signal: AbortSignal) => Promise<unknown>;

/** What the owner answers. */
export const LIGHT_METHODS: Readonly<Record<string, Ask>> = {
  'light.sync': (api, params: LightSyncParams, signal) => api.light.sync(params, signal),
  'light.importHeaders': (api, params: LightHeadersParams) => api.light.importHeaders(params),
  'light.importCheckpoint': (api, params: { file: string }) => api.light.importCheckpoint(params),
  'light.verify': (api, params: LightVerifyParams, signal) => api.light.verify(params, signal),
  'light.status': (api) => api.light.status(),
  'light.exportHeaders': (api, params: { author: string; from: number }) => api.light.exportHeaders(params),
  'light.exportCheckpoint': (api, params: { author: string; since?: number }) => api.light.exportCheckpoint(params),
  'light.remove': (api, params: { author: string }) => api.light.remove(params),
};

/** The light clients of another process's agent. */
export function localLight(requests: LocalRequests): LightApi {
  return {
    sync: (params, signal) => requests.ask('light.sync', params, signal),
    importHeaders: (params) => requests.ask('light.importHeaders', params),
    importCheckpoint: (params) => requests.ask('light.importCheckpoint', params),
    verify: (params, signal) => requests.ask('light.verify', params, signal),
    status: () => requests.ask('light.status'),
    exportHeaders: (params) => requests.ask('light.exportHeaders', params),
    exportCheckpoint: (params) => requests.ask('light.exportCheckpoint', params),
    remove: (params) => requests.ask('light.remove', params),
  };
}
