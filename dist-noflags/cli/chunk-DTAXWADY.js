import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  bytesField,
  numberField,
  readProtobuf
} from "./chunk-BKFND3DK.js";
import {
  multiaddr
} from "./chunk-WI7TIAN3.js";
import {
  fromBase58btc,
  toBase58btc
} from "./chunk-YHWXIR64.js";
import {
  concat
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/net/autonat-message.ts
var AUTONAT_PROTOCOL = "/libp2p/autonat/1.0.0";
var MAX_AUTONAT_BYTES = 2048;
var MAX_AUTONAT_ADDRESSES = 8;
var DIAL = 0;
var DIAL_RESPONSE = 1;
var STATUSES = { ok: 0, failed: 100, refused: 101, malformed: 200, internal: 300 };
function encodeAutonatQuestion({ peerId, addresses }) {
  const peer = concat(
    bytesField(1, fromBase58btc(peerId)),
    ...addresses.map((address) => bytesField(2, multiaddr(address).bytes))
  );
  return concat(numberField(1, DIAL), bytesField(2, bytesField(1, peer)));
}
function decodeAutonatQuestion(bytes) {
  const fields = fieldsOf(bytes);
  if ((numberOf(fields, 1) ?? DIAL) !== DIAL) throw new TalosError("E_MALFORMED", "a message of another kind");
  const peer = readProtobuf(bytesOf(readProtobuf(bytesOf(fields, 2)), 1));
  const addresses = peer.flatMap(({ number, value }) => number === 2 && typeof value !== "number" ? [value] : []);
  return {
    peerId: toBase58btc(bytesOf(peer, 1)),
    addresses: addresses.slice(0, MAX_AUTONAT_ADDRESSES).flatMap(textOf)
  };
}
function encodeAutonatAnswer(status) {
  return concat(numberField(1, DIAL_RESPONSE), bytesField(3, numberField(1, STATUSES[status])));
}
function decodeAutonatAnswer(bytes) {
  const fields = fieldsOf(bytes);
  if (numberOf(fields, 1) !== DIAL_RESPONSE) throw new TalosError("E_MALFORMED", "a message of another kind");
  const status = numberOf(readProtobuf(bytesOf(fields, 3)), 1) ?? STATUSES.ok;
  const found = Object.keys(STATUSES).find((name) => STATUSES[name] === status);
  if (found === void 0) throw new TalosError("E_MALFORMED", "an answer that there is not");
  return found;
}
function fieldsOf(bytes) {
  if (bytes.length > MAX_AUTONAT_BYTES)
    throw new TalosError("E_LIMIT", `message of ${bytes.length} bytes, limit ${MAX_AUTONAT_BYTES}`);
  return readProtobuf(bytes);
}
function numberOf(fields, number) {
  const value = fields.findLast((field) => field.number === number)?.value;
  if (typeof value === "object") throw new TalosError("E_MALFORMED", "bytes in place of a number");
  return value;
}
function bytesOf(fields, number) {
  const value = fields.findLast((field) => field.number === number)?.value;
  if (typeof value !== "object") throw new TalosError("E_MALFORMED", "a part is missing");
  return value;
}
function textOf(bytes) {
  try {
    return [multiaddr(bytes).toString()];
  } catch {
    return [];
  }
}

export {
  AUTONAT_PROTOCOL,
  MAX_AUTONAT_BYTES,
  encodeAutonatQuestion,
  decodeAutonatQuestion,
  encodeAutonatAnswer,
  decodeAutonatAnswer
};
