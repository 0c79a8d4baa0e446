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

/** What became of an envelope. */
export interface Taken {
  /** What came over a link is stored: envelopes to send to the peer. */
  readonly replies: readonly Bytes[];
  /** What came another way is stored: its id, which is to be acknowledged. */
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

/** What became of an envelope, and what that says of others of its link. */
interface Judgement extends Taken {
  /** In hex: its chain, where it did not open although its sender has signed it. */
  readonly chain?: string;
  /** Whether others of that chain may open. */
  readonly mayOpen: boolean;
}

/** See the module comment. */
export class Reception {
  readonly #terms: ReceptionTerms;
  readonly #faults = new WeakMap<Link, Faults>();

  constructor(terms: ReceptionTerms) {
    this.#terms = terms;
  }

  /**
   * Takes an envelope of a link and sends what answers it.
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
    const { replies, failure, chain, mayOpen } = await this.#takeWithRoom(peer, link, envelope);
    for (const each of replies) reply(each);
    if (failure === undefined || (chain !== undefined && faults.chains.has(chain))) return;
    if (chain !== undefined) faults.chains.set(chain, mayOpen);
    if (++faults.count > MAX_FAILED_ENVELOPES) throw failure;
  }

  async #takeWithRoom(peer: Did, link: Link, envelope: Bytes): Promise<Judgement> {
    for (;;) {
      const taken = await this.#take(peer, envelope, 'link');
      if (!isForWantOfRoom(taken.failure)) return taken;
      // Its sender has it still, and sends it again over its next link.
      if (!(await this.#terms.untilFreed(link))) throw taken.failure;
    }
  }

  /**
   * Takes an envelope; resolves when what it brings is stored.
   *
   * @throws {TalosError} where the store or the ledger fails.
   */
  async take(peer: Did, envelope: Bytes, way: Way): Promise<Taken> {
    const { replies, failure, stored } = await this.#take(peer, envelope, way);
    return {
      replies,
      ...(failure === undefined ? {} : { failure }),
      ...(stored === undefined ? {} : { stored }),
    };
  }

  async #take(peer: Did, envelope: Bytes, way: Way): Promise<Judgement> {
    const { book, isKnown, onDue } = this.#terms;
    try {
      const received = await book.receive(peer, envelope, way === 'mailbox');
      await this.#tell(peer, received);
      if (received.kind === 'acknowledged' || received.kind === 'file') return { replies: [], mayOpen: true };
      const { id: stored, reply } = received;
      return reply === undefined ? { replies: [], stored, mayOpen: true } : { replies: [reply], mayOpen: true };
    } catch (failure) {
      // A peer is told nothing of why an envelope did not open, and the next may be an honest one.
      if (!isTalosError(failure) || !OPENING_CODES.has(failure.code)) throw failure;
      const judged = await book.repairs.judge(peer, envelope, failure, { isKnown: isKnown(peer), way });
      if (judged === 'unmet') await this.#terms.onEvent({ kind: 'unopened', peer });
      if (judged === undefined || judged === 'unmet') return { replies: [], failure, mayOpen: true };
      if (judged.due !== undefined) onDue(peer, judged.due);
      return { replies: [], failure, chain: judged.chain, mayOpen: judged.cause === 'copied' };
    }
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
