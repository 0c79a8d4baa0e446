/**
 * The messages of a data directory as people look back on them: what waits in inbox and outbox, and what was taken,
 * delivered or given up, of which the newest are kept. PROTOCOL.md §5.6.
 *
 * @module
 */
import { type Bytes, compareBytes, equalBytes, fromHex, toHex } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { Mutex } from '../../base/lifetime.ts';
import type { Did } from '../../identity/did.ts';
import { timeOfMessageId } from '../../message/message-id.ts';
import type { Change, Store } from '../../storage/store.ts';
import { EntryCounts } from '../record/entry-counts.ts';
import {
  endOf,
  idOf,
  keyOf,
  type MessageRecords,
  orderedKey,
  PARTS,
  type PastMessage,
  peerOfKey,
  prefixOf,
} from './message-records.ts';

/** Messages kept after they were taken, delivered or given up; the oldest are dropped. PROTOCOL.md §11. */
export const MAX_HISTORY_MESSAGES = 10_000;
/** Bytes of them. PROTOCOL.md §11. */
export const MAX_HISTORY_BYTES: number = 64 * 1024 * 1024;
/** Share of the history that goes at once when it is full: one commit for many messages. */
const DROPPED_SHARE = 1 / 16;
/** Bytes of texts on a page: escaped as JSON, a page fits a line of the local socket. */
export const MAX_PAGE_BYTES: number = 2 * 1024 * 1024;

/**
 * What has become of a message. Of one's own: `queued` it never left, `sent` it left and is not acknowledged,
 * `delivered`, `failed`, `sealed` into a file. Of others': `waiting` nobody has taken it yet, `received`. `repaired` is no
 * message: a session was made anew.
 */
export type MessageState = 'queued' | 'sent' | 'delivered' | 'failed' | 'sealed' | 'waiting' | 'received' | 'repaired';

/** A message, and what has become of it. */
export interface HistoryMessage extends PastMessage {
  readonly state: MessageState;
}

/** Which messages. */
export interface HistoryQuery {
  /** With this peer alone. */
  readonly peer?: Did;
  /** At most so many, the newest. */
  readonly last: number;
  /** Only those before this place: where the page before this one began. */
  readonly before?: string;
}

/** Messages, the oldest first. */
export interface HistoryPage {
  readonly messages: readonly HistoryMessage[];
  /** Where the page begins, for the one before it; `""` where nothing is before. */
  readonly before: string;
}

/** A message and its place: its key in the history, or the one that it would have there. */
interface Placed {
  readonly place: Bytes;
  readonly message: HistoryMessage;
}

/** When a message of the outbox is given up, and why. */
export interface GivingUp {
  readonly ageMs: number;
  readonly reason: string;
}

/** See the module comment. */
export class MessageHistory {
  readonly #store: Store;
  readonly #records: MessageRecords;
  readonly #counts: EntryCounts;
  readonly #givingUp: GivingUp;
  readonly #dropping = new Mutex();

  constructor(store: Store, records: MessageRecords, givingUp: GivingUp) {
    this.#store = store;
    this.#records = records;
    this.#counts = new EntryCounts(store, 'message');
    this.#givingUp = givingUp;
  }

  /** To be called when `changes` are in the store: drops the oldest messages where there are too many. */
  async added(changes: readonly Change[]): Promise<void> {
    const puts = changes.filter((change) => change.kind === 'put' && change.key[0] === PARTS.history);
    const prefix = prefixOf(PARTS.history);
    await this.#dropping.run(async () => {
      for (const change of puts) this.#counts.adjust(prefix, 1, change.kind === 'put' ? change.value.length : 0);
      const { entries, bytes } = await this.#counts.of(prefix, { start: prefix, end: endOf(prefix) });
      if (entries <= MAX_HISTORY_MESSAGES && bytes <= MAX_HISTORY_BYTES) return;
      await this.#drop(
        entries - MAX_HISTORY_MESSAGES * (1 - DROPPED_SHARE),
        bytes - MAX_HISTORY_BYTES * (1 - DROPPED_SHARE),
      );
    });
  }

  /** Drops the oldest messages, until `entries` and `bytes` are gone. */
  async #drop(entries: number, bytes: number): Promise<void> {
    const prefix = prefixOf(PARTS.history);
    const changes: Change[] = [];
    let gone = 0;
    for await (const [key, value] of this.#store.scan('message', { start: prefix, end: endOf(prefix) })) {
      if (changes.length >= entries && gone >= bytes) break;
      changes.push({ kind: 'delete', space: 'message', key });
      gone += value.length;
    }
    await this.#store.apply(changes);
    this.#counts.adjust(prefix, -changes.length, -gone);
  }

  /**
   * A page of the history, at most {@link MAX_PAGE_BYTES} of texts and at least one message where there is one.
   *
   * @param nowMs - Milliseconds since 1970: what has waited too long has failed, whether it was looked at or not.
   * @throws {TalosError} `E_MALFORMED` for a `before` that no page gave.
   */
  async page(query: HistoryQuery, nowMs: number): Promise<HistoryPage> {
    const end = query.before === undefined ? undefined : placeOf(query.before);
    const found = [
      ...(await this.#ordered(PARTS.history, query, end)),
      ...(await this.#ordered(PARTS.inbox, query, end)),
      ...(await this.#waiting(query, end, nowMs)),
    ].sort((a, b) => compareBytes(b.place, a.place));
    const shown: Placed[] = [];
    let bytes = 0;
    for (const each of found) {
      bytes += each.message.content.length;
      if (shown.length >= query.last || (shown.length > 0 && bytes > MAX_PAGE_BYTES)) break;
      shown.push(each);
    }
    const first = shown.at(-1);
    return {
      messages: shown.reverse().map(({ message }) => message),
      before: first === undefined || shown.length === found.length ? '' : toHex(first.place),
    };
  }

  /** One of our own, wherever it is; undefined where it is not, or not any more. */
  async find(peer: Did, id: Bytes, nowMs: number): Promise<HistoryMessage | undefined> {
    const waiting = keyOf(PARTS.outbox, peer, id);
    const held = await this.#store.get('message', waiting);
    if (held !== undefined) return this.#unsent(waiting, held, nowMs);
    const past = orderedKey(PARTS.history, timeOfMessageId(id), id);
    const sealed = await this.#store.get('message', past);
    return sealed && this.#past(past, sealed);
  }

  /**
   * Erases a message that nothing more will become of; durable when it resolves.
   *
   * @returns Whether it was here; `waiting` where nobody has taken it yet, and it stays.
   */
  async forget(peer: Did, id: Bytes, direction: 'sent' | 'received'): Promise<'erased' | 'waiting' | 'absent'> {
    const isIt = (key: Bytes, read: () => HistoryMessage): boolean => {
      if (!equalBytes(idOf(key), id)) return false;
      const message = read();
      return message.peer === peer && message.direction === direction && message.state !== 'repaired';
    };
    return this.#dropping.run(async () => {
      const inbox = prefixOf(PARTS.inbox);
      for await (const [key, sealed] of this.#store.scan('message', { start: inbox, end: endOf(inbox) }))
        if (isIt(key, () => this.#received(key, sealed))) return 'waiting';
      const prefix = prefixOf(PARTS.history);
      const changes: Change[] = [];
      let bytes = 0;
      for await (const [key, sealed] of this.#store.scan('message', { start: prefix, end: endOf(prefix) })) {
        if (!isIt(key, () => this.#past(key, sealed))) continue;
        changes.push({ kind: 'delete', space: 'message', key });
        bytes += sealed.length;
      }
      if (changes.length === 0) return 'absent';
      await this.#store.apply(changes);
      this.#counts.adjust(prefix, -changes.length, -bytes);
      return 'erased';
    });
  }

  /** The newest messages of a part that is ordered by time, as far as they may be on the page. */
  async #ordered(part: number, query: HistoryQuery, end: Bytes | undefined): Promise<Placed[]> {
    const prefix = prefixOf(part);
    const found: Placed[] = [];
    let bytes = 0;
    const before = end === undefined ? endOf(prefix) : inPart(part, end);
    for await (const [key, sealed] of this.#store.scan('message', { start: prefix, end: before, reverse: true })) {
      const message = part === PARTS.inbox ? this.#received(key, sealed) : this.#past(key, sealed);
      if (query.peer !== undefined && message.peer !== query.peer) continue;
      found.push({ place: inPart(PARTS.history, key), message });
      bytes += message.content.length;
      // One more than the page takes, so that it knows of those before it.
      if (found.length > query.last || bytes > 2 * MAX_PAGE_BYTES) break;
    }
    return found;
  }

  /** The message that a record of the space `message` holds; undefined where it holds none. */
  read(key: Bytes, sealed: Bytes, nowMs: number): HistoryMessage | undefined {
    if (key[0] === PARTS.history) return this.#past(key, sealed);
    if (key[0] === PARTS.inbox) return this.#received(key, sealed);
    return key[0] === PARTS.outbox ? this.#unsent(key, sealed, nowMs) : undefined;
  }

  #received(key: Bytes, sealed: Bytes): HistoryMessage {
    const { id, from, receivedAtMs, content } = this.#records.readReceived(key, sealed);
    const message = { id, peer: from, direction: 'received', atMs: receivedAtMs, content, failure: '' } as const;
    return { ...message, isFile: false, state: 'waiting' };
  }

  #past(key: Bytes, sealed: Bytes): HistoryMessage {
    const past = this.#records.readPast(key, sealed);
    if (past.repair !== undefined) return { ...past, state: 'repaired' };
    if (past.direction === 'received') return { ...past, state: 'received' };
    if (past.isFile) return { ...past, state: 'sealed' };
    return { ...past, state: past.failure === '' ? 'delivered' : 'failed' };
  }

  /** A message of the outbox. */
  #unsent(key: Bytes, sealed: Bytes, nowMs: number): HistoryMessage {
    const { storedAtMs, text, wasSent } = this.#records.readWaiting(key, sealed);
    const isOver = nowMs - storedAtMs > this.#givingUp.ageMs;
    return {
      id: idOf(key),
      peer: peerOfKey(key),
      direction: 'sent',
      atMs: storedAtMs,
      content: new Uint8Array(text),
      failure: isOver ? this.#givingUp.reason : '',
      isFile: false,
      state: isOver ? 'failed' : wasSent ? 'sent' : 'queued',
    };
  }

  /** The newest messages of the outbox, which is ordered by peers. */
  async #waiting(query: HistoryQuery, end: Bytes | undefined, nowMs: number): Promise<Placed[]> {
    const prefix = prefixOf(PARTS.outbox, query.peer);
    const places: { readonly place: Bytes; readonly key: Bytes }[] = [];
    for await (const [key] of this.#store.scan('message', { start: prefix, end: endOf(prefix) })) {
      const id = idOf(key);
      const place = orderedKey(PARTS.history, timeOfMessageId(id), id);
      if (end === undefined || compareBytes(place, end) < 0) places.push({ place, key });
    }
    places.sort((a, b) => compareBytes(b.place, a.place));
    const found: Placed[] = [];
    let bytes = 0;
    for (const { place, key } of places) {
      const sealed = await this.#store.get('message', key);
      if (sealed === undefined) continue; // acknowledged meanwhile
      const message = this.#unsent(key, sealed, nowMs);
      found.push({ place, message });
      bytes += message.content.length;
      if (found.length > query.last || bytes > 2 * MAX_PAGE_BYTES) break;
    }
    return found;
  }
}

/** The same place in another part that is ordered by time. */
function inPart(part: number, key: Bytes): Bytes {
  const place = new Uint8Array(key);
  place[0] = part;
  return place;
}

function placeOf(text: string): Bytes {
  if (!/^04(?:[0-9a-f]{48})$/.test(text)) throw new TalosError('E_MALFORMED', 'no page of the history begins there');
  return fromHex(text);
}
