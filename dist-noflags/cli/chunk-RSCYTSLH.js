import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  checkEntries
} from "./chunk-IRN4JU72.js";
import {
  hashBlock,
  readBlockForm,
  selfFault
} from "./chunk-O5SJSCRQ.js";
import {
  isAtLeast
} from "./chunk-IOKT6ZGB.js";
import {
  VALIDATION_LAYERS,
  VALIDATION_NUMBERS,
  encodeBlock,
  faultOf
} from "./chunk-KEZCLDZJ.js";
import {
  makeEntry
} from "./chunk-IP5NY5SG.js";
import {
  VerifiedBatches
} from "./chunk-5PLSURYL.js";
import {
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import {
  equalBytes
} from "./chunk-BYUQUT5F.js";

// src/ledger/validation/validation-metrics.ts
var MetricsCounter = class {
  #blocks = 0;
  #entries = 0;
  #signatures = 0;
  #failures = /* @__PURE__ */ new Map();
  #layerMs = {
    structural: 0,
    cryptographic: 0,
    consensus: 0,
    semantic: 0,
    "cross-chain": 0
  };
  /** Counts a block that was judged. */
  judged(rule) {
    this.#blocks++;
    if (rule === void 0) return;
    const number = VALIDATION_NUMBERS[rule];
    this.#failures.set(number, (this.#failures.get(number) ?? 0) + 1);
  }
  /** Counts entries that are looked at. */
  addEntries(count) {
    this.#entries += count;
  }
  /** Counts signatures that are checked. */
  addSignatures(count) {
    this.#signatures += count;
  }
  /** Adds time to a layer. */
  addTime(layer, ms) {
    this.#layerMs[layer] += ms;
  }
  /** The counts by now. */
  snapshot() {
    return {
      blocks: this.#blocks,
      entries: this.#entries,
      signatures: this.#signatures,
      failures: Object.fromEntries(this.#failures),
      layerMs: { ...this.#layerMs }
    };
  }
  /** Adds what another counted of signatures and time. */
  add({ signatures, layerMs }) {
    this.#signatures += signatures;
    for (const layer of VALIDATION_LAYERS) this.#layerMs[layer] += layerMs[layer];
  }
};

// src/ledger/validation/validation-examine.ts
var NOTHING = { ids: [] };
var Examination = class {
  metrics;
  #terms;
  #authorKey;
  #headers;
  #now;
  #verified;
  #onSignature = () => this.metrics.addSignatures(1);
  constructor({ author, level, metrics, nowMs, headers }) {
    this.#terms = { author, level };
    this.#authorKey = author === void 0 ? void 0 : keyOfDid(author);
    this.metrics = metrics ?? new MetricsCounter();
    this.#now = nowMs ?? (() => performance.now());
    this.#headers = level === "paranoid" ? void 0 : headers;
    const batches = new VerifiedBatches(this.#onSignature);
    this.#verified = level === "paranoid" ? () => new VerifiedBatches(this.#onSignature) : () => batches;
  }
  /** Examines one block, no further than the level asks and the first thing that is wrong. */
  examine(bytes) {
    const block = this.#timed("structural", () => this.#form(bytes));
    if ("rule" in block) return { form: block, findings: () => NOTHING };
    this.metrics.addEntries(block.entries.length);
    const { level } = this.#terms;
    if (!isAtLeast(level, "standard")) return { read: unhashed(block), findings: () => NOTHING };
    return this.#timed("cryptographic", () => this.#hashed(block, bytes));
  }
  #form(bytes) {
    const block = readBlockForm(bytes);
    if ("rule" in block || this.#terms.level !== "paranoid" || equalBytes(encodeBlock(block), bytes)) return block;
    return faultOf("no-block", "the block is not what its fields are as bytes");
  }
  #hashed(block, bytes) {
    const read = hashBlock(block, bytes);
    const self = selfFault(read, {
      authorKey: this.#authorKey,
      verified: this.#headers,
      onSignature: this.#onSignature
    });
    if (self !== void 0) return { read, self, findings: () => NOTHING };
    if (!isAtLeast(this.#terms.level, "strict")) return { read, findings: () => NOTHING };
    return { read, findings: () => this.#timed("semantic", () => this.#entries(read)) };
  }
  #entries({ block, leaves }) {
    const { author, level } = this.#terms;
    const found = checkEntries(block, leaves, { author, verified: this.#verified });
    return level === "paranoid" && found.fault === void 0 ? rewritten(found) : found;
  }
  #timed(layer, work) {
    const from = this.#now();
    try {
      return work();
    } finally {
      this.metrics.addTime(layer, this.#now() - from);
    }
  }
};
var EMPTY = new Uint8Array(0);
var unhashed = (block) => ({ block, encoded: EMPTY, hash: EMPTY, leaves: [] });
function rewritten(found) {
  for (const [position, { body, seq, timeMs, bytes }] of (found.entries ?? []).entries()) {
    if (!equalBytes(makeEntry(body, seq, timeMs).bytes, bytes))
      return { ...found, fault: faultOf("entry-form", "the entry is not what its fields are as bytes", position) };
  }
  return found;
}

export {
  MetricsCounter,
  Examination
};
