import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  allows,
  denies,
  spellingFault
} from "./chunk-JOVQ2YVS.js";
import {
  classify
} from "./chunk-62Z2Z3VB.js";
import {
  ALLOW_MEMBERS,
  DENY_MEMBERS,
  entriesOf
} from "./chunk-BT5TVXVA.js";

// src/acl/decide.ts
var NOWHERE = { line: 0, column: 0 };
function verdict(allowed, rule, { line }, reason) {
  return allowed ? { allowed, rule, line, reason } : { allowed, code: "ACL_DENIED", rule, line, reason };
}
function decide(acl, peer, method, target) {
  const policy = classify(method, paramsOf(method, target));
  switch (policy.kind) {
    case "free":
      return verdict(true, "", NOWHERE, `${method} always works`);
    case "list":
      return verdict(true, "", NOWHERE, `${method} always works, and shows only what is allowed`);
    case "denied":
      return { allowed: false, code: policy.code, rule: "", line: 0, reason: policy.reason };
    case "checked":
    case "recorded":
      return decideRequest(acl, peer, policy.request);
  }
}
function paramsOf(method, target) {
  if (target === "") return {};
  if (method.startsWith("resources/")) return { uri: target };
  if (method !== "completion/complete") return { name: target };
  const isUri = target.includes(":");
  return { ref: isUri ? { type: "ref/resource", uri: target } : { type: "ref/prompt", name: target } };
}
function decideRequest(acl, peer, request) {
  return decideName(acl, peer, request.kind, request.kind === "resource" ? request.uri : request.name);
}
function decideName(acl, peer, kind, name) {
  const entries = entriesOf(acl, peer);
  if (entries.length === 0) return decideBy(acl, void 0, kind, name);
  let last;
  for (const entry of entries) {
    last = decideBy(acl, entry, kind, name);
    if (!last.allowed) break;
  }
  return last ?? decideBy(acl, void 0, kind, name);
}
function decideBy(acl, entry, kind, name) {
  const { defaults } = acl;
  const disabled = disabledBy(entry, defaults);
  if (disabled !== void 0) return disabled;
  const both = [entry, defaults].filter((each) => each !== void 0);
  const [allowName, denyName] = [ALLOW_MEMBERS[kind], DENY_MEMBERS[kind]];
  const listed = both.find(({ lists }) => lists[allowName] !== void 0);
  const hasRules = listed !== void 0 || both.some(({ lists }) => lists[denyName] !== void 0);
  const fault = kind === "resource" && hasRules ? spellingFault(name) : void 0;
  if (fault !== void 0) return verdict(false, "", NOWHERE, fault);
  for (const rules of both) {
    const denying = rules.lists[denyName]?.patterns.find(({ value }) => denies(kind, value, name));
    if (denying !== void 0)
      return verdict(false, `${rules.path}.${denyName} "${denying.value}"`, denying, "a deny pattern fits");
  }
  return listed === void 0 ? byDefault(acl, entry) : byAllowList(listed, kind, name);
}
function disabledBy(entry, defaults) {
  const [rules, enabled] = entry?.enabled === void 0 ? [defaults, defaults?.enabled] : [entry, entry.enabled];
  if (rules === void 0 || enabled === void 0 || enabled.value) return void 0;
  return verdict(false, `${rules.path}.enabled`, enabled, "the peer is disabled");
}
function byAllowList(rules, kind, name) {
  const member = ALLOW_MEMBERS[kind];
  const list = rules.lists[member];
  const allowing = list?.patterns.find(({ value }) => allows(kind, value, name));
  if (allowing !== void 0)
    return verdict(true, `${rules.path}.${member} "${allowing.value}"`, allowing, "an allow pattern fits");
  return verdict(false, `${rules.path}.${member}`, list ?? NOWHERE, "no pattern of the allow list fits");
}
function byDefault({ defaultAllow, defaultAllowAt }, entry) {
  const who = entry === void 0 ? "the peer is not listed" : "no rule of the peer is about it";
  const what = defaultAllow ? "what no rule is about is allowed" : "what no rule allows is denied";
  return verdict(defaultAllow, "default_allow", defaultAllowAt ?? NOWHERE, `${who}, and ${what}`);
}

export {
  decide,
  decideRequest,
  decideName
};
