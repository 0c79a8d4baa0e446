import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  queryOf
} from "./chunk-NELQIKRZ.js";
import {
  ENTRY_FORMATS,
  entryLines
} from "./chunk-QMGIRYH6.js";
import "./chunk-O5CGNQMW.js";
import "./chunk-4UU26I6M.js";
import "./chunk-ELIUXP3L.js";
import {
  writeLines
} from "./chunk-2UUECZ3J.js";
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
import "./chunk-IP5NY5SG.js";
import "./chunk-5PLSURYL.js";
import "./chunk-5ZXZSGQE.js";
import "./chunk-MNGPKMNL.js";
import "./chunk-RIQO26JO.js";
import "./chunk-UJMLH56T.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-HROBTZ6Q.js";
import "./chunk-DCRUBV73.js";
import "./chunk-SDVHVV53.js";
import "./chunk-LQJYXGFI.js";
import "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-N5GQE2EY.js";
import "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/audit-export.ts
var exportEntries = async (context, _args, options) => {
  var _stack = [];
  try {
    const name = optional(options, "format") ?? "jsonl";
    if (name === "tiles") {
      await (await import("./audit-tiles-A3J5Q26D.js")).exportTiles(context, options);
      return 0;
    }
    const format = ENTRY_FORMATS.find((each) => each === name);
    if (format === void 0) throw usage(`--format is unknown: "${name}"`, `one of ${ENTRY_FORMATS.join(", ")}, tiles`);
    const query = queryOf(options);
    const { did: author } = await context.identity();
    const agent = __using(_stack, await context.open(), true);
    await writeLines(context, optional(options, "out") ?? "-", entryLines(agent.api, format, { query, author }));
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
export {
  exportEntries
};
