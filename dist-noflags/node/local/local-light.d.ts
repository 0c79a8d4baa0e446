/**
 * Light clients through the local socket (PROTOCOL.md §10.3): both ends of it.
 *
 * @module
 */
import type { AgentApi } from '../../agent/api/api.ts';
import type { LightApi } from '../../agent/api/light-api.ts';
import type { LocalRequests } from './local-messages.ts';
type Params = never;
type Ask = (api: AgentApi, params: Params, signal: AbortSignal) => Promise<unknown>;
/** What the owner answers. */
export declare const LIGHT_METHODS: Readonly<Record<string, Ask>>;
/** The light clients of another process's agent. */
export declare function localLight(requests: LocalRequests): LightApi;
export {};
