/**
 * A running agent: its books, its ledger and its network, behind the interface that every command uses. Neutral; the
 * platform gives it a store, a ledger, a host and a way to start tool servers (`node/agent.ts`).
 *
 * @module
 */
import { toHex } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import type { Did } from '../identity/did.ts';
import { CosignatureAnchor } from '../ledger/anchor/anchor-cosignature.ts';
import { ENTRY_TYPES } from '../ledger/entry/entry.ts';
import type { LedgerQuery, StoredEntry } from '../ledger/journal/ledger.ts';
import type { ToolOrigin } from '../mcp/definition.ts';
import type { Link } from '../net/link.ts';
import { formatPeerId } from '../net/peer-id.ts';
import type { Purpose } from '../net/protocols.ts';
import { systemTimer } from '../net/timer.ts';
import type { AgentCore } from './agent-core.ts';
import type { AgentPlatform } from './agent-platform.ts';
import type {
  AgentApi,
  AuditEntry,
  AuditQuery,
  AuditReport,
  CallOutcome,
  CallParams,
  CapabilityDetail,
  CapabilityView,
  ConnectParams,
  DelegateParams,
  GrantParams,
  RenewedView,
  ServedService,
  ServeParams,
  Status,
  Tunnel,
  WatchOptions,
  Whoami,
} from './api/api.ts';
import type { ApprovalsApi } from './api/approval-api.ts';
import type { BackupParams, BackupView } from './api/backup-api.ts';
import { UNREACHED } from './api/reach-api.ts';
import type { RevokedView, RevokeParams } from './api/revocation-api.ts';
import { auditEntry, auditReport } from './api/views.ts';
import { AccessLists } from './authority/access-lists.ts';
import { Capabilities, type Granted } from './authority/capabilities.ts';
import type { Reached } from './authority/freshness.ts';
import { Identities } from './identity/identities.ts';
import { Correspondence } from './message/correspondence.ts';
import { dropped, openGossip } from './reach/agent-gossip.ts';
import { Contacts } from './reach/contacts.ts';
import type { Gossip } from './reach/gossip.ts';
import { watchClocks } from './reach/network-changes.ts';
import { pingPeer } from './reach/pinging.ts';
import { Servers } from './reach/servers.ts';
import { Anchors } from './record/anchors.ts';
import { Audits, entryIdOf } from './record/audits.ts';
import { Blocks } from './record/blocks.ts';
import { type ChainParts, openChains } from './record/chain-parts.ts';
import type { Chains } from './record/chains.ts';
import { DENIAL_WINDOW_MS, flushQuietly } from './record/denials.ts';
import { Light } from './record/light.ts';
import { Reports } from './record/reports.ts';
import { Witnessing } from './record/witnessing.ts';
import { throughMessages } from './transfer/transfer-mail.ts';
import { Transfers } from './transfer/transfers.ts';
import { ChannelControl } from './tunnel/channel-control.ts';
import { type LendTerms, lend } from './tunnel/lending.ts';
import type { StartToolServer } from './tunnel/tool-server.ts';
import { Tools } from './tunnel/tools.ts';
import { TunnelDialer, type TunnelTarget } from './tunnel/tunnel-dialer.ts';
import { TunnelHost } from './tunnel/tunnel-host.ts';
import type { OpenChannel } from './tunnel/tunnel-host-parts.ts';
import { type CallConnection, call, connect, openCalls, type UsingParts } from './tunnel/using.ts';

/** Name of the service of a grant where none is given and none is lent. */
export const DEFAULT_SERVICE = 'default';

/** See the module comment. Disposing it ends its services and tunnels; core and platform are their maker's. */
export class Agent implements AgentApi, AsyncDisposable {
  readonly #core: AgentCore;
  readonly #platform: AgentPlatform;
  readonly #host: TunnelHost;
  readonly #dialer: TunnelDialer;
  readonly #control: ChannelControl;
  readonly ping: AgentApi['ping'] = (...asked) =>
    pingPeer(this.#core, { ...this.messages.dialling, reach: () => this.#platform.reachStatus?.() }, ...asked);
  readonly #reach = (peer: Did, signal: AbortSignal): Promise<Reached> => this.#dialer.reach(peer, signal);
  readonly #capabilities: Capabilities;
  readonly #chains: ChainParts;
  readonly #lent = new Map<string, readonly string[]>();
  /** What lasts until it is closed: services, tunnels, connections. */
  readonly #lasting = new Set<{ readonly ended: Promise<unknown>; close(): Promise<void> }>();
  readonly #startedMs: number;
  readonly #sweep: ReturnType<typeof setInterval>;
  readonly #unwatch: () => void;
  readonly #gossip: Gossip | undefined;
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
  #disposing: Promise<void> | undefined;

  constructor(core: AgentCore, platform: AgentPlatform) {
    this.#core = core;
    this.#platform = platform;
    this.witness = new Witnessing({
      core,
      host: () => platform.host(),
      post: (url, body, signal) => platform.postText(url, body, signal),
      onEquivocation: (peer) => this.#endTunnelsWith(peer),
    });
    this.acl = new AccessLists(core, platform.accessLists);
    this.#control = new ChannelControl(
      core,
      {
        served: () => this.#host.served,
        rootsOf: (service) => this.#host.rootsOf(service),
        veiledHost: (seed) => platform.veiledHost(seed),
        end: (peer, reason) => this.#endTunnelsWith(peer, reason),
      },
      this.#reach,
    );
    this.#host = new TunnelHost(core, this.witness, this.#control, systemTimer, platform.tunnelLingerMs);
    this.messages = new Correspondence(core, platform, (service) => this.#host.rootsOf(service));
    const { dialling } = this.messages;
    this.#dialer = new TunnelDialer(core, dialling, this.witness, this.#control);
    this.#capabilities = new Capabilities({
      core,
      dialer: this.#dialer,
      control: this.#control,
      reach: this.#reach,
      served: () => this.#host.served.map(({ chain }) => chain),
    });
    core.askLine = (contact, found, address, signal) => this.#control.successions.ask(contact, found, address, signal);
    this.#startedMs = core.clock.now();
    this.contacts = new Contacts(core, (peer) => this.messages.resume(peer));
    this.identities = new Identities(core, {
      find: (peer) => this.messages.find(peer),
      reach: this.#reach,
      told: (channel, signal) => this.#control.successions.told(channel, signal),
    });
    this.servers = new Servers(() => this.messages.mail());
    this.#chains = openChains(core, {
      operations: this.witness.operations,
      onFork: (author, evidence) => this.witness.forked(author, evidence),
      ...dialling,
      hasTunnel: (peer) => this.#host.hasTunnelWith(peer),
    });
    this.blocks = new Blocks(core, this.#chains.foreign);
    const witnesses = new CosignatureAnchor((signal) => this.witness.cosigned(signal));
    this.anchors = new Anchors(core, async () => [witnesses, ...(await platform.anchors())]);
    this.chains = this.#chains.api;
    this.light = new Light({
      core,
      dialer: this.#chains.dialer,
      onFork: (author, evidence) => this.witness.forked(author, evidence),
      witnesses: () => this.witness.known(),
    });
    this.audit = new Audits({
      core,
      archives: platform.archives,
      messenger: () => this.messages.messenger(),
      find: (id, archives) => this.#entry(id, archives),
    });
    this.approvals = core.approvals;
    this.reports = new Reports(core, this.anchors, platform.version);
    this.tools = new Tools(core.pins);
    this.#gossip = openGossip({
      core,
      platform,
      messages: this.messages,
      rootsOf: () => this.#host.rootsOf(),
      control: this.#control,
      onCheckpoint: (author, note) => this.witness.heard(author, note),
    });
    this.transfers = new Transfers({ core, platform, dialling, ...throughMessages(this.messages) });
    this.messages.files = this.transfers.letters;
    this.messages.onListening(() => this.#lasts());
    const wake = (sleptMs?: number): void => core.network.wake(sleptMs);
    const stops = [watchClocks(core.clock, systemTimer, wake), platform.watchNetwork?.(wake)];
    this.#unwatch = () => {
      for (const stop of stops) stop?.();
    };
    this.#sweep = setInterval(() => flushQuietly(core.denials, false), DENIAL_WINDOW_MS);
  }

  /** Why the agent can do nothing any more: the storage under its ledger failed. */
  get failure(): TalosError | undefined {
    return this.#core.failure;
  }

  /** Open channels, of both ends. */
  get channels(): readonly OpenChannel[] {
    return [...this.#host.channels, ...this.#dialer.channels];
  }

  /** The end that takes channels. */
  get tunnels(): TunnelHost {
    return this.#host;
  }

  /** Takes a link of any purpose that agents serve; the platform gives it links. */
  accept(purpose: Purpose, link: Link): Promise<void> {
    if (purpose === 'channel') return this.#host.accept(link);
    if (purpose === 'chain') return this.#chains.host.accept(link);
    if (purpose === 'transfer') return this.transfers.takeLink(link);
    return this.messages.accept(link);
  }

  get #using(): UsingParts {
    return { core: this.#core, dialer: this.#dialer, platform: this.#platform };
  }

  async whoami(): Promise<Whoami> {
    const { identity } = this.#core;
    const { publicKey } = identity.signing;
    const { keystore, createdMs } = this.#platform;
    const peerId = formatPeerId(publicKey);
    return { did: identity.did, name: identity.name, publicKey: toHex(publicKey), peerId, keystore, createdMs };
  }

  async status(): Promise<Status> {
    const { identity, ledger, durability, peers } = this.#core;
    const { pid, keystore, primitives } = this.#platform;
    const repairs = await ledger.positions({ type: 'session-repair' });
    const [lastRepair] = await ledger.query({ type: 'session-repair', last: 1 });
    return {
      owner: { pid, startedMs: this.#startedMs },
      did: identity.did,
      name: identity.name,
      addresses: this.#platform.addresses(),
      services: [...this.#lent].map(([service, tools]) => ({ service, tools, peers: this.#host.peersOf(service) })),
      sessions: this.channels.map(({ channel, sinceMs }) => {
        const { peer, role, remoteAddress: address, path } = channel;
        return { peer, role, sinceMs, address, path };
      }),
      identityChanges: peers
        .all()
        .flatMap(({ alias, did, changed }) => (changed ? [{ alias, pinned: did, offered: changed.did }] : [])),
      repairs: { count: repairs.length, lastAtMs: lastRepair?.timeMs ?? 0 },
      servers: await this.servers.list(),
      ...((await this.#platform.reachStatus?.()) ?? UNREACHED),
      ledger: { size: ledger.size, height: ledger.height, checkpoint: ledger.checkpoint },
      keystore,
      durability,
      primitives,
    };
  }

  grant(params: GrantParams): Promise<Granted> {
    return this.#capabilities.grant(params, () => this.onlyService());
  }

  delegate(params: DelegateParams): Promise<Granted> {
    return this.#capabilities.delegate(params);
  }

  /** The one service that is lent, or `default`. @throws {TalosError} `E_AMBIGUOUS` where there are more. */
  onlyService(): string {
    const [first, second] = this.#lent.keys();
    if (second !== undefined)
      throw new TalosError('E_AMBIGUOUS', `more than one service is lent: ${[...this.#lent.keys()].join(', ')}`, {
        hint: 'name one with --service',
      });
    return first ?? DEFAULT_SERVICE;
  }

  capabilities(): Promise<readonly CapabilityView[]> {
    return this.#capabilities.list();
  }

  capability(id: string): Promise<CapabilityDetail> {
    return this.#capabilities.detail(id);
  }

  isRevoked(chain: string): Promise<boolean> {
    return this.#capabilities.isRevoked(chain);
  }

  revoke(params: RevokeParams): Promise<RevokedView> {
    return this.#capabilities.revoke(params);
  }

  renew(params: { readonly id?: string }, signal?: AbortSignal): Promise<readonly RenewedView[]> {
    return this.#capabilities.renew(params, signal);
  }

  async auditLog(query: AuditQuery): Promise<readonly AuditEntry[]> {
    const { peer, type, ...rest } = query;
    const known = ENTRY_TYPES.find((each) => each === type);
    if (type !== undefined && known === undefined)
      throw new TalosError('E_USAGE', `no entry has this type; there are ${ENTRY_TYPES.join(', ')}`);
    const wanted: LedgerQuery = {
      ...rest,
      ...(peer === undefined ? {} : { peer: this.#core.known(peer) }),
      ...(known === undefined ? {} : { type: known }),
    };
    return (await this.#core.ledger.query(wanted)).map(auditEntry);
  }

  async auditEntry(id: string, archives: readonly string[] = []): Promise<AuditEntry> {
    return auditEntry(await this.#entry(id, archives));
  }

  async #entry(id: string, archives: readonly string[]): Promise<StoredEntry> {
    const entry = await this.#core.ledger.get(await entryIdOf(this.#core.ledger, id), this.audit.sources(archives));
    if (entry === undefined) throw new TalosError('E_NOT_FOUND', 'no entry has this id');
    return entry;
  }

  async auditVerify(): Promise<AuditReport> {
    return auditReport(await this.#core.ledger.verify());
  }

  async proof(id: string, archives: readonly string[] = []): Promise<string> {
    return this.#core.ledger.prove(await entryIdOf(this.#core.ledger, id), this.audit.sources(archives));
  }

  async call(params: CallParams, signal?: AbortSignal): Promise<CallOutcome> {
    return call(this.#using, params, signal);
  }

  async backup({ path }: BackupParams, signal?: AbortSignal): Promise<BackupView> {
    const { backup: make, keystore } = this.#platform;
    const { ledger, salts, identity } = this.#core;
    if (make === undefined) throw new TalosError('E_USAGE', 'there is no data directory');
    await ledger.seal();
    await salts.flush();
    const { size: entries, checkpoint } = ledger;
    const bytes = await ledger.hold(() => make(path, signal));
    return { path, did: identity.did, keystore, entries, checkpoint, bytes };
  }

  serve(params: ServeParams, options: WatchOptions = {}): Promise<ServedService> {
    const { approveCommand, ...terms } = params;
    const command = approveCommand && this.#platform.approver?.(approveCommand, params);
    const { argv } = params;
    return this.lend({ ...terms, ...(command && { command }) }, this.#platform.startTool(params), options, { argv });
  }

  /**
   * Lends the tool servers that `startTool` starts.
   *
   * @param origin - What they are; an object of this process unless given.
   * @throws as `lend` of `lending.ts`.
   */
  async lend(
    terms: LendTerms,
    startTool: StartToolServer,
    options: WatchOptions = {},
    origin: ToolOrigin = { local: terms.service },
  ): Promise<ServedService> {
    const parts = { core: this.#core, host: this.#host, platform: this.#platform, acl: this.acl };
    this.#assertOpen();
    const unwatch = this.#core.watch(options.onNotice ?? (() => {}));
    try {
      const { tools, service } = await lend(parts, terms, { startTool, origin }, options);
      await this.#keep(service);
      const found = await this.messages.stayFound();
      this.#lent.set(terms.service, tools);
      const forget = (): void => {
        this.#lent.delete(terms.service);
        unwatch();
        void found[Symbol.asyncDispose]();
      };
      service.ended.then(forget, forget);
      return service;
    } catch (error) {
      unwatch();
      throw error;
    }
  }

  /** Opens a connection for own calls. @throws as `openCalls` of `using.ts`. */
  async openCalls(target: TunnelTarget, signal?: AbortSignal): Promise<CallConnection> {
    this.#assertOpen();
    return openCalls(this.#using, target, { signal });
  }

  async connect(params: ConnectParams, options: WatchOptions = {}): Promise<Tunnel> {
    this.#assertOpen();
    const tunnel = await connect(this.#using, params, options);
    await this.#keep(tunnel);
    return tunnel;
  }

  /** The agent goes on for a while: what waits for others may go out, and be heard. */
  #lasts(): void {
    this.#gossip?.begin();
    // Why not is told to who asks for one of them.
    void this.transfers.resume().catch(dropped);
  }

  #assertOpen(): void {
    if (this.#disposing !== undefined) throw new TalosError('E_CLOSED', 'the agent has ended');
  }

  /** Closes `lasting` with the agent. @throws {TalosError} `E_CLOSED` if that has ended meanwhile. */
  async #keep(lasting: { readonly ended: Promise<unknown>; close(): Promise<void> }): Promise<void> {
    this.#lasting.add(lasting);
    this.#lasts();
    const forget = (): void => void this.#lasting.delete(lasting);
    lasting.ended.then(forget, forget);
    if (this.#disposing === undefined) return;
    await lasting.close();
    this.#assertOpen();
  }

  /** Ends what goes on with a peer that was convicted, or whose identity is over. */
  #endTunnelsWith(
    peer: Did,
    reason: TalosError = new TalosError('E_EQUIVOCATION', 'the peer has signed two histories'),
  ): void {
    void this.#host.endTunnelsOf(peer, reason.code);
    this.#dialer.endTunnelsTo(peer, reason);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#disposing ??= this.#dispose();
    return this.#disposing;
  }

  async #dispose(): Promise<void> {
    clearInterval(this.#sweep);
    this.#unwatch();
    this.audit.close();
    this.#core.approvals.close();
    await Promise.allSettled([...this.#lasting].map((each) => each.close()));
    await this.#gossip?.[Symbol.asyncDispose]();
    await this.transfers[Symbol.asyncDispose]();
    await this.#host.close();
    await this.acl.close();
    await this.witness[Symbol.asyncDispose]();
    await this.#dialer.close();
    this.#control[Symbol.dispose]();
    await this.#chains[Symbol.asyncDispose]();
    await this.messages[Symbol.asyncDispose]();
    flushQuietly(this.#core.denials, true);
    await this.#core.salts.flush();
    await this.#core.usage.close();
  }
}
