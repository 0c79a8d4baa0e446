import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  Mutex
} from "./chunk-HYFGQGGD.js";
import {
  MAX_ADDRESSES,
  MAX_ADDRESS_CHARACTERS,
  endpointOf,
  parseAddress
} from "./chunk-WI7TIAN3.js";
import {
  didOfKey,
  isDid,
  parseDid
} from "./chunk-ONC5ALCL.js";
import {
  canonicalBytes,
  parseJson
} from "./chunk-XPPVS7Z5.js";
import {
  readArray,
  readInteger,
  readObject,
  readString
} from "./chunk-LHINULLD.js";
import {
  fromHex,
  fromUtf8,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/agent/reach/peer-record.ts
var MAX_ALIAS_CHARACTERS = 64;
function unknownPeer(did) {
  return { did, alias: "", addresses: [], servers: [], sequence: -1, verifiedAtMs: 0, changed: void 0 };
}
function writePeer({ alias, addresses, servers, sequence, verifiedAtMs, changed }) {
  const record = { v: 2, alias, addresses, sequence, verified: verifiedAtMs };
  const offered = changed === void 0 ? {} : { changed: { did: changed.did, addresses: changed.addresses } };
  return canonicalBytes({ ...record, ...offered, ...servers.length === 0 ? {} : { servers } });
}
function readPeer(did, value) {
  try {
    if (!isDid(did)) throw new TalosError("E_BAD_DID", "the key of a peer is no DID");
    const shape = {
      required: ["v", "alias", "addresses", "sequence"],
      optional: ["verified", "changed", "servers"]
    };
    const fields = readObject(parseJson(value), shape, "peer");
    const version = readInteger(fields.v, "v", { min: 1, max: 2 });
    if (fields.verified === void 0 !== (version === 1) || version === 1 && fields.changed !== void 0)
      throw new TalosError("E_MALFORMED", "the fields of a peer are of another version");
    return {
      did,
      alias: readString(fields.alias, "alias", { max: MAX_ALIAS_CHARACTERS }),
      addresses: readAddresses(fields.addresses, "addresses"),
      servers: fields.servers === void 0 ? [] : readAddresses(fields.servers, "servers"),
      sequence: readInteger(fields.sequence, "sequence", { min: -1 }),
      verifiedAtMs: readInteger(fields.verified ?? 0, "verified"),
      changed: fields.changed === void 0 ? void 0 : readOffered(fields.changed)
    };
  } catch (cause) {
    throw new TalosError("E_STORAGE_CORRUPT", "a peer of the store cannot be read", { cause });
  }
}
function readOffered(value) {
  const { did, addresses } = readObject(value, { required: ["did", "addresses"] }, "changed");
  return {
    did: parseDid(readString(did, "changed.did")),
    addresses: readAddresses(addresses, "changed.addresses")
  };
}
function readAddresses(value, name) {
  return readArray(value, name, { max: MAX_ADDRESSES }, (address, each) => {
    const text = readString(address, each, { max: MAX_ADDRESS_CHARACTERS });
    parseAddress(text);
    return text;
  });
}

// src/agent/reach/peer-book.ts
var MAX_PEERS = 1e4;
var ALIAS = /^[A-Za-z0-9][A-Za-z0-9._@-]*$/;
function isAlias(text) {
  return text.length <= MAX_ALIAS_CHARACTERS && ALIAS.test(text) && !/^[0-9a-f]{64}$/.test(text);
}
var PeerBook = class _PeerBook {
  #store;
  #peers = /* @__PURE__ */ new Map();
  /** One change at a time: each starts from what the one before has left. */
  #changing = new Mutex();
  constructor(store) {
    this.#store = store;
  }
  /** Reads the book from the store. @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
  static async open(store) {
    const book = new _PeerBook(store);
    for await (const [key, value] of store.scan("peer")) {
      const peer = readPeer(fromUtf8(key), value);
      book.#peers.set(peer.did, peer);
    }
    return book;
  }
  /** All peers. */
  all() {
    return [...this.#peers.values()];
  }
  /** The peer of that DID. */
  get(did) {
    return this.#peers.get(did);
  }
  /** The peer that is called exactly `alias`. */
  called(alias) {
    return alias === "" ? void 0 : this.all().find((peer) => peer.alias === alias);
  }
  /**
   * The DID that a person means: a DID, a public key in hex, an alias, or the unambiguous start of one.
   *
   * @throws {TalosError} `E_AMBIGUOUS`, naming the candidates; `E_NOT_FOUND`; `E_BAD_DID`.
   */
  resolve(text) {
    if (text.startsWith("did:")) return parseDid(text);
    if (/^[0-9a-f]{64}$/.test(text)) return didOfKey(fromHex(text));
    const peers = this.all().filter(({ alias }) => alias !== "" && alias.startsWith(text));
    const exact = peers.find(({ alias }) => alias === text);
    if (exact !== void 0) return exact.did;
    const [first, second] = peers;
    if (first === void 0 || text === "")
      throw new TalosError("E_NOT_FOUND", "no peer has this name", { hint: "give an invitation, a DID or an alias" });
    if (second !== void 0)
      throw new TalosError("E_AMBIGUOUS", `the name fits ${peers.map(({ alias }) => alias).join(", ")}`);
    return first.did;
  }
  /**
   * Notes where a peer is and what it is called; durable when it resolves.
   *
   * @param alias - Taken where the peer has none yet and no other has it; otherwise a number is added.
   * @returns The peer as it is now.
   * @throws {TalosError} `E_LIMIT` beyond {@link MAX_PEERS}.
   */
  note(did, seen) {
    return this.#changing.run(async () => {
      const held = this.#held(did);
      const addresses = [.../* @__PURE__ */ new Set([...seen.addresses ?? [], ...held.addresses])].slice(0, MAX_ADDRESSES);
      const alias = held.alias || this.#freeAlias(seen.alias ?? "");
      const sequence = Math.max(seen.sequence ?? -1, held.sequence);
      const servers = seen.servers ?? held.servers;
      const peer = { ...held, alias, addresses, servers, sequence };
      if (this.#peers.has(did) && JSON.stringify(held) === JSON.stringify(peer)) return held;
      return this.#put(peer);
    });
  }
  /**
   * Calls a peer `alias` from now on, whatever it was called; durable when it resolves.
   *
   * @throws {TalosError} `E_USAGE` where another peer is called so; `E_LIMIT` beyond {@link MAX_PEERS}.
   */
  call(did, alias) {
    return this.#changing.run(async () => {
      const holder = this.called(alias);
      if (holder !== void 0 && holder.did !== did)
        throw new TalosError("E_USAGE", `another peer is called ${alias} already`, {
          hint: "choose another alias, or rename that peer first"
        });
      const held = this.#held(did);
      return held.alias === alias ? held : this.#put({ ...held, alias });
    });
  }
  /** Notes when the fingerprint of a peer was compared; durable when it resolves. */
  verified(did, atMs) {
    return this.#changing.run(() => this.#put({ ...this.#held(did), verifiedAtMs: atMs }));
  }
  /**
   * Notes that another identity was found in the place of a contact's; durable when it resolves. Changes nothing else,
   * and nothing at all of a peer without an alias.
   */
  async noteChange(did, offered) {
    await this.#changing.run(async () => {
      const held = this.#peers.get(did);
      if (held === void 0 || held.alias === "" || offered.did === did) return;
      const before = held.changed?.did === offered.did ? held.changed.addresses : [];
      const found = [.../* @__PURE__ */ new Set([...offered.addresses.map(endpointOf), ...before])].slice(0, MAX_ADDRESSES);
      const changed = { did: offered.did, addresses: found };
      if (JSON.stringify(held.changed) !== JSON.stringify(changed)) await this.#put({ ...held, changed });
    });
  }
  /**
   * Ends a change, in one transaction: the contact keeps its identity, or its alias goes over to the one that was
   * found in its place, with the addresses where that was found. What was verified was so of the other identity.
   *
   * @param chosen - One of the two.
   * @returns Who has the alias now.
   * @throws {TalosError} `E_NOT_FOUND` where nothing was found in its place; `E_IDENTITY_MISMATCH` where `chosen` is
   *   neither; `E_USAGE` where it has an alias of its own.
   */
  settle(did, chosen) {
    return this.#changing.run(async () => {
      const held = this.#held(did);
      const { alias, changed } = held;
      if (chosen === did) return changed === void 0 ? held : this.#put({ ...held, changed: void 0 });
      if (changed === void 0) throw new TalosError("E_NOT_FOUND", `${alias} has the identity that is pinned`);
      if (chosen !== changed.did)
        throw new TalosError("E_IDENTITY_MISMATCH", `${alias} has another identity by now`, {
          details: { pinned: did, offered: changed.did }
        });
      const next = this.#held(chosen);
      if (next.alias !== "")
        throw new TalosError("E_USAGE", `this identity is ${next.alias} already`, {
          hint: `remove one of the two contacts, or keep the pinned identity of ${alias}`
        });
      const addresses = [.../* @__PURE__ */ new Set([...changed.addresses, ...next.addresses])].slice(0, MAX_ADDRESSES);
      const left = held.addresses.filter((address) => !changed.addresses.includes(endpointOf(address)));
      const before = { ...held, alias: "", addresses: left, verifiedAtMs: 0, changed: void 0 };
      const after = { ...next, alias, addresses };
      await this.#store.apply([putOf(before), putOf(after)]);
      this.#peers.set(did, before).set(chosen, after);
      return after;
    });
  }
  /**
   * What was known of `from` is known of `to`, which goes on in its place, in one transaction: the alias, unless `to` has
   * one, the addresses, and what else was found there. Nobody has compared the new fingerprint yet.
   */
  async succeed(from, to) {
    await this.#changing.run(async () => {
      const held = this.#peers.get(from);
      if (held === void 0 || held.alias === "" && held.addresses.length === 0) return;
      const next = this.#held(to);
      const places = held.addresses.map(endpointOf);
      const addresses = [.../* @__PURE__ */ new Set([...next.addresses, ...places])].slice(0, MAX_ADDRESSES);
      const changed = held.changed?.did === to ? void 0 : held.changed;
      const before = { ...unknownPeer(from), sequence: held.sequence };
      const after = { ...next, alias: next.alias || held.alias, addresses, changed: next.changed ?? changed };
      await this.#store.apply([putOf(before), putOf(after)]);
      this.#peers.set(from, before).set(to, after);
    });
  }
  /** Forgets what a peer is called and where it is. An older certificate than one already seen is still refused. */
  forget(did) {
    return this.#changing.run(async () => {
      const held = this.#peers.get(did);
      if (held === void 0) return;
      if (held.sequence >= 0) {
        await this.#put({ ...unknownPeer(did), sequence: held.sequence });
        return;
      }
      await this.#store.apply([{ kind: "delete", space: "peer", key: utf8(did) }]);
      this.#peers.delete(did);
    });
  }
  /** The peer, or one of which nothing is known, where there is room for it. */
  #held(did) {
    const held = this.#peers.get(did);
    if (held === void 0 && this.#peers.size >= MAX_PEERS)
      throw new TalosError("E_LIMIT", `more than ${MAX_PEERS} peers`);
    return held ?? unknownPeer(did);
  }
  async #put(peer) {
    await this.#store.apply([putOf(peer)]);
    this.#peers.set(peer.did, peer);
    return peer;
  }
  #freeAlias(wanted) {
    if (!isAlias(wanted)) return "";
    const taken = new Set(this.all().map(({ alias }) => alias));
    if (!taken.has(wanted)) return wanted;
    for (let n = 2; n < 1e3; n++)
      if (!taken.has(`${wanted}-${n}`) && isAlias(`${wanted}-${n}`)) return `${wanted}-${n}`;
    return "";
  }
};
function putOf(peer) {
  return { kind: "put", space: "peer", key: utf8(peer.did), value: writePeer(peer) };
}

export {
  unknownPeer,
  isAlias,
  PeerBook
};
