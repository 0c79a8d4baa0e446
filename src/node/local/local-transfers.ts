/**
 * Files over the local socket (PROTOCOL.md §10.3): a command's end of `TransferApi`, and the owner's methods.
 *
 * @module
 */
import type { AgentApi } from '../../agent/api/api.ts';
import type {
  SendFileParams,
  TransferApi,
  TransferEvent,
  TransferOutcomeParams,
} from '../../agent/api/transfer-api.ts';
import { type LocalRequests, openFeed } from './local-messages.ts';

/** The transfers of another process's agent. */
export function localTransfers(requests: LocalRequests): TransferApi {
  return {
    sendFile: (params, signal) => requests.ask('transfers.sendFile', params, signal),
    outcome: (params, signal) => requests.ask('transfers.outcome', params, signal),
    list: () => requests.ask('transfers.list'),
    get: (id) => requests.ask('transfers.get', { id }),
    accept: (id) => requests.ask('transfers.accept', { id }),
    decline: (id) => requests.ask('transfers.decline', { id }),
    cancel: (id) => requests.ask('transfers.cancel', { id }),
    events: async (params = {}, options = {}) =>
      (await openFeed<object, TransferEvent>(requests, 'transfers.events', params, options)).feed,
  };
}

interface ById {
  readonly id: string;
}

/** The owner's end, but for what lasts. */
export const TRANSFER_METHODS: {
  readonly 'transfers.sendFile': (api: AgentApi, params: SendFileParams, signal: AbortSignal) => Promise<unknown>;
  readonly 'transfers.outcome': (api: AgentApi, params: TransferOutcomeParams, signal: AbortSignal) => Promise<unknown>;
  readonly 'transfers.list': (api: AgentApi) => Promise<unknown>;
  readonly 'transfers.get': (api: AgentApi, params: ById) => Promise<unknown>;
  readonly 'transfers.accept': (api: AgentApi, params: ById) => Promise<unknown>;
  readonly 'transfers.decline': (api: AgentApi, params: ById) => Promise<unknown>;
  readonly 'transfers.cancel': (api: AgentApi, params: ById) => Promise<unknown>;
} = {
  'transfers.sendFile': (api, params, signal) => api.transfers.sendFile(params, signal),
  'transfers.outcome': (api, params, signal) => api.transfers.outcome(params, signal),
  'transfers.list': (api) => api.transfers.list(),
  'transfers.get': (api, { id }) => api.transfers.get(id),
  'transfers.accept': (api, { id }) => api.transfers.accept(id),
  'transfers.decline': (api, { id }) => api.transfers.decline(id),
  'transfers.cancel': (api, { id }) => api.transfers.cancel(id),
};
