import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  PAGE_BYTES
} from "./chunk-6LEQWTC5.js";
import {
  storageError
} from "./chunk-7H45WMXX.js";
import {
  syncFolder
} from "./chunk-XGLJQYNB.js";
import {
  sha256
} from "./chunk-IOG4ONSQ.js";
import {
  u32,
  u64
} from "./chunk-LQJYXGFI.js";
import {
  concat,
  equalBytes
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/node/store/file-journal.ts
import {
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  readSync,
  renameSync,
  rmSync,
  writeSync
} from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";

// src/node/store/journal-head.ts
var NO_LENGTH = 4294967295;
var FIELD_BYTES = 12;
var CHECK_BYTES = 8;
var JOURNAL_HEAD_BYTES = FIELD_BYTES + CHECK_BYTES;
function headBytes(start) {
  return start === 0 ? 0 : PAGE_BYTES + start % PAGE_BYTES;
}
function journalHead(start) {
  const fields = concat(u32(NO_LENGTH), u64(start));
  const head = new Uint8Array(headBytes(start)).fill(255);
  head.set(concat(fields, sha256(fields).slice(0, CHECK_BYTES)));
  return head;
}
function readJournalHead(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 4 || view.getUint32(0) !== NO_LENGTH) return 0;
  const fields = bytes.slice(0, FIELD_BYTES);
  const check = sha256(fields).slice(0, CHECK_BYTES);
  if (bytes.length < JOURNAL_HEAD_BYTES || !equalBytes(bytes.slice(FIELD_BYTES, JOURNAL_HEAD_BYTES), check))
    throw new TalosError("E_STORAGE_CORRUPT", "the head of the journal is damaged");
  return Number(view.getBigUint64(4));
}

// src/node/store/file-journal.ts
var PIECE_BYTES = 128 * 1024;
var OWNER_ONLY = 384;
var ROOM_BYTES = 256 * 1024;
var QUICK_SYNC_MS = 2;
var SLOW_SYNCS = 32;
var MAX_SLOW_PROBES = 6;
var ZEROS = new Uint8Array(ROOM_BYTES);
async function openFileJournal(path, wrap = (file) => file, afterStep = () => {
}) {
  const doing = "the journal cannot be opened";
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
  const handle = await open(path, flags, OWNER_ONLY).catch((error) => {
    throw storageError(error, doing);
  });
  try {
    const { size: fileSize, isFile } = describe(handle.fd);
    if (!isFile) throw new TalosError("E_STORAGE", `${doing}: not a regular file`);
    if (fileSize === 0) syncFolder(dirname(path));
    rmSync(replacementOf(path), { force: true });
    const head = new Uint8Array(Math.min(fileSize, JOURNAL_HEAD_BYTES));
    await readWhole(handle, head, 0);
    const start = readJournalHead(head);
    const end = await endOfRecords(handle, fileSize);
    if (end < headBytes(start)) throw new TalosError("E_STORAGE_CORRUPT", "the head of the journal is damaged");
    return new FileJournal(path, handle, { start, fileSize, end }, { wrap, afterStep });
  } catch (error) {
    await handle.close();
    throw storageError(error, doing);
  }
}
var replacementOf = (path) => `${path}.new`;
function describe(fd) {
  const stat = fstatSync(fd);
  return { size: stat.size, isFile: stat.isFile() };
}
async function endOfRecords(handle, size) {
  const bytes = new Uint8Array(PIECE_BYTES);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - PIECE_BYTES);
    const piece = bytes.subarray(0, end - start);
    await readWhole(handle, piece, start);
    const last = piece.findLastIndex((byte) => byte !== 0);
    if (last >= 0) return start + last + 1;
    end = start;
  }
  return 0;
}
async function readWhole(handle, bytes, offset) {
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, at, bytes.length - at, offset + at).catch((error) => {
      throw storageError(error, "the journal cannot be read");
    });
    if (bytesRead === 0) throw tooShort(offset, bytes.length);
    at += bytesRead;
  }
}
async function writeWhole(handle, bytes, offset) {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, offset + at);
    if (bytesWritten === 0) throw new TalosError("E_STORAGE_FULL", "the disk takes no bytes");
    at += bytesWritten;
  }
}
function fileOf(handle) {
  return {
    write: (bytes, at) => writeSync(handle.fd, bytes, 0, bytes.length, at),
    truncate: (size) => ftruncateSync(handle.fd, size),
    sync: () => handle.datasync(),
    syncNow: () => fdatasyncSync(handle.fd)
  };
}
function tooShort(offset, length) {
  return new TalosError("E_STORAGE_CORRUPT", "the journal is shorter than it was", { details: { offset, length } });
}
var FileJournal = class {
  #path;
  #hooks;
  #handle;
  #file;
  #start;
  /** What is added to an offset to have the byte of the file. */
  #shift;
  #size;
  /** Offset behind the file: records and room. */
  #fileSize;
  /** The disk had no room to make: the file grows with its records. */
  #isCramped = false;
  // What an earlier process wrote may not be on the medium yet.
  #durableSize = 0;
  /** Syncs that another thread makes before this one tries again. */
  #slowSyncs = 0;
  #failure;
  #isClosed = false;
  /** Probes in a row that were not quick. */
  #slowProbes = 0;
  /** Whether this journal has written anything. */
  #hasWritten = false;
  /** The sync that runs; one at a time. */
  #running;
  /** Reads that are under way. */
  #reading = /* @__PURE__ */ new Set();
  /** @param layout - Its start, and the bytes of the file up to the last record and in all. */
  constructor(path, handle, layout, hooks) {
    this.#path = path;
    this.#hooks = hooks;
    this.#handle = handle;
    this.#start = layout.start;
    this.#shift = headBytes(layout.start) - layout.start;
    this.#size = layout.end - this.#shift;
    this.#fileSize = layout.fileSize - this.#shift;
    this.#file = this.#wrapped(handle);
  }
  #wrapped(handle) {
    return this.#hooks.wrap(fileOf(handle));
  }
  get start() {
    return this.#start;
  }
  get size() {
    return this.#size;
  }
  get durableSize() {
    return this.#durableSize;
  }
  append(records) {
    this.#assertWorking();
    try {
      for (let at = 0; at < records.length; ) {
        const written = this.#file.write(records.subarray(at), this.#shift + this.#size + at);
        if (written === 0) throw new TalosError("E_STORAGE", "the journal takes no bytes");
        at += written;
      }
    } catch (error) {
      throw this.#failedWrite(error);
    }
    this.#hasWritten = true;
    this.#size += records.length;
    this.#fileSize = Math.max(this.#fileSize, this.#size);
    if (this.#fileSize === this.#size && !this.#isCramped) this.#makeRoom();
  }
  /** Without room the file grows with its records, and a disk that fails says so to them. */
  #makeRoom() {
    try {
      const written = this.#file.write(ZEROS, this.#shift + this.#size);
      this.#fileSize = this.#size + written;
      this.#isCramped = written < ROOM_BYTES;
    } catch {
      this.#isCramped = true;
    }
  }
  #failedWrite(cause) {
    try {
      this.#file.truncate(this.#shift + this.#size);
      this.#fileSize = this.#size;
    } catch {
    }
    return this.#fail(storageError(cause, "the journal cannot be written"));
  }
  #fail(failure) {
    this.#failure ??= failure;
    return this.#failure;
  }
  #assertWorking() {
    if (this.#failure !== void 0) throw this.#failure;
    if (this.#isClosed) throw new TalosError("E_CLOSED", "the journal is closed");
  }
  async sync() {
    this.#assertWorking();
    const end = this.#size;
    while (this.#durableSize < end) {
      this.#running ??= this.#sync().finally(() => {
        this.#running = void 0;
      });
      await this.#running;
    }
  }
  async #sync() {
    this.#assertWorking();
    const isQuick = this.#slowSyncs === 0;
    if (isQuick) await Promise.resolve();
    const covered = this.#size;
    try {
      if (isQuick) this.#syncNow();
      else {
        this.#slowSyncs--;
        await this.#file.sync();
      }
    } catch (error) {
      throw this.#fail(storageError(error, "the journal cannot be synced"));
    }
    if (this.#failure !== void 0) throw this.#failure;
    this.#durableSize = covered;
  }
  #syncNow() {
    const from = performance.now();
    this.#file.syncNow();
    const isSlow = performance.now() - from > QUICK_SYNC_MS;
    this.#slowProbes = isSlow ? Math.min(this.#slowProbes + 1, MAX_SLOW_PROBES) : 0;
    if (isSlow) this.#slowSyncs = SLOW_SYNCS * 2 ** (this.#slowProbes - 1);
  }
  async *read(offset) {
    const end = this.#size;
    for (let at = offset; at < end; ) {
      const piece = await this.readAt(at, Math.min(PIECE_BYTES, end - at));
      at += piece.length;
      yield piece;
    }
  }
  async readAt(offset, length) {
    if (this.#isClosed) throw new TalosError("E_CLOSED", "the journal is closed");
    if (offset < this.#start || offset + length > this.#size) throw tooShort(offset, length);
    const bytes = new Uint8Array(length);
    const reading = readWhole(this.#handle, bytes, this.#shift + offset);
    this.#reading.add(reading);
    try {
      await reading;
    } finally {
      this.#reading.delete(reading);
    }
    return bytes;
  }
  async mend(offset, bytes) {
    this.#assertWorking();
    try {
      for (let at = 0; at < bytes.length; ) {
        const written = this.#file.write(bytes.subarray(at), this.#shift + offset + at);
        if (written === 0) throw new TalosError("E_STORAGE", "the journal takes no bytes");
        at += written;
      }
      await this.#file.sync();
    } catch (error) {
      throw this.#fail(storageError(error, "the journal cannot be mended"));
    }
  }
  async cut(size) {
    this.#assertWorking();
    try {
      this.#file.truncate(this.#shift + size);
      this.#size = size;
      this.#fileSize = size;
      await this.#file.sync();
      this.#durableSize = size;
    } catch (error) {
      throw this.#fail(storageError(error, "the journal cannot be cut"));
    }
  }
  async dropBefore(offset) {
    this.#assertWorking();
    if (offset < this.#start || offset > this.#size) throw new RangeError(`the journal has no offset ${offset}`);
    if (offset === this.#start) return;
    const path = replacementOf(this.#path);
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
    let replacement;
    try {
      replacement = await open(path, flags, OWNER_ONLY);
      this.#hooks.afterStep("opened");
      const copied = await this.#copyMost(replacement, offset);
      this.#hooks.afterStep("copied");
      while (this.#running !== void 0) await this.#running;
      this.#assertWorking();
      this.#copyRest(replacement.fd, offset, copied);
      this.#hooks.afterStep("written");
      renameSync(path, this.#path);
    } catch (error) {
      await replacement?.close();
      rmSync(path, { force: true });
      throw storageError(error, "the journal cannot be replaced");
    }
    await this.#moveTo(replacement, offset);
  }
  /** Copies what starts at `offset` behind a new head, but for the last few bytes, durably. @returns Up to which offset. */
  async #copyMost(replacement, offset) {
    const head = journalHead(offset);
    await writeWhole(replacement, head, 0);
    let at = offset;
    while (this.#size - at > PIECE_BYTES) {
      const piece = await this.readAt(at, PIECE_BYTES);
      await writeWhole(replacement, piece, head.length + at - offset);
      at += piece.length;
    }
    await replacement.sync();
    return at;
  }
  #copyRest(fd, offset, from) {
    const rest = new Uint8Array(this.#size - from);
    for (let at = 0; at < rest.length; ) {
      const bytesRead = readSync(this.#handle.fd, rest, at, rest.length - at, this.#shift + from + at);
      if (bytesRead === 0) throw tooShort(from, rest.length);
      at += bytesRead;
    }
    for (let at = 0; at < rest.length; )
      at += writeSync(fd, rest, at, rest.length - at, headBytes(offset) + from - offset + at);
    fsyncSync(fd);
  }
  /** Goes on in `replacement`, which has the name of the journal. */
  async #moveTo(replacement, start) {
    const old = this.#handle;
    this.#handle = replacement;
    this.#file = this.#wrapped(replacement);
    this.#start = start;
    this.#shift = headBytes(start) - start;
    this.#fileSize = this.#size;
    try {
      this.#hooks.afterStep("renamed");
      syncFolder(dirname(this.#path));
      this.#durableSize = this.#size;
    } catch (error) {
      throw this.#fail(storageError(error, "the journal cannot be replaced"));
    } finally {
      await Promise.allSettled(this.#reading);
      await old.close();
    }
    this.#hooks.afterStep("dropped");
  }
  /** A journal at rest is its records and nothing else; who only read it leaves it as it was. */
  #giveRoomBack() {
    if (!this.#hasWritten || this.#failure !== void 0 || this.#fileSize === this.#size) return;
    try {
      this.#file.truncate(this.#shift + this.#size);
    } catch {
    }
  }
  async [Symbol.asyncDispose]() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#running?.catch(() => void 0);
    this.#giveRoomBack();
    await this.#handle.close();
  }
};

export {
  journalHead,
  ROOM_BYTES,
  QUICK_SYNC_MS,
  SLOW_SYNCS,
  openFileJournal
};
