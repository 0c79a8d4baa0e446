import { type SignalOptions, type WaitOptions } from '../../base/caller-mistakes.ts';
import type { CapabilityVerdict, DelegationRequest, VerificationRequest } from '../../capability/request.ts';
import type { Did } from '../../identity/did.ts';
import type { DidDocument } from '../../identity/did-document.ts';
import type { RenewedView, ServedService, ServeParams, Status, WatchOptions, Whoami } from '../api/api.ts';
import type { BackupView } from '../api/backup-api.ts';
import type { PingView } from '../api/ping-api.ts';
import type { RevokedView } from '../api/revocation-api.ts';
import type { RegistrationView } from '../api/server-api.ts';
import type { TransferView } from '../api/transfer-api.ts';
import type { MediaCodecs } from '../transfer/media-codecs.ts';
import { ClientApprovals } from './client-approvals.ts';
import { ClientAudit } from './client-audit.ts';
import type { AgentGrantRequest, GrantedCapability } from './client-authority.ts';
import type { CallIntent, IntentOptions, ToolCallOptions, ToolResult } from './client-calls.ts';
import { ClientCapabilities } from './client-capabilities.ts';
import { ClientContacts } from './client-contacts.ts';
import { type ClientParts } from './client-context.ts';
import { ClientDids } from './client-dids.ts';
import { type ClientEvent, type ClientEventMap, type ClientEventType, type EventOptions } from './client-events.ts';
import { ClientHistory } from './client-history.ts';
import { ClientLight } from './client-light.ts';
import { ClientServers, type RegisterOptions } from './client-servers.ts';
import { ClientSessions } from './client-sessions.ts';
import { type ClientStream, type StreamOptions } from './client-streams.ts';
import { ClientAcl, ClientTools } from './client-tools.ts';
import { ClientTransfers, type SendFileOptions } from './client-transfers.ts';
import type { DeliveryEvent, LocalLending, OneTimeOptions, PingOptions, PrekeyOffer } from './client-types.ts';
import { TalosClientTransport } from './mcp-transport.ts';
import { type ReceivedText, SecureChannel, type SentMessage } from './secure-channel.ts';
/** See the module comment. Made by `TalosClient.create`; `await using` closes everything. */
export declare class TalosClient implements AsyncDisposable {
    #private;
    readonly did: Did;
    /** libp2p's name of the same key. */
    readonly peerId: string;
    readonly name: string;
    /** The peers that are known here, and what their owner calls them. */
    readonly contacts: ClientContacts;
    /** What was sent and received. */
    readonly history: ClientHistory;
    /** The sessions that messages travel under, and the end-to-end layer without a network. */
    readonly sessions: ClientSessions;
    /** Authority that is given and held. */
    readonly capabilities: ClientCapabilities;
    /** Calls of peers that wait for a person. */
    readonly approvals: ClientApprovals;
    /** The tools that are lent, and what changed in their definitions. */
    readonly tools: ClientTools;
    /** The access-control lists of what is lent. */
    readonly acl: ClientAcl;
    /** The ledger: what happened, proved and verified. */
    readonly audit: ClientAudit;
    /** Logs of others, followed by their headers or checkpoints alone. */
    readonly light: ClientLight;
    /** DIDs, their documents, and where agents say that they are. */
    readonly dids: ClientDids;
    /** Servers that this agent is found at while it is away. */
    readonly servers: ClientServers;
    /** Files to and from peers. */
    readonly transfers: ClientTransfers;
    /** The codecs of streams, which the application registers. */
    readonly codecs: MediaCodecs;
    constructor(parts: ClientParts);
    /** The identity, as `talos whoami` shows it. */
    whoami(): Promise<Whoami>;
    /** What this agent does now: addresses, services, sessions, reachability, servers, ledger. */
    status(): Promise<Status>;
    /** Listens, where it does not yet. @returns The multiaddrs it is reached at. */
    listen(): Promise<readonly string[]>;
    /** As {@link ClientServers.register}. */
    register(place?: string, options?: RegisterOptions): Promise<RegistrationView>;
    /** As {@link ClientDids.resolve}. */
    resolveDid(did: string, options?: SignalOptions): Promise<DidDocument>;
    /**
     * Asks a peer whether it is there: over which way, how fast.
     *
     * @param peer - A DID, a libp2p peer id, an alias, or an address that ends in `/p2p/…`.
     * @throws {RangeError} for a count that is not 1 to 100; {TalosError} `E_UNREACHABLE`, `E_TIMEOUT`.
     */
    ping(peer: string, options?: PingOptions): Promise<PingView>;
    /**
     * Copies the data directory into a new folder: durable, whole or not there. The agent goes on meanwhile.
     *
     * @param path - Absolute.
     * @throws {TalosError} `E_FILE_EXISTS`; `E_NOT_FOUND` where there is no folder to make it in; `E_STORAGE…`.
     */
    backup(path: string, options?: SignalOptions): Promise<BackupView>;
    /**
     * What happens here, from this call on: messages, notices, approvals that are asked for, the growth of the ledger. Holds
     * up nothing and takes nothing away: of more than 1,024 events that nobody reads the oldest are dropped, and the next
     * one says how many. Ends when the client closes; leave the loop or abort the signal to give it up.
     *
     * @throws {TypeError} for a type that there is not.
     * @throws {TalosError} `E_LIMIT` beyond 64 readers and listeners; `E_CLOSED`; what ended the agent.
     */
    events(options?: EventOptions): AsyncGenerator<ClientEvent, void, void>;
    /**
     * Calls `listener` with each event of a type, in order, from now on until the client closes. What it throws is an
     * uncaught exception, and so is what ends the agent; a loop over {@link events} can catch it.
     *
     * @returns A function that undoes it.
     * @throws {TypeError} for a type that there is not, or a listener that is no function; {TalosError} as {@link events}.
     */
    on<Type extends ClientEventType>(type: Type, listener: (detail: ClientEventMap[Type]) => void): () => void;
    /** Remembers where a peer is. @throws {TypeError} for addresses that are no strings; {TalosError} `E_BAD_DID`. */
    addPeer(peer: string, addresses: readonly string[]): Promise<void>;
    /**
     * A bundle for a peer that is to open a session with this agent, which listens from now on.
     *
     * @throws {TalosError} `E_LIMIT` where one-time prekeys are required and 100 wait to be used.
     */
    prekeyBundle(options?: OneTimeOptions): Promise<PrekeyOffer>;
    /**
     * Makes a durable session with a peer.
     *
     * @param peer - Its DID or libp2p peer id.
     * @param offer - Its bundle; asked for over the network where absent.
     * @param options - Whether a session without one-time prekeys is refused (`E_DOWNGRADE`).
     * @throws {TalosError} `E_BAD_BUNDLE`, `E_DOWNGRADE`, `E_STALE`, `E_BAD_KEY`, `E_VERSION` for a bundle that does not
     *   do; `E_UNREACHABLE` where it cannot be had.
     */
    establishSession(peer: string, offer?: PrekeyOffer, options?: OneTimeOptions): Promise<void>;
    /**
     * Sends a message.
     *
     * @param content - At most 1 MiB; copied.
     * @returns `delivered` once the peer has stored it; `queued` where it is away: it is kept, durably, and goes out with
     *   the next link to the peer, which is tried for as long as this client is open; with `inMailbox` it also lies in a
     *   mailbox of the peer. With `waitMs` it waits so long.
     * @throws {TypeError} for a content that is no `Uint8Array`.
     * @throws {RangeError} where the peer is this agent.
     * @throws {TalosError} `E_UNREACHABLE` for a peer with neither a session nor an address; `E_LIMIT` above 1 MiB, or
     *   while 1,000 wait for the peer; what `establishSession` throws.
     * @throws The reason of the signal, where that aborts before the message was stored.
     */
    send(peer: string, content: Uint8Array, options?: WaitOptions): Promise<SentMessage>;
    /**
     * Messages for one reader, the oldest first; each comes once. Those of peers with an open {@link SecureChannel} come to
     * that alone. Ends when the client closes.
     *
     * @throws {TypeError} while somebody else reads them: another loop, or `talos listen` on the same data directory.
     * @throws The reason of the signal where that aborts.
     */
    messages(options?: SignalOptions): AsyncGenerator<ReceivedText, void, void>;
    /**
     * The conversation with one peer; listens, so that its messages can come. A session is made with the first message.
     *
     * @param peer - Its DID or libp2p peer id.
     * @throws {TypeError} while there is a channel with this peer.
     * @throws {RangeError} where the peer is this agent.
     * @throws {TalosError} `E_BAD_DID`; `E_CLOSED`; `E_LIMIT` beyond 256 channels.
     */
    channel(peer: string, options?: SignalOptions): Promise<SecureChannel>;
    /**
     * What becomes of the messages that are sent, from this call on. Never holds up a message: of more than 1,024 events
     * that nobody reads the oldest are dropped, and the next one says how many. Ends when the client closes; leave the loop
     * or abort the signal to give it up.
     *
     * @throws {TalosError} `E_LIMIT` beyond 64 readers; `E_CLOSED`.
     */
    deliveries(options?: SignalOptions): AsyncGenerator<DeliveryEvent, void, void>;
    /**
     * Sends a file, and waits until it is over or waits itself. It stays where it is until then.
     *
     * @param path - Absolute.
     * @throws {TalosError} `E_NOT_FOUND`; `E_LIMIT`; `E_STORAGE…`; {RangeError} for no regular file; the reason of the signal.
     */
    sendFile(peer: string, path: string, options?: SendFileOptions): Promise<TransferView>;
    /**
     * Opens a stream to a peer that takes it: one whose contact this agent is, or who has given it a capability for messages.
     *
     * @throws {TypeError} or {RangeError} for options of another form.
     * @throws {TalosError} `E_REFUSED` where the peer takes no streams of this agent; `E_RATE_LIMITED` where nobody there takes
     *   any now; `E_UNREACHABLE`, `E_TIMEOUT`; `E_LIMIT`; `E_CLOSED`.
     * @throws The reason of the signal where that aborts before it was taken.
     */
    openStream<T = Uint8Array>(peer: string, options: StreamOptions): Promise<ClientStream<T>>;
    /**
     * The streams that peers open, for one reader: those of contacts, and of peers with a capability for messages. While
     * nobody reads they are refused. Ends when the client closes.
     *
     * @throws {TypeError} while somebody else takes them.
     * @throws The reason of the signal where that aborts.
     */
    streams(options?: SignalOptions): AsyncGenerator<ClientStream, void, void>;
    /** As {@link ClientCapabilities.grant}. */
    grantCapability(request: AgentGrantRequest): Promise<GrantedCapability>;
    /** As {@link ClientCapabilities.delegate}. */
    delegateCapability(capability: Pick<GrantedCapability, 'token' | 'addresses'>, request: DelegationRequest): Promise<GrantedCapability>;
    /** As {@link ClientCapabilities.verify}. */
    verifyCapability(token: string, request: VerificationRequest): Promise<CapabilityVerdict>;
    /** Revokes what this agent issued or passed on, as {@link ClientCapabilities.revoke}. */
    revokeCapability(id: string, reason?: string): Promise<RevokedView>;
    /** As {@link ClientCapabilities.renew}. */
    renewCapability(id: string, signal?: AbortSignal): Promise<RenewedView>;
    /** Lends an MCP server that runs as a child process. */
    serve(params: ServeParams, options?: WatchOptions): Promise<ServedService>;
    /**
     * Lends an MCP server of this process: `connect` is called with a transport for each tunnel.
     *
     * @throws {RangeError} for terms that make no sense; {TalosError} `E_TOOL_FAILED` if the server does not list its tools.
     */
    serveLocal(params: LocalLending, options?: WatchOptions): Promise<ServedService>;
    /**
     * Calls a tool of a peer, over a connection that is kept for the next call; lost, it is made anew, and the call goes on.
     *
     * @throws {TypeError} for arguments that are no JSON, or options of another form; {RangeError} for a deadline that is none.
     * @throws {TalosError} The code of a denial (`SCOPE_MISMATCH`, `EXPIRED`, …); `E_OUTCOME_UNKNOWN`: it was sent, and its time
     *   or the connection was over before the answer came; `E_TIMEOUT`, `E_UNREACHABLE`: it was not sent;
     *   `E_TOOL_FAILED` for another JSON-RPC error of the tool, its code and message in `details`.
     */
    callTool(peer: string, tool: string, given: Readonly<Record<string, unknown>>, options?: ToolCallOptions): Promise<ToolResult>;
    /**
     * Announces a call: a statement of what is to be called, with exactly which arguments, and why, signed, on record, and
     * with the server before the call. For one call of `callTool` with `intent`, over the same connection.
     *
     * @throws {TypeError} or {RangeError} for a justification that is none, or too long.
     * @throws {TalosError} as `callTool`.
     */
    createIntent(peer: string, tool: string, given: Readonly<Record<string, unknown>>, options: IntentOptions): Promise<CallIntent>;
    /**
     * An MCP `Transport` for the official SDK's client, 1.x or 2.x: the remote server of an invitation, DID or alias.
     *
     * @throws {TalosError} on `start`, as `AgentApi.connect`.
     */
    transport(target: string, service?: string): TalosClientTransport;
    /** Ends sessions, services and the network, and seals the ledger. Repeatable. */
    [Symbol.asyncDispose](): Promise<void>;
}
