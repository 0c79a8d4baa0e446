/**
 * Files over the local socket (PROTOCOL.md §10.3): a command's end of `TransferApi`, and the owner's methods.
 *
 * @module
 */
import type { AgentApi } from '../../agent/api/api.ts';
import type { SendFileParams, TransferApi, TransferOutcomeParams } from '../../agent/api/transfer-api.ts';
import { type LocalRequests } from './local-messages.ts';
/** The transfers of another process's agent. */
export declare function localTransfers(requests: LocalRequests): TransferApi;
interface ById {
    readonly id: string;
}
/** The owner's end, but for what lasts. */
export declare const TRANSFER_METHODS: {
    readonly 'transfers.sendFile': (api: AgentApi, params: SendFileParams, signal: AbortSignal) => Promise<unknown>;
    readonly 'transfers.outcome': (api: AgentApi, params: TransferOutcomeParams, signal: AbortSignal) => Promise<unknown>;
    readonly 'transfers.list': (api: AgentApi) => Promise<unknown>;
    readonly 'transfers.get': (api: AgentApi, params: ById) => Promise<unknown>;
    readonly 'transfers.accept': (api: AgentApi, params: ById) => Promise<unknown>;
    readonly 'transfers.decline': (api: AgentApi, params: ById) => Promise<unknown>;
    readonly 'transfers.cancel': (api: AgentApi, params: ById) => Promise<unknown>;
};
export {};
