import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  settingsMade
} from "./chunk-I3VN6X7X.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import "./chunk-6NZXQKWI.js";
import "./chunk-FX2GLV37.js";
import "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-TYN6C76O.js";
import "./chunk-54GDCRVT.js";
import "./chunk-76WDXPVO.js";
import "./chunk-LQJYXGFI.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
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

// src/cli/commands/status.ts
var REACHABILITY = {
  public: "reached from the internet",
  private: "not reached from the internet, but through relays or opened NATs",
  unknown: "not known: no server in the internet has tried"
};
var SHOWN_PUNCHES = 3;
var WAITING = /* @__PURE__ */ new Set(["waiting", "offered", "accepted"]);
var status = async (context) => {
  var _stack = [];
  try {
    const identity = await context.identity();
    const agent = __using(_stack, await context.io.agents.attach(context.dataDir), true);
    if (agent === void 0) {
      const { did, name, keystore } = identity;
      const settings = settingsMade(await context.settings());
      await context.print({ running: false, did, name, keystore, settings, dataDir: context.dataDir }, () => [
        `no agent runs on ${context.dataDir}`,
        ...tableOf([
          ["did", did],
          ["keystore", keystoreText(keystore)],
          ["settings", settingsText(settings)]
        ])
      ]);
      return 0;
    }
    const now = await agent.api.status();
    const transfers = countsOf(await agent.api.transfers.list());
    await context.print({ running: true, ...now, transfers, dataDir: context.dataDir }, () => [
      ...linesOf(now),
      ...transferLines(transfers)
    ]);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function countsOf(transfers) {
  const count = (is) => transfers.filter(is).length;
  const isOffer = ({ direction, state }) => direction === "received" && state === "offered";
  return {
    running: count(({ state }) => state === "running"),
    waiting: count((view) => WAITING.has(view.state) && !isOffer(view)),
    offered: count(isOffer)
  };
}
function transferLines({ running, waiting, offered }) {
  const lines = [];
  if (running + waiting > 0) lines.push(`${plural(running, "file")} under way, ${waiting} waiting`);
  if (offered > 0) lines.push(`${plural(offered, "file")} offered: talos transfers list`);
  return lines;
}
function linesOf(now) {
  return [
    ...tableOf([
      ["agent", `process ${now.owner.pid}, since ${timeText(now.owner.startedMs)}`],
      ["did", now.did],
      ["addresses", now.addresses.length === 0 ? "not listening" : now.addresses.map(printable).join(" ")],
      ["reachability", REACHABILITY[now.reachability]],
      ["ledger", `${plural(now.ledger.size, "entry", "entries")}, height ${now.ledger.height}`],
      ["repairs", repairsText(now.repairs)],
      ["keystore", keystoreText(now.keystore)],
      ["durability", now.durability],
      ["settings", settingsText(now.settings ?? [])],
      ["primitives", printable(now.primitives)],
      ...now.metrics === void 0 ? [] : [["metrics", printable(now.metrics)]]
    ]),
    ...now.identityChanges.map(
      ({ alias, pinned, offered }) => `${printable(alias)} is pinned as ${printable(pinned)}, and ${printable(offered)} was found in its place: nothing is sent to it until talos contacts accept`
    ),
    ...now.servers.map(
      ({ did, addresses, mailbox }) => `registered at ${printable(addresses[0] ?? "")} (${printable(did)})${mailbox ? ", with a mailbox" : ""}`
    ),
    ...now.relays.map(
      ({ relay, reserved, failure }) => `${reserved ? "reached through" : "no place yet at"} the relay ${printable(relay)}${failure === void 0 ? "" : `: ${failure.code}: ${printable(failure.message)}`}`
    ),
    ...now.router === void 0 ? [] : [routerText(now.router)],
    ...now.punches.slice(-SHOWN_PUNCHES).map(punchText),
    ...now.services.map(
      (each) => `lends ${printable(each.service)}: ${plural(each.tools.length, "tool")} to ${plural(each.peers.length, "peer")}`
    ),
    ...now.sessions.map(
      (each) => `session with ${each.peer} (${each.role}) since ${timeText(each.sinceMs)} at ${printable(each.address)}, ${each.path}`
    )
  ];
}
function routerText({ address, way = "", failure = "" }) {
  return address === void 0 ? `no port of the router leads here: ${printable(failure)}` : `the router forwards ${printable(address)} here, asked by ${printable(way)}`;
}
function punchText({ peer, outcome, atMs, own, failure }) {
  const seen = own === "" ? "" : `, seen at ${printable(own)}`;
  const how = failure === void 0 ? "" : `: ${failure.code}: ${printable(failure.message)}`;
  return `NATs to ${peer} ${outcome === "punched" ? "opened" : "not opened"} at ${timeText(atMs)}${seen}${how}`;
}
function repairsText({ count, lastAtMs }) {
  if (count === 0) return "no session had to be made anew";
  return `${plural(count, "session")} made anew, last at ${timeText(lastAtMs)}; talos history shows why`;
}
function settingsText(settings) {
  if (settings.length === 0) return "as built in";
  return settings.map(({ id, value, source }) => `${id}=${printable(value)} (${source})`).join(", ");
}
function keystoreText(keystore) {
  return keystore === "passphrase" ? "under a passphrase" : "under a key file beside it: a copy of both can be opened";
}
export {
  status
};
