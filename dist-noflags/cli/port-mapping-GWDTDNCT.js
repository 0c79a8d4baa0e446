import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAPPING_LIFE_S,
  MAPPING_TIMEOUT_MS,
  defaultRouter
} from "./chunk-G3L7QD7Y.js";
import {
  scopeOf
} from "./chunk-E6JXRORW.js";
import {
  startDeadline
} from "./chunk-UVSX52DL.js";
import {
  formatAddress,
  isDialable,
  multiaddr,
  parseAddress
} from "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-YHWXIR64.js";
import "./chunk-BYUQUT5F.js";
import {
  isTalosError
} from "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/node/network/port-mapping.ts
var MAPPING_AGAIN_MS = 6e5;
var GIVE_BACK_MS = 1e3;
var PortMapping = class {
  #parts;
  #ended = new AbortController();
  #cancel = () => {
  };
  #mapped;
  #asking;
  #failure;
  constructor(parts) {
    this.#parts = parts;
  }
  /** The address outside that leads here, as the router says. */
  get outside() {
    return this.#mapped?.outside;
  }
  /** What the router said last; `undefined` before that. */
  get status() {
    const mapped = this.#mapped;
    if (mapped !== void 0) return { address: textOf(mapped.outside), way: mapped.way.name };
    return this.#failure === void 0 ? void 0 : { failure: this.#failure };
  }
  /** Asks for the port, or once more for it. Never rejects. */
  ask() {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = void 0;
    });
    return this.#asking;
  }
  async #ask() {
    this.#cancel();
    if (this.#isOver()) return;
    let againMs;
    try {
      const router = await (this.#parts.router ?? defaultRouter)();
      const own = listenerOf(this.#parts.node);
      if (own === void 0) this.#fail(["nothing listens at an address of a private network"]);
      else againMs = await this.#askAll(own, router);
    } catch (error) {
      if (!this.#isOver()) this.#fail([`the router cannot be asked: ${String(error)}`]);
    }
    if (this.#isOver()) return;
    this.#cancel = this.#parts.timer.after(againMs ?? MAPPING_AGAIN_MS, () => void this.ask());
  }
  #isOver() {
    return this.#ended.signal.aborted;
  }
  /** Asks by one way after the other. @returns Milliseconds after which to ask again; `undefined` where there is no port. */
  async #askAll(own, router) {
    const { ways } = this.#parts;
    const last = this.#mapped?.way;
    const failures = [];
    for (const way of ways.toSorted((a, b) => Number(b === last) - Number(a === last))) {
      const limit = startDeadline(MAPPING_TIMEOUT_MS / ways.length, this.#ended.signal);
      try {
        const outside = this.#mapped?.own.port === own.port ? this.#mapped.outside.port : own.port;
        const grant = await way.ask({ own, outside, router }, limit.signal);
        const place = this.#take(way, own, grant);
        if (place !== void 0) return Math.min(grant.lifeS, MAPPING_LIFE_S) * 500;
        await this.#giveBack(grant);
        failures.push(
          `${way.name}: the router has the address ${grant.host}, which is none of the internet: another NAT is before it`
        );
      } catch (error) {
        if (this.#isOver()) return void 0;
        failures.push(`${way.name}: ${reasonOf(error)}`);
      } finally {
        limit.clear();
      }
    }
    this.#fail(failures);
    return void 0;
  }
  #fail(failures) {
    this.#lose();
    this.#failure = failures.join("; ");
  }
  /** @returns The address outside; `undefined` where that is of no use. */
  #take(way, own, { host, port, giveBack }) {
    const text = formatAddress(host, port);
    const outside = parseAddress(text);
    if (scopeOf(outside) !== "public" || !isDialable(outside)) return void 0;
    const before = this.#mapped;
    if (before !== void 0 && textOf(before.outside) === text && before.own.host === own.host) {
      this.#mapped = { ...before, way, giveBack };
      return outside;
    }
    this.#lose();
    this.#mapped = { way, own, outside, giveBack };
    const { addressManager } = this.#parts.node.components;
    addressManager.addPublicAddressMapping(own.host, own.port, outside.host, outside.port, "tcp");
    addressManager.confirmObservedAddr(multiaddr(text), { type: "ip-mapping", ttl: Number.MAX_SAFE_INTEGER });
    this.#parts.onChange();
    return outside;
  }
  /** The mapping is gone: the address outside is told to nobody any more. */
  #lose() {
    const mapped = this.#mapped;
    if (mapped === void 0) return;
    this.#mapped = void 0;
    const { own, outside } = mapped;
    const { addressManager } = this.#parts.node.components;
    addressManager.removePublicAddressMapping(own.host, own.port, outside.host, outside.port, "tcp");
    this.#parts.onChange();
  }
  /** Ends, and gives the port back. */
  async [Symbol.asyncDispose]() {
    this.#ended.abort(new DOMException("the host was closed", "AbortError"));
    this.#cancel();
    await this.#asking;
    const mapped = this.#mapped;
    this.#mapped = void 0;
    if (mapped !== void 0) await this.#giveBack(mapped);
  }
  /** Gives a port back, as far as the router answers; otherwise that forgets it by itself. */
  async #giveBack({ giveBack }) {
    const limit = startDeadline(GIVE_BACK_MS);
    try {
      await giveBack(limit.signal);
    } catch (error) {
      if (!isTalosError(error)) throw error;
    } finally {
      limit.clear();
    }
  }
};
function listenerOf({ components }) {
  return components.transportManager.getAddrs().map((each) => parseAddress(each.toString())).find((place) => place.family === "ip4" && place.transport === "tcp" && scopeOf(place) === "private");
}
function textOf({ host, port }) {
  return formatAddress(host, port);
}
function reasonOf(error) {
  if (!isTalosError(error)) throw error;
  if (error.code === "E_REFUSED") return error.message;
  if (error.code === "E_UNREACHABLE" || error.code === "E_TIMEOUT") return "the router does not answer";
  return "the router answers what nobody understands";
}
export {
  MAPPING_AGAIN_MS,
  PortMapping
};
