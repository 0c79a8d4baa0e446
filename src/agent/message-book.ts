/**
 * Durable messages in the store: what waits to be sent and to be taken, each stored in one batch with the step of the
 * session that it took (`session-steps.ts`). PROTOCOL.md §5.6. Layout of the space `message`: `message-records.ts`.
 *
 * @module
 */
import { type Bytes, concat } from '../base/bytes.ts';
import { isTalosError, TalosError } from '../base/errors.ts';
import { decode } from '../codec/reader.ts';
import { u64 } from '../codec/writer.ts';
import { randomBytes } from '../crypto/random.ts';
import type { Did } from '../identity/did.ts';
import { ENVELOPE_TYPES, type Envelope, TEXT_SALT_BYTES, textCommitment } from '../message/envelope.ts';
import { MESSAGE_ID_BYTES, makeMessageId, timeOfMessageId } from '../message/message-id.ts';
import { type DurableSession, readEnvelope } from '../session/durable.ts';
import { addOpened, needsSession, type PeerSessions } from '../session/peer-sessions.ts';
import type { Change } from '../storage/store.ts';
import type { Deliveries } from './deliveries.ts';
import { type EntryCount, EntryCounts } from './entry-counts.ts';
import { MessageFiles } from './message-files.ts';
import { MessageHistory } from './message-history.ts';
import {
  bytesPut,
  endOf,
  idOf,
  keyOf,
  MessageRecords,
  orderedKey,
  orderOf,
  PARTS,
  peerOfKey,
  prefixOf,
  type ReceivedMessage,
  type WaitingText,
} from './message-records.ts';
import { type Sealed, SessionSteps, type SessionStepsOptions, type Step } from './session-steps.ts';

/** How long a message waits for its acknowledgement, in milliseconds: 7 days, as long as skipped keys are kept. */
export const OUTBOX_AGE_MS: number = 7 * 86_400_000;
/** How long an id is remembered, in milliseconds: 14 days, so that nothing that may still be sent again is new. */
export const SEEN_AGE_MS: number = 14 * 86_400_000;
/** Messages to one peer that may wait for acknowledgement. */
export const MAX_OUTBOX_MESSAGES = 1000;
/** Messages that may wait to be taken by the application. */
export const MAX_INBOX_MESSAGES = 10_000;
/** Bytes of them: who may send is not asked, so strangers must not fill the disk under the ledger. One may go beyond. */
export const MAX_INBOX_BYTES: number = 64 * 1024 * 1024;
/** Why a message was given up. */
const NOT_ACKNOWLEDGED = 'not acknowledged within 7 days';

const INBOX_PREFIX: Bytes = prefixOf(PARTS.inbox);

/** What became of an envelope. `reply` is the acknowledgement to send. */
export type Received =
  | {
      readonly kind: 'message' | 'duplicate';
      readonly id: Bytes;
      readonly commitment: Bytes;
      readonly reply: Bytes;
      /** The session that the message made. */
      readonly newSession: DurableSession | undefined;
    }
  | Acknowledged;

/** The peer has stored a message of ours. */
export interface Acknowledged {
  readonly kind: 'acknowledged';
  readonly id: Bytes;
  /** The commitment of the message; absent where it was acknowledged, or given up, before. */
  readonly commitment: Bytes | undefined;
  /** The session that the acknowledgement made: of two that were started at once, the peer acknowledges under its own. */
  readonly newSession: DurableSession | undefined;
}

/** A message that was stored to be sent. */
export interface Outgoing {
  readonly id: Bytes;
  readonly envelope: Bytes;
}

/** What a book needs. */
export interface MessageBookOptions extends SessionStepsOptions {
  /** Told what becomes of each message that is sent, but for its delivery: who takes an acknowledgement tells that. */
  readonly deliveries?: Deliveries;
}

/** A message in the inbox. */
export interface InboxEntry {
  /** For {@link MessageBook.take}. */
  readonly key: Bytes;
  /** Opens it. */
  readonly read: () => ReceivedMessage;
}

/** See the module comment. One a data directory; two over one store never use a message key twice. */
export class MessageBook {
  readonly #options: MessageBookOptions;
  readonly #sessions: SessionSteps;
  /** Of the inbox and of the outbox of each peer that was written to. */
  readonly #counts: EntryCounts;
  readonly #records: MessageRecords;
  /** What was and is in it, for people. */
  readonly history: MessageHistory;
  /** Messages that travel as files. */
  readonly files: MessageFiles;
  #lastIdMs = 0;
  #lastOrder = 0;

  constructor(options: MessageBookOptions) {
    const { store, records } = options;
    this.#options = options;
    this.#sessions = new SessionSteps(options);
    this.#counts = new EntryCounts(store, 'message');
    this.#records = new MessageRecords(records);
    this.history = new MessageHistory(store, this.#records, { ageMs: OUTBOX_AGE_MS, reason: NOT_ACKNOWLEDGED });
    this.files = new MessageFiles({
      ...options,
      records: this.#records,
      history: this.history,
      sessions: this.#sessions,
      nextId: () => this.#nextId(),
    });
  }

  /** Whether there is a session to send under, and the peer may be trusted to follow it. */
  async hasSession(peer: Did): Promise<boolean> {
    return !needsSession(await this.#sessions.held(peer));
  }

  /** As `SessionSteps.establish`. */
  establish(peer: Did, bundle: Uint8Array, requireOneTime = false): Promise<DurableSession> {
    return this.#sessions.establish(peer, bundle, requireOneTime);
  }

  /**
   * Seals a message and keeps it until it is acknowledged.
   *
   * @throws {TalosError} `E_NO_SESSION`; `E_LIMIT` for a text over 1 MiB or {@link MAX_OUTBOX_MESSAGES} that wait.
   */
  async send(peer: Did, text: Uint8Array): Promise<Outgoing> {
    await this.#assertRoom(peer);
    const outgoing = await this.#sessions.take(peer, (held) => {
      const id = this.#nextId();
      const waiting = this.#waitingText(text, true);
      const { next, envelope } = this.#sealText(held, id, waiting);
      return {
        next,
        changes: [this.#records.putWaiting(keyOf(PARTS.outbox, peer, id), waiting)],
        result: { id, envelope },
      };
    });
    this.#counts.adjust(prefixOf(PARTS.outbox, peer), 1);
    this.#options.deliveries?.tell(peer, outgoing.id, 'sent');
    return outgoing;
  }

  /**
   * Keeps a message for a peer that cannot be reached; it needs no session yet.
   *
   * @returns Its id.
   * @throws {TalosError} `E_LIMIT` as {@link MessageBook.send}.
   */
  async keep(peer: Did, text: Uint8Array): Promise<Bytes> {
    await this.#assertRoom(peer);
    const id = await this.#sessions.inTurn(peer, async () => {
      const made = this.#nextId();
      const put = this.#records.putWaiting(keyOf(PARTS.outbox, peer, made), this.#waitingText(text, false));
      await this.#options.store.apply([put]);
      return made;
    });
    this.#counts.adjust(prefixOf(PARTS.outbox, peer), 1);
    this.#options.deliveries?.tell(peer, id, 'queued');
    return id;
  }

  async #assertRoom(peer: Did): Promise<void> {
    if ((await this.#count(prefixOf(PARTS.outbox, peer))).entries >= MAX_OUTBOX_MESSAGES)
      throw new TalosError('E_LIMIT', `${MAX_OUTBOX_MESSAGES} messages to the peer wait for acknowledgement`);
  }

  /** Ids of one millisecond would sort at random, and the outbox is sent in the order of its ids. */
  #nextId(): Bytes {
    this.#lastIdMs = Math.max(this.#options.clock.now(), this.#lastIdMs + 1);
    return makeMessageId(this.#lastIdMs);
  }

  #waitingText(text: Uint8Array, wasSent: boolean): WaitingText {
    return { storedAtMs: this.#options.clock.now(), salt: randomBytes(TEXT_SALT_BYTES), text, wasSent };
  }

  /** Whether anything waits for the acknowledgement of `peer`. */
  async isAwaiting(peer: Did): Promise<boolean> {
    return (await this.#count(prefixOf(PARTS.outbox, peer))).entries > 0;
  }

  /** Everybody for whom something waits. */
  async awaited(): Promise<readonly Did[]> {
    const peers = new Set<Did>();
    const start = prefixOf(PARTS.outbox);
    for await (const [key] of this.#options.store.scan('message', { start, end: prefixOf(PARTS.seen) }))
      peers.add(peerOfKey(key));
    return [...peers];
  }

  /**
   * Every message that waits for the acknowledgement of `peer`, the oldest first, sealed anew: the session may have
   * gone on so far that it would not open the envelope that was lost. Those that waited too long are given up.
   *
   * @param renew - Makes a new session; called where something waits and {@link MessageBook.hasSession} says no.
   * @throws {TalosError} `E_NO_SESSION` at the first where there is no session.
   */
  async *outbox(peer: Did, renew?: () => Promise<unknown>): AsyncGenerator<Outgoing> {
    const { store, clock } = this.#options;
    const start = prefixOf(PARTS.outbox, peer);
    // The keys first: a scan that waited for a slow peer would keep the store from reusing any page meanwhile.
    const keys: Bytes[] = [];
    for await (const [key] of store.scan('message', { start, end: endOf(start) })) keys.push(key);
    if (keys.length > 0 && !(await this.hasSession(peer))) await renew?.();
    for (const key of keys) {
      const sealed = await store.get('message', key);
      // What was acknowledged since is not sent again.
      if (sealed === undefined) continue;
      const waiting = this.#records.readWaiting(key, sealed);
      const id = idOf(key);
      if (clock.now() - waiting.storedAtMs > OUTBOX_AGE_MS) {
        await this.#giveUp(peer, key);
        continue;
      }
      const outgoing = await this.#sessions.take(peer, (held) => {
        const { next, envelope } = this.#sealText(held, id, waiting);
        const changes = waiting.wasSent ? [] : [this.#records.putWaiting(key, { ...waiting, wasSent: true })];
        return { next, changes, result: { id, envelope } };
      });
      if (!waiting.wasSent) this.#options.deliveries?.tell(peer, id, 'sent');
      yield outgoing;
    }
  }

  /** Gives up what has waited for `peer` too long, also where the peer is never there. */
  async expire(peer: Did): Promise<void> {
    const { store, clock } = this.#options;
    const start = prefixOf(PARTS.outbox, peer);
    for (;;) {
      let oldest: Bytes | undefined;
      for await (const [key] of store.scan('message', { start, end: endOf(start), limit: 1 })) oldest = key;
      // No id is of an earlier time than its message was stored at.
      if (oldest === undefined || clock.now() - timeOfMessageId(idOf(oldest)) <= OUTBOX_AGE_MS) return;
      await this.#giveUp(peer, oldest);
    }
  }

  /** @param key - In the outbox, where it may not be any more. */
  async #giveUp(peer: Did, key: Bytes): Promise<void> {
    const { store, deliveries } = this.#options;
    await this.#sessions.inTurn(peer, async () => {
      const sealed = await store.get('message', key);
      if (sealed === undefined) return;
      const past = this.#records.sentPast(peer, idOf(key), this.#records.readWaiting(key, sealed), NOT_ACKNOWLEDGED);
      await store.apply([{ kind: 'delete', space: 'message', key }, past]);
      this.#counts.adjust(prefixOf(PARTS.outbox, peer), -1);
      await this.history.added([past]);
      deliveries?.tell(peer, idOf(key), 'failed', NOT_ACKNOWLEDGED);
    });
  }

  /**
   * Opens an envelope that came from `peer`, and stores its text in the inbox.
   *
   * @throws {TalosError} `E_MALFORMED`, `E_BAD_DID` and `E_DECRYPT` of `readEnvelope`; `E_REPLAY`, `E_SKIP_LIMIT`,
   *   `E_BAD_KEY` and `E_DECRYPT` of the session; `E_NO_SESSION` where none fits; `E_PREKEY_GONE`, `E_STALE` and
   *   others of an initial message; `E_LIMIT` while {@link MAX_INBOX_MESSAGES} or {@link MAX_INBOX_BYTES} wait. Nothing
   *   is changed then.
   */
  async receive(peer: Did, bytes: Uint8Array): Promise<Received> {
    const envelope = readEnvelope(bytes, { sender: peer, recipient: this.#options.party.did });
    if (envelope.type === ENVELOPE_TYPES.acknowledgement) {
      let changes: readonly Change[] = [];
      const acknowledged = await this.#sessions.take(peer, async (held) => {
        const step = await this.#takeAcknowledgement(held, envelope);
        changes = step.changes;
        return step;
      });
      if (acknowledged.commitment === undefined) return acknowledged;
      this.#counts.adjust(prefixOf(PARTS.outbox, peer), -1);
      await this.history.added(changes);
      return acknowledged;
    }
    const waiting = await this.#count(INBOX_PREFIX);
    if (waiting.entries >= MAX_INBOX_MESSAGES || waiting.bytes >= MAX_INBOX_BYTES)
      throw new TalosError('E_LIMIT', `${waiting.entries} messages of ${waiting.bytes} bytes wait to be taken`);
    let stored = 0;
    const received = await this.#sessions.take(peer, async (held) => {
      const step = await this.#takeMessage(held, envelope);
      stored = bytesPut(step.changes, PARTS.inbox);
      return step;
    });
    if (received.kind === 'message') this.#counts.adjust(INBOX_PREFIX, 1, stored);
    return received;
  }

  async #takeMessage(held: PeerSessions, envelope: Envelope): Promise<Step<Received>> {
    const { store, clock } = this.#options;
    const { sender, id, commitment } = envelope;
    const seen = keyOf(PARTS.seen, sender, id);
    if ((await store.get('message', seen)) !== undefined && held.sessions.length > 0) {
      // The acknowledgement was lost: the peer gets another, the application nothing. Sealed anew, the message may have
      // come under another session, which is then the one that the peer hears.
      const opened = await this.#sessions.open(held, envelope).catch(unopened);
      const { next, envelope: reply } = this.#acknowledge(opened ? addOpened(held, opened.session) : held, id);
      const newSession = opened?.isNew === true ? opened.session : undefined;
      const result = { kind: 'duplicate', id, commitment, reply, newSession } as const;
      return { next, changes: opened?.consume ?? [], result };
    }
    const { session, text, consume, isNew } = await this.#sessions.open(held, envelope);
    const { next, envelope: reply } = this.#acknowledge(addOpened(held, session), id);
    const receivedAtMs = clock.now();
    this.#lastOrder = Math.max(receivedAtMs, this.#lastOrder + 1);
    const inbox = orderedKey(PARTS.inbox, this.#lastOrder, id);
    const changes: Change[] = [
      ...consume,
      { kind: 'require', space: 'message', key: seen, value: undefined },
      { kind: 'put', space: 'message', key: seen, value: u64(receivedAtMs) },
      this.#records.putReceived(inbox, { id, from: sender, receivedAtMs, content: text }),
    ];
    const newSession = isNew ? session : undefined;
    return { next, changes, result: { kind: 'message', id, commitment, reply, newSession } };
  }

  async #takeAcknowledgement(peer: PeerSessions, envelope: Envelope): Promise<Step<Acknowledged>> {
    const { session, text, consume, isNew } = await this.#sessions.open(peer, envelope);
    if (text.length !== MESSAGE_ID_BYTES) throw new TalosError('E_MALFORMED', 'an acknowledgement that holds no id');
    const key = keyOf(PARTS.outbox, envelope.sender, text);
    const held = await this.#options.store.get('message', key);
    const waiting = held && this.#records.readWaiting(key, held);
    const commitment = waiting && textCommitment(waiting.salt, waiting.text);
    const changes: Change[] = [...consume, { kind: 'delete', space: 'message', key }];
    if (waiting !== undefined) changes.push(this.#records.sentPast(envelope.sender, text, waiting));
    const newSession = isNew ? session : undefined;
    const result: Acknowledged = { kind: 'acknowledged', id: text, commitment, newSession };
    return { next: addOpened(peer, session), changes, result };
  }

  #acknowledge(held: PeerSessions, id: Bytes): Sealed {
    const timestampMs = this.#options.clock.now();
    const salt = randomBytes(TEXT_SALT_BYTES);
    const type = ENVELOPE_TYPES.acknowledgement;
    return this.#sessions.seal(held, { type, id: makeMessageId(timestampMs), timestampMs, text: id, salt });
  }

  #sealText(held: PeerSessions, id: Bytes, { storedAtMs, salt, text }: Omit<WaitingText, 'wasSent'>): Sealed {
    return this.#sessions.seal(held, { type: ENVELOPE_TYPES.text, id, timestampMs: storedAtMs, text, salt });
  }

  /** What is in the inbox, the oldest first, from after the key `after` on. */
  async *waiting(after?: Bytes): AsyncGenerator<InboxEntry, void, undefined> {
    const start = after === undefined ? INBOX_PREFIX : concat(after, Uint8Array.of(0));
    for await (const [key, sealed] of this.#options.store.scan('message', { start, end: endOf(INBOX_PREFIX) }))
      yield { key, read: () => this.#records.readReceived(key, sealed) };
  }

  /** Moves a message that the application has taken to the history. */
  async take(key: Bytes): Promise<void> {
    const { store } = this.#options;
    const held = await store.get('message', key);
    if (held === undefined) return;
    const past = this.#records.receivedPast(key, held);
    await store.apply([{ kind: 'delete', space: 'message', key }, past]);
    this.#counts.adjust(INBOX_PREFIX, -1, -held.length);
    await this.history.added([past]);
  }

  /** Forgets ids older than {@link SEEN_AGE_MS}. */
  async prune(): Promise<void> {
    const { store, clock } = this.#options;
    const changes: Change[] = [];
    const seen = { start: prefixOf(PARTS.seen), end: prefixOf(PARTS.history) };
    for await (const [key, value] of store.scan('message', seen))
      if (clock.now() - decode(value, (reader) => reader.u64('seen')) > SEEN_AGE_MS)
        changes.push({ kind: 'delete', space: 'message', key });
    if (changes.length > 0) await store.apply(changes);
  }

  /** Goes on after the orders and ids that the store holds: a clock that was set back meanwhile changes no order. */
  async resume(): Promise<void> {
    const { store } = this.#options;
    const newest = { start: INBOX_PREFIX, end: endOf(INBOX_PREFIX), reverse: true, limit: 1 };
    for await (const [key] of store.scan('message', newest)) this.#lastOrder = orderOf(key);
    const waiting = { start: prefixOf(PARTS.outbox), end: prefixOf(PARTS.seen) };
    for await (const [key] of store.scan('message', waiting))
      this.#lastIdMs = Math.max(this.#lastIdMs, timeOfMessageId(idOf(key)));
  }

  #count(prefix: Bytes): Promise<Readonly<EntryCount>> {
    return this.#counts.of(prefix, { start: prefix, end: endOf(prefix) });
  }
}

/** For what need not open; a fault of another kind is thrown on. */
function unopened(error: unknown): undefined {
  if (!isTalosError(error)) throw error;
}
