import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/cli/io.ts
var Stopped = class extends Error {
  name = "Stopped";
  by;
  /** @param by - The signal that the process got. */
  constructor(by) {
    super(`stopped by ${by}`);
    this.by = by;
  }
};
var PipeClosed = class extends Error {
  name = "PipeClosed";
};

export {
  Stopped,
  PipeClosed
};
