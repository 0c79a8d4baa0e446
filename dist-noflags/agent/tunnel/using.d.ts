import { type JsonObject } from '../../codec/json.ts';
import type { AgentCore } from '../agent-core.ts';
import type { AgentPlatform } from '../agent-platform.ts';
import type { CallOutcome, CallParams, ConnectParams, Tunnel, WatchOptions } from '../api/api.ts';
import { type RpcOutcome } from './rpc-caller.ts';
import type { TunnelDialer, TunnelTarget } from './tunnel-dialer.ts';
/** What using needs. */
export interface UsingParts {
    readonly core: AgentCore;
    readonly dialer: TunnelDialer;
    readonly platform: AgentPlatform;
}
/**
 * The service that `text` leads to: an invitation (redeemed now, or before), a multiaddr that ends in `/p2p/…`, a DID,
 * a public key in hex, or an alias. A capability is presented there as it is: what it is worth, the serving side says.
 *
 * @throws {TalosError} what redeeming or resolving throws; `E_USAGE` for an address without a peer id.
 */
export declare function resolveTarget(parts: UsingParts, text: string, { service, capability }?: Pick<ConnectParams, 'service' | 'capability'>, signal?: AbortSignal): Promise<TunnelTarget>;
/** Opens a tunnel that outlives its connections. @throws as {@link resolveTarget} and `TunnelDialer.open`. */
export declare function connect(parts: UsingParts, params: ConnectParams, options: WatchOptions): Promise<Tunnel>;
/** How a tool is called. */
export interface OwnCallOptions {
    /** What announces it: a reason, or the hash of what was announced. */
    readonly intent?: {
        readonly justification: string;
    } | {
        readonly intent: string;
    } | undefined;
    /** Where it aborts with `E_TIMEOUT`, that is a deadline. */
    readonly signal?: AbortSignal | undefined;
}
/**
 * A connection for Talos's own calls: initialised, one after the other or many at once. Where it is lost it is made anew, and
 * what was sent is answered then.
 */
export interface CallConnection extends AsyncDisposable {
    /**
     * Calls a tool.
     *
     * @throws {TalosError} `E_OUTCOME_UNKNOWN` if the connection is over, or the time of the call, before there is an answer to
     *   what was sent; `E_TIMEOUT` and `E_UNREACHABLE` for what was not sent in time; `E_LIMIT` for a call that is too long and
     *   `E_MALFORMED` for one that is too deep, which are not sent.
     */
    callTool(name: string, given: JsonObject, options?: OwnCallOptions): Promise<RpcOutcome>;
    /** Announces a call of a tool. @returns The hash of the intent. @throws {TalosError} as `UsedTunnel.announce`. */
    announce(name: string, given: JsonObject, justification: string): Promise<string>;
    /** Resolves when it is over. */
    readonly ended: Promise<unknown>;
    /** Whether it is. */
    readonly isOver: () => boolean;
}
/** Opens a connection for own calls. @throws as `TunnelDialer.open`. */
export declare function openCalls(parts: UsingParts, target: TunnelTarget, signal?: AbortSignal): Promise<CallConnection>;
/** Calls one tool once. @throws as {@link openCalls}; `E_MALFORMED` for arguments that are no JSON object. */
export declare function call(parts: UsingParts, params: CallParams, signal?: AbortSignal): Promise<CallOutcome>;
