import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/base/clock.ts
var systemClock = { now: () => Date.now() };

export {
  systemClock
};
