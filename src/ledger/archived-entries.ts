/**
 * The entries of archived blocks, one block after the other, out of the archives that are given. PROTOCOL.md §9.13.
 *
 * @module
 */
import { type Bytes, concat, equalBytes } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import type { Did } from '../identity/did.ts';
import { type ArchivedBlock, openArchive } from './archive.ts';
import { encodeHeader } from './block.ts';
import type { BlockRecord } from './block-record.ts';
import type { ArchiveSource } from './ledger.ts';

/** See the module comment. */
export class ArchivedEntries {
  readonly #author: Did;
  readonly #sources: ArchiveSource[];
  #open: AsyncIterator<ArchivedBlock> | undefined;
  #next: ArchivedBlock | undefined;

  /** @param archives - In the order of their blocks. */
  constructor(archives: readonly ArchiveSource[], author: Did) {
    this.#sources = [...archives];
    this.#author = author;
  }

  /**
   * The entries of a block; `undefined` where no archive has them. Blocks are asked for in order.
   *
   * @throws {TalosError} `E_LEDGER_INVALID` if an archive does not verify, or has another block at that height.
   */
  async of({ header, signature }: BlockRecord): Promise<readonly Bytes[] | undefined> {
    while ((this.#next?.block.header.height ?? -1) < header.height) {
      this.#next = await this.#following();
      if (this.#next === undefined) return undefined;
    }
    const { block } = this.#next as ArchivedBlock;
    if (block.header.height > header.height) return undefined;
    const [held, given] = [
      concat(encodeHeader(header), signature),
      concat(encodeHeader(block.header), block.signature),
    ];
    if (!equalBytes(held, given))
      throw new TalosError('E_LEDGER_INVALID', `archive: block ${header.height} is not the one of this ledger`);
    return block.entries;
  }

  async #following(): Promise<ArchivedBlock | undefined> {
    for (;;) {
      const { value, done } = (await this.#open?.next()) ?? { value: undefined, done: true };
      if (done !== true) return value;
      const source = this.#sources.shift();
      this.#open = undefined;
      if (source === undefined) return undefined;
      const { head, blocks } = await openArchive(source);
      if (head.author !== this.#author) throw new TalosError('E_LEDGER_INVALID', 'archive: it is of another agent');
      this.#open = blocks[Symbol.asyncIterator]();
    }
  }

  async close(): Promise<void> {
    await this.#open?.return?.();
  }
}
