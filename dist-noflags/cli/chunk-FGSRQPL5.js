import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_TOKEN_LIFETIME_S
} from "./chunk-MWVEHJ3N.js";
import {
  readText
} from "./chunk-2UUECZ3J.js";
import {
  optional,
  repeated
} from "./chunk-IELCMXJV.js";
import {
  durationS,
  usage,
  wholeNumber
} from "./chunk-6NZXQKWI.js";
import {
  parseJson,
  writeJson
} from "./chunk-XPPVS7Z5.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import {
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/cli/grant-scope.ts
var MAX_SCOPE_FILE_BYTES = 16 * 1024;
async function askedScope(context, options) {
  const { isAllowing, ...asked } = await askedOf(context, options);
  if (!isAllowing) throw usage("nothing would be granted", "say what, as in --tool 'read_file(path under /data)'");
  return asked;
}
async function askedDelegation(context, options) {
  const { isAllowing, tools, ...asked } = await askedOf(context, options);
  return isAllowing ? { tools, ...asked } : asked;
}
async function askedOf(context, options) {
  const tools = repeated(options, "tool");
  const [{ parseToolPhrases }, { parseScope }, { toolLimits }] = await Promise.all([
    import("./phrase-LNP552UC.js"),
    import("./scope-FROXHZNF.js"),
    import("./request-DXFAI53O.js")
  ]);
  const { tools: named, tool_limits } = parseToolPhrases(tools);
  const said = { ...await thingsOf(options), ...await termsOf(options), ...renewalOf(options, context.io.now()) };
  const written = await scopeFile(context, options);
  for (const name of Object.keys(said))
    if (Object.hasOwn(written, name)) throw usage(`an option and the file of --scope both say "${name}"`);
  const terms = { ...written, ...said };
  const { tools: more = {} } = terms;
  for (const tool of Object.keys(named))
    if (Object.hasOwn(more, tool)) throw usage(`--tool and the file of --scope both name ${printable(tool)}`);
  asUsage(
    "the scope",
    () => parseScope({
      service: "x",
      ...terms,
      ...toolLimits(terms["tool_limits"], tool_limits),
      tools: { ...more, ...named }
    })
  );
  const isAllowing = allowsSomething(terms, tools.length);
  return { isAllowing, tools, ...Object.keys(terms).length === 0 ? {} : { terms: writeJson(terms) } };
}
async function toolsOf({ tools, terms }) {
  const { parseToolPhrase } = await import("./phrase-LNP552UC.js");
  const { tools: more = {} } = terms === void 0 ? {} : parseJson(terms);
  return [...tools.map((text) => parseToolPhrase(text).tool), ...Object.keys(more)];
}
async function askedTerms(options) {
  const terms = await termsOf(options);
  const { parseScope } = await import("./scope-FROXHZNF.js");
  asUsage("the terms", () => parseScope({ service: "x", tools: {}, ...terms }));
  return Object.keys(terms).length === 0 ? void 0 : writeJson(terms);
}
function allowsSomething(terms, tools) {
  const { tools: more = {}, resources = [], prompts = [], services = [], messages, files } = terms;
  const counts = [more, resources, prompts, services].map((each) => Object.keys(each).length);
  return tools > 0 || messages !== void 0 || files !== void 0 || counts.some((count) => count > 0);
}
function asUsage(what, read) {
  try {
    return read();
  } catch (error) {
    if (isTalosError(error, "MALFORMED")) throw mistake(what, error);
    throw error;
  }
}
function mistake(what, error) {
  return usage(`${what} is not understood: ${error.message}`);
}
async function scopeFile(context, options) {
  const file = optional(options, "scope");
  if (file === void 0) return {};
  const text = await readText(context, file, MAX_SCOPE_FILE_BYTES);
  let json;
  try {
    json = parseJson(text);
  } catch (error) {
    if (isTalosError(error)) throw mistake("the file of --scope", error);
    throw error;
  }
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw usage("the file of --scope holds no object");
  const { type = "talos-mcp", service, ...members } = json;
  if (type !== "talos-mcp") throw usage("the file of --scope holds a scope of another type");
  const named = optional(options, "service");
  if (service === void 0) return members;
  if (named !== void 0 && named !== service) throw usage("--service and the file of --scope name two services");
  return { service, ...members };
}
async function thingsOf(options) {
  const { parseRule } = await import("./phrase-LNP552UC.js");
  const rules = (key) => repeated(options, key).map((text) => parseRule(text));
  const [resources, prompts, names] = [rules("resource"), rules("prompt"), rules("fileName")];
  const files = await sized(options["files"]);
  const messages = await sized(options["messages"]);
  const services = optional(options, "services")?.split(",");
  const environment = await environmentOf(repeated(options, "environment"));
  return {
    ...resources.length === 0 ? {} : { resources },
    ...prompts.length === 0 ? {} : { prompts },
    ...messages === void 0 ? {} : { messages },
    ...files === void 0 && names.length === 0 ? {} : { files: { ...files, ...names.length === 0 ? {} : { names } } },
    ...services === void 0 ? {} : { services },
    ...environment === void 0 ? {} : { environment }
  };
}
async function sized(value) {
  if (value === void 0) return void 0;
  if (typeof value !== "string") return {};
  const { parseSize } = await import("./term-phrases-ZCRTQHT4.js");
  return { max_bytes: parseSize(value) };
}
function declaredEnvironment(options) {
  const declared = /* @__PURE__ */ new Map();
  for (const text of repeated(options, "environment")) {
    const [, name = "", value] = /^([!-<>-~]{1,128})=(.{0,4096})$/s.exec(text) ?? [];
    if (value === void 0) throw usage("--environment is not understood", "write NAME=TEXT, as in stage=test");
    if (declared.has(name)) throw usage(`--environment names ${printable(name)} twice`);
    declared.set(name, value);
  }
  return declared.size === 0 ? void 0 : Object.fromEntries(declared);
}
async function environmentOf(texts) {
  if (texts.length === 0) return void 0;
  const { parseRule } = await import("./phrase-LNP552UC.js");
  const entries = /* @__PURE__ */ new Map();
  for (const text of texts) {
    const [, name = "", mark, rest = ""] = /^([^\s=]{1,128})([= ])(.*)$/s.exec(text) ?? [];
    if (mark === void 0)
      throw usage("--environment is not understood", `write stage=test or 'stage in ["a","b"]'`);
    if (entries.has(name)) throw usage(`--environment names ${printable(name)} twice`);
    entries.set(name, mark === "=" ? { exact: rest } : parseRule(rest));
  }
  return Object.fromEntries(entries);
}
async function termsOf(options) {
  const { parseRate, parseSize, parseWindow } = await import("./term-phrases-ZCRTQHT4.js");
  const [calls, bytes, rate] = [optional(options, "calls"), optional(options, "bytes"), optional(options, "rate")];
  const limits = {
    ...calls === void 0 ? {} : { calls: wholeNumber(calls, "--calls", 1, Number.MAX_SAFE_INTEGER) },
    ...bytes === void 0 ? {} : { bytes: parseSize(bytes) },
    ...rate === void 0 ? {} : { rate: { ...parseRate(rate) } }
  };
  const windows = repeated(options, "window").map((text) => ({ ...parseWindow(text) }));
  const fresh = optional(options, "requireFresh");
  return {
    ...options["readOnly"] === true ? { read_only: true } : {},
    ...Object.keys(limits).length === 0 ? {} : { limits },
    ...windows.length === 0 ? {} : { windows },
    ...fresh === void 0 ? {} : { fresh: durationS(fresh, "--require-fresh") }
  };
}
function renewalOf(options, nowMs) {
  const renewable = optional(options, "renewable");
  if (renewable === void 0) return {};
  const renewableS = durationS(renewable, "--renewable");
  if (renewableS > MAX_TOKEN_LIFETIME_S) throw usage("--renewable exceeds 400 days");
  return { renewable_until: Math.floor(nowMs / 1e3) + renewableS };
}

export {
  askedScope,
  askedDelegation,
  toolsOf,
  askedTerms,
  declaredEnvironment
};
