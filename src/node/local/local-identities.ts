/**
 * What is known of identities, through the local socket (PROTOCOL.md §10.3): both ends of it.
 *
 * @module
 */
import type { AgentApi } from '../../agent/api/api.ts';
import type { IdentitiesApi, RecordParams } from '../../agent/api/identity-api.ts';
import type { LocalRequests } from './local-messages.ts';

// The other side is this program in this version, run by the same user: params have their types.
type Params = never;
type Ask = (api: AgentApi, params: Params, signal: AbortSignal) => Promise<unknown>;

/** What the owner answers. */
export const IDENTITY_METHODS: Readonly<Record<string, Ask>> = {
  'identities.record': (api, params: RecordParams) => api.identities.record(params),
  'identities.peer': (api, params: { peer: string }) => api.identities.peer(params),
  'identities.announce': (api, _: object, signal) => api.identities.announce(signal),
  'identities.names': (api) => api.identities.names(),
};

/** What another process's agent knows of identities. */
export function localIdentities(requests: LocalRequests): IdentitiesApi {
  return {
    record: (params) => requests.ask('identities.record', params),
    peer: (params) => requests.ask('identities.peer', params),
    announce: (signal) => requests.ask('identities.announce', {}, signal),
    names: () => requests.ask('identities.names'),
  };
}
