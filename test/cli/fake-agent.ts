/** An agent in memory for the tests of the commands and of the local socket: it keeps what it was asked. */
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
  Notice,
  RenewedView,
  ServedService,
  ServeParams,
  Status,
  Tunnel,
  WatchOptions,
  Whoami,
} from '../../src/agent/api/api.ts';
import type { BackupParams, BackupView } from '../../src/agent/api/backup-api.ts';
import type { PingParams, PingView } from '../../src/agent/api/ping-api.ts';
import type { RevokedView, RevokeParams, ToldView } from '../../src/agent/api/revocation-api.ts';
import { TalosError } from '../../src/base/errors.ts';
import type { Did } from '../../src/identity/did.ts';
import { FakeAcl } from './fake-acl.ts';
import { FakeAnchors, FakeReports } from './fake-anchors.ts';
import { FakeApprovals } from './fake-approvals.ts';
import { FakeAudit } from './fake-audit.ts';
import { FakeBlocks } from './fake-blocks.ts';
import { FakeChains } from './fake-chains.ts';
import { FakeIdentities } from './fake-identities.ts';
import { FakeLight } from './fake-light.ts';
import { FakeContacts, FakeMessages } from './fake-messages.ts';
import { FakeServers } from './fake-servers.ts';
import { FakeTools } from './fake-tools.ts';
import { FakeTransfers } from './fake-transfers.ts';
import { FakeWitness } from './fake-witness.ts';

export const OWN_DID = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';
export const PEER_DID = 'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH';

/** A queue of texts for one reader. */
export class Lines implements AsyncIterable<string> {
  #queue: string[] = [];
  #ended = false;
  #wake: () => void = () => undefined;

  push(line: string): void {
    this.#queue.push(line);
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for (;;) {
      const line = this.#queue.shift();
      if (line !== undefined) yield line;
      else if (this.#ended) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}

/** Something that was opened, and how to end it from outside. */
export interface Opened<Params> {
  readonly params: Params;
  readonly closed: Promise<void>;
  isClosed: boolean;
  notice(notice: Notice): void;
  fail(error: Error): void;
}

/** A tunnel whose far side is the test. */
export interface OpenedTunnel extends Opened<ConnectParams> {
  /** What the command sent. */
  readonly received: string[];
  /** Called for each line that the command sends, before it is acknowledged. */
  onLine: (line: string) => void | Promise<void>;
  readonly answers: Lines;
}

export class FakeAgent implements AgentApi, AsyncDisposable {
  readonly asked: { method: string; params: unknown }[] = [];
  readonly services: Opened<ServeParams>[] = [];
  readonly tunnels: OpenedTunnel[] = [];
  readonly granted: CapabilityView[] = [];
  entries: AuditEntry[] = [];
  report: AuditReport = { valid: true, entries: 0, blocks: 1, archived: 0, checkpoint: '', problems: [] };
  outcome: CallOutcome = { result: '{"content":[]}', entry: 'e'.repeat(64) };
  failure: Error | undefined;
  isDisposed = false;
  onTunnel: (tunnel: OpenedTunnel) => void = () => undefined;
  did: string = OWN_DID;
  readonly messages = new FakeMessages(
    (method, params) => this.#asked(method, params),
    () => this.did,
  );
  readonly blocks = new FakeBlocks((method, params) => this.#asked(method, params));
  readonly servers = new FakeServers((method, params) => this.#asked(method, params));
  /** Whom a revocation is told to, and what becomes of renewals. */
  told: readonly ToldView[] = [];
  renewed: readonly RenewedView[] = [];
  readonly anchors = new FakeAnchors((method, params) => this.#asked(method, params));
  readonly chains = new FakeChains((method, params) => this.#asked(method, params));
  readonly light = new FakeLight((method, params) => this.#asked(method, params));
  readonly audit = new FakeAudit(
    (method, params) => this.#asked(method, params),
    () => this.report,
  );
  readonly reports = new FakeReports((method, params) => this.#asked(method, params));
  readonly identities = new FakeIdentities((method, params) => this.#asked(method, params));
  readonly transfers = new FakeTransfers((method, params) => this.#asked(method, params));
  readonly tools = new FakeTools((method, params) => this.#asked(method, params));
  readonly acl = new FakeAcl((method, params) => this.#asked(method, params));
  readonly witness = new FakeWitness((method, params) => this.#asked(method, params));
  readonly approvals = new FakeApprovals((method, params) => this.#asked(method, params));
  readonly contacts = new FakeContacts((method, params) => this.#asked(method, params));

  #asked(method: string, params: unknown = {}): void {
    this.asked.push({ method, params });
    if (this.failure !== undefined) throw this.failure;
  }

  async whoami(): Promise<Whoami> {
    this.#asked('whoami');
    return {
      did: this.did,
      name: 'tester',
      publicKey: '2e'.repeat(32),
      peerId: '12D3KooWtest',
      keystore: 'key-file',
      createdMs: 1_700_000_000_000,
    };
  }

  async status(): Promise<Status> {
    this.#asked('status');
    return {
      owner: { pid: process.pid, startedMs: 1_700_000_000_000 },
      did: this.did,
      name: 'tester',
      addresses: ['/ip4/127.0.0.1/tcp/7700'],
      services: this.services
        .filter((each) => !each.isClosed)
        .map((each) => ({ service: each.params.service, tools: ['read_file'], peers: [] })),
      sessions: [
        {
          peer: PEER_DID,
          role: 'responder',
          sinceMs: 1_700_000_000_000,
          address: '/ip4/127.0.0.1/tcp/1',
          path: 'direct',
        },
      ],
      identityChanges: this.contacts.all.flatMap(({ alias, did, changed }) =>
        changed === undefined ? [] : [{ alias, pinned: did, offered: changed }],
      ),
      repairs: { count: 0, lastAtMs: 0 },
      servers: this.servers.all,
      relays: [],
      reachability: 'unknown',
      punches: [],
      ledger: { size: this.entries.length, height: 1, checkpoint: '' },
      keystore: 'key-file',
      durability: 'default',
      primitives: 'sodium-native',
    };
  }

  async grant(params: GrantParams): Promise<{ capability: CapabilityView; token: string }> {
    this.#asked('grant', params);
    const capability: CapabilityView = {
      id: (this.granted.length + 1).toString(16).padStart(64, 'a'),
      direction: 'issued',
      issuer: this.did,
      subject: params.subject,
      audience: this.did,
      service: params.service ?? 'default',
      tools: params.tools,
      terms: params.terms === undefined ? [] : [`as in ${params.terms}`],
      issuedAt: 1_700_000_000_000,
      expiresAt: 1_700_000_000_000 + params.expiresInS * 1000,
      revoked: false,
      depth: 0,
      further: params.depth ?? 0,
    };
    this.granted.push(capability);
    return { capability, token: 'a.b.c' };
  }

  async delegate(params: DelegateParams): Promise<{ capability: CapabilityView; token: string }> {
    this.#asked('delegate', params);
    const { subject, tools = [], expiresInS = 60 } = params;
    const { capability } = await this.grant({ subject, tools, expiresInS });
    return { capability: { ...capability, direction: 'delegated', depth: 1 }, token: 'a.b.c~d.e.f' };
  }

  async capabilities(): Promise<readonly CapabilityView[]> {
    this.#asked('capabilities');
    return this.granted;
  }

  async capability(id: string): Promise<CapabilityDetail> {
    this.#asked('capability', { id });
    const found = this.granted.find((each) => each.id.startsWith(id));
    if (found === undefined) throw new TalosError('E_NOT_FOUND', `no capability ${id}`);
    const { issuer, subject, tools, terms, issuedAt, expiresAt } = found;
    const chain = [{ id: found.id, issuer, subject, tools, terms, issuedAt, expiresAt }];
    return { ...found, token: 'a.b.c', chain, scope: '{"service":"default","tools":{},"type":"talos-mcp"}' };
  }

  async isRevoked(chain: string): Promise<boolean> {
    this.#asked('isRevoked', { chain });
    return false;
  }

  async revoke(params: RevokeParams): Promise<RevokedView> {
    this.#asked('revoke', params);
    const { id = '', subject, issuer, chain } = params;
    const kind =
      subject !== undefined ? 'subject' : issuer !== undefined ? 'issuer' : chain === true ? 'chain' : 'token';
    return { id: subject ?? issuer ?? id, kind, revokedAtMs: 1_700_000_000_000, told: this.told };
  }

  async renew(params: { readonly id?: string }): Promise<readonly RenewedView[]> {
    this.#asked('renew', params);
    return this.renewed;
  }

  async auditLog(query: AuditQuery): Promise<readonly AuditEntry[]> {
    this.#asked('auditLog', query);
    return this.entries.slice(-(query.last ?? this.entries.length));
  }

  async auditEntry(id: string): Promise<AuditEntry> {
    this.#asked('auditEntry', { id });
    const found = this.entries.find((each) => each.id.startsWith(id));
    if (found === undefined) throw new TalosError('E_NOT_FOUND', `no entry ${id}`);
    return found;
  }

  async auditVerify(): Promise<AuditReport> {
    this.#asked('auditVerify');
    return this.report;
  }

  async proof(id: string): Promise<string> {
    this.#asked('proof', { id });
    return `{"kind":"talos-proof","v":1}\n`;
  }

  async call(params: CallParams, signal?: AbortSignal): Promise<CallOutcome> {
    this.#asked('call', params);
    if (params.tool === 'wait')
      await new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new TalosError('E_ABORTED', 'stopped')));
      });
    return this.outcome;
  }

  async serve(params: ServeParams, options: WatchOptions = {}): Promise<ServedService> {
    this.#asked('serve', params);
    const { opened, ended, close } = open(params, options);
    this.services.push(opened);
    const invitation = params.authorizedPeer === undefined && params.inviteTtlS > 0 ? 'talos:invite:abc' : undefined;
    return {
      info: {
        did: this.did,
        service: params.service,
        addresses: ['/ip4/127.0.0.1/tcp/7700'],
        ...(invitation === undefined ? {} : { invitation }),
        tools: ['read_file'],
      },
      ended,
      close,
    };
  }

  async connect(params: ConnectParams, options: WatchOptions = {}): Promise<Tunnel> {
    this.#asked('connect', params);
    const answers = new Lines();
    const { opened, ended, close } = open(params, options);
    const tunnel: OpenedTunnel = Object.assign(opened, { received: [], onLine: () => undefined, answers });
    ended.then(
      () => answers.end(),
      () => answers.end(),
    );
    this.tunnels.push(tunnel);
    this.onTunnel(tunnel);
    return {
      info: { peer: PEER_DID, service: params.service ?? 'default' },
      lines: answers,
      ended,
      close,
      async send(line: string): Promise<void> {
        if (tunnel.isClosed) throw new TalosError('E_CLOSED', 'the tunnel is closed');
        tunnel.received.push(line);
        await tunnel.onLine(line);
      },
    };
  }

  async ping(params: PingParams): Promise<PingView> {
    this.#asked('ping', params);
    const answers = Array.from({ length: params.count }, (_, n) => ({ path: 'relayed' as const, ms: 10 + n }));
    const address = '/ip4/192.0.2.9/tcp/8767/p2p/12D3KooW/p2p-circuit/p2p/12D3KooX';
    const tried = [
      { address: '/ip4/192.0.2.7/tcp/1', path: 'direct', ms: 3, failure: 'connect ECONNREFUSED' } as const,
      { address, path: 'relayed', ms: 40 } as const,
    ];
    const punch = {
      peer: PEER_DID as Did,
      outcome: 'failed',
      atMs: 5,
      ms: 4000,
      asked: true,
      own: '',
      theirs: [],
      failure: { code: 'E_TIMEOUT', message: 'the peer took too long' },
    } as const;
    return { peer: PEER_DID, path: 'relayed', address, answers, tried, punch };
  }

  async backup(params: BackupParams): Promise<BackupView> {
    this.#asked('backup', params);
    return { ...params, did: this.did, keystore: 'key-file', entries: 7, checkpoint: 'note', bytes: 4096 };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.isDisposed = true;
  }
}

function open<Params>(
  params: Params,
  options: WatchOptions,
): { opened: Opened<Params>; ended: Promise<void>; close: () => Promise<void> } {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const ended = new Promise<void>((onEnd, onError) => {
    resolve = onEnd;
    reject = onError;
  });
  ended.catch(() => undefined);
  const close = async (): Promise<void> => {
    opened.isClosed = true;
    resolve();
  };
  const opened: Opened<Params> = {
    params,
    closed: ended,
    isClosed: false,
    notice: (notice) => options.onNotice?.(notice),
    fail(error) {
      opened.isClosed = true;
      reject(error);
    },
  };
  options.signal?.addEventListener('abort', () => void close());
  return { opened, ended, close };
}
