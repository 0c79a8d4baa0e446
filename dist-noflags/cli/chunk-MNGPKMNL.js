import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/ledger/anchor/anchor.ts
var ANCHOR_KINDS = ["rfc3161", "cosignature"];
var MAX_TIME_STAMP_BYTES = 65536;
var TIME_STAMP_DEADLINE_MS = 3e4;
var MAX_ANCHOR_CERTIFICATES = 16;

export {
  ANCHOR_KINDS,
  MAX_TIME_STAMP_BYTES,
  TIME_STAMP_DEADLINE_MS,
  MAX_ANCHOR_CERTIFICATES
};
