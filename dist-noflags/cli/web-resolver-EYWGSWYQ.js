import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  webLocation
} from "./chunk-LNPT7KDD.js";
import {
  deadline
} from "./chunk-HYFGQGGD.js";
import {
  MAX_DOCUMENT_BYTES,
  readDidDocument
} from "./chunk-RRIVIEN5.js";
import "./chunk-SDVHVV53.js";
import "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import {
  concat
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/node/web-resolver.ts
import { lookup as systemLookup } from "node:dns/promises";
import { request } from "node:https";
import { BlockList, isIPv4, isIPv6 } from "node:net";
var WEB_DOCUMENT_MS = 1e4;
var MAX_HOST_ADDRESSES = 16;
var MAX_HEADER_BYTES = 16 * 1024;
var TYPES = ["application/did+json", "application/did", "application/did+ld+json", "application/json"];
var WebResolver = class {
  method = "web";
  #options;
  constructor(options = {}) {
    this.#options = options;
  }
  /** See {@link DidResolver.resolve}. */
  async resolve(did, signal) {
    var _stack = [];
    try {
      const location = webLocation(did);
      const { isOffline = false, deadlineMs = WEB_DOCUMENT_MS } = this.#options;
      if (isOffline) throw new TalosError("E_UNREACHABLE", "the network is off", { hint: "leave out --offline" });
      const limit = __using(_stack, deadline(signal, deadlineMs));
      try {
        const addresses = await untilAborted(this.#addresses(location.host), limit.signal);
        return readDidDocument(await this.#fetch(location, addresses, limit.signal), did);
      } catch (cause) {
        if (cause instanceof TalosError) throw cause;
        limit.signal.throwIfAborted();
        throw new TalosError("E_UNREACHABLE", `no document of ${did} can be had from ${location.host}`, { cause });
      }
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  }
  /** @throws {TalosError} `E_UNREACHABLE` where one of them is not to be asked: which one answers is the host's choice. */
  async #addresses(host) {
    const { lookup = systemAddresses, isLan = false } = this.#options;
    const addresses = (await lookup(host)).slice(0, MAX_HOST_ADDRESSES);
    if (addresses.length === 0) throw new TalosError("E_UNREACHABLE", `${host} has no address`);
    if (!addresses.every((address) => isFetchable(address, isLan)))
      throw new TalosError("E_UNREACHABLE", `${host} has an address that is not on the internet`, {
        hint: "documents are taken from a private network only in LAN mode"
      });
    return addresses;
  }
  #fetch({ host, port, path }, addresses, signal) {
    const { ca } = this.#options;
    const lookup = (_name, { all }, done) => {
      const found = addresses.map((address) => ({ address, family: isIPv4(address) ? 4 : 6 }));
      const [first] = found;
      if (all === true || first === void 0) done(null, found);
      else done(null, first.address, first.family);
    };
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          host,
          port,
          path,
          lookup,
          signal,
          // Nothing of one look-up is another's.
          agent: false,
          maxHeaderSize: MAX_HEADER_BYTES,
          headers: { accept: TYPES.join(", "), "user-agent": "talos" },
          ...ca === void 0 ? {} : { ca }
        },
        (answer) => void readAnswer(answer).then(resolve, reject)
      );
      asked.on("error", reject);
      asked.end();
    });
  }
};
async function readAnswer(answer) {
  try {
    const { statusCode = 0, headers } = answer;
    if (statusCode === 404 || statusCode === 410)
      throw new TalosError("E_NOT_FOUND", `there is no document: the answer was ${statusCode}`);
    if (statusCode >= 300 && statusCode < 400)
      throw new TalosError("E_NOT_FOUND", "the document is somewhere else, and no redirection is followed");
    if (statusCode !== 200) throw new TalosError("E_UNREACHABLE", `the answer was ${statusCode}`);
    const type = (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
    if (type === void 0 || !TYPES.includes(type) || headers["content-encoding"] !== void 0)
      throw new TalosError("E_BAD_DOCUMENT", "the answer is not of a type that DID documents have");
    const parts = [];
    let length = 0;
    for await (const part of answer) {
      length += part.length;
      if (length > MAX_DOCUMENT_BYTES)
        throw new TalosError("E_LIMIT", `the DID document exceeds ${MAX_DOCUMENT_BYTES} bytes`);
      parts.push(part);
    }
    return concat(...parts);
  } finally {
    answer.destroy();
  }
}
async function systemAddresses(host) {
  return (await systemLookup(host, { all: true, verbatim: true })).map(({ address }) => address);
}
function untilAborted(work, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
var PRIVATE = blockList(
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["fc00::", 7],
  ["::1", 128]
);
var SPECIAL = blockList(
  ["0.0.0.0", 8],
  ["169.254.0.0", 16],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16]
);
var GLOBAL = blockList(["2000::", 3]);
function blockList(...networks) {
  const list = new BlockList();
  for (const [network, prefix] of networks) list.addSubnet(network, prefix, network.includes(":") ? "ipv6" : "ipv4");
  return list;
}
function isFetchable(address, isLan) {
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  if (family === "ipv6" && !isIPv6(address)) return false;
  if (PRIVATE.check(address, family)) return isLan;
  if (SPECIAL.check(address, family)) return false;
  return family === "ipv4" || GLOBAL.check(address, family);
}
export {
  WEB_DOCUMENT_MS,
  WebResolver,
  isFetchable
};
