import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  levelOption
} from "./chunk-AO4TOPBG.js";
import {
  ValidationEngine
} from "./chunk-N5QQWJN7.js";
import {
  TimeStampAnchor
} from "./chunk-AT5NEVNN.js";
import {
  CosignatureAnchor,
  anchorCheck,
  decodeChainState
} from "./chunk-2OVZ7KBO.js";
import "./chunk-NYCHEQ5T.js";
import "./chunk-46BQ5UYA.js";
import "./chunk-HYFGQGGD.js";
import "./chunk-LGGE3MIO.js";
import "./chunk-T6VEM7CY.js";
import "./chunk-QWERRDFN.js";
import "./chunk-ELIUXP3L.js";
import "./chunk-2UUECZ3J.js";
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
import "./chunk-M6P7E2C5.js";
import "./chunk-RSCYTSLH.js";
import "./chunk-IRN4JU72.js";
import "./chunk-O5SJSCRQ.js";
import "./chunk-KCG6GPTE.js";
import {
  recentIds
} from "./chunk-IOKT6ZGB.js";
import {
  HEADER_BYTES,
  decodeBlock
} from "./chunk-KEZCLDZJ.js";
import "./chunk-IP5NY5SG.js";
import "./chunk-5PLSURYL.js";
import "./chunk-5ZXZSGQE.js";
import "./chunk-MNGPKMNL.js";
import "./chunk-RIQO26JO.js";
import "./chunk-UJMLH56T.js";
import {
  HASH_BYTES
} from "./chunk-IOG4ONSQ.js";
import "./chunk-HROBTZ6Q.js";
import "./chunk-DCRUBV73.js";
import "./chunk-SDVHVV53.js";
import "./chunk-LQJYXGFI.js";
import {
  parseDid
} from "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import {
  fromBase64,
  fromBase64url
} from "./chunk-YHWXIR64.js";
import {
  plural,
  tableOf,
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import "./chunk-5TFZHIIP.js";
import {
  concat,
  fromHex
} from "./chunk-BYUQUT5F.js";
import {
  ERROR_CODES,
  TalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/chain.ts
import { availableParallelism as availableParallelism2 } from "node:os";

// src/node/ledger/validation-pool.ts
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
var MAX_VALIDATION_THREADS = 16;
var JOBS_A_THREAD = 4;
var MAX_ATTEMPTS = 2;
function openValidationPool(options = {}) {
  return new ThreadPool(options);
}
var ThreadPool = class {
  threads;
  #url;
  #running = /* @__PURE__ */ new Set();
  #waiting = [];
  #lastId = 0;
  #isClosed = false;
  constructor({
    threads = Math.min(Math.max(1, availableParallelism() - 1), MAX_VALIDATION_THREADS),
    workerUrl
  }) {
    if (!Number.isInteger(threads) || threads < 1 || threads > MAX_VALIDATION_THREADS)
      throw new RangeError(`threads must be 1 to ${MAX_VALIDATION_THREADS}, got ${threads}`);
    this.threads = threads;
    this.#url = workerUrl ?? new URL("./validation-worker.js", import.meta.url);
  }
  get width() {
    return this.threads * JOBS_A_THREAD;
  }
  async examine(blocks, terms, signal) {
    signal?.throwIfAborted();
    const result = await this.#done(blocks, terms, signal);
    return { examined: examinedOf(blocks, result), metrics: result.metrics };
  }
  async #done(blocks, terms, signal) {
    if (this.#isClosed) throw closed();
    const { promise, job } = jobOf(blocks, terms);
    const stop = () => job.reject(signal?.reason);
    signal?.addEventListener("abort", stop, { once: true });
    this.#waiting.push(job);
    this.#hand();
    try {
      return await promise;
    } finally {
      job.isOver = true;
      signal?.removeEventListener("abort", stop);
    }
  }
  /** Gives what waits to threads that have room. */
  #hand() {
    while (this.#waiting.length > 0) {
      const job = this.#waiting[0];
      const thread = job.isOver ? void 0 : this.#free();
      if (!job.isOver && thread === void 0) return;
      this.#waiting.shift();
      if (thread !== void 0) this.#give(thread, job);
    }
  }
  /** A thread with room, the least busy first; started where there are fewer than there may be. */
  #free() {
    const [least] = [...this.#running].sort((a, b) => a.jobs.size - b.jobs.size);
    if (least?.jobs.size === 0) return least;
    if (this.#running.size < this.threads) return this.#start();
    return least !== void 0 && least.jobs.size < JOBS_A_THREAD ? least : void 0;
  }
  #give(thread, job) {
    const { blocks, terms } = job;
    const bytes = concat(...blocks);
    const message = { id: ++this.#lastId, terms, bytes, lengths: blocks.map(({ length }) => length) };
    job.attempts++;
    thread.jobs.set(message.id, job);
    thread.worker.ref();
    thread.worker.postMessage(message, [bytes.buffer]);
  }
  #start() {
    const worker = new Worker(this.#url, {
      name: "talos-validation",
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 }
    });
    const thread = { worker, jobs: /* @__PURE__ */ new Map() };
    worker.on("message", (result) => this.#found(thread, result));
    worker.on("error", (cause) => this.#lost(thread, cause));
    worker.on("exit", () => this.#lost(thread, void 0));
    this.#running.add(thread);
    return thread;
  }
  #found(thread, result) {
    thread.jobs.get(result.id)?.resolve(result);
    thread.jobs.delete(result.id);
    if (thread.jobs.size === 0) thread.worker.unref();
    this.#hand();
  }
  /** A thread ended: what it had is done by another, once. */
  #lost(thread, cause) {
    if (!this.#running.delete(thread)) return;
    const jobs = [...thread.jobs.values()].filter((job) => !job.isOver);
    thread.jobs.clear();
    for (const job of jobs) {
      if (job.attempts >= MAX_ATTEMPTS)
        job.reject(new TalosError("E_INTERNAL", "the thread that validates ended", { cause }));
      else this.#waiting.unshift(job);
    }
    if (!this.#isClosed) this.#hand();
  }
  async [Symbol.asyncDispose]() {
    this.#isClosed = true;
    const threads = [...this.#running];
    this.#running.clear();
    const jobs = [...this.#waiting.splice(0), ...threads.flatMap(({ jobs: held }) => [...held.values()])];
    for (const job of jobs) job.reject(closed());
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }
};
var closed = () => new TalosError("E_CLOSED", "the threads that validate were ended");
function jobOf(blocks, terms) {
  let job;
  const promise = new Promise((resolve, reject) => {
    job = { blocks, terms, resolve, reject, attempts: 0, isOver: false };
  });
  return { promise, job };
}
function examinedOf(blocks, { findings, hashes }) {
  let at = 0;
  const take = () => hashes.slice(at, at += HASH_BYTES);
  return blocks.map((bytes, i) => {
    const { form, self, entries: fault, ids = [] } = findings[i];
    if (form !== void 0) return { form, findings: () => ({ ids: [] }) };
    const block = decodeBlock(bytes);
    const encoded = new Uint8Array(bytes.subarray(0, HEADER_BYTES));
    const isHashed = at < hashes.length;
    const hash = isHashed ? take() : new Uint8Array(0);
    const read = { block, encoded, hash, leaves: isHashed ? block.entries.map(take) : [] };
    return {
      read,
      ...self && { self },
      findings: () => ({ ids, ...fault && { fault } })
    };
  });
}

// src/cli/anchored.ts
function anchorsOf(anchors, author) {
  const kinds = [new CosignatureAnchor(), new TimeStampAnchor({ isOffline: true })];
  const book = {
    sources: async () => (await anchors.sources()).map(heldSource),
    from: async (least) => (await anchors.from(least)).map(heldAnchor)
  };
  return anchorCheck({ book, kinds, author });
}
function heldSource({ id, source, addedAtMs, active }) {
  return { id, source, addedMs: addedAtMs, isActive: active };
}
function heldAnchor({ source, size, atMs, note, token, nonce }) {
  return { source, size, atMs, note, token: fromBase64url(token), nonce: fromHex(nonce) };
}

// src/cli/commands/chain.ts
var FEW_BLOCKS = 512;
var RANGE_BLOCKS = 256;
var PROGRESS_MS = 2e3;
var verifyChain = async (context, _args, options) => {
  var _stack = [];
  try {
    const level = levelOption(options);
    const jobs = jobsOption(options);
    const agent = __using(_stack, await context.open(), true);
    const { blocks } = agent.api;
    const summary2 = await blocks.summary(whose(options));
    const author = parseDid(summary2.author);
    const isOwn = options["author"] === void 0 || author === (await agent.api.whoami()).did;
    const anchors = level === "paranoid" && isOwn ? await anchorsOf(agent.api.anchors, author) : void 0;
    const engine = engineFor(summary2, level, anchors);
    const threads = jobs ?? (summary2.height - summary2.first < FEW_BLOCKS ? 1 : availableThreads());
    const report = await validate(context, { engine, blocks, summary: summary2, threads });
    const { state, metrics } = engine;
    const { signatures } = metrics;
    await context.print(
      {
        valid: report.isValid,
        author,
        level,
        ...fieldsOf(report),
        first: summary2.first,
        work: String(state?.work ?? 0n),
        signatures,
        jobs: threads
      },
      () => textOf(report, summary2)
    );
    return report.isValid ? 0 : ERROR_CODES.E_LEDGER_INVALID.exit;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function whose(options) {
  const author = optional(options, "author");
  return author === void 0 ? {} : { author };
}
function fieldsOf({ blocks, entries, height, firstBad }) {
  return { blocks, entries, height, ...firstBad && { firstBad } };
}
function textOf({ isValid, blocks, entries, height, firstBad }, { first }) {
  const before = first === 0 ? "" : `; the entries of those below ${first} are archived`;
  if (isValid)
    return [
      `valid: ${plural(blocks, "block")} up to height ${height}, ${plural(entries, "entry", "entries")}${before}`
    ];
  return [
    `not valid at height ${firstBad?.height}`,
    ...(firstBad?.errors ?? []).map(({ code, number, reason }) => `${code} ${number}: ${printable(reason)}`)
  ];
}
function jobsOption(options) {
  const text = optional(options, "jobs");
  return text === void 0 ? void 0 : wholeNumber(text, "--jobs", 1, MAX_VALIDATION_THREADS);
}
var availableThreads = () => Math.min(availableParallelism2(), MAX_VALIDATION_THREADS);
function engineFor(summary2, level, anchors) {
  const { author, network, difficulty, start, lastTimeMs } = summary2;
  const terms = {
    author: parseDid(author),
    network,
    difficulty,
    level,
    seen: recentIds(),
    ...anchors && { anchors }
  };
  const clock = { now: () => Math.max(Date.now(), lastTimeMs) };
  return new ValidationEngine({ ...terms, clock, ...start !== "" && { state: decodeChainState(fromBase64(start)) } });
}
async function validate(context, { engine, blocks, summary: summary2, threads }) {
  var _stack = [];
  try {
    const pool = __using(_stack, threads === 1 ? void 0 : openValidationPool({ threads: threads - 1 }), true);
    return await engine.validateChain(blocksOf(blocks, summary2), {
      signal: context.io.signal,
      onProgress: progressTo(context, summary2.height - summary2.first + 1),
      ...pool && { examiner: pool }
    });
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function* blocksOf(blocks, { author, first, height }) {
  for (let from = first; from <= height; ) {
    const { blocks: next } = await blocks.range({ from, count: Math.min(RANGE_BLOCKS, height - from + 1), author });
    if (next.length === 0) return;
    for (const block of next) yield fromBase64(block);
    from += next.length;
  }
}
function progressTo(context, all) {
  let told = performance.now();
  return ({ blocks }) => {
    const now = performance.now();
    if (!context.io.noteIsTerminal || now - told < PROGRESS_MS) return;
    told = now;
    context.note(`${blocks} of ${all} blocks`);
  };
}
var summary = async (context, _args, options) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const { start: _start, ...chain } = await agent.api.blocks.summary(whose(options));
    await context.print(
      { chain: { ...chain, authors: [chain.author] } },
      () => tableOf([
        ["author", chain.author],
        ["network", `${chain.network}, difficulty ${chain.difficulty}`],
        ["height", String(chain.height)],
        ["newest block", chain.hash],
        ["entries", String(chain.entries)],
        ["work", chain.work],
        ["first block", timeText(chain.firstTimeMs)],
        ["last block", timeText(chain.lastTimeMs)],
        ...chain.first === 0 ? [] : [["archived", `the entries of the blocks below ${chain.first}`]],
        ["checkpoint", printable(chain.checkpoint.split("\n")[1] ?? "none")]
      ])
    );
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
export {
  summary,
  verifyChain
};
