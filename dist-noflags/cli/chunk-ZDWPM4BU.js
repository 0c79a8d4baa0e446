import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  optional
} from "./chunk-IELCMXJV.js";

// src/cli/network-flags.ts
function networkFlags(options) {
  const metrics = optional(options, "metrics");
  return {
    ...options["mdns"] === true ? { mdns: "on" } : {},
    ...options["natPmp"] === true ? { "nat-pmp": "on" } : {},
    ...options["upnp"] === true ? { upnp: "on" } : {},
    ...metrics === void 0 ? {} : { metrics }
  };
}

export {
  networkFlags
};
