import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/node/network/port-way.ts
import { readFile } from "node:fs/promises";
var MAPPING_LIFE_S = 7200;
var MAPPING_TIMEOUT_MS = 8e3;
async function defaultRouter() {
  const table = await readFile("/proc/net/route", "utf8").catch(() => "");
  for (const line of table.split("\n").slice(1)) {
    const [, destination, router = ""] = line.split("	");
    if (destination === "00000000" && /^[0-9A-F]{8}$/.test(router) && router !== "00000000") return ip4Of(router);
  }
  return void 0;
}
function ip4Of(digits) {
  const bytes = digits.match(/../g) ?? [];
  return bytes.reverse().map((byte) => Number.parseInt(byte, 16)).join(".");
}

export {
  MAPPING_LIFE_S,
  MAPPING_TIMEOUT_MS,
  defaultRouter
};
