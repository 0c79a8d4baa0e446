import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  authorizedDid,
  knownPeers,
  peerName
} from "./chunk-O5CGNQMW.js";
import {
  argument,
  repeated
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
import "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/chains.ts
var PROGRESS_MS = 1e3;
var share = async (context, args, options) => {
  var _stack = [];
  try {
    const named = argument(args, 0, "PEER");
    const agent = __using(_stack, await context.open(), true);
    const { api } = agent;
    const known = async () => {
      const shared = (await api.chains.shares()).map(({ peer: peer2 }) => peer2);
      return [.../* @__PURE__ */ new Set([...await knownPeers(api), ...shared])];
    };
    const peer = await authorizedDid(named, "PEER", known);
    const view = await api.chains.share({ peer, share: options["headers"] === true ? "headers" : "blocks" });
    await context.print({ share: { id: view.peer, ...view } }, () => shareText(view));
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function shareText({ peer, share: what }) {
  return what === "blocks" ? `${printable(peer)} may read the blocks of this ledger, and of those kept here` : `${printable(peer)} may read headers, and proofs of what is about it`;
}
var shares = async (context) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const all = await agent.api.chains.shares();
    await context.print(
      { shares: all.map((view) => ({ id: view.peer, ...view })) },
      () => all.length === 0 ? "nobody may read the ledger" : tableOf(all.map(({ peer, alias, share: what }) => [printable(peer), what, printable(alias)]))
    );
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var unshare = async (context, args) => {
  var _stack = [];
  try {
    const named = peerName(argument(args, 0, "PEER"));
    const agent = __using(_stack, await context.open(), true);
    const { peer } = await agent.api.chains.unshare({ peer: named });
    await context.print({ removed: { id: peer, peer } }, () => `${printable(peer)} may read nothing any more`);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var sync = async (context, args, options) => {
  var _stack = [];
  try {
    const author = peerName(argument(args, 0, "PEER"));
    const from = repeated(options, "from").map(peerName);
    const agent = __using(_stack, await context.open(), true);
    const { signal } = context.io;
    const onProgress = progressOn(context);
    const made = await agent.api.chains.sync({ author, from }, { signal, onProgress });
    const { chain, sources } = made;
    for (const { peer, dropped } of sources)
      if (dropped !== void 0)
        context.note(`left out ${printable(peer)}: ${dropped.code}: ${printable(dropped.reason)}`);
    if (chain.evidence !== "") context.note(`${printable(chain.author)} has signed two histories before: see chain list`);
    await context.print({ ...made, chain: { id: chain.author, ...chain } }, () => [
      `${printable(chain.author)}: ${plural(made.blocks, "new block")}, ${plural(chain.size, "entry", "entries")} up to height ${chain.height}, all verified`
    ]);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function progressOn(context) {
  let saidAtMs = context.io.now();
  return ({ height, target, bytes }) => {
    const nowMs = context.io.now();
    if (!context.io.noteIsTerminal || nowMs - saidAtMs < PROGRESS_MS) return;
    saidAtMs = nowMs;
    const mib = (bytes / (1024 * 1024)).toFixed(1);
    context.note(`block ${Math.max(height, 0)} of ${target}, ${mib} MiB`);
  };
}
var list = async (context) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const all = await agent.api.chains.list();
    await context.print(
      { chains: all.map((view) => ({ id: view.author, ...view })) },
      () => all.length === 0 ? "no chain of others is kept" : tableOf(all.map(rowOf))
    );
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function rowOf({ author, alias, height, size, bytes, syncedAtMs, evidence }) {
  return [
    printable(author),
    `height ${height}`,
    plural(size, "entry", "entries"),
    plural(bytes, "byte"),
    timeText(syncedAtMs),
    evidence === "" ? "" : "signed two histories",
    printable(alias)
  ];
}
var remove = async (context, args) => {
  var _stack = [];
  try {
    const named = peerName(argument(args, 0, "PEER"));
    const agent = __using(_stack, await context.open(), true);
    const { author } = await agent.api.chains.remove({ author: named });
    await context.print({ removed: { id: author, author } }, () => `forgot the chain of ${printable(author)}`);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
export {
  PROGRESS_MS,
  list,
  remove,
  share,
  shares,
  sync,
  unshare
};
