import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_LIST_ITEMS
} from "./chunk-X7CF5ETQ.js";
import {
  u32
} from "./chunk-LQJYXGFI.js";
import {
  didOfKey,
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import {
  concat,
  fromUtf8,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/agent/authority/revocation-record.ts
var HEAD_STEP = 32;
var HEAD = 104;
var ITEM = 105;
var BASE = 98;
var KEY_BYTES = 32;
var PLACE_BYTES = 1 + KEY_BYTES + 1 + 4;
function placeOf({ branch, n }) {
  return branch * MAX_LIST_ITEMS + n;
}
function placeAt(issuer, place) {
  const branch = Math.floor((place - 1) / MAX_LIST_ITEMS);
  return { issuer, branch, n: place - branch * MAX_LIST_ITEMS };
}
function keyOf(kind, { issuer, branch, n }) {
  return concat(Uint8Array.of(kind), keyOfDid(issuer), Uint8Array.of(branch), u32(n));
}
function putItem(place, text) {
  return { kind: "put", space: "revocation", key: keyOf(ITEM, place), value: utf8(text) };
}
function putHead(place, text) {
  return { kind: "put", space: "revocation", key: keyOf(HEAD, place), value: utf8(text) };
}
function dropHead(place) {
  return { kind: "delete", space: "revocation", key: keyOf(HEAD, place) };
}
function putBase({ issuer, branch, n }, of) {
  const key = concat(Uint8Array.of(BASE), keyOfDid(issuer), Uint8Array.of(branch));
  return { kind: "put", space: "revocation", key, value: concat(Uint8Array.of(of), u32(n)) };
}
function dropSingle(key) {
  return { kind: "delete", space: "revocation", key };
}
async function* revocationRecords(store) {
  for await (const [key, value] of store.scan("revocation")) yield recordOf(key, value);
}
function recordOf(key, value) {
  if (key.length === KEY_BYTES) return { kind: "single", key, text: fromUtf8(value) };
  const form = key.length === PLACE_BYTES ? key[0] : void 0;
  const isBase = key[0] === BASE && key.length === PLACE_BYTES - 4 && value.length === 5;
  if (form !== HEAD && form !== ITEM && !isBase)
    throw new TalosError("E_STORAGE_CORRUPT", "a record of the revocations has another form");
  const issuer = didOfKey(key.slice(1, 1 + KEY_BYTES));
  const branch = key[1 + KEY_BYTES] ?? 0;
  if (isBase) return { kind: "base", issuer, branch, n: numberAt(value, 1), of: value[0] ?? 0 };
  const n = numberAt(key, PLACE_BYTES - 4);
  return { kind: form === HEAD ? "head" : "item", issuer, branch, n, text: fromUtf8(value) };
}
function numberAt(bytes, at) {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
}
async function storedItems(store, place, to) {
  const texts = [];
  const start = keyOf(ITEM, { ...place, n: place.n + 1 });
  const end = keyOf(ITEM, { ...place, n: to + 1 });
  for await (const [, value] of store.scan("revocation", { start, end })) texts.push(fromUtf8(value));
  return texts;
}
async function storedHeads(store, place, to) {
  const heads = [];
  const start = keyOf(HEAD, { ...place, n: place.n + 1 });
  const end = keyOf(HEAD, { ...place, n: to + 1 });
  for await (const [key, value] of store.scan("revocation", { start, end }))
    heads.push({ seq: numberAt(key, PLACE_BYTES - 4), text: fromUtf8(value) });
  return heads;
}

export {
  HEAD_STEP,
  placeOf,
  placeAt,
  putItem,
  putHead,
  dropHead,
  putBase,
  dropSingle,
  revocationRecords,
  storedItems,
  storedHeads
};
