import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_TOKEN_BYTES,
  issueToken,
  readToken,
  verifyTokenSignature
} from "./chunk-MWVEHJ3N.js";
import {
  OTHER_ARGUMENTS
} from "./chunk-HFRJ7ZGY.js";
import {
  equalJson,
  holds,
  holdsForUri,
  isUnder
} from "./chunk-HMUT3PKD.js";
import {
  deny,
  malformed
} from "./chunk-6LWAUCQS.js";
import {
  foldCase
} from "./chunk-76WDXPVO.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/capability/argument-rules.ts
function ruleOf(rules, name) {
  return rules[name] ?? (isSecondSpelling(rules, name) ? void 0 : rules[OTHER_ARGUMENTS]);
}
function isSecondSpelling(rules, name) {
  for (const named in rules)
    if (named.length === name.length && named !== name && foldCase(named) === foldCase(name)) return true;
  return false;
}

// src/capability/glob-covers.ts
var ANY_SEGMENTS = "**";
var WILDCARD = /[*?]/;
function globCoversGlob(parent, child) {
  if (parent === child) return true;
  const [above, below] = [parent.split("/"), child.split("/")];
  let reached = Array.from({ length: below.length + 1 }, (_, end) => end === 0);
  for (const segment of above) reached = after(reached, segment, below);
  return reached.at(-1) === true;
}
function after(reached, segment, below) {
  const next = Array(reached.length).fill(false);
  const many = segment === ANY_SEGMENTS;
  if (many) next[0] = reached[0] === true;
  for (const [at, other] of below.entries()) {
    const end = at + 1;
    next[end] = many ? reached[end] === true || next[at] === true && other !== "" : reached[at] === true && segmentCovers(segment, other);
  }
  return next;
}
function segmentCovers(parent, child) {
  if (!WILDCARD.test(parent)) return parent === child;
  if (child === "" || child === ANY_SEGMENTS) return false;
  return matchesSymbols(Array.from(parent), Array.from(child));
}
function matchesSymbols(pattern, symbols) {
  let [p, s, afterStar, taken] = [0, 0, -1, 0];
  while (s < symbols.length) {
    const [want, symbol] = [pattern[p], symbols[s]];
    if (want === "*") {
      afterStar = ++p;
      taken = s;
    } else if (want !== void 0 && (want === symbol || want === "?" && symbol !== "*")) {
      p++;
      s++;
    } else {
      if (afterStar < 0) return false;
      s = ++taken;
      p = afterStar;
    }
  }
  return pattern.slice(p).every((want) => want === "*");
}
function globPrefix(pattern) {
  const segments = pattern.split("/");
  const many = segments.indexOf(ANY_SEGMENTS);
  const single = (many < 0 ? segments : segments.slice(0, many)).join("/");
  return single.slice(0, WILDCARD.exec(single)?.index);
}
function globSuffix(pattern) {
  const segments = pattern.split("/");
  const single = segments.slice(segments.lastIndexOf(ANY_SEGMENTS) + 1).join("/");
  return single.slice(Math.max(single.lastIndexOf("*"), single.lastIndexOf("?")) + 1);
}
function globIsUnder(pattern, base) {
  const segments = pattern.split("/");
  const above = base === "/" ? [""] : base.split("/");
  if (!above.every((segment, at) => segments[at] === segment)) return false;
  const rest = segments.slice(above.length);
  if (base === "/" && rest.every((segment) => segment === ANY_SEGMENTS)) return false;
  return rest.every((segment) => segment !== "");
}

// src/capability/covers-constraint.ts
var ConstraintComparison = class {
  #effort;
  #isUri;
  constructor(effort, kind) {
    this.#effort = effort;
    this.#isUri = kind === "uri";
  }
  /** Whether every value that meets `child` meets `parent`, as far as it can be shown. */
  covers(parent, child) {
    if (!this.#spend(1)) return false;
    const values = this.#valuesOf(child);
    if (values !== void 0) return values.every((value) => this.#holds(parent, value));
    if ("allOf" in parent) return parent.allOf.every((each) => this.covers(each, child));
    if ("noneOf" in parent && !this.#isUri) return this.#excludes(child, parent.noneOf);
    if ("anyOf" in child) return child.anyOf.every((each) => this.covers(parent, each));
    if ("anyOf" in parent && parent.anyOf.some((each) => this.covers(each, child))) return true;
    if ("allOf" in child) return child.allOf.some((each) => this.covers(parent, each));
    return "noneOf" in parent ? this.#excludes(child, parent.noneOf) : this.#single(parent, child);
  }
  /** Whether none of `values` meets the constraint. */
  #excludes(constraint, excluded) {
    return excluded.every((value) => this.#spend(weightOf(constraint, value)) && !this.#isMet(constraint, value));
  }
  #holds(constraint, value) {
    return this.#spend(weightOf(constraint, value)) && this.#isMet(constraint, value);
  }
  #isMet(constraint, value) {
    return this.#isUri && typeof value === "string" ? holdsForUri(constraint, value) : holds(constraint, value);
  }
  /** All values that meet the constraint, where they are few enough to be named. */
  #valuesOf(constraint) {
    if ("exact" in constraint) return [constraint.exact];
    if ("oneOf" in constraint) return constraint.oneOf;
    if (!("allOf" in constraint)) return void 0;
    for (const each of constraint.allOf) {
      const values = this.#valuesOf(each);
      if (values !== void 0) return values.filter((value) => this.#mayMeet(constraint, value));
    }
    return void 0;
  }
  /** As {@link #isMet}; `true` where that would take too long. */
  #mayMeet(constraint, value) {
    return !this.#spend(weightOf(constraint, value)) || this.#isMet(constraint, value);
  }
  /** Of two kinds that name no values and combine nothing. */
  #single(parent, child) {
    if ("any" in parent) return true;
    if ("prefix" in parent) return beginningOf(child)?.startsWith(parent.prefix) === true;
    if ("suffix" in parent) return endingOf(child)?.endsWith(parent.suffix) === true;
    if ("under" in parent) return isBelow(child, parent.under);
    if ("glob" in parent) return "glob" in child && this.#globs(parent.glob, child.glob);
    if ("range" in parent) return "range" in child && isWithin(parent.range, child.range);
    if ("size" in parent) return "size" in child && isWithin(parent.size, child.size, 0);
    if ("count" in parent) return "count" in child && isWithin(parent.count, child.count, 0);
    if ("subset" in parent)
      return "subset" in child && child.subset.every((item) => this.#isOneOf(parent.subset, item));
    if ("pattern" in parent) return "pattern" in child && child.pattern === parent.pattern;
    return "contains" in parent && "contains" in child && equalJson(parent.contains, child.contains);
  }
  #isOneOf(values, value) {
    return this.#spend(values.length) && values.some((each) => equalJson(each, value));
  }
  #globs(parent, child) {
    return globPrefix(child).startsWith(globPrefix(parent)) && this.#spend(parent.length * child.length) && globCoversGlob(parent, child);
  }
  #spend(steps) {
    this.#effort.steps -= steps;
    return this.#effort.steps >= 0;
  }
};
function weightOf(constraint, value) {
  const length = typeof value === "string" ? value.length + 1 : 1;
  if ("glob" in constraint) return constraint.glob.length * length;
  if ("pattern" in constraint) return constraint.pattern.length * length;
  if ("anyOf" in constraint) return sum(constraint.anyOf.map((each) => weightOf(each, value)));
  if ("allOf" in constraint) return sum(constraint.allOf.map((each) => weightOf(each, value)));
  return length;
}
function sum(weights) {
  return weights.reduce((a, b) => a + b, 1);
}
function beginningOf(constraint) {
  if ("prefix" in constraint) return constraint.prefix;
  if ("under" in constraint) return constraint.under;
  return "glob" in constraint ? globPrefix(constraint.glob) : void 0;
}
function endingOf(constraint) {
  if ("suffix" in constraint) return constraint.suffix;
  return "glob" in constraint ? globSuffix(constraint.glob) : void 0;
}
function isBelow(child, base) {
  if ("under" in child) return isUnder(child.under, base);
  return "glob" in child && globIsUnder(child.glob, base);
}
function isWithin(parent, child, least = Number.NEGATIVE_INFINITY) {
  const { min: low = least, max: high = Number.POSITIVE_INFINITY } = parent;
  const { min = least, max = Number.POSITIVE_INFINITY } = child;
  return low <= min && max <= high;
}

// src/capability/covers.ts
var MAX_COVERS_STEPS = 1e6;
function covers(parent, child) {
  const effort = { steps: MAX_COVERS_STEPS };
  const values = new ConstraintComparison(effort, "value");
  const uris = new ConstraintComparison(effort, "uri");
  const comparison = {
    parent,
    child,
    values: (above, below) => values.covers(above, below),
    uris: (above, below) => uris.covers(above, below)
  };
  return [.../* @__PURE__ */ new Set([...Object.keys(parent), ...Object.keys(child)])].every(
    (name) => Object.hasOwn(MEMBERS, name) ? MEMBERS[name](comparison) : false
  );
}
var MEMBERS = {
  service: ({ parent, child }) => parent.service === child.service,
  tools: ({ parent, child, values }) => Object.entries(child.tools).every(([tool, rules]) => {
    const above = parent.tools[tool];
    return above !== void 0 && coversRules(above, rules, values);
  }),
  resources: ({ parent, child, uris }) => coversEach(parent.resources, child.resources, uris),
  prompts: ({ parent, child, values }) => coversEach(parent.prompts, child.prompts, values),
  messages: ({ parent, child }) => isWithinSize(parent.messages, child.messages),
  files: ({ parent, child, values }) => isWithinSize(parent.files, child.files) && coversNames(parent.files, child.files, values),
  services: ({ parent, child }) => (child.services ?? []).every((each) => parent.services?.includes(each) === true),
  read_only: ({ parent, child }) => parent.read_only === void 0 || child.read_only === true,
  limits: ({ parent, child }) => areWithin(parent.limits, child.limits),
  tool_limits: ({ parent, child }) => Object.keys(child.tools).every((tool) => areWithin(parent.tool_limits?.[tool], child.tool_limits?.[tool])),
  windows: ({ parent, child }) => parent.windows === void 0 || areInside(parent.windows, child.windows),
  environment: ({ parent, child, values }) => Object.entries(parent.environment ?? {}).every(([name, above]) => {
    const below = child.environment?.[name];
    return below !== void 0 && values(above, below);
  }),
  fresh: ({ parent, child }) => isAtMost(parent.fresh, child.fresh),
  pins: ({ parent, child }) => hasPinsOf(parent, child),
  read_only_tools: ({ parent, child }) => parent.read_only === void 0 || (child.read_only_tools ?? []).every((tool) => parent.read_only_tools?.includes(tool) === true),
  renewable_until: ({ parent, child }) => child.renewable_until === void 0 || child.renewable_until <= (parent.renewable_until ?? 0)
};
function coversRules(parent, child, values) {
  if (Object.keys(parent).some((name) => name !== OTHER_ARGUMENTS && !Object.hasOwn(child, name))) return false;
  return Object.entries(child).every(([name, below]) => {
    const above = name === OTHER_ARGUMENTS ? parent[OTHER_ARGUMENTS] : ruleOf(parent, name);
    return above !== void 0 && values(above, below);
  });
}
function coversEach(parent = [], child = [], compare) {
  return child.every((below) => parent.some((above) => compare(above, below)));
}
function isWithinSize(parent, child) {
  return child === void 0 || parent !== void 0 && isAtMost(parent.max_bytes, child.max_bytes);
}
function coversNames(parent, child, values) {
  if (child === void 0 || parent?.names === void 0) return true;
  return child.names !== void 0 && coversEach(parent.names, child.names, values);
}
function isAtMost(parent, child) {
  return parent === void 0 || child !== void 0 && child <= parent;
}
function areWithin(parent, child) {
  return isAtMost(parent?.calls, child?.calls) && isAtMost(parent?.bytes, child?.bytes) && isSlower(parent?.rate, child?.rate);
}
function isSlower(parent, child) {
  return parent === void 0 || child !== void 0 && child.count <= parent.count && child.seconds >= parent.seconds;
}
function areInside(parent, child) {
  return child?.every((below) => parent.some((above) => isInside(above, below))) === true;
}
var EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
function isInside(parent, child) {
  const { days = EVERY_DAY } = parent;
  return parent.zone === child.zone && (child.days ?? EVERY_DAY).every((day) => days.includes(day)) && parent.from <= child.from && child.to <= parent.to;
}
function hasPinsOf({ pins: above }, { pins: below, tools }) {
  if (above === void 0) return true;
  if (below === void 0 || below.server !== above.server) return false;
  return Object.keys(tools).every((tool) => above.tools[tool] === below.tools[tool]);
}

// src/capability/chain.ts
var MAX_CHAIN_TOKENS = 8;
var MAX_CHAIN_TEXT = MAX_CHAIN_TOKENS * MAX_TOKEN_BYTES + MAX_CHAIN_TOKENS - 1;
var SEPARATOR = "~";
function chainText(tokens) {
  return tokens.map(({ text }) => text).join(SEPARATOR);
}
function splitChain(text) {
  if (text.length > MAX_CHAIN_TEXT) throw malformed(`chain exceeds ${MAX_CHAIN_TEXT} characters`);
  const texts = text.split(SEPARATOR, MAX_CHAIN_TOKENS + 1);
  if (texts.length > MAX_CHAIN_TOKENS) throw malformed(`chain has more than ${MAX_CHAIN_TOKENS} tokens`);
  return texts;
}
function readChain(text) {
  return splitChain(text).map(readToken);
}
function signatureDenial(tokens) {
  return tokens.every(verifyTokenSignature) ? void 0 : deny("SIGNATURE_INVALID", "a signature does not verify");
}
function delegationDenial(tokens) {
  let parent;
  for (const token of tokens) {
    const fault = parent === void 0 ? rootFault(token) : linkFault(parent, token);
    if (fault !== void 0) return deny("DELEGATION_INVALID", fault);
    parent = token;
  }
  return void 0;
}
function rootFault({ claims }) {
  return claims.depth === 0 ? void 0 : "the first token is no root";
}
function linkFault(parent, child) {
  const [above, below] = [parent.claims, child.claims];
  if (below.parent !== parent.id) return "a token was delegated from another one than the one before it";
  if (below.issuer !== above.subject) return "a token was not delegated by the holder of the one before it";
  if (below.audience !== above.audience) return "a delegated token is for another agent";
  if (below.depth !== above.depth + 1) return "a delegated token says another depth";
  if (below.depth > above.maxDepth) return "the token may not be passed on, or not as often";
  if (below.maxDepth > above.maxDepth) return "a delegated token could be passed on more often than the one before it";
  return timeFault(above, below) ?? (covers(above.scope, below.scope) ? void 0 : NOT_COVERED);
}
var NOT_COVERED = "a delegated token grants what the one before it does not, or what cannot be shown to be within it";
function timeFault(above, below) {
  if (below.issuedAtS < above.issuedAtS) return "a delegated token is older than the one before it";
  if (below.notBeforeS < above.notBeforeS) return "a delegated token starts before the one before it";
  return below.expiresAtS > above.expiresAtS ? "a delegated token ends after the one before it" : void 0;
}
function delegateToken(signer, parent, fields) {
  const { depth, maxDepth, audience } = parent.claims;
  if (depth >= maxDepth) throw outside("the capability may not be passed on");
  if (depth + 1 + (fields.depth ?? 0) > maxDepth) throw outside("the capability may not be passed on as often");
  const issued = issueToken(signer, { ...fields, audience, parent });
  const fault = linkFault(parent, readToken(issued.text));
  if (fault !== void 0) throw outside(fault);
  return issued;
}
function outside(fault) {
  return new TalosError("DELEGATION_INVALID", fault);
}

export {
  MAX_CHAIN_TOKENS,
  MAX_CHAIN_TEXT,
  chainText,
  splitChain,
  readChain,
  signatureDenial,
  delegationDenial,
  delegateToken
};
