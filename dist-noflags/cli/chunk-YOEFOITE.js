import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  assertBytes
} from "./chunk-BYUQUT5F.js";

// src/storage/store.ts
var SPACES = [
  "meta",
  "grant",
  "invitation",
  "revocation",
  "session",
  "prekey",
  "message",
  "block",
  "node",
  "index",
  "salt",
  "peer",
  "mailbox",
  "registry",
  "record",
  "server",
  "chain",
  "light",
  "witness",
  "anchor",
  "usage",
  "approval",
  "pin",
  "dht",
  "succession",
  "transfer"
];
var MAX_KEY_BYTES = 511;
var MAX_VALUE_BYTES = 16 * 1024 * 1024;
var RESTORE_HINT = "restore the whole data directory from a backup, or move its folders store and ledger away together and start again: the identity stays, everything else begins anew";
function assertKey(key) {
  assertBytes(key, "key");
  if (key.length < 1 || key.length > MAX_KEY_BYTES)
    throw new RangeError(`key must be 1 to ${MAX_KEY_BYTES} bytes, got ${key.length}`);
}
function copyChanges(changes) {
  return changes.map((change) => {
    assertKey(change.key);
    const key = new Uint8Array(change.key);
    if (change.kind === "delete") return { kind: change.kind, space: change.space, key };
    if (change.value === void 0) return { kind: "require", space: change.space, key, value: void 0 };
    assertBytes(change.value, "value");
    if (change.value.length > MAX_VALUE_BYTES)
      throw new RangeError(`value must be at most ${MAX_VALUE_BYTES} bytes, got ${change.value.length}`);
    return { kind: change.kind, space: change.space, key, value: new Uint8Array(change.value) };
  });
}
function assertRange(range) {
  const { limit } = range;
  if (limit !== void 0 && (!Number.isSafeInteger(limit) || limit < 0))
    throw new RangeError(`limit must be a natural number, got ${limit}`);
}

export {
  SPACES,
  RESTORE_HINT,
  assertKey,
  copyChanges,
  assertRange
};
