import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/capability/verdict.ts
var ALLOWED = Object.freeze({ allowed: true });
function deny(code, reason) {
  return { allowed: false, code, reason };
}
function malformed(what, cause) {
  return new TalosError("MALFORMED", what, cause === void 0 ? {} : { cause });
}
function asMalformed(read) {
  try {
    return read();
  } catch (error) {
    if (isTalosError(error, "E_MALFORMED") || isTalosError(error, "E_LIMIT") || isTalosError(error, "E_BAD_DID"))
      throw malformed(error.message, error);
    throw error;
  }
}

export {
  ALLOWED,
  deny,
  malformed,
  asMalformed
};
