import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  matchesName
} from "./chunk-HR5KRO4O.js";
import {
  ALLOWED,
  deny
} from "./chunk-6LWAUCQS.js";
import {
  MAX_RPC_BYTES,
  isJsonObject
} from "./chunk-FX2GLV37.js";
import {
  TUNNEL_VARIABLE
} from "./chunk-NJGMDSGF.js";
import {
  JsonNumber
} from "./chunk-XPPVS7Z5.js";
import {
  toBase64
} from "./chunk-YHWXIR64.js";
import {
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/node/tool/tool-environment.ts
import { randomBytes } from "node:crypto";
var INHERITED_VARIABLES = "HOME LOGNAME PATH SHELL TERM USER LANG LANGUAGE TMPDIR TZ".split(
  " "
);
var OWN = /^TALOS_/i;
function toolEnvironment(own, extra, who, mark) {
  const environment = {};
  for (const [name, value] of Object.entries(own)) {
    if (value !== void 0 && isInherited(name) && !value.startsWith("()")) environment[name] = value;
  }
  for (const [name, value] of Object.entries(extra)) {
    if (name === "" || /[=\0]/.test(name) || value.includes("\0"))
      throw new TalosError("E_USAGE", "a name or value of the tool environment holds what no environment can");
    if (!OWN.test(name)) environment[name] = value;
  }
  return {
    ...environment,
    ...callerVariables(who),
    [TUNNEL_VARIABLE]: mark + randomBytes(16).toString("hex")
  };
}
function callerVariables({ caller, alias, capability }) {
  return {
    TALOS_CALLER_DID: caller,
    ...alias !== void 0 && /^[!-~]{1,128}$/.test(alias) ? { TALOS_CALLER_ALIAS: alias } : {},
    ...capability === void 0 ? {} : { TALOS_CAPABILITY_ID: capability }
  };
}
function isInherited(name) {
  return INHERITED_VARIABLES.includes(name) || /^LC_[A-Z]+$/.test(name);
}

// src/agent/tunnel/redaction.ts
var REDACTED = "[redacted]";
var MIN_LINE = 16;
var MIN_BEGINNING = 6;
var COLUMNS = [64, 76];
var Redaction = class {
  /** The longest first: a whole secret before its lines. */
  #patterns;
  /** @param secrets - None is empty. */
  constructor(secrets) {
    const patterns = /* @__PURE__ */ new Map();
    for (const pattern of secrets.flatMap(patternsOf)) patterns.set(pattern.text, pattern);
    this.#patterns = [...patterns.values()].sort((a, b) => b.text.length - a.text.length);
  }
  /** `text` without the secrets. @returns `text` itself where there was none. */
  text(text) {
    let clean = text;
    for (const pattern of this.#patterns) {
      if (pattern.text.length > clean.length) continue;
      for (let at = clean.indexOf(pattern.text); at >= 0; at = clean.indexOf(pattern.text, at + REDACTED.length)) {
        const start = Math.max(0, at - pattern.before);
        const end = at + pattern.text.length + pattern.after;
        clean = `${clean.slice(0, start)}${REDACTED}${clean.slice(end)}`;
        at = start;
      }
    }
    return clean;
  }
  /** As {@link text}, of a text whose end may have been cut off within a secret. */
  cut(text) {
    const clean = this.text(text);
    const end = clean.replace(/…$/, "");
    const from = Math.min(...this.#patterns.map((pattern) => beginningAt(pattern.text, end)));
    return from === Number.POSITIVE_INFINITY ? clean : `${end.slice(0, from)}${REDACTED}\u2026`;
  }
  /** A value of JSON without the secrets, in its texts, names and numbers. @returns `json` itself where there was none. */
  json(json) {
    return this.#json(json);
  }
  #json(json) {
    if (typeof json === "string") return this.text(json);
    if (typeof json === "number") return this.#number(json, String(json));
    if (typeof json !== "object" || json === null) return json;
    if (json instanceof JsonNumber) return this.#number(json, json.token);
    if (Array.isArray(json)) {
      const items = json.map((item) => this.#json(item));
      return items.some((item, at) => item !== json[at]) ? items : json;
    }
    return this.#object(json);
  }
  #number(number, text) {
    const clean = this.text(text);
    return clean === text ? number : clean;
  }
  #object(object) {
    const members = Object.entries(object);
    const clean = members.map(([key, value]) => [this.text(key), this.#json(value)]);
    const isSame = clean.every(([key, value], at) => key === members[at]?.[0] && value === members[at][1]);
    return isSame ? object : Object.fromEntries(clean);
  }
};
function beginningAt(secret, text) {
  const start = secret.slice(0, MIN_BEGINNING);
  for (let at = text.indexOf(start, text.length - secret.length + 1); at >= 0; at = text.indexOf(start, at + 1))
    if (secret.startsWith(text.slice(at))) return at;
  return Number.POSITIVE_INFINITY;
}
function patternsOf(secret) {
  const bytes = utf8(secret);
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= MIN_LINE && line !== secret);
  const plain = [
    secret,
    ...lines,
    ...escapesOf(secret),
    ...percentsOf(secret),
    toHex(bytes),
    toHex(bytes).toUpperCase()
  ];
  return [...plain.map((text) => ({ text, before: 0, after: 0 })), ...base64Of(bytes)];
}
function escapesOf(secret) {
  const once = JSON.stringify(secret).slice(1, -1);
  const ascii = once.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const forms = [once, ascii, once.replaceAll("/", "\\/"), ascii.replaceAll("/", "\\/")];
  return [...forms, ...forms.map((form) => JSON.stringify(form).slice(1, -1))];
}
function percentsOf(secret) {
  const escaped = encodeURIComponent(secret);
  const lower = escaped.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
  const strict = escaped.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return [escaped, lower, strict, escaped.replaceAll("%20", "+")];
}
function base64Of(bytes) {
  const patterns = [];
  for (const offset of [0, 1, 2]) {
    const shifted = new Uint8Array(offset + bytes.length);
    shifted.set(bytes, offset);
    const encoded = toBase64(shifted).replace(/=+$/, "");
    const whole = Math.floor(shifted.length * 8 / 6);
    const first = Math.ceil(offset * 8 / 6);
    const text = encoded.slice(first, whole);
    const [before, after] = [offset === 0 ? 0 : 1, encoded.length - whole];
    for (const form of [text, text.replaceAll("+", "-").replaceAll("/", "_")])
      patterns.push({ text: form, before, after });
    if (offset === 0) {
      for (const line of COLUMNS.flatMap((columns) => text.match(new RegExp(`.{1,${columns}}`, "g")) ?? []))
        if (line.length >= MIN_LINE && line !== text) patterns.push({ text: line, before: 0, after: 0 });
    }
  }
  return patterns;
}

// src/agent/tunnel/tool-secrets.ts
var MAX_SECRET_BYTES = 64 * 1024;
var MIN_SECRET_BYTES = 8;
var MAX_SECRETS = 64;
var SECRET_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
var START = "${secret:";
var REFERENCE = /\$\{secret:(?:([A-Za-z_][A-Za-z0-9_]{0,63})\})?/g;
var ToolSecrets = class {
  #secrets = /* @__PURE__ */ new Map();
  #redaction;
  /** @throws {TalosError} `E_USAGE` for a name or a value that is none, a name that is there twice, too many of them. */
  constructor(secrets) {
    if (secrets.length > MAX_SECRETS) throw new TalosError("E_USAGE", `more than ${MAX_SECRETS} secrets`);
    for (const secret of secrets) {
      const { name, value } = secret;
      if (!SECRET_NAME.test(name))
        throw new TalosError("E_USAGE", "a secret is named by 1 to 64 letters, digits and _");
      if (this.#secrets.has(name)) throw new TalosError("E_USAGE", `the secret ${name} is given twice`);
      const length = utf8(value).length;
      if (length < MIN_SECRET_BYTES || length > MAX_SECRET_BYTES)
        throw new TalosError(
          "E_USAGE",
          `the secret ${name} has ${length} bytes: ${MIN_SECRET_BYTES} to ${MAX_SECRET_BYTES}`
        );
      this.#secrets.set(name, { ...secret, bytes: utf8(JSON.stringify(value)).length });
    }
    this.#redaction = new Redaction(secrets.map(({ value }) => value));
  }
  /** Patterns of tools that fit none of `tools`. */
  unmatched(tools) {
    const patterns = [...this.#secrets.values()].flatMap((secret) => secret.tools);
    return patterns.filter((pattern) => !tools.some((tool) => matchesName(pattern, tool)));
  }
  /** A line of diagnostics without the secrets; its end may have been cut off. */
  diagnostic(text) {
    return this.#redaction.cut(text);
  }
  /** A message of a tool without the secrets. */
  message(message) {
    const { id, ...rest } = message.json;
    const clean = this.#redaction.json(rest);
    if (clean === rest) return message;
    const json = id === void 0 ? clean : { id, ...clean };
    switch (message.kind) {
      case "result":
        return { ...message, result: json["result"] ?? null, json };
      case "error":
        return { ...message, error: objectOf(json["error"]), json };
      case "request":
      case "notification":
        return { ...message, method: textOf(json["method"]), params: message.params && objectOf(json["params"]), json };
    }
  }
  /** The rule of each tunnel of the service. It comes before all that looks at what the tool says. */
  rule = {
    check: (call) => this.#check(call),
    prepare: (message, call) => this.#prepare(message, call),
    fromTool: (message) => this.message(message)
  };
  #check({ request, bytes }) {
    if (request.kind !== "tool") return ALLOWED;
    let [left, isNamed] = [MAX_RPC_BYTES - bytes, true];
    eachText(request.arguments, (text) => {
      for (const [, name = ""] of text.matchAll(REFERENCE)) {
        const secret = this.#secrets.get(name);
        if (secret === void 0 || !isFor(secret, request.name)) isNamed = false;
        else left -= secret.bytes;
      }
    });
    if (!isNamed) return deny("CONSTRAINT", "an argument names a secret that is not there for this tool");
    return left >= 0 ? ALLOWED : deny("CONSTRAINT", "the arguments are too long with the secrets that they name");
  }
  #prepare(message, { request }) {
    const params = message["params"];
    if (request.kind !== "tool" || !isJsonObject(params) || params["arguments"] === void 0) return message;
    const given = params["arguments"];
    const filled = this.#filled(given);
    return filled === given ? message : { ...message, params: { ...params, arguments: filled } };
  }
  /** Once: what stands in a secret is no reference. */
  #filled(json) {
    if (typeof json === "string")
      return json.includes(START) ? json.replace(
        REFERENCE,
        (reference, name) => this.#secrets.get(name ?? "")?.value ?? reference
      ) : json;
    if (typeof json !== "object" || json === null || json instanceof JsonNumber) return json;
    if (Array.isArray(json)) {
      const items = json.map((item) => this.#filled(item));
      return items.some((item, at) => item !== json[at]) ? items : json;
    }
    const members = Object.entries(json).map(([key, value]) => [
      key,
      this.#filled(value)
    ]);
    return members.some(([key, value]) => value !== json[key]) ? Object.fromEntries(members) : json;
  }
};
function openSecrets({ readSecret }, secrets = [], onNotice) {
  if (secrets.length === 0) return void 0;
  const valueIn = (file) => {
    if (readSecret === void 0) throw new TalosError("E_USAGE", "there are no files here that a secret could be in");
    return readSecret(
      file,
      () => onNotice(`every user of this machine may read the secret in ${file}: chmod 600 closes it`)
    );
  };
  const read = secrets.slice(0, MAX_SECRETS + 1).map((secret) => {
    const { name, tools } = secret;
    const value = "value" in secret ? secret.value : valueIn(secret.file);
    return { name, value, tools: tools === void 0 ? [] : patternsOf2(tools) };
  });
  return new ToolSecrets(read);
}
function patternsOf2(list) {
  const patterns = list.split(",").map((pattern) => pattern.trim());
  if (patterns.includes("")) throw new TalosError("E_USAGE", "a pattern of tools for a secret is empty");
  return patterns;
}
function textOf(json) {
  return typeof json === "string" ? json : "";
}
function objectOf(json) {
  return isJsonObject(json) ? json : {};
}
function isFor({ tools }, tool) {
  return tools.length === 0 || tools.some((pattern) => matchesName(pattern, tool));
}
function eachText(json, look) {
  if (typeof json === "string") {
    if (json.includes(START)) look(json);
    return;
  }
  if (typeof json !== "object" || json === null || json instanceof JsonNumber) return;
  for (const value of Array.isArray(json) ? json : Object.values(json)) eachText(value, look);
}

export {
  MAX_SECRET_BYTES,
  SECRET_NAME,
  openSecrets,
  INHERITED_VARIABLES,
  toolEnvironment
};
