import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  FilePrinter
} from "./chunk-DYHJZCWR.js";
import {
  transferRow
} from "./chunk-GZ36LOAF.js";
import {
  ownerEnded
} from "./chunk-JU7U7OJO.js";
import {
  shownText,
  who
} from "./chunk-CICWD6ZG.js";
import {
  peerName
} from "./chunk-O5CGNQMW.js";
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
import "./chunk-LQJYXGFI.js";
import {
  isDid
} from "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import {
  BoundedMap
} from "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import {
  tableOf,
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable,
  printableJson
} from "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/history-files.ts
async function isWith(api, peer) {
  if (peer === void 0) return () => true;
  const did = isDid(peer) ? peer : await didOf(api, peer);
  return (view) => view.peer === did;
}
async function didOf(api, name) {
  const peers = (await api.contacts.peers()).filter(({ alias }) => alias !== "");
  const found = peers.find(({ alias }) => alias === name) ?? peers.find(({ alias }) => alias.startsWith(name));
  return found?.did;
}
async function transfersOf(api, isAsked, last) {
  return (await api.transfers.list()).filter(isAsked).slice(-last);
}

// src/cli/commands/history.ts
var DEFAULT_LAST = 100;
var MAX_LAST = 1e4;
var history = async (context, args, options) => {
  var _stack = [];
  try {
    const [peer] = args;
    const given = optional(options, "last");
    const last = given === void 0 ? DEFAULT_LAST : wholeNumber(given, "--last", 1, MAX_LAST);
    const params = { last, ...peer === void 0 ? {} : { peer: peerName(peer) } };
    if (options["follow"] === true) return follow(context, params);
    const agent = __using(_stack, await context.open(), true);
    const messages = await newest(agent.api.messages, params);
    const transfers = await transfersOf(agent.api, await isWith(agent.api, params.peer), last);
    await context.print({ messages, transfers }, () => tableOf(merged(messages, transfers, last)));
    if (messages.length === last && given === void 0) context.note(`only the newest ${last}; --last N shows more`);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function merged(messages, transfers, last) {
  const rows = [
    ...messages.map((entry) => ({ atMs: entry.atMs, row: rowOf(entry) })),
    ...transfers.map((view) => ({ atMs: view.atMs, row: transferRow(view) }))
  ];
  return rows.sort((a, b) => a.atMs - b.atMs).slice(-last).map(({ row }) => row);
}
async function follow(context, params) {
  const printed = new BoundedMap(2 * MAX_LAST);
  const files = new FilePrinter(context, "watch", () => Promise.resolve(false));
  while (await followOnce(context, params, printed, files)) {
    context.io.signal.throwIfAborted();
    context.note("the process that ran the agent ended; following from here");
  }
  context.io.signal.throwIfAborted();
  return 0;
}
async function followOnce(context, params, printed, files) {
  var _stack = [];
  try {
    const { signal } = context.io;
    signal.throwIfAborted();
    const agent = __using(_stack, await context.open(), true);
    const { peer } = params;
    const feed = await agent.api.messages.follow(peer === void 0 ? {} : { peer }, { signal });
    let ofFiles;
    try {
      for (const entry of await newest(agent.api.messages, params)) await printOnce(context, entry, printed);
      const isAsked = await isWith(agent.api, peer);
      ofFiles = await agent.api.transfers.events({}, { signal });
      const filesEnd = files.run(agent.api.transfers, ofFiles, ({ transfer }) => isAsked(transfer));
      await Promise.race([following(context, feed, printed), filesEnd.then(() => new Promise(() => void 0))]);
      return false;
    } catch (error) {
      await ownerEnded(error, agent, signal);
      return true;
    } finally {
      await ofFiles?.close();
      await feed.close();
    }
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function following(context, feed, printed) {
  for (let entry = await feed.next(); entry !== void 0; entry = await feed.next()) {
    await printOnce(context, entry, printed);
    await feed.take();
  }
  await feed.ended;
}
async function printOnce(context, entry, printed) {
  const key = `${entry.direction} ${entry.peer} ${entry.id}`;
  if (printed.get(key) === entry.state) return;
  printed.set(key, entry.state);
  const line = context.global.json ? printableJson(JSON.stringify(entry)) : rowOf(entry).join("  ");
  await context.io.write(`${line}
`);
}
async function newest(api, params) {
  const pages = [];
  let left = params.last;
  for (let before; left > 0 && before !== ""; ) {
    const page = await api.history({ ...params, last: left, ...before === void 0 ? {} : { before } });
    pages.unshift(page.messages);
    left -= page.messages.length;
    before = page.before;
  }
  return pages.flat();
}
function rowOf(entry) {
  const { atMs, direction, peer, alias, state, reason, id } = entry;
  return [
    timeText(atMs),
    `${direction === "sent" ? "to" : "from"} ${who(peer, alias)}`,
    printable(reason === "" ? state : `${state}: ${reason}`),
    printable(id),
    entry.state === "repaired" ? "" : shownText(entry)
  ];
}
export {
  history
};
