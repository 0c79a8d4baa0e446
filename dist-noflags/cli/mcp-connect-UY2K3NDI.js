import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  deadlineOf,
  justificationOf
} from "./chunk-FGDLIWQX.js";
import {
  networkFlags
} from "./chunk-ZDWPM4BU.js";
import {
  assertReadable,
  capabilityIn,
  presentable
} from "./chunk-6P377QHC.js";
import {
  LineSplitter
} from "./chunk-NV7NTGLN.js";
import {
  INVITATION_PREFIX,
  parseInvitation
} from "./chunk-3L6QLTZW.js";
import {
  peerName
} from "./chunk-O5CGNQMW.js";
import {
  classify
} from "./chunk-62Z2Z3VB.js";
import "./chunk-DT4EQJ6R.js";
import "./chunk-NJ3XV43X.js";
import "./chunk-MWVEHJ3N.js";
import "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
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
  usage
} from "./chunk-6NZXQKWI.js";
import "./chunk-KHFQ3AZA.js";
import {
  MAX_RPC_BYTES,
  RPC_CODES,
  errorResponse,
  idKey,
  readHead,
  readRpc,
  writeRpc
} from "./chunk-FX2GLV37.js";
import "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-TYN6C76O.js";
import "./chunk-54GDCRVT.js";
import "./chunk-76WDXPVO.js";
import "./chunk-ZCE2KQBH.js";
import "./chunk-SVWQ5RWK.js";
import "./chunk-5PLSURYL.js";
import "./chunk-5ZXZSGQE.js";
import "./chunk-RIQO26JO.js";
import "./chunk-UJMLH56T.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-DCRUBV73.js";
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
import {
  fromUtf8
} from "./chunk-BYUQUT5F.js";
import {
  isTalosError
} from "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/cli/mcp-bridge.ts
import { setTimeout as sleep } from "node:timers/promises";

// src/cli/mcp-memory.ts
var SHOW = { kind: "show" };
var McpMemory = class {
  #open = /* @__PURE__ */ new Map();
  #initialize;
  #initialized;
  #isInitialised = false;
  #again = 0;
  #againId;
  /** Whether the client waits for an answer. */
  get isWaiting() {
    return this.#open.size > 0;
  }
  /** Takes note of a line that the client sends. Gives a key of a request for {@link retract}. */
  outbound(line) {
    const rpc = readRpc(line);
    if (rpc.kind === "notification" && rpc.method === "notifications/initialized") this.#initialized = line;
    if (rpc.kind !== "request") return void 0;
    const key = idKey(rpc.id);
    this.#open.set(key, { id: rpc.id, isCall: classify(rpc.method, rpc.params).kind === "recorded" });
    if (rpc.method === "initialize") {
      this.#initialize = { line, key };
      this.#isInitialised = false;
    }
    return key;
  }
  /** Forgets a request that was not sent after all. False where it was answered already, by {@link lost}. */
  retract(key) {
    return this.#open.delete(key);
  }
  /** Takes note of a line that the server sends. */
  inbound(line) {
    const rpc = readRpc(line);
    if (rpc.kind !== "result" && rpc.kind !== "error" || rpc.id === void 0) return SHOW;
    if (rpc.id === this.#againId) {
      this.#againId = void 0;
      const next = this.#initialized === void 0 ? [] : [this.#initialized];
      return { kind: "initialised", next: rpc.kind === "result" ? next : void 0 };
    }
    const key = idKey(rpc.id);
    this.#open.delete(key);
    if (key === this.#initialize?.key && rpc.kind === "result") this.#isInitialised = true;
    return SHOW;
  }
  /** Gives up what is open: the answers for the client, and nothing is sent a second time. */
  lost() {
    const answers = [...this.#open.values()].map(
      ({ id, isCall }) => writeRpc(
        isCall ? errorResponse(id, RPC_CODES.outcomeUnknown, "the agent ended before the outcome of the call was known", {
          code: "E_OUTCOME_UNKNOWN"
        }) : errorResponse(id, RPC_CODES.tunnelDown, "the agent ended; ask again", { code: "E_UNREACHABLE" })
      )
    );
    this.#open.clear();
    return answers;
  }
  /** The line that initialises a new server as the client did the old one; undefined where it had not yet. */
  initializeAgain() {
    if (this.#initialize === void 0 || !this.#isInitialised) return void 0;
    const rpc = readRpc(this.#initialize.line);
    if (rpc.kind !== "request") return void 0;
    this.#againId = `talos-reopened-${++this.#again}`;
    return writeRpc({ ...rpc.json, id: this.#againId });
  }
};

// src/cli/mcp-bridge.ts
var LAST_ANSWERS_MS = 1e3;
var CLOSE_MS = 700;
var REOPEN_MS = 3e4;
var REOPEN_PAUSE_MS = 250;
var McpBridge = class {
  #context;
  #params;
  #input;
  #flags;
  #memory = new McpMemory();
  #current;
  #wasConnected = false;
  #changed = () => void 0;
  #idle = () => void 0;
  /**
   * @param input - What the client says; read to its end.
   * @param flags - Of the agent, where it runs in this process.
   */
  constructor(context, params, input, flags = {}) {
    this.#flags = flags;
    this.#context = context;
    this.#params = params;
    this.#input = input;
  }
  /**
   * Runs until the client closes standard input, or the command is stopped.
   *
   * @throws {TalosError} why the server cannot be reached, or not any longer.
   */
  async run() {
    const { signal } = this.#context.io;
    const stop = new AbortController();
    const stopping = AbortSignal.any([signal, stop.signal]);
    const serving = this.#serve(stopping);
    const input = this.#pumpInput();
    const stopped = new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve());
      if (signal.aborted) resolve();
    });
    try {
      await Promise.race([input.then(() => this.#lastAnswers()), serving, stopped]);
    } finally {
      stop.abort();
      await Promise.race([serving.catch(() => void 0), sleep(CLOSE_MS)]);
      input.catch(() => void 0);
    }
    signal.throwIfAborted();
  }
  async #pumpInput() {
    for await (const { kind, text } of this.#input) {
      if (kind === "answer") await this.#context.io.write(`${text}
`);
      else await this.#send(text);
    }
  }
  async #send(line) {
    for (; ; ) {
      const connection = await this.#up();
      const key = this.#memory.outbound(line);
      try {
        return await connection.tunnel.send(line);
      } catch (error) {
        if (!isTalosError(error, "E_CLOSED")) throw error;
        if (key === void 0 || !this.#memory.retract(key)) return;
        await this.#afterEnd(connection);
      }
    }
  }
  /** Resolves when `connection` is no longer the one that takes messages. */
  async #afterEnd(connection) {
    await connection.tunnel.ended.catch(() => void 0);
    while (this.#current === connection) await new Promise((resolve) => setImmediate(resolve));
  }
  /** The connection that takes messages now. */
  async #up() {
    for (; ; ) {
      const connection = this.#current;
      if (connection !== void 0) {
        await connection.ready;
        if (connection === this.#current) return connection;
      } else
        await new Promise((resolve) => {
          this.#changed = resolve;
        });
    }
  }
  async #serve(stopping) {
    for (let isFirst = true; ; isFirst = false) {
      const connection = await this.#open(isFirst, stopping);
      const isLost = await this.#use(connection, stopping);
      if (!isLost || stopping.aborted) return;
      this.#context.note("the process that ran the agent ended; opening it again");
      for (const answer2 of this.#memory.lost()) await this.#context.io.write(`${answer2}
`);
    }
  }
  async #open(isFirst, stopping) {
    const until = performance.now() + REOPEN_MS;
    for (; ; ) {
      try {
        return await this.#connected(isFirst, stopping);
      } catch (error) {
        const isPassing = isTalosError(error) && ["E_CLOSED", "E_UNREACHABLE", "E_TIMEOUT", "E_LOCKED"].includes(error.code);
        if (isFirst || !isPassing || stopping.aborted || performance.now() > until) throw error;
        await sleep(REOPEN_PAUSE_MS);
      }
    }
  }
  async #connected(isFirst, signal) {
    const agent = await this.#context.open(this.#flags);
    try {
      const tunnel = await agent.api.connect(this.#params, {
        signal,
        onNotice: (notice) => this.#context.note(printable(notice.message))
      });
      let setReady = () => void 0;
      const ready = new Promise((resolve) => {
        setReady = resolve;
      });
      const initialize = isFirst ? void 0 : this.#memory.initializeAgain();
      if (initialize === void 0) setReady();
      this.#current = { agent, tunnel, ready, setReady };
      this.#wasConnected = true;
      this.#changed();
      this.#tellConnected(isFirst, tunnel);
      if (initialize !== void 0) await tunnel.send(initialize);
      return this.#current;
    } catch (error) {
      await agent[Symbol.asyncDispose]();
      throw error;
    }
  }
  /** A person at a terminal would wait for something to happen; a client knows by the answers. */
  #tellConnected(isFirst, { info: { peer, service } }) {
    const line = `connected to ${peer}, service ${printable(service)}`;
    if (isFirst && this.#context.io.stdinIsTerminal)
      this.#context.note(`${line}: type JSON-RPC, one message a line, or let an MCP client run this; ctrl-d ends it`);
    else this.#context.detail(line);
  }
  /** Passes on what the server says, until it ends. Gives true where it ended with the process of the agent. */
  async #use(connection, stopping) {
    const { agent, tunnel } = connection;
    try {
      for await (const line of tunnel.lines) await this.#receive(connection, line);
      await tunnel.ended;
      return false;
    } catch (error) {
      const isGone = !agent.isOwner && isTalosError(error, "E_CLOSED");
      if (!isGone || stopping.aborted) throw error;
      await agent.gone;
      return true;
    } finally {
      this.#current = void 0;
      connection.setReady();
      await tunnel.close();
      await agent[Symbol.asyncDispose]();
    }
  }
  async #receive(connection, line) {
    const inbound = this.#memory.inbound(line);
    if (inbound.kind === "show") {
      await this.#context.io.write(`${line}
`);
      if (!this.#memory.isWaiting) this.#idle();
      return;
    }
    if (inbound.next === void 0) {
      this.#context.note("the server did not accept the client a second time");
      await connection.tunnel.close();
      return;
    }
    for (const next of inbound.next) await connection.tunnel.send(next);
    connection.setReady();
  }
  async #lastAnswers() {
    if (!this.#wasConnected) return void await this.#up();
    const idle = this.#current === void 0 ? this.#up() : this.#answered();
    await Promise.race([idle, sleep(LAST_ANSWERS_MS)]);
  }
  async #answered() {
    if (!this.#memory.isWaiting) return;
    await new Promise((resolve) => {
      this.#idle = resolve;
    });
  }
};

// src/cli/stdin-lines.ts
async function* inputLines(stdin) {
  const splitter = new LineSplitter(MAX_RPC_BYTES);
  for await (const chunk of stdin)
    for (const found of splitter.push(chunk)) {
      const line = lineOf(found);
      if (line !== void 0) yield line;
    }
  for (const found of splitter.finish()) {
    const line = lineOf(found);
    if (line !== void 0) yield line;
  }
}
function lineOf(found) {
  if (found.kind === "overlong-end") return void 0;
  if (found.kind === "overlong") {
    const id = readHead(found.head).id ?? null;
    return answer(errorResponse(id, RPC_CODES.invalidRequest, `message exceeds ${MAX_RPC_BYTES} bytes`));
  }
  try {
    return { kind: "line", text: fromUtf8(found.bytes) };
  } catch (error) {
    if (!isTalosError(error)) throw error;
    return answer(errorResponse(null, RPC_CODES.parseError, "message is not UTF-8"));
  }
}
function answer(json) {
  return { kind: "answer", text: writeRpc(json) };
}

// src/cli/commands/mcp-connect.ts
var MAX_FILE_BYTES = 8192;
var mcpConnect = async (context, args, options) => {
  const input = inputLines(context.io.stdin);
  const target = await targetOf(context, argument(args, 0, "TARGET"), input);
  if (target.startsWith(INVITATION_PREFIX)) {
    parseInvitation(target);
    await context.ensureIdentity();
  }
  const service = optional(options, "service");
  const capability = await capabilityOf(context, options, input);
  if (capability !== void 0 && target.startsWith(INVITATION_PREFIX))
    throw usage("an invitation brings its own capability: name the peer to present another one");
  const params = {
    target: peerName(target),
    ...service === void 0 ? {} : { service },
    ...capability === void 0 ? {} : { capability },
    ...justificationOf(options),
    ...await deadlineOf(context, options)
  };
  await new McpBridge(context, params, input, networkFlags(options)).run();
  return 0;
};
async function capabilityOf(context, options, input) {
  const name = optional(options, "capability");
  if (name === void 0) return void 0;
  if (name !== "-") return presentable(context, name);
  const line = await input.next();
  if (line.done === true || line.value.kind !== "line") throw usage("standard input holds no capability");
  return assertReadable(capabilityIn(line.value.text));
}
async function targetOf(context, text, input) {
  if (text.startsWith("@")) return oneLine(await readText(context, text.slice(1), MAX_FILE_BYTES));
  if (text !== "-") return oneLine(text);
  const first = await input.next();
  if (first.done === true || first.value.kind !== "line") throw usage("standard input holds no invitation");
  return oneLine(first.value.text);
}
function oneLine(text) {
  const line = text.trim();
  if (line === "" || /\s/.test(line)) throw usage("the invitation or peer must be one word");
  return line;
}
export {
  mcpConnect
};
