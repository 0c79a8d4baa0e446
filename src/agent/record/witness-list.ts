/**
 * The witnesses that an agent asks to cosign its checkpoints, and what they cosigned. PROTOCOL.md §9.9.
 *
 * Layout of the space `witness`, beside that of `witness-book.ts`:
 *
 * | key | value |
 * |---|---|
 * | 0x03 ‖ id | canonical JSON `{v, url, key, size, at, failure}` |
 * | 0x04 ‖ u64 size | a checkpoint of this agent with its cosignatures, a note |
 *
 * @module
 */
import { type Bytes, concat, fromUtf8, utf8 } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { Mutex } from '../../base/lifetime.ts';
import { readInteger, readObject, readString } from '../../codec/fields.ts';
import { canonicalBytes, parseJson } from '../../codec/json.ts';
import { u8, u64 } from '../../codec/writer.ts';
import { MAX_WITNESSES } from '../../ledger/log/cosignature.ts';
import type { Change, Store } from '../../storage/store.ts';

/** Cosigned checkpoints kept, the newest. PROTOCOL.md §11. */
export const MAX_COSIGNED_KEPT = 64;

const WITNESS = u8(3);
const COSIGNED = u8(4);

/** A witness that is asked. */
export interface ListedWitness {
  /** Name of its key; of a peer its DID. */
  readonly id: string;
  /** `""` of a peer. */
  readonly url: string;
  /** Verifier key; `""` of a peer. */
  readonly key: string;
  /** Entries of the log that it cosigned, or keeps, last. */
  readonly size: number;
  /** When, milliseconds since 1970; 0 before the first. */
  readonly atMs: number;
  /** Why it did not when it was asked last; `""` where it did. */
  readonly failure: string;
}

/** See the module comment. */
export class WitnessList {
  readonly #store: Store;
  readonly #changing = new Mutex();

  constructor(store: Store) {
    this.#store = store;
  }

  /** All witnesses, by their ids. @throws {TalosError} `E_STORAGE…`. */
  async all(): Promise<readonly ListedWitness[]> {
    const all: ListedWitness[] = [];
    for await (const [key, value] of this.#store.scan('witness', { start: WITNESS, end: COSIGNED }))
      all.push(readListed(fromUtf8(key.slice(1)), value));
    return all;
  }

  /** Keeps a witness, in place of one of that id; durable when it resolves. @throws {TalosError} `E_LIMIT`. */
  add(witness: ListedWitness): Promise<void> {
    return this.#changing.run(async () => {
      const all = await this.all();
      if (all.length >= MAX_WITNESSES && all.every(({ id }) => id !== witness.id))
        throw new TalosError('E_LIMIT', `at most ${MAX_WITNESSES} witnesses are asked`);
      await this.#store.apply([put(witness)]);
    });
  }

  /** Forgets a witness; what it cosigned stays. Durable when it resolves. */
  async remove(id: string): Promise<void> {
    await this.#changing.run(() => this.#store.apply([{ kind: 'delete', space: 'witness', key: keyOf(id) }]));
  }

  /** Notes how it went with a witness, where it is still there, and what it cosigned; durable when it resolves. */
  noted(witness: ListedWitness, cosigned?: { readonly size: number; readonly note: string }): Promise<void> {
    return this.#changing.run(async () => {
      if ((await this.all()).every(({ id }) => id !== witness.id)) return;
      const changes = [put(witness)];
      if (cosigned !== undefined) changes.push(...(await this.#keeping(cosigned.size)), putNote(cosigned));
      await this.#store.apply(changes);
    });
  }

  /** What must go so that one more cosigned checkpoint may be kept. */
  async #keeping(size: number): Promise<Change[]> {
    const keys: Bytes[] = [];
    for await (const [key] of this.#store.scan('witness', COSIGNED_RANGE)) keys.push(key);
    const others = keys.filter((key) => key.join() !== noteKey(size).join());
    return others
      .slice(0, Math.max(0, others.length - MAX_COSIGNED_KEPT + 1))
      .map((key) => ({ kind: 'delete', space: 'witness', key }));
  }

  /** The cosigned checkpoint of that size, as it was kept. */
  async cosignedAt(size: number): Promise<string | undefined> {
    const value = await this.#store.get('witness', noteKey(size));
    return value === undefined ? undefined : fromUtf8(value);
  }

  /** The newest cosigned checkpoint. */
  async newest(): Promise<string | undefined> {
    for await (const [, value] of this.#store.scan('witness', { ...COSIGNED_RANGE, reverse: true, limit: 1 }))
      return fromUtf8(value);
    return undefined;
  }
}

const COSIGNED_RANGE = { start: COSIGNED, end: u8(5) };
const keyOf = (id: string): Bytes => concat(WITNESS, utf8(id));
const noteKey = (size: number): Bytes => concat(COSIGNED, u64(size));

function putNote({ size, note }: { readonly size: number; readonly note: string }): Change {
  return { kind: 'put', space: 'witness', key: noteKey(size), value: utf8(note) };
}

function put({ id, url, key, size, atMs, failure }: ListedWitness): Change {
  const value = canonicalBytes({ v: 1, url, key, size, at: atMs, failure });
  return { kind: 'put', space: 'witness', key: keyOf(id), value };
}

function readListed(id: string, value: Uint8Array): ListedWitness {
  try {
    const required = ['v', 'url', 'key', 'size', 'at', 'failure'] as const;
    const fields = readObject(parseJson(value), { required }, 'witness');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    return {
      id,
      url: readString(fields.url, 'url'),
      key: readString(fields.key, 'key'),
      size: readInteger(fields.size, 'size'),
      atMs: readInteger(fields.at, 'at'),
      failure: readString(fields.failure, 'failure'),
    };
  } catch (cause) {
    throw new TalosError('E_STORAGE_CORRUPT', 'a witness of the store cannot be read', { cause });
  }
}
