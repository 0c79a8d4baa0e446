import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  scopeJson
} from "./chunk-HFRJ7ZGY.js";
import {
  labelledHash
} from "./chunk-IOG4ONSQ.js";
import {
  canonicalJson
} from "./chunk-XPPVS7Z5.js";
import {
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";

// src/capability/renewal.ts
function isSameLine({ claims: a }, { claims: b }) {
  return a.issuer === b.issuer && a.subject === b.subject && a.audience === b.audience && a.depth === b.depth && a.maxDepth === b.maxDepth && (a.scope === b.scope || canonicalJson(scopeJson(a.scope)) === canonicalJson(scopeJson(b.scope)));
}
function lineOf({ claims }) {
  const { issuer, subject, audience, depth, maxDepth, scope } = claims;
  const line = { iss: issuer, sub: subject, aud: audience, depth, max: maxDepth, scope: scopeJson(scope) };
  return toHex(labelledHash("line", utf8(canonicalJson(line))));
}
function renewable(scope, nowS, renewableS = 0) {
  return renewableS === 0 ? scope : { ...scope, renewable_until: nowS + renewableS };
}

export {
  isSameLine,
  lineOf,
  renewable
};
