import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  ENVELOPE_TYPES,
  MAX_CONTENT_BYTES,
  MESSAGE_ID_BYTES,
  TEXT_SALT_BYTES,
  timeOfMessageId
} from "./chunk-Q36X44RV.js";
import {
  MAX_SKEW_MS
} from "./chunk-MLWQ53TO.js";
import {
  decodeCbor,
  encodeCbor
} from "./chunk-DCRUBV73.js";
import {
  u64
} from "./chunk-LQJYXGFI.js";
import {
  parseDid
} from "./chunk-ONC5ALCL.js";
import {
  readBoolean,
  readBytes,
  readChoice,
  readInteger,
  readObject,
  readString
} from "./chunk-LHINULLD.js";
import {
  concat,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/session/repair.ts
var REPAIR_PAUSE_MS = 6e4;
var MAX_REPAIRS_A_DAY = 24;
var MAX_REPAIRED_AGE_MS = 61 * 864e5;
var DAY_MS = 864e5;
var REPAIR_CAUSES = ["copied", "unopened", "gone", "told"];
var OWN_SESSIONS = ["plain", "repair", "crossed"];
var NO_REPAIRS = { count: 0, lastAtMs: 0, begunAtMs: [], own: "plain" };
function repairCauseOf(error, isKnownSession) {
  if (isTalosError(error, "E_REPLAY")) return isKnownSession ? "copied" : "gone";
  if (isTalosError(error, "E_NO_SESSION") || isTalosError(error, "E_PREKEY_GONE")) return "gone";
  if (isTalosError(error, "E_DECRYPT") || isTalosError(error, "E_SKIP_LIMIT")) return "unopened";
  return void 0;
}
function isRepairable({ type, timestampMs }, way, nowMs) {
  if (type === ENVELOPE_TYPES.acknowledgement && way === "mailbox") return false;
  return nowMs - timestampMs <= MAX_REPAIRED_AGE_MS && timestampMs - nowMs <= MAX_SKEW_MS;
}
function mayRepair({ begunAtMs }, nowMs) {
  const last = begunAtMs.at(-1);
  if (last !== void 0 && Math.abs(nowMs - last) < REPAIR_PAUSE_MS) return false;
  return begunAtMs.filter((atMs) => Math.abs(nowMs - atMs) < DAY_MS).length < MAX_REPAIRS_A_DAY;
}
function withBegun(history, nowMs) {
  return { ...history, begunAtMs: [...history.begunAtMs, nowMs].slice(-MAX_REPAIRS_A_DAY) };
}
function withRepaired(history, nowMs) {
  return { ...history, count: history.count + 1, lastAtMs: nowMs };
}

// src/agent/message/message-records.ts
var PARTS = { inbox: 1, outbox: 2, seen: 3, history: 4, repair: 5, due: 6 };
var MAX_RECORD_BYTES = MAX_CONTENT_BYTES + 16 * 1024;
var MAX_REASON_CHARACTERS = 200;
var ORDERED_KEY_BYTES = 1 + 8 + MESSAGE_ID_BYTES;
function prefixOf(part, peer) {
  return peer === void 0 ? Uint8Array.of(part) : concat(Uint8Array.of(part), utf8(peer));
}
function keyOf(part, peer, id) {
  return concat(prefixOf(part, peer), id);
}
function orderedKey(part, order, id) {
  return concat(Uint8Array.of(part), u64(order), id);
}
function endOf(prefix) {
  return concat(prefix, new Uint8Array(MESSAGE_ID_BYTES + 1).fill(255));
}
function orderOf(key) {
  if (key.length !== ORDERED_KEY_BYTES) throw new TalosError("E_STORAGE_CORRUPT", "the key of a message is none");
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  return Number(view.getBigUint64(1));
}
function idOf(key) {
  return key.slice(-MESSAGE_ID_BYTES);
}
function peerOfKey(key) {
  return parseDid(new TextDecoder().decode(key.subarray(1, -MESSAGE_ID_BYTES)));
}
var MessageRecords = class {
  #sealer;
  /** @param sealer - Of the store that the records are in. */
  constructor(sealer) {
    this.#sealer = sealer;
  }
  #put(key, record) {
    return { kind: "put", space: "message", key, value: this.#sealer.seal("message", key, encodeCbor(record)) };
  }
  #open(key, sealed) {
    return decodeCbor(this.#sealer.open("message", key, sealed), { maxBytes: MAX_RECORD_BYTES });
  }
  /** Puts a message into the inbox. */
  putReceived(key, { from, receivedAtMs, content }) {
    return this.#put(key, { from, at: receivedAtMs, text: content });
  }
  /** A message of the inbox. */
  readReceived(key, sealed) {
    const fields = readObject(this.#open(key, sealed), { required: ["from", "at", "text"] }, "inbox");
    return {
      id: idOf(key),
      from: parseDid(readString(fields.from, "inbox.from")),
      receivedAtMs: readInteger(fields.at, "inbox.at"),
      content: readBytes(fields.text, "inbox.text")
    };
  }
  /** Puts a message into the outbox. */
  putWaiting(key, { storedAtMs, salt, text, wasSent, leftAtMs }) {
    return this.#put(key, { at: storedAtMs, salt, text, sent: wasSent, left: leftAtMs });
  }
  /** A message of the outbox. */
  readWaiting(key, sealed) {
    const fields = readObject(this.#open(key, sealed), { required: ["at", "salt", "text", "sent", "left"] }, "outbox");
    return {
      storedAtMs: readInteger(fields.at, "outbox.at"),
      salt: readBytes(fields.salt, "outbox.salt", TEXT_SALT_BYTES),
      text: readBytes(fields.text, "outbox.text"),
      wasSent: readBoolean(fields.sent, "outbox.sent"),
      leftAtMs: readInteger(fields.left, "outbox.left")
    };
  }
  /** Puts a message into the history. */
  putPast(order, { id, peer, direction, atMs, content, failure, isFile, repair }) {
    const record = {
      peer,
      own: direction === "sent",
      at: atMs,
      text: content,
      failure,
      file: isFile,
      ...repair === void 0 ? {} : { repair }
    };
    return this.#put(orderedKey(PARTS.history, order, id), record);
  }
  /** A message of the history. */
  readPast(key, sealed) {
    const required = ["peer", "own", "at", "text", "failure", "file"];
    const fields = readObject(this.#open(key, sealed), { required, optional: ["repair"] }, "history");
    return {
      id: idOf(key),
      peer: parseDid(readString(fields.peer, "history.peer")),
      direction: readBoolean(fields.own, "history.own") ? "sent" : "received",
      atMs: readInteger(fields.at, "history.at"),
      content: readBytes(fields.text, "history.text"),
      failure: readString(fields.failure, "history.failure", { max: MAX_REASON_CHARACTERS }),
      isFile: readBoolean(fields.file, "history.file"),
      ...fields.repair === void 0 ? {} : { repair: readChoice(fields.repair, REPAIR_CAUSES, "history.repair") }
    };
  }
  /** A session that was made anew. */
  repairPast(order, repair) {
    return this.putPast(order, { ...repair, content: new Uint8Array(0), failure: "", isFile: false });
  }
  /** A message of the inbox that was taken. */
  receivedPast(key, sealed) {
    const { id, from, receivedAtMs, content } = this.readReceived(key, sealed);
    const past = { id, peer: from, direction: "received", atMs: receivedAtMs, content, failure: "" };
    return this.putPast(orderOf(key), { ...past, isFile: false });
  }
  /** A message of the outbox that was acknowledged or, for the reason `failure`, given up. */
  sentPast(peer, id, { storedAtMs, text }, failure = "") {
    const content = new Uint8Array(text);
    const past = { id, peer, direction: "sent", atMs: storedAtMs, content, failure };
    return this.putPast(timeOfMessageId(id), { ...past, isFile: false });
  }
};

export {
  REPAIR_PAUSE_MS,
  MAX_REPAIRS_A_DAY,
  OWN_SESSIONS,
  NO_REPAIRS,
  repairCauseOf,
  isRepairable,
  mayRepair,
  withBegun,
  withRepaired,
  PARTS,
  prefixOf,
  keyOf,
  orderedKey,
  endOf,
  orderOf,
  idOf,
  peerOfKey,
  MessageRecords
};
