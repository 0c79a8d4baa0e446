import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  usage
} from "./chunk-6NZXQKWI.js";
import {
  parsePeerId
} from "./chunk-KHFQ3AZA.js";
import {
  didOfKey,
  isDid
} from "./chunk-ONC5ALCL.js";
import {
  fromHex
} from "./chunk-BYUQUT5F.js";

// src/cli/values.ts
function timeMs(text, option) {
  const isIso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text);
  const hasZone = /(Z|[+-]\d{2}:\d{2})$/.test(text.slice(10));
  const ms = /^\d{1,15}$/.test(text) ? Number(text) : isIso ? Date.parse(text.length === 10 || hasZone ? text : `${text}Z`) : Number.NaN;
  if (!Number.isFinite(ms))
    throw usage(`${option} is no time: "${text}"`, "write 2026-01-31T12:00:00Z, or milliseconds since 1970");
  return ms;
}
function fullIdentity(text) {
  if (isDid(text)) return text;
  try {
    if (/^[0-9a-f]{64}$/i.test(text)) return didOfKey(fromHex(text.toLowerCase()));
    return text.startsWith("12D3KooW") ? didOfKey(parsePeerId(text)) : void 0;
  } catch {
    return void 0;
  }
}
function quoted(text) {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

export {
  timeMs,
  fullIdentity,
  quoted
};
