import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  Frontier
} from "./chunk-ELIUXP3L.js";
import {
  leadingZeroBits
} from "./chunk-M6P7E2C5.js";
import {
  entryBounds,
  faultOf
} from "./chunk-KEZCLDZJ.js";
import {
  emptyRoot
} from "./chunk-5ZXZSGQE.js";
import {
  HASH_BYTES
} from "./chunk-IOG4ONSQ.js";
import {
  equalBytes
} from "./chunk-BYUQUT5F.js";

// src/ledger/validation/validation-link.ts
var MAX_AHEAD_MS = 10 * 60 * 1e3;
var START = { height: -1, hash: new Uint8Array(HASH_BYTES), timeMs: 0, size: 0, frontier: new Frontier() };
function pointOf(position, header) {
  if (position === "start" || position === "unknown" && header.height === 0) return START;
  return position === "unknown" ? void 0 : position;
}
function linkLog({ block: { header }, leaves }, position) {
  const point = pointOf(position, header);
  if (point?.frontier === void 0 || !equalBytes(header.previousHash, point.hash)) return {};
  const frontier = point.frontier.copy();
  for (const leaf of leaves) frontier.append(leaf);
  if (equalBytes(frontier.root(), header.logRoot)) return { frontier };
  return { fault: faultOf("log-root", "the log root is not that of the log") };
}
function consensusFault(header, hash, rules, position) {
  const { chainId, difficulty, nowMs } = rules;
  if (chainId !== void 0 && !equalBytes(header.chainId, chainId))
    return faultOf("chain", "the chain is of another network or author");
  const point = pointOf(position, header);
  const fault = point === void 0 ? void 0 : placeFault(header, point);
  if (fault !== void 0) return fault;
  if (header.difficulty !== difficulty)
    return faultOf("difficulty", `the difficulty is ${header.difficulty}, must be ${difficulty}`);
  if (leadingZeroBits(hash) < difficulty) return faultOf("work", "the hash lacks the work");
  if (header.timeMs < (point?.timeMs ?? 0))
    return faultOf("time-before", "the time is before that of the block before");
  if (header.timeMs > nowMs + MAX_AHEAD_MS) return faultOf("time-ahead", "the time is more than 10 minutes ahead");
  if (header.timeMs === 0) return faultOf("no-time", "the time is 0");
  return void 0;
}
function placeFault(header, point) {
  if (header.height !== point.height + 1)
    return faultOf("height", `the height is ${header.height}, must be ${point.height + 1}`);
  if (!equalBytes(header.previousHash, point.hash))
    return faultOf("previous-hash", "the previous hash is not that of the block before");
  return void 0;
}
function sizeFault(header, entries, position) {
  const first = pointOf(position, header)?.size;
  const [fewest, most] = entries === void 0 ? entryBounds(header.height) : [entries, entries];
  const least = (first ?? 0) + fewest;
  const isRight = header.logSize >= least && (first === void 0 || header.logSize <= first + most);
  if (isRight) return void 0;
  const must = first !== void 0 && fewest === most ? `${least}` : `at least ${least}`;
  const bound = first !== void 0 && fewest !== most ? ` and at most ${first + most}` : "";
  return faultOf("log-size", `the log size is ${header.logSize}, must be ${must}${bound}`);
}
function emptinessFault({ height, entryRoot, logRoot }) {
  if (height !== 0) return void 0;
  if (!equalBytes(entryRoot, emptyRoot())) return faultOf("entry-root", "the entry root is not that of the entries");
  return equalBytes(logRoot, emptyRoot()) ? void 0 : faultOf("log-root", "the log root is not that of the log");
}

export {
  linkLog,
  consensusFault,
  sizeFault,
  emptinessFault
};
