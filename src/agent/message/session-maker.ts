/**
 * Makes durable sessions with peers, from their bundles: when somebody asks, and where an envelope did not open.
 * PROTOCOL.md §5.6, §5.8.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { isTalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import type { DurableSession } from '../../session/durable.ts';
import { AWAY_CODES } from '../reach/peer-faults.ts';
import { unlessAborted } from '../waits.ts';
import type { MessageBook } from './message-book.ts';
import { sessionEvent } from './messenger-event.ts';
import type { EstablishedSession, EstablishOptions, MessengerOptions } from './messenger-types.ts';
import type { PeerLinks } from './peer-links.ts';
import { type DueRepair, repairEvent } from './session-repair.ts';

/** What making needs. */
export interface SessionMakerTerms extends Pick<MessengerOptions, 'bundleOf' | 'assertUnchanged' | 'onEvent'> {
  readonly book: MessageBook;
  readonly links: PeerLinks;
}

/** A session that is being made over a link. */
interface Establishing {
  readonly requireOneTime: boolean;
  readonly session: Promise<EstablishedSession>;
}

/** See the module comment. */
export class SessionMaker {
  readonly #terms: SessionMakerTerms;
  readonly #establishing = new Map<Did, Establishing>();

  constructor(terms: SessionMakerTerms) {
    this.#terms = terms;
  }

  /** As `Messenger.establishSession`. */
  async establish(peer: Did, options: EstablishOptions, bundle?: Uint8Array): Promise<EstablishedSession> {
    if (bundle !== undefined) return this.#from(peer, bundle, options);
    const { signal, requireOneTime = false } = options;
    for (;;) {
      const running = this.#establishing.get(peer) ?? this.#start(peer, requireOneTime);
      if (running.requireOneTime === requireOneTime) return unlessAborted(running.session, signal);
      // Its outcome is for who asked for it: what this one may have, and may not, is another question.
      const settled = running.session.catch(() => undefined);
      await unlessAborted(settled, signal);
    }
  }

  #start(peer: Did, requireOneTime: boolean): Establishing {
    const session = this.#online(peer, { requireOneTime });
    const started = { requireOneTime, session };
    this.#establishing.set(peer, started);
    const forget = (): void => void this.#establishing.delete(peer);
    session.then(forget, forget);
    return started;
  }

  async #online(peer: Did, options: EstablishOptions): Promise<EstablishedSession> {
    return this.#from(peer, await this.#bundleOf(peer), options);
  }

  /** The bundle of a peer: its own word where it is there. */
  async #bundleOf(peer: Did): Promise<Bytes> {
    const { bundleOf, links } = this.#terms;
    try {
      return await links.askBundle(peer);
    } catch (error) {
      if (bundleOf === undefined || !isTalosError(error) || !AWAY_CODES.has(error.code)) throw error;
      return bundleOf(peer);
    }
  }

  async #from(peer: Did, bundle: Uint8Array, options: EstablishOptions): Promise<EstablishedSession> {
    const session = await this.#terms.book.establish(peer, bundle, options.requireOneTime);
    await this.announce(peer, session);
    return { session: session.id, oneTime: session.oneTime, oneTimeKem: session.oneTimeKem };
  }

  /** Tells of a session that was made. */
  async announce(peer: Did, session: DurableSession): Promise<void> {
    await this.#terms.onEvent?.(sessionEvent(peer, session));
  }

  /**
   * Makes the session of a repair that has begun.
   *
   * @returns Whether there is one. What fails here is begun again by what fails to open next.
   */
  async repair(peer: Did, due: DueRepair): Promise<boolean> {
    const { book, assertUnchanged, onEvent } = this.#terms;
    try {
      assertUnchanged?.(peer);
      const made = await book.repairs.complete(peer, due, await this.#bundleOf(peer));
      if (made === undefined) return false;
      await this.announce(peer, made.session);
      await onEvent?.(repairEvent(peer, made));
      return true;
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return false;
    }
  }
}
