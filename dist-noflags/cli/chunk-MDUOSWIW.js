import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  who
} from "./chunk-CICWD6ZG.js";
import {
  plural,
  tableOf
} from "./chunk-N5GQE2EY.js";
import {
  printable,
  printableJson
} from "./chunk-6UZ6DTTU.js";

// src/cli/approval-text.ts
var MAX_VALUE = 200;
var MAX_ROWS = 16;
function approvalLines(view) {
  const { id, peer, alias, service, method, target, justification, capability } = view;
  const what = method === "tools/call" ? printable(target) : `${printable(method)} ${printable(target)}`;
  return tableOf([
    ["id", id],
    ["caller", who(peer, alias)],
    ["call", `${what} of ${printable(service)}`],
    ...argumentRows(view),
    ...justification === void 0 ? [] : [["why", justification === "" ? "(not said)" : printable(justification)]],
    ["capability", capability]
  ]);
}
function argumentRows({ arguments: given, more }) {
  const hidden = Math.max(0, given.length - MAX_ROWS) + more;
  const rows = given.slice(0, MAX_ROWS).map(({ name, value, length }) => {
    const shown = printableJson(value.slice(0, MAX_VALUE));
    const rest = length > MAX_VALUE ? `\u2026 (${length} characters)` : "";
    return ["argument", `${printable(name).slice(0, MAX_VALUE)} = ${shown}${rest}`];
  });
  if (hidden > 0) rows.push(["argument", `and ${plural(hidden, "more argument", "more arguments")}`]);
  return rows.length === 0 ? [["argument", "(none)"]] : rows;
}
function approvalRow({ id, peer, alias, service, target, expiresAtMs }, nowMs) {
  const left = Math.max(0, Math.ceil((expiresAtMs - nowMs) / 1e3));
  return [id.slice(0, 8), `${left} s left`, who(peer, alias), printable(service), printable(target)];
}

export {
  approvalLines,
  approvalRow
};
