import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  kadIdOfPeer
} from "./chunk-44QLW43E.js";
import {
  MAX_AGENT_RECORD_LIFETIME_MS,
  verifyAgentRecord
} from "./chunk-7K56E52M.js";
import {
  Mutex
} from "./chunk-HYFGQGGD.js";
import {
  decode
} from "./chunk-54GDCRVT.js";
import {
  HASH_BYTES,
  sha256
} from "./chunk-IOG4ONSQ.js";
import {
  u64
} from "./chunk-LQJYXGFI.js";
import {
  DID_CHARACTERS,
  didOfKey,
  isDid,
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import {
  concat,
  equalBytes,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/node/dht/dht-records.ts
var MAX_DHT_RECORDS = 1e4;
var MAX_DHT_BYTES = 32 * 1024 * 1024;
var MAX_DHT_HEADS = 2e4;
var DROPS_AT_ONCE = 256;
var DHT_NAMESPACE = "talos";
var KEY_PREFIX = `/${DHT_NAMESPACE}/`;
var DHT_KEY_BYTES = KEY_PREFIX.length + DID_CHARACTERS;
var ROW = Uint8Array.of(1);
function dhtKeyOf(did) {
  return utf8(`${KEY_PREFIX}${did}`);
}
function didOfDhtKey(key) {
  const did = key.length === DHT_KEY_BYTES ? new TextDecoder("latin1").decode(key.subarray(KEY_PREFIX.length)) : "";
  if (!isDid(did) || !equalBytes(key, dhtKeyOf(did))) throw new TalosError("E_MALFORMED", "no key of an agent");
  return did;
}
function verifyDhtRecord(key, value, nowMs) {
  return verifyAgentRecord(value, { did: didOfDhtKey(key), nowMs });
}
function newestOf(key, records, nowMs) {
  let best = 0;
  let highest = -1;
  for (const [index, value] of records.entries()) {
    const { sequence } = verifyDhtRecord(key, value, nowMs);
    if (sequence > highest) [best, highest] = [index, sequence];
  }
  return best;
}
var DhtRecords = class _DhtRecords {
  #store;
  #clock;
  #self;
  #room;
  #held = /* @__PURE__ */ new Map();
  #turns = new Mutex();
  #records = 0;
  #bytes = 0;
  constructor(store, clock, selfKey, room) {
    this.#store = store;
    this.#clock = clock;
    this.#self = kadIdOfPeer(selfKey);
    this.#room = room;
  }
  /**
   * Reads what there is, and erases what has expired.
   *
   * @param selfKey - Ed25519 key of this node.
   * @throws {TalosError} `E_STORAGE…`.
   */
  static async open(store, clock, selfKey, room = {}) {
    const bounds = { records: MAX_DHT_RECORDS, bytes: MAX_DHT_BYTES, heads: MAX_DHT_HEADS, ...room };
    const records = new _DhtRecords(store, clock, selfKey, bounds);
    for await (const [key, value] of store.scan("dht", { start: ROW, end: Uint8Array.of(2) }))
      records.#note(key.slice(1), readRow(value));
    await records.prune();
    return records;
  }
  /** Records, and their bytes, that are kept; and agents of whom something is. */
  get size() {
    return { records: this.#records, bytes: this.#bytes, heads: this.#held.size };
  }
  /**
   * The record, where it may be stored, or read from another node.
   *
   * @throws {TalosError} `E_MALFORMED`, `E_BAD_RECORD`, `E_IDENTITY_MISMATCH`; `E_STALE` for one that has expired, or is older
   *   than the newest that was seen.
   */
  async verify(key, value) {
    const did = didOfDhtKey(key);
    const row = await this.#row(keyOfDid(did));
    return verifyAgentRecord(value, { did, nowMs: this.#clock.now(), ...row === void 0 ? {} : { newest: row } });
  }
  /**
   * Keeps a record; durable when it resolves.
   *
   * @throws {TalosError} as {@link verify}; `E_LIMIT` where there is no room and it is farther from this node than all others.
   */
  put(key, value) {
    return this.#turns.run(async () => {
      const agentKey = keyOfDid(didOfDhtKey(key));
      for (; ; ) {
        const before = await this.#store.get("dht", rowKey(agentKey));
        const record = await this.verify(key, value);
        const row = { ...record, record: record.bytes };
        const dropped = this.#makeRoom(agentKey, row.record.length);
        const changes = await this.#drop(dropped);
        if (changes === void 0) continue;
        const applied = await this.#store.apply([
          { kind: "require", space: "dht", key: rowKey(agentKey), value: before },
          { kind: "put", space: "dht", key: rowKey(agentKey), value: encodeRow(row) },
          ...changes
        ]);
        if (!applied) continue;
        for (const each of dropped) this.#noteDropped(each);
        this.#note(agentKey, row);
        return;
      }
    });
  }
  /** The record of a key that is valid now. @throws {TalosError} `E_MALFORMED`; `E_STORAGE…`. */
  async get(key) {
    const row = await this.#row(keyOfDid(didOfDhtKey(key)));
    if (row === void 0 || row.record.length === 0 || row.expiresAtMs <= this.#clock.now()) return void 0;
    return row.record;
  }
  /** Erases what has expired, and forgets sequences below which nothing is valid any more. */
  prune() {
    return this.#turns.run(async () => {
      for (; ; ) {
        const drops = this.#expired().slice(0, DROPS_AT_ONCE);
        if (drops.length === 0) return;
        const changes = await this.#drop(drops);
        if (changes === void 0 || !await this.#store.apply(changes)) continue;
        for (const each of drops) this.#noteDropped(each);
      }
    });
  }
  #expired() {
    const nowMs = this.#clock.now();
    const expired = [...this.#held.values()].filter(({ expiresAtMs }) => expiresAtMs <= nowMs);
    const isWhole = ({ sequence }) => sequence + 2 * MAX_AGENT_RECORD_LIFETIME_MS <= nowMs;
    return expired.map((held) => ({ held, isWhole: isWhole(held) })).filter((drop) => drop.isWhole || drop.held.bytes > 0);
  }
  async #row(agentKey) {
    const value = await this.#store.get("dht", rowKey(agentKey));
    return value && readRow(value);
  }
  /** What goes for a record of `bytes`: expired ones, then those farthest away. @throws {TalosError} `E_LIMIT`. */
  #makeRoom(agentKey, bytes) {
    const name = toHex(agentKey);
    const own = this.#held.get(name);
    const distance = this.#distanceOf(agentKey);
    const drops = [];
    let [records, all] = [this.#records, this.#bytes];
    if (own !== void 0 && own.bytes > 0) [records, all] = [records - 1, all - own.bytes];
    if (records >= this.#room.records || all + bytes > this.#room.bytes) {
      const nowMs = this.#clock.now();
      const last = ({ expiresAtMs, distance: far }) => expiresAtMs <= nowMs ? Infinity : far;
      const others = [...this.#held.values()].filter((each) => each.bytes > 0 && toHex(each.key) !== name);
      for (const held of others.sort((a, b) => last(b) - last(a))) {
        if (records < this.#room.records && all + bytes <= this.#room.bytes) break;
        if (last(held) < distance) throw new TalosError("E_LIMIT", "this node keeps the records that are nearer to it");
        drops.push({ held, isWhole: false });
        [records, all] = [records - 1, all - held.bytes];
      }
    }
    if (own === void 0 && this.#held.size >= this.#room.heads) {
      const heads = [...this.#held.values()].filter((each) => each.bytes === 0);
      const [farthest = drops.shift()?.held] = heads.sort((a, b) => b.distance - a.distance);
      if (farthest === void 0) throw new TalosError("E_LIMIT", "this node keeps the records that are nearer to it");
      drops.push({ held: farthest, isWhole: true });
    }
    return drops;
  }
  /**
   * What drops them, where each is as it is known here. Nothing where one is not: another server of the same store has changed
   * it, which is known then.
   */
  async #drop(drops) {
    const drop = async ({ held, isWhole }) => {
      const key = rowKey(held.key);
      const value = await this.#store.get("dht", key);
      const row = value && readRow(value);
      if (row?.sequence !== held.sequence || row.record.length !== held.bytes) {
        if (row === void 0) this.#noteDropped({ held, isWhole: true });
        else this.#note(held.key, row);
        return void 0;
      }
      const unchanged = { kind: "require", space: "dht", key, value };
      if (isWhole) return [unchanged, { kind: "delete", space: "dht", key }];
      return [unchanged, { kind: "put", space: "dht", key, value: encodeRow({ ...row, record: new Uint8Array(0) }) }];
    };
    const changes = [];
    for (const each of await Promise.all(drops.map(drop))) {
      if (each === void 0) return void 0;
      changes.push(...each);
    }
    return changes;
  }
  #noteDropped({ held, isWhole }) {
    const name = toHex(held.key);
    if (held.bytes > 0) [this.#records, this.#bytes] = [this.#records - 1, this.#bytes - held.bytes];
    if (isWhole) this.#held.delete(name);
    else this.#held.set(name, { ...held, bytes: 0 });
  }
  #note(agentKey, { sequence, expiresAtMs, record }) {
    const name = toHex(agentKey);
    const before = this.#held.get(name);
    if (before !== void 0 && before.bytes > 0)
      [this.#records, this.#bytes] = [this.#records - 1, this.#bytes - before.bytes];
    if (record.length > 0) [this.#records, this.#bytes] = [this.#records + 1, this.#bytes + record.length];
    const distance = this.#distanceOf(agentKey);
    this.#held.set(name, { key: agentKey, sequence, expiresAtMs, bytes: record.length, distance });
  }
  #distanceOf(agentKey) {
    const kadId = sha256(dhtKeyOf(didOfKey(agentKey)));
    let distance = 0;
    for (let index = 0; index < 6; index++)
      distance = distance * 256 + ((kadId[index] ?? 0) ^ (this.#self[index] ?? 0));
    return distance;
  }
};
function rowKey(agentKey) {
  return concat(ROW, agentKey);
}
function encodeRow({ sequence, expiresAtMs, digest, record }) {
  return concat(u64(sequence), u64(expiresAtMs), digest, record);
}
function readRow(value) {
  try {
    return decode(value, (reader) => ({
      sequence: reader.u64("sequence"),
      expiresAtMs: reader.u64("expiry"),
      digest: reader.bytes(HASH_BYTES, "digest"),
      record: reader.rest()
    }));
  } catch (cause) {
    throw new TalosError("E_STORAGE_CORRUPT", "a record of the DHT in the store cannot be read", { cause });
  }
}

export {
  MAX_DHT_RECORDS,
  MAX_DHT_BYTES,
  MAX_DHT_HEADS,
  DHT_NAMESPACE,
  DHT_KEY_BYTES,
  dhtKeyOf,
  didOfDhtKey,
  verifyDhtRecord,
  newestOf,
  DhtRecords
};
