import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  linesOf,
  withId
} from "./chunk-ADGHZ34Z.js";
import {
  multiaddrOf
} from "./chunk-M2JPMACH.js";
import "./chunk-CICWD6ZG.js";
import "./chunk-M43PIGZW.js";
import "./chunk-O5CGNQMW.js";
import "./chunk-LNPT7KDD.js";
import "./chunk-HYFGQGGD.js";
import "./chunk-RRIVIEN5.js";
import "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import "./chunk-GODHKPSB.js";
import "./chunk-UEVFT7Q3.js";
import "./chunk-DT4EQJ6R.js";
import {
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
import "./chunk-V2INQVFA.js";
import {
  tableOf,
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import "./chunk-4RR5MITZ.js";
import "./chunk-32PEM522.js";
import "./chunk-5TFZHIIP.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/peers.ts
var DEFAULT_LISTED_PEERS = 100;
var MAX_LIMIT = 1e4;
var peers = async (context, _args, options) => {
  var _stack = [];
  try {
    const place = optional(options, "server");
    const limited = optional(options, "limit");
    const limit = limited === void 0 ? void 0 : wholeNumber(limited, "--limit", 1, MAX_LIMIT);
    const address = place === void 0 ? void 0 : multiaddrOf(place);
    const agent = __using(_stack, await context.open(), true);
    const known = await agent.api.contacts.peers();
    if (address !== void 0) {
      const params = { address, limit: limit ?? DEFAULT_LISTED_PEERS };
      const { server, peers: listed, more } = await agent.api.servers.peers(params, context.io.signal);
      const named = namedAfter(listed, known);
      await context.print(
        { server, peers: named.map((peer) => ({ id: peer.did, ...peer })), more },
        () => listedLines(named)
      );
      remark(context, listed.length, more);
      return 0;
    }
    const shown = known.slice(0, limit);
    await context.print({ peers: shown.map(withId) }, () => linesOf(shown));
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function namedAfter(listed, known) {
  const aliases = new Map(known.map(({ did, alias }) => [did, alias]));
  return listed.map((peer) => ({ ...peer, alias: aliases.get(peer.did) ?? "" }));
}
function listedLines(listed) {
  return tableOf(
    listed.map(({ did, alias, name, seenMs, connected }) => [
      alias === "" ? "-" : printable(alias),
      printable(did),
      connected ? "connected" : `last seen ${timeText(seenMs)}`,
      name === "" ? "" : `calls itself "${printable(name)}"`
    ])
  );
}
function remark(context, count, isMore) {
  if (count === 0) context.note("the server lists nobody");
  else if (isMore) context.note("there are more: --limit N shows N, as far as the server lets one see at a time");
}
export {
  DEFAULT_LISTED_PEERS,
  peers
};
