import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  logTiles
} from "./chunk-QMGIRYH6.js";
import "./chunk-4UU26I6M.js";
import "./chunk-ELIUXP3L.js";
import {
  fileError
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
import "./chunk-5ZXZSGQE.js";
import "./chunk-IOG4ONSQ.js";
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
import {
  plural
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

// src/cli/commands/audit-tiles.ts
var FILTERS = ["last", "peer", "type", "tool", "message", "from", "to"];
async function exportTiles(context, options) {
  var _stack = [];
  try {
    const out = optional(options, "out") ?? "-";
    if (out === "-") throw usage("--format tiles writes a folder", "name a new one with --out");
    const filter = FILTERS.find((name) => optional(options, name) !== void 0);
    if (filter !== void 0) throw usage(`--format tiles is the whole log: --${filter} has no meaning`);
    const agent = __using(_stack, await context.open(), true);
    let size = 0;
    const files = async function* () {
      size = yield* logTiles(agent.api);
    };
    const { writeFolder } = await import("./new-folder-UG4Z7366.js");
    try {
      await writeFolder(context.path(out), files());
    } catch (error) {
      throw fileError(error, out);
    }
    context.note(`${plural(size, "entry", "entries")} in ${printable(out)}`);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
export {
  exportTiles
};
