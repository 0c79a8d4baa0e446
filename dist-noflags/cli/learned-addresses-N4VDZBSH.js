import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  isDialable,
  parseAddress
} from "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-YHWXIR64.js";
import "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/node/network/learned-addresses.ts
import { lookup } from "node:dns/promises";
var MAX_IPS_A_NAME = 4;
var NAME_TIMEOUT_MS = 5e3;
var bySystem = async (name, family) => {
  const found = await lookup(name, { all: true, family });
  return found.map(({ address }) => address);
};
async function learnedAddresses(addresses, mayDial, signal, lookUp = bySystem) {
  const allowed = addresses.filter(({ text }) => mayDial(text));
  const resolved = await Promise.all(allowed.map((address) => resolve(address, signal, lookUp)));
  return resolved.flat().filter((address) => isDialable(address) && mayDial(address.text));
}
async function resolve(address, signal, lookUp) {
  const { family, host, text } = address;
  if (!family.startsWith("dns")) return [address];
  const wanted = family === "dns4" ? 4 : family === "dns6" ? 6 : 0;
  const start = `/${family}/${host}/`;
  let ips;
  try {
    ips = await inTime(lookUp(host, wanted), signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error) return [];
    throw error;
  }
  return ips.slice(0, MAX_IPS_A_NAME).map(
    (ip) => parseAddress(`/${ip.includes(":") ? "ip6" : "ip4"}/${ip.replace(/%.*$/, "")}/${text.slice(start.length)}`)
  );
}
function inTime(promise, signal) {
  return new Promise((resolve2, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    };
    const abort = () => {
      end();
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      end();
      reject(new TalosError("E_TIMEOUT", "the name was not looked up in time"));
    }, NAME_TIMEOUT_MS);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve2, reject).finally(end);
  });
}
export {
  MAX_IPS_A_NAME,
  NAME_TIMEOUT_MS,
  learnedAddresses
};
