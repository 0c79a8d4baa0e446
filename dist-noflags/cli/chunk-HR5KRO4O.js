import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  ANY_ARGUMENTS,
  parsePhrase
} from "./chunk-DPFOPI55.js";
import {
  MAX_PATTERNS
} from "./chunk-HFRJ7ZGY.js";
import {
  ANY,
  MAX_TOOLS,
  parseConstraint
} from "./chunk-HMUT3PKD.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/capability/allow-list.ts
var RESOURCE = "resource:";
var PROMPT = "prompt:";
function expandAllow({ allow, deny = "", tools }) {
  const entries = splitEntries(allow);
  const denied = deny.trim() === "" ? [] : splitEntries(deny);
  for (const entry of denied)
    if (entry.startsWith(RESOURCE) || entry.startsWith(PROMPT) || entry.includes("("))
      throw usage("only names of tools can be denied");
  const toolEntries = entries.filter((entry) => !entry.startsWith(RESOURCE) && !entry.startsWith(PROMPT));
  const unmatched = denied.filter((pattern) => !tools.some((tool) => matchesName(pattern, tool)));
  const granted = grantTools(toolEntries, tools, unmatched);
  for (const tool of Object.keys(granted))
    if (denied.some((pattern) => matchesName(pattern, tool))) delete granted[tool];
  if (Object.keys(granted).length > MAX_TOOLS) throw usage(`more than ${MAX_TOOLS} tools`);
  return { tools: granted, resources: patterns(entries, RESOURCE), prompts: patterns(entries, PROMPT), unmatched };
}
function usage(what, cause) {
  return new TalosError("E_USAGE", `allow list not understood: ${what}`, {
    hint: "write it like 'read_*,list_*' or 'read_file(path under /data),resource:file:///data/**'",
    ...cause === void 0 ? {} : { cause }
  });
}
function grantTools(entries, tools, unmatched) {
  const granted = /* @__PURE__ */ Object.create(null);
  const narrowed = /* @__PURE__ */ new Set();
  for (const entry of entries) {
    const { tool: pattern, arguments: rules } = parsePhrase(entry);
    const isPhrase = entry.includes("(");
    const fitting = tools.filter((tool) => matchesName(pattern, tool));
    if (fitting.length === 0) unmatched.push(entry);
    for (const tool of fitting) {
      if (isPhrase && narrowed.has(tool)) throw usage(`two phrases for ${tool}`);
      if (isPhrase) narrowed.add(tool);
      if (isPhrase || !narrowed.has(tool)) granted[tool] = isPhrase ? rules : ANY_ARGUMENTS;
    }
  }
  return granted;
}
function patterns(entries, prefix) {
  const found = entries.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length));
  if (found.length > MAX_PATTERNS) throw usage(`more than ${MAX_PATTERNS} entries with ${prefix}`);
  return found.map((pattern) => {
    if (pattern === "*") return ANY;
    try {
      return parseConstraint({ glob: pattern });
    } catch (cause) {
      if (isTalosError(cause, "MALFORMED")) throw usage(cause.message, cause);
      throw cause;
    }
  });
}
function splitEntries(list) {
  const entries = [];
  let entry = "";
  let open = 0;
  for (const [part] of list.matchAll(/"(?:[^"\\]|\\.)*"|[^"]|"/gs)) {
    if (part === "(") open++;
    else if (part === ")") open--;
    if (part === "," && open <= 0) {
      entries.push(entry.trim());
      entry = "";
    } else entry += part;
  }
  entries.push(entry.trim());
  if (entries.includes("")) throw usage("an entry is empty");
  return entries;
}
function matchesName(pattern, name) {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === void 0) return pattern === name;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= name.length - last.length;
}

export {
  expandAllow,
  matchesName
};
