import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/base/version.ts
var VERSION = "0.1.0";

export {
  VERSION
};
