/**
 * Making archive files out of a ledger: which blocks, and their bytes. PROTOCOL.md §9.13.
 *
 * @module
 */
import { type Bytes, concat, toHex } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import { encodeHeader, hashHeader } from '../block.ts';
import { endOffsetOf } from '../journal/block-record.ts';
import type { ArchiveBound } from '../journal/ledger.ts';
import type { LedgerReader } from '../journal/ledger-reader.ts';
import type { LedgerStore } from '../journal/ledger-store.ts';
import { loadFrontier } from '../log/tiles.ts';
import type { NetworkTerms } from '../network.ts';
import { encodeArchived, encodeArchiveHead } from './archive.ts';

/** What archives are made from. */
export interface ArchiveMakerParts {
  readonly author: Did;
  readonly network: NetworkTerms;
  readonly blocks: LedgerStore;
  readonly reader: LedgerReader;
}

/** The blocks that go into an archive. */
export interface ArchivePlan {
  /** Heights of the first and the last. */
  readonly from: number;
  readonly to: number;
  /** Entries in them, and in the log up to the last. */
  readonly entries: number;
  readonly size: number;
  /** Hash of the last, 64 hex digits. */
  readonly block: string;
  /** The checkpoint of the last. */
  readonly checkpoint: string;
  /** Where the journal goes on after them. */
  readonly end: number;
}

/** See the module comment. */
export class ArchiveMaker {
  readonly #parts: ArchiveMakerParts;

  constructor(parts: ArchiveMakerParts) {
    this.#parts = parts;
  }

  /**
   * The blocks below `bound`, from height `first` on; the block at height `head`, the newest, is not among them.
   *
   * @throws {TalosError} `E_NOT_FOUND` where there is none with entries.
   */
  async plan(bound: ArchiveBound, first: number, head: number): Promise<ArchivePlan> {
    const below = 'height' in bound ? Math.min(bound.height, head) : await this.#heightAt(bound.timeMs, first, head);
    const to = below - 1;
    if (to < Math.max(first, 1))
      throw new TalosError('E_NOT_FOUND', 'no block before that can be archived', {
        hint: `there are entries of the blocks ${Math.max(first, 1)} to ${head}, and the newest block always stays`,
      });
    const { blocks } = this.#parts;
    const { header, note } = await blocks.block(to);
    const sizeBefore = first === 0 ? 0 : (await blocks.block(first - 1)).header.logSize;
    return {
      from: first,
      to,
      entries: header.logSize - sizeBefore,
      size: header.logSize,
      block: toHex(hashHeader(encodeHeader(header))),
      checkpoint: note,
      end: endOffsetOf(await blocks.block(to)),
    };
  }

  /** The lowest height, at most `head`, up to which not all entries and blocks are older than `timeMs`. */
  async #heightAt(timeMs: number, first: number, head: number): Promise<number> {
    let [low, high] = [first, head];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const { highestTimeMs } = await this.#parts.blocks.block(middle);
      if (highestTimeMs >= timeMs) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The bytes of the file. */
  async *pieces({ from, to, checkpoint }: ArchivePlan): AsyncIterable<Bytes> {
    const { author, network, blocks, reader } = this.#parts;
    const before = from === 0 ? undefined : await blocks.block(from - 1);
    const frontier = await loadFrontier(before?.header.logSize ?? 0, blocks.tile);
    const previous = before && concat(encodeHeader(before.header), before.signature);
    yield encodeArchiveHead({ author, network, from, to, checkpoint, previous, roots: frontier.roots });
    for (let height = from; height <= to; height++) {
      const record = await blocks.block(height);
      yield encodeArchived(record, await reader.entriesOf(record));
    }
  }
}
