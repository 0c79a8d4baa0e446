import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  Clearance
} from "./chunk-AGDCSQEJ.js";
import {
  MAX_CHAIN_TOKENS,
  delegationDenial,
  signatureDenial
} from "./chunk-NJ3XV43X.js";
import {
  readToken
} from "./chunk-MWVEHJ3N.js";
import {
  OTHER_ARGUMENTS
} from "./chunk-HFRJ7ZGY.js";
import {
  checkOf,
  clockOf,
  makeCheck,
  uriCheckOf
} from "./chunk-HMUT3PKD.js";
import {
  ALLOWED,
  deny
} from "./chunk-6LWAUCQS.js";
import {
  foldCase
} from "./chunk-76WDXPVO.js";
import {
  JsonNumber,
  MAX_JSON_DEPTH,
  isExact
} from "./chunk-XPPVS7Z5.js";
import {
  isFields
} from "./chunk-LHINULLD.js";
import {
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/capability/window-clock.ts
var MINUTE_MS = 6e4;
var DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
var WindowClock = class {
  #windows;
  #clocks = /* @__PURE__ */ new Map();
  #minute = Number.NaN;
  #isWithin = false;
  /** @param windows - From `readWindow`. */
  constructor(windows) {
    this.#windows = windows;
  }
  /** Whether one of them holds. @param nowMs - Milliseconds since 1970. */
  isWithin(nowMs) {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#isWithin = Number.isSafeInteger(minute) && this.#windows.some((window) => this.#holds(window, minute));
      this.#minute = minute;
    }
    return this.#isWithin;
  }
  #holds({ zone, days, from, to }, minute) {
    const shown = this.#shown(zone, minute);
    if (shown === void 0 || shown.time < from || shown.time >= to) return false;
    return days === void 0 || days.includes(shown.day);
  }
  /** What is shown in `zone`: day of the week from 1, Monday, and time; `undefined` where it cannot be known. */
  #shown(zone, minute) {
    const clock = this.#clocks.get(zone) ?? clockOf(zone);
    const date = new Date(minute * MINUTE_MS);
    if (clock === void 0 || Number.isNaN(date.getTime())) return void 0;
    this.#clocks.set(zone, clock);
    const parts = new Map(clock.formatToParts(date).map(({ type, value }) => [type, value]));
    const day = DAYS.indexOf(parts.get("weekday") ?? "") + 1;
    return day === 0 ? void 0 : { day, time: `${parts.get("hour")}:${parts.get("minute")}` };
  }
};

// src/capability/scope-check.ts
var NOT_GRANTED = Object.freeze(deny("SCOPE_MISMATCH", "the tool is not granted"));
var NOT_READ_ONLY = Object.freeze(
  deny("SCOPE_MISMATCH", "the token is read-only, and the tool is not pinned as one that changes nothing")
);
var NO_OBJECT = Object.freeze(deny("MALFORMED", "the arguments are no object"));
var STRAY = Object.freeze(deny("CONSTRAINT", "an argument is not granted"));
var NOT_EXACT = Object.freeze(deny("CONSTRAINT", "a number is not exact"));
var ToolCheck = class {
  #names;
  #checks;
  /** Whether other arguments are granted too. */
  #isOpen;
  constructor(rules) {
    this.#names = Object.keys(rules).filter((name) => name !== OTHER_ARGUMENTS);
    this.#checks = this.#names.map((name) => makeCheck(rules[name]));
    this.#isOpen = rules[OTHER_ARGUMENTS] !== void 0;
  }
  verdict(given) {
    if (!isFields(given)) return NO_OBJECT;
    return this.#verdictOn(given);
  }
  #verdictOn(given) {
    const names = this.#names;
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      const value = given[name];
      if (value === void 0 || !Object.hasOwn(given, name))
        return deny("CONSTRAINT", `the argument ${name} is missing`);
      if (typeof value !== "string" && !isExactThroughout(value, MAX_JSON_DEPTH)) return NOT_EXACT;
      if (!this.#checks[i](value))
        return deny("CONSTRAINT", `the argument ${name} is outside what is granted`);
    }
    let count = 0;
    for (const _ in given) count++;
    return count === names.length ? ALLOWED : this.#others(given);
  }
  /** There are arguments beside the named ones. A stranger's argument name stays out of the reason. */
  #others(given) {
    for (const name in given) {
      if (this.#names.includes(name)) continue;
      if (!this.#isOpen || this.#isSecondSpelling(name)) return STRAY;
      const value = given[name];
      if (typeof value !== "string" && !isExactThroughout(value, MAX_JSON_DEPTH)) return NOT_EXACT;
    }
    return ALLOWED;
  }
  /**
   * Whether `name` is a named argument in other case. Some readers (Go's `encoding/json`) take members without regard to
   * case, the last one winning: they would read a free `Path` where `path` was checked.
   */
  #isSecondSpelling(name) {
    return this.#names.some((named) => named.length === name.length && foldCase(named) === foldCase(name));
  }
};
function isExactThroughout(value, depthLeft) {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) return true;
  if (value instanceof JsonNumber) return isExact(value);
  if (depthLeft === 0) return false;
  const items = Array.isArray(value) ? value : Object.values(value);
  return items.every((item) => isExactThroughout(item, depthLeft - 1));
}
var OUTSIDE_WINDOWS = Object.freeze(deny("CONSTRAINT", "the token does not allow calls at this time"));
var OTHER_ENVIRONMENT = Object.freeze(deny("CONSTRAINT", "the token does not allow calls in this place"));
var NO_RESOURCE = Object.freeze(deny("SCOPE_MISMATCH", "the resource is not granted"));
var NO_PROMPT = Object.freeze(deny("SCOPE_MISMATCH", "the prompt is not granted"));
var NO_MESSAGES = Object.freeze(deny("SCOPE_MISMATCH", "messages are not granted"));
var TOO_LONG = Object.freeze(deny("CONSTRAINT", "the message is longer than is granted"));
var NO_FILES = Object.freeze(deny("SCOPE_MISMATCH", "files are not granted"));
var OTHER_FILE = Object.freeze(deny("CONSTRAINT", "the file is larger, or named otherwise, than is granted"));
var NO_SUCH_KIND = Object.freeze(deny("SCOPE_MISMATCH", "this kind of request cannot be granted"));
var ScopeCheck = class {
  #granted;
  /** Those that may be called at all. */
  #readOnly;
  /** Laid out when they are first called. */
  #tools = /* @__PURE__ */ new Map();
  #resources;
  #prompts;
  #windows;
  #messages;
  #files;
  #environment;
  /** The environment that was looked at last, and whether it is the right one. */
  #seen;
  #isRightPlace = false;
  constructor(scope) {
    const { tools, resources = [], prompts = [], windows, environment = {}, read_only, read_only_tools } = scope;
    this.#messages = scope.messages;
    this.#files = scope.files;
    this.#granted = tools;
    this.#readOnly = read_only === true ? new Set(read_only_tools) : void 0;
    this.#resources = resources.map(uriCheckOf);
    this.#prompts = prompts.map(checkOf);
    this.#windows = windows === void 0 ? void 0 : new WindowClock(windows);
    this.#environment = Object.entries(environment).map(([name, constraint]) => [name, checkOf(constraint)]);
  }
  /** Why nothing is allowed now and here: `CONSTRAINT`. */
  #closed(nowMs, environment) {
    if (this.#windows?.isWithin(nowMs) === false) return OUTSIDE_WINDOWS;
    if (this.#environment.length > 0 && !this.#isIn(environment)) return OTHER_ENVIRONMENT;
    return void 0;
  }
  /** The verdict on a message of so many bytes: allowed, or `SCOPE_MISMATCH` or `CONSTRAINT`. */
  message(bytes, nowMs, environment) {
    const closed = this.#closed(nowMs, environment);
    if (closed !== void 0) return closed;
    if (this.#messages === void 0) return NO_MESSAGES;
    return bytes <= (this.#messages.max_bytes ?? Number.POSITIVE_INFINITY) ? ALLOWED : TOO_LONG;
  }
  /** The verdict on a file: allowed, or `SCOPE_MISMATCH` or `CONSTRAINT`. */
  file({ name, size }, nowMs, environment) {
    const closed = this.#closed(nowMs, environment);
    if (closed !== void 0) return closed;
    if (this.#files === void 0) return NO_FILES;
    const { max_bytes = Number.POSITIVE_INFINITY, names } = this.#files;
    const isNamed = names === void 0 || names.some((each) => checkOf(each)(name));
    return size <= max_bytes && isNamed ? ALLOWED : OTHER_FILE;
  }
  /** The verdict on a request: allowed, or `SCOPE_MISMATCH`, `CONSTRAINT` or `MALFORMED`. */
  verdict(request, nowMs, environment) {
    const closed = this.#closed(nowMs, environment);
    if (closed !== void 0) return closed;
    switch (request.kind) {
      case "tool":
        return (this.#tools.get(request.name) ?? this.#tool(request.name))?.verdict(request.arguments) ?? this.#noTool(request.name);
      case "resource":
        return this.hasResource(request.uri) ? ALLOWED : NO_RESOURCE;
      case "prompt":
        return this.hasPrompt(request.name) ? ALLOWED : NO_PROMPT;
      default:
        return NO_SUCH_KIND;
    }
  }
  #tool(name) {
    const rules = this.hasTool(name) ? this.#granted[name] : void 0;
    if (rules === void 0) return void 0;
    const check = new ToolCheck(rules);
    this.#tools.set(name, check);
    return check;
  }
  #noTool(name) {
    const isNamed = typeof name === "string" && Object.hasOwn(this.#granted, name);
    return isNamed && this.#readOnly !== void 0 ? NOT_READ_ONLY : NOT_GRANTED;
  }
  /** An object that was looked at is not changed; where nothing is said, nothing holds. */
  #isIn(environment) {
    if (environment === void 0) return false;
    if (environment !== this.#seen) {
      this.#isRightPlace = this.#environment.every(([name, check]) => {
        const value = Object.hasOwn(environment, name) ? environment[name] : void 0;
        return value !== void 0 && check(value);
      });
      this.#seen = environment;
    }
    return this.#isRightPlace;
  }
  /** Whether the tool may be called at all. */
  hasTool(name) {
    return typeof name === "string" && Object.hasOwn(this.#granted, name) && (this.#readOnly?.has(name) ?? true);
  }
  /** Whether a resource is granted. */
  hasResource(uri) {
    return typeof uri === "string" && this.#resources.some((check) => check(uri));
  }
  /** Whether a prompt is granted. */
  hasPrompt(name) {
    return typeof name === "string" && this.#prompts.some((check) => check(name));
  }
};
var CHECKS = /* @__PURE__ */ new WeakMap();
function scopeCheckOf(scope) {
  let check = CHECKS.get(scope);
  if (check === void 0) {
    check = new ScopeCheck(scope);
    CHECKS.set(scope, check);
  }
  return check;
}

// src/capability/authorize.ts
var NOT_BEFORE_SKEW_S = 60;
function verifyChain(chain, context) {
  if (chain.length > MAX_CHAIN_TOKENS) return deny("MALFORMED", `chain has more than ${MAX_CHAIN_TOKENS} tokens`);
  const tokens = readAll(chain);
  if ("allowed" in tokens) return tokens;
  const [root] = tokens;
  const leaf = tokens.at(-1);
  if (root === void 0 || leaf === void 0) return deny("NO_CAPABILITY", "no token was presented");
  const denial = signatureDenial(tokens) ?? rootDenial(root, context.roots) ?? delegationDenial(tokens) ?? bindingDenial(leaf, context);
  if (denial !== void 0) return denial;
  const { scope, expiresAtS, subject: holder } = leaf.claims;
  const grant = { leaf, tokens, scope, expiresAtS, holder, clearance: new Clearance(tokens) };
  return standingDenial(grant, context) ?? { allowed: true, grant };
}
function readAll(chain) {
  try {
    return chain.map(readToken);
  } catch (error) {
    if (isTalosError(error, "MALFORMED")) return deny("MALFORMED", error.message);
    throw error;
  }
}
function rootDenial(root, roots) {
  return roots.includes(root.claims.issuer) ? void 0 : deny("UNTRUSTED_ISSUER", "the issuer is no root of this service");
}
function bindingDenial({ claims }, { holder, audience, service }) {
  if (claims.subject !== holder) return deny("SUBJECT_MISMATCH", "the token belongs to another agent");
  if (claims.audience !== audience) return deny("AUDIENCE_MISMATCH", "the token is for another agent");
  if (claims.scope.service !== service) return deny("AUDIENCE_MISMATCH", "the token is for another service");
  return void 0;
}
function standingDenial(grant, { nowMs, revocations }) {
  if (!(nowMs >= (grant.leaf.claims.notBeforeS - NOT_BEFORE_SKEW_S) * 1e3))
    return deny("NOT_YET_VALID", "the token is not valid yet");
  if (!(nowMs < grant.expiresAtS * 1e3)) return deny("EXPIRED", "the token has expired");
  if (grant.clearance.isRevoked(revocations)) return deny("REVOKED", "the token was revoked");
  const { fresh } = grant.leaf.claims.scope;
  return fresh === void 0 ? void 0 : freshnessDenial(grant, fresh, { nowMs, revocations });
}
function freshnessDenial({ tokens, leaf }, fresh, { nowMs, revocations }) {
  for (const { claims } of tokens) {
    if (claims.issuer === leaf.claims.audience) continue;
    if (!(revocations.knownUntilMs(claims.issuer, nowMs) >= nowMs - fresh * 1e3))
      return deny("REVOCATION_UNKNOWN", "what its issuers revoked is not known as freshly as the token demands");
  }
  return void 0;
}
function authorizeCall(grant, request, standing) {
  const denial = standingDenial(grant, standing);
  if (denial !== void 0) return denial;
  return scopeCheckOf(grant.scope).verdict(request, standing.nowMs, standing.environment);
}
function authorizeMessage(grant, bytes, standing) {
  const denial = standingDenial(grant, standing);
  return denial ?? scopeCheckOf(grant.scope).message(bytes, standing.nowMs, standing.environment);
}
function authorizeFile(grant, file, standing) {
  const denial = standingDenial(grant, standing);
  return denial ?? scopeCheckOf(grant.scope).file(file, standing.nowMs, standing.environment);
}
function coversTool(grant, name) {
  return scopeCheckOf(grant.scope).hasTool(name);
}
function coversResource(grant, uri) {
  return scopeCheckOf(grant.scope).hasResource(uri);
}
function coversPrompt(grant, name) {
  return scopeCheckOf(grant.scope).hasPrompt(name);
}

export {
  scopeCheckOf,
  NOT_BEFORE_SKEW_S,
  verifyChain,
  standingDenial,
  authorizeCall,
  authorizeMessage,
  authorizeFile,
  coversTool,
  coversResource,
  coversPrompt
};
