import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  decode
} from "./chunk-54GDCRVT.js";
import {
  blob16,
  u8
} from "./chunk-LQJYXGFI.js";
import {
  concat,
  fromUtf8,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/ledger/network.ts
var MAX_NETWORK_CHARACTERS = 64;
var MAX_DIFFICULTY = 24;
var DEFAULT_NETWORK = { name: "talos", difficulty: 8 };
function isNetworkName(name) {
  return name.length <= MAX_NETWORK_CHARACTERS && /^[a-z][a-z0-9.-]*$/.test(name);
}
function totalWork(height, { difficulty }) {
  return BigInt(height + 1) << BigInt(difficulty);
}
function assertNetwork({ name, difficulty }) {
  if (!isNetworkName(name)) throw new RangeError(`"${name}" names no network`);
  if (!Number.isInteger(difficulty) || difficulty < 0 || difficulty > MAX_DIFFICULTY)
    throw new RangeError(`difficulty must be 0 to ${MAX_DIFFICULTY}, got ${difficulty}`);
}
function encodeNetwork({ name, difficulty }) {
  return concat(u8(difficulty), blob16(utf8(name)));
}
function decodeNetwork(bytes) {
  return decode(bytes, (reader) => {
    const difficulty = reader.u8("difficulty");
    const name = fromUtf8(reader.blob16(MAX_NETWORK_CHARACTERS, "network"));
    if (!isNetworkName(name) || difficulty > MAX_DIFFICULTY)
      throw new TalosError("E_MALFORMED", "the terms of the network have another form");
    return { name, difficulty };
  });
}

export {
  MAX_NETWORK_CHARACTERS,
  MAX_DIFFICULTY,
  DEFAULT_NETWORK,
  isNetworkName,
  totalWork,
  assertNetwork,
  encodeNetwork,
  decodeNetwork
};
