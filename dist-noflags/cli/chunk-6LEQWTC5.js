import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_ENTRY_BYTES
} from "./chunk-IP5NY5SG.js";
import {
  leafHash
} from "./chunk-5ZXZSGQE.js";
import {
  u32
} from "./chunk-LQJYXGFI.js";
import {
  concat,
  equalBytes
} from "./chunk-BYUQUT5F.js";

// src/ledger/journal/interrupted-write.ts
var RECORD_HEAD_BYTES = 12;
var PAGE_BYTES = 4096;
var MIN_LOST_BYTES = 8;
var JUDGED_BYTES = RECORD_HEAD_BYTES + MAX_ENTRY_BYTES + 2 * PAGE_BYTES;
var LENGTH_BYTES = 4;
function isInterruptedWrite(held, offset, isEnd) {
  if (isEnd && isStartOfRecord(held)) return true;
  if (isPartBehindLostHead(held, offset, isEnd)) return true;
  const left = PAGE_BYTES - offset % PAGE_BYTES;
  if (left >= MIN_LOST_BYTES && held.length >= left && isZero(held.subarray(0, left))) return true;
  const end = RECORD_HEAD_BYTES + (lengthOf(held) ?? 0);
  for (let page = left; page < end && page + PAGE_BYTES <= held.length; page += PAGE_BYTES)
    if (isZero(held.subarray(page, page + PAGE_BYTES))) return isStartOfRecord(held.subarray(0, page));
  return false;
}
function lostHead(held, offset) {
  const left = lostBytesAt(held, offset);
  const text = held.subarray(RECORD_HEAD_BYTES, RECORD_HEAD_BYTES + MAX_ENTRY_BYTES);
  const end = left === void 0 ? void 0 : endOfObject(text);
  if (left === void 0 || typeof end !== "number") return void 0;
  const head = concat(u32(end), leafHash(text.subarray(0, end)).subarray(0, RECORD_HEAD_BYTES - LENGTH_BYTES));
  return equalBytes(head.subarray(left), held.subarray(left, RECORD_HEAD_BYTES)) ? head : void 0;
}
function lostBytesAt(held, offset) {
  const left = PAGE_BYTES - offset % PAGE_BYTES;
  const isFew = left > 2 && left < MIN_LOST_BYTES && held.length >= left;
  return isFew && isZero(held.subarray(0, left)) ? left : void 0;
}
function isPartBehindLostHead(held, offset, isEnd) {
  const left = lostBytesAt(held, offset);
  if (left === void 0) return false;
  for (let page = left; page + PAGE_BYTES <= held.length; page += PAGE_BYTES)
    if (isZero(held.subarray(page, page + PAGE_BYTES))) return isPartOfEntry(held.subarray(0, page));
  return isEnd && isPartOfEntry(held);
}
function isPartOfEntry(bytes) {
  const text = bytes.subarray(RECORD_HEAD_BYTES, bytes.findLastIndex((byte) => byte !== 0) + 1);
  return text.length === 0 || text.length < MAX_ENTRY_BYTES && isOpenObject(text);
}
function lengthOf(record) {
  const filled = new Uint8Array(LENGTH_BYTES);
  filled.set(record.subarray(0, LENGTH_BYTES));
  const length = new DataView(filled.buffer).getUint32(0);
  return length <= MAX_ENTRY_BYTES ? length : void 0;
}
function isStartOfRecord(bytes) {
  const kept = bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1);
  const length = lengthOf(kept);
  if (length === void 0 || kept.length > LENGTH_BYTES && length === 0) return false;
  if (kept.length <= RECORD_HEAD_BYTES) return true;
  return kept.length < RECORD_HEAD_BYTES + length && isOpenObject(kept.subarray(RECORD_HEAD_BYTES));
}
var [QUOTE, BACKSLASH, SPACE] = [34, 92, 32];
var [OPENING, CLOSING] = [/* @__PURE__ */ new Set([91, 123]), /* @__PURE__ */ new Set([93, 125])];
function isOpenObject(text) {
  return endOfObject(text) === "open";
}
function endOfObject(text) {
  if (text[0] !== 123) return "none";
  let depth = 0;
  let isString = false;
  let isEscaped = false;
  for (const [at, byte] of text.entries()) {
    if (byte < SPACE) return "none";
    if (isString) {
      if (byte === QUOTE && !isEscaped) isString = false;
      isEscaped = byte === BACKSLASH && !isEscaped;
    } else if (byte === QUOTE) isString = true;
    else if (OPENING.has(byte)) depth++;
    else if (CLOSING.has(byte) && --depth === 0) return at + 1;
  }
  return "open";
}
function isZero(bytes) {
  return bytes.every((byte) => byte === 0);
}

export {
  RECORD_HEAD_BYTES,
  PAGE_BYTES,
  JUDGED_BYTES,
  isInterruptedWrite,
  lostHead,
  isZero
};
