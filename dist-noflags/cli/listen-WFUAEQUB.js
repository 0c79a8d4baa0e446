import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  networkFlags
} from "./chunk-ZDWPM4BU.js";
import {
  FilePrinter
} from "./chunk-DYHJZCWR.js";
import "./chunk-GZ36LOAF.js";
import {
  ownerEnded
} from "./chunk-JU7U7OJO.js";
import {
  shownText,
  who
} from "./chunk-CICWD6ZG.js";
import {
  Mutex
} from "./chunk-HYFGQGGD.js";
import {
  optional
} from "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import {
  usage,
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
import {
  confirmed
} from "./chunk-V2INQVFA.js";
import {
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable,
  printableJson
} from "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import {
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/listen.ts
var ACCEPTANCES = ["all", "contacts", "ask"];
var TAKE_OVER_MS = 3e4;
var listen = async (context, _args, options) => {
  const flags = flagsOf(options);
  const params = await paramsOf(context, options, flags);
  const count = optional(options, "count");
  const printer = new Printer(
    context,
    count === void 0 ? Infinity : wholeNumber(count, "--count", 1, 1e9)
  );
  const person = new Person(context);
  const acceptance = optional(options, "accept") === void 0 || params.accept === "contacts" ? "wait" : params.accept;
  const files = new FilePrinter(context, acceptance, (question) => person.confirms(question));
  let untilMs = 0;
  while (await listenOnce(context, params, { flags, untilMs }, { printer, files, person })) {
    context.io.signal.throwIfAborted();
    context.note("the process that ran the agent ended; listening from here");
    untilMs = context.io.now() + TAKE_OVER_MS;
  }
  context.io.signal.throwIfAborted();
  return 0;
};
async function opened(context, { flags, untilMs }) {
  for (; ; ) {
    context.io.signal.throwIfAborted();
    try {
      return await context.open(flags);
    } catch (error) {
      if (!isTalosError(error, "E_LOCKED") || context.io.now() >= untilMs) throw error;
    }
  }
}
async function listenOnce(context, params, opening, { printer, files, person }) {
  var _stack = [];
  try {
    const { signal } = context.io;
    const agent = __using(_stack, await opened(context, opening), true);
    let listening;
    let feed;
    try {
      listening = await agent.api.messages.listen(params, {
        signal,
        ask: (sender) => person.allows(sender),
        onNotice: (notice) => context.notice(notice)
      });
      await printer.announce(listening);
      feed = await agent.api.transfers.events({}, { signal });
      const ofFiles = files.run(agent.api.transfers, feed);
      await Promise.race([printer.run(listening), ofFiles.then(() => new Promise(() => void 0))]);
      if (printer.isDone || agent.isOwner || signal.aborted) return false;
      await agent.gone;
      return true;
    } catch (error) {
      await ownerEnded(error, agent, signal);
      return true;
    } finally {
      await feed?.close();
      await listening?.close();
    }
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
var Person = class {
  #context;
  #turn = new Mutex();
  constructor(context) {
    this.#context = context;
  }
  confirms(question) {
    return this.#turn.run(() => confirmed((text) => this.#context.io.question(text), question));
  }
  /** What a person says of a stranger. */
  async allows({ from, address }) {
    const isThere = address.startsWith("/");
    const isAllowed = await this.confirms(
      `${from} ${isThere ? `at ${address} wants to send messages` : `has left messages in ${address}`}: take them?`
    );
    if (isAllowed)
      this.#context.note(
        `taken until this listener ends; talos contacts add ALIAS ${printable(from)} takes them for good`
      );
    return isAllowed;
  }
};
var Printer = class {
  #context;
  #left;
  #isFirst = true;
  #printed = "";
  constructor(context, count) {
    this.#context = context;
    this.#left = count;
  }
  get isDone() {
    return this.#left === 0;
  }
  async run(listening) {
    while (!this.isDone) {
      const message = await listening.next();
      if (message === void 0) return listening.ended;
      if (message.id !== this.#printed) {
        await this.#print(message);
        this.#printed = message.id;
        this.#left--;
      }
      await listening.take();
    }
  }
  /** Says where it listens. */
  async announce({ info }) {
    const { io, global } = this.#context;
    if (this.#isFirst && global.json) await io.write(`${printableJson(JSON.stringify(info))}
`);
    this.#isFirst = false;
    this.#context.note(`listening on ${info.addresses.map(printable).join(" ")} as ${info.did}`);
  }
  async #print(message) {
    const { io, global } = this.#context;
    if (global.json) return io.write(`${printableJson(JSON.stringify({ event: "message", ...message }))}
`);
    const { receivedAtMs, from, alias, id } = message;
    await io.write(`${timeText(receivedAtMs)}  ${who(from, alias)}  ${printable(id)}  ${shownText(message)}
`);
  }
};
function flagsOf(options) {
  const [port, host] = [optional(options, "port"), optional(options, "host")];
  return {
    ...port === void 0 ? {} : { port },
    ...host === void 0 ? {} : { host },
    ...networkFlags(options)
  };
}
async function paramsOf(context, options, flags) {
  const given = optional(options, "accept");
  const named = given ?? "all";
  const accept = ACCEPTANCES.find((each) => each === named);
  if (accept === void 0) throw usage(`--accept is unknown: "${named}"`, `one of ${ACCEPTANCES.join(", ")}`);
  if (accept === "ask" && !context.io.stdinIsTerminal)
    throw usage("--accept ask needs a terminal to ask on", "use --accept contacts, and talos contacts add");
  const { port, host } = await context.settings(flags);
  return {
    accept,
    ...given === void 0 ? {} : { files: accept },
    ...host.source === "built in" ? {} : { host: host.value },
    ...port.source === "built in" ? {} : { port: port.value }
  };
}
export {
  listen
};
