/**
 * What every command asks of the agent of a data directory, whether it runs in this process or behind the local
 * socket (PROTOCOL.md §10.3). Types only: the running agent implements it, the socket carries it, the commands use it.
 *
 * All parameters and results are JSON values, so that both sides of the socket see the same. JSON of tools travels as
 * text, because number tokens must survive (PROTOCOL.md §7.2). Failures are `TalosError`s with a public code.
 *
 * @module
 */
import type { Path } from '../../net/link.ts';
import type { AclApi } from './access-api.ts';
import type { AnchorsApi } from './anchor-api.ts';
import type { ApprovalsApi } from './approval-api.ts';
import type { AuditApi, AuditReport } from './audit-api.ts';
import type { BackupParams, BackupView } from './backup-api.ts';
import type { BlocksApi } from './block-api.ts';
import type { ChainsApi } from './chain-api.ts';
import type { IdentitiesApi } from './identity-api.ts';
import type { LightApi } from './light-api.ts';
import type { ContactsApi, MessagesApi } from './message-api.ts';
import type { PingParams, PingView } from './ping-api.ts';
import type { ReachStatus } from './reach-api.ts';
import type { ReportsApi } from './report-api.ts';
import type { RevocationView, RevokedView, RevokeParams } from './revocation-api.ts';
import type { ServersApi, ServerView } from './server-api.ts';
import type { SecretParams, ToolsApi } from './tool-api.ts';
import type { TransferApi } from './transfer-api.ts';
import type { WitnessApi } from './witness-api.ts';
export type { AuditReport };
/** How the keystore is sealed: under a passphrase, or under a key file that lies beside it. */
export type KeystoreSeal = 'passphrase' | 'key-file';
/** The identity of a data directory. */
export interface Whoami {
    readonly did: string;
    readonly name: string;
    /** The Ed25519 public key, 64 hex digits. */
    readonly publicKey: string;
    /** The libp2p peer id of that key, base58btc. */
    readonly peerId: string;
    readonly keystore: KeystoreSeal;
    /** Milliseconds since 1970. */
    readonly createdMs: number;
}
/** A tool server that is being lent. */
export interface ServiceStatus {
    readonly service: string;
    /** Names of the tools that are lent, after allow and deny; empty until the server has been asked. */
    readonly tools: readonly string[];
    /** DIDs with an open tunnel to it. */
    readonly peers: readonly string[];
}
/** An open channel to a peer. */
export interface SessionStatus {
    readonly peer: string;
    readonly role: 'initiator' | 'responder';
    readonly sinceMs: number;
    /** The remote multiaddr. */
    readonly address: string;
    /** The way of its connection. */
    readonly path: Path;
}
/** A contact in whose place another identity was found: nothing goes to it until its owner settles that. */
export interface IdentityChange {
    readonly alias: string;
    /** DIDs. */
    readonly pinned: string;
    readonly offered: string;
}
/** A setting that somebody made. */
export interface SettingStatus {
    /** As in `talos limits`. */
    readonly id: string;
    readonly value: string;
    readonly source: 'file' | 'environment' | 'flag';
}
/** What a running agent is doing. */
export interface Status extends ReachStatus {
    readonly owner: {
        readonly pid: number;
        readonly startedMs: number;
    };
    readonly did: string;
    readonly name: string;
    /** Multiaddrs it listens on; empty when it does not. */
    readonly addresses: readonly string[];
    readonly services: readonly ServiceStatus[];
    readonly sessions: readonly SessionStatus[];
    readonly identityChanges: readonly IdentityChange[];
    /** Sessions for messages that were made anew because a message did not open: how many, and when last (0: never). */
    readonly repairs: {
        readonly count: number;
        readonly lastAtMs: number;
    };
    /** Entries, height of the newest block (−1 before the first), newest signed note (`""` before the first). */
    /** The servers that it is registered with. */
    readonly servers: readonly ServerView[];
    readonly ledger: {
        readonly size: number;
        readonly height: number;
        readonly checkpoint: string;
    };
    readonly keystore: KeystoreSeal;
    readonly durability: 'default' | 'strict';
    /** Which implementation of the primitives is in use. */
    readonly primitives: string;
    /** Settings of its process that are not as built in: by whom they were set, as text of the form they are written in. */
    readonly settings?: readonly SettingStatus[];
    /** URL of its metrics, where there are any. */
    readonly metrics?: string;
}
/** A token as people see it. */
export interface CapabilityView {
    /** 64 hex digits (PROTOCOL.md §8.1). */
    readonly id: string;
    /** One that is delegated was issued by this agent too, within another that it holds. */
    readonly direction: 'issued' | 'received' | 'delegated';
    readonly issuer: string;
    readonly subject: string;
    readonly audience: string;
    readonly service: string;
    /** Each tool, resource or prompt rule in plain words. */
    readonly tools: readonly string[];
    /** Milliseconds since 1970. */
    readonly issuedAt: number;
    /** Milliseconds since 1970. */
    readonly expiresAt: number;
    readonly revoked: boolean;
    /** On which terms, in plain words: limits, times, circumstances. */
    readonly terms: readonly string[];
    /** There where it is revoked: by whom, and how. */
    readonly revocation?: RevocationView;
    /** Until when its issuer renews it: milliseconds since 1970. */
    readonly renewableUntil?: number;
    /** How many tokens of its chain are above it. */
    readonly depth: number;
    /** How often it may be passed on. */
    readonly further: number;
}
/** A token of a chain, as people see it. */
export interface CapabilityLink {
    readonly id: string;
    readonly issuer: string;
    readonly subject: string;
    /** Each rule in plain words. */
    readonly tools: readonly string[];
    /** On which terms, in plain words. */
    readonly terms: readonly string[];
    /** Milliseconds since 1970. */
    readonly issuedAt: number;
    /** Milliseconds since 1970. */
    readonly expiresAt: number;
}
/** A {@link CapabilityView} with the token itself. */
export interface CapabilityDetail extends CapabilityView {
    /** The compact JWS; of a delegated one the text of its chain (PROTOCOL.md §8.1). */
    readonly token: string;
    /** The tokens of its chain, root first, itself last. */
    readonly chain: readonly CapabilityLink[];
    /** The scope as JSON text, with the members of PROTOCOL.md §8.2. */
    readonly scope: string;
}
/** What became of the renewal of one capability. */
export interface RenewedView {
    /** Of the token that was to be renewed. */
    readonly id: string;
    /** The new one. */
    readonly capability?: CapabilityView;
    /** Its text. */
    readonly token?: string;
    /** Why there is none: a public code. */
    readonly refused?: string;
}
/** What is to be granted. */
export interface GrantParams {
    /** The holder's DID. */
    readonly subject: string;
    /** Name of the service; the only one there is, or `default`, where absent. */
    readonly service?: string;
    /** Tool phrases, as `read_file(path under /data)`. */
    readonly tools: readonly string[];
    /** Constraints on resource URIs, each as JSON text (PROTOCOL.md §8.2). */
    readonly resources?: readonly string[];
    /** Constraints on prompt names, each as JSON text. */
    readonly prompts?: readonly string[];
    /** The other members of the scope, as JSON text of an object (PROTOCOL.md §8.2); `tools` and `service` may be there. */
    readonly terms?: string;
    /** Whether it holds for the tools as they are defined now; yes unless `false`. */
    readonly pinned?: boolean;
    /** Seconds from now, 1 to 400 days. */
    readonly expiresInS: number;
    /** How often the holder and those after it may pass it on, 0 to 7; 0 where absent. */
    readonly depth?: number;
    /** DID of the serving agent; this one where absent. Another one must accept this agent as a root. */
    readonly audience?: string;
}
/** What is to be passed on, of a capability that was received. */
export interface DelegateParams extends Pick<GrantParams, 'subject' | 'resources' | 'prompts' | 'terms' | 'depth'> {
    /**
     * Tool phrases. Where neither these nor resources, prompts and `terms` say what is to be allowed, it is all that the
     * capability allows.
     */
    readonly tools?: readonly string[];
    /** An id as for {@link AgentApi.capability}, or the text of a token or chain, which is kept then. */
    readonly capability: string;
    /** Seconds from now; absent: a day, or until the capability itself ends. */
    readonly expiresInS?: number;
}
/** Which entries of the audit log. */
export interface AuditQuery {
    /** At most this many, the newest. */
    readonly last?: number;
    /** The peer's DID. */
    readonly peer?: string;
    /** An entry type of PROTOCOL.md §9.1. */
    readonly type?: string;
    /** Inclusive, milliseconds since 1970. */
    readonly fromMs?: number;
    /** Exclusive, milliseconds since 1970. */
    readonly toMs?: number;
    /** Name of a tool, resource or prompt: its calls, and what came of them. */
    readonly tool?: string;
    /** Id of a message, a UUID in lower case. */
    readonly message?: string;
    /** Only entries after this index, −1 for all, and the oldest of these. */
    readonly after?: number;
}
/** One entry of the audit log, oldest first in lists. */
export interface AuditEntry {
    /** The leaf hash, 64 hex digits. */
    readonly id: string;
    readonly seq: number;
    readonly timeMs: number;
    readonly type: string;
    readonly peer?: string;
    /** The entry in a few plain words, such as `call read_file`, without content. */
    readonly summary: string;
    /** The entry itself, canonical JSON text (PROTOCOL.md §9.1). */
    readonly entry: string;
}
/** One call of one tool of a peer. */
export interface CallParams {
    /** DID or alias. */
    readonly peer: string;
    readonly service?: string;
    readonly tool: string;
    /** JSON text of an object. */
    readonly arguments: string;
    /** Text of the token or chain to present, and no other; kept once the peer has accepted it. */
    readonly capability?: string;
    /** Why, at most 1,024 characters: the call is announced with it. Both sides keep it on record as it is. */
    readonly justification?: string;
    /** Milliseconds that it may take, the connection included, at most a day; without end where absent. */
    readonly deadlineMs?: number;
}
/** How a call ended: with a result or with a JSON-RPC error, never both. */
export interface CallOutcome {
    /** JSON text of the MCP result. */
    readonly result?: string;
    readonly error?: {
        /** The JSON-RPC code, −32003 for a denial. */
        readonly code: number;
        readonly message: string;
        /** There where the tool itself gave the error: whatever it says, it is no denial. */
        readonly fromTool?: true;
        /** The public code of a denial, as `SCOPE_MISMATCH`. */
        readonly denial?: string;
        /** JSON text of the error's `data`. */
        readonly data?: string;
    };
    /** Id of this side's last ledger entry about the call, to be used with `proof`. */
    readonly entry: string;
}
/** A tool server to lend. Everything of the process that asked which the tool may see is in here. */
export interface ServeParams {
    /** Program and arguments, at least one; never given to a shell. */
    readonly argv: readonly string[];
    readonly cwd: string;
    /** The whole environment of the tool, already reduced to the allow list. */
    readonly env: Readonly<Record<string, string>>;
    readonly service: string;
    /** Globs over tool names, comma-separated; absent: every tool. */
    readonly allow?: string;
    /** Globs over tool names, comma-separated, that win over `allow`. */
    readonly deny?: string;
    /** Whether capabilities name the definitions of the tools; yes unless `false`. They are watched in any case. */
    readonly pinned?: boolean;
    /** Absolute path of an access-control list; absent: that of the data directory, where it has one. */
    readonly acl?: string;
    readonly secrets?: readonly SecretParams[];
    /** Patterns over what needs a signed intent before it, comma-separated: see `NamePatterns`. */
    readonly requireIntent?: string;
    /** Patterns over what a person is asked about, likewise. */
    readonly approve?: string;
    /** Seconds after which nobody has said yes, 1 to 24 hours; 5 minutes where absent. */
    readonly approveTimeoutS?: number;
    /** A command that is asked too, program and arguments; never given to a shell. */
    readonly approveCommand?: readonly string[];
    /** DID that is granted at once. Without it an invitation is made. */
    readonly authorizedPeer?: string;
    /** DIDs whose root tokens the service accepts; that of this agent alone where absent. */
    readonly roots?: readonly string[];
    /** Life of the tokens that are issued, seconds. */
    readonly expiresInS: number;
    /** Further members of the scope of the tokens that are issued, as JSON text of an object (PROTOCOL.md §8.2). */
    readonly terms?: string;
    /** What this side says of itself, for tokens that ask: texts by name. */
    readonly environment?: Readonly<Record<string, string>>;
    /** For how long the tokens are renewed on request, seconds from when they are first issued; absent: they are not. */
    readonly renewableS?: number;
    /** Life of the invitation, seconds. 0: none is made, for a service that opens again after its owner died. */
    readonly inviteTtlS: number;
    /** Address to listen on, where the agent does not listen already. */
    readonly host?: string;
    /** 0: any free port. Absent: 8766, or any free one when that is taken. */
    readonly port?: number;
}
/** What a person must know of a service that is ready. */
export interface ServedInfo {
    readonly did: string;
    readonly service: string;
    readonly addresses: readonly string[];
    /** The invitation's text; absent where a peer was authorised by name. */
    readonly invitation?: string;
    /** Names of the tools that are lent. */
    readonly tools: readonly string[];
}
/** Something that happened meanwhile and that a person may want to read. Text from peers is not escaped yet. */
export interface Notice {
    readonly kind: 'peer-connected' | 'peer-left' | 'invitation' | 'denied' | 'tunnel' | 'tool' | 'prekeys' | 'identity' | 'session' | 'network' | 'equivocation' | 'acl';
    readonly message: string;
    readonly peer?: string;
}
/** How to watch and end what lasts. */
export interface WatchOptions {
    /** Closes it, as `close()` does. */
    readonly signal?: AbortSignal;
    readonly onNotice?: (notice: Notice) => void;
}
/** A service for as long as it is open. */
export interface ServedService {
    readonly info: ServedInfo;
    /** Settles when the service is over: resolves after `close()`, rejects with a `TalosError` otherwise. */
    readonly ended: Promise<void>;
    /** Ends the service and its tools. Repeatable. */
    close(): Promise<void>;
}
/** Where to connect. */
export interface ConnectParams {
    /** An invitation's text, a DID, an alias, or a multiaddr that ends in `/p2p/<peer id>`. */
    readonly target: string;
    readonly service?: string;
    /** As for {@link CallParams}. */
    readonly capability?: string;
    /** Why calls are made, for those that the server wants announced; as in {@link CallParams}. */
    readonly justification?: string;
    /** Milliseconds that a request may wait for its answer, at most a day; without end where absent. */
    readonly deadlineMs?: number;
}
/** What a person must know of a tunnel that is open. */
export interface TunnelInfo {
    /** DID of the server. */
    readonly peer: string;
    readonly service: string;
}
/** A remote MCP server: a duplex of JSON-RPC messages, one text without line feeds each. */
export interface Tunnel {
    readonly info: TunnelInfo;
    /** Sends one message. Resolves when the next may be sent; rejects with `E_CLOSED` when the tunnel is over. */
    send(line: string): Promise<void>;
    /** What the server says, in order, for one reader; ends with the tunnel. Nothing is read ahead beyond 1 MiB. */
    readonly lines: AsyncIterable<string>;
    /** Settles when the tunnel is over for good: resolves after `close()`, rejects with a `TalosError` otherwise. */
    readonly ended: Promise<void>;
    /** Ends the tunnel. Repeatable. */
    close(): Promise<void>;
}
/** The agent of a data directory. */
export interface AgentApi {
    readonly messages: MessagesApi;
    /** Files on their way. */
    readonly transfers: TransferApi;
    readonly contacts: ContactsApi;
    /** Agent records, and names that are resolved elsewhere. */
    readonly identities: IdentitiesApi;
    /** Where it is found while it is away. */
    readonly servers: ServersApi;
    /** Calls of peers that wait for a person. */
    readonly approvals: ApprovalsApi;
    /** What others say of the log. */
    readonly anchors: AnchorsApi;
    /** With whom the chain is shared, and the chains of others that are kept here. */
    readonly chains: ChainsApi;
    /** The own chain. */
    readonly blocks: BlocksApi;
    /** Logs of others, followed by their headers or checkpoints alone. */
    readonly light: LightApi;
    /** Its ledger as a whole. */
    readonly audit: AuditApi;
    readonly reports: ReportsApi;
    /** Asks a peer whether it is there, and over which way. @throws {TalosError} `E_UNREACHABLE`, `E_TIMEOUT`. */
    ping(params: PingParams, signal?: AbortSignal): Promise<PingView>;
    readonly witness: WitnessApi;
    /** Which definitions of the tools that it lends are approved. */
    readonly tools: ToolsApi;
    /** What peers may use of what they were granted. */
    readonly acl: AclApi;
    whoami(): Promise<Whoami>;
    status(): Promise<Status>;
    /** Issues a token; durable before it resolves. */
    grant(params: GrantParams): Promise<{
        readonly capability: CapabilityView;
        readonly token: string;
    }>;
    /**
     * Passes a capability that was received on, within what it grants and under the conditions that it is under; durable
     * before it resolves.
     *
     * @throws {TalosError} `DELEGATION_INVALID` for what is not within it; `EXPIRED`; `REVOKED`, as far as that is known
     *   here; `SUBJECT_MISMATCH`; as `capability`.
     */
    delegate(params: DelegateParams): Promise<{
        readonly capability: CapabilityView;
        readonly token: string;
    }>;
    /** All that were issued, received or delegated, oldest first. */
    capabilities(): Promise<readonly CapabilityView[]>;
    /**
     * One of them.
     *
     * @param id - All 64 hex digits, or at least 8 that fit one alone.
     * @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`.
     */
    capability(id: string): Promise<CapabilityDetail>;
    /**
     * Whether anything of a chain is revoked, as far as is known here. What counts is who signed it: verify it first.
     *
     * @param chain - Its text, whoever holds it.
     * @throws {TalosError} `MALFORMED`.
     */
    isRevoked(chain: string): Promise<boolean>;
    /**
     * Takes back what this agent may take back: durable, and in force here, before it resolves; told to those who serve it,
     * as far as they are reached.
     *
     * @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`; `E_USAGE`; `E_LIMIT`.
     */
    revoke(params: RevokeParams): Promise<RevokedView>;
    /**
     * Has received capabilities renewed by their issuers: the one of `id`, as for `capability`, or all that can be.
     *
     * @throws {TalosError} with `id`: `E_NOT_FOUND`; `E_AMBIGUOUS`; what the issuer says, as `RENEWAL_REFUSED`.
     */
    renew(params: {
        readonly id?: string;
    }, signal?: AbortSignal): Promise<readonly RenewedView[]>;
    auditLog(query: AuditQuery): Promise<readonly AuditEntry[]>;
    /** One entry. `id` as for `capability`. @param archives - Absolute paths of files where it is looked for if archived. */
    auditEntry(id: string, archives?: readonly string[]): Promise<AuditEntry>;
    /** Recomputes the whole ledger from the journal. */
    auditVerify(): Promise<AuditReport>;
    /** The proof file of an entry (PROTOCOL.md §9.7). `id` as for `capability`, `archives` as for `auditEntry`. */
    proof(id: string, archives?: readonly string[]): Promise<string>;
    call(params: CallParams, signal?: AbortSignal): Promise<CallOutcome>;
    /**
     * Copies the data directory into a new folder: durable, whole or not there. The agent goes on meanwhile.
     *
     * @throws {TalosError} `E_FILE_EXISTS`; `E_NOT_FOUND` where there is no folder to make it in; `E_STORAGE…`.
     */
    backup(params: BackupParams, signal?: AbortSignal): Promise<BackupView>;
    /** Lends a tool server for as long as the returned service is open. */
    serve(params: ServeParams, options?: WatchOptions): Promise<ServedService>;
    /** Is the remote MCP server for as long as the returned tunnel is open. */
    connect(params: ConnectParams, options?: WatchOptions): Promise<Tunnel>;
}
