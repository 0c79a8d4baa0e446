import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  mayHold,
  netOfSource
} from "./chunk-RG5XTQSW.js";
import {
  sourceOfHost
} from "./chunk-WI7TIAN3.js";

// src/node/server/http-room.ts
var HttpRoom = class {
  #limit;
  #ofSource;
  /** Connections and their sources, the oldest first. */
  #open = /* @__PURE__ */ new Map();
  /**
   * @param limit - Connections at a time.
   * @param ofSource - Of them of one source.
   */
  constructor(limit, ofSource) {
    this.#limit = limit;
    this.#ofSource = ofSource;
  }
  /** Makes room for `socket`, which leaves when it closes. */
  take(socket) {
    const source = sourceOfHost(socket.remoteAddress ?? "");
    if (!mayHold(source, this.#open.values(), this.#ofSource)) this.#end(this.#oldestOf(source));
    else if (this.#open.size >= this.#limit) this.#end(this.#open.keys().next().value);
    this.#open.set(socket, source);
    socket.once("close", () => this.#open.delete(socket));
  }
  /** The oldest of `source`, or of its net. */
  #oldestOf(source) {
    const [net, all] = [netOfSource(source), [...this.#open]];
    const own = all.find(([, from]) => from === source);
    return (own ?? all.find(([, from]) => net !== void 0 && netOfSource(from) === net))?.[0];
  }
  #end(socket) {
    if (socket === void 0) return;
    this.#open.delete(socket);
    socket.destroy();
  }
};

export {
  HttpRoom
};
