import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/agent/api/ping-api.ts
var MAX_PINGS = 100;

export {
  MAX_PINGS
};
