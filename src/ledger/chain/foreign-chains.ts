/**
 * The chains of other authors that are kept here: bounded, each whole, never the own one. PROTOCOL.md §9.11.
 *
 * @module
 */
import { fromUtf8, utf8 } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { TalosError } from '../../base/errors.ts';
import { Mutex } from '../../base/lifetime.ts';
import { type Did, didOfKey } from '../../identity/did.ts';
import type { Change, Store } from '../../storage/store.ts';
import { ForeignChain, ForeignReader } from './foreign-chain.ts';
import {
  decodeForeignRecord,
  encodeForeignRecord,
  FOREIGN_PARTS,
  type ForeignPart,
  type ForeignRecord,
  foreignKey,
} from './foreign-chain-record.ts';

/** Authors whose chains are kept at a time. PROTOCOL.md §11. */
export const MAX_FOREIGN_CHAINS = 64;
/** Bytes of all kept chains. PROTOCOL.md §11. */
export const MAX_FOREIGN_BYTES: number = 2 * 1024 * 1024 * 1024;
/** Keys of one batch of a removal. */
const REMOVED_TOGETHER = 1000;

/** A kept chain. */
export interface KeptAuthor extends ForeignRecord {
  readonly author: Did;
}

/** What the book of chains needs. */
export interface ForeignChainsParts {
  readonly store: Store;
  /** Whose own chain is never kept here. */
  readonly self: Did;
  readonly clock: Clock;
  /** {@link MAX_FOREIGN_BYTES} unless given. */
  readonly maxBytes?: number;
}

/** See the module comment. */
export class ForeignChains {
  readonly #parts: ForeignChainsParts;
  /** One batch at a time, so that the bounds hold. */
  readonly #changing = new Mutex();
  /** One removal at a time: a second one of the same author would erase what was kept anew after the first. */
  readonly #removing = new Mutex();

  constructor(parts: ForeignChainsParts) {
    this.#parts = parts;
  }

  /** All of them, in the order of their keys. */
  async all(): Promise<readonly KeptAuthor[]> {
    return (await this.#records()).filter(({ isRemoved }) => !isRemoved);
  }

  async #records(): Promise<KeptAuthor[]> {
    const records: KeptAuthor[] = [];
    const [start, end] = [Uint8Array.of(FOREIGN_PARTS.record), Uint8Array.of(FOREIGN_PARTS.record + 1)];
    for await (const [key, value] of this.#parts.store.scan('chain', { start, end }))
      records.push({ author: didOfKey(key.slice(1)), ...decodeForeignRecord(value) });
    return records;
  }

  /** The kept chain of `author`, for reading. */
  async get(author: Did): Promise<ForeignReader | undefined> {
    const value = await this.#parts.store.get('chain', foreignKey('record', author));
    if (value === undefined || decodeForeignRecord(value).isRemoved) return undefined;
    return new ForeignReader(this.#parts.store, author);
  }

  /**
   * The chain of `author`, to be extended by one at a time.
   *
   * @throws {TalosError} `E_USAGE` for the own chain; as `ForeignChain.open`.
   */
  async open(author: Did, network: string, difficulty: number): Promise<ForeignChain> {
    const { store, self, clock } = this.#parts;
    if (author === self)
      throw new TalosError('E_USAGE', 'the own chain is never taken from others', {
        hint: 'it is in the data directory; talos audit verify checks it',
      });
    // Those of others as well: what a removal has left takes room, and nobody sees it.
    for (const record of await this.#records()) if (record.isRemoved) await this.#finishRemoval(record.author);
    const admit = (who: Did, bytes: number, apply: () => Promise<void>): Promise<void> =>
      this.#changing.run(() => this.#admit(who, bytes, apply));
    return ForeignChain.open({ store, author, network, difficulty, admit, now: () => clock.now() });
  }

  async #admit(author: Did, bytes: number, apply: () => Promise<void>): Promise<void> {
    const { maxBytes = MAX_FOREIGN_BYTES } = this.#parts;
    const records = await this.#records();
    const others = records.filter((record) => record.author !== author);
    if (others.length >= MAX_FOREIGN_CHAINS) throw full(`${MAX_FOREIGN_CHAINS} chains are kept`, others);
    const held = records.reduce((sum, record) => sum + record.bytes, 0);
    if (held + bytes > maxBytes) throw full(`kept chains have at most ${maxBytes} bytes`, others);
    await apply();
  }

  /** Forgets a chain, and what was evidence against its author; durable when it resolves. @returns Whether it was kept. */
  async remove(author: Did): Promise<boolean> {
    const { store } = this.#parts;
    const key = foreignKey('record', author);
    const wasKept = await this.#changing.run(async () => {
      const value = await store.get('chain', key);
      if (value === undefined) return false;
      // Marked first: whatever ends the process, nobody reads a chain of which a part is left.
      const record = { ...decodeForeignRecord(value), isRemoved: true };
      await store.apply([put(key, encodeForeignRecord(record))]);
      return true;
    });
    await this.#finishRemoval(author);
    const evidence = foreignKey('evidence', author);
    const wasEvident = (await store.get('chain', evidence)) !== undefined;
    await store.apply([{ kind: 'delete', space: 'chain', key: evidence }]);
    return wasKept || wasEvident;
  }

  /** Erases what a removal has left. */
  #finishRemoval(author: Did): Promise<void> {
    const { store } = this.#parts;
    const key = foreignKey('record', author);
    return this.#removing.run(async () => {
      const value = await store.get('chain', key);
      if (value === undefined || !decodeForeignRecord(value).isRemoved) return;
      for (const part of ['body', 'header', 'tile'] as const) await this.#erase(part, author);
      await store.apply([{ kind: 'delete', space: 'chain', key }]);
    });
  }

  async #erase(part: ForeignPart, author: Did): Promise<void> {
    const start = foreignKey(part, author);
    for (;;) {
      const keys: Change[] = [];
      const end = Uint8Array.of(...start, ...new Uint8Array(9).fill(0xff));
      for await (const [key] of this.#parts.store.scan('chain', { start, end, limit: REMOVED_TOGETHER }))
        keys.push({ kind: 'delete', space: 'chain', key });
      if (keys.length === 0) return;
      await this.#parts.store.apply(keys);
    }
  }

  /** Keeps evidence that `author` signed two histories, where there is none yet; durable when it resolves. */
  async keepEvidence(author: Did, evidence: string): Promise<void> {
    const key = foreignKey('evidence', author);
    const require: Change = { kind: 'require', space: 'chain', key, value: undefined };
    await this.#parts.store.apply([require, put(key, utf8(evidence))]);
  }

  /** The evidence that is kept against `author`. */
  async evidence(author: Did): Promise<string | undefined> {
    const value = await this.#parts.store.get('chain', foreignKey('evidence', author));
    return value === undefined ? undefined : fromUtf8(value);
  }
}

const put = (key: Uint8Array, value: Uint8Array): Change => ({ kind: 'put', space: 'chain', key, value });

function full(what: string, others: readonly KeptAuthor[]): TalosError {
  const [oldest] = others.toSorted((a, b) => a.syncedAtMs - b.syncedAtMs);
  const hint =
    oldest === undefined ? '' : `the one synchronised longest ago: talos audit chain remove ${oldest.author}`;
  return new TalosError('E_LIMIT', what, { hint });
}
