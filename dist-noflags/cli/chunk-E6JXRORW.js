import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  isDialable,
  parseAddress
} from "./chunk-WI7TIAN3.js";
import {
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/net/address-policy.ts
var PRIVATE_NAMES = /(?:^|\.)(?:local|lan|home|internal|intranet|localdomain|corp|private|alt|home\.arpa)$/;
function scopeOf({ family, host }) {
  if (family === "ip4") return scopeOfIp4(host);
  if (family === "ip6") return scopeOfIp6(host);
  const name = host.toLowerCase().replace(/\.$/, "");
  if (name === "localhost" || name.endsWith(".localhost")) return "loopback";
  return name.includes(".") && !PRIVATE_NAMES.test(name) ? "public" : "private";
}
function scopeOfIp4(host) {
  const [first = 0, second = 0] = host.split(".").map(Number);
  if (first === 127) return "loopback";
  const isPrivate = first === 10 || first === 172 && second >= 16 && second < 32 || first === 192 && second === 168 || first === 100 && second >= 64 && second < 128 || first === 169 && second === 254;
  return isPrivate ? "private" : "public";
}
function scopeOfIp6(host) {
  if (host === "::1") return "loopback";
  const first = Number.parseInt(host.split(":")[0] || "0", 16);
  const isPrivate = (first & 65024) === 64512 || (first & 65408) === 65152;
  return isPrivate ? "private" : "public";
}
function isLanMode(mode, configured, asksLan = false) {
  if (mode !== "auto") return mode === "on";
  if (configured.length === 0) return asksLan;
  return configured.every((text) => {
    const address = readable(text);
    return address !== void 0 && scopeOf(address) !== "public";
  });
}
function addressPolicy(isLan) {
  const reaches = (text) => {
    const address = readable(text);
    return address !== void 0 && isDialable(address) && (isLan() || scopeOf(address) === "public");
  };
  return {
    get isLan() {
      return isLan();
    },
    mayDial: reaches,
    mayPublish: reaches
  };
}
function publishable(addresses, policy) {
  const farthest = (text) => {
    const address = readable(text);
    return address === void 0 ? 3 : ["public", "private", "loopback"].indexOf(scopeOf(address));
  };
  return addresses.filter((address) => policy.mayPublish(address)).toSorted((a, b) => farthest(a) - farthest(b));
}
function readable(text) {
  try {
    return parseAddress(text);
  } catch (error) {
    if (isTalosError(error)) return void 0;
    throw error;
  }
}

export {
  scopeOf,
  isLanMode,
  addressPolicy,
  publishable
};
