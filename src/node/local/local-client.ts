/**
 * A command's end of the local socket: the running agent of the data directory, as if it were here (PROTOCOL.md §10.3).
 *
 * @module
 */
import { connect, type Socket } from 'node:net';
import type { AclApi } from '../../agent/api/access-api.ts';
import type { AnchorsApi } from '../../agent/api/anchor-api.ts';
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
  ServedInfo,
  ServedService,
  ServeParams,
  Status,
  Tunnel,
  TunnelInfo,
  WatchOptions,
  Whoami,
} from '../../agent/api/api.ts';
import type { ApprovalsApi } from '../../agent/api/approval-api.ts';
import type { AuditApi } from '../../agent/api/audit-api.ts';
import type { BackupParams, BackupView } from '../../agent/api/backup-api.ts';
import type { BlocksApi } from '../../agent/api/block-api.ts';
import type { ChainsApi } from '../../agent/api/chain-api.ts';
import type { IdentitiesApi } from '../../agent/api/identity-api.ts';
import type { LightApi } from '../../agent/api/light-api.ts';
import type { ContactsApi, MessagesApi } from '../../agent/api/message-api.ts';
import type { PingParams, PingView } from '../../agent/api/ping-api.ts';
import type { ReportsApi } from '../../agent/api/report-api.ts';
import type { RevokedView, RevokeParams } from '../../agent/api/revocation-api.ts';
import type { ServersApi } from '../../agent/api/server-api.ts';
import type { ToolsApi } from '../../agent/api/tool-api.ts';
import type { TransferApi } from '../../agent/api/transfer-api.ts';
import type { WitnessApi } from '../../agent/api/witness-api.ts';
import { TalosError } from '../../base/errors.ts';
import { VERSION } from '../../base/version.ts';
import type { Json, JsonObject } from '../../codec/json.ts';
import { localApprovals } from './local-approvals.ts';
import { localAudit } from './local-audit.ts';
import { localChains } from './local-chains.ts';
import { localIdentities } from './local-identities.ts';
import { localLight } from './local-light.ts';
import { LineReceiver, LineSender } from './local-lines.ts';
import {
  type LocalOpened,
  localAcl,
  localAnchors,
  localBlocks,
  localContacts,
  localMessages,
  localReports,
  localServers,
  localWitness,
} from './local-messages.ts';
import { localTools } from './local-tools.ts';
import { localTransfers } from './local-transfers.ts';
import { errorOfJson, isObject, LocalWire } from './local-wire.ts';

/** How long an owner may take to answer before it counts as absent, in milliseconds. PROTOCOL.md §10.2. */
export const OWNER_DEADLINE_MS = 2000;

/** The agent of another process. Disposing closes what was opened through it, and leaves the agent running. */
export interface AttachedAgent extends AgentApi, AsyncDisposable {
  /** The owner's process id. */
  readonly ownerPid: number;
  /** Resolves when the connection is over, by either side. */
  readonly gone: Promise<void>;
}

/** How to attach. */
export interface AttachOptions {
  /** {@link OWNER_DEADLINE_MS} by default. */
  readonly deadlineMs?: number;
  /** What to say to be; for tests. */
  readonly version?: string;
}

/**
 * Attaches to the agent that listens on the socket at `path`, or gives undefined where nobody does.
 *
 * @throws {TalosError} `E_TIMEOUT` where somebody listens and does not answer in time; `E_VERSION` where that is
 *   another release; `E_PROTOCOL` where that is no agent; `E_STORAGE_DENIED` where the socket is not ours to use.
 */
export async function attachLocal(path: string, options: AttachOptions = {}): Promise<AttachedAgent | undefined> {
  const socket = await connected(path);
  if (socket === undefined) return undefined;
  const agent = new LocalAgent(socket);
  try {
    await agent.greet(options.version ?? VERSION, options.deadlineMs ?? OWNER_DEADLINE_MS);
    return agent;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function connected(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EACCES' || cause.code === 'EPERM')
        reject(new TalosError('E_STORAGE_DENIED', `the socket ${path} belongs to another user`, { cause }));
      // EAGAIN: its queue is full, so its owner is busy or stopped; the caller tries again until its deadline.
      else resolve(undefined);
    });
  });
}

/** A request that waits for its result. */
interface Waiting {
  resolve(result: Json): void;
  reject(error: Error): void;
  event(content: JsonObject): void;
}

class LocalAgent implements AttachedAgent {
  readonly #wire: LocalWire;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;
  #ended: TalosError | undefined;
  readonly gone: Promise<void>;
  readonly messages: MessagesApi;
  readonly contacts: ContactsApi;
  readonly servers: ServersApi;
  readonly anchors: AnchorsApi;
  readonly chains: ChainsApi;
  readonly blocks: BlocksApi;
  readonly identities: IdentitiesApi;
  readonly light: LightApi;
  readonly audit: AuditApi;
  readonly reports: ReportsApi;
  readonly witness: WitnessApi;
  readonly tools: ToolsApi;
  readonly acl: AclApi;
  readonly approvals: ApprovalsApi;
  readonly transfers: TransferApi;
  ownerPid = 0;

  constructor(socket: Socket) {
    this.#wire = new LocalWire(socket, (message) => this.#receive(message));
    const requests = {
      ask: <Result>(
        method: string,
        params?: object,
        signal?: AbortSignal,
        event?: (content: JsonObject) => void,
      ): Promise<Result> => this.#ask(method, params, signal, event),
      open: <Info>(
        method: string,
        params: object,
        options: WatchOptions,
        event: (content: JsonObject) => void,
      ): Promise<LocalOpened<Info>> => this.#open(method, params, options, event),
      tell: (id: number, message: object): void => this.#wire.send({ id, ...message }),
    };
    this.messages = localMessages(requests);
    this.contacts = localContacts(requests);
    this.servers = localServers(requests);
    this.anchors = localAnchors(requests);
    this.chains = localChains(requests);
    this.blocks = localBlocks(requests);
    this.identities = localIdentities(requests);
    this.light = localLight(requests);
    this.audit = localAudit(requests);
    this.reports = localReports(requests);
    this.witness = localWitness(requests);
    this.tools = localTools(requests);
    this.acl = localAcl(requests);
    this.approvals = localApprovals(requests);
    this.transfers = localTransfers(requests);
    this.gone = this.#wire.closed.then((error) => {
      this.#end(
        error ?? new TalosError('E_CLOSED', 'the process of the agent ended', { hint: 'run the command again' }),
      );
    });
  }

  async greet(version: string, deadlineMs: number): Promise<void> {
    const timer = setTimeout(() => this.#end(new TalosError('E_TIMEOUT', `no answer in ${deadlineMs} ms`)), deadlineMs);
    try {
      const hello = await this.#ask<Json>('hello', { version });
      if (!isObject(hello) || hello['version'] !== version || typeof hello['pid'] !== 'number')
        throw new TalosError('E_VERSION', 'the running agent is of another version', {
          hint: 'end the running agent, or use the same version',
        });
      this.ownerPid = hello['pid'];
    } finally {
      clearTimeout(timer);
    }
  }

  #receive(message: JsonObject): void {
    const { id, event } = message;
    if (id === null) throw errorOfJson(message['error']);
    const waiting = typeof id === 'number' ? this.#waiting.get(id) : undefined;
    if (waiting === undefined || typeof id !== 'number') return; // the answer to what was given up
    if (isObject(event)) return waiting.event(event);
    this.#waiting.delete(id);
    if (message['error'] !== undefined) waiting.reject(errorOfJson(message['error']));
    else waiting.resolve(message['result'] ?? null);
  }

  #end(error: TalosError): void {
    this.#ended ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#ended);
    this.#waiting.clear();
  }

  /** Sends a request; `event` gets what comes before its result. */
  #request(
    method: string,
    params: object,
    event: (content: JsonObject) => void,
  ): { id: number; result: Promise<Json> } {
    const id = this.#next++;
    const result = new Promise<Json>((resolve, reject) => {
      if (this.#ended !== undefined) return reject(this.#ended);
      this.#waiting.set(id, { resolve, reject, event });
      this.#wire.send({ id, method, params });
    });
    return { id, result };
  }

  // Results have the types of AgentApi: the other side is this program in this version (`greet` compares).
  async #ask<Result>(
    method: string,
    params: object = {},
    signal?: AbortSignal,
    event: (content: JsonObject) => void = () => undefined,
  ): Promise<Result> {
    signal?.throwIfAborted();
    const { id, result } = this.#request(method, params, event);
    const cancel = (): void => {
      this.#wire.send({ id, close: true });
      this.#waiting.get(id)?.reject(signal?.reason as Error);
      this.#waiting.delete(id);
    };
    signal?.addEventListener('abort', cancel);
    try {
      return (await result) as Result;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Opens what lasts: resolves when the first `open` event is there, `ended` settles with the request. */
  async #open<Info>(
    method: string,
    params: object,
    options: WatchOptions,
    event: (content: JsonObject) => void,
  ): Promise<LocalOpened<Info>> {
    options.signal?.throwIfAborted();
    let opened: (info: Info) => void;
    const open = new Promise<Info>((resolve) => {
      opened = resolve;
    });
    const { id, result } = this.#request(method, params, (content) => {
      if (content['open'] !== undefined) opened(content['open'] as Info);
      else if (content['notice'] !== undefined) options.onNotice?.(content['notice'] as unknown as Notice);
      else event(content);
    });
    const ended = result.then(() => undefined);
    const close = async (): Promise<void> => {
      this.#wire.send({ id, close: true });
      await ended.catch(() => undefined); // who awaits `ended` is told
    };
    const aborted = (): void => void close();
    options.signal?.addEventListener('abort', aborted);
    void ended.catch(() => undefined).finally(() => options.signal?.removeEventListener('abort', aborted));
    const info = await Promise.race([open, ended]);
    if (info === undefined) {
      options.signal?.throwIfAborted();
      throw new TalosError('E_CLOSED', 'it was closed before it was open');
    }
    return { id, info, ended, close };
  }

  whoami(): Promise<Whoami> {
    return this.#ask('whoami');
  }

  status(): Promise<Status> {
    return this.#ask('status');
  }

  grant(params: GrantParams): Promise<{ readonly capability: CapabilityView; readonly token: string }> {
    return this.#ask('grant', params);
  }

  delegate(params: DelegateParams): Promise<{ readonly capability: CapabilityView; readonly token: string }> {
    return this.#ask('delegate', params);
  }

  capabilities(): Promise<readonly CapabilityView[]> {
    return this.#ask('capabilities');
  }

  capability(id: string): Promise<CapabilityDetail> {
    return this.#ask('capability', { id });
  }

  isRevoked(chain: string): Promise<boolean> {
    return this.#ask('isRevoked', { chain });
  }

  revoke(params: RevokeParams): Promise<RevokedView> {
    return this.#ask('revoke', params);
  }

  renew(params: { readonly id?: string }, signal?: AbortSignal): Promise<readonly RenewedView[]> {
    return this.#ask('renew', params, signal);
  }

  auditLog(query: AuditQuery): Promise<readonly AuditEntry[]> {
    return this.#ask('auditLog', query);
  }

  auditEntry(id: string, archives?: readonly string[]): Promise<AuditEntry> {
    return this.#ask('auditEntry', { id, ...(archives === undefined ? {} : { archives }) });
  }

  auditVerify(): Promise<AuditReport> {
    return this.#ask('auditVerify');
  }

  proof(id: string, archives?: readonly string[]): Promise<string> {
    return this.#ask('proof', { id, ...(archives === undefined ? {} : { archives }) });
  }

  call(params: CallParams, signal?: AbortSignal): Promise<CallOutcome> {
    return this.#ask('call', params, signal);
  }

  ping(params: PingParams, signal?: AbortSignal): Promise<PingView> {
    return this.#ask('ping', params, signal);
  }

  backup(params: BackupParams, signal?: AbortSignal): Promise<BackupView> {
    return this.#ask('backup', params, signal);
  }

  async serve(params: ServeParams, options: WatchOptions = {}): Promise<ServedService> {
    const { info, ended, close } = await this.#open<ServedInfo>('serve', params, options, () => undefined);
    return { info, ended, close };
  }

  async connect(params: ConnectParams, options: WatchOptions = {}): Promise<Tunnel> {
    const put = (message: object): void => this.#wire.send({ id: stream.id, ...message });
    const stream = { id: -1 };
    const sender = new LineSender(put);
    const receiver = new LineReceiver(put);
    const { id, info, ended, close } = await this.#open<TunnelInfo>('connect', params, options, (content) => {
      const { part, line, credit } = content;
      if (typeof part === 'string') receiver.receive(part, false);
      else if (typeof line === 'string') receiver.receive(line, true);
      else if (typeof credit === 'number') sender.credit(credit);
    });
    stream.id = id;
    const over = (): void => {
      sender.end();
      receiver.end();
    };
    ended.then(over, over);
    return {
      info,
      ended,
      close,
      lines: receiver,
      async send(line: string): Promise<void> {
        await sender.send(line);
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#wire.close();
    await this.gone;
  }
}
