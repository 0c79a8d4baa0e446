import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  ownerEnded
} from "./chunk-JU7U7OJO.js";
import {
  MESSAGE_ID,
  queryOf
} from "./chunk-NELQIKRZ.js";
import {
  PAGE_ENTRIES,
  entryJson
} from "./chunk-QMGIRYH6.js";
import {
  who
} from "./chunk-CICWD6ZG.js";
import {
  capabilityId
} from "./chunk-KQWONRYI.js";
import {
  archivesOf,
  readText
} from "./chunk-2UUECZ3J.js";
import {
  argument,
  optional
} from "./chunk-IELCMXJV.js";
import {
  fullIdentity
} from "./chunk-KBDBAFAE.js";
import {
  usage
} from "./chunk-6NZXQKWI.js";
import {
  DATA_DIR_NAMES
} from "./chunk-ZWVE4A5M.js";
import {
  plural,
  tableOf,
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable,
  printableJson
} from "./chunk-6UZ6DTTU.js";
import {
  ERROR_CODES,
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/audit.ts
import { existsSync } from "node:fs";
import { join } from "node:path";

// src/cli/call-layers-text.ts
var TYPES = ["intent", "call", "approval", "decision", "result", "receipt"];
function hasLayers(type) {
  return TYPES.includes(type);
}
function layerRows({ identity, authority, intent, execution }) {
  const { caller, callerAlias, server, serverAlias } = identity;
  return [
    ["identity", `${who(caller, callerAlias)} called ${who(server, serverAlias)}`],
    ["authority", authorityText(authority)],
    ["intent", intentText(intent)],
    ["execution", executionText(execution)]
  ];
}
function authorityText({ capability, service, decision, approval }) {
  const approved = approval === void 0 ? "" : `; approval ${approval.id.slice(0, 8)} ${approval.event ?? "given"}`;
  const by = approval?.by === void 0 ? "" : ` by ${approval.by}`;
  const said = decision === "" ? "not decided" : printable(decision);
  return `capability ${capability.slice(0, 16)} for ${printable(service)}: ${said}${approved}${by}`;
}
function intentText(intent) {
  if (intent === void 0) return "none";
  const { hash, justification, fault } = intent;
  const why = justification === void 0 || justification === "" ? "" : `: ${printable(justification)}`;
  return `${hash.slice(0, 16)}${fault === void 0 ? ", which the call fits" : `, MISMATCH (${fault})`}${why}`;
}
function executionText(execution) {
  if (execution === void 0) return "nothing on record";
  const { outcome, result, statement, timeMs } = execution;
  const digest = result === "" ? "" : `, commitment ${result.slice(0, 16)}`;
  const what = outcome === "none" ? "no outcome" : outcome;
  return `${what}${digest}, signed in ${statement.slice(0, 16)} at ${timeText(timeMs)}`;
}

// src/cli/commands/audit.ts
var DEFAULT_LAST = 100;
var MAX_NOTE_BYTES = 16 * 1024;
var PROGRESS_MS = 1e3;
var log = async (context, _args, options) => {
  var _stack = [];
  try {
    const query = { last: DEFAULT_LAST, ...queryOf(options) };
    if (options["follow"] === true) return follow(context, query);
    const agent = __using(_stack, await context.open(), true);
    const entries = await agent.api.auditLog(query);
    if (context.global.json) for (const entry of entries) await context.io.write(`${entryJson(entry)}
`);
    else for (const line of tableOf(entries.map(rowOf))) await context.io.write(`${line}
`);
    if (entries.length === query.last && optional(options, "last") === void 0)
      context.note(`only the newest ${query.last}; --last N shows more`);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
async function follow(context, query) {
  const printed = { after: void 0 };
  while (await followOnce(context, query, printed)) {
    context.io.signal.throwIfAborted();
    context.note("the process that ran the agent ended; following from here");
  }
  context.io.signal.throwIfAborted();
  return 0;
}
async function followOnce(context, query, printed) {
  var _stack = [];
  try {
    const { signal } = context.io;
    signal.throwIfAborted();
    const agent = __using(_stack, await context.open(), true);
    const feed = await agent.api.audit.follow({ signal });
    try {
      await printNew(context, agent.api, feed, query, printed);
      return false;
    } catch (error) {
      await ownerEnded(error, agent, signal);
      return true;
    } finally {
      await feed.close();
    }
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function printNew(context, api, feed, { last, ...query }, printed) {
  for (let step = await feed.next(); step !== void 0; step = await feed.next()) {
    const { size } = step;
    let after = printed.after === void 0 ? void 0 : Math.min(printed.after, size - 1);
    for (let isMore = true; isMore; ) {
      const page = {
        ...query,
        last: PAGE_ENTRIES,
        ...after === void 0 ? { last: last ?? DEFAULT_LAST } : { after }
      };
      const entries = await api.auditLog(page);
      for (const entry of entries) await printOne(context, entry);
      isMore = after !== void 0 && entries.length === PAGE_ENTRIES;
      after = Math.max(after ?? -1, entries.at(-1)?.seq ?? -1);
    }
    printed.after = Math.max(after ?? -1, size - 1);
    await feed.take();
  }
  await feed.ended;
}
async function printOne(context, entry) {
  await context.io.write(`${context.global.json ? entryJson(entry) : rowOf(entry).join("  ")}
`);
}
function rowOf(entry) {
  return [
    timeText(entry.timeMs),
    entry.id.slice(0, 16),
    entry.type,
    printable(entry.peer ?? ""),
    printable(entry.summary)
  ];
}
var show = async (context, args, options) => {
  var _stack = [];
  try {
    const id = argument(args, 0, "ID");
    const archives = archivesOf(context, options);
    const isMessage = MESSAGE_ID.test(id);
    if (!isMessage) capabilityId(id);
    const agent = __using(_stack, await context.open(), true);
    const entry = isMessage ? await newestAbout(agent.api, id) : await entryOf(agent.api, id, archives);
    const isWhole = hasLayers(entry.type) && archives.length === 0;
    const { call } = isWhole ? await agent.api.audit.layers({ id: entry.id }) : {};
    if (context.global.json) await context.io.write(`${entryJson(entry, call === void 0 ? {} : { call })}
`);
    else
      for (const line of [
        ...tableOf([
          ["id", entry.id],
          ["time", timeText(entry.timeMs)],
          ["type", entry.type],
          ["what", printable(entry.summary)],
          ...call === void 0 ? [] : layerRows(call)
        ]),
        printableJson(entry.entry)
      ])
        await context.io.write(`${line}
`);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function entryOf(api, id, archives) {
  return archives.length === 0 ? api.auditEntry(id) : api.auditEntry(id, archives);
}
async function newestAbout(api, message) {
  const [entry] = await api.auditLog({ message, last: 1 });
  if (entry === void 0) throw new TalosError("E_NOT_FOUND", "no entry is about this message");
  return entry;
}
async function reportOf(context, params) {
  const { signal } = context.io;
  const onProgress = progressOn(context);
  try {
    var _stack = [];
    try {
      const agent = __using(_stack, await context.open(), true);
      const feed = await agent.api.audit.verify(params, { signal });
      try {
        for (let step = await feed.next(); step !== void 0; step = await feed.next()) {
          if (step.report !== void 0) return step.report;
          onProgress(step);
          await feed.take();
        }
        await feed.ended;
      } finally {
        await feed.close();
      }
      signal.throwIfAborted();
      throw new TalosError("E_CLOSED", "the agent ended meanwhile", { hint: "run the command again" });
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } catch (error) {
    if (!isTalosError(error, "E_STORAGE_CORRUPT") && !isTalosError(error, "E_LEDGER_INVALID")) throw error;
    return context.io.agents.audit(context.dataDir, params, { onProgress, signal });
  }
}
function progressOn(context) {
  if (!context.io.noteIsTerminal) return () => {
  };
  let next = context.io.now() + PROGRESS_MS;
  return ({ entries, blocks, allBlocks }) => {
    if (context.io.now() < next) return;
    next = context.io.now() + PROGRESS_MS;
    context.note(`${Math.floor(100 * blocks / allBlocks)} %, ${plural(entries, "entry", "entries")}`);
  };
}
function unreadText({ archived }) {
  return archived === 0 ? "" : `; ${plural(archived, "block")} by headers and hashes alone, as the entries are archived`;
}
function formerReport(context, named, params) {
  const did = fullIdentity(named);
  if (did === void 0) throw usage(`--former must be named in full, got "${printable(named)}"`);
  const folder = join(context.dataDir, DATA_DIR_NAMES.former, did.slice("did:key:".length));
  if (!existsSync(folder))
    throw new TalosError("E_NOT_FOUND", "this data directory had no such identity", {
      hint: "talos audit log --type identity shows whom this one goes on for"
    });
  const { signal } = context.io;
  return context.io.agents.audit(folder, params, { onProgress: progressOn(context), signal });
}
var verify = async (context, _args, options) => {
  const file = optional(options, "checkpoint");
  const archives = archivesOf(context, options);
  const params = {
    ...archives.length === 0 ? {} : { archives },
    ...file === void 0 ? {} : { checkpoint: await readText(context, file, MAX_NOTE_BYTES) }
  };
  const former = optional(options, "former");
  const report = await (former === void 0 ? reportOf(context, params) : formerReport(context, former, params));
  await context.print(report, () => [
    report.valid ? `valid: ${plural(report.entries, "entry", "entries")} in ${plural(report.blocks, "block")}${unreadText(report)}` : `not valid: ${plural(report.problems.length, "problem")}`,
    ...report.problems.map(({ code, message }) => `${code}: ${printable(message)}`)
  ]);
  return report.valid ? 0 : ERROR_CODES.E_LEDGER_INVALID.exit;
};

export {
  DEFAULT_LAST,
  MAX_NOTE_BYTES,
  log,
  show,
  verify
};
