import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  optional
} from "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import {
  usage
} from "./chunk-6NZXQKWI.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-FX2GLV37.js";
import "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-TYN6C76O.js";
import "./chunk-54GDCRVT.js";
import "./chunk-76WDXPVO.js";
import "./chunk-LQJYXGFI.js";
import "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import {
  parseJson,
  writeJson
} from "./chunk-XPPVS7Z5.js";
import {
  isFields
} from "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import {
  tableOf
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/definition-diff.ts
var CONTEXT_LINES = 3;
var MAX_CELLS = 4e6;
var HIDDEN = new RegExp("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u2800]|(?! )\\p{Zs}", "gu");
function changeLines(name, change) {
  const { before, after, definition, found } = change;
  const to = found === void 0 ? "gone" : `found ${found}`;
  return [
    `--- ${name}, approved ${definition}`,
    `+++ ${name}, ${to}`,
    ...unifiedDiff(definitionLines(before), after === void 0 ? [] : definitionLines(after))
  ];
}
function definitionLines(text) {
  if (text === "") return ["(it was too long to be kept)"];
  return linesOf(parseJson(text), "", "", "");
}
function linesOf(value, indent, before, after) {
  if (Array.isArray(value) && value.length > 0)
    return [
      `${indent}${before}[`,
      ...value.flatMap((item, at) => linesOf(item, `${indent}  `, "", at + 1 < value.length ? "," : "")),
      `${indent}]${after}`
    ];
  const keys = isFields(value) ? Object.keys(value) : [];
  if (isFields(value) && keys.length > 0)
    return [
      `${indent}${before}{`,
      ...keys.flatMap(
        (key, at) => linesOf(value[key] ?? null, `${indent}  `, `${shown(key)}: `, at + 1 < keys.length ? "," : "")
      ),
      `${indent}}${after}`
    ];
  const [first = "", ...rest] = (typeof value === "string" ? shown(value) : writeJson(value)).split(
    /(?<=[^\\](?:\\\\)*\\n)/
  );
  return [`${indent}${before}${first}`, ...rest.map((line) => `${indent}    ${line}`)].map(
    (line, at) => at === rest.length ? `${line}${after}` : line
  );
}
function shown(text) {
  return writeJson(text).replace(HIDDEN, (character) => {
    let escapes = "";
    for (let at = 0; at < character.length; at++)
      escapes += `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`;
    return escapes;
  });
}
function unifiedDiff(before, after) {
  const steps = stepsOf(before, after);
  const isNear = steps.map(
    (_, at) => steps.slice(Math.max(0, at - CONTEXT_LINES), at + CONTEXT_LINES + 1).some(({ mark }) => mark !== " ")
  );
  const lines = [];
  let [from, to] = [1, 1];
  for (let at = 0; at < steps.length; ) {
    let end = at;
    while (end < steps.length && isNear[end] === isNear[at]) end++;
    const part = steps.slice(at, end);
    const [old, now] = [countOf(part, "-"), countOf(part, "+")];
    if (isNear[at] === true)
      lines.push(`@@ -${rangeText(from, old)} +${rangeText(to, now)} @@`, ...part.map(({ mark, line }) => mark + line));
    from += old;
    to += now;
    at = end;
  }
  return lines;
}
function countOf(steps, mark) {
  return steps.filter((step) => step.mark === " " || step.mark === mark).length;
}
function rangeText(first, count) {
  return `${count === 0 ? first - 1 : first}${count === 1 ? "" : `,${count}`}`;
}
function stepsOf(before, after) {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const same = (lines) => lines.map((line) => ({ mark: " ", line }));
  const [old, now] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  return [...same(before.slice(0, start)), ...changedSteps(old, now), ...same(before.slice(before.length - end))];
}
function changedSteps(old, now) {
  const removed = (lines) => lines.map((line) => ({ mark: "-", line }));
  const added = (lines) => lines.map((line) => ({ mark: "+", line }));
  if (old.length * now.length > MAX_CELLS) return [...removed(old), ...added(now)];
  const width = now.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  const at = (i2, j2) => longest[i2 * width + j2] ?? 0;
  for (let i2 = old.length - 1; i2 >= 0; i2--)
    for (let j2 = now.length - 1; j2 >= 0; j2--)
      longest[i2 * width + j2] = old[i2] === now[j2] ? at(i2 + 1, j2 + 1) + 1 : Math.max(at(i2 + 1, j2), at(i2, j2 + 1));
  const steps = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) {
      steps.push({ mark: " ", line: old[i] ?? "" });
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) steps.push(...removed(old.slice(i, ++i)));
    else steps.push(...added(now.slice(j, ++j)));
  }
  return [...steps, ...removed(old.slice(i)), ...added(now.slice(j))];
}

// src/cli/commands/tools.ts
var STANDINGS = {
  approved: "as approved",
  changed: "QUARANTINED: changed",
  removed: "gone"
};
var SHOWN_DIGITS = 16;
var SERVER = "(its server)";
var list = async (context, _args, options) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const services = await agent.api.tools.list(serviceOf(options));
    const shown2 = services.map(({ tools, ...service }) => {
      const named = tools.map((tool) => ({ id: `${service.service}/${tool.tool}`, ...tool }));
      return { id: service.service, ...service, tools: named };
    });
    await context.print(
      { services: shown2 },
      () => tableOf(
        services.flatMap(({ service, server, tools }) => [
          [printable(service), SERVER, server.definition.slice(0, SHOWN_DIGITS), STANDINGS[server.standing]],
          ...tools.map(({ tool, definition, standing, readOnly }) => [
            printable(service),
            printable(tool),
            definition.slice(0, SHOWN_DIGITS),
            `${STANDINGS[standing]}${readOnly ? ", read-only" : ""}`
          ])
        ])
      )
    );
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var diff = async (context, args, options) => {
  var _stack = [];
  try {
    const [tool] = args;
    const agent = __using(_stack, await context.open(), true);
    const changes = await agent.api.tools.changes({ ...serviceOf(options), ...tool === void 0 ? {} : { tool } });
    const shown2 = changes.map((change) => ({ id: idOf(change), ...change }));
    await context.print({ changes: shown2 }, () => changes.flatMap((change) => changeLines(nameOf(change), change)));
    if (changes.length === 0) context.note(NOTHING);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var approve = async (context, args, options) => {
  var _stack = [];
  try {
    const [all, server] = [options["all"] === true, options["server"] === true];
    if (all && (server || args.length > 0)) throw usage("--all is everything: name nothing else with it");
    if (!all && !server && args.length === 0)
      throw usage("what is to be approved?", "name a tool, or --all, or --server; talos tools diff shows what changed");
    const agent = __using(_stack, await context.open(), true);
    const approved = await agent.api.tools.approve({
      ...serviceOf(options),
      ...all ? { all } : { tools: args, server },
      ...options["newGrantsOnly"] === true ? { forNewGrants: true } : {}
    });
    const shown2 = approved.map((each) => ({ id: idOf(each), ...each }));
    await context.print({ approved: shown2 }, () => approved.map((each) => `approved ${nameOf(each)}`));
    if (approved.length === 0) context.note(NOTHING);
    else await tellWhatIsLeft(context, await agent.api.tools.changes(serviceOf(options)));
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var NOTHING = "nothing is another than it was approved";
async function tellWhatIsLeft(context, changes) {
  for (const change of changes) context.note(`still quarantined: ${nameOf(change)}`);
}
function nameOf({ service, tool }) {
  return `${tool === void 0 ? "the server" : printable(tool)} of ${printable(service)}`;
}
function idOf({ service, tool }) {
  return tool === void 0 ? service : `${service}/${tool}`;
}
function serviceOf(options) {
  const service = optional(options, "service");
  return service === void 0 ? {} : { service };
}
export {
  approve,
  diff,
  list
};
