import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_SERVICE_NAME,
  MAX_TOOLS,
  MEMBER_NAMES,
  SERVICE_NAME,
  checkMembers,
  parseConstraint,
  patternRoom,
  readMembers,
  readNamed
} from "./chunk-HMUT3PKD.js";
import {
  asMalformed,
  malformed
} from "./chunk-6LWAUCQS.js";
import {
  readEntries,
  readObject,
  readString
} from "./chunk-LHINULLD.js";

// src/capability/scope.ts
var MAX_ARGUMENTS = 64;
var MAX_PATTERNS = 64;
var OTHER_ARGUMENTS = "*";
var SCOPE_TYPE = "talos-mcp";
function isServiceName(name) {
  return name.length <= MAX_SERVICE_NAME && SERVICE_NAME.test(name);
}
var SHAPE = { required: ["service", "tools"], optional: ["resources", "prompts", ...MEMBER_NAMES] };
function parseScope(json) {
  return asMalformed(() => readScope(readObject(json, SHAPE, "scope")));
}
function readScope(fields) {
  const { service, tools, resources, prompts } = fields;
  const room = patternRoom();
  const scope = {
    service: readString(service, "service", { min: 1, max: MAX_SERVICE_NAME, pattern: SERVICE_NAME }),
    tools: readNamed(tools, "tools", MAX_TOOLS, (rules) => readRules(rules, room)),
    ...resources === void 0 ? {} : { resources: readPatterns(resources, "resources", room) },
    ...prompts === void 0 ? {} : { prompts: readPatterns(prompts, "prompts", room) },
    ...readMembers(fields, room)
  };
  checkMembers(scope, scope.tools);
  return scope;
}
function readPatterns(list, name, room) {
  return readEntries(list, name, { max: MAX_PATTERNS }, (each) => parseConstraint(each, room));
}
function readRules(json, room) {
  const rules = readNamed(json, "arguments", MAX_ARGUMENTS, (each) => parseConstraint(each, room));
  const others = rules[OTHER_ARGUMENTS];
  if (others !== void 0 && !("any" in others)) throw malformed("the argument * takes the constraint any alone");
  return rules;
}
function scopeJson(scope) {
  return { type: SCOPE_TYPE, ...scope };
}
var TYPED_SHAPE = { required: ["type", ...SHAPE.required], optional: SHAPE.optional };
function readScopeJson(json) {
  return asMalformed(() => {
    const fields = readObject(json, TYPED_SHAPE, "scope");
    if (fields.type !== SCOPE_TYPE) throw malformed("scope: another type");
    return readScope(fields);
  });
}

export {
  MAX_ARGUMENTS,
  MAX_PATTERNS,
  OTHER_ARGUMENTS,
  SCOPE_TYPE,
  isServiceName,
  parseScope,
  scopeJson,
  readScopeJson
};
