import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  wholeNumber
} from "./chunk-6NZXQKWI.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/node/metrics-place.ts
var LOOPBACK = /^(?:127(?:\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|\[::1\])$/;
function metricsPlace(text, name) {
  const at = text.lastIndexOf(":");
  const address = at < 0 ? "127.0.0.1" : text.slice(0, at);
  const port = wholeNumber(text.slice(at + 1), name, 0, 65535);
  if (!LOOPBACK.test(address))
    throw new TalosError("E_USAGE", `${name} must be on the loopback interface, got "${text}"`, {
      hint: "PORT alone, 127.0.0.1:PORT or [::1]:PORT; forward it where somebody else is to read it"
    });
  return { host: address.replace(/^\[|\]$/g, ""), port };
}
function isLoopbackHost(host) {
  const name = (host ?? "").replace(/:\d{1,5}$/, "").toLowerCase();
  return name === "localhost" || LOOPBACK.test(name);
}

export {
  metricsPlace,
  isLoopbackHost
};
