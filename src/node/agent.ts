/**
 * A running agent on Node: its data directory, its network, its tool servers. PROTOCOL.md §10.
 *
 * @module
 */
import { join } from 'node:path';
import { Agent } from '../agent/agent.ts';
import { AgentCore } from '../agent/agent-core.ts';
import type { AgentPlatform, ReachSettings } from '../agent/agent-platform.ts';
import type { KeystoreSeal, Notice, ServeParams, SettingStatus, Status } from '../agent/api/api.ts';
import type { Messenger } from '../agent/message/messenger.ts';
import type { Durability } from '../agent/tunnel/call-records.ts';
import { RECONNECT_DEADLINE_MS } from '../agent/tunnel/supervised-tunnel.ts';
import type { StartToolServer } from '../agent/tunnel/tool-server.ts';
import { systemClock } from '../base/clock.ts';
import { closeAll } from '../base/lifetime.ts';
import { VERSION } from '../base/version.ts';
import { primitivesInUse } from '../crypto/init.ts';
import type { Identity } from '../identity/identity.ts';
import type { DidResolver } from '../identity/resolver.ts';
import { openLedger } from '../ledger/journal/open-ledger.ts';
import type { NetworkTerms } from '../ledger/network.ts';
import type { Store } from '../storage/store.ts';
import { fileKinds } from '../transfer/file-kind.ts';
import { aclFiles } from './acl-files.ts';
import type { AgentMeasures } from './agent-measures.ts';
import { type BackupParts, makeBackup } from './backup.ts';
import { DATA_DIR_NAMES, makeFolders } from './data-dir.ts';
import { didResolver } from './did-resolver.ts';
import { archiveFiles } from './files/archive-file.ts';
import { openFileRoom } from './files/file-room.ts';
import type { FileSettings } from './files/file-settings.ts';
import { readSecretFile } from './files/secret-file.ts';
import { openEpochFile } from './identity/epoch-file.ts';
import { openMiner } from './ledger/miner.ts';
import { postText } from './ledger/post-text.ts';
import { Network, type RouterWay } from './network/network.ts';
import { watchInterfaces } from './network/network-watch.ts';
import { openFileJournal } from './store/file-journal.ts';
import { openLmdbStore } from './store/lmdb-store.ts';
import { approveCommand } from './tool/approve-command.ts';
import { Guardian } from './tool/guardian.ts';
import { startTool } from './tool/tool-process.ts';
import { untilQuiet } from './until-quiet.ts';

/** Milliseconds after which a call without an answer ends with an unknown outcome: tools may work for long. */
export const CALL_TIMEOUT_MS: number = 10 * 60_000;

/** What a running agent is made of. */
export interface RunningAgentOptions {
  /** Owned by this process: its lock is held. */
  readonly dataDir: string;
  readonly identity: Identity;
  readonly keystore: KeystoreSeal;
  /** When the identity was created, milliseconds since 1970. */
  readonly createdMs: number;
  readonly durability?: Durability;
  /** What a new ledger begins in, `talos` where absent; a ledger that is there must have begun in it. */
  readonly network?: Partial<NetworkTerms>;
  /** Address to listen on where a service names none. */
  readonly host?: string;
  /** Port to listen on where a service names none. */
  readonly port?: number;
  /** Resolvers of further methods of DIDs, or in place of the built-in one of `did:web`. */
  readonly resolvers?: readonly DidResolver[];
  /** Relays to be reached through: multiaddrs with `/p2p/…`. */
  readonly relays?: readonly string[];
  readonly callTimeoutMs?: number;
  readonly reconnectDeadlineMs?: number;
  /** Milliseconds that a lent tool waits for a caller whose connection was lost; {@link TUNNEL_LINGER_MS} at most, and unless given. */
  readonly tunnelLingerMs?: number;
  /** How far the network goes: LAN mode `auto`, and nothing configured, where absent. */
  readonly reach?: Omit<ReachSettings, 'relays'>;
  /** Whether it looks for agents, and is found, in the DHT; it does unless set. */
  readonly dht?: boolean;
  /** Whether agents of the local network are looked for by multicast DNS, and told of this one; not unless told so. */
  readonly mdns?: boolean;
  /** How the router is asked for a port that leads here, NAT-PMP before UPnP; not unless told so. */
  readonly asksRouter?: readonly RouterWay[];
  /** Limits of files; the published ones where absent. */
  readonly files?: FileSettings;
  /** Stays off the network: whatever needs it is refused. */
  readonly isOffline?: boolean;
  /**
   * Whether peers may send messages as soon as it listens, and not only while somebody reads them; yes unless set. What
   * nobody here reads only gives strangers room on the disk.
   */
  readonly takesMessages?: boolean;
  /** Where Prometheus reads what the agent counts: `PORT` or `ADDRESS:PORT` of the loopback interface; nowhere unless given. */
  readonly metrics?: string;
  /** What `status` shows as set, and by whom. */
  readonly settings?: readonly SettingStatus[];
  /** Takes what people may want to know; not escaped. */
  readonly onNotice?: (notice: Notice) => void;
}

/** An {@link Agent} with all that it runs on. */
export class RunningAgent extends Agent {
  readonly core: AgentCore;
  readonly #platform: AgentPlatform;
  readonly #owned: readonly AsyncDisposable[];
  /** URL of what it counts, where that is to be read. */
  metrics: string | undefined;
  /** What was set, and by whom. */
  settings: readonly SettingStatus[] = [];
  #ending: Promise<void> | undefined;

  /** @param owned - Disposed after the agent, in order. */
  constructor(core: AgentCore, platform: AgentPlatform, owned: readonly AsyncDisposable[]) {
    super(core, platform);
    this.core = core;
    this.#platform = platform;
    this.#owned = owned;
  }

  /** The messages of this agent, opened when first needed. */
  messenger(): Promise<Messenger> {
    return this.messages.messenger();
  }

  override async status(): Promise<Status> {
    const { metrics, settings } = this;
    return { ...(await super.status()), settings, ...(metrics === undefined ? {} : { metrics }) };
  }

  /** Listens as configured, where it does not yet. @throws {TalosError} `E_CONFIG` if it cannot. */
  listen(): Promise<readonly string[]> {
    return this.#platform.listen(undefined, undefined);
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    this.#ending ??= this.#end();
    await this.#ending;
  }

  async #end(): Promise<void> {
    await super[Symbol.asyncDispose]();
    for (const each of this.#owned) await each[Symbol.asyncDispose]();
  }
}

/**
 * Starts the agent of a data directory. Dispose it to end its tunnels, seal its ledger and let go.
 *
 * @throws {TalosError} `E_STORAGE…` if store or journal cannot be opened; what opening the ledger throws.
 */
export async function openRunningAgent(options: RunningAgentOptions): Promise<RunningAgent> {
  const { dataDir, identity, durability = 'default', onNotice = () => {} } = options;
  const ledgerDir = join(dataDir, 'ledger');
  makeFolders(ledgerDir);
  const opened: AsyncDisposable[] = [];
  const own = <T extends AsyncDisposable>(each: T): T => {
    opened.unshift(each);
    return each;
  };
  try {
    const lmdb = own(await openLmdbStore({ path: join(dataDir, DATA_DIR_NAMES.store) }));
    const measures = await measuresOf(options, lmdb);
    const store = measures?.store ?? lmdb;
    const journal = own(await openFileJournal(join(ledgerDir, 'journal')));
    const { mine } = own(openMiner());
    const terms = { identity, clock: systemClock, mine, network: options.network ?? {} };
    const ledger = own(await openLedger({ store, journal, ...terms }));
    if (ledger.size === 0) await ledger.append({ type: 'identity', did: identity.did, event: 'created' }).durable();
    if (ledger.recovered !== undefined)
      onNotice({
        kind: 'tool',
        message: `cut off ${ledger.recovered.bytes} bytes of an interrupted write from the ledger`,
      });
    if (ledger.isReindexed) onNotice({ kind: 'tool', message: 'made the index of the ledger anew' });
    const core = await AgentCore.open({
      identity,
      store,
      ledger,
      clock: systemClock,
      durability,
      onNotice,
      defer: untilQuiet(),
      resolveDid: didResolver({ ...options, isLan: options.reach?.lan === 'on' }),
    });
    const guardian = own(new Guardian());
    const onAddresses = (): void => {
      const told = agent.messages.mail().then((mail) => mail.addressesChanged());
      told.catch((error: unknown) => onNotice({ kind: 'network', message: textOf(error) }));
    };
    const network: Network = own(
      new Network({
        seed: () => identity.hostSeed(),
        store,
        host: options.host ?? '0.0.0.0',
        port: options.port,
        isOffline: options.isOffline ?? false,
        asksRouter: options.asksRouter ?? [],
        relays: async () => (options.relays?.length ? options.relays : (await agent.messages.mail()).relaysOfServers()),
        reachabilityServers: async () => (await agent.messages.mail()).reachabilityServers(),
        onAddresses,
        onNotice: (message) => onNotice({ kind: 'network', message }),
        purposes: options.takesMessages === false ? ['channel', 'chain'] : ['channel', 'chain', 'message', 'transfer'],
        accept: (purpose, link) => agent.accept(purpose, link),
      }),
    );
    const agent: RunningAgent = new RunningAgent(
      core,
      platformOf(options, { network, guardian, onAddresses, backup: { dataDir, store: lmdb, journal } }),
      opened,
    );
    agent.settings = options.settings ?? [];
    core.network.onWake(() => network.probe());
    if (measures !== undefined && options.metrics !== undefined) {
      const onFault = (error: unknown): void => onNotice({ kind: 'tool', message: `the metrics: ${String(error)}` });
      agent.metrics = own(await measures.open({ agent, core }, options.metrics, onFault)).url;
    }
    return agent;
  } catch (error) {
    for (const each of opened) await each[Symbol.asyncDispose]();
    throw error;
  }
}

/** What measures the agent over `store`, where somebody wants that: loaded then. */
async function measuresOf({ metrics }: RunningAgentOptions, store: Store): Promise<AgentMeasures | undefined> {
  if (metrics === undefined) return undefined;
  return new (await import('./agent-measures.ts')).AgentMeasures(store);
}

interface PlatformParts {
  readonly network: Network;
  readonly guardian: Guardian;
  /** To be called when this agent is reached at other addresses. */
  readonly onAddresses: () => void;
  readonly backup: BackupParts;
}

function platformOf(options: RunningAgentOptions, parts: PlatformParts): AgentPlatform {
  const { network, guardian, onAddresses } = parts;
  const { keystore, createdMs, callTimeoutMs = CALL_TIMEOUT_MS, reconnectDeadlineMs = RECONNECT_DEADLINE_MS } = options;
  const { isOffline = false } = options;
  return {
    version: VERSION,
    pid: process.pid,
    keystore,
    createdMs,
    primitives: primitivesInUse(),
    archives: archiveFiles,
    files: openFileRoom({
      dataDir: options.dataDir,
      kinds: fileKinds(options.files?.limits),
      ...(options.files === undefined ? {} : { quotaBytes: options.files.quotaBytes }),
    }),
    accessLists: aclFiles(join(options.dataDir, DATA_DIR_NAMES.permissions)),
    backup: (path, signal) => makeBackup(parts.backup, path, signal),
    epochKeys: openEpochFile(join(options.dataDir, DATA_DIR_NAMES.store, DATA_DIR_NAMES.epochKeys)),
    callTimeoutMs,
    reconnectDeadlineMs,
    tunnelLingerMs: options.tunnelLingerMs,
    anchors: async () => [new (await import('./ledger/anchor-rfc3161.ts')).TimeStampAnchor({ isOffline })],
    postText: (url, body, signal) => postText(url, body, signal, isOffline),
    host: () => network.host(),
    veiledHost: (seed) => network.veiledHost(seed),
    gossip: (side) => network.gossip(side),
    reach: { lan: 'auto', bootstrap: [], ...options.reach, relays: options.relays ?? [] },
    ...(isOffline || options.dht === false
      ? {}
      : {
          dht: (terms) =>
            network.dht(terms, (error) => options.onNotice?.({ kind: 'network', message: textOf(error) })),
        }),
    ...(isOffline || options.mdns !== true
      ? {}
      : {
          lanSource: () => network.lan(),
          announceLan: async (record) => (await network.lan()).announce(record),
        }),
    addresses: () => network.addresses,
    reachability: () => network.reachability,
    reachStatus: () => network.reachStatus(),
    seekRelays: () => network.seekRelays(),
    listen: (host, port) => network.listen(host, port),
    takeMessages: async () => {
      const served = [await network.serve('message'), await network.serve('transfer')];
      return { [Symbol.asyncDispose]: () => closeAll(served) };
    },
    ...(isOffline
      ? {}
      : {
          watchNetwork: (changed) =>
            watchInterfaces(() => {
              changed();
              onAddresses();
            }),
        }),
    readSecret: readSecretFile,
    approver: (argv, { cwd, env }) =>
      approveCommand({
        argv,
        cwd,
        env,
        guardian,
        onDiagnostic: (message) => options.onNotice?.({ kind: 'tool', message }),
      }),
    startTool: (params) => starterOf(params, guardian),
  };
}

function textOf(error: unknown): string {
  return `the DHT: ${error instanceof Error ? error.message : String(error)}`;
}

/** Starts the tool server of `params` as a child process, for each tunnel anew. */
function starterOf({ argv, cwd, env }: ServeParams, guardian: Guardian): StartToolServer {
  return ({ caller, who, onLine, onDiagnostic }) =>
    startTool({ argv, cwd, env, guardian, ...who, caller, onLine, onNoise: onDiagnostic, onStderr: onDiagnostic });
}
