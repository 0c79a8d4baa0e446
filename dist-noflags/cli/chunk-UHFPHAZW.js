import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  placeOf,
  revocationRecords
} from "./chunk-IVGT7YKN.js";
import {
  EMPTY_LIST_HASH,
  itemHash,
  readHead,
  readItem
} from "./chunk-X7CF5ETQ.js";
import {
  readRevocation
} from "./chunk-MFVG7EVF.js";
import {
  equalBytes,
  fromHex,
  toHex
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/agent/authority/revocation-branch.ts
var HASH_BYTES = 32;
var FIRST_ROOM = 16;
var RevocationBranch = class {
  index;
  /** The branch that this one leaves, and after how many items; the first leaves none. */
  base;
  #hashes;
  #size;
  head;
  /**
   * @param index - 0 for the first branch.
   * @param from - The branch that this one leaves after `n` items.
   */
  constructor(index, from) {
    this.index = index;
    this.base = from === void 0 ? { branch: 0, n: 0 } : { branch: from.branch.index, n: from.n };
    this.#size = this.base.n;
    this.#hashes = new Uint8Array(Math.max(FIRST_ROOM, this.#size) * HASH_BYTES);
    if (from !== void 0) this.#hashes.set(from.branch.#hashes.subarray(0, this.#size * HASH_BYTES));
  }
  /** Items of the list. */
  get size() {
    return this.#size;
  }
  /** Items that are not those of the branch that it left. */
  get added() {
    return this.#size - this.base.n;
  }
  /** h_n, `n` being 0 to {@link size}. */
  hashAt(n) {
    return n === 0 ? EMPTY_LIST_HASH : this.#hashes.subarray((n - 1) * HASH_BYTES, n * HASH_BYTES);
  }
  /** Whether the list has `seq` items or more, and `hash` is that of the first `seq`. */
  holds({ seq, hash }) {
    return seq <= this.#size && equalBytes(this.hashAt(seq), fromHex(hash));
  }
  /** How many of `hashes`, which are those after `from` items, are those of this list. */
  agreesWith(from, hashes) {
    let same = 0;
    while (same < hashes.length && from + same < this.#size) {
      if (!equalBytes(this.hashAt(from + same + 1), hashes[same])) break;
      same++;
    }
    return same;
  }
  /** Adds an item that is durable. */
  append(item) {
    const hash = itemHash(this.hashAt(this.#size), item);
    if ((this.#size + 1) * HASH_BYTES > this.#hashes.length) {
      const larger = new Uint8Array(this.#hashes.length * 2);
      larger.set(this.#hashes);
      this.#hashes = larger;
    }
    this.#hashes.set(hash, this.#size * HASH_BYTES);
    this.#size++;
  }
  /** Where the list is: its length, and the hash of all of it. */
  get end() {
    return { seq: this.#size, hash: toHex(this.hashAt(this.#size)) };
  }
};
function hashesAfter(before, items) {
  const hashes = [];
  let last = before;
  for (const item of items) {
    const hash = itemHash(last, item);
    hashes.push(hash);
    last = hash;
  }
  return hashes;
}

// src/agent/authority/revocation-load.ts
async function loadRevocations(store, revocations) {
  const loader = new Loader(revocations);
  for await (const record of revocationRecords(store)) stored(() => loader.take(record));
  stored(() => loader.settle());
  return loader;
}
var Loader = class {
  lists = /* @__PURE__ */ new Map();
  singles = [];
  #revocations;
  #bases = /* @__PURE__ */ new Map();
  #heads = /* @__PURE__ */ new Map();
  constructor(revocations) {
    this.#revocations = revocations;
  }
  take(record) {
    switch (record.kind) {
      case "single": {
        const revocation = readRevocation(record.text);
        if (toHex(record.key) !== revocation.id) throw corrupt("a revocation lies under another id");
        this.singles.push({ ...revocation, key: record.key });
        return;
      }
      case "base":
        this.#bases.set(nameOf(record), record);
        return;
      case "head": {
        const head = readHead(record.text);
        if (head.issuer !== record.issuer || head.seq !== record.n) throw corrupt("a head lies elsewhere");
        this.#heads.set(nameOf(record), { text: record.text, head, place: record });
        return;
      }
      case "item": {
        const item = readItem(record.text);
        const branch = this.#branch(record);
        if (item.n !== record.n || branch.size !== record.n - 1) throw corrupt("an item lies elsewhere");
        branch.append(record.text);
        this.#revocations.add(record.issuer, { ...item, n: placeOf(record) });
      }
    }
  }
  /** The branch of an item; a later one begins where it leaves another, all of whose items came before. */
  #branch(place) {
    const branches = this.lists.get(place.issuer) ?? [];
    this.lists.set(place.issuer, branches);
    const there = branches[place.branch];
    if (there !== void 0) return there;
    const base = this.#bases.get(nameOf(place));
    const from = base === void 0 ? void 0 : branches[base.of];
    if (branches.length !== place.branch || place.branch > 0 && from === void 0)
      throw corrupt("a branch is missing");
    const made = base === void 0 || from === void 0 ? new RevocationBranch(0) : new RevocationBranch(place.branch, { branch: from, n: base.n });
    branches.push(made);
    return made;
  }
  /** The newest head of each branch must be about all of it. */
  settle() {
    for (const { place, text, head } of this.#heads.values()) {
      const branch = this.#branch(place);
      if (branch.size !== head.seq || !branch.holds(head)) throw corrupt("a head is not that of its list");
      branch.head = { text, head };
      this.#revocations.know(place.issuer, head.issuedAtMs, head.nextMs);
    }
    for (const branches of this.lists.values())
      if (branches.some(({ head }) => head === void 0)) throw corrupt("a list has no head");
  }
};
function nameOf({ issuer, branch }) {
  return `${issuer} ${branch}`;
}
function corrupt(what) {
  return new TalosError("E_STORAGE_CORRUPT", what);
}
function stored(read) {
  try {
    return read();
  } catch (cause) {
    throw new TalosError("E_STORAGE_CORRUPT", "a record of the revocations cannot be read", { cause });
  }
}

export {
  RevocationBranch,
  hashesAfter,
  loadRevocations,
  stored
};
