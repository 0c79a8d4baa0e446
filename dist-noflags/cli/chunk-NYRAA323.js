import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  messageOf
} from "./chunk-QHEHYFFA.js";
import {
  MAX_HEAD_BYTES,
  MAX_ITEM_BYTES,
  MAX_LIST_ITEMS,
  itemHash,
  readHead
} from "./chunk-X7CF5ETQ.js";
import {
  RateCounter
} from "./chunk-2NDVB5PI.js";
import {
  MAX_AGENT_RECORD_BYTES
} from "./chunk-7K56E52M.js";
import {
  open,
  seal
} from "./chunk-IDTG2NVN.js";
import {
  derive
} from "./chunk-DT4EQJ6R.js";
import {
  readCheckpoint
} from "./chunk-RIQO26JO.js";
import {
  labelledHash,
  sha256
} from "./chunk-IOG4ONSQ.js";
import {
  decodeCbor,
  encodeCbor
} from "./chunk-DCRUBV73.js";
import {
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import {
  readArray,
  readBytes,
  readChoice,
  readInteger,
  readObject,
  readString
} from "./chunk-LHINULLD.js";
import {
  BoundedMap
} from "./chunk-RREDWCKR.js";
import {
  toBase64url
} from "./chunk-YHWXIR64.js";
import {
  concat,
  equalBytes,
  fromHex,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/agent/reach/gossip-wire.ts
var MAX_GOSSIP_BYTES = 32 * 1024;
var MAX_GOSSIP_ITEMS = 16;
var MAX_NOTE = 4096;
var HASH_BYTES = 32;
var KEY_BYTES = 32;
var NONCE_BYTES = 12;
var VERSION = 1;
var KINDS = ["revocations", "record", "checkpoint"];
function topicOf(author) {
  return toBase64url(labelledHash("gossipTopic", utf8(author)));
}
function keyOf(author) {
  return derive("gossip", keyOfDid(author), new Uint8Array(0), KEY_BYTES, utf8(author));
}
function sealNews(author, news) {
  const nonce = randomBytes(NONCE_BYTES);
  const sealed = concat(nonce, seal(keyOf(author), nonce, encode(news), utf8(topicOf(author))));
  if (sealed.length > MAX_GOSSIP_BYTES) throw new RangeError(`a message of ${sealed.length} bytes`);
  return sealed;
}
function encode(news) {
  switch (news.kind) {
    case "revocations": {
      const { kind, head, from, before, items } = news;
      return encodeCbor({ v: VERSION, kind, head, from, before, items: [...items] });
    }
    case "record":
      return encodeCbor({ v: VERSION, kind: news.kind, record: news.record });
    case "checkpoint":
      return encodeCbor({ v: VERSION, kind: news.kind, note: news.note });
  }
}
function openNews(author, message) {
  if (message.length > MAX_GOSSIP_BYTES) throw new TalosError("E_LIMIT", `a message of ${message.length} bytes`);
  if (message.length < NONCE_BYTES) throw new TalosError("E_MALFORMED", "the message is too short");
  const nonce = message.subarray(0, NONCE_BYTES);
  return decode(open(keyOf(author), nonce, message.subarray(NONCE_BYTES), utf8(topicOf(author))));
}
var FIELDS = { optional: ["head", "from", "before", "items", "record", "note"], required: ["v", "kind"] };
var OF_KIND = {
  revocations: { required: ["v", "kind", "head", "from", "before", "items"] },
  record: { required: ["v", "kind", "record"] },
  checkpoint: { required: ["v", "kind", "note"] }
};
function decode(bytes) {
  const value = decodeCbor(bytes, { maxBytes: MAX_GOSSIP_BYTES });
  const { v, kind: named } = readObject(value, FIELDS, "news");
  readInteger(v, "news.v", { min: VERSION, max: VERSION });
  const kind = readChoice(named, KINDS, "news.kind");
  if (kind === "record") {
    const record = readBytes(readObject(value, OF_KIND.record, "news").record, "news.record");
    if (record.length > MAX_AGENT_RECORD_BYTES) throw new TalosError("E_MALFORMED", "news.record: too long");
    return { kind, record };
  }
  if (kind === "checkpoint")
    return {
      kind,
      note: readString(readObject(value, OF_KIND.checkpoint, "news").note, "news.note", { max: MAX_NOTE })
    };
  const { head, from, before, items } = readObject(value, OF_KIND.revocations, "news");
  return {
    kind,
    head: readString(head, "news.head", { max: MAX_HEAD_BYTES }),
    from: readInteger(from, "news.from", { max: MAX_LIST_ITEMS }),
    before: readBytes(before, "news.before", HASH_BYTES),
    items: readArray(
      items,
      "news.items",
      { max: MAX_GOSSIP_ITEMS },
      (item, name) => readString(item, name, { min: 1, max: MAX_ITEM_BYTES })
    )
  };
}
function isWhole({ from, before, items }, head) {
  if (from + items.length !== head.seq) return false;
  return equalBytes(items.reduce(itemHash, before), fromHex(head.hash));
}

// src/agent/reach/gossip-judge.ts
var MAX_AUTHORS = 1024;
var MAX_HEARD_CHECKPOINTS = 64;
var HEAD_NEWS_MS = 6e4;
var MAX_SKEW_MS = 10 * 6e4;
var FAULTS = [
  "E_LIMIT",
  "E_MALFORMED",
  "E_BAD_DID",
  "E_BAD_RECORD",
  "E_IDENTITY_MISMATCH",
  "E_VERSION",
  "MALFORMED",
  "SIGNATURE_INVALID"
];
function verdictOf(error) {
  if (!isTalosError(error)) throw error;
  return FAULTS.includes(error.code) ? "reject" : "ignore";
}
var GossipJudge = class {
  #parts;
  #heads = new BoundedMap(MAX_AUTHORS);
  #checkpoints = new BoundedMap(MAX_AUTHORS);
  constructor(parts) {
    this.#parts = parts;
  }
  /**
   * Judges news about `author`, and does what they ask for.
   *
   * @param peer - Who passed them on.
   * @throws {TalosError} for what `verdictOf` has a verdict on.
   */
  async judge(author, news, peer) {
    switch (news.kind) {
      case "revocations":
        return this.#list(author, news, peer);
      case "record":
        return this.#record(author, news.record);
      case "checkpoint":
        return this.#checkpoint(author, news.note);
    }
  }
  async #list(author, news, peer) {
    const { core, takeList, onGap } = this.#parts;
    const head = readHead(news.head);
    if (head.issuer !== author || !isWhole(news, head)) return "reject";
    const now = core.clock.now();
    if (head.nextMs <= now || head.issuedAtMs > now + MAX_SKEW_MS) return "ignore";
    const last = this.#heads.get(author);
    const isSame = last?.hash === head.hash && last.seq === head.seq;
    if (isSame && head.issuedAtMs < last.issuedAtMs + HEAD_NEWS_MS) return "ignore";
    const { from, items } = news;
    const taken = await takeList({ head, text: news.head, from, items });
    const isOlder = last !== void 0 && head.seq < last.seq;
    if (!isOlder) this.#heads.set(author, head);
    if (taken === "gap") onGap(author, peer);
    if (author === core.identity.did) return taken === "taken" || taken === "forked" ? "accept" : "ignore";
    return taken === "shorter" || isOlder && taken !== "forked" ? "ignore" : "accept";
  }
  async #record(author, bytes) {
    const { core, records, onRecord } = this.#parts;
    if (author === core.identity.did) return "ignore";
    const book = await records();
    const before = await book.newest(author);
    const { sequence } = await book.take(author, bytes);
    if (before !== void 0 && sequence <= before) return "ignore";
    onRecord(author);
    return "accept";
  }
  #checkpoint(author, note) {
    const { core, onCheckpoint } = this.#parts;
    const shown = readCheckpoint(note, author);
    if (shown === void 0) return "reject";
    if (author === core.identity.did) return "ignore";
    const heard = this.#checkpoints.get(author) ?? { ids: new BoundedMap(MAX_HEARD_CHECKPOINTS), highest: 0 };
    this.#checkpoints.set(author, heard);
    const id = toHex(sha256(utf8(note)));
    if (heard.ids.has(id)) return "ignore";
    heard.ids.set(id, true);
    onCheckpoint(author, note);
    if (shown.size < heard.highest) return "ignore";
    heard.highest = shown.size;
    return "accept";
  }
};

// src/agent/reach/gossip.ts
var MAX_FOLLOWED = 256;
var NEWS_AN_AUTHOR_MINUTE = 60;
var GOSSIP_TICK_MS = 5e3;
var GOSSIP_DELAY_MS = 1e3;
var CHECKPOINT_NEWS_MS = 6e4;
var JOIN_NEWS_MS = 1e4;
var FAULTS_AN_HOUR = 4;
var CHANGE_DELAY_MS = 20;
function isFriend({ peers, grants, identity }, peer) {
  if (peer === identity.did) return false;
  if ((peers.get(peer)?.alias ?? "") !== "" || grants.hasIssuedTo(peer)) return true;
  return grants.all().some(({ token: { claims } }) => claims.issuer === peer || claims.audience === peer);
}
function followed({ identity, peers, grants }, roots) {
  const contacts = peers.all().filter(({ alias }) => alias !== "");
  const all = grants.all();
  const wanted = [
    identity.did,
    ...contacts.map(({ did }) => did),
    ...roots,
    ...all.flatMap(({ chain }) => chain.flatMap(({ claims }) => [claims.issuer, claims.audience])),
    ...all.map(({ token }) => token.claims.subject)
  ];
  return [...new Set(wanted)].slice(0, MAX_FOLLOWED);
}
var Gossip = class {
  #parts;
  #judge;
  #rate;
  /** Notices of faults. */
  #faults;
  #authors = /* @__PURE__ */ new Map();
  /** What was said last of each kind about those who are followed: for who comes later. */
  #latest = new BoundedMap(MAX_FOLLOWED);
  #timers = /* @__PURE__ */ new Map();
  #toldAtMs = new BoundedMap(MAX_FOLLOWED);
  /** When somebody came to the topic of an author last. */
  #cameAtMs = new BoundedMap(MAX_FOLLOWED);
  #tick;
  #unwatch = [];
  #net;
  #checkpoint = { note: "", atMs: 0 };
  #isOver = false;
  constructor(parts) {
    this.#parts = parts;
    this.#judge = new GossipJudge(parts);
    this.#rate = new RateCounter(NEWS_AN_AUTHOR_MINUTE, 6e4, parts.core.clock);
    this.#faults = new RateCounter(FAULTS_AN_HOUR, 36e5, parts.core.clock);
  }
  /** Begins, a little later, where it has not. */
  begin() {
    this.#later("begin", GOSSIP_DELAY_MS, () => void this.start());
  }
  /** Begins now, where it has not. Never rejects: people are told what keeps it from that. */
  async start() {
    this.#net ??= this.#start();
    await this.#net;
  }
  async #start() {
    if (this.#isOver) return void 0;
    const { core, open: open2 } = this.#parts;
    try {
      const net = await open2({
        mayTakePart: (peer) => isFriend(core, peer),
        judge: (peer, topic, message) => this.#heard(peer, topic, message),
        joined: (topic) => this.#came(topic)
      });
      const records = await this.#parts.records();
      this.#unwatch = [
        core.revocations.watch((issuer) => this.#changed(issuer)),
        records.watch((record) => this.#tell(record.did, { kind: "record", record: record.bytes }))
      ];
      this.#follow(net);
      this.#tick = setInterval(() => void this.look(), GOSSIP_TICK_MS);
      return net;
    } catch (error) {
      core.notice("network", `there is no gossip with other agents: ${messageOf(error)}`);
      return void 0;
    }
  }
  /** Follows whom it is to follow by now. */
  #follow(net) {
    const { core, roots } = this.#parts;
    this.#authors = new Map(followed(core, roots()).map((author) => [topicOf(author), author]));
    try {
      net.follow([...this.#authors.keys()]);
    } catch (error) {
      this.#failed(error);
    }
  }
  /** Looks who is to be followed by now, and whether there is news of the own ledger; where it has begun. */
  async look() {
    const net = await this.#net;
    const { core } = this.#parts;
    if (net === void 0 || core.failure !== void 0 || this.#isOver) return;
    this.#follow(net);
    const { checkpoint: note } = core.ledger;
    const now = core.clock.now();
    if (note === this.#checkpoint.note || Math.abs(now - this.#checkpoint.atMs) < CHECKPOINT_NEWS_MS) return;
    this.#checkpoint = { note, atMs: now };
    this.#tell(core.identity.did, { kind: "checkpoint", note });
  }
  async #heard(peer, topic, message) {
    const author = this.#authors.get(topic);
    const { core } = this.#parts;
    if (author === void 0 || core.failure !== void 0 || this.#isOver) return "ignore";
    try {
      const news = openNews(author, message);
      const counted = `${news.kind} ${author}`;
      if (this.#rate.isFull(counted)) return "ignore";
      const verdict = await this.#judge.judge(author, news, peer);
      if (verdict !== "accept") return verdict;
      this.#rate.take(counted);
      this.#keep(author, news);
      return verdict;
    } catch (error) {
      if (isTalosError(error)) return verdictOf(error);
      this.#failed(error);
      return "ignore";
    }
  }
  #keep(author, news) {
    const kept = this.#latest.get(author) ?? /* @__PURE__ */ new Map();
    this.#latest.set(author, kept.set(news.kind, news));
    const since = Math.abs(this.#parts.core.clock.now() - (this.#cameAtMs.get(author) ?? Number.NEGATIVE_INFINITY));
    if (since < JOIN_NEWS_MS) this.#joined(topicOf(author));
  }
  #came(topic) {
    const author = this.#authors.get(topic);
    if (author !== void 0) this.#cameAtMs.set(author, this.#parts.core.clock.now());
    this.#joined(topic);
  }
  #changed(issuer) {
    const { core } = this.#parts;
    if (issuer !== core.identity.did) return;
    this.#later("list", CHANGE_DELAY_MS, () => void this.#tellOwn(["revocations"]));
  }
  /** What this agent says of itself now. */
  async #own(kind) {
    const { core, records } = this.#parts;
    const { did } = core.identity;
    switch (kind) {
      case "revocations": {
        const tail = await core.revocations.tail(MAX_GOSSIP_ITEMS);
        return tail === void 0 ? void 0 : { kind, ...tail };
      }
      case "record": {
        const record = await (await records()).get(did);
        return record === void 0 ? void 0 : { kind, record: record.bytes };
      }
      case "checkpoint": {
        const note = core.ledger.checkpoint;
        return note === "" ? void 0 : { kind, note };
      }
    }
  }
  async #tellOwn(kinds) {
    const { core } = this.#parts;
    if (core.failure !== void 0 || this.#isOver) return;
    try {
      for (const kind of kinds) {
        const news = await this.#own(kind);
        if (news !== void 0) this.#tell(core.identity.did, news);
      }
    } catch (error) {
      this.#failed(error);
    }
  }
  /** Tells those who came to a topic what was said there last. */
  #joined(topic) {
    const author = this.#authors.get(topic);
    if (author === void 0) return;
    const now = this.#parts.core.clock.now();
    const since = Math.abs(now - (this.#toldAtMs.get(author) ?? Number.NEGATIVE_INFINITY));
    this.#later(author, Math.max(CHANGE_DELAY_MS, JOIN_NEWS_MS - since), () => {
      this.#toldAtMs.set(author, this.#parts.core.clock.now());
      if (author === this.#parts.core.identity.did) void this.#tellOwn(["record", "revocations", "checkpoint"]);
      else for (const news of this.#latest.get(author)?.values() ?? []) this.#tell(author, news);
    });
  }
  /** Says something to those who follow `author`. */
  #tell(author, news) {
    const telling = async () => {
      const net = await this.#net;
      if (net === void 0 || this.#isOver) return;
      await net.publish(topicOf(author), sealNews(author, news));
    };
    telling().catch((error) => this.#failed(error));
  }
  /**
   * What was not said is said to the next who comes; a failed storage is told by the ledger. What another library throws is a
   * fault of gossip, and none of the agent: people are told.
   */
  #failed(error) {
    if (isTalosError(error) || !this.#faults.take("")) return;
    this.#parts.core.notice("network", `gossip with other agents: ${messageOf(error)}`);
  }
  /** Runs `task` after `ms`, once for all who ask meanwhile. */
  #later(name, ms, task) {
    if (this.#isOver || this.#timers.has(name)) return;
    const run = () => {
      this.#timers.delete(name);
      task();
    };
    this.#timers.set(name, setTimeout(run, ms));
  }
  async [Symbol.asyncDispose]() {
    this.#isOver = true;
    clearInterval(this.#tick);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const undo of this.#unwatch) undo();
    const net = await this.#net;
    clearInterval(this.#tick);
    await net?.[Symbol.asyncDispose]();
  }
};

export {
  MAX_GOSSIP_BYTES,
  MAX_FOLLOWED,
  Gossip
};
