import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  authorizeCall,
  verifyChain
} from "./chunk-KMHR7AZL.js";
import {
  parseToolPhrases
} from "./chunk-DPFOPI55.js";
import {
  readChain,
  splitChain
} from "./chunk-NJ3XV43X.js";
import {
  parseScope
} from "./chunk-HFRJ7ZGY.js";
import {
  parseDid
} from "./chunk-ONC5ALCL.js";
import {
  parseJson,
  writeJson
} from "./chunk-XPPVS7Z5.js";
import {
  TalosError,
  invariant,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/base/caller-mistakes.ts
function assertText(value, name) {
  if (typeof value !== "string") throw new TypeError(`${name} must be a string`);
}
function membersOf(value, name, kinds) {
  const given = value;
  if (typeof given !== "object" || given === null) throw new TypeError(`${name} must be an object`);
  const copy = {};
  for (const [member, kind] of Object.entries(kinds)) {
    const found = given[member];
    if (found === void 0 && kind.endsWith("?")) continue;
    copy[member] = memberOf(found, `${name}.${member}`, kind.replace("?", ""));
  }
  return copy;
}
function memberOf(value, name, kind) {
  switch (kind) {
    case "text":
      assertText(value, name);
      return value;
    case "texts":
      if (!Array.isArray(value)) throw new TypeError(`${name} must be an array of strings`);
      return value.map((each, at) => {
        assertText(each, `${name}[${at}]`);
        return each;
      });
    case "bytes":
      if (!(value instanceof Uint8Array)) throw new TypeError(`${name} must be a Uint8Array`);
      return new Uint8Array(value);
    case "signal":
      if (!(value instanceof AbortSignal)) throw new TypeError(`${name} must be an AbortSignal`);
      return value;
    case "object":
      if (typeof value !== "object" || value === null) throw new TypeError(`${name} must be an object`);
      return value;
    case "number":
      if (typeof value !== "number" || Number.isNaN(value)) throw new TypeError(`${name} must be a number`);
      return value;
    case "boolean":
    case "function":
      if (typeof value !== kind) throw new TypeError(`${name} must be a ${kind}`);
      return value;
  }
}

// src/base/duration.ts
var UNITS_MS = { s: 1e3, m: 6e4, h: 36e5, d: 864e5 };
var MAX_DURATION_MS = 400 * 864e5;
function parseDuration(text) {
  const [, count, unit] = /^([1-9][0-9]{0,8})([smhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS_MS[unit ?? ""] ?? Number.NaN);
  if (!(ms <= MAX_DURATION_MS))
    throw new TalosError("E_USAGE", "not a duration of at most 400 days", { hint: "write it like 30s, 15m, 1h or 7d" });
  return ms;
}

// src/capability/request.ts
var DEFAULT_GRANT_LIFETIME = "15m";
function termsOfRequest(request) {
  const { subject, expiresIn, depth, audience, service } = membersOf(request, "request", {
    subject: "text",
    expiresIn: "text?",
    depth: "number?",
    audience: "text?",
    service: "text?"
  });
  return { subject, expiresIn, depth, audience, service };
}
function scopeOfRequest(request, service) {
  const given = membersOfRequest(request);
  const { tools, tool_limits } = toolsOf(request.tools);
  const limits = toolLimits(given["tool_limits"], tool_limits);
  return parseScope(copyOf({ ...given, ...limits, tools, service }));
}
function scopeToPassOn(request, parent) {
  if (request.tools !== void 0) return scopeOfRequest({ ...request, tools: request.tools }, parent.service);
  const given = membersOfRequest(request);
  const allowed = saysWhat(given) ? { tools: {} } : thingsOf(parent);
  return parseScope(copyOf({ ...allowed, ...given, service: parent.service }));
}
var THINGS = ["tools", "resources", "prompts", "messages", "files", "services"];
function saysWhat(members) {
  return THINGS.some((name) => members[name] !== void 0);
}
function thingsOf(scope) {
  const named = THINGS.flatMap((name) => scope[name] === void 0 ? [] : [[name, scope[name]]]);
  return Object.fromEntries(named);
}
function membersOfRequest(request) {
  const { subject: _, expiresIn: __, depth: ___, audience: ____, service: _____, tools: ______, ...said } = request;
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== void 0));
}
function toolsOf(tools) {
  if (!Array.isArray(tools)) return { tools };
  const texts = tools.map((each) => {
    if (typeof each !== "string") throw new TypeError("tools must be phrases, or an object of rules");
    return each;
  });
  return parseToolPhrases(texts);
}
function toolLimits(given, phrases) {
  if (phrases === void 0) return given === void 0 ? {} : { tool_limits: given };
  if (given === void 0) return { tool_limits: phrases };
  if (typeof given === "object" && given !== null && Object.keys(given).some((tool) => Object.hasOwn(phrases, tool)))
    throw new TalosError("E_USAGE", "limits of a tool are said twice");
  return { tool_limits: { ...given, ...phrases } };
}
function copyOf(value) {
  try {
    return parseJson(writeJson(value));
  } catch (error) {
    if (isTalosError(error, "E_MALFORMED"))
      throw new TypeError(`a value must be JSON: ${error.message}`, { cause: error });
    throw error;
  }
}
function secondsOf(duration) {
  return Math.floor(parseDuration(duration) / 1e3);
}
function verdictOn(token, request, standing) {
  const asked = callOf(request);
  try {
    const leaf = readChain(token).at(-1);
    invariant(leaf !== void 0, "a chain has a token");
    const { claims } = leaf;
    const audience = request.audience === void 0 ? claims.audience : parseDid(request.audience);
    const holder = request.as === void 0 ? claims.subject : parseDid(request.as);
    const roots = request.roots?.map((root) => parseDid(root)) ?? [audience];
    const context = { ...standing, roots, audience, holder, service: claims.scope.service };
    const verdict = verifyChain(splitChain(token), context);
    if (!verdict.allowed) return refused(verdict);
    const call = authorizeCall(verdict.grant, asked, standing);
    return call.allowed ? { allowed: true, expiresAt: verdict.grant.expiresAtS * 1e3 } : refused(call);
  } catch (error) {
    if (isTalosError(error, "MALFORMED")) return { allowed: false, code: error.code, reason: error.message };
    throw error;
  }
}
function refused({ code, reason }) {
  return { allowed: false, code, reason };
}
function callOf(request) {
  const {
    tool,
    arguments: given = {},
    resource,
    prompt
  } = membersOf(request, "request", {
    tool: "text?",
    arguments: "object?",
    resource: "text?",
    prompt: "text?",
    as: "text?",
    audience: "text?",
    roots: "texts?"
  });
  if ([tool, resource, prompt].filter((each) => each !== void 0).length !== 1)
    throw new RangeError("one of tool, resource and prompt must be asked for");
  if (tool !== void 0) return { kind: "tool", name: tool, arguments: copyOf(given) };
  return resource === void 0 ? { kind: "prompt", name: prompt ?? "" } : { kind: "resource", uri: resource };
}

export {
  DEFAULT_GRANT_LIFETIME,
  termsOfRequest,
  scopeOfRequest,
  scopeToPassOn,
  saysWhat,
  thingsOf,
  toolLimits,
  copyOf,
  secondsOf,
  verdictOn
};
