/**
 * The requests of the local client that have no answer yet: how long each may wait, and that it is told meanwhile that
 * somebody is at work. PROTOCOL.md §7.2.
 *
 * A client that asked for progress hears of it at least every {@link PROGRESS_STEP_MS}, from the tool or from here, so that
 * it does not take a long call, or a connection that is down for a moment, for a dead server.
 *
 * @module
 */
import { type JsonObject } from '../../codec/json.ts';
import { type RpcId, type RpcMessage } from '../../mcp/rpc.ts';
/** Longest silence towards a client that asked for progress, in milliseconds. */
export declare const PROGRESS_STEP_MS = 10000;
/** The longest that a client can be made to wait for an answer, in milliseconds: a day. */
export declare const MAX_DEADLINE_MS = 86400000;
type Request = RpcMessage & {
    readonly kind: 'request';
};
type Notification = RpcMessage & {
    readonly kind: 'notification';
};
/** What they need. */
export interface ClientRequestsParts {
    /** Milliseconds that each may wait for its answer; without end where absent. */
    readonly deadlineMs: number | undefined;
    /** The time of a request is over: it is to be answered. @returns Whether the server may still answer it, too late. */
    readonly expired: (rpc: Request) => boolean;
    /** Says something to the client. */
    readonly say: (json: JsonObject) => void;
}
/** See the module comment. */
export declare class ClientRequests {
    #private;
    constructor(parts: ClientRequestsParts);
    /** The client asks. */
    add(rpc: Request): void;
    /** The client waits for `id` no more: it is answered, or took it back. @returns Whether the answer is for it. */
    settled(id: RpcId): boolean;
    /** Whether the client still waits for `id`. */
    isPending(id: RpcId): boolean;
    /** The server tells of progress. @returns Whether that goes on to the client, which was not told as much from here. */
    heard({ params }: Notification): boolean;
    /** There is no connection for now, or there is one again: clients that asked are told. */
    away(isAway: boolean): void;
    /** The server that was asked is gone: nothing that comes is late any more. */
    gone(): void;
    /** Nobody waits any more. */
    clear(): void;
}
export {};
