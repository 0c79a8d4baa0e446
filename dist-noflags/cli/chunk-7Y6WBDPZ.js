import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  OTHER_ARGUMENTS
} from "./chunk-HFRJ7ZGY.js";
import {
  writeJson
} from "./chunk-XPPVS7Z5.js";

// src/capability/describe.ts
function describeScope(scope) {
  return [...describeAllowed(scope), ...describeTerms(scope)];
}
function describeAllowed(scope) {
  const readOnly = new Set(scope.read_only_tools);
  const note = (tool) => scope.read_only && !readOnly.has(tool) ? " (not while read-only)" : "";
  return [
    ...Object.entries(scope.tools).map(([tool, rules]) => `tool ${tool}: ${describeRules(rules)}${note(tool)}`),
    ...(scope.resources ?? []).map((constraint) => `resources: URI ${describeConstraint(constraint)}`),
    ...(scope.prompts ?? []).map((constraint) => `prompts: name ${describeConstraint(constraint)}`),
    ...scope.messages === void 0 ? [] : [`messages${describeBytes(scope.messages)}`],
    ...scope.files === void 0 ? [] : [`files${describeBytes(scope.files)}${describeNames(scope.files)}`],
    ...(scope.services ?? []).map((service) => `service ${service}`)
  ];
}
function describeBytes({ max_bytes }) {
  return max_bytes === void 0 ? "" : ` of at most ${counted(max_bytes, "byte")} each`;
}
function describeNames({ names }) {
  return names === void 0 ? "" : `, whose name ${names.map(describeConstraint).join(", or ")}`;
}
function describeTerms(scope) {
  const { limits, tool_limits = {}, windows, environment = {}, fresh, pins, renewable_until } = scope;
  return [
    ...scope.read_only ? ["read-only: only tools that say so in a definition that is pinned"] : [],
    ...limits === void 0 ? [] : [`limit: ${describeLimits(limits)}`],
    ...Object.entries(tool_limits).map(([tool, each]) => `limit of tool ${tool}: ${describeLimits(each)}`),
    ...windows === void 0 ? [] : [`only ${windows.map(describeWindow).join(", or ")}`],
    ...Object.entries(environment).map(([name, constraint]) => `only where ${name} ${describeConstraint(constraint)}`),
    ...fresh === void 0 ? [] : [`only while revocations are known that are at most ${counted(fresh, "second")} old`],
    ...pins === void 0 ? [] : [`only of the server that was seen, and ${counted(Object.keys(pins.tools).length, "tool")} as defined then`],
    ...renewable_until === void 0 ? [] : [`renewable until ${describeTime(renewable_until)}`]
  ];
}
function describeLimits({ calls, bytes, rate }) {
  return [
    ...calls === void 0 ? [] : [`${counted(calls, "call")} in all`],
    ...bytes === void 0 ? [] : [`${counted(bytes, "byte")} in all`],
    ...rate === void 0 ? [] : [`${counted(rate.count, "call")} in any ${counted(rate.seconds, "second")}`]
  ].join("; ");
}
var DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
function describeWindow({ zone, days, from, to }) {
  const on = days === void 0 ? "every day" : days.map((day) => DAYS[day - 1]).join(", ");
  return `${on} from ${from} to ${to} (${zone})`;
}
function describeTime(seconds) {
  const date = new Date(seconds * 1e3);
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString();
}
function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
function describeRules(rules) {
  const { [OTHER_ARGUMENTS]: others, ...named } = rules;
  const parts = Object.entries(named).map(([name, constraint]) => `${name} ${describeConstraint(constraint)}`);
  if (parts.length === 0) return others === void 0 ? "without arguments" : "any arguments";
  return [...parts, others === void 0 ? "nothing else" : "other arguments free"].join("; ");
}
function describeConstraint(constraint) {
  if ("exact" in constraint) return `is ${quoted(constraint.exact)}`;
  if ("oneOf" in constraint) return `is one of ${list(constraint.oneOf)}`;
  if ("noneOf" in constraint) return `is none of ${list(constraint.noneOf)}`;
  if ("prefix" in constraint) return `starts with ${quoted(constraint.prefix)}`;
  if ("suffix" in constraint) return `ends with ${quoted(constraint.suffix)}`;
  if ("glob" in constraint) return `matches ${quoted(constraint.glob)}`;
  if ("pattern" in constraint) return `matches the pattern ${quoted(constraint.pattern)}`;
  if ("under" in constraint) return `is ${quoted(constraint.under)} or below it`;
  if ("contains" in constraint) return `is a list that contains ${quoted(constraint.contains)}`;
  if ("subset" in constraint) return `is a list of none but ${list(constraint.subset)}`;
  if ("size" in constraint) return `is text of ${describeRange(constraint.size)} bytes`;
  if ("count" in constraint) return `has ${describeRange(constraint.count)} items`;
  if ("anyOf" in constraint) return combined(constraint.anyOf, "or");
  if ("allOf" in constraint) return combined(constraint.allOf, "and");
  if ("range" in constraint) return `is ${describeRange(constraint.range)}`;
  return "is anything";
}
function describeRange({ min, max }) {
  if (min === void 0) return `at most ${max}`;
  if (max === void 0) return `at least ${min}`;
  return min === max ? `exactly ${min}` : `from ${min} to ${max}`;
}
function combined(constraints, word) {
  const parts = constraints.map(describeConstraint);
  return parts.length === 1 ? parts.join() : `(${parts.join(` ${word} `)})`;
}
function list(values) {
  return values.map(quoted).join(", ");
}
var UNSEEN = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
function quoted(value) {
  return writeJson(value).replace(UNSEEN, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

export {
  describeScope,
  describeAllowed,
  describeTerms
};
