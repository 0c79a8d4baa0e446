/**
 * The journal: the port that keeps it, and the form of its records. PROTOCOL.md §9.6.
 *
 * @module
 */
import { type Bytes, concat, equalBytes } from '../../base/bytes.ts';
import { u32 } from '../../codec/writer.ts';
import { type Entry, MAX_ENTRY_BYTES } from '../entry/entry.ts';
import { leafHash } from '../log/merkle.ts';
import { isInterruptedWrite, isZero, JUDGED_BYTES, lostHead, RECORD_HEAD_BYTES } from './interrupted-write.ts';

/**
 * An append-only file, or what serves for one. Once a write or a sync failed, every later one fails too: what the
 * medium holds is not known then.
 */
export interface Journal extends AsyncDisposable {
  /** Offset of the first byte that is here: 0, or where what was dropped ends. Offsets never change. */
  readonly start: number;
  /** Offset behind the last byte written. */
  readonly size: number;
  /** Bytes known to survive the machine. */
  readonly durableSize: number;
  /**
   * Writes `records` at the end, with one write. Synchronous: they survive the process when this returns.
   *
   * @throws {TalosError} `E_STORAGE_FULL` or `E_STORAGE`: they are not to be counted on, and nothing after them.
   */
  append(records: Uint8Array): void;
  /**
   * Resolves when everything that was written before the call is durable. Calls that wait together share a sync.
   *
   * @throws {TalosError} `E_STORAGE` if it failed, now or ever before.
   */
  sync(): Promise<void>;
  /** The bytes from `offset` to the end as of the first step, in pieces. */
  read(offset: number): AsyncIterable<Uint8Array>;
  /** Exactly `length` bytes. @throws {TalosError} `E_STORAGE_CORRUPT` if there are fewer, or they were dropped. */
  readAt(offset: number, length: number): Promise<Bytes>;
  /**
   * Writes `bytes` over those at `offset`, durably: at start-up alone, where a part of a record was lost that is known.
   *
   * @throws {TalosError} `E_STORAGE…`.
   */
  mend(offset: number, bytes: Uint8Array): Promise<void>;
  /** Cuts everything from `size` on, durably: at start-up alone. */
  cut(size: number): Promise<void>;
  /**
   * Drops everything before `offset`, durably: all of it is gone when this resolves, or none of it whenever it fails or
   * the process ends before.
   *
   * @throws {TalosError} `E_STORAGE…`; the journal goes on as it was, unless it is no longer known what the medium holds.
   */
  dropBefore(offset: number): Promise<void>;
}

const CHECK_BYTES = 8;
const MAX_RECORD_BYTES = RECORD_HEAD_BYTES + MAX_ENTRY_BYTES;

/** An entry as its record: u32 length ‖ first 8 bytes of the leaf hash ‖ entry. */
export function encodeRecord(entry: Entry): Bytes {
  return encodeRecords([entry]);
}

/** Entries as their records, one after the other. */
export function encodeRecords(entries: readonly Entry[]): Bytes {
  const parts = entries.flatMap(({ bytes, leaf }) => [u32(bytes.length), leaf.subarray(0, CHECK_BYTES), bytes]);
  return concat(...parts);
}

/** An entry's bytes out of a record, and the leaf hash that was recomputed from them. */
export interface RecordContent {
  readonly bytes: Bytes;
  readonly leaf: Bytes;
}

/** What stands at an offset of the journal. */
export type JournalItem =
  | (RecordContent & {
      readonly kind: 'record';
      /** Where it starts, and where the next one does. */
      readonly offset: number;
      readonly end: number;
    })
  | {
      readonly kind: 'damage';
      readonly offset: number;
      /** Whether an interrupted write left it: then nothing from there on was ever durable. */
      readonly isInterrupted: boolean;
      /** The head that the record had, where that alone is lost; see `lostHead`. */
      readonly head?: Bytes;
    };

/** The record that starts at `at` of `held`; `undefined` where it is cut short or damaged. */
export function recordAt(held: Uint8Array, at: number): RecordContent | undefined {
  if (held.length - at < RECORD_HEAD_BYTES) return undefined;
  const length = new DataView(held.buffer, held.byteOffset + at, 4).getUint32(0);
  const start = at + RECORD_HEAD_BYTES;
  if (length < 1 || length > MAX_ENTRY_BYTES || start + length > held.length) return undefined;
  const bytes = new Uint8Array(held.subarray(start, start + length));
  const leaf = leafHash(bytes);
  return equalBytes(leaf.subarray(0, CHECK_BYTES), held.subarray(at + 4, start)) ? { bytes, leaf } : undefined;
}

/**
 * The records from `offset` on. Ends at the end of the journal, or with the first damage.
 *
 * @param offset - Where a record starts.
 */
export async function* readRecords(journal: Journal, offset: number): AsyncIterable<JournalItem> {
  const window = new Window(journal.read(offset)[Symbol.asyncIterator](), offset);
  try {
    for (;;) {
      await window.fill(MAX_RECORD_BYTES);
      if (window.held === 0) return;
      const record = window.record(0);
      const start = window.offset;
      if (record === undefined) {
        yield { kind: 'damage', offset: start, ...(await judged(window)) };
        return;
      }
      window.skip(RECORD_HEAD_BYTES + record.bytes.length);
      yield { kind: 'record', offset: start, end: window.offset, ...record };
    }
  } finally {
    await window.close();
  }
}

/** Whether the record that `window` starts with, which is not whole, is what an interrupted write left. */
async function judged(window: Window): Promise<{ readonly isInterrupted: boolean; readonly head?: Bytes }> {
  await window.fill(JUDGED_BYTES);
  const { offset } = window;
  const held = window.take();
  const head = lostHead(held, offset);
  if (head !== undefined) return { isInterrupted: true, head };
  return { isInterrupted: isInterruptedWrite(held, offset, await isZeroToTheEnd(window)) };
}

async function isZeroToTheEnd(window: Window): Promise<boolean> {
  for (;;) {
    await window.fill(1);
    const held = window.take();
    if (held.length === 0) return true;
    if (!isZero(held)) return false;
  }
}

/** A sliding view of bytes that arrive in pieces. */
class Window {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #isAtEnd = false;
  /** Offset in the journal of the first byte held. */
  offset: number;

  constructor(pieces: AsyncIterator<Uint8Array>, offset: number) {
    this.#pieces = pieces;
    this.offset = offset;
  }

  get held(): number {
    return this.#bytes.length - this.#at;
  }

  /** Holds at least `count` bytes, or all that are left. */
  async fill(count: number): Promise<void> {
    while (this.held < count && !this.#isAtEnd) {
      const next = await this.#pieces.next();
      if (next.done === true) this.#isAtEnd = true;
      else {
        this.#bytes = concat(this.#bytes.subarray(this.#at), next.value);
        this.#at = 0;
      }
    }
  }

  record(at: number): RecordContent | undefined {
    return recordAt(this.#bytes, this.#at + at);
  }

  /** All that is held, which is skipped. */
  take(): Uint8Array {
    const held = this.#bytes.subarray(this.#at);
    this.skip(held.length);
    return held;
  }

  skip(count: number): void {
    const skipped = Math.min(count, this.held);
    this.#at += skipped;
    this.offset += skipped;
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }
}
