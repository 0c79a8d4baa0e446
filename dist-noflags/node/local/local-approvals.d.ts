/**
 * Approvals over the local socket (PROTOCOL.md §10.3): a command's end of `ApprovalsApi`, and the owner's methods.
 *
 * @module
 */
import type { AgentApi } from '../../agent/api/api.ts';
import type { ApprovalAnswer, ApprovalsApi } from '../../agent/api/approval-api.ts';
import { type LocalRequests } from './local-messages.ts';
/** The approvals of another process's agent. */
export declare function localApprovals(requests: LocalRequests): ApprovalsApi;
/** The owner's end, but for what lasts. */
export declare const APPROVAL_METHODS: {
    readonly 'approvals.list': (api: AgentApi) => Promise<unknown>;
    readonly 'approvals.get': (api: AgentApi, params: {
        id: string;
    }) => Promise<unknown>;
    readonly 'approvals.answer': (api: AgentApi, params: ApprovalAnswer) => Promise<unknown>;
};
