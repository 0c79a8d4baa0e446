/**
 * A chain as it is read by others, and the own one as that: headers and signatures from the store.
 * PROTOCOL.md §9.11.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import type { Store } from '../storage/store.ts';
import { encodeHeader, hashHeader } from './block.ts';
import { encodeSignedHeader, workOf } from './chain-header.ts';
import { LedgerStore } from './ledger-store.ts';
import { consistencyRanges } from './merkle.ts';
import { rootOfRange } from './tiles.ts';

/** The newest block of a chain, and what there is of it. */
export interface ChainHead {
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
  /** The consistency path between two sizes of the log. @throws {RangeError} for sizes that it does not have. */
  consistency(from: number, to: number): Promise<readonly Bytes[]>;
}

/** The chain of the ledger in `store`. */
export class OwnChain implements ServedChain {
  readonly #store: LedgerStore;

  constructor(store: Store) {
    this.#store = new LedgerStore(store);
  }

  async head(): Promise<ChainHead> {
    const height = await this.#store.head();
    if (height === undefined) throw new TalosError('E_NOT_FOUND', 'the ledger has no block yet');
    const { header, note } = await this.#store.block(height);
    const hash = hashHeader(encodeHeader(header));
    // Every block of a chain has the difficulty of its network.
    const work = BigInt(height + 1) * workOf(header.difficulty);
    return { height, hash, work, logSize: header.logSize, note, first: 0 };
  }

  async headers(from: number, count: number): Promise<readonly Bytes[]> {
    const last = Math.min((await this.head()).height, from + count - 1);
    const headers: Bytes[] = [];
    for (let height = from; height <= last; height++) headers.push(encodeSignedHeader(await this.#store.block(height)));
    return headers;
  }

  async consistency(from: number, to: number): Promise<readonly Bytes[]> {
    const { logSize } = await this.head();
    if (to > logSize) throw new RangeError(`the log has ${logSize} entries`);
    return Promise.all(consistencyRanges(from, to).map((range) => rootOfRange(this.#store.tile, range)));
  }
}
