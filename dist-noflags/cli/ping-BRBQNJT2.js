import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_PINGS
} from "./chunk-SUIGMRL6.js";
import {
  argument,
  optional
} from "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import {
  wholeNumber
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
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/ping.ts
var ping = async (context, args, options) => {
  var _stack = [];
  try {
    const peer = argument(args, 0, "peer");
    const count = wholeNumber(optional(options, "count") ?? "1", "--count", 1, MAX_PINGS);
    const agent = __using(_stack, await context.open(), true);
    const view = await agent.api.ping({ peer, count }, context.io.signal);
    await context.print(view, () => linesOf(view));
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function linesOf({ peer, path, address, answers, tried, punch }) {
  return [
    ...tried.map(
      (each) => `tried ${printable(each.address)} (${each.path}): ${each.failure === void 0 ? "connected" : printable(each.failure)} after ${each.ms.toFixed(0)} ms`
    ),
    ...punch === void 0 ? [] : [punchText(punch)],
    ...answers.map((each, n) => `answer ${n + 1} over ${each.path} in ${each.ms.toFixed(1)} ms`),
    `${printable(peer)} is there, ${path} at ${printable(address)}`
  ];
}
function punchText({ outcome, ms, failure }) {
  const why = failure === void 0 ? "" : `: ${printable(`${failure.code}: ${failure.message}`)}`;
  return `the NATs in between were ${outcome === "punched" ? "opened" : "not opened"} in ${ms.toFixed(0)} ms${why}`;
}
export {
  ping
};
