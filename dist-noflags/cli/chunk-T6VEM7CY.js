import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  consensusFault,
  linkLog,
  sizeFault
} from "./chunk-QWERRDFN.js";
import {
  readEntries
} from "./chunk-IRN4JU72.js";
import {
  hashBlock,
  readBlockForm,
  selfFault
} from "./chunk-O5SJSCRQ.js";
import {
  LAYER_CODES,
  VALIDATION_NUMBERS,
  chainIdOf,
  layerOf
} from "./chunk-KEZCLDZJ.js";

// src/ledger/validation/validate.ts
function validateBlock(bytes, view) {
  const block = readBlockForm(bytes);
  if ("rule" in block) return refusal(block);
  const read = hashBlock(block, bytes);
  const position = view.tip === void 0 ? "start" : linkPointOf(view.tip);
  const found = selfFault(read, { authorKey: view.authorKey });
  if (found !== void 0) return refusal(found);
  const { fault: logFault, frontier } = linkLog(read, position);
  if (logFault !== void 0) return refusal(logFault);
  const rules = { chainId: chainIdOf(view.authorKey, view.network), difficulty: view.difficulty, nowMs: view.nowMs };
  const linkFault = consensusFault(block.header, read.hash, rules, position) ?? sizeFault(block.header, block.entries.length, position);
  if (linkFault !== void 0) return refusal(linkFault);
  const { entries, fault } = readEntries(block, read.leaves);
  if (fault !== void 0) return refusal(fault);
  const { height, timeMs } = block.header;
  return { valid: true, block, entries, tip: { height, hash: read.hash, timeMs, frontier } };
}
function linkPointOf(tip) {
  return { ...tip, size: tip.frontier.size };
}
function refusal({ rule, reason, position }) {
  const place = position === void 0 ? {} : { position };
  return { valid: false, code: LAYER_CODES[layerOf(rule)], number: VALIDATION_NUMBERS[rule], reason, ...place };
}

export {
  validateBlock,
  linkPointOf
};
