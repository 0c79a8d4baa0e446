import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  equalBytes,
  toHex
} from "./chunk-BYUQUT5F.js";

// src/storage/batch.ts
function keyName(space, key) {
  return `${space}/${toHex(key)}`;
}
function addBatch(changes, writes, read) {
  const held = (space, key) => {
    const pending = writes.get(keyName(space, key));
    return pending === void 0 ? read(space, key) : pending.value;
  };
  for (const change of changes) {
    if (change.kind !== "require") continue;
    const value = held(change.space, change.key);
    if (value === void 0 ? change.value !== void 0 : change.value === void 0) return false;
    if (value !== void 0 && change.value !== void 0 && !equalBytes(value, change.value)) return false;
  }
  for (const change of changes) {
    if (change.kind === "require") continue;
    const { space, key } = change;
    writes.set(keyName(space, key), { space, key, value: change.kind === "put" ? change.value : void 0 });
  }
  return true;
}

export {
  keyName,
  addBatch
};
