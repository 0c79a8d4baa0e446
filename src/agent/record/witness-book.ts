/**
 * What this agent has seen of its peers' ledgers: the checkpoints that they showed, and evidence against those that
 * signed two histories. A checkpoint once kept is never replaced. PROTOCOL.md §9.9.
 *
 * Layout of the space `witness`:
 *
 * | key | value |
 * |---|---|
 * | 0x01 ‖ peer key (32) ‖ u64 size | u64 time in ms ‖ the note |
 * | 0x02 ‖ peer key (32) ‖ u64 number | canonical JSON `{v, what, time, cleared, file}` |
 *
 * @module
 */
import { type Bytes, concat, fromUtf8, toHex, utf8 } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { Mutex } from '../../base/lifetime.ts';
import { readBoolean, readChoice, readInteger, readObject, readString } from '../../codec/fields.ts';
import { canonicalBytes, parseJson } from '../../codec/json.ts';
import { decode } from '../../codec/reader.ts';
import { u8, u64 } from '../../codec/writer.ts';
import { sha256 } from '../../crypto/hash.ts';
import { type Did, didOfKey, keyOfDid } from '../../identity/did.ts';
import type { Ledger } from '../../ledger/journal/ledger.ts';
import { type Checkpoint, readCheckpoint } from '../../ledger/log/checkpoint.ts';
import { MAX_EVIDENCE_BYTES } from '../../ledger/log/evidence.ts';
import type { Change, Store } from '../../storage/store.ts';

/** Peers whose checkpoints are kept; the one that was seen longest ago makes room. PROTOCOL.md §11. */
export const MAX_WITNESSED_PEERS = 1000;
/** Checkpoints kept of a peer, the newest. PROTOCOL.md §11. */
export const MAX_KEPT_CHECKPOINTS = 64;
/** Evidence files kept about a peer, the newest. PROTOCOL.md §11. */
export const MAX_EVIDENCE_A_PEER = 16;

const NOTE = u8(1);
const EVIDENCE = u8(2);
const KEY_BYTES = 32;

/** The newest checkpoint of a peer. */
export interface KeptCheckpoint {
  readonly checkpoint: Checkpoint;
  /** When it was first seen, milliseconds since 1970. */
  readonly seenMs: number;
}

/** Evidence against a peer. */
export interface KeptEvidence {
  readonly peer: Did;
  /** Counts from 0 for each peer. */
  readonly number: number;
  readonly what: 'fork' | 'rollback';
  /** When it was found, milliseconds since 1970. */
  readonly timeMs: number;
  /** Whether a person has let the peer in again since. */
  readonly isCleared: boolean;
  /** The evidence file. */
  readonly file: string;
}

/** See the module comment. */
export class WitnessBook {
  readonly #store: Store;
  /** In the order in which they were seen, the oldest first. */
  readonly #newest = new Map<Did, KeptCheckpoint>();
  readonly #evidence = new Map<Did, KeptEvidence[]>();
  readonly #changing = new Mutex();

  private constructor(store: Store) {
    this.#store = store;
  }

  /** Reads the book. @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
  static async open(store: Store): Promise<WitnessBook> {
    const book = new WitnessBook(store);
    // By key, so by peer and size: the last of a peer is its newest, and the only one that is read.
    const last = new Map<string, readonly [Bytes, Bytes]>();
    for await (const row of store.scan('witness', { start: NOTE, end: EVIDENCE })) last.set(peerOfKey(row[0]), row);
    const newest = [...last.values()].map(([key, value]) => readKept(key, value));
    for (const kept of newest.sort((a, b) => a.seenMs - b.seenMs)) book.#newest.set(kept.checkpoint.author, kept);
    for await (const [key, value] of store.scan('witness', { start: EVIDENCE, end: u8(3) })) {
      const evidence = readEvidence(key, value);
      book.#evidence.set(evidence.peer, [...(book.#evidence.get(evidence.peer) ?? []), evidence]);
    }
    return book;
  }

  /** The newest checkpoint that is kept of `peer`. */
  newest(peer: Did): KeptCheckpoint | undefined {
    return this.#newest.get(peer);
  }

  /** Every peer of which a checkpoint or evidence is kept. */
  peers(): readonly Did[] {
    return [...new Set([...this.#newest.keys(), ...this.#evidence.keys()])];
  }

  /** The checkpoint of exactly `size` that is kept of `peer`. @throws {TalosError} `E_STORAGE…`. */
  async at(peer: Did, size: number): Promise<Checkpoint | undefined> {
    const newest = this.#newest.get(peer)?.checkpoint;
    if (newest === undefined || size > newest.size) return undefined;
    if (newest.size === size) return newest;
    const key = noteKey(peer, size);
    const value = await this.#store.get('witness', key);
    return value === undefined ? undefined : readKept(key, value).checkpoint;
  }

  /** Checkpoints kept of `peer`, the newest first. */
  async kept(peer: Did): Promise<readonly KeptCheckpoint[]> {
    const all: KeptCheckpoint[] = [];
    for await (const [key, value] of this.#store.scan('witness', { ...rangeOf(NOTE, peer), reverse: true }))
      all.push(readKept(key, value));
    return all;
  }

  /**
   * Keeps a checkpoint that is proved to go on from the newest of its author, or is the first; durable when it resolves.
   * One that is not larger than the newest changes nothing.
   */
  keep(checkpoint: Checkpoint, seenMs: number): Promise<void> {
    const { author, size, note } = checkpoint;
    return this.#changing.run(async () => {
      if (size === 0 || size <= (this.#newest.get(author)?.checkpoint.size ?? 0)) return;
      const changes: Change[] = [
        { kind: 'put', space: 'witness', key: noteKey(author, size), value: concat(u64(seenMs), utf8(note)) },
        ...(await this.#surplus(author)),
      ];
      const leaving = this.#newest.has(author) ? undefined : this.#longestUnseen();
      if (leaving !== undefined) changes.push(...(await this.#notesOf(leaving)));
      await this.#store.apply(changes);
      if (leaving !== undefined) this.#newest.delete(leaving);
      // Set anew, so that the map stays in the order in which they were seen.
      this.#newest.delete(author);
      this.#newest.set(author, { checkpoint, seenMs });
    });
  }

  /** What must go so that one more checkpoint of `peer` may be kept: the oldest. */
  async #surplus(peer: Did): Promise<Change[]> {
    const notes = await this.#notesOf(peer);
    return notes.slice(0, Math.max(0, notes.length - MAX_KEPT_CHECKPOINTS + 1));
  }

  async #notesOf(peer: Did): Promise<Change[]> {
    const changes: Change[] = [];
    for await (const [key] of this.#store.scan('witness', rangeOf(NOTE, peer)))
      changes.push({ kind: 'delete', space: 'witness', key });
    return changes;
  }

  /** Who must go for another peer: nobody whose evidence is open, which its checkpoints explain. */
  #longestUnseen(): Did | undefined {
    if (this.#newest.size < MAX_WITNESSED_PEERS) return undefined;
    return [...this.#newest.keys()].find((peer) => !this.isRefused(peer));
  }

  /** Whether there is evidence against `peer` that nobody has cleared. */
  isRefused(peer: Did): boolean {
    return this.#evidence.get(peer)?.some(({ isCleared }) => !isCleared) === true;
  }

  /** Evidence, the oldest first; about `peer`, or about everybody. */
  evidence(peer?: Did): readonly KeptEvidence[] {
    return peer === undefined ? [...this.#evidence.values()].flat() : (this.#evidence.get(peer) ?? []);
  }

  /**
   * Keeps evidence against `peer`; durable when it resolves.
   *
   * @returns Whether it is the first that is open: the same fault is found again and again.
   */
  convict(peer: Did, what: 'fork' | 'rollback', file: string, timeMs: number): Promise<boolean> {
    return this.#changing.run(async () => {
      const held = this.#evidence.get(peer) ?? [];
      if (this.isRefused(peer)) return false;
      const number = (held.at(-1)?.number ?? -1) + 1;
      const evidence: KeptEvidence = { peer, number, what, timeMs, isCleared: false, file };
      const leaving = held.slice(0, Math.max(0, held.length - MAX_EVIDENCE_A_PEER + 1));
      await this.#store.apply([put(evidence), ...leaving.map(remove)]);
      this.#evidence.set(peer, [...held.slice(leaving.length), evidence]);
      return true;
    });
  }

  /** Records what a crash kept out of the ledger: evidence is in the store before that. */
  async reconcile(ledger: Pick<Ledger, 'positions' | 'append'>): Promise<void> {
    for (const { peer, number, what, file } of this.evidence().filter(({ isCleared }) => !isCleared)) {
      // One entry for each, in order; counted, since those that are archived cannot be read.
      const entries = await ledger.positions({ type: 'equivocation', peer });
      if (entries.length <= number) ledger.append({ type: 'equivocation', peer, what, evidence: evidenceId(file) });
    }
  }

  /**
   * Lets `peer` in again: its evidence stays and is marked, its checkpoints are forgotten, so that the next one that it
   * shows is a first; durable when it resolves.
   *
   * @returns Whether there was anything to clear.
   */
  clear(peer: Did): Promise<boolean> {
    return this.#changing.run(async () => {
      if (!this.isRefused(peer)) return false;
      const cleared = (this.#evidence.get(peer) ?? []).map((each) => ({ ...each, isCleared: true }));
      await this.#store.apply([...cleared.map(put), ...(await this.#notesOf(peer))]);
      this.#evidence.set(peer, cleared);
      this.#newest.delete(peer);
      return true;
    });
  }
}

function remove({ peer, number }: KeptEvidence): Change {
  return { kind: 'delete', space: 'witness', key: evidenceKey(peer, number) };
}

function put({ peer, number, what, timeMs, isCleared, file }: KeptEvidence): Change {
  const value = canonicalBytes({ v: 1, what, time: timeMs, cleared: isCleared, file });
  return { kind: 'put', space: 'witness', key: evidenceKey(peer, number), value };
}

/** SHA-256 of an evidence file, as the ledger names it. */
export function evidenceId(file: string): string {
  return toHex(sha256(utf8(file)));
}

const noteKey = (peer: Did, size: number): Bytes => concat(NOTE, keyOfDid(peer), u64(size));
const evidenceKey = (peer: Did, number: number): Bytes => concat(EVIDENCE, keyOfDid(peer), u64(number));

function rangeOf(kind: Bytes, peer: Did): { readonly start: Bytes; readonly end: Bytes } {
  const prefix = concat(kind, keyOfDid(peer));
  return { start: concat(prefix, u64(0)), end: concat(prefix, new Uint8Array(9).fill(0xff)) };
}

const peerOfKey = (key: Uint8Array): Did => didOfKey(key.slice(1, 1 + KEY_BYTES));

function readKept(key: Uint8Array, value: Uint8Array): KeptCheckpoint {
  return asRecord(() => {
    const { seenMs, note } = decode(value, (reader) => ({ seenMs: reader.u64('time'), note: fromUtf8(reader.rest()) }));
    const checkpoint = readCheckpoint(note, peerOfKey(key));
    if (checkpoint === undefined) throw new TalosError('E_MALFORMED', 'not a note of the peer');
    return { checkpoint, seenMs };
  });
}

function readEvidence(key: Uint8Array, value: Uint8Array): KeptEvidence {
  return asRecord(() => {
    const required = ['v', 'what', 'time', 'cleared', 'file'] as const;
    const fields = readObject(parseJson(value), { required }, 'evidence');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    return {
      peer: peerOfKey(key),
      number: decode(key.slice(1 + KEY_BYTES), (reader) => reader.u64('number')),
      what: readChoice(fields.what, ['fork', 'rollback'], 'what'),
      timeMs: readInteger(fields.time, 'time'),
      isCleared: readBoolean(fields.cleared, 'cleared'),
      file: readString(fields.file, 'file', { max: MAX_EVIDENCE_BYTES }),
    };
  });
}

function asRecord<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new TalosError('E_STORAGE_CORRUPT', 'what was seen of a peer cannot be read from the store', { cause });
  }
}
