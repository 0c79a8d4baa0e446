/**
 * Reaching a peer that is away: its agent record and prekey bundle from registries, envelopes into its mailboxes.
 * PROTOCOL.md §5.9, §6.5, §6.6.
 *
 * All of it under throw-away transport keys, one a peer and connection: neither registry nor mailbox learns who asks and
 * who deposits, or that it is the same agent that does so for two peers, but by the network address and the time.
 *
 * @module
 */
import { BoundedMap } from '../base/bounded.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import { isTalosError, TalosError } from '../base/errors.ts';
import type { AgentRecord } from '../identity/agent-record.ts';
import { type Did, didOfKey, keyOfDid } from '../identity/did.ts';
import { MailboxClient } from '../mailbox/client.ts';
import { sealDeposit } from '../message/deposit.ts';
import { parseAddress } from '../net/address.ts';
import type { Host, Target } from '../net/link.ts';
import { parsePeerId } from '../net/peer-id.ts';
import { systemTimer, type Timer } from '../net/timer.ts';
import { RegistryClient } from '../registry/client.ts';
import { verifyBundle } from '../session/prekeys.ts';
import type { RecordBook } from './record-book.ts';
import { namedAddresses, type ServerBook } from './server-book.ts';
import { VeiledClients } from './veiled-clients.ts';
import { unlessAborted } from './waits.ts';

/** How long a record that was looked up counts as new, in milliseconds: no peer is looked up more often. */
export const LOOKUP_INTERVAL_MS = 60_000;
/** Peers of whom it is known when they were looked up last. */
const MAX_LOOKED_UP = 1024;

interface LookUp {
  readonly atMs: number;
  /** Never rejects for what a registry did. */
  readonly done: Promise<AgentRecord | undefined>;
  isFound: boolean;
}

/** What a post office needs. */
export interface PostOfficeParts {
  readonly self: Did;
  readonly clock: Clock;
  readonly records: RecordBook;
  readonly servers: ServerBook;
  /** A new host under a key of its own, as {@link VeiledTerms}. */
  readonly host: () => Promise<Host>;
  readonly timer?: Timer;
}

/** See the module comment. */
export class PostOffice implements AsyncDisposable {
  readonly #parts: PostOfficeParts;
  readonly #registries: VeiledClients<RegistryClient>;
  readonly #mailboxes: VeiledClients<MailboxClient>;
  readonly #lookedUp = new BoundedMap<Did, LookUp>(MAX_LOOKED_UP);

  constructor(parts: PostOfficeParts) {
    this.#parts = parts;
    const { host, timer = systemTimer } = parts;
    const terms = { host, timer };
    this.#registries = new VeiledClients({ ...terms, purpose: 'registry', client: (link) => new RegistryClient(link) });
    this.#mailboxes = new VeiledClients({ ...terms, purpose: 'mailbox', client: (link) => new MailboxClient(link) });
  }

  /**
   * The newest record of `peer`: what is held, or what a registry says where that was not asked lately.
   *
   * @returns `undefined` where there is none, or no registry answers.
   * @throws The reason of `signal`, where that aborts; `E_STORAGE…`.
   */
  async find(peer: Did, signal?: AbortSignal): Promise<AgentRecord | undefined> {
    signal?.throwIfAborted();
    const looked = this.#lookUpLately(peer);
    const said = await unlessAborted(looked.done, signal);
    // What was said is not held where the book is full.
    const found = (await this.#parts.records.get(peer)) ?? said;
    looked.isFound = found !== undefined;
    return found;
  }

  /** The look-up of the last minute, which may be under way for somebody else, or a new one. */
  #lookUpLately(peer: Did): LookUp {
    const nowMs = this.#parts.clock.now();
    const last = this.#lookedUp.get(peer);
    if (last !== undefined && Math.abs(nowMs - last.atMs) < LOOKUP_INTERVAL_MS) return last;
    const looked = { atMs: nowMs, done: this.#lookUp(peer), isFound: last?.isFound ?? false };
    this.#lookedUp.set(peer, looked);
    looked.done.catch(() => {
      // The store failed, which whoever waits is told.
      if (this.#lookedUp.get(peer) === looked) this.#lookedUp.delete(peer);
    });
    return looked;
  }

  /** Whether the last look for `peer` found where it is, or may leave messages. */
  isFound(peer: Did): boolean {
    return this.#lookedUp.get(peer)?.isFound === true;
  }

  #lookUp(peer: Did): Promise<AgentRecord | undefined> {
    return this.#askRegistries(peer, undefined, async (registry) => {
      const bytes = await registry.lookup(peer);
      return bytes === undefined ? undefined : this.#parts.records.take(peer, bytes);
    });
  }

  /**
   * A prekey bundle of `peer`, as its signature says. Whether it is one that was seen before is for the caller to know.
   *
   * @throws {TalosError} `E_UNREACHABLE` where no registry has one; the reason of `signal`, where that aborts.
   */
  async bundleOf(peer: Did, signal?: AbortSignal): Promise<Bytes> {
    signal?.throwIfAborted();
    const expected = { did: peer, nowMs: this.#parts.clock.now() };
    const bundle = await this.#askRegistries(peer, signal, async (registry) => {
      const bytes = await registry.takeBundle(peer, signal);
      if (bytes !== undefined) verifyBundle(bytes, expected);
      return bytes;
    });
    if (bundle === undefined)
      throw new TalosError('E_UNREACHABLE', 'no registry that is known here has a prekey bundle of the peer');
    return bundle;
  }

  /** What the first registry that has it says: the own ones, then those beside the peer's mailboxes. */
  async #askRegistries<T>(
    peer: Did,
    signal: AbortSignal | undefined,
    ask: (registry: RegistryClient) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const own = this.#parts.servers
      .all()
      .map((server) => ({ peerKey: keyOfDid(server.did), addresses: namedAddresses(server) }));
    const beside = mailboxesOf(await this.#parts.records.get(peer));
    for (const target of distinct([...own, ...beside]))
      try {
        const found = await this.#registries.use({ peer, target }, ask, signal);
        if (found !== undefined) return found;
      } catch (error) {
        signal?.throwIfAborted();
        // One that does not answer, or lies: another may know.
        if (!isTalosError(error) || error.code.startsWith('E_STORAGE')) throw error;
      }
    return undefined;
  }

  /**
   * Puts an envelope into a mailbox of `peer`, with the own record, so that the peer can answer the same way. It is
   * durable there when the promise resolves.
   *
   * @throws {TalosError} `E_UNREACHABLE` where no mailbox of the peer is known; otherwise what the last one said:
   *   `E_NOT_FOUND`, `E_RATE_LIMITED` where it is full, `E_TIMEOUT` and others of the link.
   */
  async deposit(peer: Did, envelope: Uint8Array, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const { records } = this.#parts;
    const record = (await records.get(peer)) ?? (await this.find(peer, signal));
    if (record === undefined) throw noMailbox();
    const failure = await this.#put(record, envelope, signal);
    if (failure === undefined) return;
    // The record may be an old one. It was looked for lately, or is now.
    const newest = await this.find(peer, signal);
    if (newest === undefined || newest.sequence <= record.sequence) throw failure;
    const again = await this.#put(newest, envelope, signal);
    if (again !== undefined) throw again;
  }

  /** Puts an envelope into the first mailbox of `record` that takes it; gives why, where none does. */
  async #put(record: AgentRecord, envelope: Uint8Array, signal?: AbortSignal): Promise<TalosError | undefined> {
    const { records, self } = this.#parts;
    const peer = record.did;
    let failure: TalosError = noMailbox();
    const recipient = { did: peer, agreementKey: record.certificate.agreementKey };
    const own = (await records.get(self))?.bytes;
    const sealed = sealDeposit(recipient, { envelope, record: own });
    for (const target of mailboxesOf(record))
      try {
        await this.#mailboxes.use({ peer, target }, (mailbox) => mailbox.deposit(peer, sealed, signal), signal);
        return undefined;
      } catch (error) {
        signal?.throwIfAborted();
        if (!isTalosError(error)) throw error;
        failure = error;
      }
    return failure;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#registries[Symbol.asyncDispose](), this.#mailboxes[Symbol.asyncDispose]()]);
  }
}

function noMailbox(): TalosError {
  return new TalosError('E_UNREACHABLE', 'the peer is away, and no mailbox of it is known');
}

/** The mailboxes that a record names: one a key. */
function mailboxesOf(record: AgentRecord | undefined): readonly Target[] {
  const byKey = new Map<string, string[]>();
  for (const text of record?.mailboxes ?? [])
    try {
      const { peerId = '' } = parseAddress(text);
      parsePeerId(peerId);
      byKey.set(peerId, [...(byKey.get(peerId) ?? []), text]);
    } catch (error) {
      // The peer may say what it likes of itself.
      if (!isTalosError(error)) throw error;
    }
  return [...byKey].map(([peerId, addresses]) => ({ peerKey: parsePeerId(peerId), addresses }));
}

const nameOf = ({ peerKey }: Target): string => didOfKey(peerKey);

/** One a key: what is known here of where it is comes before what a peer says. */
function distinct(targets: readonly Target[]): readonly Target[] {
  return [...new Map(targets.toReversed().map((target) => [nameOf(target), target])).values()].toReversed();
}
