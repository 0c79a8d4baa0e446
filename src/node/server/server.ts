/**
 * A running server on Node: its data directory, its network, and the services that it was told to serve. PROTOCOL.md §6.4,
 * §10.
 *
 * @module
 */
import { join } from 'node:path';
import { type Clock, systemClock } from '../../base/clock.ts';
import { TalosError } from '../../base/errors.ts';
import { closeAll } from '../../base/lifetime.ts';
import type { Metrics } from '../../base/metrics.ts';
import { initCrypto } from '../../crypto/init.ts';
import { randomBytes } from '../../crypto/random.ts';
import { type Did, keyOfDid } from '../../identity/did.ts';
import type { Identity } from '../../identity/identity.ts';
import type { NoteVerifier } from '../../ledger/log/note.ts';
import { formatAddress, hostPortOf } from '../../net/address.ts';
import { addressPolicy, isLanMode } from '../../net/address-policy.ts';
import type { LanMode } from '../../net/lan-mode.ts';
import { formatPeerId } from '../../net/peer-id.ts';
import type { Purpose } from '../../net/protocols.ts';
import type { LinkService } from '../../net/request-link.ts';
import type { OnAnswered } from '../../net/request-meter.ts';
import { isOffer, type ServerInfo, type ServerOffer } from '../../registry/api.ts';
import type { Store } from '../../storage/store.ts';
import { assertOwnDataDir, DATA_DIR_NAMES } from '../data-dir.ts';
import type { NodeHost } from '../host.ts';
import { openKeystore, readKeystoreHead } from '../identity/keystore-file.ts';
import { tryOwnDirectory } from '../local/owner-lock.ts';
import type { RelayLimits } from '../network/relay-server.ts';
import { measuredStore } from '../store/measured-store.ts';
import { ServerHealth } from './server-health.ts';
import { openServerHttp } from './server-http.ts';

/** Opens a service, which is disposed of when the server ends. */
export type OpenService = (terms: {
  readonly store: Store;
  /** Whether servers of other processes are on the same store. */
  readonly isShared: boolean;
  readonly clock: Clock;
  readonly onFault: (error: unknown) => void;
  readonly info: () => ServerInfo;
  readonly metrics: Metrics;
  readonly onAnswered: OnAnswered;
}) => Promise<LinkService & AsyncDisposable>;

/** What a server is made of. */
export interface ServerOptions {
  /** With an identity in it. */
  readonly dataDir: string;
  /** For people; `""` where it has none. */
  readonly name: string;
  /** `postgres://…` of the database that it shares with others of its identity; its own directory unless given. */
  readonly store?: string | undefined;
  /** Asked only for a keystore under a passphrase; undefined where there is nobody to ask. */
  readonly passphrase: () => Promise<string | undefined>;
  /** Address to listen on. */
  readonly host: string;
  /** Port to listen on; 0: any. */
  readonly port: number;
  readonly services: readonly OpenService[];
  /** Where it relays: within which limits. It does not unless told to. */
  readonly relay?: RelayLimits;
  /** A witness of logs, over HTTP at the same address. */
  readonly witness?: WitnessTerms;
  /** How it takes part in the DHT; it does not where absent. */
  readonly dht?: ServerDhtTerms;
  /** Told of what is the server's own fault; not escaped. */
  readonly onFault: (error: unknown) => void;
  /** Told of each request that was answered. */
  readonly onAnswered?: OnAnswered;
}

/** What a node of the DHT is told. */
export interface ServerDhtTerms {
  readonly lan: LanMode;
  /** Other nodes: multiaddrs with `/p2p/…`. */
  readonly bootstrap: readonly string[];
}

/** What a witness is told. */
export interface WitnessTerms {
  /** 0: any. */
  readonly port: number;
  /** The logs that it cosigns; those of all agents where empty. */
  readonly logs: readonly NoteVerifier[];
}

/** A server that serves. Disposing ends its links, and lets its data directory go when all is written. */
export interface RunningServer extends AsyncDisposable {
  readonly did: Did;
  readonly peerId: string;
  /** `HOST:PORT` each. */
  readonly addresses: readonly string[];
  /** The same as multiaddrs, each with `/p2p/…`. */
  readonly multiaddrs: readonly string[];
  /** With `relay`, where it does that. */
  readonly services: readonly (Purpose | 'relay')[];
  /** What it says of itself to agents that register. */
  readonly info: ServerInfo;
  /** Where the witness is, and its verifier key. */
  readonly witness: { readonly url: string; readonly key: string } | undefined;
}

/**
 * Starts a server.
 *
 * @throws {TalosError} `E_LOCKED` where another process owns the directory; what opening keystore and store throws;
 *   `E_CONFIG` if it cannot listen, and as the store of the database says.
 */
export async function openServer(options: ServerOptions): Promise<RunningServer> {
  const { dataDir, onFault } = options;
  assertOwnDataDir(dataDir);
  const opened: AsyncDisposable[] = [];
  const own = <T extends AsyncDisposable>(each: T): T => {
    opened.push(each);
    return each;
  };
  const end = (): Promise<void> => closeAll(opened.splice(0));
  try {
    own(lockOf(dataDir));
    await initCrypto();
    const { identity } = openKeystore(dataDir, { passphrase: await passphraseOf(options), nowMs: Date.now() });
    const health = new ServerHealth();
    const { metrics } = health;
    const store = measuredStore(own(await openStore(options, identity.did)), metrics);
    const isShared = options.store !== undefined;
    const onAnswered: OnAnswered = (service, answered) => {
      health.count(service, answered);
      options.onAnswered?.(service, answered);
    };
    // Filled as what it offers is opened.
    const offers: ServerOffer[] = [];
    const info = (): ServerInfo => ({ name: options.name, offers });
    const services: LinkService[] = [];
    for (const open of options.services)
      services.push(own(await open({ store, isShared, clock: systemClock, onFault, info, metrics, onAnswered })));
    offers.push(...services.map(({ purpose }): string => purpose).filter(isOffer));
    const [{ openHost }, { answerAutonat }] = await Promise.all([
      import('../host.ts'),
      import('../network/autonat-server.ts'),
    ]);
    const whyNotReady = (): Promise<string | undefined> => health.whyNotReady(store);
    const http = openServerHttp({ metrics, clock: systemClock, whyNotReady, onFault });
    const host = own(await openHost({ seed: identity.hostSeed(), http }));
    health.measure(host);
    // Links are taken before anybody can know the address.
    for (const service of services) await host.serve(service.purpose, (link) => service.accept(link));
    if (options.relay !== undefined) {
      await openRelay(host, options.relay, metrics);
      offers.push('relay');
    }
    await host.use(answerAutonat);
    offers.push('reach');
    const witness = await openWitness(options, identity, store, own);
    const multiaddrs = await host.listen([formatAddress(options.host, options.port)]);
    if (options.dht !== undefined) {
      own(await openServerDht(host, store, options.dht, { multiaddrs, metrics, onFault }));
      offers.push('dht');
    }
    return {
      did: identity.did,
      peerId: host.peerId,
      addresses: multiaddrs.map(hostPortOf),
      multiaddrs,
      services: [...services.map(({ purpose }) => purpose), ...(options.relay === undefined ? [] : ['relay' as const])],
      info: info(),
      witness,
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** A node of the DHT that others begin with. */
async function openServerDht(
  host: NodeHost,
  store: Store,
  { lan, bootstrap }: ServerDhtTerms,
  parts: {
    readonly multiaddrs: readonly string[];
    readonly metrics: Metrics;
    readonly onFault: (error: unknown) => void;
  },
): Promise<AsyncDisposable> {
  const [{ openDht }, { openHost }] = await Promise.all([import('../dht/dht.ts'), import('../host.ts')]);
  const { multiaddrs, metrics, onFault } = parts;
  const isLan = isLanMode(lan, [...multiaddrs, ...bootstrap]);
  const dht = await openDht(
    {
      store,
      clock: systemClock,
      host: () => Promise.resolve(host),
      veiledHost: () => openHost({ seed: randomBytes(32) }),
      onFault,
    },
    { policy: addressPolicy(() => isLan), bootstraps: () => bootstrap, isServer: true },
  );
  await dht.join();
  metrics.gauge('talos_dht_nodes', 'Nodes in the table of the DHT.', () => dht.state().nodes);
  metrics.gauge('talos_dht_records', 'Agent records that are kept for the DHT.', () => dht.state().records);
  return dht;
}

async function openRelay(host: NodeHost, limits: RelayLimits, metrics: Metrics): Promise<void> {
  const { startRelay } = await import('../network/relay-server.ts');
  const relay = await host.use((node) => startRelay(node, limits));
  metrics.gauge('talos_relay_places', 'Agents that have a place at the relay.', () => relay.counts.reservations);
  metrics.gauge('talos_relay_connections', 'Relayed connections that are open.', () => relay.counts.connections);
  metrics.counted(
    'talos_relay_places_refused_total',
    'Places that were refused.',
    () => relay.counts.reservationsRefused,
  );
  metrics.counted(
    'talos_relay_connections_refused_total',
    'Connections that were not relayed.',
    () => relay.counts.connectionsRefused,
  );
}

async function openWitness(
  { witness: terms, host, onFault }: ServerOptions,
  identity: Identity,
  store: Store,
  own: (each: AsyncDisposable) => void,
): Promise<RunningServer['witness']> {
  if (terms === undefined) return undefined;
  const { Witness } = await import('../../witness/witness.ts');
  const { listenAsWitness } = await import('../ledger/witness-listener.ts');
  const { port, logs } = terms;
  const name = `talos-witness/${formatPeerId(keyOfDid(identity.did))}`;
  const witness = await Witness.open({ store, clock: systemClock, name, signing: identity.witnessKey(), logs });
  const listener = await listenAsWitness({ witness, host, port, clock: systemClock, onFault });
  own(listener);
  return { url: listener.url, key: witness.key };
}

async function openStore({ dataDir, store: url }: ServerOptions, owner: Did): Promise<Store> {
  if (url === undefined) {
    const { openLmdbStore } = await import('../store/lmdb-store.ts');
    return openLmdbStore({ path: join(dataDir, DATA_DIR_NAMES.store) });
  }
  const { openPgStore } = await import('../store/pg-store.ts');
  return openPgStore({ url, owner });
}

function lockOf(dataDir: string): AsyncDisposable {
  const lock = tryOwnDirectory(dataDir);
  if (lock !== undefined) return lock;
  throw new TalosError('E_LOCKED', `another process owns ${dataDir}`, {
    hint: 'end that process, or use another data directory',
  });
}

async function passphraseOf({ dataDir, passphrase }: ServerOptions): Promise<string | undefined> {
  return readKeystoreHead(dataDir)?.method.kind === 'passphrase' ? passphrase() : undefined;
}
