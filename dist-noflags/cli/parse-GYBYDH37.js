import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  patternFault
} from "./chunk-JOVQ2YVS.js";
import "./chunk-HR5KRO4O.js";
import "./chunk-62Z2Z3VB.js";
import "./chunk-DPFOPI55.js";
import "./chunk-WYGZHFIR.js";
import {
  require_dist
} from "./chunk-UDH3BAHC.js";
import "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
import {
  ALLOW_MEMBERS,
  DENY_MEMBERS,
  MAX_ACL_BYTES,
  MAX_ACL_PATTERNS,
  MAX_ACL_PEERS,
  MAX_EXECUTION_S,
  MAX_REQUESTS_A_MINUTE,
  RATE_MEMBERS
} from "./chunk-BT5TVXVA.js";
import "./chunk-FX2GLV37.js";
import "./chunk-76WDXPVO.js";
import {
  isDid
} from "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import {
  fromUtf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";
import {
  __toESM
} from "./chunk-ZSKQGKJD.js";

// src/acl/parse.ts
var import_yaml = __toESM(require_dist(), 1);
var MAX_ACL_FAULTS = 50;
var ALIAS = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/;
var RULE_MEMBERS = [
  "enabled",
  ...Object.values(ALLOW_MEMBERS),
  ...Object.values(DENY_MEMBERS),
  "rate_limit"
];
var KIND_OF = new Map(
  [ALLOW_MEMBERS, DENY_MEMBERS].flatMap(
    (members) => Object.entries(members).map(([kind, name]) => [name, kind])
  )
);
var HIGHEST = {
  requests_per_minute: MAX_REQUESTS_A_MINUTE,
  data_bytes_per_day: Number.MAX_SAFE_INTEGER,
  max_execution_time_seconds: MAX_EXECUTION_S
};
function readAcl(bytes) {
  if (bytes.length > MAX_ACL_BYTES) return faulty(`the list has ${bytes.length} bytes, limit ${MAX_ACL_BYTES}`);
  let text;
  try {
    text = fromUtf8(bytes);
  } catch {
    return faulty("the list is not UTF-8");
  }
  const lines = new import_yaml.LineCounter();
  const options = { schema: "core", uniqueKeys: false, prettyErrors: false, merge: false };
  const reader = new AclReader(lines);
  const acl = reader.read((0, import_yaml.parseDocument)(text, { ...options, lineCounter: lines }));
  return reader.faults.length > 0 ? { faults: reader.faults } : { acl };
}
function faulty(message) {
  return { faults: [{ line: 0, column: 0, message }] };
}
function parseAcl(bytes, name) {
  const read = readAcl(bytes);
  if ("acl" in read) return read.acl;
  throw aclError(read.faults, name);
}
function aclError(faults, name) {
  const [first = { line: 0, column: 0, message: "the list is not understood" }, ...others] = faults;
  const { line, column, message } = first;
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return new TalosError("E_CONFIG", `${placed(name, first)}: ${message}${more}`, {
    details: { file: name, line, column },
    hint: "talos acl lint FILE shows all of it"
  });
}
function placed(name, { line, column }) {
  return line === 0 ? name : `${name}:${line}:${column}`;
}
var isEmptyMap = (contents) => (0, import_yaml.isMap)(contents) && contents.items.length === 0;
var AclReader = class {
  #lines;
  faults = [];
  constructor(lines) {
    this.#lines = lines;
  }
  read(document) {
    const nothing = { defaultAllow: false, peers: /* @__PURE__ */ new Map() };
    for (const { pos, message } of [...document.errors, ...document.warnings].slice(0, MAX_ACL_FAULTS))
      this.#fault(this.#at(pos[0]), `not YAML: ${lowered(message)}`);
    if (document.directives.yaml.explicit) this.#fault({ line: 1, column: 1 }, "directives are not read");
    if (this.faults.length > 0) return nothing;
    this.#refuseReferences(document);
    const { contents } = document;
    if (contents === null || (0, import_yaml.isScalar)(contents) && contents.value === null || isEmptyMap(contents)) {
      this.#fault({ line: 1, column: 1 }, "the list is empty");
      return nothing;
    }
    return this.faults.length > 0 ? nothing : this.#acl(contents);
  }
  /** Anchors, aliases and tags: what a text says must stand where it is read. */
  #refuseReferences(document) {
    (0, import_yaml.visit)(document, {
      Node: (_key, node) => {
        if ((0, import_yaml.isAlias)(node)) this.#fault(this.#place(node), "aliases (*) are not read; write a pattern in quotes");
        else if (node.anchor !== void 0) this.#fault(this.#place(node), "anchors (&) are not read");
        else if (node.tag !== void 0) this.#fault(this.#place(node), "tags (!) are not read");
      }
    });
  }
  #acl(contents) {
    const members = this.#members(contents, "the list", ["default_allow", "defaults", "peers"]);
    const allow = members.get("default_allow");
    const defaults = members.get("defaults");
    const defaultAllow = allow === void 0 ? void 0 : this.#boolean(allow.value, "default_allow");
    const peers = members.get("peers");
    return {
      defaultAllow: defaultAllow?.value ?? false,
      ...defaultAllow === void 0 ? {} : { defaultAllowAt: placeOf(defaultAllow) },
      ...defaults === void 0 ? {} : { defaults: this.#rules(defaults, "defaults", "") },
      peers: peers === void 0 ? /* @__PURE__ */ new Map() : this.#peers(peers.value)
    };
  }
  #peers(value) {
    const peers = /* @__PURE__ */ new Map();
    const members = this.#members(value, "peers", void 0);
    if (members.size > MAX_ACL_PEERS) this.#fault(this.#place(value), `more than ${MAX_ACL_PEERS} peers`);
    for (const [name, member] of [...members].slice(0, MAX_ACL_PEERS)) {
      if (!isDid(name) && !ALIAS.test(name)) this.#fault(member, `"${name}" is no full DID and no alias`);
      peers.set(name, this.#rules(member, `peers.${name}`, name));
    }
    return peers;
  }
  #rules(member, path, name) {
    const members = this.#members(member.value, path, RULE_MEMBERS);
    const lists = {};
    let limits = {};
    let enabled;
    for (const [key, each] of members) {
      const kind = KIND_OF.get(key);
      const at = `${path}.${key}`;
      if (kind !== void 0) lists[key] = this.#patterns(each, at, key, kind);
      else if (key === "rate_limit") limits = this.#limits(each.value, at);
      else enabled = this.#boolean(each.value, at);
    }
    return { ...placeOf(member), path, name, lists, limits, ...enabled === void 0 ? {} : { enabled } };
  }
  #patterns({ line, column, value }, path, name, kind) {
    if (!(0, import_yaml.isSeq)(value)) {
      this.#fault(this.#place(value, { line, column }), `${path} is no list; write ["a", "b"], or [] for none`);
      return { line, column, patterns: [] };
    }
    if (value.items.length > MAX_ACL_PATTERNS)
      this.#fault({ line, column }, `${path} has more than ${MAX_ACL_PATTERNS} patterns`);
    const patterns = [];
    for (const item of value.items.slice(0, MAX_ACL_PATTERNS)) {
      const place = this.#place(item, { line, column });
      if (!(0, import_yaml.isScalar)(item) || typeof item.value !== "string") {
        this.#fault(place, `${path}: a pattern is a text; write it in quotes`);
        continue;
      }
      const fault = patternFault(kind, item.value, name === ALLOW_MEMBERS[kind]);
      if (fault !== void 0) this.#fault(place, `${path}: ${fault}`);
      patterns.push({ ...place, value: item.value });
    }
    return { line, column, patterns };
  }
  #limits(value, path) {
    const limits = {};
    for (const [key, member] of this.#members(value, path, RATE_MEMBERS)) {
      const name = key;
      const place = this.#place(member.value, member);
      const number = (0, import_yaml.isScalar)(member.value) ? member.value.value : void 0;
      if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 1 || number > HIGHEST[name])
        this.#fault(place, `${path}.${key} is no whole number from 1 to ${HIGHEST[name]}`);
      else limits[name] = { ...place, value: number };
    }
    return limits;
  }
  #boolean(value, path) {
    if ((0, import_yaml.isScalar)(value) && typeof value.value === "boolean") return { ...this.#place(value), value: value.value };
    this.#fault(this.#place(value), `${path} is neither true nor false`);
    return void 0;
  }
  /** The members of a map by name, each once and one of `known`, where that is given. */
  #members(value, path, known) {
    const members = /* @__PURE__ */ new Map();
    if (!(0, import_yaml.isMap)(value)) {
      this.#fault(this.#place(value), `${path} is no map of names to values`);
      return members;
    }
    for (const pair of value.items) this.#member(pair, path, known, members);
    return members;
  }
  #member({ key, value }, path, known, members) {
    const place = this.#place(key);
    const name = (0, import_yaml.isScalar)(key) ? key.value : void 0;
    if (typeof name !== "string") return this.#fault(place, `${path}: a name is no text; write it in quotes`);
    if (known !== void 0 && !known.includes(name))
      return this.#fault(place, `${path} has the unknown key "${name}"; there are ${known.join(", ")}`);
    if (members.has(name)) return this.#fault(place, `${path} has the key "${name}" twice`);
    members.set(name, { ...place, value });
  }
  #fault({ line, column }, message) {
    if (this.faults.length < MAX_ACL_FAULTS) this.faults.push({ line, column, message });
  }
  #place(node, otherwise = { line: 1, column: 1 }) {
    const at = (0, import_yaml.isNode)(node) ? node.range?.[0] : void 0;
    return at === void 0 ? otherwise : this.#at(at);
  }
  #at(offset) {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
};
function placeOf({ line, column }) {
  return { line, column };
}
function lowered(message) {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
export {
  MAX_ACL_FAULTS,
  aclError,
  parseAcl,
  placed,
  readAcl
};
