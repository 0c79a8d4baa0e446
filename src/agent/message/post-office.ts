/**
 * Reaching a peer that is away: its agent record and prekey bundle from registries, envelopes into its mailboxes.
 * PROTOCOL.md §5.9, §6.5, §6.6.
 *
 * All of it under throw-away transport keys, one a peer and connection: neither registry nor mailbox learns who asks and
 * who deposits, or that it is the same agent that does so for two peers, but by the network address and the time.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import type { AgentRecord } from '../../identity/agent-record.ts';
import { type Did, didOfKey, keyOfDid } from '../../identity/did.ts';
import { MailboxClient } from '../../mailbox/client.ts';
import { sealDeposit } from '../../message/deposit.ts';
import { parseAddress } from '../../net/address.ts';
import type { AddressPolicy } from '../../net/address-policy.ts';
import type { Host, Target } from '../../net/link.ts';
import { parsePeerId } from '../../net/peer-id.ts';
import { systemTimer, type Timer } from '../../net/timer.ts';
import { RegistryClient } from '../../registry/client.ts';
import { verifyBundle } from '../../session/prekeys.ts';
import { VeiledClients } from '../client/veiled-clients.ts';
import type { RecordBook } from '../reach/record-book.ts';
import { RecordFinder, type RecordSource } from '../reach/record-finder.ts';
import { namedAddresses, type ServerBook } from '../reach/server-book.ts';
import { firstAnswer } from '../staggered.ts';

/** Head start of the own registries over those beside the mailboxes of a peer, in milliseconds. */
const BESIDE_AFTER_MS = 1000;

/** What a post office needs. */
export interface PostOfficeParts {
  readonly self: Did;
  readonly clock: Clock;
  readonly records: RecordBook;
  readonly servers: ServerBook;
  /** A new host under a key of its own, as {@link VeiledTerms}. */
  readonly host: () => Promise<Host>;
  readonly timer?: Timer;
  /** What may be dialled of what records name. */
  readonly policy: AddressPolicy;
  /** Registries that a peer itself has named, in an invitation: multiaddrs with `/p2p/…`. */
  readonly hints?: (peer: Did) => readonly string[];
  /** Who may know where agents are, beside registries. */
  readonly sources?: () => Promise<readonly RecordSource[]>;
  /** Tells people that somebody gave what is no record. */
  readonly onLie?: (source: string, error: TalosError) => void;
}

/** See the module comment. */
export class PostOffice implements AsyncDisposable {
  readonly #parts: PostOfficeParts;
  readonly #registries: VeiledClients<RegistryClient>;
  readonly #mailboxes: VeiledClients<MailboxClient>;
  readonly finder: RecordFinder;

  constructor(parts: PostOfficeParts) {
    this.#parts = parts;
    const { host, timer = systemTimer, clock, records, policy, sources, onLie = () => {} } = parts;
    const terms = { host, timer };
    this.#registries = new VeiledClients({ ...terms, purpose: 'registry', client: (link) => new RegistryClient(link) });
    this.#mailboxes = new VeiledClients({ ...terms, purpose: 'mailbox', client: (link) => new MailboxClient(link) });
    this.finder = new RecordFinder({
      clock,
      timer,
      records,
      policy,
      onLie,
      sources: async (peer) => [...(await this.#registriesFor(peer)), ...((await sources?.()) ?? [])],
    });
  }

  /** As {@link RecordFinder.find}. */
  find(peer: Did, signal?: AbortSignal): Promise<AgentRecord | undefined> {
    return this.finder.find(peer, signal);
  }

  /** The own registries, those that the peer has named, and those beside its mailboxes. */
  async #registriesFor(peer: Did): Promise<readonly RecordSource[]> {
    const own = this.#own();
    const beside = await this.#beside(peer);
    const sourceOf = (target: Target, afterMs?: number): RecordSource => ({
      name: `the registry ${nameOf(target)}`,
      ...(afterMs === undefined ? {} : { afterMs }),
      find: async (did, signal) => {
        const bytes = await this.#registries.use({ peer: did, target }, (registry) => registry.lookup(did), signal);
        return bytes === undefined ? [] : [bytes];
      },
    });
    return [
      ...own.map((target) => sourceOf(target)),
      ...distinct([...own, ...beside])
        .filter((target) => own.every((each) => nameOf(each) !== nameOf(target)))
        .map((target) => sourceOf(target, own.length === 0 ? undefined : BESIDE_AFTER_MS)),
    ];
  }

  #own(): readonly Target[] {
    return this.#parts.servers
      .all()
      .map((server) => ({ peerKey: keyOfDid(server.did), addresses: namedAddresses(server) }));
  }

  async #beside(peer: Did): Promise<readonly Target[]> {
    const hints = (this.#parts.hints?.(peer) ?? []).map(serverOf);
    return distinct([...hints, ...mailboxesOf(await this.#parts.records.get(peer), this.#parts.policy)]);
  }

  /**
   * A prekey bundle of `peer`, as its signature says. Whether it is one that was seen before is for the caller to know.
   *
   * @throws {TalosError} `E_UNREACHABLE` where no registry has one; the reason of `signal`, where that aborts.
   */
  async bundleOf(peer: Did, signal?: AbortSignal): Promise<Bytes> {
    signal?.throwIfAborted();
    const expected = { did: peer, nowMs: this.#parts.clock.now() };
    const bundle = await this.#askRegistries(peer, signal, async (registry, over) => {
      const bytes = await registry.takeBundle(peer, over);
      if (bytes !== undefined) verifyBundle(bytes, expected);
      return bytes;
    });
    if (bundle === undefined)
      throw new TalosError('E_UNREACHABLE', 'no registry that is known here has a prekey bundle of the peer');
    return bundle;
  }

  /** What the first registry that has it says: the own ones, then those beside the peer's mailboxes; none waits long for another. */
  async #askRegistries<T>(
    peer: Did,
    signal: AbortSignal | undefined,
    ask: (registry: RegistryClient, signal: AbortSignal) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const targets = distinct([...this.#own(), ...(await this.#beside(peer))]);
    // Who is left over when one has answered is asked no more.
    const over = new AbortController();
    const signals = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
    const asks = targets.map((target) => async (): Promise<T | undefined> => {
      try {
        return await this.#registries.use({ peer, target }, (registry) => ask(registry, signals), signals);
      } catch (error) {
        signal?.throwIfAborted();
        // One that does not answer, or lies: another may know.
        if (over.signal.aborted || (isTalosError(error) && !error.code.startsWith('E_STORAGE'))) return undefined;
        throw error;
      }
    });
    try {
      return await firstAnswer(asks, this.#parts.timer ?? systemTimer);
    } finally {
      over.abort();
    }
  }

  /** Whether a mailbox of `peer` is known, or found now. @throws {TalosError} as {@link PostOffice.find}. */
  async hasMailbox(peer: Did, signal?: AbortSignal): Promise<boolean> {
    const { records, policy } = this.#parts;
    const known = mailboxesOf(await records.get(peer), policy);
    return known.length > 0 || mailboxesOf(await this.find(peer, signal), policy).length > 0;
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
    const { records, self, policy } = this.#parts;
    const peer = record.did;
    let failure: TalosError = noMailbox();
    const recipient = { did: peer, agreementKey: record.certificate.agreementKey };
    const own = (await records.get(self))?.bytes;
    const sealed = sealDeposit(recipient, { envelope, record: own });
    for (const target of mailboxesOf(record, policy))
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
    this.finder.close();
    await Promise.all([this.#registries[Symbol.asyncDispose](), this.#mailboxes[Symbol.asyncDispose]()]);
  }
}

function noMailbox(): TalosError {
  return new TalosError('E_UNREACHABLE', 'the peer is away, and no mailbox of it is known');
}

/** The server at a place that was checked when it was noted. */
function serverOf(text: string): Target {
  return { peerKey: parsePeerId(parseAddress(text).peerId ?? ''), addresses: [text] };
}

/** The mailboxes that a record names, as far as they may be dialled: one a key. */
function mailboxesOf(record: AgentRecord | undefined, policy: AddressPolicy): readonly Target[] {
  const mayDial = (address: string): boolean => policy.mayDial(address);
  const byKey = new Map<string, string[]>();
  for (const text of record?.mailboxes ?? [])
    try {
      const { peerId = '' } = parseAddress(text);
      parsePeerId(peerId);
      if (!mayDial(text)) continue;
      byKey.set(peerId, [...(byKey.get(peerId) ?? []), text]);
    } catch (error) {
      // The peer may say what it likes of itself.
      if (!isTalosError(error)) throw error;
    }
  return [...byKey].map(([peerId, addresses]) => ({ peerKey: parsePeerId(peerId), addresses, mayDial }));
}

const nameOf = ({ peerKey }: Target): string => didOfKey(peerKey);

/** One a key: what is known here of where it is comes before what a peer says. */
function distinct(targets: readonly Target[]): readonly Target[] {
  return [...new Map(targets.toReversed().map((target) => [nameOf(target), target])).values()].toReversed();
}
