/**
 * The revocation lists that an agent keeps: its own, and those of others whose word counts here. Durable before they
 * count, and in memory for the checks of each call. PROTOCOL.md §8.5.
 *
 * @module
 */
import { type Bytes, toHex } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import { Mutex } from '../base/lifetime.ts';
import { MAX_REASON } from '../capability/revocation.ts';
import {
  formatItem,
  HEAD_LIFE_MS,
  MAX_LIST_ITEMS,
  type RevocationItem,
  type Revoked,
  readItem,
  signHead,
} from '../capability/revocation-list.ts';
import { RevocationSet, type RevokedBy } from '../capability/revocations.ts';
import type { Did } from '../identity/did.ts';
import type { Identity } from '../identity/identity.ts';
import type { EntryBody } from '../ledger/entry.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Change, Store } from '../storage/store.ts';
import { commitTo } from './call-records.ts';
import { hashesAfter, RevocationBranch, type SignedHead } from './revocation-branch.ts';
import { loadRevocations, type SingleRevocation, stored } from './revocation-load.ts';
import { dropHead, dropSingle, HEAD_STEP, placeAt, putHead, putItem, storedItems } from './revocation-record.ts';
import { keptSalt } from './salt-book.ts';

/** What a revocation book is made of. */
export interface RevocationBookParts {
  readonly identity: Identity;
  readonly store: Store;
  readonly ledger: Ledger;
  /** The greater of the clock and the highest time in the ledger, in milliseconds. */
  readonly now: () => number;
}

/** An item of the own list that is to be. */
interface NewItem {
  readonly timeMs: number;
  readonly revoked: Revoked;
  readonly reason: string;
}

/** See the module comment. */
export class RevocationBook {
  /** What counts now. */
  readonly revocations: RevocationSet;
  readonly #parts: RevocationBookParts;
  readonly #own: RevocationBranch;
  readonly #turn = new Mutex();

  private constructor(parts: RevocationBookParts, revocations: RevocationSet, own: RevocationBranch) {
    this.#parts = parts;
    this.revocations = revocations;
    this.#own = own;
  }

  /**
   * Reads the lists from the store; single revocations of earlier development versions become items of the own list.
   *
   * @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none: an unreadable revocation is never passed over.
   */
  static async open(parts: RevocationBookParts): Promise<RevocationBook> {
    const revocations = new RevocationSet();
    const { lists, singles } = await loadRevocations(parts.store, revocations);
    const [own = new RevocationBranch(0)] = lists.get(parts.identity.did) ?? [];
    const book = new RevocationBook(parts, revocations, own);
    if (singles.length > 0) await book.#adopt(singles);
    return book;
  }

  async #adopt(singles: readonly SingleRevocation[]): Promise<void> {
    const { did } = this.#parts.identity;
    const items = singles
      .filter(({ issuer }) => issuer === did)
      .sort((a, b) => a.issuedAtMs - b.issuedAtMs)
      .map(({ id, issuedAtMs, reason }) => ({ timeMs: issuedAtMs, revoked: { kind: 'token', id } as const, reason }));
    const dropped = singles.map(({ key }) => dropSingle(key));
    await this.#turn.run(() => this.#append(items, dropped));
  }

  /**
   * Takes back what this agent may take back: durable, and in force for the next call, when it resolves. What is taken
   * back already is left as it is.
   *
   * @param reason - At most 512 characters; kept in the list, and as a commitment in the ledger.
   * @returns The item of the first of `all`, just made or there before.
   * @throws {TalosError} `E_USAGE` for a longer reason; `E_LIMIT` for a list that is full; `E_STORAGE…`.
   */
  async revoke(all: readonly [Revoked, ...Revoked[]], reason: string): Promise<RevocationItem> {
    if (reason.length > MAX_REASON || !reason.isWellFormed())
      throw new TalosError('E_USAGE', `a reason is a text of at most ${MAX_REASON} characters`);
    const { identity, now } = this.#parts;
    return this.#turn.run(async () => {
      const timeMs = now();
      const fresh = all.filter((each) => this.revocations.placeOf(identity.did, each) === undefined);
      const items = await this.#append(fresh.map((revoked) => ({ timeMs, revoked, reason })));
      await this.#record(items);
      const [first] = all;
      return this.item({ by: identity.did, kind: first.kind, n: this.revocations.placeOf(identity.did, first) ?? 0 });
    });
  }

  /** The item at a place of a list. @throws {TalosError} `E_STORAGE_CORRUPT`. */
  async item({ by, n }: RevokedBy): Promise<RevocationItem> {
    const place = placeAt(by, n);
    const [text] = await storedItems(this.#parts.store, { ...place, n: place.n - 1 }, place.n);
    if (text === undefined) throw new TalosError('E_STORAGE_CORRUPT', 'an item of a revocation list is missing');
    return stored(() => readItem(text));
  }

  /** Adds items to the own list, and applies `also` with them; in its turn. */
  async #append(added: readonly NewItem[], also: readonly Change[] = []): Promise<readonly RevocationItem[]> {
    const { identity, store } = this.#parts;
    const own = this.#own;
    if (own.size + added.length > MAX_LIST_ITEMS)
      throw new TalosError('E_LIMIT', `a revocation list has at most ${MAX_LIST_ITEMS} items`, {
        hint: 'talos capabilities revoke --issuer with the own DID takes back all tokens issued before now',
      });
    const items = added.map((item, index) => ({ ...item, n: own.size + 1 + index }));
    const texts = items.map(formatItem);
    const hashes = hashesAfter(own.hashAt(own.size), texts);
    const changes: Change[] = [...also];
    let head: SignedHead | undefined;
    for (const [index, text] of texts.entries()) {
      const n = own.size + 1 + index;
      const place = { issuer: identity.did, branch: 0, n };
      changes.push(putItem(place, text));
      if (n % HEAD_STEP !== 0 && index < texts.length - 1) continue;
      head = this.#sign(n, hashes[index] as Bytes);
      changes.push(putHead(place, head.text));
    }
    if (head !== undefined && own.size % HEAD_STEP !== 0)
      changes.push(dropHead({ issuer: identity.did, branch: 0, n: own.size }));
    if (changes.length === 0) return [];
    await store.apply(changes);
    // In force from here on. A crash before the entry leaves an item without it, which `reconcile` mends.
    for (const [index, text] of texts.entries()) {
      own.append(text);
      this.revocations.add(identity.did, items[index] as RevocationItem);
    }
    if (head !== undefined) own.head = head;
    return items;
  }

  #sign(seq: number, hash: Uint8Array): SignedHead {
    const { identity, now } = this.#parts;
    const issuedAtMs = now();
    const head = { issuer: identity.did, seq, hash: toHex(hash), issuedAtMs, nextMs: issuedAtMs + HEAD_LIFE_MS };
    return { text: signHead(identity.signing, head), head };
  }

  /** Writes the entries of items; durable when it resolves. */
  async #record(items: readonly RevocationItem[]): Promise<void> {
    const { identity, ledger, store } = this.#parts;
    for (const item of items) {
      const { salt, commitment } = commitTo(item.reason);
      const entry = ledger.append(entryOf(identity.did, item, commitment));
      await store.apply([keptSalt(entry, salt)]);
      await entry.durable();
    }
  }

  /**
   * Records the items of the own list that are not in the ledger: a crash came between the two. Durable when it
   * resolves.
   *
   * @throws {TalosError} `E_STORAGE…`.
   */
  async reconcile(): Promise<void> {
    const { identity, ledger, store } = this.#parts;
    const recorded = (await ledger.positions({ type: 'revocation' })).length;
    // Each item has one entry, in the order of the list.
    if (recorded >= this.#own.size) return;
    const texts = await storedItems(store, { issuer: identity.did, branch: 0, n: 0 }, this.#own.size);
    const missing: RevocationItem[] = [];
    for (const item of texts.map((text) => stored(() => readItem(text)))) {
      const { revoked, n } = item;
      const isThere =
        revoked.kind === 'token'
          ? (await ledger.positions({ type: 'revocation', subject: revoked.id })).length > 0
          : n <= recorded;
      if (!isThere) missing.push(item);
    }
    await this.#record(missing);
  }
}

function entryOf(issuer: Did, { revoked }: RevocationItem, reason: string): EntryBody {
  switch (revoked.kind) {
    case 'token':
      return { type: 'revocation', token: revoked.id, issuer, reason };
    case 'chain':
      return { type: 'revocation', chain: revoked.id, issuer, reason };
    case 'subject': {
      const { id: subject, under } = revoked;
      return { type: 'revocation', subject, ...(under === undefined ? {} : { under }), issuer, reason };
    }
    case 'issuer': {
      const { id: signer, before } = revoked;
      return { type: 'revocation', signer, ...(before === undefined ? {} : { before }), issuer, reason };
    }
  }
}
