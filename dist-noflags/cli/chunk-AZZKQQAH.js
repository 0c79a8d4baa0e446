import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  TILE_HASHES,
  TileEdge
} from "./chunk-4UU26I6M.js";
import {
  readCosigned
} from "./chunk-LGGE3MIO.js";
import {
  isArchiveFault,
  openArchive
} from "./chunk-T7AGQAJU.js";
import {
  linkPointOf,
  validateBlock
} from "./chunk-T6VEM7CY.js";
import {
  consensusFault,
  sizeFault
} from "./chunk-QWERRDFN.js";
import {
  Frontier
} from "./chunk-ELIUXP3L.js";
import {
  JUDGED_BYTES,
  RECORD_HEAD_BYTES,
  isInterruptedWrite,
  isZero,
  lostHead
} from "./chunk-6LEQWTC5.js";
import {
  DEFAULT_NETWORK,
  decodeNetwork,
  encodeNetwork
} from "./chunk-TYN6C76O.js";
import {
  decode
} from "./chunk-54GDCRVT.js";
import {
  selfFault
} from "./chunk-O5SJSCRQ.js";
import {
  statementFlaw
} from "./chunk-KCG6GPTE.js";
import {
  HEADER_BYTES,
  LAYER_CODES,
  MAX_BLOCK_ENTRIES,
  chainIdOf,
  decodeHeader,
  encodeBlock,
  encodeHeader,
  faultOf,
  hashHeader,
  layerOf
} from "./chunk-KEZCLDZJ.js";
import {
  MAX_ENTRY_BYTES,
  peerOf,
  readEntry
} from "./chunk-IP5NY5SG.js";
import {
  VerifiedBatches
} from "./chunk-5PLSURYL.js";
import {
  leafHash
} from "./chunk-5ZXZSGQE.js";
import {
  readCheckpoint
} from "./chunk-RIQO26JO.js";
import {
  blob16,
  u16,
  u32,
  u64,
  u8
} from "./chunk-LQJYXGFI.js";
import {
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import {
  SIGNATURE_BYTES
} from "./chunk-SKIXSPG3.js";
import {
  compareBytes,
  concat,
  equalBytes,
  fromHex,
  fromUtf8,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/ledger/archive/archived-entries.ts
var ArchivedEntries = class {
  #author;
  #given;
  /** Those that were not opened yet, in the order of their blocks. */
  #sources;
  #open;
  #next;
  /** @param archives - In any order. */
  constructor(archives, author) {
    this.#given = archives;
    this.#author = author;
  }
  /**
   * The entries of a block; `undefined` where no archive has them. Every block of the ledger is asked for, in order.
   *
   * @throws {TalosError} `E_LEDGER_INVALID` if an archive does not verify, or has another block at that height.
   */
  async of({ header, signature }) {
    while ((this.#next?.block.header.height ?? -1) < header.height) {
      this.#next = await this.#following();
      if (this.#next === void 0) return void 0;
    }
    const { block } = this.#next;
    if (block.header.height > header.height) return void 0;
    const [held, given] = [
      concat(encodeHeader(header), signature),
      concat(encodeHeader(block.header), block.signature)
    ];
    if (!equalBytes(held, given))
      throw new TalosError("E_LEDGER_INVALID", `archive: block ${header.height} is not the one of this ledger`);
    return block.entries;
  }
  /**
   * Reads what is left of the archives once the newest block was asked for.
   *
   * @throws {TalosError} `E_LEDGER_INVALID` if that does not verify, or comes after the newest block.
   */
  async end(head) {
    for (; ; this.#next = await this.#following()) {
      const height = this.#next?.block.header.height;
      if (height !== void 0 && height > head)
        throw new TalosError(
          "E_LEDGER_INVALID",
          `archive: it has block ${height}, the ledger ends with block ${head}: it was replaced by an older one`
        );
      if (height === void 0 && this.#sources?.length === 0) return;
    }
  }
  async #following() {
    this.#sources ??= await this.#ordered();
    for (; ; ) {
      const { value, done } = await this.#open?.next() ?? { value: void 0, done: true };
      if (done !== true) return value;
      const source = this.#sources.shift();
      this.#open = void 0;
      if (source === void 0) return void 0;
      this.#open = (await openArchive(source)).blocks[Symbol.asyncIterator]();
    }
  }
  async #ordered() {
    const placed = [];
    for (const source of this.#given) {
      const { head, close } = await openArchive(source);
      await close();
      if (head.author !== this.#author) throw new TalosError("E_LEDGER_INVALID", "archive: it is of another agent");
      placed.push({ source, from: head.from });
    }
    return placed.sort((a, b) => a.from - b.from).map(({ source }) => source);
  }
  async close() {
    await this.#open?.return?.();
  }
};

// src/ledger/archive/audit-header.ts
function headerFlaw({ header, signature }, leaves, frontier, view) {
  const encoded = encodeHeader(header);
  const hash = hashHeader(encoded);
  const { tip, authorKey, network, difficulty, nowMs } = view;
  const position = tip === void 0 ? "start" : linkPointOf(tip);
  const rules = { chainId: chainIdOf(authorKey, network), difficulty, nowMs };
  const read2 = { block: { header, signature, entries: [] }, encoded, hash, leaves };
  const fault = selfFault(read2, { authorKey }) ?? logFault(header.logRoot, frontier) ?? consensusFault(header, hash, rules, position) ?? sizeFault(header, leaves.length, position);
  return { flaw: fault && { code: LAYER_CODES[layerOf(fault.rule)], reason: fault.reason }, hash };
}
function logFault(logRoot, frontier) {
  return equalBytes(frontier.root(), logRoot) ? void 0 : faultOf("log-root", "the log root is not that of the log");
}

// src/ledger/entry/entry-head.ts
function headOf({ seq, timeMs, bytes, leaf, body }) {
  const message = "message" in body ? body.message : void 0;
  return {
    seq,
    timeMs,
    leaf,
    length: bytes.length,
    type: body.type,
    peer: peerOf(body),
    message,
    subject: subjectOf(body)
  };
}
function subjectOf(body) {
  if (body.type === "call" || body.type === "decision") return body.statement.hash;
  if (body.type === "result" || body.type === "receipt") return body.statement.statement.call;
  if (body.type === "approval") return body.call;
  if (body.type === "intent") return body.statement.hash;
  if ("token" in body) return body.token;
  if (body.type === "invitation") return body.event === "redeemed" ? body.invitation : void 0;
  return body.type === "forget" ? body.entry : void 0;
}

// src/ledger/journal/block-record.ts
function timesOf(blockTimeMs, entries, highestTimeMs) {
  const times = entries.map(({ timeMs }) => timeMs);
  return {
    highestTimeMs: Math.max(highestTimeMs, blockTimeMs, ...times),
    minTimeMs: times.length === 0 ? 0 : Math.min(...times),
    maxTimeMs: times.length === 0 ? 0 : Math.max(...times)
  };
}
var MAX_NOTE_BYTES = 1024;
function encodeBlockRecord(record) {
  return concat(
    encodeHeader(record.header),
    record.signature,
    u64(record.offset),
    u64(record.highestTimeMs),
    u64(record.minTimeMs),
    u64(record.maxTimeMs),
    blob16(utf8(record.note)),
    u32(record.lengths.length),
    ...record.lengths.map(u32)
  );
}
function decodeBlockRecord(bytes) {
  return decode(bytes, (reader) => {
    const header = decodeHeader(reader.bytes(HEADER_BYTES, "header"));
    const signature = reader.bytes(SIGNATURE_BYTES, "signature");
    const [offset, highestTimeMs] = [reader.u64("offset"), reader.u64("highest time")];
    const [minTimeMs, maxTimeMs] = [reader.u64("first time"), reader.u64("last time")];
    const note = fromUtf8(reader.blob16(MAX_NOTE_BYTES, "note"));
    const count = Math.min(reader.u32("count"), MAX_BLOCK_ENTRIES);
    const lengths = Array.from({ length: count }, () => Math.min(reader.u32("length"), MAX_ENTRY_BYTES));
    return { header, signature, offset, highestTimeMs, minTimeMs, maxTimeMs, note, lengths };
  });
}
function firstSeqOf(record) {
  return record.header.logSize - record.lengths.length;
}
function offsetsOf(record) {
  let at = record.offset;
  const offsets = record.lengths.map((length) => {
    const start = at;
    at += RECORD_HEAD_BYTES + length;
    return start;
  });
  return [...offsets, at];
}
function endOffsetOf(record) {
  return record.lengths.reduce((at, length) => at + RECORD_HEAD_BYTES + length, record.offset);
}

// src/ledger/journal/journal.ts
var CHECK_BYTES = 8;
var MAX_RECORD_BYTES = RECORD_HEAD_BYTES + MAX_ENTRY_BYTES;
function encodeRecords(entries) {
  const parts = entries.flatMap(({ bytes, leaf }) => [u32(bytes.length), leaf.subarray(0, CHECK_BYTES), bytes]);
  return concat(...parts);
}
function recordAt(held, at) {
  if (held.length - at < RECORD_HEAD_BYTES) return void 0;
  const length = new DataView(held.buffer, held.byteOffset + at, 4).getUint32(0);
  const start = at + RECORD_HEAD_BYTES;
  if (length < 1 || length > MAX_ENTRY_BYTES || start + length > held.length) return void 0;
  const bytes = new Uint8Array(held.subarray(start, start + length));
  const leaf = leafHash(bytes);
  return equalBytes(leaf.subarray(0, CHECK_BYTES), held.subarray(at + 4, start)) ? { bytes, leaf } : void 0;
}
async function* readRecords(journal, offset) {
  const window = new Window(journal.read(offset)[Symbol.asyncIterator](), offset);
  try {
    for (; ; ) {
      await window.fill(MAX_RECORD_BYTES);
      if (window.held === 0) return;
      const record = window.record(0);
      const start = window.offset;
      if (record === void 0) {
        yield { kind: "damage", offset: start, ...await judged(window) };
        return;
      }
      window.skip(RECORD_HEAD_BYTES + record.bytes.length);
      yield { kind: "record", offset: start, end: window.offset, ...record };
    }
  } finally {
    await window.close();
  }
}
async function judged(window) {
  await window.fill(JUDGED_BYTES);
  const { offset } = window;
  const held = window.take();
  const head = lostHead(held, offset);
  if (head !== void 0) return { isInterrupted: true, head };
  return { isInterrupted: isInterruptedWrite(held, offset, await isZeroToTheEnd(window)) };
}
async function isZeroToTheEnd(window) {
  for (; ; ) {
    await window.fill(1);
    const held = window.take();
    if (held.length === 0) return true;
    if (!isZero(held)) return false;
  }
}
var Window = class {
  #pieces;
  #bytes = new Uint8Array(0);
  #at = 0;
  #isAtEnd = false;
  /** Offset in the journal of the first byte held. */
  offset;
  constructor(pieces, offset) {
    this.#pieces = pieces;
    this.offset = offset;
  }
  get held() {
    return this.#bytes.length - this.#at;
  }
  /** Holds at least `count` bytes, or all that are left. */
  async fill(count) {
    while (this.held < count && !this.#isAtEnd) {
      const next = await this.#pieces.next();
      if (next.done === true) this.#isAtEnd = true;
      else {
        this.#bytes = concat(this.#bytes.subarray(this.#at), next.value);
        this.#at = 0;
      }
    }
  }
  record(at) {
    return recordAt(this.#bytes, this.#at + at);
  }
  /** All that is held, which is skipped. */
  take() {
    const held = this.#bytes.subarray(this.#at);
    this.skip(held.length);
    return held;
  }
  skip(count) {
    const skipped = Math.min(count, this.held);
    this.#at += skipped;
    this.offset += skipped;
  }
  async close() {
    await this.#pieces.return?.();
  }
};

// src/ledger/journal/ledger-index.ts
var INDEX_VERSION = 2;
var BY_ID = 1;
var BY_PEER = 2;
var BY_TYPE = 3;
var BY_HASH = 4;
var BY_MESSAGE = 5;
var BY_HOUR = 6;
var BY_SUBJECT = 7;
var HEIGHT_BYTES = 8;
var HOUR_MS = 36e5;
function prefixOf(index) {
  if ("peer" in index) return concat(u8(BY_PEER), keyOfDid(index.peer));
  if ("type" in index) return concat(u8(BY_TYPE), utf8(index.type), u8(0));
  if ("message" in index) return concat(u8(BY_MESSAGE), fromHex(index.message.replaceAll("-", "")));
  return concat(u8(BY_SUBJECT), fromHex(index.subject));
}
function keyOfEntry(leaf) {
  return concat(u8(BY_ID), leaf);
}
function keyOfHash(hash) {
  return concat(u8(BY_HASH), hash);
}
function rangeOfHours(fromMs, toMs) {
  const hourOf = (ms) => Math.floor(Math.min(Math.max(ms, 0), Number.MAX_SAFE_INTEGER) / HOUR_MS);
  return { start: concat(u8(BY_HOUR), u64(hourOf(fromMs))), end: concat(u8(BY_HOUR), u64(hourOf(toMs) + 1)) };
}
function heightOfKey(key) {
  return decode(key.slice(-HEIGHT_BYTES), (reader) => reader.u64("height"));
}
function placesOf({ key, value }) {
  return {
    height: heightOfKey(key),
    places: decode(value, (reader) => Array.from({ length: value.length >> 1 }, () => reader.u16("place")))
  };
}
function heightBytesOf({ key, value }) {
  return (key[0] === BY_ID || key[0] === BY_HASH ? value : key).slice(-HEIGHT_BYTES);
}
function isAbout(row, from, to) {
  const height = heightBytesOf(row);
  return height.length === HEIGHT_BYTES && compareBytes(height, u64(from)) >= 0 && compareBytes(height, u64(to)) <= 0;
}
function rowsOfHashes(height, hash, firstSeq, leaves) {
  const rows = leaves.map((leaf, place) => ({
    key: keyOfEntry(leaf),
    value: concat(u64(firstSeq + place), u64(height))
  }));
  return [{ key: keyOfHash(hash), value: u64(height) }, ...rows];
}
function isOfHashes({ key }) {
  return key[0] === BY_ID || key[0] === BY_HASH;
}
function rowsOfBlock(height, hash, entries) {
  const lists = /* @__PURE__ */ new Map();
  const add = (text, name, place) => {
    const list = lists.get(text) ?? { prefix: prefixOf(name), places: [] };
    lists.set(text, list);
    list.places.push(u16(place));
  };
  const hours = /* @__PURE__ */ new Set();
  for (const [place, { type, peer, message, subject, timeMs }] of entries.entries()) {
    add(type, { type }, place);
    if (peer !== void 0) add(peer, { peer }, place);
    if (message !== void 0) add(message, { message }, place);
    if (subject !== void 0) add(subject, { subject }, place);
    hours.add(Math.floor(timeMs / HOUR_MS));
  }
  const leaves = entries.map(({ leaf }) => leaf);
  const rows = rowsOfHashes(height, hash, entries[0]?.seq ?? 0, leaves);
  for (const { prefix, places } of lists.values())
    rows.push({ key: concat(prefix, u64(height)), value: concat(...places) });
  for (const hour of hours) rows.push({ key: concat(u8(BY_HOUR), u64(hour), u64(height)), value: new Uint8Array(0) });
  return rows;
}

// src/ledger/journal/ledger-store.ts
var HEAD = utf8("ledger/head");
var NETWORK = utf8("ledger/network");
var INDEX = utf8("ledger/index");
function changesOfBeginning(network) {
  return [{ kind: "put", space: "meta", key: NETWORK, value: encodeNetwork(network) }, changeOfIndexState("whole")];
}
function changeOfIndexState(state) {
  const value = state === "whole" ? u8(INDEX_VERSION) : concat(u8(0), u64(state.next));
  return { kind: "put", space: "meta", key: INDEX, value };
}
function changesOfRows(rows) {
  return rows.map((row) => ({ kind: "put", space: "index", ...row }));
}
function changesOfBlock(record, hash, entries, tiles) {
  const { height } = record.header;
  const nodes = tiles.map(
    (tile) => ({ kind: "put", space: "node", key: tileKey(tile.level, tile.number), value: tile.hashes })
  );
  return [
    { kind: "require", space: "meta", key: HEAD, value: height === 0 ? void 0 : u64(height - 1) },
    { kind: "put", space: "meta", key: HEAD, value: u64(height) },
    { kind: "put", space: "block", key: u64(height), value: encodeBlockRecord(record) },
    ...nodes,
    ...changesOfRows(rowsOfBlock(height, hash, entries))
  ];
}
var tileKey = (level, number) => concat(u8(level), u64(number));
var LedgerStore = class {
  #store;
  /** @param store - Not disposed here. */
  constructor(store) {
    this.#store = store;
  }
  /** Height of the newest block; `undefined` in a store that never held a ledger. */
  async head() {
    const value = await this.#store.get("meta", HEAD);
    return value === void 0 ? void 0 : read("the head of the ledger", () => decode(value, (r) => r.u64("height")));
  }
  /** What the ledger began with. */
  async network() {
    const value = await this.#store.get("meta", NETWORK);
    return value === void 0 ? DEFAULT_NETWORK : read("the network of the ledger", () => decodeNetwork(value));
  }
  /** How far the index is. */
  async indexState() {
    const value = await this.#store.get("meta", INDEX);
    if (value === void 0) return void 0;
    return read(
      "the state of the index",
      () => decode(value, (reader) => {
        const version = reader.u8("version");
        if (version === 0) return { next: reader.u64("next") };
        return version === INDEX_VERSION ? "whole" : void 0;
      })
    );
  }
  /** The block of that height. @throws {TalosError} `E_STORAGE_CORRUPT` if it lacks or has another form. */
  async block(height) {
    const value = await this.#store.get("block", u64(height));
    if (value === void 0) throw corrupt(`block ${height} lacks`);
    return read(`block ${height}`, () => decodeBlockRecord(value));
  }
  /** Hashes of a tile. An arrow, so that it can be passed on. */
  tile = (level, number) => this.#store.get("node", tileKey(level, number));
  /** Where the entry with this leaf hash is. */
  async place(leaf) {
    const value = await this.#store.get("index", keyOfEntry(leaf));
    if (value === void 0) return void 0;
    return read("an index", () => decode(value, (r) => ({ seq: r.u64("seq"), height: r.u64("height") })));
  }
  /** Height of the block with this hash. */
  async heightOf(hash) {
    const value = await this.#store.get("index", keyOfHash(hash));
    return value === void 0 ? void 0 : read("an index", () => decode(value, (r) => r.u64("height")));
  }
  /** What the index holds under `key`. */
  indexed(key) {
    return this.#store.get("index", key);
  }
  /**
   * How many blocks there are up to height `head`, and how many index rows name one of these.
   *
   * @param first - Lowest height with bodies: of those below it only the rows of hashes count, which follow from what is
   *   left of them.
   */
  async count(first, head) {
    let [blocks, rows] = [0, 0];
    for await (const _ of this.#store.scan("block", { end: u64(head + 1) })) blocks++;
    for await (const [key, value] of this.#store.scan("index"))
      if (isAbout({ key, value }, isOfHashes({ key, value }) ? 0 : first, head)) rows++;
    return { blocks, rows };
  }
  /** Blocks from height `from` to `to` with entries that `index` names. */
  async *blocksOf(index, from, to, reverse) {
    const prefix = prefixOf(index);
    const range = { start: concat(prefix, u64(from)), end: concat(prefix, u64(to + 1)), reverse };
    for await (const [key, value] of this.#store.scan("index", range))
      yield read("an index", () => placesOf({ key, value }));
  }
  /** Entries of the block at `height` that `index` names, by their places in it. */
  async placesAt(index, height) {
    const key = concat(prefixOf(index), u64(height));
    const value = await this.indexed(key);
    return value === void 0 ? [] : read("an index", () => placesOf({ key, value }).places);
  }
  /** Heights of the blocks that hold entries of the hours from `fromMs` to before `toMs`, in no order. */
  async heightsOfTime(fromMs, toMs) {
    const heights = /* @__PURE__ */ new Set();
    for await (const [key] of this.#store.scan("index", rangeOfHours(fromMs, toMs)))
      heights.add(read("an index", () => heightOfKey(key)));
    return heights;
  }
};
function corrupt(what, cause) {
  return new TalosError("E_STORAGE_CORRUPT", `${what} in the store`, { cause });
}
function read(what, decodeValue) {
  try {
    return decodeValue();
  } catch (cause) {
    throw corrupt(`${what} has another form`, cause);
  }
}

// src/ledger/journal/audit.ts
var Fault = class extends Error {
  fault;
  constructor(reason, place = {}, code = "E_LEDGER_INVALID") {
    super(reason);
    this.fault = { ...place, reason, code };
  }
};
async function auditLedger(parts) {
  const audit = new Audit(parts);
  try {
    await audit.run();
    return { ok: true, ...audit.progress };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, ...audit.progress, firstBad: error.fault };
    if (error instanceof TalosError && (error.code === "E_STORAGE_CORRUPT" || isArchiveFault(error)))
      return { ok: false, ...audit.progress, firstBad: { reason: error.message, code: error.code } };
    throw error;
  }
}
var Audit = class {
  #parts;
  #store;
  #records;
  #verified = new VerifiedBatches();
  #kept;
  #frontier = new Frontier();
  #tiles = new TileEdge();
  #archived;
  #network = DEFAULT_NETWORK;
  #tip;
  /** Rows that the index must have: of blocks whose entries are gone, only those that follow from hashes. */
  #rows = 0;
  #offset = 0;
  /** Lowest height whose entries are in the journal, once it is known, and what an entry must say of those below. */
  #first = 0;
  #archivedEnd = { size: 0, block: "" };
  /** Whether an entry says that the blocks below {@link #first} were archived. */
  #isArchiveSaid = false;
  #highestTimeMs = 0;
  #leaves;
  /** Blocks of which no entry is here, nor in the archives given. */
  #unread = 0;
  progress = { entries: 0, blocks: 0, archived: 0, checkpoint: "" };
  constructor(parts) {
    this.#parts = parts;
    this.#store = new LedgerStore(parts.store);
    this.#records = readRecords(parts.journal, parts.journal.start)[Symbol.asyncIterator]();
    this.#archived = new ArchivedEntries(parts.archives ?? [], parts.author);
    this.#kept = parts.checkpoint === void 0 ? void 0 : readCosigned(parts.checkpoint, parts.author, [])?.checkpoint;
  }
  async run() {
    try {
      if (this.#parts.checkpoint !== void 0 && this.#kept === void 0)
        throw new Fault("the checkpoint that was kept is not one of this ledger", {}, "E_PROOF_INVALID");
      const head = this.#parts.written?.height ?? await this.#store.head();
      if (head === void 0) throw new Fault("the store holds no ledger", { height: 0 });
      this.#network = await this.#store.network();
      for (let height = 0; height <= head; height++) {
        this.#parts.signal?.throwIfAborted();
        await this.#block(height);
        this.#parts.onProgress?.({ ...this.progress, allBlocks: head + 1 });
      }
      await this.#archived.end(head);
      await this.#stored(head);
      await this.#tail();
      if (this.#first > 0 && !this.#isArchiveSaid)
        throw new Fault("the beginning of the journal is gone, and no entry says that it was archived", {
          seq: 0,
          height: 0
        });
      if (this.#kept !== void 0 && this.#frontier.size < this.#kept.size)
        throw new Fault(
          `the checkpoint that was kept has ${this.#kept.size} entries, the ledger ${this.#frontier.size}: truncated, or replaced by an older one`,
          { seq: this.#frontier.size }
        );
    } finally {
      await this.#records.return?.();
      await this.#archived.close();
    }
  }
  async #block(height) {
    const record = await this.#recordOf(height);
    if (firstSeqOf(record) !== this.#frontier.size)
      throw new Fault(`block ${height} does not start at entry ${this.#frontier.size}`, { height });
    const given = await this.#archived.of(record);
    if (record.offset >= this.#parts.journal.start) {
      await this.#wholeBlock(record, await this.#bytesOf(record));
    } else {
      this.#first = height + 1;
      if (given === void 0) await this.#headOfBlock(record);
      else await this.#wholeBlock(record, given);
      this.#archivedEnd = { size: record.header.logSize, block: toHex(this.#tip?.hash ?? new Uint8Array(0)) };
      if (endOffsetOf(record) > this.#parts.journal.start)
        throw new Fault("the journal does not begin with a block", { height });
    }
    this.#checkNote(record);
    await this.#checkTiles(height);
    const [entries, archived] = [this.#frontier.size, this.#unread];
    this.progress = { entries, blocks: height + 1, archived, checkpoint: record.note };
  }
  /** The entries of a block as the journal has them. */
  async #bytesOf(record) {
    const entries = [];
    for (const [place, length] of record.lengths.entries())
      entries.push(await this.#sealedBytes(record.header.height, this.#frontier.size + place, length));
    return entries;
  }
  async #wholeBlock(record, entries) {
    const { header, signature } = record;
    const { height } = header;
    const verdict = validateBlock(encodeBlock({ header, signature, entries }), this.#view);
    if (!verdict.valid) {
      const seq = verdict.position === void 0 ? {} : { seq: firstSeqOf(record) + verdict.position };
      throw new Fault(verdict.reason, { height, ...seq }, verdict.code);
    }
    for (const entry of verdict.entries) this.#entry(entry);
    this.#tip = verdict.tip;
    this.#checkPlace(record);
    this.#checkTimes(record, verdict.entries);
    await this.#checkIndex(height, rowsOfBlock(height, verdict.tip.hash, verdict.entries.map(headOf)));
  }
  /** A block whose entries were archived: all that follows from their hashes, which the tiles have. */
  async #headOfBlock(record) {
    const { height } = record.header;
    this.#unread++;
    const first = this.#frontier.size;
    const leaves = [];
    for (const place of record.lengths.keys()) {
      const leaf = await this.#storedLeaf(first + place);
      if (leaf === void 0)
        throw new Fault(`the tiles have no entry ${first + place}`, { seq: first + place, height });
      leaves.push(new Uint8Array(leaf));
    }
    for (const leaf of leaves) this.#leaf(leaf);
    const { flaw, hash } = headerFlaw(record, leaves, this.#frontier, this.#view);
    if (flaw !== void 0) throw new Fault(flaw.reason, { height }, flaw.code);
    this.#tip = { height, hash, timeMs: record.header.timeMs, frontier: this.#frontier.copy() };
    this.#checkPlace(record);
    this.#highestTimeMs = Math.max(this.#highestTimeMs, record.highestTimeMs);
    if (record.highestTimeMs !== this.#highestTimeMs) throw new Fault("the times of the block go back", { height });
    await this.#checkIndex(height, rowsOfHashes(height, hash, first, leaves));
  }
  get #view() {
    const { author, nowMs } = this.#parts;
    const { name: network, difficulty } = this.#network;
    return { authorKey: keyOfDid(author), network, difficulty, nowMs, tip: this.#tip };
  }
  async #recordOf(height) {
    try {
      return await this.#store.block(height);
    } catch (error) {
      if (error instanceof TalosError && error.code === "E_STORAGE_CORRUPT")
        throw new Fault(error.message, { height }, "E_STORAGE_CORRUPT");
      throw error;
    }
  }
  /** The next record of the journal, which must be the sealed entry `seq`. */
  async #sealedBytes(height, seq, length) {
    const { value: item, done } = await this.#records.next();
    if (done === true)
      throw new Fault("the journal ends before the sealed log: truncated, or replaced by an older one", {
        seq,
        height
      });
    if (item.kind === "damage")
      throw new Fault("the entry is damaged in the journal", { seq, height }, "E_STORAGE_CORRUPT");
    const leaf = await this.#storedLeaf(seq);
    if (leaf === void 0 || !equalBytes(leaf, item.leaf))
      throw new Fault("the entry in the journal is not the one that was sealed", { seq, height });
    if (item.bytes.length !== length)
      throw new Fault("the entry has another length than its block says", { seq, height });
    return item.bytes;
  }
  async #storedLeaf(seq) {
    const number = Math.floor(seq / TILE_HASHES);
    if (this.#leaves?.number !== number) {
      const hashes = await this.#store.tile(0, number);
      if (hashes === void 0) return void 0;
      this.#leaves = { number, hashes };
    }
    const at = seq % TILE_HASHES * 32;
    return this.#leaves.hashes.subarray(at, at + 32);
  }
  /** Takes an entry whose form and place are right. */
  #entry(entry) {
    const flaw = statementFlaw(entry, this.#parts.author, this.#verified);
    if (flaw !== void 0) throw new Fault(flaw.reason, { seq: entry.seq }, flaw.code);
    const { body } = entry;
    const { size, block } = this.#archivedEnd;
    if (body.type === "archive" && body.size === size && body.block === block) this.#isArchiveSaid = true;
    this.#leaf(entry.leaf);
  }
  #leaf(leaf) {
    this.#frontier.append(leaf);
    this.#tiles.append(leaf);
    const kept = this.#kept;
    if (kept?.size === this.#frontier.size && !equalBytes(kept.root, this.#frontier.root()))
      throw new Fault(
        `the ledger and the checkpoint that was kept differ in the first ${kept.size} entries`,
        {},
        "E_EQUIVOCATION"
      );
  }
  #checkPlace(record) {
    const { height } = record.header;
    if (record.offset !== this.#offset) throw new Fault("the block names another place in the journal", { height });
    this.#offset = endOffsetOf(record);
  }
  #checkTimes(record, entries) {
    const { height } = record.header;
    const times = timesOf(record.header.timeMs, entries, this.#highestTimeMs);
    this.#highestTimeMs = times.highestTimeMs;
    if (record.highestTimeMs !== times.highestTimeMs || record.minTimeMs !== times.minTimeMs || record.maxTimeMs !== times.maxTimeMs)
      throw new Fault("the block names other times than its entries", { height });
  }
  #checkNote({ header, note }) {
    if (header.height === 0 && note === "") return;
    const checkpoint = readCheckpoint(note, this.#parts.author);
    if (checkpoint?.size !== header.logSize || !equalBytes(checkpoint.root, header.logRoot))
      throw new Fault("the checkpoint is not that of the block", { height: header.height });
  }
  async #checkIndex(height, rows) {
    const isArchived = height < this.#first;
    for (const { key, value } of rows) {
      if (!isArchived || isOfHashes({ key, value })) this.#rows++;
      const held = await this.#store.indexed(key);
      if (held === void 0 || !equalBytes(held, value))
        throw new Fault(`the index disagrees with the block (${toHex(key.slice(0, 8))})`, { height });
    }
  }
  /** Compares the tiles that the block changed; the last of a level may have grown since. */
  async #checkTiles(height) {
    for (const { level, number, hashes } of this.#tiles.take()) {
      const held = await this.#store.tile(level, number);
      if (held === void 0 || !equalBytes(held.subarray(0, hashes.length), hashes))
        throw new Fault(`tile ${number} of level ${level} is not that of the log`, { height });
    }
  }
  /** What the store holds besides: nothing may be left over. */
  async #stored(head) {
    const { blocks, rows } = await this.#store.count(this.#first, head);
    if (blocks !== head + 1) throw new Fault(`the store has ${blocks} blocks up to height ${head}`, { height: head });
    if (rows !== this.#rows) throw new Fault(`the index has ${rows} rows, must be ${this.#rows}`, { height: head });
  }
  /** Entries that wait for a block. */
  async #tail() {
    const { written } = this.#parts;
    while (written === void 0 || this.#frontier.size < written.size) {
      const seq = this.#frontier.size;
      const { value: item, done } = await this.#records.next();
      if (done === true) {
        if (written === void 0) return;
        throw new Fault("the journal ends before the log", { seq });
      }
      if (item.kind === "damage") {
        if (written === void 0 && item.isInterrupted) return;
        throw new Fault("the entry is damaged in the journal", { seq }, "E_STORAGE_CORRUPT");
      }
      this.#entry(this.#waitingEntry(item.bytes, seq));
      this.progress = { ...this.progress, entries: this.#frontier.size };
    }
  }
  #waitingEntry(bytes, seq) {
    try {
      const entry = readEntry(bytes);
      if (entry.seq !== seq) throw new Fault(`the entry says that it is ${entry.seq}`, { seq }, "SEMANTIC_ERROR");
      return entry;
    } catch (error) {
      if (error instanceof TalosError) throw new Fault(error.message, { seq }, "SEMANTIC_ERROR");
      throw error;
    }
  }
};

export {
  timesOf,
  firstSeqOf,
  offsetsOf,
  endOffsetOf,
  headOf,
  encodeRecords,
  recordAt,
  readRecords,
  isAbout,
  rowsOfBlock,
  changesOfBeginning,
  changeOfIndexState,
  changesOfRows,
  changesOfBlock,
  LedgerStore,
  auditLedger
};
