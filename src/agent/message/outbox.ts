/**
 * The messages that wait to be sent and acknowledged, each stored in one batch with the step of the session that sealed
 * it. PROTOCOL.md §5.6.
 *
 * @module
 */
import { BoundedMap } from '../../base/bounded.ts';
import { type Bytes, toHex } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { randomBytes } from '../../crypto/random.ts';
import type { Did } from '../../identity/did.ts';
import { ENVELOPE_TYPES, type EnvelopeType, TEXT_SALT_BYTES } from '../../message/envelope.ts';
import { makeMessageId, timeOfMessageId } from '../../message/message-id.ts';
import { isSilent, needsSession, type PeerSessions } from '../../session/peer-sessions.ts';
import type { Change } from '../../storage/store.ts';
import { EntryCounts } from '../record/entry-counts.ts';
import type { Deliveries } from './deliveries.ts';
import type { MessageHistory } from './message-history.ts';
import {
  endOf,
  idOf,
  keyOf,
  type MessageRecords,
  PARTS,
  peerOfKey,
  prefixOf,
  type WaitingText,
} from './message-records.ts';
import type { Sealed, SessionSteps, SessionStepsOptions, Step } from './session-steps.ts';

/** How long a message waits for its acknowledgement, in milliseconds: 30 days, as long as mailboxes keep one. */
export const OUTBOX_AGE_MS: number = 30 * 86_400_000;
/** After so long a message that was left at a mailbox is left there again, in milliseconds: a day. Mailboxes may lose one. */
export const LEFT_AGE_MS: number = 86_400_000;
/** Messages to one peer that may wait for acknowledgement. */
export const MAX_OUTBOX_MESSAGES = 1000;
/** Why a message was given up. */
export const NOT_ACKNOWLEDGED = 'not acknowledged within 30 days';

/** A message that was stored to be sent. */
export interface Outgoing {
  readonly id: Bytes;
  readonly envelope: Bytes;
}

/** What becomes of one that waits when it is to go out again. */
type Resent = (Outgoing & { readonly key: Bytes }) | 'repaired' | 'acknowledged';

/** For how long a peer was not heard. */
export interface Silence {
  /** Envelopes that were sealed for it since. */
  readonly unheard: number;
  /** Milliseconds since 1970. */
  readonly sinceMs: number;
}

/** Peers of whose silence it is remembered that people were told. */
const MAX_TOLD = 1024;

/** What the outbox needs. */
export interface OutboxTerms extends Pick<SessionStepsOptions, 'store' | 'clock'> {
  readonly sessions: SessionSteps;
  readonly messages: MessageRecords;
  readonly history: MessageHistory;
  /** Told what becomes of each message, but for its delivery: who takes an acknowledgement tells that. */
  readonly deliveries?: Deliveries;
}

/** See the module comment. */
export class Outbox {
  readonly #terms: OutboxTerms;
  /** Of each peer that was written to. */
  readonly #counts: EntryCounts;
  /** Of whose silence people were told. */
  readonly #told = new BoundedMap<Did, number>(MAX_TOLD);
  #lastIdMs = 0;

  constructor(terms: OutboxTerms) {
    this.#terms = terms;
    this.#counts = new EntryCounts(terms.store, 'message');
  }

  /** Whether there is a session to send under, and the peer may be trusted to follow it. */
  async hasSession(peer: Did): Promise<boolean> {
    return !needsSession(await this.#terms.sessions.held(peer));
  }

  /**
   * Seals a message and keeps it until it is acknowledged.
   *
   * @throws {TalosError} `E_NO_SESSION`; `E_LIMIT` for a text over 1 MiB or {@link MAX_OUTBOX_MESSAGES} that wait.
   */
  async send(peer: Did, text: Uint8Array): Promise<Outgoing & { readonly silence: Silence | undefined }> {
    await this.#assertRoom(peer);
    const outgoing = await this.#terms.sessions.take(peer, (held) => {
      const id = this.nextId();
      const waiting = this.#waitingText(text, true);
      const { next, envelope } = this.#sealText(held, id, waiting);
      return {
        next,
        changes: [this.#terms.messages.putWaiting(keyOf(PARTS.outbox, peer, id), waiting)],
        result: { id, envelope, silence: this.#silenceOf(peer, next) },
      };
    });
    this.#counts.adjust(prefixOf(PARTS.outbox, peer), 1);
    this.#terms.deliveries?.tell(peer, outgoing.id, 'sent');
    return outgoing;
  }

  /** As {@link Outbox.send} gives it, of a peer for whom one more is kept. */
  async silence(peer: Did): Promise<Silence | undefined> {
    const held = await this.#terms.sessions.held(peer);
    return this.#silenceOf(peer, { ...held, unheard: held.unheard + 1 });
  }

  /** For how long `peer` was not heard, where people are to know; once until it is heard. */
  #silenceOf(peer: Did, next: PeerSessions): Silence | undefined {
    if (!isSilent(next, this.#terms.clock.now())) {
      this.#told.delete(peer);
      return undefined;
    }
    if (this.#told.get(peer) === next.silentSinceMs) return undefined;
    this.#told.set(peer, next.silentSinceMs);
    return { unheard: next.unheard, sinceMs: next.silentSinceMs };
  }

  /**
   * Keeps a message for a peer that cannot be reached; it needs no session yet.
   *
   * @returns Its id.
   * @throws {TalosError} `E_LIMIT` as {@link Outbox.send}.
   */
  async keep(peer: Did, text: Uint8Array): Promise<Bytes> {
    await this.#assertRoom(peer);
    const id = await this.#terms.sessions.inTurn(peer, async () => {
      const made = this.nextId();
      const put = this.#terms.messages.putWaiting(keyOf(PARTS.outbox, peer, made), this.#waitingText(text, false));
      await this.#terms.store.apply([put]);
      return made;
    });
    this.#counts.adjust(prefixOf(PARTS.outbox, peer), 1);
    this.#terms.deliveries?.tell(peer, id, 'queued');
    return id;
  }

  /** Messages to `peer` that wait. */
  async #waitingCount(peer: Did): Promise<number> {
    const prefix = prefixOf(PARTS.outbox, peer);
    return (await this.#counts.of(prefix, { start: prefix, end: endOf(prefix) })).entries;
  }

  async #assertRoom(peer: Did): Promise<void> {
    if ((await this.#waitingCount(peer)) >= MAX_OUTBOX_MESSAGES)
      throw new TalosError('E_LIMIT', `${MAX_OUTBOX_MESSAGES} messages to the peer wait for acknowledgement`);
  }

  /** The id of a message of our own, after every earlier one: ids of one millisecond would sort at random, and the outbox is sent in the order of its ids. */
  nextId(): Bytes {
    this.#lastIdMs = Math.max(this.#terms.clock.now(), this.#lastIdMs + 1);
    return makeMessageId(this.#lastIdMs);
  }

  #waitingText(text: Uint8Array, wasSent: boolean): WaitingText {
    return { storedAtMs: this.#terms.clock.now(), salt: randomBytes(TEXT_SALT_BYTES), text, wasSent, leftAtMs: 0 };
  }

  /** Whether anything waits for the acknowledgement of `peer`. */
  async isAwaiting(peer: Did): Promise<boolean> {
    if ((await this.#waitingCount(peer)) > 0) return true;
    return (await this.#keys(PARTS.repair, peer)).length > 0;
  }

  /** The name of what has waited for `peer` the longest; undefined where nothing does. */
  async oldest(peer: Did): Promise<string | undefined> {
    for (const part of [PARTS.repair, PARTS.outbox]) {
      const start = prefixOf(part, peer);
      for await (const [key] of this.#terms.store.scan('message', { start, end: endOf(start), limit: 1 }))
        return toHex(key);
    }
    return undefined;
  }

  /** Everybody for whom something waits. */
  async awaited(): Promise<readonly Did[]> {
    const keys = [...(await this.#keys(PARTS.outbox)), ...(await this.#keys(PARTS.repair))];
    return [...new Set(keys.map(peerOfKey))];
  }

  /** Keys of a part; of those about `peer`, where one is given. */
  async #keys(part: number, peer?: Did): Promise<readonly Bytes[]> {
    const start = prefixOf(part, peer);
    const keys: Bytes[] = [];
    for await (const [key] of this.#terms.store.scan('message', { start, end: endOf(start) })) keys.push(key);
    return keys;
  }

  /**
   * Every message that waits for the acknowledgement of `peer`, the oldest first, sealed anew: the session may have
   * gone on so far that it would not open the envelope that was lost. Those that waited too long are given up. Before
   * them, that the session was repaired, where the peer has not acknowledged that. Ends early where it is repaired
   * meanwhile.
   *
   * @param renew - Makes a new session; called where something waits and {@link Outbox.hasSession} says no.
   * @throws {TalosError} `E_NO_SESSION` at the first where there is no session.
   */
  all(peer: Did, renew?: () => Promise<unknown>): AsyncGenerator<Outgoing> {
    return this.#waiting(peer, renew, (waiting) => ({ ...waiting, wasSent: true }));
  }

  /**
   * As {@link Outbox.all}, of what is not yet in the peer's mailbox, or came there before the last repair. The
   * next is given when the one before it was left there, which is noted then.
   */
  async *unleft(peer: Did, renew?: () => Promise<unknown>): AsyncGenerator<Outgoing> {
    const { store, clock } = this.#terms;
    const unleft = this.#waiting(peer, renew, (waiting, repairedAtMs) =>
      waiting.leftAtMs > Math.max(repairedAtMs, clock.now() - LEFT_AGE_MS) ? undefined : waiting,
    );
    for await (const outgoing of unleft) {
      yield outgoing;
      const { key } = outgoing;
      await this.#terms.sessions.inTurn(peer, async () => {
        const sealed = await store.get('message', key);
        if (sealed === undefined) return;
        const before = this.#terms.messages.readWaiting(key, sealed);
        const waiting = { ...before, wasSent: true, leftAtMs: clock.now() };
        await store.apply([
          { kind: 'require', space: 'message', key, value: sealed },
          this.#terms.messages.putWaiting(key, waiting),
        ]);
        if (!before.wasSent) this.#tell(peer, key, 'sent');
      });
    }
  }

  /** @param mark - Gives what is kept of a message that goes out now; undefined where it is passed over. */
  async *#waiting(
    peer: Did,
    renew: (() => Promise<unknown>) | undefined,
    mark: (waiting: WaitingText, repairedAtMs: number) => WaitingText | undefined,
  ): AsyncGenerator<Outgoing & { readonly key: Bytes }> {
    const { store, clock } = this.#terms;
    // The keys first: a scan that waited for a slow peer would keep the store from reusing any page meanwhile.
    const keys = [...(await this.#keys(PARTS.repair, peer)), ...(await this.#keys(PARTS.outbox, peer))];
    if (keys.length > 0 && !(await this.hasSession(peer))) await renew?.();
    const { repairs } = await this.#terms.sessions.held(peer);
    for (const key of keys) {
      const sealed = await store.get('message', key);
      // What was acknowledged since is not sent again.
      if (sealed === undefined) continue;
      const waiting = this.#terms.messages.readWaiting(key, sealed);
      const id = idOf(key);
      if (clock.now() - waiting.storedAtMs > OUTBOX_AGE_MS) {
        await this.#giveUp(peer, key);
        continue;
      }
      const marked = mark(waiting, repairs.lastAtMs);
      if (marked === undefined) continue;
      const outgoing = await this.#terms.sessions.take(peer, async (held): Promise<Step<Resent>> => {
        // After a repair all goes out again from the first on: one that went on here would overtake it.
        if (held.repairs.count !== repairs.count) return { next: held, changes: [], result: 'repaired' };
        const value = await store.get('message', key);
        if (value === undefined) return { next: held, changes: [], result: 'acknowledged' };
        const now = this.#terms.messages.readWaiting(key, value);
        const { next, envelope } = this.#sealText(held, id, now, typeOfKey(key));
        const isFirst = marked.wasSent && !now.wasSent;
        const changes: Change[] = [
          { kind: 'require', space: 'message', key, value },
          ...(isFirst ? [this.#terms.messages.putWaiting(key, { ...now, wasSent: true })] : []),
        ];
        return { next, changes, result: { id, envelope, key } };
      });
      if (outgoing === 'repaired') return;
      if (outgoing === 'acknowledged') continue;
      if (marked.wasSent && !waiting.wasSent) this.#tell(peer, key, 'sent');
      yield outgoing;
    }
  }

  /** Whether a message that waits lies in a mailbox of the peer. */
  async isLeft(peer: Did, id: Bytes): Promise<boolean> {
    const key = keyOf(PARTS.outbox, peer, id);
    const sealed = await this.#terms.store.get('message', key);
    return sealed !== undefined && this.#terms.messages.readWaiting(key, sealed).leftAtMs > 0;
  }

  /** Of what is a message. */
  #tell(peer: Did, key: Bytes, state: 'sent' | 'failed', reason?: string): void {
    if (key[0] === PARTS.outbox) this.#terms.deliveries?.tell(peer, idOf(key), state, reason);
  }

  /** Gives up what has waited for `peer` too long, also where the peer is never there. */
  async expire(peer: Did): Promise<void> {
    for (const part of [PARTS.repair, PARTS.outbox]) await this.#expirePart(part, peer);
  }

  async #expirePart(part: number, peer: Did): Promise<void> {
    const { store, clock } = this.#terms;
    const start = prefixOf(part, peer);
    for (;;) {
      let oldest: Bytes | undefined;
      for await (const [key] of store.scan('message', { start, end: endOf(start), limit: 1 })) oldest = key;
      // No id is of an earlier time than its message was stored at.
      if (oldest === undefined || clock.now() - timeOfMessageId(idOf(oldest)) <= OUTBOX_AGE_MS) return;
      await this.#giveUp(peer, oldest);
    }
  }

  /** @param key - Of a message that waits, or of one that does not any more. */
  async #giveUp(peer: Did, key: Bytes): Promise<void> {
    const { store, sessions, messages, history } = this.#terms;
    await sessions.inTurn(peer, async () => {
      const sealed = await store.get('message', key);
      if (sealed === undefined) return;
      const gone: Change = { kind: 'delete', space: 'message', key };
      if (key[0] === PARTS.repair) return void (await store.apply([gone]));
      const past = messages.sentPast(peer, idOf(key), messages.readWaiting(key, sealed), NOT_ACKNOWLEDGED);
      await store.apply([gone, past]);
      this.#counts.adjust(prefixOf(PARTS.outbox, peer), -1);
      await history.added([past]);
      this.#tell(peer, key, 'failed', NOT_ACKNOWLEDGED);
    });
  }

  /** To be called when a message to `peer` has left the store. */
  acknowledged(peer: Did): void {
    this.#counts.adjust(prefixOf(PARTS.outbox, peer), -1);
  }

  /** Goes on after the ids that the store holds: a clock that was set back meanwhile changes no order. */
  async resume(): Promise<void> {
    for (const key of await this.#keys(PARTS.outbox))
      this.#lastIdMs = Math.max(this.#lastIdMs, timeOfMessageId(idOf(key)));
  }

  #sealText(
    held: PeerSessions,
    id: Bytes,
    { storedAtMs, salt, text }: Pick<WaitingText, 'storedAtMs' | 'salt' | 'text'>,
    type: EnvelopeType = ENVELOPE_TYPES.text,
  ): Sealed {
    return this.#terms.sessions.seal(held, { type, id, timestampMs: storedAtMs, text, salt });
  }
}

/** What waits in a part of the space. */
const typeOfKey = (key: Bytes): EnvelopeType =>
  key[0] === PARTS.repair ? ENVELOPE_TYPES.sessionRepair : ENVELOPE_TYPES.text;
