/**
 * The requests of one side of a tunnel that the other has not answered: bounded, each with an end.
 *
 * ```text
 *  opened ── answered ─────────────────────────> taken
 *    │ └──── its time is over ─────────────────> expired
 *    └── cancelled ── 5 s without an answer ───> expired
 * ```
 *
 * @module
 */
import { type RpcId } from '../../mcp/rpc.ts';
/** Requests of a tunnel that may be unanswered at a time, each way. PROTOCOL.md §11. */
export declare const MAX_CALLS_IN_FLIGHT = 1024;
/** Milliseconds in which the answer to a cancelled request may still come: MCP asks that none does. PROTOCOL.md §7.2. */
export declare const CANCEL_GRACE_MS = 5000;
/** See the module comment. */
export declare class OpenRequests<T> {
    #private;
    /**
     * @param timeoutMs - Life of a request that is not answered, at most 2^31 − 1.
     * @param onExpired - Told of each that ended without an answer; it is open no more then.
     */
    constructor(timeoutMs: number, onExpired: (value: T, wasCancelled: boolean) => void);
    /** Whether a request with this id can be opened: it is not open, and there is room. */
    hasRoomFor(id: RpcId): boolean;
    /** Opens a request. @param timeoutMs - Its own life, where that is shorter. */
    add(id: RpcId, value: T, timeoutMs?: number): void;
    /** Its caller wants no answer any more; one is waited for no longer than {@link CANCEL_GRACE_MS}. */
    cancel(id: RpcId): void;
    /** Closes the request with this id, which was answered. */
    take(id: RpcId): T | undefined;
    /** Closes them all, oldest first. */
    takeAll(): readonly T[];
}
