/**
 * Keeps this agent registered with its servers: its record, a stock of prekey bundles, a mailbox. PROTOCOL.md §6.5, §6.6.
 *
 * @module
 */
import { isTalosError, TalosError } from '../../base/errors.ts';
import { RateCounter } from '../../base/rate-counter.ts';
import { randomFraction } from '../../crypto/random.ts';
import { type Did, keyOfDid } from '../../identity/did.ts';
import { type Later, MailboxClient } from '../../mailbox/client.ts';
import { RETRY_CAP_MS, retryDelays } from '../../net/backoff.ts';
import type { Host, Link } from '../../net/link.ts';
import type { Purpose } from '../../net/protocols.ts';
import { systemTimer, type Timer } from '../../net/timer.ts';
import type { ServerInfo } from '../../registry/api.ts';
import { RegistryClient } from '../../registry/client.ts';
import { LOW_STOCK_BUNDLES, MAX_STOCK_BUNDLES } from '../../registry/limits.ts';
import type { AgentCore } from '../agent-core.ts';
import type { BundleStock } from '../message/prekey-store.ts';
import { AWAY_CODES } from './peer-faults.ts';
import { RECORD_REFRESH_MS, type RecordPublisher } from './record-publisher.ts';
import type { Server, ServerBook } from './server-book.ts';

/** Least time from one announcement over a link to the next, in milliseconds: bundles cost work, and a server may lie. */
export const ANNOUNCE_PAUSE_MS = 5000;

/** Faults of one server that people are told of in an hour: it may lie, and be back at once, as often as it likes. */
export const NOTICES_A_SERVER = 4;
/** That hour, in milliseconds. */
const NOTICE_WINDOW_MS = 3_600_000;

/** What a registrar needs. */
export interface RegistrarParts {
  readonly core: AgentCore;
  /** Makes the own record. */
  readonly publisher: RecordPublisher;
  readonly servers: ServerBook;
  /** The own host. */
  readonly host: () => Promise<Host>;
  /** New bundles, durable; fewer than `count` where too many are out. */
  readonly stock: (count: number) => Promise<BundleStock>;
  /**
   * Takes what a mailbox has, oldest first, as `OpenTerms.onMessage`.
   *
   * @param closed - Resolves when the link to the mailbox has ended.
   */
  readonly onDeposit: (sealed: Uint8Array, closed: Promise<unknown>) => Promise<Later | undefined>;
  readonly timer?: Timer;
}

/** What a registration came to. */
export interface Registration {
  readonly server: Server;
  /** Single-use bundles that the registry has. */
  readonly bundles: number;
  /** When the record expires that was left there, milliseconds since 1970. */
  readonly expiresAtMs: number;
}

/** What stays connected to a server for one purpose. */
interface Stay {
  readonly server: Server;
  readonly signal: AbortSignal;
  /** Codes that people were told of this server since it was last reached. */
  readonly told: Set<string>;
}

/** See the module comment. */
export class Registrar {
  readonly #parts: RegistrarParts;
  readonly #timer: Timer;
  readonly #notices: RateCounter;

  constructor(parts: RegistrarParts) {
    this.#parts = parts;
    this.#notices = new RateCounter(NOTICES_A_SERVER, NOTICE_WINDOW_MS, parts.core.clock);
    this.#timer = parts.timer ?? systemTimer;
  }

  /**
   * Registers with a server, which is kept as soon as it has the record.
   *
   * @throws {TalosError} `E_UNREACHABLE`, `E_TIMEOUT`, `E_IDENTITY_MISMATCH`, `E_REFUSED`, `E_RATE_LIMITED`; `E_LIMIT` for
   *   one server too many.
   */
  async register(server: Server, signal?: AbortSignal): Promise<Registration> {
    const { servers } = this.#parts;
    servers.with(server); // `E_LIMIT` before anything is made there
    const reached = { ...server, mailbox: await this.#hasMailbox(server, signal) };
    await using registry = new RegistryClient(await this.#connect('registry', reached, signal));
    const { bytes, expiresAtMs } = await this.#parts.publisher.make(servers.with(reached));
    const left = await registry.register(bytes, signal, reached.listing);
    const kept = await servers.keep({ ...reached, info: (await infoOf(registry, signal)) ?? reached.info });
    const bundles = await this.#refill(kept.did, registry, left, signal);
    return { server: servers.get(kept.did) ?? kept, bundles, expiresAtMs };
  }

  /** Opens the mailbox, which makes it, and leaves what is in it. */
  async #hasMailbox(server: Server, signal: AbortSignal | undefined): Promise<boolean> {
    try {
      await using mailbox = new MailboxClient(await this.#connect('mailbox', server, signal));
      let refuse: () => void = () => {};
      const left = new Promise<void>((_, reject) => {
        refuse = () => reject(new TalosError('E_CLOSED', 'nobody takes messages now'));
      });
      left.catch(() => undefined);
      await mailbox.open({ onMessage: () => left, ...(signal === undefined ? {} : { signal }) });
      refuse();
      return true;
    } catch (error) {
      // One that is busy has one all the same.
      if (isTalosError(error, 'E_REFUSED') && error.details['reason'] !== 'busy') return false;
      throw error;
    }
  }

  /** The own record as it is now, and bundles where few are left. */
  async #announce(did: Did, registry: RegistryClient, signal: AbortSignal | undefined): Promise<void> {
    const { servers, publisher } = this.#parts;
    const { bytes } = await publisher.make();
    const left = await registry.register(bytes, signal, servers.get(did)?.listing);
    const info = await infoOf(registry, signal);
    if (info !== undefined) await servers.said(did, info);
    await this.#refill(did, registry, left, signal);
  }

  /** New bundles where few are left, or those that are there offer a signed prekey of before. */
  async #refill(did: Did, registry: RegistryClient, left: number, signal?: AbortSignal): Promise<number> {
    const { servers, stock } = this.#parts;
    const isCurrent = servers.get(did)?.prekeyId === (await stock(0)).prekeyId;
    if (left >= LOW_STOCK_BUNDLES && isCurrent) return left;
    // Those that are left stay: where too many are out already, few new ones are made, or none.
    const { last, single, prekeyId } = await stock(isCurrent ? MAX_STOCK_BUNDLES - left : MAX_STOCK_BUNDLES);
    const given = await registry.offer({ last, single, add: isCurrent }, signal);
    await servers.offered(did, prekeyId);
    return given;
  }

  /**
   * Stays registered with all servers and takes what their mailboxes have, for as long as what it gives is open.
   * A server that is away is tried again, less and less often.
   *
   * @param takesMail - Whether mailboxes are emptied; they are unless told otherwise.
   */
  keep(takesMail = true): AsyncDisposable {
    const ended = new AbortController();
    const { signal } = ended;
    const loops = this.#parts.servers.all().flatMap((server) => {
      const stay: Stay = { server, signal, told: new Set() };
      return [
        this.#again(stay, (onUp) => this.#stayRegistered(stay, onUp)),
        ...(server.mailbox && takesMail ? [this.#again(stay, (onUp) => this.#empty(stay, onUp))] : []),
      ];
    });
    return {
      [Symbol.asyncDispose]: async () => {
        ended.abort(new TalosError('E_CLOSED', 'the agent takes no more messages'));
        await Promise.all(loops);
      },
    };
  }

  async #again({ server, signal, told }: Stay, task: (onUp: () => void) => Promise<void>): Promise<void> {
    const newDelays = () => retryDelays({ random: randomFraction });
    let delays = newDelays();
    let own: string | undefined;
    for (;;) {
      let upAtMs = Number.POSITIVE_INFINITY;
      const onUp = (): void => {
        upAtMs = Math.min(upAtMs, this.#timer.now());
        if (own !== undefined) told.delete(own);
        own = undefined;
      };
      const failure = await failureOf(task(onUp));
      if (signal.aborted) return;
      // Once for each time that it goes away, be it for one purpose or for both.
      if (failure !== undefined && own === undefined) {
        own = failure.code;
        if (!told.has(own) && this.#notices.take(server.did))
          this.#parts.core.notice('network', `the server ${server.did}: ${failure.message}`);
        told.add(own);
      }
      // One that ends each link at once is not asked as fast as it does.
      if (this.#timer.now() - upAtMs >= RETRY_CAP_MS) delays = newDelays();
      await this.#sleep(delays.next().value, signal, [], true);
    }
  }

  /** Resolves when the link has ended by itself. */
  async #stayRegistered({ server, signal }: Stay, onUp: () => void): Promise<void> {
    let onLow = (): void => {};
    const link = await this.#connect('registry', server, signal);
    const registry = new RegistryClient(link, { onLow: () => onLow() });
    let onRefresh = (): void => {};
    const unlisten = this.#parts.publisher.onRefresh(() => onRefresh());
    const over = new AbortController();
    const end = (): void => over.abort();
    const isOver = (): boolean => over.signal.aborted;
    void registry.closed.then(end);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    try {
      do {
        // What is said while bundles are made is of those before: it is looked at once more.
        const low = new Promise<void>((resolve) => {
          onLow = resolve;
        });
        const refreshed = new Promise<void>((resolve) => {
          onRefresh = resolve;
        });
        await this.#announce(server.did, registry, signal);
        onUp();
        // Where it is reached may be another place after waking.
        await this.#sleep(RECORD_REFRESH_MS, over.signal, [low, refreshed], true);
        if (!isOver()) await this.#sleep(ANNOUNCE_PAUSE_MS, over.signal);
      } while (!isOver());
    } finally {
      unlisten();
      signal.removeEventListener('abort', end);
      await registry.close();
    }
  }

  /** Resolves when the link has ended. It is up once something was taken, or nothing waits. */
  async #empty({ server, signal }: Stay, onUp: () => void): Promise<void> {
    const mailbox = new MailboxClient(await this.#connect('mailbox', server, signal));
    const close = (): void => void mailbox.close();
    let handling: Promise<unknown> = Promise.resolve();
    const onMessage = async (sealed: Uint8Array): Promise<Later | undefined> => {
      const taking = this.#parts.onDeposit(sealed, mailbox.closed);
      handling = taking;
      const later = await taking;
      onUp();
      return later;
    };
    signal.addEventListener('abort', close, { once: true });
    try {
      const { waiting } = await mailbox.open({ onMessage, signal });
      if (waiting === 0) onUp();
      const reason = await mailbox.closed;
      // A link that broke is made again first.
      if (reason !== undefined && !AWAY_CODES.has(reason.code)) throw reason;
    } finally {
      signal.removeEventListener('abort', close);
      await mailbox.close();
      // What was being handled is over when this is; how it went, `closed` has said.
      await handling.catch(() => undefined);
    }
  }

  async #connect(purpose: Purpose, server: Server, signal: AbortSignal | undefined): Promise<Link> {
    const target = { peerKey: keyOfDid(server.did), addresses: server.addresses };
    const link = await (await this.#parts.host()).connect(purpose, target, signal);
    const unwake = this.#parts.core.network.onWake((sleptMs) => link.probe(sleptMs));
    void link.closed.then(unwake);
    return link;
  }

  /** Resolves after `ms`, when one of `others` does, which are of this wait alone, at the signal, or when the machine wakes, where that is asked for. */
  #sleep(ms: number, signal: AbortSignal, others: readonly Promise<void>[] = [], wakes = false): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel();
        unwake?.();
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const cancel = this.#timer.after(ms, wake);
      const unwake = wakes ? this.#parts.core.network.onWake(wake) : undefined;
      if (signal.aborted) wake();
      else signal.addEventListener('abort', wake, { once: true });
      for (const other of others) void other.then(wake);
    });
  }
}

/** What a server says of itself, where it does. Registering does not depend on it. */
async function infoOf(registry: RegistryClient, signal: AbortSignal | undefined): Promise<ServerInfo | undefined> {
  try {
    return await registry.info(signal);
  } catch (error) {
    if (isTalosError(error) && UNTOLD.includes(error.code)) return undefined;
    throw error;
  }
}

const UNTOLD: readonly string[] = ['E_REFUSED', 'E_RATE_LIMITED', 'E_MALFORMED'];

/** What `task` failed with. @throws what is no {@link TalosError}. */
async function failureOf(task: Promise<void>): Promise<TalosError | undefined> {
  try {
    await task;
    return undefined;
  } catch (error) {
    if (isTalosError(error)) return error;
    throw error;
  }
}
