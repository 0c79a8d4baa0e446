/**
 * What both ends of a tunnel share: the identity, its books and its ledger.
 *
 * @module
 */

import { toHex } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import type { TalosError } from '../base/errors.ts';
import type { Did } from '../identity/did.ts';
import { isWebDid } from '../identity/did-web.ts';
import type { Identity } from '../identity/identity.ts';
import { DidResolvers, KEY_RESOLVER } from '../identity/resolver.ts';
import type { Ledger } from '../ledger/journal/ledger.ts';
import type { Store } from '../storage/store.ts';
import type { Notice } from './api/api.ts';
import { ApprovalBook } from './authority/approval-book.ts';
import { CallAuthority } from './authority/call-authority.ts';
import { GrantBook } from './authority/grant-book.ts';
import { InvitationBook } from './authority/invitation-book.ts';
import { PinBook } from './authority/pin-book.ts';
import { RevocationBook } from './authority/revocation-book.ts';
import { UsageBook } from './authority/usage-book.ts';
import { NameBook, type ResolveDid } from './identity/name-book.ts';
import { SuccessionBook } from './identity/succession-book.ts';
import { reconcileSuccessions } from './identity/succession-effects.ts';
import { NetworkChanges } from './reach/network-changes.ts';
import { PeerBook } from './reach/peer-book.ts';
import { DenialLog } from './record/denials.ts';
import { DueEntries } from './record/due-entries.ts';
import { EntryBatch } from './record/entry-batch.ts';
import { SaltBook } from './record/salt-book.ts';
import { WatchedLedger } from './record/watched-ledger.ts';
import { WitnessBook } from './record/witness-book.ts';
import type { Durability, RecordsContext } from './tunnel/call-records.ts';
import type { Channel } from './tunnel/channel.ts';
import type { Defer } from './tunnel/statement-batch.ts';

interface Failure {
  error: TalosError | undefined;
  readonly listeners: Set<(error: TalosError) => void>;
}

interface Books {
  readonly due: DueEntries;
  readonly authority: CallAuthority;
  readonly grants: GrantBook;
  readonly names: NameBook;
  readonly peers: PeerBook;
  readonly revocations: RevocationBook;
  readonly pins: PinBook;
  readonly seen: WitnessBook;
  readonly successions: SuccessionBook;
  readonly usage: UsageBook;
}

function tell(failed: Failure, error: TalosError): void {
  if (failed.error !== undefined) return;
  failed.error = error;
  const listeners = [...failed.listeners];
  failed.listeners.clear();
  for (const listen of listeners) listen(error);
}

/** What a core is made of; owned by its maker. */
export interface CoreParts {
  readonly identity: Identity;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly durability: Durability;
  /** Takes what people may want to know. Text from peers is not escaped. */
  readonly onNotice: (notice: Notice) => void;
  /** Resolves DIDs of whatever method; `did:key` alone where absent. */
  readonly resolveDid?: ResolveDid;
  /** Runs a function when the input at hand was read: what is to be signed until then is signed together. */
  readonly defer?: Defer;
}

const resolveKey: ResolveDid = (did, signal) => new DidResolvers([KEY_RESOLVER]).resolve(did, signal);

/** See the module comment. */
export class AgentCore {
  readonly identity: Identity;
  readonly store: Store;
  readonly ledger: WatchedLedger;
  readonly clock: Clock;
  readonly durability: Durability;
  readonly onNotice: (notice: Notice) => void;
  /** Resolves DIDs of whatever method is known. */
  readonly resolveDid: ResolveDid;
  readonly authority: CallAuthority;
  readonly denials: DenialLog;
  readonly salts: SaltBook;
  /** Entries of messages that are not on record yet. */
  readonly due: DueEntries;
  readonly grants: GrantBook;
  readonly invitations: InvitationBook;
  /** The lists of what it, and others, took back. */
  readonly revocations: RevocationBook;
  readonly peers: PeerBook;
  /** What `did:web` names were used, and whom they are pinned to. */
  readonly names: NameBook;
  /** Which definitions of the tools that it lends are approved. */
  readonly pins: PinBook;
  /** What it has seen of its peers' ledgers. */
  readonly seen: WitnessBook;
  /** Who goes on in the place of whom. */
  readonly successions: SuccessionBook;
  /** What was used of the capabilities under which it serves. */
  readonly usage: UsageBook;
  /** Calls of peers that wait for a person. */
  readonly approvals: ApprovalBook;
  /** What becomes of the network. */
  readonly network: NetworkChanges = new NetworkChanges();
  /** Asks who was found in the place of a contact whether it goes on for it: see `Successions.ask`. Nobody is where absent. */
  askLine: ((contact: Did, found: Did, address: string, signal?: AbortSignal) => Promise<boolean>) | undefined;
  readonly #failed: Failure;
  readonly #entries: EntryBatch;
  readonly #defer: Defer;
  readonly #watchers = new Set<(notice: Notice) => void>();

  private constructor(parts: CoreParts & { readonly ledger: WatchedLedger }, books: Books, failed: Failure) {
    const { identity, store, ledger, clock } = parts;
    const { authority, due, grants, names, peers, pins, revocations, seen, successions, usage } = books;
    this.#failed = failed;
    this.#entries = new EntryBatch(ledger);
    this.#defer = parts.defer ?? queueMicrotask;
    this.identity = identity;
    this.store = store;
    this.ledger = ledger;
    this.clock = clock;
    this.durability = parts.durability;
    this.onNotice = parts.onNotice;
    this.resolveDid = parts.resolveDid ?? resolveKey;
    this.authority = authority;
    this.due = due;
    this.grants = grants;
    this.revocations = revocations;
    this.peers = peers;
    this.names = names;
    this.pins = pins;
    this.seen = seen;
    this.successions = successions;
    successions.watch(() => revocations.revocations.succeeded());
    this.usage = usage;
    ledger.watch(() => usage.keepIfDue());
    this.onFailure((error) => usage.fail(error));
    this.approvals = new ApprovalBook({ store, ledger, clock, aliasOf: (peer) => peers.get(peer)?.alias ?? '' });
    this.denials = new DenialLog(
      (body) => void ledger.append(body),
      clock,
      (peer) => this.isKnown(peer),
    );
    this.salts = new SaltBook(store, () => this.notice('tool', 'salts of commitments could not be written'));
    this.invitations = new InvitationBook({ self: identity.did, store, ledger, grants, clock, authority });
  }

  /**
   * Reads the books, and records what a crash kept out of the ledger: grants, redemptions, revocations, messages and
   * evidence are in the store before they are.
   *
   * @throws {TalosError} `E_STORAGE…`.
   */
  static async open(given: CoreParts): Promise<AgentCore> {
    const failed: Failure = { error: undefined, listeners: new Set() };
    const ledger = new WatchedLedger(given.ledger, (error) => tell(failed, error));
    const parts = { ...given, ledger };
    const { identity, store, clock } = parts;
    const now = (): number => Math.max(clock.now(), ledger.highestTimeMs);
    const line = await SuccessionBook.open(store, clock);
    const revocations = await RevocationBook.open({ identity, store, ledger, now, line });
    const issued = (id: string): boolean => grants.get(id)?.direction === 'issued';
    const highest = (): number => ledger.highestTimeMs;
    const known = { line, issued };
    const authority = new CallAuthority(identity.did, clock, highest, revocations.revocations, known);
    const grants: GrantBook = await GrantBook.open({ identity, store, ledger, authority, clock, line });
    const peers = await PeerBook.open(store);
    const names = await NameBook.open({
      store,
      clock,
      resolve: given.resolveDid ?? resolveKey,
      current: (did) => line.current(did),
      onPinned: (name, agent) => core.notice('identity', `${name} is pinned`, agent),
    });
    const pins = await PinBook.open(store, ledger);
    const due = await DueEntries.open(store, ledger);
    const seen = await WitnessBook.open(store);
    const usage = await UsageBook.open(store, ledger, () =>
      given.onNotice({
        kind: 'tool',
        message: 'what was used of capabilities could not be kept; the next start takes longer',
      }),
    );
    const core: AgentCore = new AgentCore(
      parts,
      { authority, due, grants, names, peers, pins, revocations, seen, successions: line, usage },
      failed,
    );
    await grants.reconcile();
    await revocations.reconcile();
    await core.invitations.reconcile();
    await seen.reconcile(ledger);
    await core.approvals.reconcile();
    await reconcileSuccessions(core);
    return core;
  }

  /** Why nothing can be recorded any more, so that nothing may be done: the storage under the ledger failed. */
  get failure(): TalosError | undefined {
    return this.#failed.error;
  }

  /** Calls `listen` when {@link failure} comes, once; at once where it has. @returns A function that undoes it. */
  onFailure(listen: (error: TalosError) => void): () => void {
    const { error, listeners } = this.#failed;
    if (error === undefined) listeners.add(listen);
    else listen(error);
    return () => void listeners.delete(listen);
  }

  /** Tells people something. */
  notice(kind: Notice['kind'], message: string, peer?: Did): void {
    const notice: Notice = peer === undefined ? { kind, message } : { kind, message, peer };
    this.onNotice(notice);
    for (const watcher of this.#watchers) watcher(notice);
  }

  /** Calls `watcher` with every notice from now on. @returns A function that undoes it. */
  watch(watcher: (notice: Notice) => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  /**
   * The DID that a person means, who may name a `did:web`: that is looked up.
   *
   * @throws {TalosError} what `PeerBook.resolve` and `NameBook.resolve` throw.
   */
  async peer(text: string, signal?: AbortSignal): Promise<Did> {
    return isWebDid(text) ? this.names.resolve(text, signal) : this.peers.resolve(text);
  }

  /** As {@link peer}, of those that are known: nobody is asked. */
  known(text: string): Did {
    return isWebDid(text) ? this.names.pinned(text) : this.peers.resolve(text);
  }

  /** Whether this agent has dealt with `peer`: it was dialled, has redeemed an invitation, or was granted something. */
  isKnown(peer: Did): boolean {
    return this.peers.get(peer) !== undefined || this.grants.hasIssuedTo(peer);
  }

  /**
   * Records that a live session began, and remembers the peer's certificate. Not for strangers: whoever finds the port
   * can begin sessions under as many names as it likes, and each entry would stay for ever.
   */
  async sessionBegan(channel: Channel): Promise<void> {
    const { peer, session, role, peerSequence } = channel;
    this.ledger.append({ type: 'session', peer, session: toHex(session), role, kind: 'live', oneTime: false });
    await this.peers.note(peer, { sequence: peerSequence });
  }

  /** What the records of a tunnel on `channel` under the token `token` are about. */
  recordsOf(channel: Channel, service: string, token: string): RecordsContext {
    const { identity, ledger, salts, clock, durability } = this;
    const { did: self, signing } = identity;
    const session = toHex(channel.session);
    const { peer } = channel;
    const [entries, defer] = [this.#entries, this.#defer];
    return { self, signing, peer, service, token, session, ledger, entries, salts, clock, durability, defer };
  }
}
