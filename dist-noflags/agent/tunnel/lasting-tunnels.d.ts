/**
 * Tunnels of the serving side that outlive their channels: each lingers when its channel is lost, until its caller goes
 * on with it over another one. PROTOCOL.md §7.5.
 *
 * Tool, open calls and approvals go on meanwhile; what the tunnel has to say waits, bounded by its credit.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { type ErrorCode } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import type { Timer } from '../../net/timer.ts';
import type { StreamPlace, TunnelStream } from './tunnel-stream.ts';
/** Tunnels of one peer, and of all together, that wait so; with one more the one that waits longest ends. */
export declare const MAX_LINGERING_A_PEER = 8;
/** See {@link MAX_LINGERING_A_PEER}. */
export declare const MAX_LINGERING = 32;
/** A tunnel that is to last. */
export interface LastingTunnel {
    readonly peer: Did;
    readonly stream: TunnelStream;
    /** Why it may go on no more: its grant is revoked, or over. */
    readonly verdict: () => ErrorCode | undefined;
    /** Milliseconds that its grant lasts from now on. */
    readonly lifeMs: () => number;
    /** Ends it, with a code where there is one. */
    readonly end: (code: ErrorCode | undefined) => void;
    /** Where it goes on; nowhere, where it waits. */
    readonly moved: (place: StreamPlace['channel'] | undefined) => void;
}
/** See the module comment. */
export declare class LastingTunnels {
    #private;
    /** @param lingerMs - How long one waits for its caller, in milliseconds. */
    constructor(timer: Timer, lingerMs?: number);
    /** Tunnels that wait for their callers. */
    get lingering(): number;
    /** Lets `tunnel` last; before it has sent anything that counts. @returns Its id. */
    keep(tunnel: LastingTunnel): Bytes;
    /**
     * Ends the tunnel that waits longest, where one does.
     *
     * @param peer - Whose; of whoever has the most that wait where absent, so that nobody pushes out the others.
     * @returns Whether there was one.
     */
    endOldest(peer?: Did | undefined): boolean;
    /** Ends those that wait whose grants are no more: something was revoked. */
    check(): void;
    /**
     * Goes on with a tunnel of `peer` at `place`, wherever it was before.
     *
     * @param content - Of the TUNNEL_RESUME.
     * @throws {TalosError} `E_NOT_FOUND` where `peer` has no such tunnel, or not any more; `REPLAY` for a request that came
     *   after a later one; the code that ends a tunnel whose grant is no more; `E_MALFORMED`; `E_PROTOCOL` for counts that
     *   cannot be, which end the tunnel too.
     */
    resume(peer: Did, place: StreamPlace, content: Bytes): void;
}
