import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/base/source-counter.ts
var MAX_COUNTED_SOURCES = 4096;
var SOURCES_A_NET = 4;
function netOfSource(source) {
  const [, net] = /^([0-9a-f]+:[0-9a-f]+:[0-9a-f]+):[0-9a-f]+::\/64$/.exec(source) ?? [];
  return net === void 0 ? void 0 : `${net}::/48`;
}
function mayHold(source, held, limit) {
  const net = netOfSource(source);
  let [own, ofNet] = [0, 0];
  for (const other of held) {
    if (other === source) own += 1;
    if (net !== void 0 && netOfSource(other) === net) ofNet += 1;
  }
  return own < limit && ofNet < limit * SOURCES_A_NET;
}
var SourceCounter = class {
  #sources;
  #nets;
  /**
   * @param limit - Most of one source in a window.
   * @param windowMs - Length of a window in milliseconds, from the first in it.
   */
  constructor(limit, windowMs, clock) {
    this.#sources = new Counts(limit, windowMs, clock);
    this.#nets = new Counts(limit * SOURCES_A_NET, windowMs, clock);
  }
  /**
   * Counts `count` more of `source`, unless that would be over a limit.
   *
   * @param count - 1 unless given.
   * @returns Whether it is within the limits.
   */
  take(source, count = 1) {
    const net = netOfSource(source);
    if (!this.#sources.fits(source, count) || net !== void 0 && !this.#nets.fits(net, count)) return false;
    this.#sources.add(source, count);
    if (net !== void 0) this.#nets.add(net, count);
    return true;
  }
  /** What was counted did not happen. */
  giveBack(source, count) {
    const net = netOfSource(source);
    this.#sources.add(source, -count);
    if (net !== void 0) this.#nets.add(net, -count);
  }
};
var Counts = class {
  #limit;
  #windowMs;
  #clock;
  #counts = /* @__PURE__ */ new Map();
  constructor(limit, windowMs, clock) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#clock = clock;
  }
  fits(name, count) {
    const now = this.#clock.now();
    const own = this.#counts.get(name);
    const held = own ?? (this.#counts.size < MAX_COUNTED_SOURCES ? void 0 : this.#least(now)[1]);
    return (held === void 0 || this.#isOver(held, now) ? 0 : held.count) + count <= this.#limit;
  }
  /** @param count - Below 0 where something is given back. */
  add(name, count) {
    const now = this.#clock.now();
    const own = this.#counts.get(name);
    if (own !== void 0 && !this.#isOver(own, now)) {
      own.count = Math.max(0, own.count + count);
      return;
    }
    if (count < 0) return;
    let before = { startMs: now, count: 0 };
    if (own === void 0 && this.#counts.size >= MAX_COUNTED_SOURCES) {
      const [least, held] = this.#least(now);
      this.#counts.delete(least);
      if (!this.#isOver(held, now)) before = held;
    }
    this.#counts.set(name, { startMs: before.startMs, count: before.count + count });
  }
  #isOver({ startMs }, now) {
    return Math.abs(now - startMs) >= this.#windowMs;
  }
  /** The one whose window is over, or that has the least. Only where there are any. */
  #least(now) {
    let least;
    for (const each of this.#counts) {
      if (this.#isOver(each[1], now)) return each;
      if (least === void 0 || each[1].count < least[1].count) least = each;
    }
    if (least === void 0) throw new TypeError("nothing is counted");
    return least;
  }
};

export {
  SOURCES_A_NET,
  netOfSource,
  mayHold,
  SourceCounter
};
