import { TalosError } from '../base/errors.ts';
import type { ToolOrigin } from '../mcp/definition.ts';
import type { Link } from '../net/link.ts';
import type { Purpose } from '../net/protocols.ts';
import type { AgentCore } from './agent-core.ts';
import type { AgentPlatform } from './agent-platform.ts';
import type { AgentApi, AuditEntry, AuditQuery, AuditReport, CallOutcome, CallParams, CapabilityDetail, CapabilityView, ConnectParams, DelegateParams, GrantParams, RenewedView, ServedService, ServeParams, Status, Tunnel, WatchOptions, Whoami } from './api/api.ts';
import type { ApprovalsApi } from './api/approval-api.ts';
import type { BackupParams, BackupView } from './api/backup-api.ts';
import type { RevokedView, RevokeParams } from './api/revocation-api.ts';
import { AccessLists } from './authority/access-lists.ts';
import { type Granted } from './authority/capabilities.ts';
import { Identities } from './identity/identities.ts';
import { Correspondence } from './message/correspondence.ts';
import { Contacts } from './reach/contacts.ts';
import { Servers } from './reach/servers.ts';
import { Anchors } from './record/anchors.ts';
import { Audits } from './record/audits.ts';
import { Blocks } from './record/blocks.ts';
import type { Chains } from './record/chains.ts';
import { Light } from './record/light.ts';
import { Reports } from './record/reports.ts';
import { Witnessing } from './record/witnessing.ts';
import { Transfers } from './transfer/transfers.ts';
import { type LendTerms } from './tunnel/lending.ts';
import type { StartToolServer } from './tunnel/tool-server.ts';
import { Tools } from './tunnel/tools.ts';
import { type TunnelTarget } from './tunnel/tunnel-dialer.ts';
import { TunnelHost } from './tunnel/tunnel-host.ts';
import type { OpenChannel } from './tunnel/tunnel-host-parts.ts';
import { type CallConnection } from './tunnel/using.ts';
/** Name of the service of a grant where none is given and none is lent. */
export declare const DEFAULT_SERVICE = "default";
/** See the module comment. Disposing it ends its services and tunnels; core and platform are their maker's. */
export declare class Agent implements AgentApi, AsyncDisposable {
    #private;
    readonly ping: AgentApi['ping'];
    readonly messages: Correspondence;
    readonly transfers: Transfers;
    readonly contacts: Contacts;
    readonly identities: Identities;
    readonly servers: Servers;
    readonly anchors: Anchors;
    readonly chains: Chains;
    readonly blocks: Blocks;
    readonly light: Light;
    readonly audit: Audits;
    readonly reports: Reports;
    readonly witness: Witnessing;
    readonly tools: Tools;
    readonly acl: AccessLists;
    readonly approvals: ApprovalsApi;
    constructor(core: AgentCore, platform: AgentPlatform);
    /** Why the agent can do nothing any more: the storage under its ledger failed. */
    get failure(): TalosError | undefined;
    /** Open channels, of both ends. */
    get channels(): readonly OpenChannel[];
    /** The end that takes channels. */
    get tunnels(): TunnelHost;
    /** Takes a link of any purpose that agents serve; the platform gives it links. */
    accept(purpose: Purpose, link: Link): Promise<void>;
    whoami(): Promise<Whoami>;
    status(): Promise<Status>;
    grant(params: GrantParams): Promise<Granted>;
    delegate(params: DelegateParams): Promise<Granted>;
    /** The one service that is lent, or `default`. @throws {TalosError} `E_AMBIGUOUS` where there are more. */
    onlyService(): string;
    capabilities(): Promise<readonly CapabilityView[]>;
    capability(id: string): Promise<CapabilityDetail>;
    isRevoked(chain: string): Promise<boolean>;
    revoke(params: RevokeParams): Promise<RevokedView>;
    renew(params: {
        readonly id?: string;
    }, signal?: AbortSignal): Promise<readonly RenewedView[]>;
    auditLog(query: AuditQuery): Promise<readonly AuditEntry[]>;
    auditEntry(id: string, archives?: readonly string[]): Promise<AuditEntry>;
    auditVerify(): Promise<AuditReport>;
    proof(id: string, archives?: readonly string[]): Promise<string>;
    call(params: CallParams, signal?: AbortSignal): Promise<CallOutcome>;
    backup({ path }: BackupParams, signal?: AbortSignal): Promise<BackupView>;
    serve(params: ServeParams, options?: WatchOptions): Promise<ServedService>;
    /**
     * Lends the tool servers that `startTool` starts.
     *
     * @param origin - What they are; an object of this process unless given.
     * @throws as `lend` of `lending.ts`.
     */
    lend(terms: LendTerms, startTool: StartToolServer, options?: WatchOptions, origin?: ToolOrigin): Promise<ServedService>;
    /** Opens a connection for own calls. @throws as `openCalls` of `using.ts`. */
    openCalls(target: TunnelTarget, signal?: AbortSignal): Promise<CallConnection>;
    connect(params: ConnectParams, options?: WatchOptions): Promise<Tunnel>;
    [Symbol.asyncDispose](): Promise<void>;
}
