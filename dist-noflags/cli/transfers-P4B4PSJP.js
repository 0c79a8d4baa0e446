import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  assertGoesOn,
  awaitTransfer
} from "./chunk-3I3QXZRT.js";
import {
  waitOf,
  waitedUntil
} from "./chunk-RZZMVHOL.js";
import {
  bytesText,
  fileText,
  transferRow
} from "./chunk-GZ36LOAF.js";
import "./chunk-CICWD6ZG.js";
import "./chunk-O5CGNQMW.js";
import "./chunk-2UUECZ3J.js";
import {
  argument
} from "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import {
  durationText
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
import {
  tableOf
} from "./chunk-N5GQE2EY.js";
import "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/transfers.ts
var list = async (context) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const transfers = await agent.api.transfers.list();
    await context.print({ transfers }, () => tableOf(transfers.map(transferRow)));
    if (transfers.some(isOffer)) context.note("talos transfers accept ID takes a file that is offered");
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var accept = async (context, args, options) => {
  var _stack = [];
  try {
    const waitS = waitOf(options);
    const untilMs = waitedUntil(waitS, context.io.now());
    const agent = __using(_stack, await context.open(), true);
    let view = await agent.api.transfers.accept(argument(args, 0, "ID"));
    if (waitS !== void 0) view = await awaitTransfer(context, agent, { wanted: { id: view.id }, untilMs, flags: {} });
    assertGoesOn(view);
    if (waitS !== void 0 && view.state !== "received")
      throw new TalosError("E_TIMEOUT", `it has not come within ${durationText(waitS)}`, {
        details: { id: view.id, state: view.state },
        hint: "it comes while talos listen runs and the peer is there"
      });
    await context.print(view, () => linesOf(view));
    if (view.state !== "received" && agent.isOwner) context.note("nothing runs here: it comes while talos listen runs");
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var decline = async (context, args) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const view = await agent.api.transfers.decline(argument(args, 0, "ID"));
    await context.print(view, () => linesOf(view));
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var cancel = async (context, args) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const view = await agent.api.transfers.cancel(argument(args, 0, "ID"));
    await context.print(view, () => linesOf(view));
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function isOffer({ direction, state }) {
  return direction === "received" && state === "offered";
}
function linesOf(view) {
  return `${view.state} ${view.id}  ${fileText(view)}, ${bytesText(view.size)}`;
}
export {
  accept,
  cancel,
  decline,
  list
};
