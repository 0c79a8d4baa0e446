/**
 * A chain as it is read by others, and the own one as that: headers and signatures from the store.
 * PROTOCOL.md §9.11.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import type { Store } from '../../storage/store.ts';
import { encodeHeader, hashHeader } from '../block.ts';
import type { Ledger } from '../journal/ledger.ts';
import { LedgerStore } from '../journal/ledger-store.ts';
import { consistencyRanges } from '../log/merkle.ts';
import { loadFrontier, rootOfRange } from '../log/tiles.ts';
import { totalWork } from '../network.ts';
import { encodeSignedHeader } from './chain-header.ts';
import { MAX_ANSWER_BLOCK_BYTES } from './chain-source.ts';

/** The newest block of a chain, and what there is of it. */
export interface ChainHead {
  /** Name of its network. */
  readonly network: string;
  readonly height: number;
  /** 32 bytes. */
  readonly hash: Bytes;
  /** Sum of the work of its blocks. */
  readonly work: bigint;
  /** Entries in its log. */
  readonly logSize: number;
  /** The newest checkpoint, `""` before the first. */
  readonly note: string;
  /** Lowest height whose entries are there. */
  readonly first: number;
}

/** See the module comment. */
export interface ServedChain {
  head(): Promise<ChainHead>;
  /** Signed headers from height `from` on: at most `count`, fewer where the chain ends. */
  headers(from: number, count: number): Promise<readonly Bytes[]>;
  /**
   * Encoded blocks from height `from` on: at most `count`, fewer where the chain ends, and none after they have
   * {@link MAX_ANSWER_BLOCK_BYTES} together.
   *
   * @throws {TalosError} `E_NOT_FOUND` for entries that are archived.
   */
  blocks(from: number, count: number): Promise<readonly Bytes[]>;
  /** The consistency path between two sizes of the log. @throws {RangeError} for sizes that it does not have. */
  consistency(from: number, to: number): Promise<readonly Bytes[]>;
}

/** What the own chain reads of its ledger. */
export type OwnLedger = Pick<Ledger, 'block' | 'first' | 'network'>;

/** The chain of a ledger, which lies in `store`. */
export class OwnChain implements ServedChain {
  readonly #store: LedgerStore;
  readonly #ledger: OwnLedger;

  constructor(store: Store, ledger: OwnLedger) {
    this.#store = new LedgerStore(store);
    this.#ledger = ledger;
  }

  async head(): Promise<ChainHead> {
    const height = await this.#store.head();
    if (height === undefined) throw new TalosError('E_NOT_FOUND', 'the ledger has no block yet');
    const { header, note } = await this.#store.block(height);
    const hash = hashHeader(encodeHeader(header));
    const { network, first } = this.#ledger;
    const work = totalWork(height, network);
    return { network: network.name, height, hash, work, logSize: header.logSize, note, first };
  }

  async headers(from: number, count: number): Promise<readonly Bytes[]> {
    const last = Math.min((await this.head()).height, from + count - 1);
    const headers: Bytes[] = [];
    for (let height = from; height <= last; height++) headers.push(encodeSignedHeader(await this.#store.block(height)));
    return headers;
  }

  async blocks(from: number, count: number): Promise<readonly Bytes[]> {
    const blocks: Bytes[] = [];
    let bytes = 0;
    for (let height = from; height < from + count && bytes < MAX_ANSWER_BLOCK_BYTES; height++) {
      const block = await this.#ledger.block(height);
      if (block === undefined) break;
      blocks.push(block);
      bytes += block.length;
    }
    return blocks;
  }

  /** Root of the log when it had `size` entries, as many as are sealed or fewer. */
  async rootAt(size: number): Promise<Bytes> {
    return (await loadFrontier(size, this.#store.tile)).root();
  }

  async consistency(from: number, to: number): Promise<readonly Bytes[]> {
    const { logSize } = await this.head();
    if (to > logSize) throw new RangeError(`the log has ${logSize} entries`);
    return Promise.all(consistencyRanges(from, to).map((range) => rootOfRange(this.#store.tile, range)));
  }
}
