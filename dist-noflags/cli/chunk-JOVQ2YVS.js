import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  matchesName
} from "./chunk-HR5KRO4O.js";
import {
  uriFault
} from "./chunk-62Z2Z3VB.js";
import {
  isPlainUri,
  matchesGlob,
  parseGlob
} from "./chunk-HMUT3PKD.js";
import {
  MAX_ACL_PATTERN
} from "./chunk-BT5TVXVA.js";

// src/acl/pattern.ts
var EVERYTHING = "*";
function patternFault(kind, pattern, isAllowing) {
  if (pattern === "" || pattern.length > MAX_ACL_PATTERN) return `a pattern has 1 to ${MAX_ACL_PATTERN} characters`;
  if (kind === "prompt") return /^[^\p{Cc}]+$/u.test(pattern) ? void 0 : "a pattern holds a control character";
  if (!/^[!-~]+$/.test(pattern) && kind === "tool")
    return "names of tools are printable ASCII characters without spaces";
  if (kind === "tool" || pattern === EVERYTHING) return void 0;
  try {
    parseGlob(pattern);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const fault = isAllowing ? spellingFault(pattern.replaceAll(/[*?]/g, "x")) : void 0;
  return fault === void 0 ? void 0 : `no uri that is let through fits this pattern: ${fault}`;
}
function allows(kind, pattern, name) {
  if (pattern === EVERYTHING) return true;
  return kind === "resource" ? matchesGlob(pattern, name) : matchesName(pattern, name);
}
function denies(kind, pattern, name) {
  if (pattern === EVERYTHING) return true;
  if (kind !== "resource") return matchesName(pattern, name);
  const wide = foldUri(pattern);
  const folded = foldUri(name);
  return matchesWide(wide, folded) || matchesGlob(wide, folded);
}
function spellingFault(uri) {
  const fault = uriFault(uri);
  if (fault !== void 0) return fault;
  if (!isPlainUri(uri)) return "uri holds an escape that readers differ about";
  const scheme = /^[^:/?#]*:/.exec(uri)?.[0] ?? "";
  if (scheme !== scheme.toLowerCase()) return "the scheme of the uri is not in lower case";
  if (scheme === "file:" && !/^file:\/\/\/(?!\/)/.test(uri)) return "the uri of a file is written file:///\u2026";
  const path = /^[^?#]*/.exec(uri.slice(scheme.length))?.[0] ?? "";
  return path.replace(/^\/\/\/?/, "").includes("//") ? "uri holds an empty segment" : void 0;
}
function foldUri(text) {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, decoded).normalize("NFKC").toLowerCase();
}
function decoded(escapes) {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}
function matchesWide(pattern, text) {
  let p = 0;
  let t = 0;
  let afterStar = -1;
  let taken = 0;
  while (t < text.length) {
    const unit = pattern[p];
    if (unit === "*") {
      afterStar = ++p;
      taken = t;
    } else if (unit !== void 0 && (unit === "?" || unit === text[t])) {
      p++;
      t++;
    } else {
      if (afterStar < 0) return false;
      t = ++taken;
      p = afterStar;
    }
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

export {
  EVERYTHING,
  patternFault,
  allows,
  denies,
  spellingFault
};
