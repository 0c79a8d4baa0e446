import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  isJsonObject,
  secondSpelling
} from "./chunk-FX2GLV37.js";
import {
  foldCase
} from "./chunk-76WDXPVO.js";

// src/mcp/policy.ts
var FREE = { kind: "free" };
var LIST = { kind: "list" };
function denied(reason, code = "SCOPE_MISMATCH") {
  return { kind: "denied", code, reason };
}
var free = () => FREE;
var list = () => LIST;
var tasks = () => denied("tasks are not served");
var resource = (kind) => ({ uri }) => {
  if (typeof uri !== "string") return denied("uri is not a text", "MALFORMED");
  const fault = uriFault(uri);
  return fault === void 0 ? { kind, request: { kind: "resource", uri } } : denied(fault, "MALFORMED");
};
var prompt = (kind) => ({ name }) => typeof name === "string" ? { kind, request: { kind: "prompt", name } } : denied("name is not a text", "MALFORMED");
var RULES = /* @__PURE__ */ new Map([
  // Start of a connection: initialize to 2025-11-25, server/discover from 2026-07-28. They show no tool.
  ["initialize", free],
  ["server/discover", free],
  ["ping", free],
  // Each connection has a tool process of its own, so the level is the caller's own.
  ["logging/setLevel", free],
  ["tools/list", list],
  ["resources/list", list],
  ["resources/templates/list", list],
  ["prompts/list", list],
  ["tools/call", callTool],
  ["resources/read", resource("recorded")],
  ["resources/subscribe", resource("recorded")],
  // Ends what subscribe began: nothing is learnt from it.
  ["resources/unsubscribe", resource("checked")],
  ["prompts/get", prompt("recorded")],
  ["completion/complete", complete],
  // 2026-07-28: replaces unasked-for notifications and resources/subscribe.
  ["subscriptions/listen", listen],
  // 2025-11-25: a task outlives the call that was recorded, and its id is all that guards its result.
  ["tasks/get", tasks],
  ["tasks/result", tasks],
  ["tasks/list", tasks],
  ["tasks/cancel", tasks],
  ["tasks/update", tasks]
]);
var DECISIVE = ["name", "arguments", "uri", "ref", "task", "notifications", "type", "_meta"];
function classify(method, params) {
  const rule = RULES.get(method);
  if (rule === void 0) return denied("method is not granted to anybody");
  const twin = secondSpelling(params ?? {}, DECISIVE);
  if (twin !== void 0) return denied(`a second spelling of "${twin}"`, "MALFORMED");
  return rule(params ?? {});
}
function classifyNotification(method) {
  return method.startsWith("notifications/") ? FREE : denied("not a notification");
}
function callTool({ name, arguments: given = {}, task }) {
  if (typeof name !== "string") return denied("name is not a text", "MALFORMED");
  if (!isJsonObject(given)) return denied("arguments are not an object", "MALFORMED");
  if (task !== void 0) return denied("tasks are not served");
  return { kind: "recorded", request: { kind: "tool", name, arguments: given } };
}
function complete({ ref }) {
  if (!isJsonObject(ref) || secondSpelling(ref, ["type", "name", "uri"]) !== void 0)
    return denied("ref is not a reference", "MALFORMED");
  if (ref["type"] === "ref/prompt") return prompt("checked")(ref);
  if (ref["type"] === "ref/resource") return resource("checked")(ref);
  return denied("ref is of no known type", "MALFORMED");
}
function listen({ notifications = {} }) {
  if (!isJsonObject(notifications)) return denied("notifications are not an object", "MALFORMED");
  if (secondSpelling(notifications, ["resourceSubscriptions"]) !== void 0)
    return denied('a second spelling of "resourceSubscriptions"', "MALFORMED");
  const { resourceSubscriptions = [] } = notifications;
  if (Array.isArray(resourceSubscriptions) && resourceSubscriptions.length === 0) return FREE;
  return denied("resources are subscribed to with resources/subscribe");
}
var SAID = /* @__PURE__ */ new Map([
  ["tools/call", ["name", "arguments", "_meta"]],
  ["prompts/get", ["name", "arguments", "_meta"]],
  ["resources/read", ["uri", "_meta"]],
  ["resources/subscribe", ["uri", "_meta"]]
]);
function saysMore(method, params) {
  const said = SAID.get(method) ?? [];
  return Object.keys(params ?? {}).some((member) => !said.includes(member));
}
var MAX_URI_LENGTH = 8192;
function uriFault(uri) {
  if (uri.length > MAX_URI_LENGTH) return `uri is longer than ${MAX_URI_LENGTH} characters`;
  if (/[\p{Cc} \\]|%(?:25)*(?:[01][0-9a-f]|7f)/iu.test(uri)) return "uri holds a control character, space or backslash";
  const plain = uri.replaceAll(/%(?:25)*2e/gi, ".").replaceAll(/%(?:25)*(?:2f|5c)/gi, "/");
  if (/(?:^|[/:])\.\.?(?:[/?#;]|$)/.test(plain)) return "uri holds a dot segment";
  const path = /^[^?#]*/.exec(uri)?.[0] ?? "";
  return /%(?:25)*(?:2f|5c)/i.test(path) ? "uri holds an escaped separator" : void 0;
}
var LISTS = /* @__PURE__ */ new Map([
  ["tools/list", { member: "tools", shows: isShownTool }],
  ["prompts/list", { member: "prompts", shows: ({ name }, covers) => typeof name === "string" && covers.prompt(name) }],
  ["resources/list", { member: "resources", shows: ({ uri }, covers) => isShownUri(uri, covers) }],
  // The text of a template counts as if it were a URI: `file:///data/{name}` is shown under the glob `file:///data/*`
  // and the prefix `file:///data/`, and not under the exact URI of one file. It is not expanded, nor made a pattern.
  [
    "resources/templates/list",
    { member: "resourceTemplates", shows: ({ uriTemplate }, covers) => isShownUri(uriTemplate, covers) }
  ]
]);
function isShownTool(entry, covers) {
  const { name } = entry;
  return typeof name === "string" && covers.tool(name, entry);
}
function isShownUri(uri, covers) {
  return typeof uri === "string" && uriFault(uri) === void 0 && covers.resource(uri);
}
function filterList(method, result, covers) {
  const rule = LISTS.get(method);
  if (rule === void 0) throw new RangeError(`${method} is not a list method`);
  if (!isJsonObject(result)) return {};
  const kept = [];
  for (const [key, value] of Object.entries(result)) {
    if (key === rule.member) {
      const entries = Array.isArray(value) ? value : [];
      kept.push([key, entries.filter((entry) => isJsonObject(entry) && rule.shows(entry, covers))]);
    } else if (foldCase(key) !== foldCase(rule.member)) kept.push([key, value]);
  }
  return Object.fromEntries(kept);
}

export {
  classify,
  classifyNotification,
  saysMore,
  uriFault,
  filterList
};
