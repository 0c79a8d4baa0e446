/**
 * A journal in memory: what it holds ends with the process. For agents of tests.
 *
 * @module
 */
import { type Bytes, concat } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import type { Journal } from './journal.ts';

/** Opens an empty one. */
export function openMemoryJournal(): Journal {
  return new MemoryJournal();
}

class MemoryJournal implements Journal {
  #pieces: Bytes[] = [];
  start = 0;
  size = 0;

  get durableSize(): number {
    return this.size;
  }

  append(records: Uint8Array): void {
    this.#pieces.push(new Uint8Array(records));
    this.size += records.length;
  }

  async sync(): Promise<void> {
    // It is as durable as it will ever be.
  }

  async *read(offset: number): AsyncIterable<Uint8Array> {
    yield this.#bytes().subarray(this.#at(offset));
  }

  async readAt(offset: number, length: number): Promise<Bytes> {
    if (offset + length > this.size) throw new TalosError('E_STORAGE_CORRUPT', 'the journal ends before');
    return this.#bytes().slice(this.#at(offset), this.#at(offset) + length);
  }

  async mend(offset: number, bytes: Uint8Array): Promise<void> {
    this.#bytes().set(bytes, this.#at(offset));
  }

  async cut(size: number): Promise<void> {
    this.#pieces = [this.#bytes().slice(0, this.#at(size))];
    this.size = size;
  }

  async dropBefore(offset: number): Promise<void> {
    this.#pieces = [this.#bytes().slice(this.#at(offset))];
    this.start = offset;
  }

  #at(offset: number): number {
    if (offset < this.start) throw new TalosError('E_STORAGE_CORRUPT', 'the journal begins after');
    return offset - this.start;
  }

  #bytes(): Bytes {
    const [only, ...more] = this.#pieces;
    if (only !== undefined && more.length === 0) return only;
    const joined = concat(...this.#pieces);
    this.#pieces = [joined];
    return joined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Nothing is held open.
  }
}
