/**
 * Calls of peers that wait for a person: `client.approvals`.
 *
 * @module
 */
import { type SignalOptions } from '../../base/caller-mistakes.ts';
import type { ApprovalDetail, ApprovalView } from '../api/approval-api.ts';
import type { ClientContext } from './client-context.ts';
/** How a call is denied. */
export interface DenyOptions {
    /** Told to the caller; at most 256 characters. */
    readonly reason?: string;
}
/** See the module comment. An approval is named by its 32 hex digits, or at least 4 of them that fit one alone. */
export declare class ClientApprovals {
    #private;
    /** Made by the client. */
    constructor(context: ClientContext);
    /** What waits, the oldest first. Text of peers is not escaped. */
    list(): Promise<readonly ApprovalView[]>;
    /** One of them, with all of its arguments as the tool would get them. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`. */
    get(id: string): Promise<ApprovalDetail>;
    /**
     * Lets one call through: once, with exactly these arguments. On record when it resolves.
     *
     * @throws {TalosError} `E_NOT_FOUND` where it does not wait any more, with what became of it; `E_AMBIGUOUS`.
     */
    allow(id: string): Promise<ApprovalView>;
    /** Refuses one call. On record when it resolves. @throws {TalosError} as {@link allow}; {RangeError} for a reason that is too long. */
    deny(id: string, options?: DenyOptions): Promise<ApprovalView>;
    /**
     * What waits at once, and whenever that changes; what is in between two steps of the loop is not told. Ends when the
     * client closes.
     *
     * @throws The reason of the signal where that aborts.
     */
    follow(options?: SignalOptions): AsyncGenerator<readonly ApprovalView[], void, void>;
}
