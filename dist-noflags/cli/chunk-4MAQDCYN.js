import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  intentFault
} from "./chunk-2TWMYMXK.js";
import {
  peerOf
} from "./chunk-IP5NY5SG.js";
import {
  BoundedMap
} from "./chunk-RREDWCKR.js";

// src/ledger/report/report.ts
var FINDING_RULES = {
  601: { name: "ledger-invalid", level: "error", text: "the ledger does not verify" },
  602: {
    name: "rolled-back",
    level: "error",
    text: "the ledger is older than, or another than, a state of it that is known"
  },
  603: {
    name: "equivocation",
    level: "warning",
    text: "a peer signed two histories, or showed an older one after a newer"
  },
  604: { name: "anchor-mismatch", level: "error", text: "an anchor does not verify, or says something else" },
  605: { name: "anchor-lost", level: "warning", text: "an anchor is on record whose token is not kept" },
  606: { name: "intent-mismatch", level: "error", text: "a result names an intent that its call does not fit" },
  611: { name: "unacknowledged", level: "warning", text: "a result was not acknowledged by its caller" },
  612: { name: "unanswered", level: "warning", text: "a call has no receipt: its outcome is unknown" },
  613: { name: "undecided", level: "warning", text: "a call was let through and has no result" },
  621: { name: "clock-back", level: "warning", text: "the time of an entry is before that of the entry before" },
  622: { name: "quiet", level: "note", text: "nothing was recorded for long" },
  631: { name: "identity-changed", level: "warning", text: "another identity was found in the place of a contact" },
  632: {
    name: "copied-state",
    level: "warning",
    text: "a session was made anew because its state was put back or copied"
  },
  633: { name: "unverified-contact", level: "note", text: "a contact was never verified" },
  641: { name: "denials", level: "note", text: "calls of a peer were denied" },
  642: {
    name: "intent-refused",
    level: "warning",
    text: "a call was refused: it was not what its caller had announced"
  }
};
function finding(number, message, place = {}) {
  const { name, level } = FINDING_RULES[number];
  return { number, level, rule: name, message, ...place };
}
var ORDER = ["error", "warning", "note"];
function inOrder(findings) {
  return findings.toSorted(
    (a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level) || a.number - b.number || (a.seq ?? 0) - (b.seq ?? 0)
  );
}

// src/ledger/report/report-intents.ts
var MAX_WATCHED_INTENTS = 16384;
var IntentWatch = class {
  #announced = new BoundedMap(MAX_WATCHED_INTENTS);
  /** Results that named them, by the hash of the intent. */
  #named = new BoundedMap(MAX_WATCHED_INTENTS);
  /** Entries of results that name an intent which was not seen. */
  unseen = [];
  /** Takes an intent. */
  announced({ statement }) {
    this.#announced.set(statement.hash, statement.statement);
  }
  /**
   * What is wrong with the intent that an answer names.
   *
   * @param call - What it answers, where that was seen.
   */
  faultOf(body, { seq }, call) {
    const { intent } = body.statement.statement;
    if (intent === void 0) return void 0;
    const before = this.#named.get(intent);
    if (before !== void 0)
      return `the ${body.type} in entry ${seq} names the same intent as that in entry ${before}`;
    this.#named.set(intent, seq);
    const announced = this.#announced.get(intent);
    if (announced === void 0) {
      if (this.unseen.length < MAX_WATCHED_INTENTS) this.unseen.push(seq);
      return void 0;
    }
    this.#announced.delete(intent);
    const fault = call && intentFault(announced, call);
    return fault && `the call that entry ${seq} answers has another ${fault} than the intent that it names`;
  }
};

// src/ledger/report/report-builder.ts
var MAX_LISTED_FINDINGS = 200;
var MAX_COUNTED = 1e3;
var MAX_OPEN_ANSWERS = 65536;
var ANSWER_GRACE_MS = 6e4;
var QUIET_MS = 7 * 24 * 3600 * 1e3;
var CLOCK_STEP_MS = 1e3;
var OTHERS = "(others)";
var ReportBuilder = class {
  #types = /* @__PURE__ */ new Map();
  #peers = /* @__PURE__ */ new Map();
  #tools = /* @__PURE__ */ new Map();
  #denials = /* @__PURE__ */ new Map();
  #open = /* @__PURE__ */ new Map();
  #intents = new IntentWatch();
  #anchored = [];
  #findings = [];
  #listed = /* @__PURE__ */ new Map();
  #unlisted = 0;
  #entries = 0;
  #revocations = 0;
  #first;
  #last;
  /** Takes the next entry of the range. */
  take(entry) {
    const { seq, timeMs, body } = entry;
    this.#entries++;
    this.#checkTime(seq, timeMs);
    this.#types.set(body.type, (this.#types.get(body.type) ?? 0) + 1);
    const peer = peerOf(body);
    const counted = peer === void 0 ? void 0 : this.#counted(peer);
    if (counted !== void 0) counted.entries++;
    this.#takeBody(entry, counted);
  }
  #checkTime(seq, timeMs) {
    const last = this.#last;
    if (last !== void 0 && timeMs < last - CLOCK_STEP_MS)
      this.#find(621, `the clock went back by ${seconds(last - timeMs)} at entry ${seq}`, { seq });
    if (last !== void 0 && timeMs - last > QUIET_MS)
      this.#find(622, `nothing was recorded for ${days(timeMs - last)} before entry ${seq}`, { seq });
    this.#first ??= timeMs;
    this.#last = timeMs;
  }
  #counted(peer) {
    const key = this.#peers.has(peer) || this.#peers.size < MAX_COUNTED ? peer : OTHERS;
    const counted = this.#peers.get(key) ?? { entries: 0, calls: 0, denied: 0 };
    this.#peers.set(key, counted);
    return counted;
  }
  #takeBody({ seq, timeMs, body, id }, counted) {
    const { type } = body;
    if (type === "call") {
      this.#tool(body, "made");
      if (counted !== void 0) counted.calls++;
      this.#wait(id, { number: 612, seq, timeMs, peer: body.peer, call: body.statement.statement });
    } else if (type === "decision") {
      const open = { number: 613, seq, timeMs, peer: body.peer, call: body.statement.statement };
      this.#takeDecision(body, open, id, counted);
    } else if (type === "result") {
      this.#takeAnswer(body, seq);
      this.#wait(id, { number: 611, seq, timeMs, peer: body.peer });
    } else if (type === "receipt") this.#takeAnswer(body, seq);
    else if (type === "intent") this.#intents.announced(body);
    else if (type === "acknowledgement") for (const answered of body.answers) this.#open.delete(answered);
    else if (type === "denial") this.#deny(body.code, body.count, counted);
    else if (type === "revocation") this.#revocations++;
    else if (type === "session-repair") this.#takeRepair(body, seq);
    else if (type === "anchor") this.#anchored.push({ digest: body.digest, seq });
    else if (type === "equivocation") this.#takeEquivocation(body, seq);
  }
  #takeAnswer(body, seq) {
    const fault = this.#intents.faultOf(body, { seq }, this.#open.get(body.answers)?.call);
    this.#open.delete(body.answers);
    if (fault !== void 0) this.#find(606, fault, { seq, peer: body.peer });
  }
  #takeEquivocation({ peer, what }, seq) {
    const how = what === "fork" ? "signed two histories" : "showed an older history after a newer";
    this.#find(603, `${peer} ${how}`, { seq, peer });
  }
  #takeRepair({ peer, cause }, seq) {
    if (cause === "copied")
      this.#find(632, `a session with ${peer} was made anew: its state was put back or copied`, { seq, peer });
  }
  #takeDecision(body, open, id, counted) {
    const isAllowed = body.decision === "allowed";
    this.#tool(body, isAllowed ? "served" : "denied");
    if (counted !== void 0) counted.calls++;
    if (!isAllowed) this.#deny(body.decision, 1, counted);
    if (body.decision === "INTENT_MISMATCH")
      this.#find(642, `the call of ${body.peer} in entry ${open.seq} was not what it had announced`, {
        seq: open.seq,
        peer: body.peer
      });
    this.#wait(id, open);
  }
  #tool({ statement }, what) {
    const { service, target } = statement.statement;
    const name = JSON.stringify([service, target]);
    const isNew = !this.#tools.has(name);
    const key = isNew && this.#tools.size >= MAX_COUNTED ? OTHERS : name;
    const empty = key === OTHERS ? { service: OTHERS, target: OTHERS } : { service, target };
    const calls = this.#tools.get(key) ?? { ...empty, made: 0, served: 0, denied: 0 };
    calls[what]++;
    this.#tools.set(key, calls);
  }
  #deny(code, count, counted) {
    this.#denials.set(code, (this.#denials.get(code) ?? 0) + count);
    if (counted !== void 0) counted.denied += count;
  }
  #wait(id, open) {
    this.#open.set(id, open);
    if (this.#open.size <= MAX_OPEN_ANSWERS) return;
    const [oldest] = this.#open;
    if (oldest === void 0) return;
    this.#open.delete(oldest[0]);
    this.#unanswered(oldest[1]);
  }
  #unanswered({ number, seq, peer }) {
    const what = number === 611 ? `${peer} did not acknowledge the result in entry ${seq}` : number === 612 ? `the call in entry ${seq} has no receipt of ${peer}: its outcome is unknown` : `the call of ${peer} in entry ${seq} was decided and has no result`;
    this.#find(number, what, { seq, peer });
  }
  #find(number, message, place) {
    const listed = this.#listed.get(number) ?? 0;
    if (listed >= MAX_LISTED_FINDINGS) {
      this.#unlisted++;
      return;
    }
    this.#listed.set(number, listed + 1);
    this.#findings.push(finding(number, message, place));
  }
  /** The model, once every entry was taken. */
  finish(context) {
    for (const open of this.#open.values()) if (open.timeMs <= context.nowMs - ANSWER_GRACE_MS) this.#unanswered(open);
    for (const { digest, seq } of this.#anchored)
      if (!context.tokens.has(digest)) this.#find(605, `the token of the anchor in entry ${seq} is not kept`, { seq });
    this.#findUnseenIntents(context);
    this.#findAnchors(context.anchors);
    this.#findPeers(context.peers);
    const findings = inOrder([...context.findings, ...this.#findings]);
    const { author, name, version, nowMs, range, verification, anchors } = context;
    return {
      v: 1,
      kind: "talos-report",
      author,
      name,
      madeAtMs: nowMs,
      version,
      range,
      verification: { valid: findings.every(({ level }) => level !== "error"), ...verification },
      entries: this.#entries,
      ...this.#first === void 0 ? {} : { firstMs: this.#first },
      ...this.#last === void 0 ? {} : { lastMs: this.#last },
      types: [...this.#types].map(([type, count]) => ({ type, count })).toSorted((a, b) => b.count - a.count),
      peers: this.#peerCounts(context.peers),
      tools: [...this.#tools.values()].toSorted((a, b) => callsOf(b) - callsOf(a)),
      denials: [...this.#denials].map(([code, count]) => ({ code, count })).toSorted((a, b) => b.count - a.count),
      revocations: this.#revocations,
      anchors,
      findings,
      unlisted: this.#unlisted
    };
  }
  /** Where the report is about the whole log, an intent that was not seen is not there. */
  #findUnseenIntents({ range, verification }) {
    if (range.fromMs !== void 0 || range.toMs !== void 0 || verification.archived > 0) return;
    for (const seq of this.#intents.unseen)
      this.#find(606, `the intent that entry ${seq} names is not on record before it`, { seq });
  }
  #findAnchors(anchors) {
    for (const { source, size, reason } of anchors)
      if (reason !== void 0)
        this.#find(604, `the anchor of ${size} entries by ${source} does not hold: ${reason}`, {
          code: "ANCHOR_MISMATCH"
        });
  }
  #findPeers(peers) {
    for (const { did, alias, isVerified, offered } of peers) {
      if (offered !== void 0)
        this.#find(631, `another identity, ${offered}, was found in the place of "${alias}"`, { peer: did });
      if (alias !== "" && !isVerified && this.#peers.has(did))
        this.#find(633, `the contact "${alias}" was never verified`, { peer: did });
    }
    for (const [peer, { denied }] of this.#peers)
      if (denied > 0) this.#find(641, `${denied} refusals with ${peer}`, peer === OTHERS ? {} : { peer });
  }
  #peerCounts(known) {
    const names = new Map(known.map((peer) => [peer.did, peer]));
    return [...this.#peers].map(([peer, counted]) => {
      const { alias = "", isVerified = false } = names.get(peer) ?? {};
      return { peer, alias, verified: isVerified, ...counted };
    }).toSorted((a, b) => b.entries - a.entries);
  }
};
var callsOf = ({ made, served, denied }) => made + served + denied;
var seconds = (ms) => `${Math.round(ms / 1e3)} s`;
var days = (ms) => `${Math.floor(ms / 864e5)} days`;

export {
  FINDING_RULES,
  finding,
  ReportBuilder
};
