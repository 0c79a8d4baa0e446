/**
 * The network of a running agent: started when first needed, listening when first asked to.
 *
 * @module
 */

import type { Dht, DhtTerms } from '../../agent/agent-platform.ts';
import type { Reachability, ReachStatus } from '../../agent/api/reach-api.ts';
import type { GossipNet, GossipSide } from '../../agent/reach/gossip-net.ts';
import { fromUtf8, utf8 } from '../../base/bytes.ts';
import { systemClock } from '../../base/clock.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import { settledWithin } from '../../base/lifetime.ts';
import { randomBytes, randomFraction } from '../../crypto/random.ts';
import { formatAddress } from '../../net/address.ts';
import type { Host, Link } from '../../net/link.ts';
import type { Purpose } from '../../net/protocols.ts';
import { systemTimer } from '../../net/timer.ts';
import type { Store } from '../../storage/store.ts';
import type { NodeHost } from '../host.ts';
import type { Lan } from './lan.ts';
import type { PortMapping } from './port-mapping.ts';
import type { PortWay } from './port-way.ts';
import type { Reachable } from './reachability.ts';
import type { Reservations } from './reservations.ts';

/** Port that an agent listens on unless told otherwise. */
export const DEFAULT_AGENT_PORT = 8766;
/** Milliseconds for which listening waits for the router; what it says later is told then. */
export const ROUTER_WAIT_MS = 1500;
/** How a router is asked for a port. */
export type RouterWay = 'nat-pmp' | 'upnp';
/** Length of the seed of a host's key. */
const SEED_BYTES = 32;
/** Key of the port that was listened on last, in the space `meta`. */
const LAST_PORT = utf8('net/port');

/** What a network is made of. */
export interface NetworkOptions {
  /** Ed25519 seed of the agent. */
  readonly seed: () => Uint8Array;
  readonly store: Store;
  /** Address to listen on where a caller names none. */
  readonly host: string;
  /** Port to listen on where a caller names none; absent: the one of last time, then 8766, then any. */
  readonly port: number | undefined;
  /** Never starts: for `--offline`. */
  readonly isOffline: boolean;
  /** How the router is asked for a port that leads here, once it listens; none: not at all. */
  readonly asksRouter: readonly RouterWay[];
  /** Relays to be reached through, as of now: multiaddrs with `/p2p/…`. Asked once it listens. */
  readonly relays: () => Promise<readonly string[]>;
  /** Servers that tell whether it is reached: multiaddrs with `/p2p/…`. */
  readonly reachabilityServers: () => Promise<readonly string[]>;
  /** Told that it is reached at other addresses than before. */
  readonly onAddresses: () => void;
  /** Told of what people may want to know. */
  readonly onNotice: (message: string) => void;
  /** What strangers may open links for, once it listens. */
  readonly purposes: readonly Purpose[];
  /** Takes links. */
  readonly accept: (purpose: Purpose, link: Link) => Promise<void>;
}

/** See the module comment. */
export class Network implements AsyncDisposable {
  readonly #options: NetworkOptions;
  #host: Promise<NodeHost> | undefined;
  #listening: Promise<readonly string[]> | undefined;
  /** A failure to listen leaves the host serving: the next attempt only listens. */
  #serving: Promise<unknown> | undefined;
  #listener: NodeHost | undefined;
  #reservations: Reservations | undefined;
  #lan: Lan | undefined;
  #mapping: PortMapping | undefined;
  #reachable: Reachable | undefined;
  #reachableAt: readonly string[] = [];
  #hasEnded = false;

  constructor(options: NetworkOptions) {
    this.#options = options;
  }

  /** Multiaddrs it is reached at, those through relays last; empty while it does not listen. */
  get addresses(): readonly string[] {
    const own = this.#listener?.addresses ?? [];
    return [...new Set([...own.filter(isDirect), ...(this.#reservations?.addresses ?? [])])];
  }

  /** Whether servers get to it. */
  get reachability(): Reachability {
    return this.#reachable?.state ?? 'unknown';
  }

  /** Has servers asked whether they get to this agent, where it listens; nobody need wait for it. */
  async askReachability(): Promise<void> {
    const host = this.#listener;
    if (host === undefined) return;
    const servers = await this.#options.reachabilityServers();
    if (servers.length === 0 && this.#reachable === undefined) return;
    const { Reachable } = await import('./reachability.ts');
    if (this.#hasEnded) return;
    this.#reachableAt = servers;
    this.#reachable ??= host.use(
      (node) =>
        new Reachable({
          node,
          timer: systemTimer,
          servers: () => this.#reachableAt,
          mapped: () => this.#mapping?.outside,
          onChange: (state) => {
            this.#options.onAddresses();
            // Its own addresses are worth nothing, whatever they look like.
            if (state === 'private') void this.seekRelays();
          },
        }),
    );
    await this.#reachable.check();
  }

  /** How it is reached. */
  async reachStatus(): Promise<ReachStatus> {
    const host = await this.#host?.catch(() => undefined);
    const [reachability, relays] = [this.reachability, this.#reservations?.states ?? []];
    if (host === undefined) return { reachability, relays, punches: [] };
    const { punchesOf } = await import('./punch.ts');
    const router = this.#mapping?.status;
    return { reachability, relays, punches: host.use(punchesOf), ...(router === undefined ? {} : { router }) };
  }

  /** The host, dial only until {@link listen}. @throws {TalosError} `E_CLOSED` once this is disposed. */
  host(): Promise<NodeHost> {
    if (this.#hasEnded) return Promise.reject(ended());
    this.#host ??= this.#open(this.#options.seed).catch((error: unknown) => {
      // Whoever asks later may be luckier.
      this.#host = undefined;
      throw error;
    });
    return this.#host;
  }

  /** Takes part in gossip over the connections that there are. */
  async gossip(side: GossipSide): Promise<GossipNet> {
    const host = await this.host();
    // Gossipsub is loaded by those agents alone that last.
    const { openGossip } = await import('./gossip.ts');
    return openGossip(host, side);
  }

  /** The DHT, over hosts of its own for look-ups and this one to be found. @throws {TalosError} `E_STORAGE…`. */
  async dht(terms: DhtTerms, onFault: (error: unknown) => void): Promise<Dht> {
    const { openDht } = await import('../dht/dht.ts');
    const { store } = this.#options;
    const host = (): Promise<NodeHost> => this.host();
    return openDht({ store, clock: systemClock, host, veiledHost: () => this.veiledHost(), onFault }, terms);
  }

  /** Agents of the local network, by multicast DNS: nothing is sent before it is used. */
  async lan(): Promise<Lan> {
    const { Lan } = await import('./lan.ts');
    this.#lan ??= new Lan({ host: () => this.host(), veiledHost: () => this.veiledHost() });
    return this.#lan;
  }

  /**
   * A new host that only dials, under a key that was made for it and is told nobody. Owned by who asks.
   *
   * @throws {TalosError} `E_CLOSED` once this is disposed.
   */
  veiledHost(seed: Uint8Array = randomBytes(SEED_BYTES)): Promise<NodeHost> {
    return this.#open(() => seed);
  }

  async #open(seed: () => Uint8Array): Promise<NodeHost> {
    this.#assertOpen();
    if (this.#options.isOffline)
      throw new TalosError('E_UNREACHABLE', 'the network is off', { hint: 'leave out --offline' });
    // libp2p is large: it is loaded by those commands alone that use the network.
    const { openHost } = await import('../host.ts');
    const host = await openHost({ seed: seed() });
    if (!this.#hasEnded) return host;
    await host[Symbol.asyncDispose]();
    throw ended();
  }

  #assertOpen(): void {
    if (this.#hasEnded) throw ended();
  }

  /**
   * Listens, where it does not yet; later calls give the same addresses.
   *
   * @throws {TalosError} `E_CONFIG` if none of the wanted ports can be listened on; `E_CLOSED` once this is disposed.
   */
  async listen(host: string | undefined, port: number | undefined): Promise<readonly string[]> {
    this.#assertOpen();
    this.#listening ??= this.#listen(host ?? this.#options.host, port ?? this.#options.port).catch((error: unknown) => {
      this.#listening = undefined;
      throw error;
    });
    assertPort(await this.#listening, port);
    this.#assertOpen();
    return this.addresses;
  }

  /** Takes links of a purpose of which it takes none by itself, until disposed. */
  async serve(purpose: Purpose): Promise<AsyncDisposable> {
    if (this.#options.purposes.includes(purpose)) return { [Symbol.asyncDispose]: () => Promise.resolve() };
    return (await this.host()).serve(purpose, (link) => this.#options.accept(purpose, link));
  }

  async #listen(address: string, port: number | undefined): Promise<readonly string[]> {
    const host = await this.host();
    this.#serving ??= Promise.all(
      this.#options.purposes.map((purpose) => host.serve(purpose, (link) => this.#options.accept(purpose, link))),
    );
    await this.#serving;
    const addresses = await this.#listenOnOne(host, address, port === undefined ? await this.#usualPorts() : [port]);
    this.#listener = host;
    await this.#remember(addresses);
    if (this.#options.asksRouter.length > 0) await this.#mapPort(host);
    await this.seekRelays();
    return addresses;
  }

  /** Has the router asked for a port, and waits a moment for it to answer. */
  async #mapPort(host: NodeHost): Promise<void> {
    const { PortMapping } = await import('./port-mapping.ts');
    const { asksRouter, onAddresses } = this.#options;
    const ways: PortWay[] = [];
    if (asksRouter.includes('nat-pmp')) ways.push((await import('./nat-pmp-way.ts')).natPmp);
    if (asksRouter.includes('upnp')) ways.push(new (await import('./upnp-way.ts')).UpnpWay());
    if (this.#hasEnded) return;
    this.#mapping ??= host.use((node) => new PortMapping({ node, timer: systemTimer, ways, onChange: onAddresses }));
    await settledWithin(this.#mapping.ask(), ROUTER_WAIT_MS);
  }

  /**
   * Has places asked for at the relays that there are by now, once it listens; waits until each relay has answered or is known to
   * be away for now.
   */
  async seekRelays(): Promise<void> {
    if (this.#listener === undefined) return;
    // The own address may be another one than when the router was asked.
    void this.#mapping?.ask();
    const asked = this.askReachability();
    asked.catch((error: unknown) =>
      this.#options.onNotice(`whether this agent is reached is not known: ${String(error)}`),
    );
    const relays = await this.#options.relays();
    if (relays.length > 0 || this.#reservations !== undefined) await this.#reserve(this.#listener, relays);
  }

  /** Asks the relays at once whether they are there: the network may be another one. */
  probe(): void {
    this.#reservations?.probe();
  }

  /** Has places at `relays` asked for, and waits until each relay has answered or is known to be away for now. */
  async #reserve(host: NodeHost, relays: readonly string[]): Promise<void> {
    const { Reservations } = await import('./reservations.ts');
    if (this.#hasEnded) return;
    const { onNotice } = this.#options;
    this.#reservations ??= host.use(
      (node) =>
        new Reservations({
          node,
          timer: systemTimer,
          random: randomFraction,
          onChange: () => this.#options.onAddresses(),
          onFailure: (relay, { code, message }) => onNotice(`the relay ${relay}: ${code}: ${message}`),
        }),
    );
    this.#reservations.use(relays);
    await this.#reservations.asked();
  }

  async #listenOnOne(host: Host, address: string, ports: readonly number[]): Promise<readonly string[]> {
    let failure: unknown;
    for (const port of ports)
      try {
        return await host.listen([formatAddress(address, port)]);
      } catch (error) {
        if (!isTalosError(error, 'E_CONFIG')) throw error;
        failure = error;
      }
    throw failure;
  }

  /** An invitation that was given out names a port: the one of last time comes first. */
  async #usualPorts(): Promise<readonly number[]> {
    const value = await this.#options.store.get('meta', LAST_PORT);
    const last = value === undefined ? Number.NaN : Number(fromUtf8(value));
    const usual = [DEFAULT_AGENT_PORT, 0];
    return Number.isInteger(last) && last > 0 && last < 65_536 && last !== DEFAULT_AGENT_PORT
      ? [last, ...usual]
      : usual;
  }

  async #remember(addresses: readonly string[]): Promise<void> {
    const port = /\/tcp\/([0-9]+)/.exec(addresses[0] ?? '')?.[1];
    if (port === undefined) return;
    await this.#options.store.apply([{ kind: 'put', space: 'meta', key: LAST_PORT, value: utf8(port) }]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Whoever is on the way to opening something is to find it over: nobody would close it any more.
    this.#hasEnded = true;
    this.#reachable?.[Symbol.dispose]();
    await this.#mapping?.[Symbol.asyncDispose]();
    await this.#reservations?.[Symbol.asyncDispose]();
    const host = await this.#host?.catch(() => undefined);
    await host?.[Symbol.asyncDispose]();
  }
}

function ended(): TalosError {
  return new TalosError('E_CLOSED', 'the network of the agent has ended');
}

/** Whether no relay is in the way. */
function isDirect(address: string): boolean {
  return !address.includes('/p2p-circuit');
}

/** The agent listens once; a port that somebody asks for by number later must be the one. */
function assertPort(addresses: readonly string[], port: number | undefined): void {
  if (port === undefined || port === 0 || addresses.some((address) => address.includes(`/tcp/${port}/`))) return;
  throw new TalosError('E_CONFIG', `the agent listens on another port than ${port} already: ${addresses.join(', ')}`, {
    details: { key: 'port' },
    hint: 'leave out --port, or end the process that runs the agent',
  });
}
