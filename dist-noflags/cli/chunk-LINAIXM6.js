import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_PROOF_BYTES
} from "./chunk-PXRMS2MY.js";
import {
  peerName
} from "./chunk-O5CGNQMW.js";
import {
  readText
} from "./chunk-2UUECZ3J.js";
import {
  argument,
  optional,
  repeated
} from "./chunk-IELCMXJV.js";
import {
  MAX_ENTRY_BYTES
} from "./chunk-IP5NY5SG.js";
import {
  plural,
  tableOf,
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/light.ts
var sync = async (context, args, options) => {
  var _stack = [];
  try {
    const author = optional(options, "author");
    const params = {
      sources: [argument(args, 0, "PEER"), ...repeated(options, "source")].map(peerName),
      ...author === void 0 ? {} : { author: peerName(author) },
      ...options["headers"] === true ? { keepHeaders: true } : {}
    };
    const agent = __using(_stack, await context.open(), true);
    let synced = await agent.api.light.sync(params, context.io.signal);
    while (!synced.isComplete) {
      if (context.io.noteIsTerminal) context.note(`${plural(synced.light.headers, "header")}, to be continued`);
      synced = await agent.api.light.sync(params, context.io.signal);
    }
    const { light, sources } = synced;
    for (const { id, refused } of sources)
      if (refused !== void 0) context.note(`${printable(id)}: ${refused.code}: ${printable(refused.reason)}`);
    await context.print({ light, sources }, () => linesOf(synced));
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function linesOf({ light, sources }) {
  const held = sources.filter(({ refused }) => refused === void 0).length;
  return [...linesOfLight(light), `${held} of ${plural(sources.length, "source")} agree`];
}
function linesOfLight(light) {
  const { id, size, height, keep, headers, checkpoints, keptBytes, chainBytesAtLeast } = light;
  const at = height < 0 ? "" : `, block ${height}`;
  const kept = keep === "headers" ? plural(headers, "header") : plural(checkpoints, "checkpoint");
  return tableOf([
    ["author", printable(id)],
    ["log", `${plural(size, "entry", "entries")}${at}`],
    ["state", stateOf(light)],
    [
      "kept",
      `${kept}, ${plural(keptBytes, "byte")}; the whole chain has at least ${chainBytesAtLeast}${savedOf(light)}`
    ]
  ]);
}
function stateOf({ confirmed, confirmedSize, evidence }) {
  if (evidence !== "") return "E_EQUIVOCATION: the author signed two histories";
  if (confirmed) return "confirmed";
  return confirmedSize > 0 ? `confirmed up to ${plural(confirmedSize, "entry", "entries")}` : "unconfirmed: one source";
}
function savedOf({ keptBytes, chainBytesAtLeast }) {
  if (chainBytesAtLeast <= keptBytes) return "";
  return `, ${(100 * (1 - keptBytes / chainBytesAtLeast)).toFixed(1)} % less`;
}
var verify = async (context, args, options) => {
  const verdict = await verdictOn(context, argument(args, 0, "FILE"), optional(options, "entry"));
  if (!verdict.valid)
    throw new TalosError(verdict.code, `the proof does not hold here: ${printable(verdict.reason)}`, {
      hint: "talos light sync brings what is held of its author up to date"
    });
  const { author, entry, type, timeMs, seq, size, confirmed } = verdict;
  await context.print(verdict, () => [
    confirmed ? "confirmed" : "unconfirmed: one source alone shows a log with this entry",
    ...tableOf([
      ["author", author],
      ["entry", entry],
      ["type", printable(type)],
      ["time", timeText(timeMs)],
      ["place", `${seq} of ${size}`]
    ])
  ]);
  return 0;
};
async function verdictOn(context, file, entryFile) {
  try {
    var _stack = [];
    try {
      const proof = await readText(context, file, MAX_PROOF_BYTES);
      const entry = entryFile === void 0 ? {} : { entry: await readText(context, entryFile, MAX_ENTRY_BYTES) };
      const agent = __using(_stack, await context.open(), true);
      return await agent.api.light.verify({ proof, ...entry, ask: !context.global.offline }, context.io.signal);
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } catch (error) {
    if (isTalosError(error, "E_MALFORMED") || isTalosError(error, "E_LIMIT"))
      return { valid: false, code: "E_PROOF_INVALID", reason: error.message };
    throw error;
  }
}
var status = async (context) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const lights = await agent.api.light.status();
    await context.print(
      { lights },
      () => lights.flatMap((light, at) => [...at === 0 ? [] : [""], ...linesOfLight(light)])
    );
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var remove = async (context, args) => {
  var _stack = [];
  try {
    const author = peerName(argument(args, 0, "AUTHOR"));
    const agent = __using(_stack, await context.open(), true);
    const removed = await agent.api.light.remove({ author });
    await context.print({ removed }, () => `nothing is held of ${printable(removed.author)} any more`);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};

export {
  sync,
  linesOfLight,
  verify,
  status,
  remove
};
