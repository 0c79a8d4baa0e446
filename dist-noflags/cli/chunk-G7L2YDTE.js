import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/node/network/relay-state.ts
var MAX_RELAYS_USED = 3;

export {
  MAX_RELAYS_USED
};
