/**
 * The ledger's part of the store: its keys, and one batch for each block.
 *
 * | space | key | value |
 * |---|---|---|
 * | meta | `ledger/head` | u64 height of the newest block |
 * | block | u64 height | {@link BlockRecord} |
 * | node | u8 level ‖ u64 number | hashes of a tile |
 * | index | 0x01 ‖ entry id (32) | u64 seq ‖ u64 height |
 * | index | 0x02 ‖ peer key (32) ‖ u64 height | u16 places in the block |
 * | index | 0x03 ‖ type ‖ 0x00 ‖ u64 height | u16 places in the block |
 *
 * @module
 */
import { type Bytes, compareBytes, concat, utf8 } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import { decode } from '../codec/reader.ts';
import { u8, u16, u64 } from '../codec/writer.ts';
import { type Did, keyOfDid } from '../identity/did.ts';
import type { Change, Store } from '../storage/store.ts';
import { type BlockRecord, decodeBlockRecord, encodeBlockRecord } from './block-record.ts';
import type { EntryHead, EntryType } from './entry.ts';
import type { Tile } from './tiles.ts';

const HEAD = utf8('ledger/head');
const BY_ID = u8(1);
const BY_PEER = u8(2);
const BY_TYPE = u8(3);

/** Where an entry is. */
export interface EntryPlace {
  readonly seq: number;
  readonly height: number;
}

/** Entries of one block that an index names, by their places in it. */
export interface BlockPlaces {
  readonly height: number;
  readonly places: readonly number[];
}

/** An index to search by. */
export type IndexName = { readonly peer: Did } | { readonly type: EntryType };

function prefixOf(index: IndexName): Bytes {
  return 'peer' in index ? concat(BY_PEER, keyOfDid(index.peer)) : concat(BY_TYPE, utf8(index.type), u8(0));
}

/** The index keys and values of a block's entries. */
export function indexOf(
  height: number,
  entries: readonly EntryHead[],
): { readonly key: Bytes; readonly value: Bytes }[] {
  const lists = new Map<string, { readonly name: IndexName; readonly places: Bytes[] }>();
  const add = (text: string, name: IndexName, place: number): void => {
    const list = lists.get(text) ?? { name, places: [] };
    lists.set(text, list);
    list.places.push(u16(place));
  };
  const rows = entries.map(({ leaf, seq, type, peer }, place) => {
    add(type, { type }, place);
    if (peer !== undefined) add(peer, { peer }, place);
    return { key: concat(BY_ID, leaf), value: concat(u64(seq), u64(height)) };
  });
  for (const { name, places } of lists.values())
    rows.push({ key: concat(prefixOf(name), u64(height)), value: concat(...places) });
  return rows;
}

/** The batch that makes `record` the newest block: all of it or nothing. */
export function changesOfBlock(record: BlockRecord, entries: readonly EntryHead[], tiles: readonly Tile[]): Change[] {
  const { height } = record.header;
  const index = indexOf(height, entries).map((row): Change => ({ kind: 'put', space: 'index', ...row }));
  const nodes = tiles.map(
    (tile): Change => ({ kind: 'put', space: 'node', key: tileKey(tile.level, tile.number), value: tile.hashes }),
  );
  return [
    { kind: 'require', space: 'meta', key: HEAD, value: height === 0 ? undefined : u64(height - 1) },
    { kind: 'put', space: 'meta', key: HEAD, value: u64(height) },
    { kind: 'put', space: 'block', key: u64(height), value: encodeBlockRecord(record) },
    ...nodes,
    ...index,
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
    const value = await this.#store.get('index', concat(BY_ID, leaf));
    if (value === undefined) return undefined;
    return read('an index', () => decode(value, (r) => ({ seq: r.u64('seq'), height: r.u64('height') })));
  }

  /** What the index holds under `key`. */
  indexed(key: Uint8Array): Promise<Bytes | undefined> {
    return this.#store.get('index', key);
  }

  /** How many blocks there are up to height `head`, and how many index rows name one of these. */
  async count(head: number): Promise<{ readonly blocks: number; readonly rows: number }> {
    let [blocks, rows] = [0, 0];
    for await (const _ of this.#store.scan('block', { end: u64(head + 1) })) blocks++;
    for await (const [key, value] of this.#store.scan('index')) {
      // The height is the end of the value of an id, and of the key of any other row.
      const height = (key[0] === BY_ID[0] ? value : key).slice(-8);
      if (height.length === 8 && compareBytes(height, u64(head)) <= 0) rows++;
    }
    return { blocks, rows };
  }

  /** Blocks up to height `from` with entries that `index` names, the newest first. */
  async *newestFirst(index: IndexName, from: number): AsyncIterable<BlockPlaces> {
    const prefix = prefixOf(index);
    const range = { start: concat(prefix, u64(0)), end: concat(prefix, u64(from + 1)), reverse: true };
    for await (const [key, value] of this.#store.scan('index', range)) {
      yield read('an index', () => ({
        height: decode(key.slice(prefix.length), (r) => r.u64('height')),
        places: decode(value, (r) => Array.from({ length: value.length >> 1 }, () => r.u16('place'))),
      }));
    }
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
