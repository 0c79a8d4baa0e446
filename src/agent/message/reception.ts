/**
 * Takes the envelopes of peers, however they came: opens and stores them, tells of them, and begins a repair where one
 * does not open that should. PROTOCOL.md §5.6, §5.8.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import type { Link } from '../../net/link.ts';
import type { Way } from '../../session/repair.ts';
import { OPENING_CODES } from '../reach/peer-faults.ts';
import { isForWantOfRoom } from './inbox-room.ts';
import type { MessageBook, Received } from './message-book.ts';
import { type MessengerEvent, messageEvent, sessionEvent, toldRepairEvent } from './messenger-event.ts';
import { chainOf, type DueRepair } from './session-repair.ts';
import { StoringEnvelopes } from './storing-envelopes.ts';

/** Envelopes of one link that may fail to open before it is closed: an honest peer's never do, but for one chain. */
export const MAX_FAILED_ENVELOPES = 32;

/** Envelopes of one link that are dropped unopened, because one of their chain did not open, before it is closed. */
export const MAX_DROPPED_ENVELOPES = 2000;

/** What taking needs of who uses it. */
export interface ReceptionTerms {
  readonly book: MessageBook;
  readonly onEvent: (event: MessengerEvent) => Promise<void>;
  /** A message of ours was acknowledged, for the first time or again. */
  readonly onAcknowledged: (peer: Did, id: Bytes, isFirst: boolean) => void;
  /** A message is in the inbox. */
  readonly onMessage: (peer: Did) => void;
  /** A repair has begun, and needs the peer's bundle. */
  readonly onDue: (peer: Did, due: DueRepair) => void;
  /** The peer has repaired: what waits for it is to go out again. */
  readonly onRepaired: (peer: Did) => void;
  /** Whether the peer is a contact. */
  readonly isKnown: (peer: Did) => boolean;
  /** Waits until a message was taken out of the inbox; `false` where none is in time, or the link has ended. */
  readonly untilFreed: (link: Link) => Promise<boolean>;
}

/** What became of an envelope that came another way than over a link. */
export interface Taken {
  /** What it brings is stored: its id, which is to be acknowledged. */
  readonly stored?: Bytes;
  /** Why nothing was stored. `E_LIMIT`: there is no room now. Anything else stays so. */
  readonly failure?: TalosError;
}

/** What has failed on a link. */
interface Faults {
  count: number;
  dropped: number;
  /** In hex: chains of which an envelope that the peer has signed did not open; whether others of them may. */
  readonly chains: Map<string, boolean>;
}

/** An envelope that has opened: what comes of it, when it is stored. */
interface Opened {
  readonly received: Promise<Received>;
}

/** An envelope that did not open, and what that says of others of its link. */
interface Judgement {
  readonly failure: TalosError;
  /** In hex: its chain, where it did not open although its sender has signed it. */
  readonly chain?: string;
  /** Whether others of that chain may open. */
  readonly mayOpen: boolean;
}

/** See the module comment. */
export class Reception {
  readonly #terms: ReceptionTerms;
  readonly #faults = new WeakMap<Link, Faults>();
  readonly #storing = new WeakMap<Link, StoringEnvelopes>();

  constructor(terms: ReceptionTerms) {
    this.#terms = terms;
  }

  /**
   * Takes an envelope of a link; resolves when the next may be taken. What answers it is sent when it is stored, in the
   * order of the envelopes: while one is being stored the next are opened, so that many share a commit.
   *
   * While there is no room in the inbox the link waits, and so do those that come after it on the link: nothing is passed
   * over.
   *
   * @throws {TalosError} after {@link MAX_FAILED_ENVELOPES} or {@link MAX_DROPPED_ENVELOPES}, and where there was no room
   *   for long: the link is to end.
   */
  async takeFrom(peer: Did, link: Link, envelope: Bytes, reply: (envelope: Bytes) => void): Promise<void> {
    const faults = this.#faults.get(link) ?? { count: 0, dropped: 0, chains: new Map() };
    this.#faults.set(link, faults);
    // What was sent before the peer heard of the repair: one of them has shown that the chain opens no more.
    if (faults.chains.size > 0 && faults.chains.get(chainOf(envelope)) === false) {
      if (++faults.dropped > MAX_DROPPED_ENVELOPES)
        throw new TalosError('E_DECRYPT', `${MAX_DROPPED_ENVELOPES} envelopes that do not open`);
      return;
    }
    const opened = await this.#openWithRoom(peer, link, envelope);
    if ('received' in opened)
      return this.#storingOf(link).add(envelope.length, () => this.#answer(peer, envelope, opened, reply));
    const { failure, chain, mayOpen } = opened;
    if (chain !== undefined && faults.chains.has(chain)) return;
    if (chain !== undefined) faults.chains.set(chain, mayOpen);
    if (++faults.count > MAX_FAILED_ENVELOPES) throw failure;
  }

  /** Resolves when what has opened of a link is stored and answered. */
  async settled(link: Link): Promise<void> {
    await this.#storing.get(link)?.settled();
  }

  #storingOf(link: Link): StoringEnvelopes {
    const storing = this.#storing.get(link) ?? new StoringEnvelopes(link);
    this.#storing.set(link, storing);
    return storing;
  }

  async #openWithRoom(peer: Did, link: Link, envelope: Bytes): Promise<Opened | Judgement> {
    for (;;) {
      const opened = await this.#open(peer, envelope, 'link');
      if ('received' in opened || !isForWantOfRoom(opened.failure)) return opened;
      // Its sender has it still, and sends it again over its next link.
      if (!(await this.#terms.untilFreed(link))) throw opened.failure;
    }
  }

  /** Tells of what an envelope has brought, when that is stored, and sends what answers it. */
  async #answer(peer: Did, envelope: Bytes, { received }: Opened, reply: (envelope: Bytes) => void): Promise<void> {
    const stored = await received.catch((error: unknown) => this.#judge(peer, envelope, error, 'link'));
    if (!('kind' in stored)) {
      // Another writer was faster, and what the envelope has opened under is gone.
      if (isForWantOfRoom(stored.failure)) throw stored.failure;
      return;
    }
    await this.#tell(peer, stored);
    if ('reply' in stored && stored.reply !== undefined) reply(stored.reply);
  }

  /**
   * Takes an envelope; resolves when what it brings is stored.
   *
   * @throws {TalosError} where the store or the ledger fails.
   */
  async take(peer: Did, envelope: Bytes, way: Way): Promise<Taken> {
    const opened = await this.#open(peer, envelope, way);
    if (!('received' in opened)) return { failure: opened.failure };
    const stored = await opened.received.catch((error: unknown) => this.#judge(peer, envelope, error, way));
    if (!('kind' in stored)) return { failure: stored.failure };
    await this.#tell(peer, stored);
    return 'id' in stored ? { stored: stored.id } : {};
  }

  async #open(peer: Did, envelope: Bytes, way: Way): Promise<Opened | Judgement> {
    try {
      const { stored: received } = await this.#terms.book.begin(peer, envelope, way === 'mailbox');
      // Whoever answers it hears of what fails; others may be answered before.
      received.catch(() => undefined);
      return { received };
    } catch (error) {
      return this.#judge(peer, envelope, error, way);
    }
  }

  /** What an envelope says of its chain that did not open; begins a repair where it calls for one. */
  async #judge(peer: Did, envelope: Bytes, failure: unknown, way: Way): Promise<Judgement> {
    const { book, isKnown, onDue } = this.#terms;
    // A peer is told nothing of why an envelope did not open, and the next may be an honest one.
    if (!isTalosError(failure) || !OPENING_CODES.has(failure.code)) throw failure;
    const judged = await book.repairs.judge(peer, envelope, failure, { isKnown: isKnown(peer), way });
    if (judged === 'unmet') await this.#terms.onEvent({ kind: 'unopened', peer });
    if (judged === undefined || judged === 'unmet') return { failure, mayOpen: true };
    if (judged.due !== undefined) onDue(peer, judged.due);
    return { failure, chain: judged.chain, mayOpen: judged.cause === 'copied' };
  }

  async #tell(peer: Did, received: Received): Promise<void> {
    const { onEvent, onAcknowledged, onMessage, onRepaired } = this.#terms;
    const { newSession } = received;
    // First of all: what is sent from now on leaves after what waits.
    if (received.kind === 'repaired' && !received.repeated) onRepaired(peer);
    // All at once: whoever repeats the envelope meanwhile waits for them.
    const events = [...(newSession === undefined ? [] : [sessionEvent(peer, newSession)]), ...eventsOf(peer, received)];
    await Promise.all(events.map((event) => onEvent(event)));
    if (received.kind === 'acknowledged')
      for (const { id, commitment } of received.messages) onAcknowledged(peer, id, commitment !== undefined);
    else if (received.kind !== 'repaired' && received.kind !== 'file') onMessage(peer);
  }
}

function eventsOf(peer: Did, received: Received): readonly MessengerEvent[] {
  const { kind } = received;
  if (kind === 'file') return [];
  if (kind === 'repaired') return [{ ...toldRepairEvent(peer, received), repeated: received.repeated }];
  if (kind !== 'acknowledged') return [{ ...messageEvent(peer, received), repeated: kind === 'duplicate' }];
  return received.messages.flatMap(({ id, commitment }) =>
    commitment === undefined ? [] : [messageEvent(peer, { id, commitment }, 'sent')],
  );
}
