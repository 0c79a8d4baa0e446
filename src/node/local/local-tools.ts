/**
 * The tools that are lent, through the local socket (PROTOCOL.md §10.3): both ends of it.
 *
 * @module
 */
import type { AgentApi } from '../../agent/api/api.ts';
import type { ApproveParams, ToolsApi } from '../../agent/api/tool-api.ts';
import type { LocalRequests } from './local-messages.ts';

// The other side is this program in this version, run by the same user: params have their types.
type Params = never;
type Ask = (api: AgentApi, params: Params) => Promise<unknown>;

/** What the owner answers. */
export const TOOL_METHODS: Readonly<Record<string, Ask>> = {
  'tools.list': (api, params: { service?: string }) => api.tools.list(params),
  'tools.changes': (api, params: { service?: string; tool?: string }) => api.tools.changes(params),
  'tools.approve': (api, params: ApproveParams) => api.tools.approve(params),
};

/** The tools of another process's agent. */
export function localTools(requests: LocalRequests): ToolsApi {
  return {
    list: (params) => requests.ask('tools.list', params),
    changes: (params) => requests.ask('tools.changes', params),
    approve: (params) => requests.ask('tools.approve', params),
  };
}
