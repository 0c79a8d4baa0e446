/**
 * The registry: agents announce themselves to it, and others ask it where an agent is and for a bundle of it. PROTOCOL.md
 * §6.5.
 *
 * Who may say what is decided by the key of the link: Noise has proved it, fresh for this connection and to this server,
 * so that nothing that was said once can be said again by somebody else or elsewhere.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import { isTalosError, TalosError } from '../base/errors.ts';
import type { Metrics } from '../base/metrics.ts';
import { RateCounter } from '../base/rate-counter.ts';
import { mayHold, SourceCounter } from '../base/source-counter.ts';
import type { CborMap } from '../codec/cbor.ts';
import { type Did, didOfKey, keyOfDid } from '../identity/did.ts';
import { sourceOf } from '../net/address.ts';
import type { Link } from '../net/link.ts';
import { LinkRefusals } from '../net/refuse-link.ts';
import { repeat, type StopRepeating } from '../net/repeat.ts';
import { type LinkService, type RequestServer, refused, serveRequests } from '../net/request-link.ts';
import type { OnAnswered } from '../net/request-meter.ts';
import { systemTimer, type Timer } from '../net/timer.ts';
import type { Change, Store } from '../storage/store.ts';
import {
  NO_INFO,
  REGISTRY_OPERATIONS,
  readList,
  readOffer,
  readRegister,
  readSubject,
  type ServerInfo,
  writePage,
} from './api.ts';
import { REGISTRY_LIMITS, type RegistryLimits } from './limits.ts';
import { PRESENCE_STEP_MS, PresenceBook } from './presence.ts';
import { RegistryBook } from './registry-book.ts';

/** What a registry stands on. */
export interface RegistryTerms {
  /** Its space `registry` is the registry's alone. */
  readonly store: Store;
  /** Whether registries of other processes are on the same store; none unless given. */
  readonly isShared?: boolean;
  readonly clock: Clock;
  /** {@link REGISTRY_LIMITS} unless given. */
  readonly limits?: RegistryLimits;
  /** The system's unless given. */
  readonly timer?: Timer;
  /** Told of what is the registry's own fault: failures of the storage, and mistakes of ours. */
  readonly onFault?: (error: unknown) => void;
  /** What the server that it is of says of itself; {@link NO_INFO} unless given. */
  readonly info?: () => ServerInfo;
  /** Takes what is counted. */
  readonly metrics?: Metrics;
  /** Told of each request once it is answered. */
  readonly onAnswered?: OnAnswered;
}

/** A running registry. Disposing it ends its links, not its store. */
export interface Registry extends LinkService, AsyncDisposable {
  readonly purpose: 'registry';
  /** Erases what has expired, which it does by itself every {@link REGISTRY_PRUNE_MS}, or {@link SHARED_PRUNE_MS}. */
  prune(): Promise<void>;
}

/** How often what has expired is erased, in milliseconds: 1 hour. */
export const REGISTRY_PRUNE_MS = 3_600_000;
/** The same where several share a store, in milliseconds: what the others added is counted then. 5 minutes. */
export const SHARED_PRUNE_MS = 300_000;
/** How often a registry looks how few bundles others have left of the agents that are connected to it, in milliseconds. */
export const SHARED_STOCK_MS = 10_000;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Opens the registry of a store: counts what is there, and erases what has expired. @throws {TalosError} `E_STORAGE…`. */
export async function openRegistry(terms: RegistryTerms): Promise<Registry> {
  const { limits = REGISTRY_LIMITS } = terms;
  const book = await RegistryBook.open(terms.store, { limits, isShared: terms.isShared ?? false });
  await book.prune(terms.clock.now());
  return new RegistryService({ ...terms, limits }, book);
}

/** Who asks. */
interface Caller {
  readonly did: Did;
  readonly key: Bytes;
  readonly source: string;
}

class RegistryService implements Registry {
  readonly purpose = 'registry';
  readonly #terms: RegistryTerms & { readonly limits: RegistryLimits };
  readonly #book: RegistryBook;
  readonly #presence: PresenceBook;
  /** Open links by the agents whose keys they have proved. */
  readonly #links = new Map<Did, Set<RequestServer>>();
  /** The source of each link that is open. */
  readonly #sources = new Map<Link, string>();
  readonly #visits = new Map<Link, Promise<void>>();
  /** What owners were told last, and are not told again. */
  readonly #said = new Map<Did, number>();
  readonly #stop: readonly StopRepeating[];
  #isClosed = false;
  readonly #registrations: SourceCounter;
  readonly #newAgents: SourceCounter;
  readonly #offers: RateCounter;
  readonly #offeredBundles: SourceCounter;
  readonly #lookups: SourceCounter;
  readonly #lists: SourceCounter;
  readonly #singleUse: SourceCounter;
  readonly #singleUseOf: RateCounter;
  readonly #refusals: LinkRefusals;

  constructor(terms: RegistryTerms & { readonly limits: RegistryLimits }, book: RegistryBook) {
    const { limits, clock } = terms;
    const aMinute = (limit: number): SourceCounter => new SourceCounter(limit, MINUTE_MS, clock);
    this.#terms = terms;
    this.#refusals = new LinkRefusals(terms.timer);
    this.#book = book;
    this.#presence = new PresenceBook(terms.store);
    this.#registrations = aMinute(limits.registrationsAMinute);
    this.#newAgents = new SourceCounter(limits.newAgentsADay, DAY_MS, clock);
    this.#offers = new RateCounter(limits.offersAMinute, MINUTE_MS, clock);
    this.#offeredBundles = aMinute(limits.offeredBundlesAMinute);
    this.#lookups = aMinute(limits.lookupsAMinute);
    this.#lists = aMinute(limits.listsAMinute);
    this.#singleUse = aMinute(limits.singleUseAMinute);
    this.#singleUseOf = new RateCounter(limits.singleUseOfAnAgentAMinute, MINUTE_MS, clock);
    if (terms.metrics !== undefined) this.#measure(terms.metrics);
    const { timer = systemTimer, isShared = false, onFault = () => undefined } = terms;
    const pruneMs = isShared ? SHARED_PRUNE_MS : REGISTRY_PRUNE_MS;
    const every = (ms: number, task: () => Promise<void>): StopRepeating => repeat(timer, () => ms, task, onFault);
    this.#stop = [
      every(pruneMs, () => this.prune()),
      every(PRESENCE_STEP_MS, () => this.#presence.stay([...this.#links.keys()].map(keyOfDid), clock.now())),
      ...(isShared ? [every(SHARED_STOCK_MS, () => this.#sayWhatOthersGave())] : []),
    ];
  }

  #measure(metrics: Metrics): void {
    const service = { service: 'registry' };
    metrics.gauge('talos_links', 'Links that are open, by service.', () => this.#visits.size, service);
    metrics.gauge('talos_registry_agents', 'Agents that the registry knows.', () => this.#book.totals.agents);
    metrics.gauge('talos_registry_bytes', 'Bytes of records and bundles.', () => this.#book.totals.bytes);
    metrics.gauge('talos_registry_connected', 'Agents that have a link open.', () => this.#links.size);
  }

  prune(): Promise<void> {
    return this.#book.prune(this.#terms.clock.now());
  }

  async accept(link: Link): Promise<void> {
    const caller = { did: didOfKey(link.peerKey), key: link.peerKey, source: sourceOf(link.remoteAddress) };
    const hasRoom = mayHold(caller.source, this.#sources.values(), this.#terms.limits.linksASource);
    if (this.#isClosed || !hasRoom) return this.#refusals.refuse(link, 'busy');
    this.#sources.set(link, caller.source);
    const visit = this.#serve(link, caller);
    this.#visits.set(link, visit);
    await visit;
    this.#visits.delete(link);
    this.#sources.delete(link);
  }

  /** Resolves when the link has ended and nothing is being answered any more. */
  async #serve(link: Link, caller: Caller): Promise<void> {
    const { onFault, onAnswered } = this.#terms;
    const server = serveRequests(link, {
      answer: (op, fields) => this.#answer(caller, op, fields),
      ...(onFault === undefined ? {} : { onFault }),
      ...(onAnswered === undefined ? {} : { onAnswered: (answered) => onAnswered('registry', answered) }),
    });
    const own = this.#links.get(caller.did) ?? new Set();
    this.#links.set(caller.did, own.add(server));
    await server.ended;
    own.delete(server);
    if (own.size > 0) return;
    this.#links.delete(caller.did);
    this.#said.delete(caller.did);
    await this.#presence.left(caller.key, this.#terms.clock.now()).catch((error: unknown) => onFault?.(error));
  }

  #answer(caller: Caller, op: string, fields: CborMap): Promise<CborMap> {
    switch (op) {
      case REGISTRY_OPERATIONS.register:
        return this.#register(caller, fields);
      case REGISTRY_OPERATIONS.offer:
        return this.#offer(caller, fields);
      case REGISTRY_OPERATIONS.lookup:
        return this.#lookup(caller, readSubject(fields));
      case REGISTRY_OPERATIONS.bundle:
        return this.#bundle(caller, readSubject(fields));
      case REGISTRY_OPERATIONS.info:
        return Promise.resolve(this.#info(caller));
      case REGISTRY_OPERATIONS.list:
        return this.#list(caller, fields);
      default:
        throw new TalosError('E_MALFORMED', 'no operation of a registry');
    }
  }

  #info({ source }: Caller): CborMap {
    if (!this.#lookups.take(source)) throw tooOften();
    const { name, offers } = this.#terms.info?.() ?? NO_INFO;
    return { name, offers };
  }

  async #list({ source }: Caller, fields: CborMap): Promise<CborMap> {
    if (!this.#lists.take(source)) throw tooOften();
    const { after, limit } = readList(fields);
    const { peers, isMore } = await this.#presence.page(after, limit, this.#terms.clock.now());
    return writePage(peers, isMore);
  }

  async #register({ key, did, source }: Caller, fields: CborMap): Promise<CborMap> {
    if (!this.#registrations.take(source)) throw tooOften();
    const { record, listing } = readRegister(fields);
    const nowMs = this.#terms.clock.now();
    const presence = [this.#presence.registered(key, listing, nowMs)];
    const written: { is: boolean } = { is: false };
    const also = (): readonly Change[] => {
      written.is = true;
      return presence;
    };
    try {
      const mayAdd = (): boolean => this.#newAgents.take(source);
      const left = await this.#book.register(key, record, nowMs, { mayAdd, also });
      // A record that is no news writes nothing, so that the list may not be as it was told.
      if (!written.is && !(await this.#presence.isAsTold(key, listing, nowMs))) await this.#terms.store.apply(presence);
      this.#said.set(did, left);
      return { left };
    } catch (error) {
      if (isTalosError(error, 'E_IDENTITY_MISMATCH')) throw refused('denied', 'a record of another agent');
      throw error;
    }
  }

  async #offer({ key, did, source }: Caller, fields: CborMap): Promise<CborMap> {
    // Before anything is verified: a hundred bundles cost many signatures.
    if (!this.#offers.take(did)) throw tooOften();
    const offer = readOffer(fields);
    const count = offer.single.length + (offer.last === undefined ? 0 : 1);
    if (!this.#offeredBundles.take(source, count)) throw tooOften();
    const left = await this.#book.offer(key, offer, this.#terms.clock.now());
    this.#said.set(did, left);
    return { left };
  }

  async #lookup({ source }: Caller, subject: Did): Promise<CborMap> {
    if (!this.#lookups.take(source)) throw tooOften();
    const record = await this.#book.lookup(keyOfDid(subject), this.#terms.clock.now());
    if (record === undefined) throw new TalosError('E_NOT_FOUND', 'no record of the agent');
    return { record };
  }

  async #bundle({ source }: Caller, subject: Did): Promise<CborMap> {
    const key = keyOfDid(subject);
    const nowMs = this.#terms.clock.now();
    // Who asks for many, or about an agent that many ask about, gets the last-resort one, so that nobody is kept out.
    const isWithin = this.#singleUse.take(source) && this.#singleUseOf.take(subject);
    const taken = isWithin ? await this.#book.take(key, nowMs) : undefined;
    if (taken !== undefined) {
      if (taken.left < this.#terms.limits.lowStock) this.#sayLow(subject, taken.left);
      return { bundle: taken.bundle };
    }
    const bundle = await this.#book.last(key, nowMs);
    if (bundle === undefined) throw new TalosError('E_NOT_FOUND', 'no bundle of the agent');
    return { bundle };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    const stopped = this.#stop.map((stop) => stop());
    await Promise.all([...this.#visits].map(([link, visit]) => Promise.all([link.close(), visit])));
    await Promise.all(stopped);
  }

  #sayLow(owner: Did, left: number): void {
    const links = this.#links.get(owner);
    if (links === undefined) return;
    this.#said.set(owner, left);
    for (const server of links) server.push(REGISTRY_OPERATIONS.low, { left });
  }

  /** Other registries of the store give bundles of agents that are connected here. */
  async #sayWhatOthersGave(): Promise<void> {
    const owners = [...this.#links.keys()];
    const nowMs = this.#terms.clock.now();
    const stocks = await Promise.all(owners.map((owner) => this.#book.stock(keyOfDid(owner), nowMs)));
    for (const [at, owner] of owners.entries()) {
      const left = stocks[at];
      if (left === undefined) continue;
      if (left >= this.#terms.limits.lowStock) this.#said.delete(owner);
      else if (this.#said.get(owner) !== left) this.#sayLow(owner, left);
    }
  }
}

function tooOften(): TalosError {
  return new TalosError('E_RATE_LIMITED', 'too many requests of one source');
}
