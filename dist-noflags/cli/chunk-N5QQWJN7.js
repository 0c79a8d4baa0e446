import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  workOf
} from "./chunk-NYCHEQ5T.js";
import {
  systemClock
} from "./chunk-46BQ5UYA.js";
import {
  linkPointOf
} from "./chunk-T6VEM7CY.js";
import {
  consensusFault,
  linkLog,
  sizeFault
} from "./chunk-QWERRDFN.js";
import {
  DEFAULT_NETWORK,
  isNetworkName
} from "./chunk-TYN6C76O.js";
import {
  Examination,
  MetricsCounter
} from "./chunk-RSCYTSLH.js";
import {
  repetition
} from "./chunk-IRN4JU72.js";
import {
  bytesOfBlock
} from "./chunk-O5SJSCRQ.js";
import {
  VALIDATION_LEVELS,
  isAtLeast
} from "./chunk-IOKT6ZGB.js";
import {
  LAYER_CODES,
  VALIDATION_NUMBERS,
  chainIdOf,
  layerOf
} from "./chunk-KEZCLDZJ.js";
import {
  keyOfDid,
  parseDid
} from "./chunk-ONC5ALCL.js";
import {
  verifyRaw
} from "./chunk-SKIXSPG3.js";
import {
  BoundedMap
} from "./chunk-RREDWCKR.js";

// src/crypto/sign-batch.ts
function verifySignatures(batch) {
  if (!Array.isArray(batch)) throw new TypeError("batch must be an array");
  return batch.map((each, at) => {
    const { publicKey, message, signature } = elementAt(each, at);
    return verifyRaw(publicKey, message, signature);
  });
}
function elementAt(given, at) {
  const element = typeof given === "object" && given !== null ? given : {};
  for (const name of ["publicKey", "message", "signature"])
    if (!(element[name] instanceof Uint8Array)) throw new TypeError(`batch[${at}].${name} must be a Uint8Array`);
  return element;
}

// src/ledger/validation/validation-ahead.ts
var BATCH_BLOCKS = 16;
var BATCH_BYTES = 128 * 1024;
var MAX_HERE_BYTES = 64 * 1024;
var MAX_HERE_BATCHES = 4;
async function* examinedHere(here, blocks) {
  for await (const bytes of blocks) yield [bytes, here.examine(bytes)];
}
async function* examinedAhead(here, blocks, examiner, signal) {
  const source = batchesOf(blocks);
  const line = [];
  const turns = new TaskTurns();
  const most = 2 * examiner.width + MAX_HERE_BATCHES;
  let end;
  try {
    for (; ; ) {
      send(line, here, examiner, signal);
      while (end === void 0 && line.length < most && !line.some(isFree)) {
        const read = await source.next().then(
          ({ value, done }) => done === true ? { failed: false } : value,
          (error) => ({ failed: true, error })
        );
        if ("failed" in read) end = read;
        else line.push(read);
        send(line, here, examiner, signal);
      }
      const next = line[0];
      if (next === void 0) break;
      const mine = next.isDone || next.result === void 0 ? void 0 : line.find(isForHere);
      if (mine !== void 0) {
        mine.examined = mine.blocks.map((bytes) => inFull(here.examine(bytes)));
        await turns.next();
        continue;
      }
      line.shift();
      yield* await pairsOf(here, next);
    }
    if (end?.failed === true) throw end.error;
  } finally {
    turns.close();
    await source.return();
  }
}
var TaskTurns = class {
  #channel = new MessageChannel();
  next() {
    const { port1, port2 } = this.#channel;
    return new Promise((resolve) => {
      port1.onmessage = () => resolve();
      port2.postMessage(void 0);
    });
  }
  close() {
    this.#channel.port1.close();
  }
};
function inFull(examined) {
  const { ids, fault } = examined.findings();
  return { ...examined, findings: () => ({ ids, ...fault && { fault } }) };
}
var isFree = ({ result, examined }) => result === void 0 && examined === void 0;
var isForHere = (batch) => isFree(batch) && batch.bytes <= MAX_HERE_BYTES;
function send(line, here, examiner, signal) {
  let inAir = line.filter(({ result, isDone }) => result !== void 0 && !isDone).length;
  for (const batch of line) {
    if (inAir >= examiner.width) return;
    if (!isFree(batch)) continue;
    const result = examiner.examine(batch.blocks, here.terms, signal);
    const landed = () => {
      batch.isDone = true;
    };
    result.then(landed, landed);
    batch.result = result;
    inAir++;
  }
}
async function pairsOf(here, { blocks, result, examined: own }) {
  if (result === void 0) return blocks.map((bytes, i) => [bytes, own?.[i] ?? inFull(here.examine(bytes))]);
  const { examined, metrics } = await result;
  here.count(
    metrics,
    examined.reduce((sum, { read }) => sum + (read?.block.entries.length ?? 0), 0)
  );
  return blocks.map((bytes, i) => [bytes, examined[i]]);
}
async function* batchesOf(blocks) {
  let batch = [];
  let bytes = 0;
  let failure;
  try {
    for await (const block of blocks) {
      batch.push(block);
      bytes += block.length;
      if (batch.length < BATCH_BLOCKS && bytes < BATCH_BYTES) continue;
      yield { blocks: batch, bytes, isDone: false };
      [batch, bytes] = [[], 0];
    }
  } catch (error) {
    failure = { error };
  }
  if (batch.length > 0) yield { blocks: batch, bytes, isDone: false };
  if (failure !== void 0) throw failure.error;
}

// src/ledger/validation/validation-chain.ts
var SLICE_MS = 40;
var PROGRESS_MS = 100;
async function runChain(judge, blocks, options) {
  const { signal, examiner } = options;
  signal?.throwIfAborted();
  const run = new Run(judge, options);
  const over = new AbortController();
  const pairs = examiner === void 0 ? examinedHere(judge, blocks) : examinedAhead(judge, blocks, examiner, over.signal);
  try {
    for await (const pair of pairs) {
      signal?.throwIfAborted();
      if (!await run.take(pair)) break;
    }
  } finally {
    over.abort();
  }
  signal?.throwIfAborted();
  return run.report();
}
var Run = class {
  #judge;
  #options;
  #first;
  #blocks = 0;
  #entries = 0;
  #firstBad;
  #slice = performance.now();
  #told = performance.now();
  constructor(judge, options) {
    this.#judge = judge;
    this.#options = options;
    this.#first = (judge.state()?.tip.height ?? -1) + 1;
  }
  get #progress() {
    return { blocks: this.#blocks, entries: this.#entries, height: this.#first + this.#blocks - 1 };
  }
  /** Judges one block; whether it is valid. */
  async take([bytes, examined]) {
    const result = await this.#judge.judge(examined);
    if (!result.isValid) {
      this.#firstBad = { height: this.#first + this.#blocks, errors: result.errors };
      return false;
    }
    await this.#options.onBlock?.(result, bytes);
    if (result.next !== void 0) this.#judge.commit(result);
    this.#blocks++;
    this.#entries += examined.read?.block.entries.length ?? 0;
    await this.#rest();
    return true;
  }
  async #rest() {
    const now = performance.now();
    if (now - this.#told >= PROGRESS_MS) {
      this.#told = now;
      this.#options.onProgress?.(this.#progress);
    }
    if (now - this.#slice < SLICE_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.#slice = performance.now();
  }
  report() {
    this.#options.onProgress?.(this.#progress);
    const isValid = this.#firstBad === void 0;
    return { isValid, ...this.#progress, ...this.#firstBad && { firstBad: this.#firstBad } };
  }
};

// src/ledger/validation/validation-engine.ts
var MAX_VERIFIED_HEADERS = 43200;
var ValidationEngine = class {
  level;
  author;
  network;
  difficulty;
  #anchors;
  #seen;
  #clock;
  #chainId;
  #counter = new MetricsCounter();
  #examination;
  #state;
  /**
   * @throws {RangeError} for a difficulty that is no integer from 0 to 255, or an unknown level; if author,
   *   network or difficulty are not those of the state.
   * @throws {TalosError} `E_BAD_DID` for an author that is no DID.
   */
  constructor(options = {}) {
    const { state, strictMode = true } = options;
    this.level = levelOf(options.level ?? (strictMode ? "strict" : "standard"));
    this.difficulty = difficultyOf(options.difficulty ?? state?.difficulty ?? DEFAULT_NETWORK.difficulty);
    this.author = options.author === void 0 ? state?.author : parseDid(options.author);
    this.network = options.network ?? state?.network ?? DEFAULT_NETWORK.name;
    if (!isNetworkName(this.network)) throw new RangeError("network must be the name of a network");
    if (state !== void 0 && !isOf(state, this)) throw new RangeError("state must be of the same chain");
    this.#state = state;
    this.#anchors = options.anchors;
    this.#seen = options.seen;
    this.#clock = options.clock ?? systemClock;
    this.#chainId = this.author === void 0 ? void 0 : chainIdOf(keyOfDid(this.author), this.network);
    this.#examination = new Examination({
      author: this.author,
      level: this.level,
      metrics: this.#counter,
      headers: new BoundedMap(MAX_VERIFIED_HEADERS)
    });
  }
  /** The chain so far; `undefined` before height 0. */
  get state() {
    return this.#state;
  }
  /** What the engine did. */
  get metrics() {
    return this.#counter.snapshot();
  }
  /**
   * Judges a block. Whatever it holds, this does not throw, and the engine is as it was.
   *
   * @param block - Its bytes, or the block that they are read as. Not kept.
   * @throws whatever the {@link AnchorCheck} threw.
   */
  async validateBlock(block, options = {}) {
    const bytes = block instanceof Uint8Array ? block : bytesOfBlock(block);
    const examined = "rule" in bytes ? { form: bytes, findings: nothing } : this.#examination.examine(bytes);
    return this.judge(examined, options);
  }
  /**
   * Judges a block that was examined, perhaps by another thread, under the author and the level of this engine.
   *
   * @throws as {@link validateBlock}.
   */
  async judge(examined, options = {}) {
    const position = options.position ?? this.#position();
    const state = this.#state;
    const judgement = this.#upToEntries(examined, position);
    const fault = judgement.fault ?? await this.#anchorFault(examined.read);
    this.#counter.judged(fault?.rule);
    const result = this.#result(examined, { ...judgement, fault });
    const next = options.position === void 0 ? this.#next(result, judgement.frontier, state) : void 0;
    return next === void 0 ? result : { ...result, next };
  }
  /**
   * Takes a block that was judged valid as the newest of the chain.
   *
   * @throws {RangeError} if it is not valid, or was not judged as the next block of what this engine holds now.
   */
  commit({ isValid, next, ids }) {
    const height = this.#state?.tip.height ?? -1;
    if (!isValid || next === void 0) throw new RangeError("only a valid block of a known chain can be committed");
    if (next.tip.height !== height + 1 || before.get(next) !== this.#state)
      throw new RangeError("the block was judged after another one than the newest");
    this.#state = next;
    this.#seen?.add(ids);
  }
  #position() {
    return this.#state === void 0 ? "start" : linkPointOf(this.#state.tip);
  }
  /** The first four layers, as far as the level asks. */
  #upToEntries(examined, position) {
    const { read, form, self } = examined;
    if (form !== void 0 || self !== void 0 || read === void 0) return { fault: form ?? self };
    if (!isAtLeast(this.level, "standard")) return { fault: void 0 };
    const from = performance.now();
    const log = linkLog(read, position);
    const linked = performance.now();
    this.#counter.addTime("cryptographic", linked - from);
    if (log.fault !== void 0) return { fault: log.fault };
    const rules = { chainId: this.#chainId, difficulty: this.difficulty, nowMs: this.#clock.now() };
    const fault = consensusFault(read.block.header, read.hash, rules, position);
    this.#counter.addTime("consensus", performance.now() - linked);
    if (fault !== void 0 || !isAtLeast(this.level, "strict")) return { fault, ...log };
    return { ...this.#entries(examined, read, position), ...log };
  }
  #entries({ findings }, read, position) {
    const size = sizeFault(read.block.header, read.block.entries.length, position);
    if (size !== void 0) return { fault: size };
    const { fault, entries, ids } = findings();
    if (fault !== void 0) return { fault };
    const again = this.#seen === void 0 ? void 0 : ids.find((id) => this.#seen?.has(id));
    return { fault: again === void 0 ? void 0 : repetition(again), ids, ...entries && { entries } };
  }
  async #anchorFault(read) {
    if (this.#anchors === void 0 || this.level !== "paranoid" || read === void 0) return void 0;
    const { header } = read.block;
    const from = performance.now();
    const verdict = await this.#anchors(header, header.logRoot, header.logSize);
    this.#counter.addTime("cross-chain", performance.now() - from);
    return verdict.status === "mismatch" ? { rule: "anchor", reason: verdict.reason } : void 0;
  }
  #result({ read }, { fault, entries, ids = [] }) {
    const { level } = this;
    const header = read?.block.header;
    const hash = read === void 0 || read.hash.length === 0 ? void 0 : read.hash;
    const about = { level, ...header && { header }, ...hash && { hash } };
    if (fault !== void 0) return { isValid: false, errors: [errorOf(fault)], ids: [], ...about };
    return { isValid: true, errors: [], ids, ...about, ...entries && { entries } };
  }
  /** The chain with a block that was judged as the one after `state`. */
  #next(judged, frontier, state) {
    const { isValid, header, hash } = judged;
    const { author, network, difficulty } = this;
    if (!isValid || header === void 0 || hash === void 0 || frontier === void 0 || author === void 0)
      return void 0;
    const tip = { height: header.height, hash, timeMs: header.timeMs, frontier };
    const next = { author, network, difficulty, tip, work: (state?.work ?? 0n) + workOf(difficulty) };
    before.set(next, state);
    return next;
  }
  /**
   * Validates blocks one after the other, from the one after {@link state} on, and commits each that is valid.
   *
   * @param blocks - In order. Read no further than the first that is refused, but for what an examiner has in the air.
   * @throws whatever `blocks`, `onBlock`, the anchors or the examiner threw, and the signal's reason: `state` is then
   *   that of the last block that was committed, and another run may go on there.
   */
  validateChain(blocks, options = {}) {
    return runChain(this.#judge(), blocks, options);
  }
  /**
   * Whether each signature of a batch is valid, in their order: under the one strict rule, each by itself, so that none is
   * valid in a batch that would not be alone.
   *
   * @throws {TypeError} for what is no array, or an element without bytes.
   */
  verifySignatures(batch) {
    return verifySignatures(batch);
  }
  #judge() {
    const { level, author } = this;
    return {
      terms: { level, author },
      state: () => this.#state,
      examine: (bytes) => this.#examination.examine(bytes),
      judge: (examined) => this.judge(examined),
      commit: (result) => this.commit(result),
      count: (metrics, entries) => {
        this.#counter.add(metrics);
        this.#counter.addEntries(entries);
      }
    };
  }
};
var before = /* @__PURE__ */ new WeakMap();
function isOf(state, { author, network, difficulty }) {
  return state.author === author && state.network === network && state.difficulty === difficulty;
}
var nothing = () => ({ ids: [] });
function errorOf({ rule, reason, position }) {
  const layer = layerOf(rule);
  const place = position === void 0 ? {} : { position };
  return { layer, code: LAYER_CODES[layer], number: VALIDATION_NUMBERS[rule], reason, ...place };
}
function levelOf(level) {
  if (!VALIDATION_LEVELS.includes(level)) throw new RangeError(`level must be one of ${VALIDATION_LEVELS.join(", ")}`);
  return level;
}
function difficultyOf(difficulty) {
  if (!Number.isInteger(difficulty) || difficulty < 0 || difficulty > 255)
    throw new RangeError(`difficulty must be 0 to 255, got ${difficulty}`);
  return difficulty;
}

export {
  ValidationEngine
};
