import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  bundleFile,
  readBundleFile
} from "./chunk-O25B6IWX.js";
import {
  who
} from "./chunk-CICWD6ZG.js";
import {
  peerName
} from "./chunk-O5CGNQMW.js";
import "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import {
  writeText
} from "./chunk-2UUECZ3J.js";
import {
  argument,
  optional
} from "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import "./chunk-6NZXQKWI.js";
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
  plural,
  tableOf,
  timeText
} from "./chunk-N5GQE2EY.js";
import "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/session.ts
var list = async (context) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const sessions = await agent.api.messages.sessions();
    await context.print(
      { sessions: sessions.map((each) => ({ id: each.session, ...each })) },
      () => tableOf(
        sessions.map((each) => [
          each.session.slice(0, 16),
          `with ${who(each.peer, each.alias)}`,
          each.role,
          each.isAnswered ? "answered" : "not answered yet",
          oneTimeText(each.oneTime, each.oneTimeKem),
          `${plural(each.archived, "earlier session")} kept`,
          each.repairs === 0 ? "never repaired" : `${plural(each.repairs, "repair")}, last at ${timeText(each.lastRepairAtMs)}`,
          each.isSilent ? `not heard for ${plural(each.unheard, "message")}, since ${timeText(each.silentSinceMs)}` : ""
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
function oneTimeText(x25519, kem) {
  if (x25519 && kem) return "one-time prekeys";
  if (!x25519 && !kem) return "no one-time prekey";
  return x25519 ? "one-time prekey, not of ML-KEM" : "one-time prekey of ML-KEM alone";
}
var reset = async (context, args) => {
  var _stack = [];
  try {
    const peer = peerName(argument(args, 0, "PEER"));
    const agent = __using(_stack, await context.open(), true);
    const made = await agent.api.messages.resetSession(peer);
    await context.print(made, () => `new session ${made.session} with ${made.peer}`);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var openSession = async (context, args, options) => {
  var _stack = [];
  try {
    const offer = await readBundleFile(context, argument(args, 0, "FILE"));
    const requireOneTime = options["requireOneTime"] === true;
    const agent = __using(_stack, await context.open(), true);
    const { session: id, ...made } = await agent.api.messages.openSession({ offer, requireOneTime });
    await context.print({ session: { id, ...made } }, () => `new session ${id} with ${made.peer}`);
    if (!made.oneTime || !made.oneTimeKem)
      context.note("the bundle had not a one-time prekey of each kind for it: --require-one-time refuses such");
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var exportBundle = async (context, _args, options) => {
  var _stack = [];
  try {
    const out = optional(options, "out") ?? "-";
    const agent = __using(_stack, await context.open(), true);
    const offer = await agent.api.messages.bundle();
    await writeText(context, out, `${JSON.stringify(bundleFile(offer))}
`);
    if (offer.addresses.length === 0)
      context.note("the agent does not listen, so the bundle names no address; talos listen, and export it then");
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
export {
  exportBundle,
  list,
  openSession,
  reset
};
