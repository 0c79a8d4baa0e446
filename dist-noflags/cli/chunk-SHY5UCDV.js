import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  formatProofFile,
  verifyProofFile
} from "./chunk-PXRMS2MY.js";
import {
  Mutex
} from "./chunk-HYFGQGGD.js";
import {
  KEY_BYTES,
  NONCE_BYTES,
  TAG_BYTES,
  open,
  seal
} from "./chunk-IDTG2NVN.js";
import {
  derive
} from "./chunk-DT4EQJ6R.js";
import {
  LedgerStore,
  auditLedger,
  changeOfIndexState,
  changesOfBeginning,
  changesOfBlock,
  changesOfRows,
  encodeRecords,
  endOffsetOf,
  firstSeqOf,
  headOf,
  isAbout,
  offsetsOf,
  readRecords,
  recordAt,
  rowsOfBlock,
  timesOf
} from "./chunk-AZZKQQAH.js";
import {
  TileEdge,
  loadFrontier,
  rootOfRange
} from "./chunk-4UU26I6M.js";
import {
  encodeArchiveHead,
  encodeArchived,
  entriesInArchives
} from "./chunk-T7AGQAJU.js";
import {
  RECORD_HEAD_BYTES
} from "./chunk-6LEQWTC5.js";
import {
  isForeign,
  isOpenToOthers
} from "./chunk-ZWVE4A5M.js";
import {
  storageError
} from "./chunk-7H45WMXX.js";
import {
  RESTORE_HINT
} from "./chunk-YOEFOITE.js";
import {
  isSystemError,
  writeFileDurably
} from "./chunk-XGLJQYNB.js";
import {
  DEFAULT_NETWORK,
  assertNetwork,
  totalWork
} from "./chunk-TYN6C76O.js";
import {
  decode
} from "./chunk-54GDCRVT.js";
import {
  leadingZeroBits
} from "./chunk-M6P7E2C5.js";
import {
  BLOCK_FRAME_BYTES,
  MAX_BLOCK_BYTES,
  MAX_BLOCK_ENTRIES,
  chainIdOf,
  encodeBlock,
  encodeHeader,
  hashHeader
} from "./chunk-KEZCLDZJ.js";
import {
  makeEntry,
  readEntry
} from "./chunk-IP5NY5SG.js";
import {
  inclusionRanges,
  rootHash
} from "./chunk-5ZXZSGQE.js";
import {
  signCheckpoint
} from "./chunk-RIQO26JO.js";
import {
  HASH_BYTES,
  sha256
} from "./chunk-IOG4ONSQ.js";
import {
  decodeCbor,
  encodeCbor
} from "./chunk-DCRUBV73.js";
import {
  blob16,
  u32,
  u64,
  u8
} from "./chunk-LQJYXGFI.js";
import {
  verify
} from "./chunk-SKIXSPG3.js";
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import {
  readArray,
  readBytes,
  readInteger,
  readObject
} from "./chunk-LHINULLD.js";
import {
  assertBytes,
  concat,
  equalBytes,
  fromHex,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  invariant,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/ledger/archive/archive-maker.ts
var ArchiveMaker = class {
  #parts;
  constructor(parts) {
    this.#parts = parts;
  }
  /**
   * The blocks below `bound`, from height `first` on; the block at height `head`, the newest, is not among them.
   *
   * @throws {TalosError} `E_NOT_FOUND` where there is none with entries.
   */
  async plan(bound, first, head) {
    const below = "height" in bound ? Math.min(bound.height, head) : await this.#heightAt(bound.timeMs, first, head);
    const to = below - 1;
    if (to < Math.max(first, 1))
      throw new TalosError("E_NOT_FOUND", "no block before that can be archived", {
        hint: `there are entries of the blocks ${Math.max(first, 1)} to ${head}, and the newest block always stays`
      });
    const { blocks } = this.#parts;
    const { header, note } = await blocks.block(to);
    const sizeBefore = first === 0 ? 0 : (await blocks.block(first - 1)).header.logSize;
    return {
      from: first,
      to,
      entries: header.logSize - sizeBefore,
      size: header.logSize,
      block: toHex(hashHeader(encodeHeader(header))),
      checkpoint: note,
      end: endOffsetOf(await blocks.block(to))
    };
  }
  /** The lowest height, at most `head`, up to which not all entries and blocks are older than `timeMs`. */
  async #heightAt(timeMs, first, head) {
    let [low, high] = [first, head];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const { highestTimeMs } = await this.#parts.blocks.block(middle);
      if (highestTimeMs >= timeMs) high = middle;
      else low = middle + 1;
    }
    return low;
  }
  /** The bytes of the file. */
  async *pieces({ from, to, checkpoint }) {
    const { author, network, blocks, reader } = this.#parts;
    const before = from === 0 ? void 0 : await blocks.block(from - 1);
    const frontier = await loadFrontier(before?.header.logSize ?? 0, blocks.tile);
    const previous = before && concat(encodeHeader(before.header), before.signature);
    yield encodeArchiveHead({ author, network, from, to, checkpoint, previous, roots: frontier.roots });
    for (let height = from; height <= to; height++) {
      const record = await blocks.block(height);
      yield encodeArchived(record, await reader.entriesOf(record));
    }
  }
};

// src/ledger/journal/ledger-candidates.ts
var CALL_TYPES = ["intent", "call", "decision", "result", "receipt", "tool"];
async function* candidatesOf(store, query, head) {
  const { fromMs, toMs, after, before } = query;
  const from = after === void 0 ? 1 : await lowestWith(store, after + 1, head);
  const to = before === void 0 ? head : await lowestWith(store, before, head);
  const isTimed = fromMs !== void 0 || toMs !== void 0;
  const ofTime = isTimed ? await store.heightsOfTime(fromMs ?? 0, toMs ?? Number.MAX_SAFE_INTEGER) : void 0;
  const range = { from, to: Math.min(to, head), isForward: after !== void 0 };
  for await (const candidate of unbounded(store, query, range))
    if (ofTime === void 0 || ofTime.has(candidate.height)) yield candidate;
}
async function* unbounded(store, query, range) {
  const { peer, type, message, subject, tool } = query;
  const blocksOf = (index) => store.blocksOf(index, range.from, range.to, !range.isForward);
  if (subject !== void 0) yield* blocksOf({ subject });
  else if (message !== void 0) yield* blocksOf({ message });
  else if (type !== void 0 && peer === void 0) yield* blocksOf({ type });
  else if (tool !== void 0)
    yield* merged(
      CALL_TYPES.map((each) => blocksOf({ type: each })),
      range.isForward
    );
  else if (peer !== void 0) yield* blocksOf({ peer });
  else if (range.isForward) for (let height = range.from; height <= range.to; height++) yield { height };
  else for (let height = range.to; height >= range.from; height--) yield { height };
}
async function lowestWith(store, seq, head) {
  let [low, high] = [1, head + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const record = await store.block(middle);
    if (record.header.logSize > seq) high = middle;
    else low = middle + 1;
  }
  return low;
}
async function heightAtOffset(store, start, head) {
  let [low, high] = [1, head];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { offset } = await store.block(middle);
    if (offset >= start) high = middle;
    else low = middle + 1;
  }
  const record = low <= head ? await store.block(low) : void 0;
  return record?.offset === start && firstSeqOf(record) >= 0 ? low : void 0;
}
async function* merged(lists, isForward) {
  const iterators = lists.map((list) => list[Symbol.asyncIterator]());
  const heads = await Promise.all(iterators.map(nextOf));
  try {
    for (; ; ) {
      const heights = heads.flatMap((head) => head === void 0 ? [] : [head.height]);
      if (heights.length === 0) return;
      const height = isForward ? Math.min(...heights) : Math.max(...heights);
      const places = [];
      for (const [at, head] of heads.entries()) {
        if (head?.height !== height) continue;
        places.push(...head.places);
        const iterator = iterators[at];
        heads[at] = iterator && await nextOf(iterator);
      }
      yield { height, places: places.sort((a, b) => a - b) };
    }
  } finally {
    for (const iterator of iterators) await iterator.return?.();
  }
}
async function nextOf(iterator) {
  const { value, done } = await iterator.next();
  return done === true ? void 0 : value;
}

// src/ledger/journal/recovery.ts
function corruptLedger(what, details) {
  return new TalosError("E_STORAGE_CORRUPT", what, {
    details,
    hint: "the ledger was damaged, edited or replaced: audit it, and go on with a new data directory or a backup"
  });
}
async function compareNewestBlock(journal, record) {
  const end = endOffsetOf(record);
  if (journal.size < end)
    throw corruptLedger("the journal is shorter than the sealed log: truncated, or replaced by an older one", {
      bytes: journal.size,
      sealedBytes: end,
      sealedEntries: record.header.logSize
    });
  const held = await journal.readAt(record.offset, end - record.offset);
  const leaves = [];
  for (const [place, offset] of offsetsOf(record).slice(0, -1).entries()) {
    const content = recordAt(held, offset - record.offset);
    if (content === void 0)
      throw corruptLedger("a sealed entry is damaged in the journal", { seq: firstSeqOf(record) + place, offset });
    leaves.push(content.leaf);
  }
  if (!equalBytes(rootHash(leaves), record.header.entryRoot))
    throw corruptLedger("the journal is not that of the newest block", { height: record.header.height });
}
async function recoverTail(journal, record) {
  const entries = [];
  const first = record?.header.logSize ?? 0;
  for (let from = record === void 0 ? 0 : endOffsetOf(record); ; ) {
    const end = await readTail(journal, from, first, entries);
    if (typeof end !== "number") return { entries, recovered: end };
    from = end;
  }
}
async function readTail(journal, from, first, entries) {
  for await (const item of readRecords(journal, from)) {
    if (item.kind === "record") {
      const { offset: offset2 } = item;
      entries.push({ ...headOf(following(item.bytes, first + entries.length, offset2)), offset: offset2 });
      continue;
    }
    const { offset } = item;
    if (!item.isInterrupted)
      throw corruptLedger("an entry of the journal is damaged", { seq: first + entries.length, offset });
    if (item.head !== void 0) {
      await journal.mend(offset, item.head);
      return offset;
    }
    const recovered = { offset, bytes: journal.size - offset };
    await journal.cut(offset);
    return recovered;
  }
  return void 0;
}
function following(bytes, seq, offset) {
  const entry = formed(bytes, seq, offset);
  if (entry.seq !== seq)
    throw corruptLedger(`the journal has entry ${entry.seq} where ${seq} must be`, { seq, offset });
  return entry;
}
function formed(bytes, seq, offset) {
  try {
    return readEntry(bytes);
  } catch (cause) {
    if (!(cause instanceof TalosError)) throw cause;
    const { message, hint, details } = corruptLedger("an entry of the journal has another form", { seq, offset });
    throw new TalosError("E_STORAGE_CORRUPT", message, { cause, hint, details });
  }
}

// src/ledger/journal/ledger-reader.ts
var MAX_QUERY_ENTRIES = 1e4;
function fits(query, entry) {
  const { seq, timeMs } = entry;
  const { peer, type, message, subject } = query;
  const { fromMs = 0, toMs = Number.POSITIVE_INFINITY, before = Number.POSITIVE_INFINITY, after = -1 } = query;
  if (seq >= before || seq <= after || timeMs < fromMs || timeMs >= toMs) return false;
  if (message !== void 0 && entry.message !== message) return false;
  if (subject !== void 0 && entry.subject !== subject) return false;
  return (type === void 0 || entry.type === type) && (peer === void 0 || entry.peer === peer);
}
var LedgerReader = class {
  #journal;
  #store;
  constructor(journal, store) {
    this.#journal = journal;
    this.#store = store;
  }
  /** An entry that no block holds. */
  async waiting({ offset, length, seq, leaf }) {
    const entry = entryAt(await this.#journal.readAt(offset, RECORD_HEAD_BYTES + length), 0, seq);
    if (!equalBytes(entry.leaf, leaf)) throw corruptLedger("the journal has another entry than was written", { seq });
    return entry;
  }
  /** Where the sealed entry with this id is. */
  async place(id) {
    return /^[0-9a-f]{64}$/.test(id) ? this.#store.place(fromHex(id)) : void 0;
  }
  /**
   * The sealed entry with this id.
   *
   * @throws {TalosError} `E_STORAGE_CORRUPT` if the index names another; `E_NOT_FOUND` if it was archived.
   */
  async get(id) {
    const place = await this.place(id);
    if (place === void 0) return void 0;
    const record = await this.#store.block(place.height);
    if (this.#isArchived(record)) throw archived(place.height);
    const [offset, end] = offsetsOf(record).slice(place.seq - firstSeqOf(record));
    if (offset === void 0 || end === void 0) throw corruptLedger("an index names no entry", { ...place });
    const entry = entryAt(await this.#journal.readAt(offset, end - offset), 0, place.seq);
    if (entry.id !== id) throw corruptLedger("an index names another entry", { ...place });
    return { ...entry, height: place.height };
  }
  #isArchived({ offset }) {
    return offset < this.#journal.start;
  }
  /** Entries of a block. @throws {TalosError} `E_NOT_FOUND` if they were archived. */
  async entriesOf(record) {
    if (this.#isArchived(record)) throw archived(record.header.height);
    return (await this.#entriesAt(record, void 0)).reverse();
  }
  /** At most `count` entries up to height `head` that fit: the newest, or the oldest after `after`, in the order found. */
  async find(query, count, head) {
    const found = [];
    const isForward = query.after !== void 0;
    for await (const { height, places } of candidatesOf(this.#store, query, head)) {
      if (found.length >= count) break;
      const record = await this.#store.block(height);
      if (isOutside(query, record)) continue;
      if (this.#isArchived(record)) {
        if (isForward) continue;
        break;
      }
      const entries = await this.#entriesAt(record, places);
      for (const entry of isForward ? entries.reverse() : entries)
        if (found.length < count && await this.matches(query, entry)) found.push({ ...entry, height });
    }
    return found;
  }
  /**
   * Whether an entry meets every condition of `query` but `last`.
   *
   * @param find - Finds the entry that it answers.
   */
  async matches(query, entry, find = (id) => this.get(id)) {
    if (!fits(query, headOf(entry))) return false;
    return query.tool === void 0 || await toolOf(entry.body, find) === query.tool;
  }
  /** Entries of a block, the last first. */
  async #entriesAt(record, places) {
    const held = await this.#journal.readAt(record.offset, endOffsetOf(record) - record.offset);
    const offsets = offsetsOf(record);
    return (places ?? [...record.lengths.keys()]).toReversed().map((place) => {
      const seq = firstSeqOf(record) + place;
      const offset = offsets[place];
      if (offset === void 0) throw corruptLedger("an index names no entry", { seq });
      return entryAt(held, offset - record.offset, seq);
    });
  }
  /** See `Ledger.positions`; sealed entries up to height `head` alone. */
  async positions({ type, peer, subject, message }, head) {
    const narrow = subject !== void 0 ? { subject } : message !== void 0 ? { message } : { type };
    const also = [{ type }, ...peer === void 0 ? [] : [{ peer }]];
    if (subject !== void 0 && message !== void 0) also.push({ message });
    const found = [];
    for await (const { height, places } of this.#store.blocksOf(narrow, 1, head, false)) {
      const others = await Promise.all(also.map((index) => this.#store.placesAt(index, height)));
      const both = places.filter((place) => others.every((each) => each.includes(place)));
      if (both.length === 0) continue;
      const first = firstSeqOf(await this.#store.block(height));
      found.push(...both.map((place) => first + place));
    }
    return found;
  }
  /** The id of the sealed entry `seq`, archived or not. */
  async idAt(seq) {
    return toHex(await rootOfRange(this.#store.tile, [seq, seq + 1]));
  }
  /** The path of entry `seq` in the log of the first `size` entries, all of them sealed. */
  inclusionPath(seq, size) {
    return Promise.all(inclusionRanges(seq, size).map((range) => rootOfRange(this.#store.tile, range)));
  }
};
async function toolOf(body, find) {
  if (body.type === "call" || body.type === "decision" || body.type === "intent")
    return body.statement.statement.target;
  if (body.type === "tool") return body.tool;
  if (body.type !== "result" && body.type !== "receipt") return void 0;
  try {
    const answered = (await find(body.answers))?.body;
    return answered?.type === "call" || answered?.type === "decision" ? answered.statement.statement.target : void 0;
  } catch (error) {
    if (isTalosError(error, "E_NOT_FOUND")) return void 0;
    throw error;
  }
}
function archived(height) {
  return new TalosError("E_NOT_FOUND", `the entries of block ${height} were archived`, {
    hint: `audit show, audit forget and proof export take the archive that has the block: --archive FILE`,
    details: { height }
  });
}
function isOutside(query, record) {
  const { fromMs = 0, toMs = Number.POSITIVE_INFINITY, before = Number.POSITIVE_INFINITY, after = -1 } = query;
  const isElsewhere = firstSeqOf(record) >= before || record.header.logSize <= after + 1;
  return isElsewhere || record.maxTimeMs < fromMs || record.minTimeMs >= toMs;
}
function entryAt(held, at, seq) {
  const content = recordAt(held, at);
  if (content === void 0) throw corruptLedger("an entry is damaged in the journal", { seq });
  const entry = readEntry(content.bytes);
  if (entry.seq !== seq) throw corruptLedger(`the journal has entry ${entry.seq} where ${seq} must be`, { seq });
  return entry;
}
function countOf(query) {
  const { last = MAX_QUERY_ENTRIES } = query;
  if (!Number.isInteger(last) || last < 1 || last > MAX_QUERY_ENTRIES)
    throw new RangeError(`last must be 1 to ${MAX_QUERY_ENTRIES}, got ${last}`);
  return last;
}

// src/ledger/journal/reindex.ts
var CHANGES_TOGETHER = 4096;
async function rowsOf({ headsOf }, record) {
  const { header } = record;
  return rowsOfBlock(header.height, hashHeader(encodeHeader(header)), await headsOf(record));
}
async function isIndexed(parts, record) {
  const store = new LedgerStore(parts.store);
  for (const { key, value } of await rowsOf(parts, record)) {
    const held = await store.indexed(key);
    if (held === void 0 || !equalBytes(held, value)) return false;
  }
  return true;
}
async function reindex(parts, from) {
  const { store, first, head } = parts;
  const blocks = new LedgerStore(store);
  if (from === 0) {
    await store.apply([changeOfIndexState({ next: 0 })]);
    await dropRows(parts);
  }
  let changes = [];
  for (let height = Math.max(from, first); height <= head; height++) {
    changes.push(...changesOfRows(await rowsOf(parts, await blocks.block(height))));
    if (changes.length < CHANGES_TOGETHER) continue;
    await store.apply([...changes, changeOfIndexState({ next: height + 1 })]);
    changes = [];
  }
  await store.apply([...changes, changeOfIndexState("whole")]);
}
async function dropRows({ store, first, head }) {
  for (let start = new Uint8Array(0); start !== void 0; ) {
    const changes = [];
    let last;
    for await (const [key, value] of store.scan("index", { start, limit: CHANGES_TOGETHER })) {
      last = key;
      const isArchived = first > 0 && isAbout({ key, value }, 0, first - 1);
      const isNewer = isAbout({ key, value }, head + 1, Number.MAX_SAFE_INTEGER);
      if (!isArchived && !isNewer) changes.push({ kind: "delete", space: "index", key });
    }
    if (changes.length > 0) await store.apply(changes);
    start = last === void 0 ? void 0 : new Uint8Array([...last, 0]);
  }
}

// src/ledger/journal/sealer.ts
var MAX_SEALED_TOGETHER = 256;
var MAX_SEALED_BEHIND = 1024;
var BEHIND_ENTRIES = 2048;
var Sealer = class _Sealer {
  #author;
  #network;
  #store;
  #mine;
  #frontier;
  #tiles;
  #head;
  constructor({ author, network, store, mine }, edge) {
    this.#author = author;
    this.#network = network;
    this.#store = store;
    this.#mine = mine;
    this.#frontier = edge.frontier;
    this.#tiles = edge.tiles;
  }
  /**
   * Goes on after `record`, the newest block of the store, or begins a chain where there is none.
   *
   * @throws {TalosError} `E_STORAGE_CORRUPT` if the tiles are not those of the block's log.
   */
  static async open(parts, record) {
    const size = record?.header.logSize ?? 0;
    const { tile } = new LedgerStore(parts.store);
    const edge = { frontier: await loadFrontier(size, tile), tiles: await TileEdge.load(size, tile) };
    if (record !== void 0 && !equalBytes(edge.frontier.root(), record.header.logRoot))
      throw new TalosError("E_STORAGE_CORRUPT", "the tiles are not those of the newest block", { details: { size } });
    const sealer = new _Sealer(parts, edge);
    if (record !== void 0) sealer.#head = { record, hash: hashHeader(encodeHeader(record.header)) };
    return sealer;
  }
  /** The newest block; `undefined` before height 0. */
  get head() {
    return this.#head;
  }
  /** How many of `waiting` the next block takes. */
  static take(waiting) {
    const most = waiting.length > BEHIND_ENTRIES ? MAX_SEALED_BEHIND : MAX_SEALED_TOGETHER;
    let [count, bytes] = [0, BLOCK_FRAME_BYTES];
    for (const entry of waiting) {
      bytes += 4 + entry.length;
      if (count >= Math.min(most, MAX_BLOCK_ENTRIES) || bytes > MAX_BLOCK_BYTES) break;
      count++;
    }
    return count;
  }
  /**
   * Makes and stores the next block.
   *
   * @param entries - Durable in the journal, in the order of the log; none at height 0, at most {@link Sealer.take}
   *   after it.
   * @param timeMs - The clock; the block's time does not go below the last one's.
   * @throws whatever mining or the store threw.
   */
  async seal(entries, timeMs) {
    const leaves = entries.map(({ leaf }) => leaf);
    for (const leaf of leaves) {
      this.#frontier.append(leaf);
      this.#tiles.append(leaf);
    }
    const { header, hash } = await this.#mined(rootHash(leaves), timeMs);
    const record = this.#recordOf(header, entries);
    const beginning = header.height === 0 ? changesOfBeginning(this.#network) : [];
    const isStored = await this.#store.apply([
      ...beginning,
      ...changesOfBlock(record, hash, entries, this.#tiles.take())
    ]);
    if (!isStored) throw new TalosError("E_STORAGE", "another writer changed the ledger in the store");
    this.#head = { record, hash };
    return this.#head;
  }
  async #mined(entryRoot, timeMs) {
    const before = this.#head;
    const template = {
      chainId: chainIdOf(this.#author.signing.publicKey, this.#network.name),
      height: (before?.record.header.height ?? -1) + 1,
      previousHash: before?.hash ?? new Uint8Array(HASH_BYTES),
      entryRoot,
      logSize: this.#frontier.size,
      logRoot: this.#frontier.root(),
      timeMs: Math.max(timeMs, before?.record.header.timeMs ?? 1),
      difficulty: this.#network.difficulty,
      nonce: 0
    };
    const header = { ...template, nonce: await this.#mine(encodeHeader(template)) };
    const hash = hashHeader(encodeHeader(header));
    invariant(leadingZeroBits(hash) >= header.difficulty, "mining gave a nonce without the work");
    return { header, hash };
  }
  #recordOf(header, entries) {
    const { did, signing } = this.#author;
    const before = this.#head?.record;
    return {
      header,
      signature: signing.sign("block", encodeHeader(header)),
      offset: before === void 0 ? 0 : endOffsetOf(before),
      ...timesOf(header.timeMs, entries, before?.highestTimeMs ?? 0),
      note: entries.length === 0 ? "" : signCheckpoint(signing, did, header.logSize, header.logRoot),
      lengths: entries.map(({ length }) => length)
    };
  }
};

// src/ledger/journal/open-ledger.ts
var SEAL_ENTRIES = 256;
var SEAL_DELAY_MS = 2e3;
var MAX_WAITING_ENTRIES = 1e4;
var timers = (run, delayMs) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};
async function openLedger(parts) {
  const { store, journal, identity, clock, mine } = parts;
  const blocks = new LedgerStore(store);
  const height = await blocks.head();
  if (height === void 0 && journal.size > 0)
    throw corruptLedger("the journal has entries, but the store has no ledger", { bytes: journal.size });
  const record = height === void 0 ? void 0 : await blocks.block(height);
  const network = record === void 0 ? { ...DEFAULT_NETWORK, ...parts.network } : await blocks.network();
  assertNetwork(network);
  if (parts.network !== void 0) checkNetwork(parts.network, network);
  if (record !== void 0) {
    checkAuthor(record, identity, network);
    await compareNewestBlock(journal, record);
  }
  const tail = await recoverTail(journal, record);
  const first = await firstHeight(blocks, journal, height ?? 0);
  const reader = new LedgerReader(journal, blocks);
  const isReindexed = record !== void 0 && await mendIndex({ store, first, head: record.header.height, reader });
  const sealer = await Sealer.open({ author: identity, network, store, mine }, record);
  if (record === void 0) await sealer.seal([], clock.now());
  return new JournaledLedger(parts, { network, first, tail, sealer, reader, isReindexed });
}
function checkNetwork(configured, { name, difficulty }) {
  const isOther = (configured.name ?? name) !== name;
  if (!isOther && (configured.difficulty ?? difficulty) === difficulty) return;
  const wanted = isOther ? `the network ${configured.name}` : `difficulty ${configured.difficulty}`;
  throw new TalosError(
    "E_CONFIG",
    `the ledger began in the network ${name} with difficulty ${difficulty}, configured is ${wanted}`,
    {
      hint: "a ledger stays in its network: take network and difficulty out of the configuration, or use a new data directory",
      details: { key: isOther ? "network" : "difficulty" }
    }
  );
}
function checkAuthor({ header, signature }, { signing }, network) {
  if (!equalBytes(header.chainId, chainIdOf(signing.publicKey, network.name)))
    throw new TalosError("E_LEDGER_INVALID", "the ledger in the store is of another agent or network");
  if (!verify("block", signing.publicKey, encodeHeader(header), signature))
    throw corruptLedger("the newest block is not signed by its author", { height: header.height });
}
async function firstHeight(blocks, journal, head) {
  if (journal.start === 0) return 0;
  const first = await heightAtOffset(blocks, journal.start, head);
  if (first === void 0) throw corruptLedger("the journal does not begin with a block", { offset: journal.start });
  return first;
}
var headsFrom = (reader) => async (record) => (await reader.entriesOf(record)).map(headOf);
async function mendIndex({
  reader,
  ...range
}) {
  const parts = { ...range, headsOf: headsFrom(reader) };
  const blocks = new LedgerStore(parts.store);
  const state = await blocks.indexState();
  if (state === "whole" && await isIndexed(parts, await blocks.block(parts.head))) return false;
  await reindex(parts, typeof state === "object" ? state.next : 0);
  return true;
}
var JournaledLedger = class {
  recovered;
  network;
  isReindexed;
  #parts;
  #schedule;
  #sealer;
  #reader;
  #blocks;
  /** What goes through the whole ledger, one after the other. */
  #long = new Mutex();
  #ending = new AbortController();
  #first;
  #size;
  #sealed;
  #highestTimeMs;
  /**
   * Entries that no block holds, in order; those being sealed included. Not what they say: hundreds wait, and what is
   * alive makes collecting garbage slow.
   */
  #waiting;
  #waitingById;
  #sealing;
  #cancelTimer;
  #failure;
  #isClosed = false;
  constructor(parts, { network, first, tail, sealer, reader, isReindexed }) {
    this.#parts = parts;
    this.#schedule = parts.schedule ?? timers;
    this.#sealer = sealer;
    this.#reader = reader;
    this.#blocks = new LedgerStore(parts.store);
    this.#first = first;
    this.network = network;
    this.isReindexed = isReindexed;
    this.recovered = tail.recovered;
    this.#sealed = sealer.head?.record.header.logSize ?? 0;
    this.#size = this.#sealed + tail.entries.length;
    this.#waiting = [...tail.entries];
    this.#waitingById = new Map(this.#waiting.map((head) => [toHex(head.leaf), head]));
    const times = tail.entries.map(({ timeMs }) => timeMs);
    this.#highestTimeMs = times.reduce((a, b) => Math.max(a, b), sealer.head?.record.highestTimeMs ?? 0);
    this.#sealSoon();
  }
  get size() {
    return this.#size;
  }
  get height() {
    return this.#sealer.head?.record.header.height ?? -1;
  }
  get work() {
    return totalWork(this.height, this.network);
  }
  get first() {
    return this.#first;
  }
  get highestTimeMs() {
    return this.#highestTimeMs;
  }
  get checkpoint() {
    return this.#sealer.head?.record.note ?? "";
  }
  append(body) {
    const [appended] = this.appendAll([body]);
    return appended;
  }
  appendAll(bodies) {
    this.#assertWorking();
    if (this.#waiting.length + bodies.length > MAX_WAITING_ENTRIES)
      throw new TalosError("E_LIMIT", `${MAX_WAITING_ENTRIES} entries wait for a block`);
    const timeMs = this.#parts.clock.now();
    const entries = bodies.map((body, i) => makeEntry(body, this.#size + i, timeMs));
    if (entries.length === 0) return [];
    let offset = this.#parts.journal.size;
    try {
      this.#parts.journal.append(encodeRecords(entries));
    } catch (error) {
      throw this.#fail(error);
    }
    for (const entry of entries) {
      const waiting = { ...headOf(entry), offset };
      this.#waiting.push(waiting);
      this.#waitingById.set(entry.id, waiting);
      offset += RECORD_HEAD_BYTES + entry.bytes.length;
    }
    this.#size += entries.length;
    this.#highestTimeMs = Math.max(this.#highestTimeMs, timeMs);
    this.#sealSoon();
    const end = this.#parts.journal.size;
    return entries.map((entry) => ({ ...entry, durable: () => this.#durable(end) }));
  }
  /** Resolves when the journal is durable up to `end`. */
  async #durable(end) {
    this.#assertSound();
    if (this.#parts.journal.durableSize >= end) return;
    try {
      await this.#parts.journal.sync();
    } catch (error) {
      throw this.#fail(error);
    }
    this.#assertSound();
  }
  #assertSound() {
    if (this.#failure !== void 0) throw this.#failure;
  }
  #assertWorking() {
    this.#assertSound();
    if (this.#isClosed) throw new TalosError("E_CLOSED", "the ledger is closed");
  }
  /** Stops the ledger; the first failure is the one that is told ever after. */
  #fail(cause) {
    this.#cancelTimer?.();
    this.#failure ??= new TalosError(
      isTalosError(cause, "E_STORAGE_FULL") ? "E_STORAGE_FULL" : "E_STORAGE",
      "the ledger could not be written and accepts nothing more",
      { cause, hint: "give the storage room or mend it, then start again" }
    );
    return this.#failure;
  }
  #sealSoon() {
    const isBusy = this.#sealing !== void 0 || this.#isClosed || this.#failure !== void 0;
    if (isBusy || this.#waiting.length === 0) return;
    if (this.#waiting.length >= SEAL_ENTRIES) this.#sealInBackground();
    else
      this.#cancelTimer ??= this.#schedule(() => {
        this.#cancelTimer = void 0;
        this.#sealInBackground();
      }, SEAL_DELAY_MS);
  }
  #sealInBackground() {
    this.#sealUpTo(this.#size).catch(() => void 0);
  }
  async seal() {
    this.#assertWorking();
    await this.#sealUpTo(this.#size);
  }
  /** Seals until the log is sealed up to `size`; one at a time, whoever asks. */
  async #sealUpTo(size) {
    while (this.#sealed < size) {
      this.#assertSound();
      this.#sealing ??= this.#sealNext().finally(() => {
        this.#sealing = void 0;
        this.#sealSoon();
      });
      await this.#sealing;
    }
  }
  async #sealNext() {
    this.#cancelTimer?.();
    this.#cancelTimer = void 0;
    const entries = this.#waiting.slice(0, Sealer.take(this.#waiting));
    try {
      await this.#parts.journal.sync();
      this.#assertSound();
      await this.#sealer.seal(entries, this.#parts.clock.now());
    } catch (error) {
      throw this.#fail(error);
    }
    this.#waiting.splice(0, entries.length);
    for (const { leaf } of entries) this.#waitingById.delete(toHex(leaf));
    this.#sealed += entries.length;
    this.#highestTimeMs = Math.max(this.#highestTimeMs, this.#sealer.head?.record.highestTimeMs ?? 0);
  }
  async query(query) {
    const count = countOf(query);
    const isForward = query.after !== void 0;
    const head = this.#sealer.head?.record.header;
    const waiting = this.#waiting.filter((entry) => entry.seq >= (head?.logSize ?? 0) && fits(query, entry));
    const sealed = (left) => this.#reader.find(query, left, head?.height ?? 0);
    if (isForward) {
      const found2 = await sealed(count);
      return [...found2, ...await this.#readWaiting(query, waiting, count - found2.length)];
    }
    const found = await this.#readWaiting(query, waiting.toReversed(), count);
    if (found.length < count) found.push(...await sealed(count - found.length));
    return found.toReversed();
  }
  /** The first `count` of `waiting` that fit, in that order. */
  async #readWaiting(query, waiting, count) {
    const found = [];
    const find = (id) => this.get(id);
    for (let at = 0; at < waiting.length && found.length < count; ) {
      const some = waiting.slice(at, at + count - found.length);
      at += some.length;
      const entries = await Promise.all(some.map((entry) => this.#reader.waiting(entry)));
      for (const entry of entries) if (await this.#reader.matches(query, entry, find)) found.push(entry);
    }
    return found;
  }
  async positions(matter) {
    const head = this.#sealer.head?.record.header;
    const waiting = this.#waiting.filter((entry) => entry.seq >= (head?.logSize ?? 0) && fits(matter, entry));
    return [...await this.#reader.positions(matter, head?.height ?? 0), ...waiting.map(({ seq }) => seq)];
  }
  async get(id, archives = []) {
    const waiting = this.#waitingById.get(id);
    if (waiting !== void 0) return this.#reader.waiting(waiting);
    const place = await this.#reader.place(id);
    if (place === void 0) return void 0;
    const { height } = place;
    if (height < this.#first && archives.length > 0) {
      const entries = await entriesInArchives(archives, this.#parts.identity.did, height);
      const entry = entries?.find((each) => each.id === id);
      if (entry !== void 0) return { ...entry, height };
    }
    return this.#reader.get(id);
  }
  async block(at) {
    const height = typeof at === "number" ? at : await this.#blocks.heightOf(at);
    if (height === void 0 || height > this.height || height < 0) return void 0;
    const record = await this.#blocks.block(height);
    const entries = await this.#reader.entriesOf(record);
    const { header, signature } = record;
    return encodeBlock({ header, signature, entries: entries.map(({ bytes }) => bytes) });
  }
  async prove(id, archives = []) {
    if (this.#waitingById.has(id)) await this.seal();
    const entry = await this.#sealedEntry(id, archives);
    const { body } = entry;
    const isAnswer = body.type === "result" || body.type === "receipt";
    const answered = isAnswer ? [await this.#sealedEntry(body.answers, archives)] : [];
    const intent = isAnswer ? body.statement.statement.intent : void 0;
    if (intent !== void 0) answered.push(await this.#intent(intent, archives));
    const head = this.#sealer.head?.record;
    const [size, note] = [head?.header.logSize ?? 0, head?.note ?? ""];
    const proven = await Promise.all(
      [entry, ...answered].map(async (one) => ({ entry: one, path: await this.#reader.inclusionPath(one.seq, size) }))
    );
    const proof = formatProofFile(this.#parts.identity.did, note, proven);
    const verdict = verifyProofFile(proof);
    if (!verdict.valid) throw new TalosError("E_LEDGER_INVALID", `no proof of entry ${entry.seq}: ${verdict.reason}`);
    return proof;
  }
  /** The `intent` entry of the statement with that hash. */
  async #intent(hash, archives) {
    const [seq] = await this.#reader.positions({ type: "intent", subject: hash }, this.height);
    if (seq === void 0) throw new TalosError("E_NOT_FOUND", "the intent that the result names is not on record");
    return this.#sealedEntry(await this.#reader.idAt(seq), archives);
  }
  async #sealedEntry(id, archives) {
    const entry = await this.get(id, archives);
    if (entry === void 0) throw new TalosError("E_NOT_FOUND", "there is no entry of that id");
    return entry;
  }
  verify(options = {}) {
    const { store, journal, identity, clock } = this.#parts;
    const written = { size: this.#size, height: this.height };
    return this.#long.run(() => {
      const nowMs = Math.max(clock.now(), this.#highestTimeMs);
      const { signal } = options;
      const ending = signal === void 0 ? this.#ending.signal : AbortSignal.any([signal, this.#ending.signal]);
      return auditLedger({ store, journal, author: identity.did, nowMs, written, ...options, signal: ending });
    });
  }
  reindex() {
    this.#assertWorking();
    const { store } = this.#parts;
    const headsOf = headsFrom(this.#reader);
    return this.#long.run(() => reindex({ store, first: this.#first, head: this.height, headsOf }, 0));
  }
  archive(before, save) {
    this.#assertWorking();
    const { journal, identity } = this.#parts;
    const { network } = this;
    const maker = new ArchiveMaker({ author: identity.did, network, blocks: this.#blocks, reader: this.#reader });
    return this.#long.run(async () => {
      const plan = await maker.plan(before, this.#first, this.height);
      await save(maker.pieces(plan));
      const { from, to, size, block, entries } = plan;
      const said = this.append({ type: "archive", from, to, size, block });
      await said.durable();
      await journal.dropBefore(plan.end);
      this.#first = to + 1;
      return { from, to, entries, entry: said.id };
    });
  }
  hold(task) {
    this.#assertWorking();
    return this.#long.run(task);
  }
  async [Symbol.asyncDispose]() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancelTimer?.();
    if (this.#failure === void 0) await this.#sealUpTo(this.#size);
    this.#ending.abort(new TalosError("E_CLOSED", "the ledger was closed meanwhile"));
    await this.#long.run(async () => void 0);
  }
};

// src/storage/epoch-keys.ts
var MAX_EPOCH = 4294967295;
var MAX_LIVE_EPOCHS = 2;
var MAX_EPOCH_KEYS_BYTES = 1024;
var PLACE_KEY = utf8("epoch-keys");
function storePlace(store) {
  return {
    read: () => store.get("meta", PLACE_KEY),
    replace: async (content) => {
      await store.apply([{ kind: "put", space: "meta", key: PLACE_KEY, value: content }]);
    }
  };
}
var EpochVault = class {
  #place;
  #key;
  /**
   * @param secret - `Identity.atRestSecret()`, 64 bytes.
   * @param salt - Of the store that the keys are for, 32 bytes: those of another store do not open.
   */
  constructor(place, secret, salt) {
    this.#place = place;
    this.#key = derive("epochKeys", secret, salt, KEY_BYTES);
  }
  /**
   * The keys; `undefined` where none were put yet.
   *
   * @throws {TalosError} `E_STORAGE_CORRUPT` for keys that are damaged, or of another identity or store; `E_VERSION`.
   */
  async load() {
    const sealed = await this.#place.read();
    return sealed && decodeEpochKeys(this.#open(sealed));
  }
  #open(sealed) {
    try {
      if (sealed.length >= NONCE_BYTES && sealed.length <= MAX_EPOCH_KEYS_BYTES)
        return open(this.#key, sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES), PLACE_KEY);
    } catch (error) {
      if (!isTalosError(error, "E_DECRYPT")) throw error;
    }
    throw new TalosError("E_STORAGE_CORRUPT", "the keys of the store are of another identity or store, or damaged", {
      hint: RESTORE_HINT
    });
  }
  /** Puts `keys` in the place of those before. Durable when this returns. */
  async save(keys) {
    const nonce = randomBytes(NONCE_BYTES);
    await this.#place.replace(concat(nonce, seal(this.#key, nonce, encodeEpochKeys(keys), PLACE_KEY)));
  }
};
function nextEpochKey(epoch) {
  if (epoch >= MAX_EPOCH) throw new TalosError("E_LIMIT", "no epoch is left");
  return { epoch: epoch + 1, key: randomBytes(KEY_BYTES) };
}
var VERSION = 1;
function encodeEpochKeys({ sinceMs, keys }) {
  return encodeCbor({ v: VERSION, since: sinceMs, keys: keys.map(({ epoch, key }) => [epoch, key]) });
}
function decodeEpochKeys(bytes) {
  const value = decodeCbor(bytes, { maxBytes: MAX_EPOCH_KEYS_BYTES });
  const fields = readObject(value, { required: ["v", "since", "keys"] }, "epoch keys");
  if (readInteger(fields.v, "epoch keys.v") !== VERSION)
    throw new TalosError("E_VERSION", "the keys of the store are of another version", {
      hint: "use the version of Talos that wrote them, or a newer one"
    });
  const keys = readArray(fields.keys, "epoch keys.keys", { min: 1, max: MAX_LIVE_EPOCHS }, (item, name) => {
    const [epoch, key] = readArray(item, name, { min: 2, max: 2 }, (part) => part);
    return {
      epoch: readInteger(epoch, `${name}.epoch`, { min: 1, max: MAX_EPOCH }),
      key: readBytes(key, `${name}.key`, KEY_BYTES)
    };
  });
  return { sinceMs: readInteger(fields.since, "epoch keys.since"), keys };
}

// src/storage/reseal.ts
var RESEAL_RECORDS = 32;
var RESEAL_BYTES = 1024 * 1024;
async function resealSpaces(store, spaces, reseal, { signal, pause } = {}) {
  let count = 0;
  for (const space of spaces) {
    for (let start = new Uint8Array(0); start !== void 0; ) {
      signal?.throwIfAborted();
      const { entries, next } = await someOf(store, space, start);
      const changed = entries.flatMap(([key, value]) => {
        const sealed = reseal(space, key, value);
        return sealed === void 0 ? [] : [{ key, value, sealed }];
      });
      await Promise.all(
        changed.map(
          ({ key, value, sealed }) => store.apply([
            { kind: "require", space, key, value },
            { kind: "put", space, key, value: sealed }
          ])
        )
      );
      count += changed.length;
      start = next;
      if (start !== void 0) await pause?.();
    }
  }
  return count;
}
async function someOf(store, space, start) {
  const entries = [];
  let bytes = 0;
  for await (const [key, value] of store.scan(space, { start, limit: RESEAL_RECORDS })) {
    entries.push([key, value]);
    bytes += value.length;
    if (entries.length === RESEAL_RECORDS || bytes >= RESEAL_BYTES)
      return { entries, next: concat(key, Uint8Array.of(0)) };
  }
  return { entries, next: void 0 };
}

// src/storage/sealed.ts
var SALT_BYTES = 32;
var SALT_KEY = utf8("at-rest-salt");
var MARKER_KEY = utf8("at-rest-epochs");
var MARKER = u8(1);
var EPOCH_SPACES = ["session", "prekey"];
var EPOCH_FORM = 225;
var EPOCH_HEAD_BYTES = 5;
var MIN_EPOCH_RECORD_BYTES = EPOCH_HEAD_BYTES + NONCE_BYTES + TAG_BYTES;
async function openRecordSealer(store, secret, options = {}) {
  assertBytes(secret, "secret", 64);
  const { place = storePlace(store), nowMs = 0 } = options;
  const salt = await saltOf(store);
  const vault = new EpochVault(place, secret, salt);
  const isMarked = await store.get("meta", MARKER_KEY) !== void 0;
  const held = await vault.load();
  if (held === void 0 && isMarked)
    throw new TalosError("E_STORAGE_CORRUPT", "the keys of the store are gone", { hint: RESTORE_HINT });
  const live = held ?? { sinceMs: nowMs, keys: [nextEpochKey(0)] };
  if (held === void 0) await vault.save(live);
  const sealer = new EpochSealer({ store, vault, salt, secret, live });
  if (!isMarked) {
    await sealer.adopt();
    await store.apply([{ kind: "put", space: "meta", key: MARKER_KEY, value: MARKER }]);
  }
  return sealer;
}
async function saltOf(store) {
  const fresh = randomBytes(SALT_BYTES);
  const made = await store.apply([
    { kind: "require", space: "meta", key: SALT_KEY, value: void 0 },
    { kind: "put", space: "meta", key: SALT_KEY, value: fresh }
  ]);
  const salt = made ? fresh : await store.get("meta", SALT_KEY);
  if (salt?.length !== SALT_BYTES) throw new TalosError("E_STORAGE_CORRUPT", "the salt of sealed records is damaged");
  return salt;
}
var EpochSealer = class {
  #store;
  #vault;
  #salt;
  #identity;
  #live;
  /** By epoch; the one that was erased last included, for records that were read before that and are opened after it. */
  #keys = /* @__PURE__ */ new Map();
  /** Called after each record that is sealed under the key of an epoch, those that {@link replace} seals anew excepted. */
  onSealed;
  constructor({ store, vault, salt, secret, live }) {
    this.#store = store;
    this.#vault = vault;
    this.#salt = salt;
    this.#identity = new SpaceKeys(new Uint8Array(secret), salt);
    this.#live = live;
    for (const { epoch, key } of live.keys) this.#keys.set(epoch, new SpaceKeys(key, salt));
  }
  /** When the epoch that seals began, milliseconds since 1970. */
  get sinceMs() {
    return this.#live.sinceMs;
  }
  /** Whether a replacement began, here or before a restart, and is not over. */
  get isReplacing() {
    return this.#live.keys.length > 1;
  }
  seal(space, key, record) {
    if (!hasEpochs(space)) return sealUnder(this.#identity.of(space), key, record);
    const sealed = this.#sealNow(space, key, record);
    this.onSealed?.();
    return sealed;
  }
  open(space, key, sealed) {
    if (!hasEpochs(space)) return openUnder(this.#identity.of(space), space, key, sealed);
    const epoch = epochOf(sealed);
    const keys = epoch === void 0 ? void 0 : this.#keys.get(epoch);
    if (keys === void 0)
      throw new TalosError("E_STORAGE_CORRUPT", `a sealed record of the space ${space} is under no key that is there`, {
        hint: RESTORE_HINT
      });
    return openUnder(keys.of(space), space, key, sealed.subarray(EPOCH_HEAD_BYTES));
  }
  /** Whether `value` is sealed under the key of an earlier epoch, so that it must not come into the store any more. */
  isRetired(space, value) {
    const epoch = hasEpochs(space) ? epochOf(value) : void 0;
    return epoch !== void 0 && epoch < this.#newest().epoch;
  }
  /**
   * Replaces the key: begins an epoch, seals every record of the one before anew, and erases its key. Goes on with a
   * replacement that was interrupted. One at a time. Records must reach the store through `currentStore`.
   *
   * @param nowMs - When the new epoch begins, milliseconds since 1970.
   * @param pace - Where it is ended between two batches, everything stays readable.
   * @throws {TalosError} `E_STORAGE…`; `E_STORAGE_CORRUPT` for a record that does not open. The old key stays then.
   */
  async replace(nowMs, pace = {}) {
    if (!this.isReplacing) await this.#begin(nowMs);
    await this.#store.apply([]);
    const reseal = (space, key, value) => this.isRetired(space, value) ? this.#sealNow(space, key, this.open(space, key, value)) : void 0;
    while (await resealSpaces(this.#store, EPOCH_SPACES, reseal, pace) > 0) ;
    await this.#eraseOld();
  }
  async #begin(nowMs) {
    const newest = this.#newest();
    const next = nextEpochKey(newest.epoch);
    const live = { sinceMs: nowMs, keys: [newest, next] };
    await this.#vault.save(live);
    for (const epoch of this.#keys.keys()) if (epoch < newest.epoch) this.#keys.delete(epoch);
    this.#keys.set(next.epoch, new SpaceKeys(next.key, this.#salt));
    this.#live = live;
  }
  async #eraseOld() {
    const live = { ...this.#live, keys: [this.#newest()] };
    await this.#vault.save(live);
    this.#live = live;
  }
  /** Seals anew what lies under the identity from before there were epochs. */
  async adopt() {
    const reseal = (space, key, value) => {
      if (value.length < NONCE_BYTES + TAG_BYTES || this.#opens(space, key, value)) return void 0;
      return this.#sealNow(space, key, openUnder(this.#identity.of(space), space, key, value));
    };
    await resealSpaces(this.#store, EPOCH_SPACES, reseal);
  }
  #opens(space, key, value) {
    try {
      this.open(space, key, value);
      return true;
    } catch (error) {
      if (isTalosError(error, "E_STORAGE_CORRUPT")) return false;
      throw error;
    }
  }
  #sealNow(space, key, record) {
    const { epoch } = this.#newest();
    const keys = this.#keys.get(epoch);
    if (keys === void 0) throw new TalosError("E_INTERNAL", "an epoch has no key");
    return concat(u8(EPOCH_FORM), u32(epoch), sealUnder(keys.of(space), key, record));
  }
  #newest() {
    const newest = this.#live.keys.at(-1);
    if (newest === void 0) throw new TalosError("E_INTERNAL", "no epoch is live");
    return newest;
  }
};
function hasEpochs(space) {
  return EPOCH_SPACES.some((each) => each === space);
}
function epochOf(value) {
  if (value.length < MIN_EPOCH_RECORD_BYTES || value[0] !== EPOCH_FORM) return void 0;
  return new DataView(value.buffer, value.byteOffset, value.byteLength).getUint32(1);
}
var SpaceKeys = class {
  #secret;
  #salt;
  #keys = /* @__PURE__ */ new Map();
  constructor(secret, salt) {
    this.#secret = secret;
    this.#salt = salt;
  }
  of(space) {
    const key = this.#keys.get(space) ?? derive("atRest", this.#secret, this.#salt, 32, utf8(space));
    this.#keys.set(space, key);
    return key;
  }
};
function sealUnder(spaceKey, key, record) {
  const nonce = randomBytes(NONCE_BYTES);
  return concat(nonce, seal(spaceKey, nonce, record, key));
}
function openUnder(spaceKey, space, key, sealed) {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  try {
    if (nonce.length === NONCE_BYTES) return open(spaceKey, nonce, sealed.subarray(NONCE_BYTES), key);
  } catch (error) {
    if (!isTalosError(error, "E_DECRYPT")) throw error;
  }
  throw new TalosError("E_STORAGE_CORRUPT", `a sealed record of the space ${space} does not open`);
}

// src/node/identity/epoch-file.ts
import { constants } from "node:fs";
import { open as open2 } from "node:fs/promises";
var SLOT_BYTES = 4096;
var SLOTS = [0, 1];
var CHECKSUM_BYTES = 8;
var VERSION2 = 1;
function openEpochFile(path, options = {}) {
  return new EpochFile(path, options.afterStep ?? (() => void 0));
}
var EpochFile = class {
  #path;
  #afterStep;
  constructor(path, afterStep) {
    this.#path = path;
    this.#afterStep = afterStep;
  }
  async read() {
    return this.#withFile(async (file) => {
      const slots = await this.#slots(file);
      const newest = newestOf(slots);
      if (!slots.every((slot) => slot !== void 0 && equalBytes(slot.content, newest.content)))
        await this.#write(file, slots, newest.content);
      return newest.content;
    });
  }
  async replace(content) {
    if (content.length > MAX_EPOCH_KEYS_BYTES)
      throw new RangeError(`content must be at most ${MAX_EPOCH_KEYS_BYTES} bytes, got ${content.length}`);
    const replaced = await this.#withFile(async (file) => {
      await this.#write(file, await this.#slots(file), content);
      return true;
    });
    if (replaced !== true) this.#make(content);
  }
  #make(content) {
    const whole = concat(...SLOTS.map((sequence) => encodeSlot({ sequence, content: new Uint8Array(content) })));
    try {
      writeFileDurably(this.#path, whole, { replace: false, afterStep: this.#afterStep });
    } catch (error) {
      throw storageError(error, "the keys of the store cannot be written");
    }
  }
  /** The slot of the lower sequence first: the other one stays whole until this one is. */
  async #write(file, slots, content) {
    let sequence = Math.max(...slots.map((slot) => slot?.sequence ?? 0));
    const order = (slots[0]?.sequence ?? -1) <= (slots[1]?.sequence ?? -1) ? SLOTS : SLOTS.toReversed();
    for (const index of order) {
      sequence++;
      const bytes = encodeSlot({ sequence, content: new Uint8Array(content) });
      for (let at = 0; at < bytes.length; )
        at += (await file.write(bytes, at, bytes.length - at, index * SLOT_BYTES + at)).bytesWritten;
      this.#afterStep(`write ${index}`);
      await file.datasync();
      this.#afterStep(`sync ${index}`);
    }
  }
  async #slots(file) {
    const bytes = new Uint8Array(SLOTS.length * SLOT_BYTES);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = (await file.read(bytes, length, bytes.length - length, length)).bytesRead;
    const slots = SLOTS.map((index) => decodeSlot(bytes.subarray(index * SLOT_BYTES, (index + 1) * SLOT_BYTES)));
    if (slots.every((slot) => slot === void 0))
      throw new TalosError("E_STORAGE_CORRUPT", "the keys of the store are damaged", { hint: RESTORE_HINT });
    return slots;
  }
  /** Runs `task` on the file; `undefined` where there is none. */
  async #withFile(task) {
    try {
      var _stack = [];
      try {
        const file = __using(_stack, await openOrNone(this.#path), true);
        if (file === void 0) return void 0;
        assertOwn(this.#path, await file.handle.stat());
        return await task(file.handle);
      } catch (_) {
        var _error = _, _hasError = true;
      } finally {
        var _promise = __callDispose(_stack, _error, _hasError);
        _promise && await _promise;
      }
    } catch (error) {
      throw storageError(error, "the keys of the store cannot be used");
    }
  }
};
async function openOrNone(path) {
  try {
    const handle = await open2(path, constants.O_RDWR | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    return { handle, [Symbol.asyncDispose]: () => handle.close() };
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return void 0;
    throw error;
  }
}
function assertOwn(path, found) {
  if (!found.isFile() || isForeign(found)) throw new TalosError("E_STORAGE_DENIED", `${path} is no file of this user`);
  if (isOpenToOthers(found))
    throw new TalosError("E_STORAGE_DENIED", `${path} may be read by other users`, { hint: `chmod 600 ${path}` });
}
function newestOf(slots) {
  const [first, second] = slots;
  const newest = first !== void 0 && (second === void 0 || first.sequence > second.sequence) ? first : second;
  if (newest === void 0) throw new TalosError("E_INTERNAL", "no slot is whole");
  return newest;
}
function encodeSlot({ sequence, content }) {
  const body = concat(u8(VERSION2), u64(sequence), blob16(content));
  const slot = new Uint8Array(SLOT_BYTES);
  slot.set(body);
  slot.set(sha256(body).subarray(0, CHECKSUM_BYTES), body.length);
  return slot;
}
function decodeSlot(bytes) {
  try {
    return decode(bytes, (reader) => {
      const version = reader.u8("version");
      const sequence = reader.u64("sequence");
      const content = reader.blob16(MAX_EPOCH_KEYS_BYTES, "content");
      const checksum = sha256(bytes.subarray(0, reader.position)).subarray(0, CHECKSUM_BYTES);
      const isWhole = equalBytes(checksum, reader.bytes(CHECKSUM_BYTES, "checksum"));
      const rest = reader.rest();
      if (!isWhole || rest.some((byte) => byte !== 0)) return void 0;
      if (version !== VERSION2)
        throw new TalosError("E_VERSION", "the keys of the store are of another version", {
          hint: "use the version of Talos that wrote them, or a newer one"
        });
      return { sequence, content };
    });
  } catch (error) {
    if (isTalosError(error, "E_MALFORMED")) return void 0;
    throw error;
  }
}

// src/node/ledger/miner.ts
import { Worker } from "node:worker_threads";
var MINER_IDLE_MS = 3e4;
function openMiner(options = {}) {
  return new ThreadMiner(options);
}
var ThreadMiner = class {
  #url;
  #idleMs;
  #waiting = /* @__PURE__ */ new Map();
  #worker;
  #idle;
  #lastId = 0;
  #isClosed = false;
  constructor({ workerUrl, idleMs }) {
    this.#url = workerUrl ?? new URL("./mine-worker.js", import.meta.url);
    this.#idleMs = idleMs ?? MINER_IDLE_MS;
  }
  get isRunning() {
    return this.#worker !== void 0;
  }
  mine = async (header) => {
    try {
      return await this.#search(header);
    } catch (error) {
      if (this.#isClosed) throw error;
      return await this.#search(header);
    }
  };
  #search(header) {
    if (this.#isClosed) return Promise.reject(new TalosError("E_CLOSED", "the miner is closed"));
    clearTimeout(this.#idle);
    const worker = this.#worker ??= this.#start();
    worker.ref();
    const job = { id: ++this.#lastId, header };
    return new Promise((resolve, reject) => {
      this.#waiting.set(job.id, { resolve, reject });
      worker.postMessage(job);
    });
  }
  #start() {
    const worker = new Worker(this.#url, {
      name: "talos-miner",
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 }
    });
    worker.on("message", (result) => this.#found(result));
    worker.on("error", (cause) => this.#lost(worker, cause));
    worker.on("exit", () => this.#lost(worker, void 0));
    return worker;
  }
  #found({ id, nonce }) {
    this.#waiting.get(id)?.resolve(nonce);
    this.#waiting.delete(id);
    if (this.#waiting.size > 0) return;
    this.#worker?.unref();
    this.#idle = setTimeout(() => void this.#end(), this.#idleMs);
    this.#idle.unref();
  }
  #lost(worker, cause) {
    if (this.#worker !== worker) return;
    this.#worker = void 0;
    const error = new TalosError("E_STORAGE", "the thread that mines ended", { cause });
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
  async #end() {
    const worker = this.#worker;
    if (worker === void 0 || this.#waiting.size > 0) return;
    this.#worker = void 0;
    await worker.terminate();
  }
  async [Symbol.asyncDispose]() {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    for (const { reject } of this.#waiting.values()) reject(new TalosError("E_CLOSED", "the miner is closed"));
    this.#waiting.clear();
    await this.#end();
  }
};

export {
  openLedger,
  openRecordSealer,
  openEpochFile,
  openMiner
};
