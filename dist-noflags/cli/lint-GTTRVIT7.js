import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  EVERYTHING,
  allows,
  denies
} from "./chunk-JOVQ2YVS.js";
import "./chunk-HR5KRO4O.js";
import "./chunk-62Z2Z3VB.js";
import "./chunk-DPFOPI55.js";
import "./chunk-WYGZHFIR.js";
import "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
import {
  ALLOW_MEMBERS,
  DENY_MEMBERS
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
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/acl/lint.ts
var KINDS = ["tool", "resource", "prompt"];
function lintAcl(acl, world = {}) {
  const linter = new AclLinter(acl, world);
  return linter.warnings().toSorted((a, b) => a.line - b.line || a.column - b.column);
}
var AclLinter = class {
  #acl;
  #world;
  #found = [];
  constructor(acl, world) {
    this.#acl = acl;
    this.#world = world;
  }
  warnings() {
    const { defaultAllow, defaultAllowAt, defaults, peers } = this.#acl;
    if (defaultAllow && defaultAllowAt !== void 0)
      this.#warn(defaultAllowAt, "default_allow is true: whatever no rule is about is allowed, for every peer");
    if (defaults !== void 0) this.#rules(defaults);
    for (const rules of peers.values()) {
      this.#name(rules);
      this.#rules(rules);
    }
    this.#twice();
    return this.#found;
  }
  #warn({ line, column }, message) {
    this.#found.push({ line, column, message });
  }
  /** Whether somebody has the name. */
  #name(rules) {
    const { name } = rules;
    const { self, peers } = this.#world;
    if (self !== void 0 && name === self) this.#warn(rules, `${name} is this agent itself`);
    if (peers === void 0 || name === self) return;
    if (isDid(name)) {
      if (peers.every(({ did }) => did !== name)) this.#warn(rules, `${name} is not known here`);
      return;
    }
    if (peers.some(({ alias }) => alias === name)) return;
    const near = peers.find(
      ({ did, alias }) => alias.startsWith(name) || did.slice("did:key:".length).startsWith(name)
    );
    const meant = near === void 0 ? "" : `; a prefix names nobody: if it is ${near.alias || near.did}, say so in full`;
    this.#warn(rules, `no peer has the alias "${name}"${meant}`);
  }
  /** Two entries for one peer: both must allow. */
  #twice() {
    for (const { did, alias } of this.#world.peers ?? []) {
      const byAlias = alias === "" ? void 0 : this.#acl.peers.get(alias);
      if (byAlias !== void 0 && this.#acl.peers.has(did))
        this.#warn(byAlias, `${alias} is ${did}, who is listed too: what both entries allow is allowed`);
    }
  }
  #rules(rules) {
    const isOff = rules.enabled?.value === false;
    if (isOff && (Object.keys(rules.lists).length > 0 || Object.keys(rules.limits).length > 0))
      this.#warn(rules.enabled ?? rules, `${rules.path} is disabled: none of its other rules decides anything`);
    for (const kind of KINDS) {
      this.#unreachable(rules, kind);
      this.#unmatched(rules, kind);
    }
    if (!isOff && rules.name !== "" && this.#allowsNothing(rules))
      this.#warn(rules, `${rules.path} allows nothing: it has no allow list, and default_allow is false`);
  }
  #allowsNothing(rules) {
    const { defaultAllow, defaults } = this.#acl;
    return !defaultAllow && KINDS.every((kind) => {
      const list = rules.lists[ALLOW_MEMBERS[kind]] ?? defaults?.lists[ALLOW_MEMBERS[kind]];
      return list === void 0 || list.patterns.length === 0;
    });
  }
  /** Patterns whose every name another pattern decides before. */
  #unreachable(rules, kind) {
    const denying = this.#patternsOf(rules, DENY_MEMBERS[kind]);
    const inherited = rules === this.#acl.defaults ? [] : this.#patternsOf(this.#acl.defaults, DENY_MEMBERS[kind]);
    for (const [at, deny] of denying.entries()) {
      const before = [...denying.slice(0, at), ...inherited].find((each) => covers(kind, each.value, deny.value));
      if (before !== void 0)
        this.#warn(deny, `"${deny.value}" is denied by "${before.value}" in line ${before.line} too`);
    }
    const allowing = this.#patternsOf(rules, ALLOW_MEMBERS[kind]);
    for (const [at, allow] of allowing.entries()) {
      const deny = [...denying, ...inherited].find((each) => coversAllow(kind, each.value, allow.value));
      const before = allowing.slice(0, at).find((each) => covers(kind, each.value, allow.value));
      if (deny !== void 0)
        this.#warn(allow, `"${allow.value}" allows nothing: "${deny.value}" in line ${deny.line} denies all of it`);
      else if (before !== void 0)
        this.#warn(allow, `"${allow.value}" is allowed by "${before.value}" in line ${before.line} already`);
    }
  }
  #patternsOf(rules, name) {
    return rules?.lists[name]?.patterns ?? [];
  }
  #unmatched(rules, kind) {
    const { tools } = this.#world;
    if (kind !== "tool" || tools === void 0 || tools.length === 0) return;
    for (const name of [ALLOW_MEMBERS.tool, DENY_MEMBERS.tool])
      for (const pattern of this.#patternsOf(rules, name))
        if (!tools.some((tool) => allows("tool", pattern.value, tool)))
          this.#warn(pattern, `"${pattern.value}" fits no tool that is known here`);
  }
};
function covers(kind, wide, narrow) {
  return wide === narrow || wide === EVERYTHING || kind !== "resource" && allows(kind, wide, narrow);
}
function coversAllow(kind, deny, allow) {
  if (kind !== "resource" || deny === EVERYTHING) return denies(kind, deny, allow);
  if (deny.includes("?") || allow === EVERYTHING) return false;
  return [allow, allow.replaceAll("/**", ""), allow.replaceAll("**/", "")].every((each) => denies(kind, deny, each));
}
export {
  lintAcl
};
