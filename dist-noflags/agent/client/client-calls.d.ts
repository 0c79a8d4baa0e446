/**
 * Calls of tools as the SDK makes them: options, results, errors.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import type { Json } from '../../codec/json.ts';
import type { RpcOutcome } from '../tunnel/rpc-caller.ts';
import type { OwnCallOptions } from '../tunnel/using.ts';
import type { GrantedCapability } from './client-authority.ts';
/** What a tool gave. */
export interface ToolResult {
    /** The MCP result. Numbers that no double carries are kept as `JsonNumber`. */
    readonly result: Json;
    /** Id of the receipt in this agent's ledger, for `audit.prove`. */
    readonly receipt: string;
}
/** What was announced: for one call of `TalosClient.callTool`, with the same tool and arguments. */
export interface CallIntent {
    /** Hash of the signed statement, as results and receipts name it. */
    readonly hash: string;
    readonly tool: string;
}
/** How to announce a call. */
export interface IntentOptions {
    /** Why, at most 1,024 characters; both sides keep it on record as it is. */
    readonly justification: string;
    /** The capability to present; absent: the newest one that this agent holds. The call must name the same. */
    readonly capability?: GrantedCapability;
    readonly service?: string;
}
/** How to call a tool. */
export interface ToolCallOptions {
    /** The capability to present; absent: the newest one that this agent holds. */
    readonly capability?: GrantedCapability;
    readonly service?: string;
    /** What announced it. A call of anything else than what was announced is refused (`INTENT_MISMATCH`). */
    readonly intent?: CallIntent;
    /** Why: the call is announced right before it, with this reason. */
    readonly justification?: string;
    /** Milliseconds that it may take, the connection included, at most a day; without end where absent. */
    readonly deadlineMs?: number;
    readonly signal?: AbortSignal;
}
/** @throws {TypeError} for what is no text; {RangeError} for more than 1,024 characters. */
export declare function assertJustification(text: unknown): asserts text is string;
/** @throws {RangeError} for a deadline that is none. */
export declare function assertDeadline(ms: number | undefined): void;
/** @throws {TypeError} for an intent and a justification at once; as {@link assertJustification}. */
export declare function ownCallOptions({ intent, justification, signal }: ToolCallOptions): OwnCallOptions;
/** The error of a call that gave none. */
export declare function callError({ error, isFromTool }: RpcOutcome & {
    readonly kind: 'error';
}): TalosError;
