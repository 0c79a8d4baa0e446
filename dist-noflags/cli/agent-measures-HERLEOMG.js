import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  Prometheus,
  measureProcess,
  measuredStore,
  openServerHttp
} from "./chunk-O5KEYKM3.js";
import "./chunk-2R2KJBRN.js";
import {
  PARTS,
  endOf,
  prefixOf
} from "./chunk-TJWHU43J.js";
import "./chunk-Q36X44RV.js";
import "./chunk-MLWQ53TO.js";
import {
  systemClock
} from "./chunk-46BQ5UYA.js";
import "./chunk-RG5XTQSW.js";
import "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import {
  metricsPlace
} from "./chunk-HWLZZTJN.js";
import "./chunk-6NZXQKWI.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-54GDCRVT.js";
import {
  ANCHOR_KINDS
} from "./chunk-MNGPKMNL.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-DCRUBV73.js";
import "./chunk-LQJYXGFI.js";
import "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-LHINULLD.js";
import {
  BoundedMap
} from "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import {
  toHex
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/node/agent-measures.ts
import { createServer } from "node:net";

// src/agent/message/waiting-messages.ts
var MESSAGE_QUEUES = ["inbox", "outbox"];
var WaitingMessages = class {
  #store;
  #keys = { inbox: /* @__PURE__ */ new Set(), outbox: /* @__PURE__ */ new Set() };
  /** What went before the store was read. */
  #gone = /* @__PURE__ */ new Set();
  #reading;
  #isRead = false;
  constructor(store) {
    this.#store = store;
  }
  get = (space, key) => this.#store.get(space, key);
  scan = (space, range) => this.#store.scan(space, range);
  async apply(changes) {
    const isDone = await this.#store.apply(changes);
    if (isDone && this.#reading !== void 0) {
      for (const change of changes) if (change.kind !== "require" && change.space === "message") this.#note(change);
    }
    return isDone;
  }
  #note({ kind, key }) {
    const queue = MESSAGE_QUEUES.find((each) => PARTS[each] === key[0]);
    if (queue === void 0) return;
    const name = toHex(key);
    if (kind === "put") {
      this.#gone.delete(name);
      this.#keys[queue].add(name);
    } else if (!this.#keys[queue].delete(name) && !this.#isRead) this.#gone.add(name);
  }
  /** How many wait in `queue`. The store is read at the first question. @throws {TalosError} `E_STORAGE…`. */
  async count(queue) {
    this.#reading ??= this.#read().catch((error) => {
      this.#reading = void 0;
      throw error;
    });
    await this.#reading;
    return this.#keys[queue].size;
  }
  async #read() {
    for (const keys of [this.#gone, this.#keys.inbox, this.#keys.outbox]) keys.clear();
    for (const queue of MESSAGE_QUEUES) {
      const start = prefixOf(PARTS[queue]);
      for await (const [key] of this.#store.scan("message", { start, end: endOf(start) })) {
        const name = toHex(key);
        if (!this.#gone.has(name)) this.#keys[queue].add(name);
      }
    }
    this.#gone.clear();
    this.#isRead = true;
  }
  /** See the class comment. */
  async [Symbol.asyncDispose]() {
  }
};

// src/agent/agent-metrics.ts
var MAX_TIMED_CALLS = 4096;
var ROLES = ["initiator", "responder"];
function measureAgent(numbers, metrics) {
  const { ledger, waiting } = numbers;
  metrics.gauge("talos_ledger_entries", "Entries of the ledger.", () => ledger.size);
  metrics.gauge("talos_ledger_height", "Height of the newest block.", () => ledger.height);
  for (const role of ROLES)
    metrics.gauge("talos_sessions", "Live sessions, by the end that this agent is.", () => numbers.sessions(role), {
      role
    });
  const queue = (name, read) => metrics.gauge("talos_queue_length", "What waits, by where it waits.", read, { queue: name });
  for (const name of MESSAGE_QUEUES) queue(name, () => waiting.count(name));
  queue("approvals", () => numbers.approvals());
  for (const kind of ANCHOR_KINDS)
    metrics.counted(
      "talos_anchor_failures_total",
      "Tries to anchor the log that failed, by kind of anchor.",
      () => numbers.anchorFailures(kind),
      { kind }
    );
  const recorded = new RecordedMetrics(metrics, numbers.nowMs);
  return ledger.watch((entries) => {
    for (const entry of entries) recorded.count(entry);
  });
}
var RecordedMetrics = class {
  #nowMs;
  #entries;
  #messages;
  #calls;
  #denials;
  #begun;
  #anchors;
  #transfers;
  #transferred;
  #times;
  /** When a call was recorded, by the id of its entry. */
  #timed = new BoundedMap(MAX_TIMED_CALLS);
  constructor(metrics, nowMs) {
    this.#nowMs = nowMs;
    this.#entries = metrics.counter("talos_entries_total", "Entries that were recorded, by type.", ["type"]);
    this.#messages = metrics.counter("talos_messages_total", "Messages, by direction.", ["direction"]);
    this.#calls = metrics.counter("talos_calls_total", "Calls, by the end that this agent is.", ["side"]);
    this.#denials = metrics.counter("talos_denials_total", "What peers were refused, by what they asked.", [
      "subject",
      "code"
    ]);
    this.#begun = metrics.counter("talos_sessions_total", "Sessions that began, by kind.", ["kind"]);
    this.#anchors = metrics.counter("talos_anchors_total", "Anchors of the log, by kind.", ["kind"]);
    this.#transfers = metrics.counter("talos_transfers_total", "Files that arrived whole, by direction.", [
      "direction"
    ]);
    this.#transferred = metrics.counter("talos_transfer_bytes_total", "Bytes of them.", ["direction"]);
    this.#times = metrics.histogram(
      "talos_call_seconds",
      "Time from a call to its answer, by the end and the outcome.",
      ["side", "outcome"]
    );
  }
  count({ id, body }) {
    this.#entries.add({ type: body.type });
    if (body.type === "message") this.#messages.add({ direction: body.direction });
    else if (body.type === "session") this.#begun.add({ kind: body.kind });
    else if (body.type === "anchor") this.#anchors.add({ kind: body.kind });
    else if (body.type === "denial") this.#denials.add({ subject: body.subject, code: body.code }, body.count);
    else if (body.type === "file") {
      const { direction } = body;
      this.#transfers.add({ direction });
      this.#transferred.add({ direction }, body.statement.statement.size);
    } else this.#countCall(id, body);
  }
  #countCall(id, body) {
    if (body.type === "call") this.#began("caller", id);
    else if (body.type === "receipt") this.#ended("caller", body.answers, body.statement.statement.outcome);
    else if (body.type === "result") this.#ended("server", body.answers, body.statement.statement.outcome);
    else if (body.type !== "decision") return;
    else if (body.decision === "allowed") this.#began("server", id);
    else this.#denials.add({ subject: "call", code: body.decision });
  }
  #began(side, call) {
    this.#calls.add({ side });
    this.#timed.set(call, this.#nowMs());
  }
  #ended(side, call, outcome) {
    const sinceMs = this.#timed.get(call);
    if (sinceMs === void 0) return;
    this.#timed.delete(call);
    this.#times.observe((this.#nowMs() - sinceMs) / 1e3, { side, outcome });
  }
};

// src/node/agent-measures.ts
var AgentMeasures = class {
  /** The store that the agent is to use. */
  store;
  #metrics = new Prometheus();
  #waiting;
  /** @param store - Not owned. */
  constructor(store) {
    this.#waiting = new WaitingMessages(store);
    this.store = measuredStore(this.#waiting, this.#metrics);
  }
  /**
   * Counts what `agent` does, and listens.
   *
   * @param place - As `metricsPlace` has read it.
   * @param onFault - Told of what is this side's fault.
   * @throws {TalosError} `E_CONFIG` if it cannot listen.
   */
  async open({ agent, core }, place, onFault) {
    measureProcess(this.#metrics);
    const end = measureAgent(
      {
        ledger: core.ledger,
        waiting: this.#waiting,
        sessions: (role) => agent.channels.filter(({ channel }) => channel.role === role).length,
        approvals: async () => (await agent.approvals.list()).length,
        anchorFailures: (kind) => agent.anchors.failures(kind),
        nowMs: () => performance.now()
      },
      this.#metrics
    );
    const take = openServerHttp({
      metrics: this.#metrics,
      clock: systemClock,
      whyNotReady: async () => agent.failure && `nothing can be recorded: ${agent.failure.code}`,
      onFault,
      isLocal: true
    });
    try {
      const port = await listen(place, take, onFault);
      return {
        url: port.url,
        [Symbol.asyncDispose]: async () => {
          end();
          await port[Symbol.asyncDispose]();
        }
      };
    } catch (error) {
      end();
      throw error;
    }
  }
};
async function listen(place, take, onFault) {
  const open = /* @__PURE__ */ new Set();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => void 0);
    socket.once("close", () => open.delete(socket));
    take(socket);
  });
  const { host, port } = metricsPlace(place, "metrics");
  await listening(server, host, port);
  server.on("error", onFault);
  const bound = server.address();
  return {
    url: `http://${bound.family === "IPv6" ? `[${bound.address}]` : bound.address}:${bound.port}/metrics`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    })
  };
}
function listening(server, host, port) {
  return new Promise((resolve, reject) => {
    const failed = (cause) => reject(new TalosError("E_CONFIG", `metrics cannot listen on port ${port} (${cause.code ?? ""})`, { cause }));
    server.once("error", failed);
    server.listen(port, host, () => {
      server.off("error", failed);
      resolve();
    });
  });
}
export {
  AgentMeasures
};
