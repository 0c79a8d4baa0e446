import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  Slots
} from "./chunk-QICJ7ESJ.js";
import {
  compareDistance,
  kadIdOfPeer
} from "./chunk-44QLW43E.js";
import {
  closeAll
} from "./chunk-HYFGQGGD.js";
import {
  publishable
} from "./chunk-E6JXRORW.js";
import {
  startDeadline
} from "./chunk-UVSX52DL.js";
import {
  MAX_ADDRESS_CHARACTERS,
  parseAddress
} from "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import {
  parsePeerId
} from "./chunk-KHFQ3AZA.js";
import {
  sha256
} from "./chunk-IOG4ONSQ.js";
import {
  didOfKey
} from "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
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
  BoundedMap
} from "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import {
  fromUtf8,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/node/dht/dht.ts
import { setMaxListeners } from "node:events";

// src/node/dht/dht-contacts.ts
var MAX_DHT_CONTACTS = 4096;
var MAX_CONTACT_ADDRESSES = 4;
var MAX_DHT_NEIGHBOURS = 64;
var NEIGHBOURS = Uint8Array.of(2);
var MAX_NEIGHBOURS_BYTES = 64 * 1024;
var DhtContacts = class {
  #policy;
  #contacts = new BoundedMap(MAX_DHT_CONTACTS);
  /** Those that were found, oldest first: strangers do not push these out. */
  #found = new BoundedMap(MAX_DHT_CONTACTS);
  #given = /* @__PURE__ */ new Map();
  #isChanged = false;
  constructor(policy) {
    this.#policy = policy;
  }
  /** Reads the neighbours of last time, which count as found then. @throws {TalosError} `E_STORAGE…`. */
  async load(store) {
    const value = await store.get("dht", NEIGHBOURS);
    if (value === void 0) return;
    for (const [peerId, address] of readNeighbours(value))
      if (this.#policy.mayDial(address)) this.found(peerId, address);
    this.#isChanged = false;
  }
  /** Writes the neighbours of this time. @throws {TalosError} `E_STORAGE…`. */
  async save(store) {
    if (!this.#isChanged) return;
    this.#isChanged = false;
    const nodes = [...this.#found].slice(-MAX_DHT_NEIGHBOURS).map(([peerId, { foundAt = "" }]) => [peerId, foundAt]);
    await store.apply([{ kind: "put", space: "dht", key: NEIGHBOURS, value: canonicalBytes({ v: 1, nodes }) }]);
  }
  /** Nodes that a person named: multiaddrs with `/p2p/…`, in place of those named before. */
  give(addresses) {
    this.#given.clear();
    for (const text of addresses) {
      const { peerId, text: whole } = parseAddress(text);
      if (peerId === void 0) continue;
      const place = whole.slice(0, whole.lastIndexOf("/p2p/"));
      const held = this.#given.get(peerId)?.addresses ?? [];
      this.#given.set(peerId, contactOf(peerId, [...held, place], { isGiven: true }));
    }
  }
  /** Ids of the nodes that a person named. */
  get given() {
    return [...this.#given.keys()];
  }
  /**
   * Takes where a stranger says that a node is.
   *
   * @returns Whether there is an address of it that may be dialled.
   */
  named(peerId, addresses) {
    if (this.#found.has(peerId) || this.#given.has(peerId)) return true;
    const allowed = [...new Set(addresses.flatMap((text) => this.#read(peerId, text)))].slice(0, MAX_CONTACT_ADDRESSES);
    if (allowed.length === 0) return this.#contacts.has(peerId);
    this.#contacts.set(peerId, contactOf(peerId, allowed));
    return true;
  }
  #read(peerId, text) {
    try {
      const address = parseAddress(text);
      if (address.family.startsWith("dns") || text.includes("/p2p-circuit") || (address.peerId ?? peerId) !== peerId)
        return [];
      const place = address.text.replace(/\/p2p\/[^/]*$/, "");
      return this.#policy.mayDial(place) ? [place] : [];
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return [];
    }
  }
  /** Notes that a node was found at `address`, by connecting to it. */
  found(peerId, address) {
    const others = (this.get(peerId)?.addresses ?? []).filter((each) => each !== address);
    const addresses = [address, ...others].slice(0, MAX_CONTACT_ADDRESSES);
    this.#found.set(peerId, contactOf(peerId, addresses, { foundAt: address }));
    this.#contacts.delete(peerId);
    this.#isChanged = true;
  }
  /** Notes that a node is where nobody said any more. */
  lost(peerId) {
    this.#contacts.delete(peerId);
    if (this.#found.delete(peerId)) this.#isChanged = true;
  }
  /** What is known of a node. */
  get(peerId) {
    return this.#given.get(peerId) ?? this.#found.get(peerId) ?? this.#contacts.get(peerId);
  }
  /** Whether the node was found where it says it is. */
  isFound(peerId) {
    return this.#found.has(peerId);
  }
  /** Whether nobody is known to begin with. */
  get isEmpty() {
    return this.#given.size === 0 && this.#found.size === 0;
  }
  /** The nodes that were found, or that a person named, nearest to `kadId` first. */
  nearest(kadId, count) {
    const all = new Map([...this.#found, ...this.#given]);
    return [...all.values()].sort((a, b) => compareDistance(kadId, a.kadId, b.kadId)).slice(0, count);
  }
};
function contactOf(peerId, addresses, { foundAt, isGiven = false } = {}) {
  return { peerId, addresses, foundAt, isGiven, kadId: kadIdOfPeer(parsePeerId(peerId)) };
}
function readNeighbours(value) {
  try {
    if (value.length > MAX_NEIGHBOURS_BYTES) return [];
    const fields = readObject(parseJson(utf8(fromUtf8(value))), { required: ["v", "nodes"] }, "neighbours");
    readInteger(fields.v, "v", { min: 1, max: 1 });
    return readArray(fields.nodes, "nodes", { max: MAX_DHT_NEIGHBOURS }, (pair, name) => {
      const [peerId = "", address = ""] = readArray(
        pair,
        name,
        { max: 2 },
        (text, each) => readString(text, each, { max: MAX_ADDRESS_CHARACTERS })
      );
      parsePeerId(peerId);
      return [peerId, parseAddress(address).text];
    });
  } catch (error) {
    if (!isTalosError(error)) throw error;
    return [];
  }
}

// src/node/dht/dht.ts
var DHT_LOOKUP_TIMEOUT_MS = 12e3;
var DHT_ANSWERS = 3;
var DHT_LATER_ANSWERS_MS = 1e3;
var MAX_DHT_LOOKUPS = 4;
var SAVE_MS = 6e4;
var SETTLE_TIMEOUT_MS = 1e4;
var MEET_MS = 3e5;
async function openDht(parts, terms) {
  const contacts = new DhtContacts(terms.policy);
  await contacts.load(parts.store);
  return new NodeDht(parts, terms, contacts);
}
var NodeDht = class {
  source;
  #parts;
  #terms;
  #contacts;
  #slots = new Slots(MAX_DHT_LOOKUPS);
  #ended = new AbortController();
  #running = /* @__PURE__ */ new Set();
  #joined;
  #now;
  #timers = [];
  constructor(parts, terms, contacts) {
    this.#parts = parts;
    this.#terms = terms;
    this.#contacts = contacts;
    setMaxListeners(0, this.#ended.signal);
    this.source = { name: "the DHT", find: (did, signal) => this.#find(did, signal) };
  }
  /** Nodes in the table, and records that are kept; none before it has joined. */
  state() {
    return { nodes: this.#now?.node.size ?? 0, records: this.#now?.records?.size.records ?? 0 };
  }
  #seeds() {
    this.#contacts.give(this.#terms.bootstraps());
    return this.#contacts;
  }
  async #find(did, signal) {
    signal.throwIfAborted();
    this.#ended.signal.throwIfAborted();
    if (this.#seeds().isEmpty) return [];
    const finding = this.#slots.run(() => this.#lookUp(did, signal), signal);
    this.#running.add(finding);
    const forget = () => void this.#running.delete(finding);
    finding.then(forget, forget);
    return finding;
  }
  async #lookUp(did, signal) {
    const [{ DhtNode }, { dhtKeyOf, verifyDhtRecord }] = await Promise.all([
      import("./dht-node-GL24P7MZ.js"),
      import("./dht-records-H37JJDFP.js")
    ]);
    const { clock, veiledHost } = this.#parts;
    const { policy } = this.#terms;
    const host = await veiledHost();
    const limit = startDeadline(DHT_LOOKUP_TIMEOUT_MS, signal, this.#ended.signal);
    const key = parsePeerId(host.peerId);
    const node = host.use((inner) => new DhtNode({ node: inner, key, policy, contacts: this.#contacts, clock }));
    const found = /* @__PURE__ */ new Map();
    let later;
    const enough = new AbortController();
    const end = () => enough.abort(limit.signal.reason);
    limit.signal.addEventListener("abort", end, { once: true });
    try {
      await node.start();
      const dhtKey = dhtKeyOf(did);
      for await (const value of node.values(dhtKey, enough.signal)) {
        const bytes = new Uint8Array(value);
        const name = toHex(sha256(bytes));
        const held = found.get(name) ?? {
          bytes,
          sequence: verifyDhtRecord(dhtKey, bytes, clock.now()).sequence,
          times: 0
        };
        found.set(name, held);
        held.times++;
        later ??= setTimeout(() => enough.abort(new TalosError("E_TIMEOUT", "enough")), DHT_LATER_ANSWERS_MS);
        const best = Math.max(...[...found.values()].map(({ sequence }) => sequence));
        if (held.sequence === best && held.times >= DHT_ANSWERS) break;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!enough.signal.aborted) throw error;
    } finally {
      clearTimeout(later);
      limit.clear();
      limit.signal.removeEventListener("abort", end);
      await closeAll([host, { [Symbol.asyncDispose]: () => node.stop() }]);
    }
    return [...found.values()].sort((a, b) => b.sequence - a.sequence).map(({ bytes }) => bytes);
  }
  async join() {
    await this.#join();
  }
  #join() {
    this.#ended.signal.throwIfAborted();
    if (this.#joined === void 0 && this.#seeds().isEmpty && this.#terms.isServer !== true)
      return Promise.reject(new TalosError("E_UNREACHABLE", "no node of the DHT is known"));
    this.#joined ??= this.#start().catch((error) => {
      this.#joined = void 0;
      throw error;
    });
    return this.#joined;
  }
  async #start() {
    const [{ DhtNode }, { DhtRecords }] = await Promise.all([import("./dht-node-GL24P7MZ.js"), import("./dht-records-H37JJDFP.js")]);
    const { store, clock, onFault } = this.#parts;
    const { policy } = this.#terms;
    const host = await this.#parts.host();
    const key = parsePeerId(host.peerId);
    const isReachable = this.#terms.isUnreached?.() !== true && publishable(host.addresses, policy).some((address) => !address.includes("/p2p-circuit"));
    const records = isReachable || this.#terms.isServer === true ? await DhtRecords.open(store, clock, key) : void 0;
    const contacts = this.#seeds();
    const node = host.use(
      (inner) => new DhtNode({ node: inner, key, policy, contacts, clock, ...records === void 0 ? {} : { records } })
    );
    await node.start();
    const every = (ms, task) => {
      const timer = setInterval(() => void this.#watched(task).catch(onFault), ms);
      timer.unref();
      this.#timers.push(timer);
    };
    every(SAVE_MS, () => contacts.save(store));
    if (records !== void 0) every(36e5, () => records.prune());
    every(MEET_MS, () => {
      this.#seeds();
      return node.meet();
    });
    void this.#watched(() => this.#settle(node)).catch(onFault);
    this.#now = { node, records, did: didOfKey(key) };
    return this.#now;
  }
  async #watched(task) {
    const running = task();
    this.#running.add(running);
    try {
      await running;
    } finally {
      this.#running.delete(running);
    }
  }
  async #settle(node) {
    const limit = startDeadline(SETTLE_TIMEOUT_MS, this.#ended.signal);
    try {
      await node.settle(limit.signal);
    } catch (error) {
      if (!limit.signal.aborted) throw error;
    } finally {
      limit.clear();
    }
  }
  async publish(record, signal) {
    const { node, did } = await this.#join();
    const { dhtKeyOf } = await import("./dht-records-H37JJDFP.js");
    const taken = await node.put(dhtKeyOf(did), record, signal);
    if (taken === 0) throw new TalosError("E_UNREACHABLE", "no node of the DHT took the record");
    return taken;
  }
  async [Symbol.asyncDispose]() {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort(new TalosError("E_CLOSED", "the DHT was closed"));
    for (const timer of this.#timers) clearInterval(timer);
    const joined = await this.#joined?.catch(() => void 0);
    await closeAll([
      { [Symbol.asyncDispose]: () => this.#contacts.save(this.#parts.store) },
      { [Symbol.asyncDispose]: async () => void await Promise.allSettled(this.#running) },
      { [Symbol.asyncDispose]: async () => joined?.node.stop() }
    ]);
  }
};
export {
  DHT_ANSWERS,
  DHT_LATER_ANSWERS_MS,
  DHT_LOOKUP_TIMEOUT_MS,
  MAX_DHT_LOOKUPS,
  NodeDht,
  openDht
};
