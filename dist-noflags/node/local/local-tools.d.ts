/**
 * The tools that are lent, through the local socket (PROTOCOL.md §10.3): both ends of it.
 *
 * @module
 */
import type { AgentApi } from '../../agent/api/api.ts';
import type { ToolsApi } from '../../agent/api/tool-api.ts';
import type { LocalRequests } from './local-messages.ts';
type Params = never;
type Ask = (api: AgentApi, params: Params) => Promise<unknown>;
/** What the owner answers. */
export declare const TOOL_METHODS: Readonly<Record<string, Ask>>;
/** The tools of another process's agent. */
export declare function localTools(requests: LocalRequests): ToolsApi;
export {};
