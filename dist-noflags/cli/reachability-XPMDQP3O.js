import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  AUTONAT_PROTOCOL,
  MAX_AUTONAT_BYTES,
  decodeAutonatAnswer,
  encodeAutonatQuestion
} from "./chunk-DTAXWADY.js";
import {
  observePort
} from "./chunk-M4N3TZDS.js";
import {
  isRelayed
} from "./chunk-NGA5LHKD.js";
import {
  MessageStream
} from "./chunk-BKFND3DK.js";
import {
  scopeOf
} from "./chunk-E6JXRORW.js";
import "./chunk-SZV6OOWM.js";
import "./chunk-FVPOVNEN.js";
import "./chunk-GZGEN4EM.js";
import "./chunk-NYAGUFNB.js";
import "./chunk-4EQGJJ5J.js";
import "./chunk-FCM3RYCR.js";
import "./chunk-RG5XTQSW.js";
import "./chunk-O72JFXU2.js";
import "./chunk-7C7OUJFD.js";
import "./chunk-55JLT3E3.js";
import {
  startDeadline
} from "./chunk-UVSX52DL.js";
import {
  endpointOf,
  multiaddr,
  parsePlace
} from "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import "./chunk-CJOY4Z35.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-YHWXIR64.js";
import "./chunk-32PEM522.js";
import "./chunk-5TFZHIIP.js";
import "./chunk-BYUQUT5F.js";
import {
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/node/network/reachability.ts
var REACHABILITY_MS = 9e5;
var REACHABILITY_UNKNOWN_MS = 6e4;
var MAX_REACHABILITY_SERVERS = 3;
var REACHABILITY_TIMEOUT_MS = 12e3;
var Reachable = class {
  #parts;
  #ended = new AbortController();
  #state = "unknown";
  #mapped;
  #checking;
  #cancel = () => {
  };
  constructor(parts) {
    this.#parts = parts;
  }
  get state() {
    return this.#state;
  }
  /** Asks now, and again from time to time. @returns What is known then. */
  check() {
    this.#checking ??= this.#check().finally(() => {
      this.#checking = void 0;
    });
    return this.#checking;
  }
  [Symbol.dispose]() {
    this.#cancel();
    this.#ended.abort(new DOMException("the host was closed", "AbortError"));
  }
  async #check() {
    this.#cancel();
    let state = "unknown";
    for (const server of this.#parts.servers().slice(0, MAX_REACHABILITY_SERVERS)) {
      state = await this.#ask(server);
      if (state !== "unknown") break;
    }
    if (this.#ended.signal.aborted) return this.#state;
    const again = state === "unknown" ? REACHABILITY_UNKNOWN_MS : REACHABILITY_MS;
    this.#cancel = this.#parts.timer.after(again, () => void this.check());
    if (state === "unknown" || state === this.#state) return this.#state;
    this.#state = state;
    if (state === "private") this.#unmap();
    this.#parts.onChange(state);
    return state;
  }
  async #ask(server) {
    const limit = startDeadline(REACHABILITY_TIMEOUT_MS, this.#ended.signal);
    try {
      const seen = await this.#seenAt(server, limit.signal);
      if (scopeOf(seen) !== "public") return "unknown";
      const own = this.#listenersOf(seen.family);
      const mapped = this.#parts.mapped?.();
      const forwarded = mapped?.host === seen.host ? [mapped] : [];
      const candidates = [...own.filter(({ host }) => host === seen.host), ...forwarded, ...own].slice(0, 1);
      for (const place of candidates) {
        const status = await this.#question(server, { ...seen, port: place.port }, limit.signal);
        if (status === "ok") {
          this.#map(place, { ...seen, port: place.port });
          return "public";
        }
        if (status === "failed") return "private";
      }
      return "unknown";
    } catch {
      return "unknown";
    } finally {
      limit.clear();
    }
  }
  async #seenAt(server, signal) {
    var _stack = [];
    try {
      const port = __using(_stack, await observePort(server, signal), true);
      return port.address;
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
  /** Places that it listens on, of the network: not of this machine alone. */
  #listenersOf(family) {
    const listeners = this.#parts.node.components.transportManager.getAddrs();
    return listeners.flatMap((each) => {
      const place = readable(each.toString());
      const isOne = place?.family === family && place.transport === "tcp" && scopeOf(place) !== "loopback";
      return isOne ? [place] : [];
    });
  }
  async #question(server, place, signal) {
    const { libp2p } = this.#parts.node;
    const address = textOf(place);
    const stream = await (await this.#connected(server, signal)).newStream(AUTONAT_PROTOCOL, { signal });
    const messages = new MessageStream(stream, MAX_AUTONAT_BYTES);
    try {
      messages.write(encodeAutonatQuestion({ peerId: libp2p.peerId.toString(), addresses: [address] }));
      return decodeAutonatAnswer(await messages.read(signal));
    } finally {
      await messages.close(signal);
    }
  }
  /** The connection to a server that there is, or a new one, which is closed like any other that nobody uses. */
  async #connected(server, signal) {
    const { libp2p, dial } = this.#parts.node;
    const { peerId } = parsePlace(server);
    const open = libp2p.getConnections().find(
      ({ remotePeer, remoteAddr, status }) => status === "open" && remotePeer.toString() === peerId && !isRelayed(remoteAddr.toString())
    );
    if (open !== void 0) return open;
    const limit = startDeadline(REACHABILITY_TIMEOUT_MS, signal);
    return dial(server, limit.signal).finally(() => limit.clear());
  }
  /** Tells of the place where it was reached, where that is none that it listens on itself. */
  #map(own, seen) {
    this.#unmap();
    if (own.host === seen.host) return;
    const { addressManager } = this.#parts.node.components;
    addressManager.addPublicAddressMapping(own.host, own.port, seen.host, seen.port, "tcp");
    addressManager.confirmObservedAddr(multiaddr(textOf(seen)), { type: "ip-mapping", ttl: REACHABILITY_MS * 2 });
    this.#mapped = { own, seen };
  }
  #unmap() {
    if (this.#mapped === void 0) return;
    const { own, seen } = this.#mapped;
    const { addressManager } = this.#parts.node.components;
    addressManager.removePublicAddressMapping(own.host, own.port, seen.host, seen.port, "tcp");
    this.#mapped = void 0;
  }
};
function textOf({ family, host, port }) {
  return `/${family}/${host}/tcp/${port}`;
}
function readable(text) {
  try {
    return parsePlace(endpointOf(text));
  } catch (error) {
    if (isTalosError(error)) return void 0;
    throw error;
  }
}
export {
  MAX_REACHABILITY_SERVERS,
  REACHABILITY_MS,
  REACHABILITY_TIMEOUT_MS,
  REACHABILITY_UNKNOWN_MS,
  Reachable
};
