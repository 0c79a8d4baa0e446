import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  isStatementOfEntry,
  statementFlaw
} from "./chunk-KCG6GPTE.js";
import {
  faultOf
} from "./chunk-KEZCLDZJ.js";
import {
  readHashedEntry
} from "./chunk-IP5NY5SG.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/ledger/validation/validation-entries.ts
function readEntries({ header, entries: held }, leaves) {
  const first = header.logSize - held.length;
  const entries = [];
  for (const [position, bytes] of held.entries()) {
    const entry = readOne(bytes, leaves[position], position);
    if ("rule" in entry) return { fault: entry, entries: [] };
    if (entry.seq !== first + position) {
      const reason = `entry ${first + position} says that it is ${entry.seq}`;
      return { fault: faultOf("entry-sequence", reason, position), entries: [] };
    }
    entries.push(entry);
  }
  return { entries };
}
function readOne(bytes, leaf, position) {
  try {
    return readHashedEntry(bytes, leaf);
  } catch (error) {
    if (!(error instanceof TalosError)) throw error;
    return faultOf(ruleOf(error), error.message, position);
  }
}
function ruleOf(error) {
  if (isTalosError(error, "E_VERSION")) return "entry-version";
  return /JSON|UTF-8/.test(error.message) ? "entry-form" : "entry-fields";
}
function checkEntries(block, leaves, terms) {
  const read = readEntries(block, leaves);
  if (read.fault !== void 0) return { fault: read.fault, ids: [] };
  const { entries } = read;
  const { ids, fault = firstFault(entries, terms) } = idsOfAll(entries);
  return fault === void 0 ? { entries, ids } : { fault, entries, ids };
}
function firstFault(entries, { author, verified }) {
  for (const [position, entry] of entries.entries()) {
    const fault = misfit(entry, author, position);
    if (fault !== void 0) return fault;
  }
  for (const [position, entry] of entries.entries()) {
    if (!("statement" in entry.body)) continue;
    const flaw = statementFlaw(entry, author, verified());
    if (flaw !== void 0) return faultOf(flaw.rule, flaw.reason, position);
  }
  return void 0;
}
function misfit({ body }, author, position) {
  if (author === void 0) return void 0;
  if (body.type === "identity" && body.did !== author)
    return faultOf("identity", "the entry names another identity than the author", position);
  if ("statement" in body && !isStatementOfEntry(body, author))
    return faultOf("statement-fit", "the statement is not one that such an entry holds", position);
  return void 0;
}
var REPEATED = {
  message: ["message-repeated", "the message is recorded twice"],
  file: ["message-repeated", "the transfer is recorded twice"],
  call: ["call-repeated", "the number of the call is recorded twice"],
  answer: ["answer-repeated", "what the entry answers was answered before"]
};
function repetition(id, position) {
  const [rule, reason] = REPEATED[id.slice(0, id.indexOf(" "))];
  return faultOf(rule, reason, position);
}
function idsOfAll(entries) {
  const ids = /* @__PURE__ */ new Set();
  for (const [position, { body }] of entries.entries()) {
    for (const id of idsOf(body)) {
      if (ids.has(id)) return { ids: [...ids], fault: repetition(id, position) };
      ids.add(id);
    }
  }
  return { ids: [...ids] };
}
var NONE = [];
function idsOf(body) {
  if (body.type === "message") return [`message ${body.direction} ${body.peer} ${body.message}`];
  if (body.type === "file") return [`file ${body.direction} ${body.peer} ${body.statement.statement.transfer}`];
  if (body.type === "call" || body.type === "decision") {
    if (body.type === "decision" && body.decision !== "allowed") return NONE;
    const { session, number } = body.statement.statement;
    return [`call ${body.type} ${body.peer} ${session} ${number}`];
  }
  if (body.type === "result" || body.type === "receipt") return [`answer ${body.type} ${body.answers}`];
  if (body.type === "acknowledgement") return body.answers.map((id) => `answer ${body.type} ${id}`);
  return NONE;
}

export {
  readEntries,
  checkEntries,
  repetition
};
