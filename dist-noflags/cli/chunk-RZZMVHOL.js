import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  durationS
} from "./chunk-6NZXQKWI.js";

// src/cli/wait-option.ts
var FOR_EVER_MS = 2 ** 31 * 1e3;
function waitOf(options) {
  const wait = options["wait"];
  if (wait === void 0) return void 0;
  return typeof wait === "string" ? durationS(wait, "--wait") : 0;
}
function waitedUntil(waitS, nowMs) {
  if (waitS === void 0) return void 0;
  return nowMs + (waitS === 0 ? FOR_EVER_MS : waitS * 1e3);
}

export {
  waitOf,
  waitedUntil
};
