import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/net/link.ts
var LOW_WATER_BYTES = 256 * 1024;
var MAX_BUFFERED_BYTES = 64 * 1024 * 1024;
var CLOSE_TIMEOUT_MS = 2e3;
var KEEPALIVE_IDLE_MS = 15e3;
var KEEPALIVE_TIMEOUT_MS = 3e4;

// src/net/keep-alive.ts
var PROBES = 3;
var PROBE_TIMEOUT_MS = 3e3;
var SLEPT_TIMEOUT_MS = 1e3;
var QUICK_PROBES = 2;
var HELD_UP_MS = 500;
var KeepAlive = class {
  #timer;
  #actions;
  #heardAt;
  #asked = 0;
  /** Since it was asked at once nothing was heard. */
  #isProbing = false;
  #cancel;
  constructor(timer, actions) {
    this.#timer = timer;
    this.#actions = actions;
    this.#heardAt = timer.now();
    this.#cancel = timer.after(KEEPALIVE_IDLE_MS, () => this.#tick());
  }
  /** Bytes came. Cheap: nothing is rescheduled. */
  heard() {
    this.#heardAt = this.#timer.now();
    this.#asked = 0;
    this.#isProbing = false;
  }
  /**
   * Asks at once whether the peer is there, and gives it {@link PROBE_TIMEOUT_MS}: the network may be another one.
   *
   * @param sleptMs - So long this side did nothing; after long the peer gets {@link SLEPT_TIMEOUT_MS}.
   */
  probe(sleptMs = 0) {
    if (this.#isProbing || !this.#actions.reading()) return;
    this.#isProbing = true;
    this.#cancel();
    const isLong = sleptMs >= KEEPALIVE_IDLE_MS + KEEPALIVE_TIMEOUT_MS;
    this.#quick(QUICK_PROBES, (isLong ? SLEPT_TIMEOUT_MS : PROBE_TIMEOUT_MS) / QUICK_PROBES);
  }
  #quick(left, stepMs) {
    const from = this.#timer.now();
    this.#actions.ask();
    this.#cancel = this.#timer.after(stepMs, () => {
      const isLate = this.#timer.now() - from >= stepMs + HELD_UP_MS;
      if (!this.#isProbing || !this.#actions.reading()) {
        this.#isProbing = false;
        this.#tick();
      } else if (isLate || left > 1) this.#quick(isLate ? left : left - 1, stepMs);
      else this.#actions.silent();
    });
  }
  /** Ends the watch. */
  stop() {
    this.#cancel();
  }
  #tick() {
    this.#wait(this.#step());
  }
  #wait(ms) {
    if (ms !== void 0) this.#cancel = this.#timer.after(ms, () => this.#tick());
  }
  /** Milliseconds until the next look, or `undefined` where the watch is over. */
  #step() {
    if (!this.#actions.reading()) {
      this.heard();
      this.#actions.reassure();
      return KEEPALIVE_IDLE_MS;
    }
    const idleMs = this.#timer.now() - this.#heardAt;
    if (idleMs < KEEPALIVE_IDLE_MS) return KEEPALIVE_IDLE_MS - idleMs;
    if (this.#asked === PROBES) {
      this.#actions.silent();
      return void 0;
    }
    this.#asked += 1;
    this.#actions.ask();
    return KEEPALIVE_TIMEOUT_MS / PROBES;
  }
};

export {
  LOW_WATER_BYTES,
  MAX_BUFFERED_BYTES,
  CLOSE_TIMEOUT_MS,
  KEEPALIVE_IDLE_MS,
  KEEPALIVE_TIMEOUT_MS,
  PROBE_TIMEOUT_MS,
  KeepAlive
};
