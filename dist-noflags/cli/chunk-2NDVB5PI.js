import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  BoundedMap
} from "./chunk-RREDWCKR.js";

// src/base/rate-counter.ts
var MAX_COUNTED = 1024;
var RateCounter = class {
  #limit;
  #windowMs;
  #clock;
  #counts = new BoundedMap(MAX_COUNTED);
  /**
   * @param limit - Most in a window.
   * @param windowMs - Length of a window in milliseconds, from the first in it.
   */
  constructor(limit, windowMs, clock) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#clock = clock;
  }
  /**
   * Counts `count` more of `name`, unless that would be over the limit.
   *
   * @param count - 1 unless given.
   * @returns Whether it is within the limit.
   */
  take(name, count = 1) {
    const now = this.#clock.now();
    let held = this.#counts.get(name);
    if (held === void 0 || Math.abs(now - held.startMs) >= this.#windowMs) {
      held = { startMs: now, count: 0 };
      this.#counts.set(name, held);
    }
    if (held.count + count > this.#limit) return false;
    held.count += count;
    return true;
  }
  /** Whether one more of `name` would be over the limit now. */
  isFull(name) {
    const held = this.#counts.get(name);
    return held !== void 0 && Math.abs(this.#clock.now() - held.startMs) < this.#windowMs && held.count >= this.#limit;
  }
  /** What was counted did not happen. */
  giveBack(name, count) {
    const held = this.#counts.get(name);
    if (held !== void 0) held.count = Math.max(0, held.count - count);
  }
};

export {
  RateCounter
};
