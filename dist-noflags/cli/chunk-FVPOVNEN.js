import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  SOURCES_A_NET,
  netOfSource
} from "./chunk-RG5XTQSW.js";
import {
  sourceOfHost
} from "./chunk-WI7TIAN3.js";

// src/node/network/connection-room.ts
var MAX_CONNECTIONS_A_SOURCE = 256;
var SELF = ["127.0.0.1", "0:0:0:0::/64"];
var ConnectionRoom = class {
  #held = /* @__PURE__ */ new Map();
  /** How many there are of a source, and of a net. */
  #counts = /* @__PURE__ */ new Map();
  /** Has room for `socket` until it closes, or {@link leave}s. @returns Whether there is any. */
  take(socket) {
    const source = sourceOfHost(socket.remoteAddress ?? "");
    if (SELF.includes(source)) return true;
    const net = netOfSource(source);
    if (this.#of(source) >= MAX_CONNECTIONS_A_SOURCE) return false;
    if (net !== void 0 && this.#of(net) >= MAX_CONNECTIONS_A_SOURCE * SOURCES_A_NET) return false;
    this.#held.set(socket, source);
    this.#add(source, 1);
    socket.once("close", () => this.leave(socket));
    return true;
  }
  /** `socket` needs no room any more. */
  leave(socket) {
    const source = this.#held.get(socket);
    if (source === void 0) return;
    this.#held.delete(socket);
    this.#add(source, -1);
  }
  /** The first of `sockets` that is of the source of `socket`, or else of its net. */
  firstLike(socket, sockets) {
    const source = sourceOfHost(socket.remoteAddress ?? "");
    const net = netOfSource(source);
    let beside;
    for (const each of sockets) {
      const other = this.#held.get(each);
      if (other === source) return each;
      if (net !== void 0 && other !== void 0 && netOfSource(other) === net) beside ??= each;
    }
    return beside;
  }
  #of(name) {
    return this.#counts.get(name) ?? 0;
  }
  #add(source, count) {
    const net = netOfSource(source);
    for (const name of net === void 0 ? [source] : [source, net]) {
      const now = this.#of(name) + count;
      if (now === 0) this.#counts.delete(name);
      else this.#counts.set(name, now);
    }
  }
};

export {
  MAX_CONNECTIONS_A_SOURCE,
  ConnectionRoom
};
