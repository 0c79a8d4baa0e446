import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  readInteger,
  readObject
} from "./chunk-LHINULLD.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/session/suite.ts
var SESSION_VERSION = 1;
var SUITE = 1;
var MAX_SKEW_MS = 6e5;
var MAX_PREKEY_ID = 4294967295;
function readVersioned(value, shape, name) {
  const loose = value;
  if (typeof loose === "object" && loose !== null) {
    const { v, suite } = loose;
    if (typeof v === "number" && v !== SESSION_VERSION) throw new TalosError("E_VERSION", `${name} of version ${v}`);
    if (typeof suite === "number" && suite !== SUITE) throw new TalosError("E_VERSION", `${name} of suite ${suite}`);
  }
  const fields = readObject(value, { ...shape, required: [...shape.required, "v", "suite"] }, name);
  readInteger(fields.v, `${name}.v`);
  readInteger(fields.suite, `${name}.suite`);
  return fields;
}

export {
  SESSION_VERSION,
  SUITE,
  MAX_SKEW_MS,
  MAX_PREKEY_ID,
  readVersioned
};
