import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  repeat
} from "./chunk-A6LDQZI4.js";
import {
  AGAIN,
  Turns
} from "./chunk-IVXTGPG4.js";
import {
  NO_INFO,
  REGISTRY_LIMITS,
  REGISTRY_OPERATIONS,
  readList,
  readOffer,
  readRegister,
  readSubject,
  writePage
} from "./chunk-T2G3GXL3.js";
import {
  verifyBundle
} from "./chunk-ZQXW6JLI.js";
import {
  LinkRefusals,
  refused,
  serveRequests
} from "./chunk-ZAJR75ED.js";
import {
  systemTimer
} from "./chunk-34XTRKKR.js";
import "./chunk-MLWQ53TO.js";
import {
  RateCounter
} from "./chunk-2NDVB5PI.js";
import {
  MAX_AGENT_RECORD_LIFETIME_MS,
  verifyAgentRecord
} from "./chunk-7K56E52M.js";
import "./chunk-HYFGQGGD.js";
import "./chunk-NYAGUFNB.js";
import {
  SourceCounter,
  mayHold
} from "./chunk-RG5XTQSW.js";
import {
  isDialable,
  parseAddress,
  sourceOf
} from "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import "./chunk-GODHKPSB.js";
import "./chunk-UEVFT7Q3.js";
import "./chunk-DT4EQJ6R.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-SVWQ5RWK.js";
import {
  HASH_BYTES
} from "./chunk-IOG4ONSQ.js";
import "./chunk-HROBTZ6Q.js";
import {
  decodeCbor,
  encodeCbor
} from "./chunk-DCRUBV73.js";
import "./chunk-SDVHVV53.js";
import {
  u64
} from "./chunk-LQJYXGFI.js";
import {
  didOfKey,
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import {
  readBytes,
  readInteger,
  readObject,
  readString
} from "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-4RR5MITZ.js";
import "./chunk-32PEM522.js";
import "./chunk-5TFZHIIP.js";
import {
  concat,
  equalBytes,
  toHex
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/registry/registry-records.ts
var PREFIX = { head: 1, record: 2, last: 3, single: 4, presence: 5 };
var keyed = (kind, key, ...rest) => concat(Uint8Array.of(PREFIX[kind]), key, ...rest);
var KEYS = {
  head: (key) => keyed("head", key),
  record: (key) => keyed("record", key),
  last: (key) => keyed("last", key),
  single: (key, sequence) => keyed("single", key, u64(sequence)),
  singleEnd: (key) => keyed("single", key, new Uint8Array(8).fill(255)),
  heads: { start: Uint8Array.of(PREFIX.head), end: Uint8Array.of(PREFIX.head + 1) },
  presence: (key) => keyed("presence", key),
  presenceAfter: (key) => keyed("presence", key, Uint8Array.of(0)),
  presences: { start: Uint8Array.of(PREFIX.presence), end: Uint8Array.of(PREFIX.presence + 1) }
};
function agentOfHead(headKey) {
  return headKey.slice(1);
}
function encodeHead(head) {
  return encodeCbor({ ...head });
}
var NUMBERS = [
  "sequence",
  "certificateSequence",
  "expiresAtMs",
  "recordBytes",
  "lowestLast",
  "lastExpiresAtMs",
  "lastBytes",
  "lowestSingle",
  "stock",
  "stockBytes"
];
function decodeHead(bytes) {
  const fields = readObject(decodeCbor(bytes), { required: [...NUMBERS, "digest"] }, "head");
  const numbers = NUMBERS.map((name) => [name, readInteger(fields[name], `head.${name}`)]);
  return {
    ...Object.fromEntries(numbers),
    digest: readBytes(fields.digest, "head.digest", HASH_BYTES)
  };
}
function bytesOf(head) {
  return head === void 0 ? 0 : head.recordBytes + head.lastBytes + head.stockBytes;
}
function encodeSingle(bundle, expiresAtMs) {
  return concat(u64(expiresAtMs), bundle);
}
function decodeSingle(value) {
  const expires = new DataView(value.buffer, value.byteOffset, value.byteLength).getBigUint64(0);
  return { expiresAtMs: Number(expires), bundle: value.slice(8) };
}
function put(key, value) {
  return { kind: "put", space: "registry", key, value };
}
function erase(key) {
  return { kind: "delete", space: "registry", key };
}

// src/registry/presence.ts
var PRESENCE_LASTS_MS = 6e5;
var PRESENCE_STEP_MS = PRESENCE_LASTS_MS / 2;
var ROWS_AT_ONCE = 256;
var PresenceBook = class {
  #store;
  /** Until when this process said last that an agent is connected, of those that are here. */
  #said = /* @__PURE__ */ new Map();
  /** @param store - Its space `registry`, of which this is one part. */
  constructor(store) {
    this.#store = store;
  }
  /** What a registration changes: for the batch that keeps the record. */
  registered(key, { isUnlisted, name }, nowMs) {
    if (isUnlisted) return erase(KEYS.presence(key));
    const untilMs = nowMs + PRESENCE_LASTS_MS;
    this.#said.set(toHex(key), untilMs);
    return put(KEYS.presence(key), encodeRow({ name, seenMs: nowMs, untilMs }));
  }
  /** Whether the list has the agent as it wants to be in it, and connected here. */
  async isAsTold(key, { isUnlisted, name }, nowMs) {
    const value = await this.#store.get("registry", KEYS.presence(key));
    const row = value && decodeRow(value);
    if (row === void 0) return isUnlisted;
    return !isUnlisted && row.name === name && nowMs < row.untilMs && this.#isOwn(key, row);
  }
  #isOwn(key, { untilMs }) {
    return this.#said.get(toHex(key)) === untilMs;
  }
  /** The agents of `keys` are connected still. */
  async stay(keys, nowMs) {
    const next = { seenMs: nowMs, untilMs: nowMs + PRESENCE_LASTS_MS };
    const isDue = (key, row) => this.#isOwn(key, row) || row.untilMs <= nowMs + PRESENCE_LASTS_MS - PRESENCE_STEP_MS;
    let writing = [];
    for (const key of keys) {
      writing.push(this.#write(key, next, isDue));
      if (writing.length < ROWS_AT_ONCE) continue;
      await Promise.all(writing);
      writing = [];
    }
    await Promise.all(writing);
  }
  /** The last link that the agent of `key` had here has ended. */
  async left(key, nowMs) {
    await this.#write(key, { seenMs: nowMs, untilMs: 0 }, (_, row) => this.#isOwn(key, row));
    this.#said.delete(toHex(key));
  }
  /** Unless the agent is not listed, or has registered meanwhile: then what that wrote is newer. */
  async #write(key, next, isDue) {
    const at = KEYS.presence(key);
    const held = await this.#store.get("registry", at);
    const row = held && decodeRow(held);
    if (row === void 0 || !isDue(key, row)) return;
    const changes = [
      { kind: "require", space: "registry", key: at, value: held },
      put(at, encodeRow({ ...row, ...next }))
    ];
    if (await this.#store.apply(changes)) this.#said.set(toHex(key), next.untilMs);
  }
  /** At most `limit` agents behind the one of `after`, in the order of their keys. */
  async page(after, limit, nowMs) {
    const { start, end } = KEYS.presences;
    const range = after === void 0 ? { start, end } : { start: KEYS.presenceAfter(keyOfDid(after)), end };
    const peers = [];
    for await (const [at, value] of this.#store.scan("registry", { ...range, limit: limit + 1 })) {
      if (peers.length === limit) return { peers, isMore: true };
      const { name, seenMs, untilMs } = decodeRow(value);
      peers.push({ did: didOfKey(at.slice(1)), name, seenMs, isConnected: nowMs < untilMs });
    }
    return { peers, isMore: false };
  }
};
function encodeRow({ name, seenMs, untilMs }) {
  return encodeCbor({ name, seen: seenMs, until: untilMs });
}
function decodeRow(value) {
  const fields = readObject(decodeCbor(value), { required: ["name", "seen", "until"] }, "presence");
  return {
    name: readString(fields.name, "presence.name"),
    seenMs: readInteger(fields.seen, "presence.seen"),
    untilMs: readInteger(fields.until, "presence.until")
  };
}

// src/registry/record-addresses.ts
function assertAnnounceable({ addresses, mailboxes }) {
  for (const text of [...addresses, ...mailboxes])
    if (!isAnnounceable(text))
      throw new TalosError("E_BAD_RECORD", "the agent record names an address that nobody dials", {
        details: { address: text }
      });
}
function isAnnounceable(text) {
  try {
    return isDialable(parseAddress(text));
  } catch (error) {
    if (isTalosError(error)) return false;
    throw error;
  }
}

// src/registry/registry-book.ts
var REMEMBERED_MS = 2 * MAX_AGENT_RECORD_LIFETIME_MS;
var TAKEN_AT_ONCE = 16;
var VERIFIED_AT_ONCE = 8;
var othersTurn = () => new Promise((resolve) => setTimeout(resolve, 0));
var RegistryBook = class _RegistryBook {
  #store;
  #limits;
  #isShared;
  #turns = new Turns();
  #agents = 0;
  #bytes = 0;
  constructor(store, { limits, isShared }) {
    this.#store = store;
    this.#limits = limits;
    this.#isShared = isShared;
  }
  /** Opens the book of a store. @throws {TalosError} `E_STORAGE…`. */
  static async open(store, terms) {
    const book = new _RegistryBook(store, terms);
    for await (const [, value] of store.scan("registry", KEYS.heads)) {
      book.#agents += 1;
      book.#bytes += bytesOf(decodeHead(value));
    }
    return book;
  }
  /** Agents that are known, and bytes of what is kept of them. */
  get totals() {
    return { agents: this.#agents, bytes: this.#bytes };
  }
  /**
   * Keeps the record of the agent of `key`.
   *
   * @param mayAdd - Asked once, where the agent is not known.
   * @param also - What is written with a record that is new; not asked where it is none.
   * @returns How many single-use bundles of it there are.
   * @throws {TalosError} As {@link verifyAgentRecord} and {@link assertAnnounceable}; `E_REFUSED` (busy) where there is no
   *   room, or `mayAdd` says no.
   */
  register(key, record, nowMs, { mayAdd, also }) {
    let isAsked = false;
    return this.#turn(key, async (old) => {
      const verified = verifyAgentRecord(record, {
        did: didOfKey(key),
        nowMs,
        ...old === void 0 ? {} : { newest: old, lowestCertificateSequence: old.certificateSequence }
      });
      assertAnnounceable(verified);
      if (old !== void 0 && old.recordBytes > 0 && equalBytes(old.digest, verified.digest))
        return { result: old.stock };
      if (old === void 0 && !isAsked && !mayAdd()) throw refused("busy", "too many new agents of one source");
      isAsked = true;
      const next = {
        ...old ?? UNKNOWN,
        sequence: verified.sequence,
        digest: verified.digest,
        certificateSequence: verified.certificate.sequence,
        expiresAtMs: verified.expiresAtMs,
        recordBytes: record.length
      };
      return { result: next.stock, write: { next, changes: [put(KEYS.record(key), record), ...also()] } };
    });
  }
  /**
   * Keeps bundles of the agent of `key`: instead of those that are there, or besides them.
   *
   * @returns How many single-use bundles of it there are then.
   * @throws {TalosError} `E_NOT_FOUND` where it is not registered; as {@link verifyBundle}; `E_MALFORMED` for a last-resort
   *   bundle with one-time prekeys or a single-use one without; `E_STALE` for one that is older than what was offered;
   *   `E_REFUSED` (busy) where there is no room.
   */
  offer(key, offer, nowMs) {
    return this.#turn(key, async (old) => {
      if (old === void 0 || !isLive(old, nowMs)) throw new TalosError("E_NOT_FOUND", "the agent is not registered");
      const last = offer.last === void 0 ? void 0 : this.#verifyLast(key, offer.last, old, nowMs);
      const single = await this.#verifySingle(key, offer.single, old, nowMs);
      const kept = offer.add ? { stock: old.stock, stockBytes: old.stockBytes } : { stock: 0, stockBytes: 0 };
      if (kept.stock + single.length > this.#limits.stock) throw refused("busy", "too many bundles of one agent");
      const next = {
        ...old,
        ...last === void 0 ? {} : last.head,
        lowestSingle: (single.at(-1)?.bundle.sequence ?? old.lowestSingle - 1) + 1,
        stock: kept.stock + single.length,
        stockBytes: single.reduce((sum, { bytes }) => sum + bytes.length, kept.stockBytes)
      };
      const changes = [
        ...offer.add ? [] : await this.#erasures(key),
        ...last === void 0 ? [] : [put(KEYS.last(key), last.bytes)],
        ...single.map(
          ({ bytes, bundle }) => put(KEYS.single(key, bundle.sequence), encodeSingle(bytes, bundle.expiresAtMs))
        )
      ];
      return { result: next.stock, write: { next, changes } };
    });
  }
  #verifyLast(key, bytes, old, nowMs) {
    const bundle = verifyBundle(bytes, { did: didOfKey(key), nowMs, lowestSequence: old.lowestLast });
    if (hasOneTime(bundle)) throw new TalosError("E_MALFORMED", "a last-resort bundle with one-time prekeys");
    const { sequence, expiresAtMs } = bundle;
    return { bytes, head: { lowestLast: sequence, lastExpiresAtMs: expiresAtMs, lastBytes: bytes.length } };
  }
  /** The single-use bundles of an offer, by sequence. */
  async #verifySingle(key, offered, old, nowMs) {
    const expected = { did: didOfKey(key), nowMs, lowestSequence: old.lowestSingle };
    const single = [];
    for (const bytes of offered) {
      single.push({ bytes, bundle: verifyBundle(bytes, expected) });
      if (single.length % VERIFIED_AT_ONCE === 0) await othersTurn();
    }
    single.sort((a, b) => a.bundle.sequence - b.bundle.sequence);
    for (const [at, { bundle }] of single.entries()) {
      if (!hasOneTime(bundle)) throw new TalosError("E_MALFORMED", "a single-use bundle without a one-time prekey");
      if (bundle.sequence === single[at + 1]?.bundle.sequence)
        throw new TalosError("E_MALFORMED", "two bundles of one sequence");
    }
    return single;
  }
  /** The record of the agent of `key`, while it has not expired. */
  async lookup(key, nowMs) {
    const head = await this.#head(key);
    return head !== void 0 && isLive(head, nowMs) ? this.#store.get("registry", KEYS.record(key)) : void 0;
  }
  /** The oldest single-use bundle of the agent of `key`, which is durably gone before it is given. */
  take(key, nowMs) {
    return this.#turn(key, async (old) => {
      if (old === void 0 || !isLive(old, nowMs)) return { result: void 0 };
      const { gone, goneBytes, bundle } = await this.#oldest(key, nowMs);
      if (gone.length === 0) return { result: void 0 };
      const next = { ...old, stock: old.stock - gone.length, stockBytes: old.stockBytes - goneBytes };
      return {
        result: bundle === void 0 ? void 0 : { bundle, left: next.stock },
        write: { next, changes: gone.map(erase) }
      };
    });
  }
  /** The oldest single-use bundle that has not expired, and the keys up to it with the bytes that lie there. */
  async #oldest(key, nowMs) {
    const gone = [];
    let goneBytes = 0;
    for (let [start, seen] = [KEYS.single(key, 0), 0]; ; ) {
      const range = { start, end: KEYS.singleEnd(key), limit: TAKEN_AT_ONCE };
      for await (const [at, value] of this.#store.scan("registry", range)) {
        const single = decodeSingle(value);
        gone.push(at);
        goneBytes += single.bundle.length;
        if (nowMs < single.expiresAtMs) return { gone, goneBytes, bundle: single.bundle };
        start = concat(at, Uint8Array.of(0));
      }
      if (gone.length < seen + TAKEN_AT_ONCE) return { gone, goneBytes, bundle: void 0 };
      seen = gone.length;
    }
  }
  /** How many single-use bundles there are of the agent of `key`; undefined where it is not registered. */
  async stock(key, nowMs) {
    const head = await this.#head(key);
    return head !== void 0 && isLive(head, nowMs) ? head.stock : void 0;
  }
  /** The last-resort bundle of the agent of `key`, while neither it nor the agent's record has expired. */
  async last(key, nowMs) {
    const head = await this.#head(key);
    if (head === void 0 || !isLive(head, nowMs) || nowMs >= head.lastExpiresAtMs) return void 0;
    return this.#store.get("registry", KEYS.last(key));
  }
  /** Erases what has expired; agents whose older records have all expired are forgotten. */
  async prune(nowMs) {
    let [agents, bytes] = [0, 0];
    for await (const [headKey, value] of this.#store.scan("registry", KEYS.heads)) {
      const key = agentOfHead(headKey);
      const held = decodeHead(value);
      const left = isLive(held, nowMs) ? held : await this.#prune(key, nowMs);
      agents += left === void 0 ? 0 : 1;
      bytes += bytesOf(left);
    }
    if (this.#isShared) [this.#agents, this.#bytes] = [agents, bytes];
  }
  /** What is left of the agent of `key`. */
  #prune(key, nowMs) {
    return this.#turn(key, async (old) => {
      if (old === void 0 || isLive(old, nowMs)) return { result: old };
      const isForgotten = nowMs >= old.sequence + REMEMBERED_MS;
      if (bytesOf(old) === 0 && !isForgotten) return { result: old };
      const next = { ...old, recordBytes: 0, lastBytes: 0, lastExpiresAtMs: 0, stock: 0, stockBytes: 0 };
      const left = isForgotten ? void 0 : next;
      const changes = [KEYS.record(key), KEYS.last(key), KEYS.presence(key)].map(erase);
      return { result: left, write: { next: left, changes: [...changes, ...await this.#erasures(key)] } };
    });
  }
  async #head(key) {
    const value = await this.#store.get("registry", KEYS.head(key));
    return value === void 0 ? void 0 : decodeHead(value);
  }
  async #erasures(key) {
    const erasures = [];
    for await (const [at] of this.#store.scan("registry", singleRange(key))) erasures.push(erase(at));
    return erasures;
  }
  /** Makes one change of an agent, from its head as it is; again where another process changed that meanwhile. */
  #turn(key, change) {
    return this.#turns.run(didOfKey(key), async () => {
      const held = await this.#store.get("registry", KEYS.head(key));
      const old = held === void 0 ? void 0 : decodeHead(held);
      const { result, write } = await change(old);
      if (write === void 0) return result;
      const next = write.next === void 0 ? erase(KEYS.head(key)) : put(KEYS.head(key), encodeHead(write.next));
      const read = { kind: "require", space: "registry", key: KEYS.head(key), value: held };
      return await this.#commit(old, write.next, [read, ...write.changes, next]) ? result : AGAIN;
    });
  }
  /** Writes `changes`, where there is room for what they make of `old`. */
  async #commit(old, next, changes) {
    const bytes = bytesOf(next) - bytesOf(old);
    const agents = (next === void 0 ? 0 : 1) - (old === void 0 ? 0 : 1);
    if (bytes > 0 && this.#bytes + bytes > this.#limits.bytes) throw refused("busy", "the registry is full");
    if (agents > 0 && this.#agents + agents > this.#limits.agents)
      throw refused("busy", "the registry knows too many agents");
    this.#bytes += bytes;
    this.#agents += agents;
    let isWritten = false;
    try {
      isWritten = await this.#store.apply(changes);
      return isWritten;
    } finally {
      if (!isWritten) {
        this.#bytes -= bytes;
        this.#agents -= agents;
      }
    }
  }
};
var UNKNOWN = {
  lowestLast: 0,
  lastExpiresAtMs: 0,
  lastBytes: 0,
  lowestSingle: 0,
  stock: 0,
  stockBytes: 0
};
function isLive(head, nowMs) {
  return head.recordBytes > 0 && nowMs < head.expiresAtMs;
}
function hasOneTime({ oneTimePrekeys, oneTimeKems }) {
  return oneTimePrekeys.length + oneTimeKems.length > 0;
}
function singleRange(key) {
  return { start: KEYS.single(key, 0), end: KEYS.singleEnd(key) };
}

// src/registry/registry.ts
var REGISTRY_PRUNE_MS = 36e5;
var SHARED_PRUNE_MS = 3e5;
var SHARED_STOCK_MS = 1e4;
var MINUTE_MS = 6e4;
var DAY_MS = 864e5;
async function openRegistry(terms) {
  const { limits = REGISTRY_LIMITS } = terms;
  const book = await RegistryBook.open(terms.store, { limits, isShared: terms.isShared ?? false });
  await book.prune(terms.clock.now());
  return new RegistryService({ ...terms, limits }, book);
}
var RegistryService = class {
  purpose = "registry";
  #terms;
  #book;
  #presence;
  /** Open links by the agents whose keys they have proved. */
  #links = /* @__PURE__ */ new Map();
  /** The source of each link that is open. */
  #sources = /* @__PURE__ */ new Map();
  #visits = /* @__PURE__ */ new Map();
  /** What owners were told last, and are not told again. */
  #said = /* @__PURE__ */ new Map();
  #stop;
  #isClosed = false;
  #registrations;
  #newAgents;
  #offers;
  #offeredBundles;
  #lookups;
  #lists;
  #singleUse;
  #singleUseOf;
  #refusals;
  constructor(terms, book) {
    const { limits, clock } = terms;
    const aMinute = (limit) => new SourceCounter(limit, MINUTE_MS, clock);
    this.#terms = terms;
    this.#refusals = new LinkRefusals(terms.timer);
    this.#book = book;
    this.#presence = new PresenceBook(terms.store);
    this.#registrations = aMinute(limits.registrationsAMinute);
    this.#newAgents = new SourceCounter(limits.newAgentsADay, DAY_MS, clock);
    this.#offers = new RateCounter(limits.offersAMinute, MINUTE_MS, clock);
    this.#offeredBundles = aMinute(limits.offeredBundlesAMinute);
    this.#lookups = aMinute(limits.lookupsAMinute);
    this.#lists = aMinute(limits.listsAMinute);
    this.#singleUse = aMinute(limits.singleUseAMinute);
    this.#singleUseOf = new RateCounter(limits.singleUseOfAnAgentAMinute, MINUTE_MS, clock);
    if (terms.metrics !== void 0) this.#measure(terms.metrics);
    const { timer = systemTimer, isShared = false, onFault = () => void 0 } = terms;
    const pruneMs = isShared ? SHARED_PRUNE_MS : REGISTRY_PRUNE_MS;
    const every = (ms, task) => repeat(timer, () => ms, task, onFault);
    this.#stop = [
      every(pruneMs, () => this.prune()),
      every(PRESENCE_STEP_MS, () => this.#presence.stay([...this.#links.keys()].map(keyOfDid), clock.now())),
      ...isShared ? [every(SHARED_STOCK_MS, () => this.#sayWhatOthersGave())] : []
    ];
  }
  #measure(metrics) {
    const service = { service: "registry" };
    metrics.gauge("talos_links", "Links that are open, by service.", () => this.#visits.size, service);
    metrics.gauge("talos_registry_agents", "Agents that the registry knows.", () => this.#book.totals.agents);
    metrics.gauge("talos_registry_bytes", "Bytes of records and bundles.", () => this.#book.totals.bytes);
    metrics.gauge("talos_registry_connected", "Agents that have a link open.", () => this.#links.size);
  }
  prune() {
    return this.#book.prune(this.#terms.clock.now());
  }
  async accept(link) {
    const caller = { did: didOfKey(link.peerKey), key: link.peerKey, source: sourceOf(link.remoteAddress) };
    const hasRoom = mayHold(caller.source, this.#sources.values(), this.#terms.limits.linksASource);
    if (this.#isClosed || !hasRoom) return this.#refusals.refuse(link, "busy");
    this.#sources.set(link, caller.source);
    const visit = this.#serve(link, caller);
    this.#visits.set(link, visit);
    await visit;
    this.#visits.delete(link);
    this.#sources.delete(link);
  }
  /** Resolves when the link has ended and nothing is being answered any more. */
  async #serve(link, caller) {
    const { onFault, onAnswered } = this.#terms;
    const server = serveRequests(link, {
      answer: (op, fields) => this.#answer(caller, op, fields),
      ...onFault === void 0 ? {} : { onFault },
      ...onAnswered === void 0 ? {} : { onAnswered: (answered) => onAnswered("registry", answered) }
    });
    const own = this.#links.get(caller.did) ?? /* @__PURE__ */ new Set();
    this.#links.set(caller.did, own.add(server));
    await server.ended;
    own.delete(server);
    if (own.size > 0) return;
    this.#links.delete(caller.did);
    this.#said.delete(caller.did);
    await this.#presence.left(caller.key, this.#terms.clock.now()).catch((error) => onFault?.(error));
  }
  #answer(caller, op, fields) {
    switch (op) {
      case REGISTRY_OPERATIONS.register:
        return this.#register(caller, fields);
      case REGISTRY_OPERATIONS.offer:
        return this.#offer(caller, fields);
      case REGISTRY_OPERATIONS.lookup:
        return this.#lookup(caller, readSubject(fields));
      case REGISTRY_OPERATIONS.bundle:
        return this.#bundle(caller, readSubject(fields));
      case REGISTRY_OPERATIONS.info:
        return Promise.resolve(this.#info(caller));
      case REGISTRY_OPERATIONS.list:
        return this.#list(caller, fields);
      default:
        throw new TalosError("E_MALFORMED", "no operation of a registry");
    }
  }
  #info({ source }) {
    if (!this.#lookups.take(source)) throw tooOften();
    const { name, offers } = this.#terms.info?.() ?? NO_INFO;
    return { name, offers };
  }
  async #list({ source }, fields) {
    if (!this.#lists.take(source)) throw tooOften();
    const { after, limit } = readList(fields);
    const { peers, isMore } = await this.#presence.page(after, limit, this.#terms.clock.now());
    return writePage(peers, isMore);
  }
  async #register({ key, did, source }, fields) {
    if (!this.#registrations.take(source)) throw tooOften();
    const { record, listing } = readRegister(fields);
    const nowMs = this.#terms.clock.now();
    const presence = [this.#presence.registered(key, listing, nowMs)];
    const written = { is: false };
    const also = () => {
      written.is = true;
      return presence;
    };
    try {
      const mayAdd = () => this.#newAgents.take(source);
      const left = await this.#book.register(key, record, nowMs, { mayAdd, also });
      if (!written.is && !await this.#presence.isAsTold(key, listing, nowMs)) await this.#terms.store.apply(presence);
      this.#said.set(did, left);
      return { left };
    } catch (error) {
      if (isTalosError(error, "E_IDENTITY_MISMATCH")) throw refused("denied", "a record of another agent");
      throw error;
    }
  }
  async #offer({ key, did, source }, fields) {
    if (!this.#offers.take(did)) throw tooOften();
    const offer = readOffer(fields);
    const count = offer.single.length + (offer.last === void 0 ? 0 : 1);
    if (!this.#offeredBundles.take(source, count)) throw tooOften();
    const left = await this.#book.offer(key, offer, this.#terms.clock.now());
    this.#said.set(did, left);
    return { left };
  }
  async #lookup({ source }, subject) {
    if (!this.#lookups.take(source)) throw tooOften();
    const record = await this.#book.lookup(keyOfDid(subject), this.#terms.clock.now());
    if (record === void 0) throw new TalosError("E_NOT_FOUND", "no record of the agent");
    return { record };
  }
  async #bundle({ source }, subject) {
    const key = keyOfDid(subject);
    const nowMs = this.#terms.clock.now();
    const isWithin = this.#singleUse.take(source) && this.#singleUseOf.take(subject);
    const taken = isWithin ? await this.#book.take(key, nowMs) : void 0;
    if (taken !== void 0) {
      if (taken.left < this.#terms.limits.lowStock) this.#sayLow(subject, taken.left);
      return { bundle: taken.bundle };
    }
    const bundle = await this.#book.last(key, nowMs);
    if (bundle === void 0) throw new TalosError("E_NOT_FOUND", "no bundle of the agent");
    return { bundle };
  }
  async [Symbol.asyncDispose]() {
    this.#isClosed = true;
    const stopped = this.#stop.map((stop) => stop());
    await Promise.all([...this.#visits].map(([link, visit]) => Promise.all([link.close(), visit])));
    await Promise.all(stopped);
  }
  #sayLow(owner, left) {
    const links = this.#links.get(owner);
    if (links === void 0) return;
    this.#said.set(owner, left);
    for (const server of links) server.push(REGISTRY_OPERATIONS.low, { left });
  }
  /** Other registries of the store give bundles of agents that are connected here. */
  async #sayWhatOthersGave() {
    const owners = [...this.#links.keys()];
    const nowMs = this.#terms.clock.now();
    const stocks = await Promise.all(owners.map((owner) => this.#book.stock(keyOfDid(owner), nowMs)));
    for (const [at, owner] of owners.entries()) {
      const left = stocks[at];
      if (left === void 0) continue;
      if (left >= this.#terms.limits.lowStock) this.#said.delete(owner);
      else if (this.#said.get(owner) !== left) this.#sayLow(owner, left);
    }
  }
};
function tooOften() {
  return new TalosError("E_RATE_LIMITED", "too many requests of one source");
}
export {
  REGISTRY_PRUNE_MS,
  SHARED_PRUNE_MS,
  SHARED_STOCK_MS,
  openRegistry
};
