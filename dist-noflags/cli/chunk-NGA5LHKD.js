import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  sourceOf
} from "./chunk-WI7TIAN3.js";

// src/net/path.ts
var PRIVATE = /^(?:10\.|172\.(?:1[6-9]|2[0-9]|3[01])\.|192\.168\.|169\.254\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;
function pathOfAddress(remoteAddress) {
  if (isRelayed(remoteAddress)) return "relayed";
  return PRIVATE.test(sourceOf(remoteAddress)) ? "lan" : "direct";
}
function isRelayed(text) {
  return /\/p2p\/[^/]+\/p2p-circuit(?:\/|$)/.test(text);
}

export {
  pathOfAddress,
  isRelayed
};
