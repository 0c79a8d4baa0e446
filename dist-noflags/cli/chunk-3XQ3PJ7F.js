import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  addBatch
} from "./chunk-VU4BQLDS.js";
import {
  makeFolders
} from "./chunk-ZWVE4A5M.js";
import {
  commitFailure,
  isRoomError,
  storageError
} from "./chunk-7H45WMXX.js";
import {
  RESTORE_HINT,
  SPACES,
  assertKey,
  assertRange,
  copyChanges
} from "./chunk-YOEFOITE.js";
import {
  syncFolder,
  writeFileDurably
} from "./chunk-XGLJQYNB.js";
import {
  sha256Joined
} from "./chunk-IOG4ONSQ.js";
import {
  compareBytes,
  concat,
  equalBytes,
  fromUtf8,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/node/store/lmdb-store.ts
import { open as open2 } from "lmdb";

// src/node/store/lmdb-directory.ts
import { chmodSync, closeSync as closeSync2, existsSync, openSync as openSync2, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";

// src/node/store/lmdb-check.ts
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

// src/node/store/lmdb-record.ts
var CHECKSUM_BYTES = 8;
function checksum(space, key, value) {
  const head = Uint8Array.of(0, key.length >> 8, key.length & 255);
  return sha256Joined(utf8(space), head, key, value).slice(0, CHECKSUM_BYTES);
}
function frameRecord(space, key, value) {
  return concat(checksum(space, key, value), value);
}
function unframeRecord(space, key, framed) {
  const value = new Uint8Array(framed.subarray(CHECKSUM_BYTES));
  if (framed.length < CHECKSUM_BYTES || !equalBytes(checksum(space, key, value), framed.subarray(0, CHECKSUM_BYTES)))
    throw new TalosError("E_STORAGE_CORRUPT", `a record of the space ${space} is damaged`, {
      details: { space },
      hint: RESTORE_HINT
    });
  return value;
}

// src/node/store/lmdb-check.ts
var HEADER = 24;
var MAGIC = 3203383518;
var DATA_VERSION = 2;
var BRANCH = 1;
var LEAF = 2;
var OVERFLOW = 4;
var META = 8;
var BIG_DATA = 1;
var SUB_TREE = 2;
var INTEGER_KEY = 8;
var NO_PAGE = 0xffffffffffffffffn;
var TREE_BYTES = 48;
var MAX_DEPTH = 32;
var MAX_UNWRITTEN_PAGES = 16;
function checkLmdbFile(path, options) {
  const file = openSync(path, "r");
  try {
    const check = new Check(file, fstatSync(file).size);
    check.meta();
    if (options.isWhole) check.trees();
  } finally {
    closeSync(file);
  }
}
function corrupt(what) {
  return new TalosError("E_STORAGE_CORRUPT", `the store is damaged: ${what}`, { hint: RESTORE_HINT });
}
var Check = class {
  #file;
  #size;
  #pageSize = 0;
  #pages = 0;
  #transaction = 0n;
  #trees;
  #seen = new Uint8Array(0);
  constructor(file, size) {
    this.#file = file;
    this.#size = size;
  }
  #read(at, length) {
    if (at + length > this.#size) throw corrupt("the file is cut short");
    const bytes = Buffer.alloc(length);
    for (let done = 0; done < length; ) {
      const count = readSync(this.#file, bytes, done, length - done, at + done);
      if (count === 0) throw corrupt("the file is cut short");
      done += count;
    }
    return bytes;
  }
  /** Reads both meta pages and takes the later one, as LMDB does. */
  meta() {
    const first = this.#read(0, HEADER + 144);
    this.#pageSize = this.#pageSizeOf(first);
    const second = this.#read(this.#pageSize, HEADER + 144);
    if (this.#pageSizeOf(second) !== this.#pageSize) throw corrupt("its meta pages differ in the page size");
    const transactions = [first.readBigUInt64LE(152), second.readBigUInt64LE(152)];
    const isFresh = transactions[0] === 0n && transactions[1] === 0n;
    const isInTurn = transactions[0] % 2n === 0n && transactions[1] % 2n === 1n;
    const distance = transactions[0] - transactions[1];
    if (!isFresh && !(isInTurn && (distance === 1n || distance === -1n)))
      throw corrupt("its meta pages do not fit together");
    const meta = transactions[1] > transactions[0] ? second : first;
    this.#transaction = meta.readBigUInt64LE(152);
    this.#pages = lastPageOf(meta) + 1;
    for (const page of [first, second])
      if (lastPageOf(page) + 1 > this.#size / this.#pageSize + MAX_UNWRITTEN_PAGES)
        throw corrupt("the file is cut short");
    this.#trees = [readTree(meta, 48), readTree(meta, 96)];
    if (this.#trees[1].flags !== 0) throw corrupt("its main tree has unknown flags");
    for (const { root } of this.#trees)
      if (root !== void 0 && (root >= this.#pages || (root + 1) * this.#pageSize > this.#size))
        throw corrupt("the file is cut short");
  }
  #pageSizeOf(page) {
    if ((page.readUInt16LE(18) & META) === 0 || page.readUInt32LE(24) !== MAGIC) throw corrupt("it is no LMDB file");
    if ((page.readUInt32LE(28) & 65535) !== DATA_VERSION)
      throw new TalosError("E_VERSION", "the store was written by another version of LMDB");
    const pageSize = page.readUInt32LE(48);
    if (pageSize < 512 || pageSize > 65536 || (pageSize & pageSize - 1) !== 0)
      throw corrupt("its page size is wrong");
    if (page.readUInt16LE(52) !== INTEGER_KEY) throw corrupt("its flags are unknown");
    return pageSize;
  }
  /** Walks every tree: the free pages, the main tree, and the spaces that it names. */
  trees() {
    if (this.#trees === void 0) throw new TypeError("meta() comes first");
    const [free, main] = this.#trees;
    this.#seen = new Uint8Array(Math.ceil(this.#size / this.#pageSize) + 1);
    this.#walk(free, "number", (_key, _flags, data) => this.#freeList(data));
    this.#walk(main, "bytes", (key, flags, data) => {
      const space = key.at(-1) === 0 ? Buffer.from(key.subarray(0, -1)).toString("latin1") : "";
      if (flags !== SUB_TREE || data.length !== TREE_BYTES || !isSpace(space))
        throw corrupt("it names an unknown space");
      const tree = readTree(data, 0);
      if (tree.flags !== 0) throw corrupt(`the space ${space} has unknown flags`);
      this.#walk(tree, "bytes", (recordKey, recordFlags, framed) => {
        if (recordFlags !== 0) throw corrupt(`a record of the space ${space} has unknown flags`);
        unframeRecord(space, recordKey, framed);
      });
    });
  }
  #freeList(data) {
    if (data.length < 8 || data.length % 8 !== 0) throw corrupt("its list of free pages is damaged");
    const count = toNumber(data.readBigUInt64LE(0));
    if (count > data.length / 8 - 1) throw corrupt("its list of free pages is damaged");
    for (let i = 1; i <= count; i++) {
      const number = data.readBigInt64LE(8 * i);
      if (number > 0n && number >= BigInt(this.#pages)) throw corrupt("its list of free pages is damaged");
    }
  }
  #walk(tree, order, visit) {
    const count = { branch: 0, leaf: 0, overflow: 0, entries: 0 };
    let last;
    const visitInOrder = (key, flags, data) => {
      if (order === "number" ? key.length !== 8 : key.length === 0) throw corrupt("a key has a wrong length");
      if (last !== void 0 && compareKeys(last, key, order) >= 0) throw corrupt("its keys are out of order");
      last = new Uint8Array(key);
      visit(key, flags, data);
    };
    if (tree.root !== void 0) this.#page(tree.root, { depth: tree.depth, order, count, visit: visitInOrder });
    const isAsCounted = count.branch === tree.branchPages && count.leaf === tree.leafPages && count.overflow === tree.overflowPages && count.entries === tree.entries;
    if (!isAsCounted) throw corrupt("a tree does not have the pages that it says");
  }
  #take(number, pages) {
    if (number < 2 || number + pages > this.#pages) throw corrupt("a page lies outside the file");
    for (let page = number; page < number + pages; page++) {
      if (this.#seen[page] !== 0) throw corrupt("a page is used twice");
      this.#seen[page] = 1;
    }
  }
  /** Checks the head of a page: LMDB takes one of a later transaction for a page of its own memory. */
  #assertHead(page, number, kind) {
    const isIt = toNumber(page.readBigUInt64LE(0)) === number && page.readBigUInt64LE(8) <= this.#transaction && page.readUInt16LE(18) === kind;
    if (!isIt) throw corrupt("a page is another");
  }
  #page(number, walk) {
    const { depth, count } = walk;
    if (depth < 1 || depth > MAX_DEPTH) throw corrupt("a tree has a wrong depth");
    this.#take(number, 1);
    const page = this.#read(number * this.#pageSize, this.#pageSize);
    this.#assertHead(page, number, depth === 1 ? LEAF : BRANCH);
    const nodes = readNodes(page);
    if (depth === 1) {
      count.leaf++;
      for (const node of nodes) this.#leaf(node, walk);
      return;
    }
    count.branch++;
    for (const [i, { key, child }] of nodes.entries()) {
      const from = i === 0 ? walk.from : key;
      this.#page(child, { ...walk, depth: depth - 1, from, to: nodes[i + 1]?.key ?? walk.to });
    }
  }
  #leaf(node, { order, count, visit, from, to }) {
    count.entries++;
    const isReachable = (from === void 0 || compareKeys(node.key, from, order) >= 0) && (to === void 0 || compareKeys(node.key, to, order) < 0);
    if (!isReachable) throw corrupt("a key lies on a wrong page");
    const isBig = (node.flags & BIG_DATA) !== 0;
    visit(node.key, node.flags & ~BIG_DATA, isBig ? this.#overflow(node, count) : node.data);
  }
  /** The data of a node that lies on pages of its own. */
  #overflow(node, count) {
    if (node.data.length < 24) throw corrupt("a record points nowhere");
    const number = toNumber(node.data.readBigUInt64LE(0));
    const pages = Math.floor((HEADER - 1 + node.dataLength) / this.#pageSize) + 1;
    this.#take(number, pages);
    count.overflow += pages;
    const head = this.#read(number * this.#pageSize, HEADER);
    this.#assertHead(head, number, OVERFLOW);
    if (head.readUInt32LE(20) !== pages) throw corrupt("a page is another");
    return this.#read(number * this.#pageSize + HEADER, node.dataLength);
  }
};
function readNodes(page) {
  const lower = page.readUInt16LE(20);
  const upper = page.readUInt16LE(22);
  if (lower % 2 !== 0 || lower === 0 || lower > upper || HEADER + upper > page.length)
    throw corrupt("a page has wrong bounds");
  const isLeaf = page.readUInt16LE(18) === LEAF;
  return Array.from({ length: lower / 2 }, (_, i) => {
    const at = HEADER + page.readUInt16LE(HEADER + 2 * i);
    if (at < HEADER + upper || at % 2 !== 0 || at + 8 > page.length) throw corrupt("a page has wrong bounds");
    const flags = isLeaf ? page.readUInt16LE(at + 4) : 0;
    const keyEnd = at + 8 + page.readUInt16LE(at + 6);
    const dataLength = isLeaf ? page.readUInt32LE(at) : 0;
    const end = keyEnd + ((flags & BIG_DATA) === 0 ? dataLength : 24);
    if (end > page.length) throw corrupt("a record leaves its page");
    const child = isLeaf ? 0 : page.readUInt32LE(at) + page.readUInt16LE(at + 4) * 2 ** 32;
    return { key: page.subarray(at + 8, keyEnd), flags, data: page.subarray(keyEnd, end), dataLength, child };
  });
}
function readTree(bytes, at) {
  const root = bytes.readBigUInt64LE(at + 40);
  const tree = {
    flags: bytes.readUInt16LE(at + 4) & ~INTEGER_KEY,
    depth: bytes.readUInt16LE(at + 6),
    branchPages: toNumber(bytes.readBigUInt64LE(at + 8)),
    leafPages: toNumber(bytes.readBigUInt64LE(at + 16)),
    overflowPages: toNumber(bytes.readBigUInt64LE(at + 24)),
    entries: toNumber(bytes.readBigUInt64LE(at + 32)),
    root: root === NO_PAGE ? void 0 : toNumber(root)
  };
  if (tree.root === void 0 !== (tree.depth === 0)) throw corrupt("a tree has a wrong depth");
  return tree;
}
function lastPageOf(meta) {
  return toNumber(meta.readBigUInt64LE(144));
}
function compareKeys(a, b, order) {
  if (order === "bytes") return compareBytes(a, b);
  const difference = Buffer.from(a).readBigUInt64LE() - Buffer.from(b).readBigUInt64LE();
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
function toNumber(value) {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw corrupt("a number is out of bounds");
  return Number(value);
}
function isSpace(name) {
  return SPACES.includes(name);
}

// src/node/store/lmdb-directory.ts
var STORE_FORMAT = 3;
var MAX_BYTES_CHECKED_AT_START = 32 * 1024 * 1024;
var MARKER = "format";
var DATA_FILE = "data.mdb";
var SPARE_BYTES = 256 * 1024;
function prepareStoreDirectory(path) {
  try {
    makeFolders(path);
    const format = readFormat(path);
    const isMarked = format !== void 0;
    const file = join(path, DATA_FILE);
    const size = existsSync(file) ? statSync(file).size : 0;
    if (size === 0 && isMarked)
      throw new TalosError("E_STORAGE_CORRUPT", "the store was emptied: its file is gone or has no content", {
        hint: RESTORE_HINT
      });
    if (size === 0) {
      rmSync(file, { force: true });
      const noRoom = findNoRoom(path, 0);
      if (noRoom !== void 0) throw noRoom;
    } else checkLmdbFile(file, { isWhole: size <= MAX_BYTES_CHECKED_AT_START });
    if (isMarked && format < STORE_FORMAT) mark(path);
    return () => {
      chmodSync(file, 384);
      chmodSync(join(path, "lock.mdb"), 384);
      if (!isMarked) mark(path);
    };
  } catch (error) {
    throw storageError(error, "the store cannot be opened");
  }
}
function findNoRoom(path, bytes) {
  const probe = join(path, ".room");
  let file;
  try {
    let at = statSync(join(path, DATA_FILE), { throwIfNoEntry: false })?.size ?? 0;
    file = openSync2(probe, "w", 384);
    const chunk = new Uint8Array(64 * 1024);
    for (const end = at + bytes + SPARE_BYTES; at < end; ) at += writeSync(file, chunk, 0, chunk.length, at);
    return void 0;
  } catch (error) {
    const failure = storageError(error, "there is no room for the store");
    return failure.code === "E_STORAGE_FULL" ? failure : void 0;
  } finally {
    if (file !== void 0) closeSync2(file);
    rmSync(probe, { force: true });
  }
}
async function finishCopy(path) {
  const file = await open(join(path, DATA_FILE), "r+");
  try {
    await file.chmod(384);
    await file.sync();
  } finally {
    await file.close();
  }
  mark(path);
}
function readFormat(path) {
  const file = join(path, MARKER);
  if (!existsSync(file)) return void 0;
  const text = fromUtf8(readFileSync(file));
  const format = /^talos-store ([1-9][0-9]{0,8})\n$/.exec(text)?.[1];
  if (format === void 0)
    throw new TalosError("E_STORAGE_CORRUPT", "the marker of the store is damaged", { hint: RESTORE_HINT });
  if (Number(format) > STORE_FORMAT)
    throw new TalosError("E_VERSION", `the store has format ${format}, this version knows ${STORE_FORMAT}`, {
      hint: "use the version of Talos that wrote it, or a newer one"
    });
  return Number(format);
}
function mark(path) {
  syncFolder(path);
  writeFileDurably(join(path, MARKER), utf8(`talos-store ${STORE_FORMAT}
`), { replace: true });
}

// src/node/store/lmdb-room.ts
import { closeSync as closeSync3, fstatSync as fstatSync2, openSync as openSync3, readSync as readSync2, writeSync as writeSync2 } from "node:fs";
import { join as join2 } from "node:path";
var BASE_PAGES = 32;
var RESERVE_PAGES = 128;
var STEP_PAGES = 256;
var LmdbRoom = class {
  #file;
  /** @param path - Folder of the store, which LMDB has made. */
  constructor(path) {
    this.#file = openSync3(join2(path, "data.mdb"), "r+");
  }
  /**
   * Makes the file long enough for a commit.
   *
   * @throws {TalosError} `E_STORAGE_FULL` if there is no room; `E_STORAGE` as the system says. The file may be longer
   *   than before, and says the same.
   */
  reserve(commit) {
    const { pageSize, pages } = this.#used();
    const copied = Math.min(2 * commit.records, pages);
    const filled = Math.ceil(2 * commit.bytes / pageSize);
    const needed = pages + copied + filled + BASE_PAGES + (commit.isDeletion ? 0 : RESERVE_PAGES);
    const size = fstatSync2(this.#file).size;
    if (size >= needed * pageSize) return;
    try {
      this.#fill(size, Math.max(needed, pages + STEP_PAGES) * pageSize);
    } catch (error) {
      if (fstatSync2(this.#file).size < needed * pageSize) throw storageError(error, "there is no room for a commit");
    }
  }
  #fill(from, to) {
    const zeros = new Uint8Array(64 * 1024);
    for (let at = from; at < to; ) {
      const written = writeSync2(this.#file, zeros, 0, Math.min(zeros.length, to - at), at);
      if (written === 0) throw new TalosError("E_STORAGE_FULL", "the disk takes no more");
      at += written;
    }
  }
  /** The page size, and the number of pages up to the last one used, of the last commit. Layout: `lmdb-check.ts`. */
  #used() {
    const first = this.#meta(0);
    const pageSize = first.readUInt32LE(48);
    const second = this.#meta(pageSize);
    const meta = second.readBigUInt64LE(152) > first.readBigUInt64LE(152) ? second : first;
    return { pageSize, pages: Number(meta.readBigUInt64LE(144)) + 1 };
  }
  #meta(at) {
    const meta = Buffer.alloc(168);
    readSync2(this.#file, meta, 0, meta.length, at);
    return meta;
  }
  /** Lets the file go. */
  close() {
    closeSync3(this.#file);
  }
};

// src/node/store/lmdb-store.ts
var COMMIT_DEADLINE_MS = 1e4;
var MAX_GROUP = 256;
var DEFAULT_MAP_BYTES = 256 * 1024 * 1024;
async function openLmdbStore(options) {
  const { path, mapSizeBytes = DEFAULT_MAP_BYTES, commitDeadlineMs = COMMIT_DEADLINE_MS } = options;
  const finish = prepareStoreDirectory(path);
  try {
    const root = open2({
      path,
      mapSize: mapSizeBytes,
      maxDbs: SPACES.length,
      noSubdir: false,
      // A commit resolves when it is synced. With overlapping syncs it would resolve before.
      overlappingSync: false,
      // With it, a failed commit rejects promises that nobody holds, which ends the process.
      eventTurnBatching: false
    });
    const store = new LmdbStore(root, path, commitDeadlineMs);
    finish();
    return store;
  } catch (error) {
    throw storageError(error, "the store cannot be opened");
  }
}
var LmdbStore = class {
  #root;
  #spaces;
  #path;
  #room;
  #deadlineMs;
  #waiting = [];
  /** LMDB reads its file in another thread meanwhile. */
  #copying = /* @__PURE__ */ new Set();
  #closing;
  #draining;
  /** Why nothing is written any more: after a failed sync nobody knows what is on the disk. */
  #broken;
  constructor(root, path, deadlineMs) {
    this.#root = root;
    this.#path = path;
    this.#room = new LmdbRoom(path);
    this.#room.reserve({ records: 0, bytes: 0, isDeletion: true });
    this.#deadlineMs = deadlineMs;
    const openSpace = (name) => [name, root.openDB(name, { encoding: "binary", keyEncoding: "binary" })];
    this.#spaces = Object.fromEntries(SPACES.map(openSpace));
  }
  /** A store that writes no more can still be read: what it shows is the last commit, which is on the disk. */
  #assertOpen() {
    if (this.#closing !== void 0) throw new TalosError("E_CLOSED", "the store is closed");
  }
  async get(space, key) {
    assertKey(key);
    this.#assertOpen();
    return this.#read(space, key);
  }
  #read(space, key) {
    let framed;
    try {
      framed = this.#spaces[space].getBinary(Buffer.from(key));
    } catch (error) {
      throw storageError(error, "the store cannot be read");
    }
    return framed === void 0 ? void 0 : unframeRecord(space, key, framed);
  }
  async *scan(space, range = {}) {
    assertRange(range);
    this.#assertOpen();
    if (range.limit === 0 || isEmptyRange(range)) return;
    const entries = this.#spaces[space].getRange(lmdbRange(range));
    for (const { key, value } of entries) {
      const ownKey = new Uint8Array(key);
      yield [ownKey, unframeRecord(space, ownKey, value)];
      this.#assertOpen();
    }
  }
  async apply(changes) {
    const batch = copyChanges(changes);
    this.#assertOpen();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes: batch, resolve, reject });
      this.#draining ??= this.#drain();
    });
  }
  async copyTo(folder) {
    this.#assertOpen();
    const copying = this.#root.backup(folder, false);
    this.#copying.add(copying);
    try {
      await copying;
      await finishCopy(folder);
    } catch (error) {
      throw findNoRoom(folder, 0) ?? storageError(error, "the store cannot be copied");
    } finally {
      this.#copying.delete(copying);
    }
  }
  /** Commits what waits, group by group. Never rejects. */
  async #drain() {
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#commitGroup(this.#waiting.splice(0, MAX_GROUP));
    this.#draining = void 0;
  }
  async #commitGroup(group) {
    const writes = /* @__PURE__ */ new Map();
    const outcomes = [];
    for (const { changes, resolve, reject } of group) {
      try {
        if (this.#broken !== void 0) throw this.#broken;
        const applied = addBatch(changes, writes, (space, key) => this.#read(space, key));
        outcomes.push({ settle: () => resolve(applied), reject });
      } catch (error) {
        reject(error);
      }
    }
    try {
      if (writes.size > 0) await this.#commit(writes);
    } catch (error) {
      if (isRoomError(error) && group.length > 1) {
        for (const one of group) await this.#commitGroup([one]);
        return;
      }
      for (const { reject } of outcomes) reject(error);
      return;
    }
    for (const { settle } of outcomes) settle();
  }
  async #commit(writes) {
    const size = sizeOf(writes);
    this.#room.reserve(size);
    try {
      await within(this.#deadlineMs, this.#write(writes));
    } catch (error) {
      const failure = await within(this.#deadlineMs, commitFailure(error)).catch(
        () => storageError(error, "the commit failed")
      );
      const noRoom = isRoomError(failure) ? failure : findNoRoom(this.#path, size.bytes);
      if (noRoom === void 0) this.#broken = failure;
      throw noRoom ?? failure;
    }
  }
  async #write(writes) {
    await this.#root.batch(() => {
      for (const { space, key, value } of writes.values()) {
        const database = this.#spaces[space];
        const queued = value === void 0 ? database.remove(Buffer.from(key)) : database.put(Buffer.from(key), Buffer.from(frameRecord(space, key, value)));
        queued.catch(() => void 0);
      }
    });
  }
  async [Symbol.asyncDispose]() {
    this.#closing ??= this.#close();
    await this.#closing;
  }
  async #close() {
    await this.#draining;
    await Promise.allSettled(this.#copying);
    try {
      await within(this.#deadlineMs, this.#root.close());
      this.#room.close();
    } catch (error) {
      if (this.#broken === void 0) throw storageError(error, "the store cannot be closed");
    }
  }
};
function sizeOf(writes) {
  let bytes = 0;
  let isDeletion = true;
  for (const { key, value } of writes.values()) {
    if (value === void 0) continue;
    isDeletion = false;
    bytes += key.length + CHECKSUM_BYTES + value.length;
  }
  return { records: writes.size, bytes, isDeletion };
}
function isEmptyRange({ start, end }) {
  return start !== void 0 && end !== void 0 && Buffer.compare(start, end) >= 0;
}
function lmdbRange(range) {
  const start = range.start && range.start.length > 0 ? Buffer.from(range.start) : void 0;
  const end = range.end && Buffer.from(range.end);
  const bounds = range.reverse === true ? { start: end, end: start, reverse: true, exclusiveStart: true, inclusiveEnd: true } : { start, end };
  const given = Object.entries(bounds).filter(([, value]) => value !== void 0);
  return { ...Object.fromEntries(given), ...range.limit === void 0 ? {} : { limit: range.limit }, snapshot: true };
}
async function within(deadlineMs, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new TalosError("E_STORAGE", `the disk did not finish within ${deadlineMs} ms`, { details: { deadlineMs } })
      );
    }, deadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export {
  COMMIT_DEADLINE_MS,
  openLmdbStore
};
