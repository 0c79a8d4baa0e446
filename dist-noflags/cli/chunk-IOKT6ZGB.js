import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  BoundedMap
} from "./chunk-RREDWCKR.js";

// src/ledger/validation/validation-levels.ts
var VALIDATION_LEVELS = ["minimal", "standard", "strict", "paranoid"];
function isAtLeast(level, other) {
  return VALIDATION_LEVELS.indexOf(level) >= VALIDATION_LEVELS.indexOf(other);
}
var MAX_RECENT_IDS = 65536;
function recentIds(capacity = MAX_RECENT_IDS) {
  const ids = new BoundedMap(capacity);
  return {
    has: (id) => ids.has(id),
    add: (more) => {
      for (const id of more) ids.set(id, true);
    }
  };
}

export {
  VALIDATION_LEVELS,
  isAtLeast,
  recentIds
};
