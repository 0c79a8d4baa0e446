/**
 * The calling side: redemption of invitations, tunnels to the services of peers, over the channels that it dials.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import { type Invitation } from '../../capability/invitation.ts';
import type { Did } from '../../identity/did.ts';
import { type Checkpoint } from '../../ledger/log/checkpoint.ts';
import type { AgentCore } from '../agent-core.ts';
import type { Reached } from '../authority/freshness.ts';
import type { HeldGrant, ToolCall } from '../authority/grant-book.ts';
import type { DialParts } from '../reach/peer-dial.ts';
import type { ChannelControl } from './channel-control.ts';
import type { OpenChannel } from './tunnel-host-parts.ts';
import { type TunnelLineWatcher, TunnelResumer } from './tunnel-resumer.ts';
import { type Received, UsedTunnel } from './used-tunnel.ts';
/** Milliseconds that a server gets to answer the request for a tunnel: it starts a process meanwhile. */
export declare const OPEN_TIMEOUT_MS = 30000;
/** Milliseconds that a server gets to answer a redemption. */
export declare const REDEEM_TIMEOUT_MS = 10000;
/** A service to open a tunnel to. */
export interface TunnelTarget {
    readonly server: Did;
    /** Empty: that of the grant, or the one the server chooses among what it granted. */
    readonly service: string;
    /** The token to present, or the text of its chain; absent: the newest that was received, else what the server holds. */
    readonly token?: string;
    /** Why calls are made, for intents that the server wants and that come without a reason of their own. */
    readonly justification?: string;
    /** The one call that it is for, where it is: the newest token is one that covers it, where one does. */
    readonly call?: ToolCall;
}
/** How a tunnel is opened. */
export interface OpenOptions {
    /** Takes what comes through it. */
    readonly onMessage: (received: Received) => void | Promise<void>;
    readonly signal?: AbortSignal | undefined;
    /** There where the tunnel is to outlive its channels. */
    readonly line?: TunnelLineWatcher;
}
/** Looks at the ledgers of those whom tunnels lead to. PROTOCOL.md §9.9. */
export interface TunnelWitness {
    /** @throws {TalosError} `E_EQUIVOCATION` for a peer that was convicted. */
    assertTrusted(peer: Did): void;
    /** The note, verified or empty, with which a tunnel was opened; `before` was kept when that was asked. @throws as above. */
    opened(peer: Did, note: string, before: Checkpoint | undefined): Promise<void>;
    /** A tunnel is open from now on, until the function that it gives is called. */
    inUse(peer: Did): () => void;
    /** A note of a statement, verified or empty. */
    saw(peer: Did, note: string): void;
}
/** A tunnel that was opened. */
export interface DialledTunnel {
    readonly tunnel: UsedTunnel;
    readonly service: string;
    /** There where it outlives its channels. */
    readonly resumer: TunnelResumer | undefined;
}
/** See the module comment. */
export declare class TunnelDialer {
    #private;
    /** @param dialling - Gives the network, started when first needed, and looks for peers. */
    constructor(core: AgentCore, dialling: DialParts, witness: TunnelWitness, control: ChannelControl);
    /**
     * A channel to `peer`, in use until it is disposed of.
     *
     * @throws {TalosError} `E_UNREACHABLE` where no address of it is known, and what dialling throws.
     */
    reach(peer: Did, signal?: AbortSignal): Promise<Reached>;
    /**
     * Has a grant that this agent received renewed by its issuer; durable when it resolves.
     *
     * @throws {TalosError} as `Renewals.ask`, and what dialling throws.
     */
    renew(grant: HeldGrant, signal?: AbortSignal): Promise<HeldGrant>;
    /** Shows a renewal to the servers of all open tunnels that run under `before`. */
    renewed(before: HeldGrant, after: HeldGrant): void;
    /** Open channels. */
    get channels(): readonly OpenChannel[];
    /**
     * Redeems an invitation, or finds what it was redeemed for before.
     *
     * @throws {TalosError} `E_INVITE_USED`, `E_INVITE_EXPIRED`, `E_INVITE_INVALID`; what dialling throws; `E_PROTOCOL`
     *   for an answer that is not about this invitation.
     */
    redeem(invitation: Invitation, signal?: AbortSignal): Promise<{
        readonly server: Did;
        readonly service: string;
    }>;
    /**
     * Opens a tunnel.
     *
     * @throws {TalosError} The code of the refusal, such as `EXPIRED` or `REVOKED`; `E_EQUIVOCATION` where there is evidence
     *   against the server; `E_UNREACHABLE`, `E_TIMEOUT` and what else dialling throws.
     */
    open(target: TunnelTarget, options: OpenOptions): Promise<DialledTunnel>;
    /** Ends the tunnels to `server` because of `reason`. */
    endTunnelsTo(server: Did, reason: TalosError): void;
    /** Ends every channel, and each that is being dialled; none is dialled any more. Repeatable. */
    close(): Promise<void>;
}
