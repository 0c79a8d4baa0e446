/**
 * What is known of identities, through the local socket (PROTOCOL.md §10.3): both ends of it.
 *
 * @module
 */
import type { AgentApi } from '../../agent/api/api.ts';
import type { IdentitiesApi } from '../../agent/api/identity-api.ts';
import type { LocalRequests } from './local-messages.ts';
type Params = never;
type Ask = (api: AgentApi, params: Params, signal: AbortSignal) => Promise<unknown>;
/** What the owner answers. */
export declare const IDENTITY_METHODS: Readonly<Record<string, Ask>>;
/** What another process's agent knows of identities. */
export declare function localIdentities(requests: LocalRequests): IdentitiesApi;
export {};
