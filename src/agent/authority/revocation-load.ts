/**
 * Reads the revocation lists of a directory into memory. PROTOCOL.md §8.5.
 *
 * @module
 */
import { type Bytes, toHex } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { type Revocation, readRevocation } from '../../capability/revocation.ts';
import { readHead, readItem } from '../../capability/revocation-list.ts';
import type { RevocationSet } from '../../capability/revocations.ts';
import type { Did } from '../../identity/did.ts';
import type { Store } from '../../storage/store.ts';
import { RevocationBranch, type SignedHead } from './revocation-branch.ts';
import { type Place, placeOf, type RevocationRecord, revocationRecords } from './revocation-record.ts';

/** A single revocation of an earlier development version, and its key in the store. */
export interface SingleRevocation extends Revocation {
  readonly key: Bytes;
}

/** What a directory holds. */
export interface LoadedRevocations {
  /** The histories of each list, the first at 0. */
  readonly lists: Map<Did, RevocationBranch[]>;
  readonly singles: readonly SingleRevocation[];
}

/**
 * Reads all lists, and adds what they take back to `revocations`.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none: an unreadable revocation is never passed over.
 */
export async function loadRevocations(store: Store, revocations: RevocationSet): Promise<LoadedRevocations> {
  const loader = new Loader(revocations);
  for await (const record of revocationRecords(store)) stored(() => loader.take(record));
  stored(() => loader.settle());
  return loader;
}

class Loader implements LoadedRevocations {
  readonly lists = new Map<Did, RevocationBranch[]>();
  readonly singles: SingleRevocation[] = [];
  readonly #revocations: RevocationSet;
  readonly #bases = new Map<string, { readonly of: number; readonly n: number }>();
  readonly #heads = new Map<string, SignedHead & { readonly place: Place }>();

  constructor(revocations: RevocationSet) {
    this.#revocations = revocations;
  }

  take(record: RevocationRecord): void {
    switch (record.kind) {
      case 'single': {
        const revocation = readRevocation(record.text);
        if (toHex(record.key) !== revocation.id) throw corrupt('a revocation lies under another id');
        this.singles.push({ ...revocation, key: record.key });
        return;
      }
      case 'base':
        this.#bases.set(nameOf(record), record);
        return;
      case 'head': {
        const head = readHead(record.text);
        if (head.issuer !== record.issuer || head.seq !== record.n) throw corrupt('a head lies elsewhere');
        this.#heads.set(nameOf(record), { text: record.text, head, place: record });
        return;
      }
      case 'item': {
        const item = readItem(record.text);
        const branch = this.#branch(record);
        if (item.n !== record.n || branch.size !== record.n - 1) throw corrupt('an item lies elsewhere');
        branch.append(record.text);
        this.#revocations.add(record.issuer, { ...item, n: placeOf(record) });
      }
    }
  }

  /** The branch of an item; a later one begins where it leaves another, all of whose items came before. */
  #branch(place: Place): RevocationBranch {
    const branches = this.lists.get(place.issuer) ?? [];
    this.lists.set(place.issuer, branches);
    const there = branches[place.branch];
    if (there !== undefined) return there;
    const base = this.#bases.get(nameOf(place));
    const from = base === undefined ? undefined : branches[base.of];
    if (branches.length !== place.branch || (place.branch > 0 && from === undefined))
      throw corrupt('a branch is missing');
    const made =
      base === undefined || from === undefined
        ? new RevocationBranch(0)
        : new RevocationBranch(place.branch, { branch: from, n: base.n });
    branches.push(made);
    return made;
  }

  /** The newest head of each branch must be about all of it. */
  settle(): void {
    for (const { place, text, head } of this.#heads.values()) {
      const branch = this.#branch(place);
      if (branch.size !== head.seq || !branch.holds(head)) throw corrupt('a head is not that of its list');
      branch.head = { text, head };
      this.#revocations.know(place.issuer, head.issuedAtMs, head.nextMs);
    }
    for (const branches of this.lists.values())
      if (branches.some(({ head }) => head === undefined)) throw corrupt('a list has no head');
  }
}

function nameOf({ issuer, branch }: Place): string {
  return `${issuer} ${branch}`;
}

function corrupt(what: string): TalosError {
  return new TalosError('E_STORAGE_CORRUPT', what);
}

/** What `read` gives; a record that cannot be read is damage. */
export function stored<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new TalosError('E_STORAGE_CORRUPT', 'a record of the revocations cannot be read', { cause });
  }
}
