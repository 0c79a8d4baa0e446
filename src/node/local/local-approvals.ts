/**
 * Approvals over the local socket (PROTOCOL.md §10.3): a command's end of `ApprovalsApi`, and the owner's methods.
 *
 * @module
 */
import type { AgentApi } from '../../agent/api/api.ts';
import type { ApprovalAnswer, ApprovalsApi, PendingApprovals } from '../../agent/api/approval-api.ts';
import { type LocalRequests, openFeed } from './local-messages.ts';

/** The approvals of another process's agent. */
export function localApprovals(requests: LocalRequests): ApprovalsApi {
  return {
    list: () => requests.ask('approvals.list'),
    get: (id) => requests.ask('approvals.get', { id }),
    answer: (answer) => requests.ask('approvals.answer', answer),
    follow: async (options = {}) =>
      (await openFeed<object, PendingApprovals>(requests, 'approvals.follow', {}, options)).feed,
  };
}

/** The owner's end, but for what lasts. */
export const APPROVAL_METHODS: {
  readonly 'approvals.list': (api: AgentApi) => Promise<unknown>;
  readonly 'approvals.get': (api: AgentApi, params: { id: string }) => Promise<unknown>;
  readonly 'approvals.answer': (api: AgentApi, params: ApprovalAnswer) => Promise<unknown>;
} = {
  'approvals.list': (api) => api.approvals.list(),
  'approvals.get': (api, params) => api.approvals.get(params.id),
  'approvals.answer': (api, params) => api.approvals.answer(params),
};
