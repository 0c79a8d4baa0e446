import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  readBundleFile
} from "./chunk-O25B6IWX.js";
import {
  waitOf,
  waitedUntil
} from "./chunk-RZZMVHOL.js";
import {
  who
} from "./chunk-CICWD6ZG.js";
import {
  peerName
} from "./chunk-O5CGNQMW.js";
import {
  MAX_TEXT_BYTES
} from "./chunk-Q36X44RV.js";
import "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import {
  readText
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
import {
  durationText,
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
  tableOf
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import {
  ERROR_CODES,
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/delivery-wait.ts
var UNDER_WAY = /* @__PURE__ */ new Set(["queued", "sent"]);
async function awaitDelivery(context, agent, wait) {
  let { state, isOver } = await waitWith(context, agent, wait);
  if (!isOver) await agent[Symbol.asyncDispose]();
  while (!isOver) {
    context.io.signal.throwIfAborted();
    context.detail("the process that ran the agent ended; waiting from here");
    ({ state, isOver } = await waitAgain(context, wait));
  }
  return state;
}
async function waitAgain(context, wait) {
  try {
    var _stack = [];
    try {
      const agent = __using(_stack, await context.open(wait.flags), true);
      return await waitWith(context, agent, wait);
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } catch (error) {
    if (!isTalosError(error, "E_LOCKED") || context.io.now() >= wait.untilMs) throw error;
    return { state: "queued", isOver: false };
  }
}
async function waitWith({ io }, agent, { wanted, untilMs }) {
  const waitMs = Math.max(0, untilMs - io.now());
  try {
    const { state } = await agent.api.messages.delivery({ ...wanted, waitMs }, io.signal);
    return { state, isOver: agent.isOwner || !UNDER_WAY.has(state) || io.now() >= untilMs };
  } catch (error) {
    if (agent.isOwner || !isTalosError(error, "E_CLOSED")) throw error;
    return { state: "queued", isOver: false };
  }
}

// src/cli/commands/send.ts
var EVERYBODY = "*";
var SENT_TOGETHER = 8;
var send = async (context, args, options) => {
  var _stack = [];
  try {
    const name = argument(args, 0, "PEER");
    const waitS = waitOf(options);
    const port = optional(options, "port");
    const flags = port === void 0 ? {} : { port };
    const settings = await context.settings(flags);
    const file = optional(options, "bundle");
    if (file !== void 0 && name === EVERYBODY) throw usage("--bundle is of one peer, not of every contact");
    const offer = file === void 0 ? void 0 : await readBundleFile(context, file);
    const text = await textOf(context, args[1]);
    const content = {
      text,
      // The waiting is a request of its own, which can be made again where the process that waits ends.
      ...waitS === void 0 ? {} : { waitMs: 0 },
      ...offer === void 0 ? {} : { offer },
      ...port === void 0 ? {} : { port: settings.port.value }
    };
    const untilMs = waitedUntil(waitS, context.io.now()) ?? context.io.now();
    const wait = { waitS, untilMs, flags };
    const agent = __using(_stack, await context.open(flags), true);
    if (name === EVERYBODY) return await sendToAll(context, agent, content, wait);
    const outcome = await sentInTime(context, agent, { ...content, peer: peerName(name) }, wait);
    await context.print(outcome, () => `${outcome.state} ${outcome.id}`);
    if (outcome.state === "queued") noteQueued(context, agent, outcome.inMailbox);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
async function sendToAll(context, agent, content, wait) {
  const contacts = (await agent.api.contacts.peers()).filter(({ alias }) => alias !== "");
  if (contacts.length === 0)
    throw new TalosError("E_NOT_FOUND", "there are no contacts", { hint: "talos contacts add makes one" });
  const copies = [];
  for (let first = 0; first < contacts.length; first += SENT_TOGETHER) {
    const together = contacts.slice(first, first + SENT_TOGETHER);
    copies.push(...await Promise.all(together.map((contact) => copyFor(context, agent, contact, content, wait))));
  }
  context.io.signal.throwIfAborted();
  await context.print({ messages: copies }, () => tableOf(copies.map(rowOf)));
  const queued = copies.filter(({ state }) => state === "queued");
  if (queued.length > 0)
    noteQueued(
      context,
      agent,
      queued.every(({ inMailbox }) => inMailbox === true)
    );
  const failed = copies.find(({ error }) => error !== void 0);
  return failed?.error === void 0 ? 0 : ERROR_CODES[failed.error.code].exit;
}
async function copyFor(context, agent, { did, alias }, content, wait) {
  try {
    const { id, state, inMailbox } = await sentInTime(context, agent, { ...content, peer: did }, wait);
    return { id, peer: did, alias, state, inMailbox };
  } catch (error) {
    if (!isTalosError(error)) throw error;
    const { code, message, details } = error;
    const { id, state } = details;
    const kept = state === "queued" ? { state } : {};
    return { id: typeof id === "string" ? id : "", peer: did, alias, ...kept, error: { code, message } };
  }
}
function rowOf({ id, peer, alias, state, error }) {
  return [who(peer, alias), error === void 0 ? `${state} ${id}` : printable(`${error.code}: ${error.message}`)];
}
function noteQueued(context, agent, inMailbox) {
  if (inMailbox) context.note("the peer is away; the message waits in its mailbox");
  else if (agent.isOwner)
    context.note("nothing runs here: it goes out with the next talos send to this peer, or while talos listen runs");
  else context.note("the running agent goes on trying to deliver it");
}
async function sentInTime(context, agent, params, { waitS, untilMs, flags }) {
  const { id, peer, state: first, inMailbox } = await sent(context, agent, params);
  const wanted = { peer, id, ...params.port === void 0 ? {} : { port: params.port } };
  const isWaiting = waitS !== void 0 && first !== "delivered";
  const state = isWaiting ? await awaitDelivery(context, agent, { wanted, untilMs, flags }) : first;
  context.io.signal.throwIfAborted();
  if (waitS === void 0 || state === "delivered") return { id, peer, state, inMailbox };
  throw new TalosError("E_TIMEOUT", state === "failed" ? "given up" : `not delivered within ${durationText(waitS)}`, {
    details: { id, state },
    hint: `${state === "failed" ? "" : "it stays queued; "}talos history shows what becomes of it`
  });
}
async function sent(context, agent, params) {
  try {
    return await agent.api.messages.send(params, context.io.signal);
  } catch (error) {
    if (agent.isOwner || !isTalosError(error, "E_CLOSED")) throw error;
    throw new TalosError("E_OUTCOME_UNKNOWN", "the process that ran the agent ended meanwhile", {
      cause: error,
      hint: "talos history shows whether the message was kept"
    });
  }
}
async function textOf(context, given) {
  if (given === void 0 && context.io.stdinIsTerminal)
    throw usage("what is to be sent?", "give the text, or - to read it from standard input");
  const text = given === void 0 || given === "-" ? await readText(context, "-", MAX_TEXT_BYTES) : given;
  if (text === "") throw usage("there is nothing to send", "give a text that is not empty");
  return text;
}
export {
  send
};
