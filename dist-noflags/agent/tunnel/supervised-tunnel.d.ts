/**
 * A tunnel that outlives its connections: the local MCP client sees one server, whatever the network does.
 *
 * ```text
 *  up ── connection lost ──> away ── resumed: what was sent is answered ──> up
 *        new messages: wait, requests at most the deadline (−32004)
 *  up, away ── the server has it no more ──> down ── open, initialise again ──> up
 *        sent calls: outcome unknown (−32005), never sent again
 *        other open requests and new messages: wait, requests at most the deadline (−32004)
 * ```
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import type { DialledTunnel, OpenOptions } from './tunnel-dialer.ts';
/** Messages of the local client that may wait for a connection. */
export declare const MAX_WAITING_MESSAGES = 256;
/** Milliseconds that a request waits for a connection, unless set otherwise. */
export declare const RECONNECT_DEADLINE_MS = 30000;
/** What a supervised tunnel needs. */
export interface SupervisedTunnelParts {
    /** Opens a connection and a tunnel on it. */
    readonly open: (options: OpenOptions & {
        readonly signal: AbortSignal;
    }) => Promise<Opened>;
    /** Takes each message for the local client, one JSON text. A promise holds the next back, and with it the server. */
    readonly toClient: (text: string, receipt: string | undefined) => void | Promise<void>;
    /** For people: the connection went, came back, is refused. */
    readonly onNotice: (text: string) => void;
    readonly reconnectDeadlineMs: number;
    /** Milliseconds that a request may wait for its answer at all; without end where absent. */
    readonly deadlineMs?: number | undefined;
}
/** A tunnel, and what keeps it at a connection where the server lets it last. */
type Opened = Pick<DialledTunnel, 'tunnel' | 'resumer'>;
/** See the module comment. */
export declare class SupervisedTunnel {
    #private;
    private constructor();
    /**
     * Opens the first connection, then keeps one up until closed.
     *
     * @throws {TalosError} what opening it throws.
     */
    static open(parts: SupervisedTunnelParts, signal: AbortSignal): Promise<SupervisedTunnel>;
    /** Resolves after {@link close}; rejects with the `TalosError` that makes going on impossible. */
    get ended(): Promise<void>;
    /**
     * Takes one JSON-RPC text of the local client. Resolves when the next may come; whatever is wrong with the text, or
     * with the connection, is answered to the client.
     *
     * @throws {TalosError} `E_CLOSED` when the tunnel is over.
     */
    send(text: string | Uint8Array): Promise<void>;
    /** The network may be another one: what waits to be tried again is tried now. */
    retryNow(): void;
    /** Ends the tunnel for good; requests that are open are answered first, as far as anybody reads. Repeatable. */
    close(): Promise<void>;
    /** Ends the tunnel for good because of `reason`, with which {@link ended} then rejects. */
    fail(reason: TalosError): Promise<void>;
}
export {};
