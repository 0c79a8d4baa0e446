import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/net/relay-limits.ts
var MAX_RESERVATIONS = 1e3;
var MAX_RESERVATIONS_PER_SOURCE = 32;
var MAX_RELAYED_PER_RESERVATION = 24;
var MAX_RELAYED = 1e3;
var MAX_RELAYED_BYTES = 16 * 1024 ** 3;
var MAX_RELAYED_MS = 24 * 36e5;
var RESERVATION_MS = 36e5;

export {
  MAX_RESERVATIONS,
  MAX_RESERVATIONS_PER_SOURCE,
  MAX_RELAYED_PER_RESERVATION,
  MAX_RELAYED,
  MAX_RELAYED_BYTES,
  MAX_RELAYED_MS,
  RESERVATION_MS
};
