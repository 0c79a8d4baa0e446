import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  peerName
} from "./chunk-O5CGNQMW.js";
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
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import {
  EXIT,
  TalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/witness.ts
var add = async (context, args, options) => {
  var _stack = [];
  try {
    const place = argument(args, 0, "URL");
    const key = optional(options, "key");
    const witness = place.includes("://") ? place : peerName(place);
    const agent = __using(_stack, await context.open(), true);
    const added = await agent.api.witness.add({ witness, ...key === void 0 ? {} : { key } });
    await context.print({ witness: added }, () => `asks ${printable(added.id)} at each new checkpoint`);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var list = async (context) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const [witnesses, peers] = [await agent.api.witness.list(), await agent.api.witness.peers()];
    await context.print({ witnesses, peers }, () => [
      ...tableOf(witnesses.map(witnessRow)),
      ...tableOf(peers.map(peerRow))
    ]);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function witnessRow({ id, url, size, atMs, failure }) {
  const how = size === 0 ? "nothing yet" : `${plural(size, "entry", "entries")}, ${timeText(atMs)}`;
  return ["witness", printable(id), printable(url), how, failure === void 0 ? "" : printable(failure)];
}
var STANDINGS = {
  agreed: "each keeps the newest of the other",
  unproven: "does not prove that its ledger goes on from this",
  ahead: "keeps a later checkpoint of this ledger than there is here",
  silent: "did not answer",
  unknown: ""
};
function peerRow({ peer, alias, size, seenAtMs, standing, code, refused }) {
  const seen = size === 0 ? "nothing kept" : `${plural(size, "entry", "entries")}, ${timeText(seenAtMs)}`;
  const how = `${STANDINGS[standing]}${code === void 0 ? "" : ` (${code})`}`;
  return [
    "peer",
    printable(alias === "" ? peer : alias),
    seen,
    refused ? "refused: there is evidence against it" : how
  ];
}
var remove = async (context, args) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const removed = await agent.api.witness.remove({ witness: argument(args, 0, "NAME") });
    await context.print(removed, () => `asks ${printable(removed.id)} no more`);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var clear = async (context, args) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const cleared = await agent.api.witness.clear({ peer: peerName(argument(args, 0, "PEER")) });
    await context.print(cleared, () => `${cleared.peer} is let in again; the next checkpoint that it shows is a first`);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var ask = async (context) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const witnesses = await agent.api.witness.ask();
    if (witnesses.length === 0)
      throw new TalosError("E_NOT_FOUND", "there is no witness", { hint: "talos audit witness add URL --key VKEY" });
    await context.print({ witnesses }, () => tableOf(witnesses.map(witnessRow)));
    return witnesses.some(({ failure }) => failure !== void 0) ? EXIT.unreachable : 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var evidence = async (context, args, options) => {
  var _stack = [];
  try {
    const [peer] = args;
    const out = optional(options, "out");
    const agent = __using(_stack, await context.open(), true);
    const found = await agent.api.witness.evidence(peer === void 0 ? {} : { peer: peerName(peer) });
    if (out === void 0) {
      await context.print({ evidence: found }, () => tableOf(found.map(evidenceRow)));
      return 0;
    }
    const newest = found.reduce(
      (latest, each) => latest === void 0 || each.foundAtMs >= latest.foundAtMs ? each : latest,
      void 0
    );
    if (newest === void 0) throw new TalosError("E_NOT_FOUND", "there is no evidence");
    await writeText(context, out, newest.evidence);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function evidenceRow({ id, peer, what, foundAtMs, cleared }) {
  return [timeText(foundAtMs), what, peer, id.slice(0, 16), cleared ? "cleared" : "its tunnels are refused"];
}
export {
  add,
  ask,
  clear,
  evidence,
  list,
  remove
};
