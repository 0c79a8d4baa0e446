/**
 * The ledger's part of the store: its keys, and one batch for each block.
 *
 * | space | key | value |
 * |---|---|---|
 * | meta | `ledger/head` | u64 height of the newest block |
 * | meta | `ledger/network` | see `encodeNetwork`; of the network `talos` where it lacks |
 * | meta | `ledger/index` | u8 version of the rows of the index, or 0 ‖ u64 height while they are made anew |
 * | block | u64 height | {@link BlockRecord} |
 * | node | u8 level ‖ u64 number | hashes of a tile |
 * | index | see `ledger-index.ts` | |
 *
 * @module
 */
import { type Bytes, concat, utf8 } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { decode } from '../../codec/reader.ts';
import { u8, u64 } from '../../codec/writer.ts';
import type { Change, Store } from '../../storage/store.ts';
import type { EntryHead } from '../entry/entry-head.ts';
import type { Tile } from '../log/tiles.ts';
import { DEFAULT_NETWORK, decodeNetwork, encodeNetwork, type NetworkTerms } from '../network.ts';
import { type BlockRecord, decodeBlockRecord, encodeBlockRecord } from './block-record.ts';
import {
  type BlockPlaces,
  heightOfKey,
  INDEX_VERSION,
  type IndexName,
  type IndexRow,
  isAbout,
  isOfHashes,
  keyOfEntry,
  keyOfHash,
  placesOf,
  prefixOf,
  rangeOfHours,
  rowsOfBlock,
} from './ledger-index.ts';

const HEAD = utf8('ledger/head');
const NETWORK = utf8('ledger/network');
const INDEX = utf8('ledger/index');

/** Where an entry is. */
export interface EntryPlace {
  readonly seq: number;
  readonly height: number;
}

/** How far the index is: whole, or being made anew from `next` on; `undefined`: of an earlier version. */
export type IndexState = 'whole' | { readonly next: number } | undefined;

/** How many rows of an index there are, and how many blocks. */
export interface StoredCount {
  readonly blocks: number;
  /** Index rows about the blocks that were asked for. */
  readonly rows: number;
}

/** The changes that make a ledger begin: with the block of height 0. */
export function changesOfBeginning(network: NetworkTerms): Change[] {
  return [{ kind: 'put', space: 'meta', key: NETWORK, value: encodeNetwork(network) }, changeOfIndexState('whole')];
}

/** The change that says how far the index is. */
export function changeOfIndexState(state: Exclude<IndexState, undefined>): Change {
  const value = state === 'whole' ? u8(INDEX_VERSION) : concat(u8(0), u64(state.next));
  return { kind: 'put', space: 'meta', key: INDEX, value };
}

/** The changes that keep index rows. */
export function changesOfRows(rows: readonly IndexRow[]): Change[] {
  return rows.map((row): Change => ({ kind: 'put', space: 'index', ...row }));
}

/** The batch that makes `record` the newest block: all of it or nothing. */
export function changesOfBlock(
  record: BlockRecord,
  hash: Bytes,
  entries: readonly EntryHead[],
  tiles: readonly Tile[],
): Change[] {
  const { height } = record.header;
  const nodes = tiles.map(
    (tile): Change => ({ kind: 'put', space: 'node', key: tileKey(tile.level, tile.number), value: tile.hashes }),
  );
  return [
    { kind: 'require', space: 'meta', key: HEAD, value: height === 0 ? undefined : u64(height - 1) },
    { kind: 'put', space: 'meta', key: HEAD, value: u64(height) },
    { kind: 'put', space: 'block', key: u64(height), value: encodeBlockRecord(record) },
    ...nodes,
    ...changesOfRows(rowsOfBlock(height, hash, entries)),
  ];
}

const tileKey = (level: number, number: number): Bytes => concat(u8(level), u64(number));

/** Reads what {@link changesOfBlock} wrote. Values in another form are `E_STORAGE_CORRUPT`. */
export class LedgerStore {
  readonly #store: Store;

  /** @param store - Not disposed here. */
  constructor(store: Store) {
    this.#store = store;
  }

  /** Height of the newest block; `undefined` in a store that never held a ledger. */
  async head(): Promise<number | undefined> {
    const value = await this.#store.get('meta', HEAD);
    return value === undefined
      ? undefined
      : read('the head of the ledger', () => decode(value, (r) => r.u64('height')));
  }

  /** What the ledger began with. */
  async network(): Promise<NetworkTerms> {
    const value = await this.#store.get('meta', NETWORK);
    // Ledgers of versions that knew one network alone do not name it.
    return value === undefined ? DEFAULT_NETWORK : read('the network of the ledger', () => decodeNetwork(value));
  }

  /** How far the index is. */
  async indexState(): Promise<IndexState> {
    const value = await this.#store.get('meta', INDEX);
    if (value === undefined) return undefined;
    return read('the state of the index', () =>
      decode(value, (reader): IndexState => {
        const version = reader.u8('version');
        if (version === 0) return { next: reader.u64('next') };
        return version === INDEX_VERSION ? 'whole' : undefined;
      }),
    );
  }

  /** The block of that height. @throws {TalosError} `E_STORAGE_CORRUPT` if it lacks or has another form. */
  async block(height: number): Promise<BlockRecord> {
    const value = await this.#store.get('block', u64(height));
    if (value === undefined) throw corrupt(`block ${height} lacks`);
    return read(`block ${height}`, () => decodeBlockRecord(value));
  }

  /** Hashes of a tile. An arrow, so that it can be passed on. */
  readonly tile = (level: number, number: number): Promise<Bytes | undefined> =>
    this.#store.get('node', tileKey(level, number));

  /** Where the entry with this leaf hash is. */
  async place(leaf: Uint8Array): Promise<EntryPlace | undefined> {
    const value = await this.#store.get('index', keyOfEntry(leaf));
    if (value === undefined) return undefined;
    return read('an index', () => decode(value, (r) => ({ seq: r.u64('seq'), height: r.u64('height') })));
  }

  /** Height of the block with this hash. */
  async heightOf(hash: Uint8Array): Promise<number | undefined> {
    const value = await this.#store.get('index', keyOfHash(hash));
    return value === undefined ? undefined : read('an index', () => decode(value, (r) => r.u64('height')));
  }

  /** What the index holds under `key`. */
  indexed(key: Uint8Array): Promise<Bytes | undefined> {
    return this.#store.get('index', key);
  }

  /**
   * How many blocks there are up to height `head`, and how many index rows name one of these.
   *
   * @param first - Lowest height with bodies: of those below it only the rows of hashes count, which follow from what is
   *   left of them.
   */
  async count(first: number, head: number): Promise<StoredCount> {
    let [blocks, rows] = [0, 0];
    for await (const _ of this.#store.scan('block', { end: u64(head + 1) })) blocks++;
    for await (const [key, value] of this.#store.scan('index'))
      if (isAbout({ key, value }, isOfHashes({ key, value }) ? 0 : first, head)) rows++;
    return { blocks, rows };
  }

  /** Blocks from height `from` to `to` with entries that `index` names. */
  async *blocksOf(index: IndexName, from: number, to: number, reverse: boolean): AsyncIterable<BlockPlaces> {
    const prefix = prefixOf(index);
    const range = { start: concat(prefix, u64(from)), end: concat(prefix, u64(to + 1)), reverse };
    for await (const [key, value] of this.#store.scan('index', range))
      yield read('an index', () => placesOf({ key, value }));
  }

  /** Entries of the block at `height` that `index` names, by their places in it. */
  async placesAt(index: IndexName, height: number): Promise<readonly number[]> {
    const key = concat(prefixOf(index), u64(height));
    const value = await this.indexed(key);
    return value === undefined ? [] : read('an index', () => placesOf({ key, value }).places);
  }

  /** Heights of the blocks that hold entries of the hours from `fromMs` to before `toMs`, in no order. */
  async heightsOfTime(fromMs: number, toMs: number): Promise<ReadonlySet<number>> {
    const heights = new Set<number>();
    for await (const [key] of this.#store.scan('index', rangeOfHours(fromMs, toMs)))
      heights.add(read('an index', () => heightOfKey(key)));
    return heights;
  }
}

function corrupt(what: string, cause?: unknown): TalosError {
  return new TalosError('E_STORAGE_CORRUPT', `${what} in the store`, { cause });
}

function read<T>(what: string, decodeValue: () => T): T {
  try {
    return decodeValue();
  } catch (cause) {
    throw corrupt(`${what} has another form`, cause);
  }
}
