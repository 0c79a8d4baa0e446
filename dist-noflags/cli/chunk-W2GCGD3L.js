import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  AGAIN,
  Turns
} from "./chunk-IVXTGPG4.js";
import {
  readAddCheckpoint
} from "./chunk-5DE7VOTM.js";
import {
  SourceCounter
} from "./chunk-RG5XTQSW.js";
import {
  cosign,
  formatWitnessKey,
  witnessOf
} from "./chunk-LGGE3MIO.js";
import {
  emptyRoot,
  verifyConsistency
} from "./chunk-5ZXZSGQE.js";
import {
  readTreeHead
} from "./chunk-RIQO26JO.js";
import {
  isOfKey,
  noteVerifier,
  openNote,
  splitNote
} from "./chunk-UJMLH56T.js";
import {
  HASH_BYTES,
  sha256
} from "./chunk-IOG4ONSQ.js";
import {
  u8
} from "./chunk-LQJYXGFI.js";
import {
  isDid,
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import {
  concat,
  equalBytes,
  fromHex,
  fromUtf8,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/witness/witness.ts
var MAX_WITNESSED_LOGS = 1e4;
var NEW_LOGS_A_DAY = 100;
var LOG = u8(16);
var Witness = class _Witness {
  #parts;
  /** Its verifier key. */
  key;
  /** One checkpoint at a time: what is compared is what is stored next. */
  #turns = new Turns();
  #newLogs;
  #logs;
  constructor(parts, logs) {
    this.#parts = parts;
    this.#logs = logs;
    this.#newLogs = new SourceCounter(NEW_LOGS_A_DAY, 24 * 36e5, parts.clock);
    this.key = formatWitnessKey(witnessOf(parts.name, parts.signing.publicKey));
  }
  /** Opens a witness over what it stored. */
  static async open(parts) {
    let logs = 0;
    for await (const _ of parts.store.scan("witness", { start: LOG, end: u8(17) })) logs++;
    return new _Witness(parts, logs);
  }
  /**
   * Answers a request. A cosignature is given once its checkpoint is durable.
   *
   * @throws {TalosError} `E_STORAGE…`: then nothing was cosigned.
   */
  async handle({ method, path, body, from }) {
    const monitored = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path)?.[1];
    if (monitored !== void 0) return method === "GET" ? this.#checkpoint(monitored) : plain(405, "GET only");
    if (path !== "/add-checkpoint") return plain(404, "there is nothing here");
    if (method !== "POST") return plain(405, "POST only");
    try {
      const request = readAddCheckpoint(fromUtf8(body));
      return await this.#turns.run("", () => this.#add(request, from));
    } catch (error) {
      if (isTalosError(error, "E_MALFORMED")) return plain(400, error.message);
      throw error;
    }
  }
  async #add({ oldSize, path, note }, from) {
    const { store, name, signing, clock } = this.#parts;
    const parts = splitNote(note);
    const head = readTreeHead(parts?.text ?? "");
    if (parts === void 0 || head === void 0) return plain(400, "the checkpoint has another form");
    const verifier = this.#verifierOf(head.origin);
    if (verifier === void 0) return plain(404, "the log is not known here");
    if (openNote(note, [verifier]) === void 0) return plain(403, "the checkpoint is not signed by the log");
    if (oldSize > head.size) return plain(400, "the old size is larger than the checkpoint");
    const key = keyOf(head.origin);
    const value = await store.get("witness", key);
    const last = value === void 0 ? void 0 : headOf(fromUtf8(value));
    if (oldSize !== (last?.size ?? 0))
      return { status: 409, contentType: "text/x.tlog.size", body: `${last?.size ?? 0}
` };
    if (!goesOn(last, head, path)) return plain(422, "the checkpoint is not proved to go on from the last one");
    if (last === void 0 && this.#logs >= MAX_WITNESSED_LOGS) return plain(503, "no more logs are witnessed here");
    if (last === void 0 && !this.#newLogs.take(from)) return plain(429, "too many new logs from here today");
    const line = cosign(signing, name, parts.text, Math.max(1, Math.floor(clock.now() / 1e3)));
    const own = parts.signatures.filter((each) => isOfKey(verifier, each)).map((each) => `${each.line}
`);
    const kept = utf8(`${parts.text}
${own[0] ?? ""}${line}`);
    const isStored = await store.apply([
      { kind: "require", space: "witness", key, value },
      { kind: "put", space: "witness", key, value: kept }
    ]);
    if (!isStored) return AGAIN;
    if (last === void 0) this.#logs++;
    return { status: 200, contentType: "text/plain; charset=utf-8", body: line };
  }
  /** The key that signs the log of this origin; `undefined` where it is not witnessed. */
  #verifierOf(origin) {
    const { logs } = this.#parts;
    if (logs.length > 0) return logs.find(({ name }) => name === origin);
    return isDid(origin) ? noteVerifier(origin, keyOfDid(origin)) : void 0;
  }
  async #checkpoint(originHash) {
    const value = await this.#parts.store.get("witness", concat(LOG, fromHex(originHash)));
    if (value === void 0) return plain(404, "no checkpoint of this log was cosigned");
    return { status: 200, contentType: "text/plain; charset=utf-8", body: fromUtf8(value) };
  }
};
var plain = (status, text) => ({
  status,
  contentType: "text/plain; charset=utf-8",
  body: `${text}
`
});
function keyOf(origin) {
  return concat(LOG, sha256(utf8(origin)));
}
function monitoringPath(origin) {
  return `/${toHex(sha256(utf8(origin)))}/checkpoint`;
}
function headOf(note) {
  const head = readTreeHead(splitNote(note)?.text ?? "");
  if (head === void 0) throw new TalosError("E_STORAGE_CORRUPT", "what the witness cosigned cannot be read");
  return head;
}
function goesOn(last, next, path) {
  if (next.size === 0) return path.length === 0 && equalBytes(next.root, emptyRoot());
  if (last === void 0 || last.size === 0) return path.length === 0 && next.root.length === HASH_BYTES;
  return verifyConsistency(last.size, last.root, next.size, next.root, path);
}

export {
  MAX_WITNESSED_LOGS,
  NEW_LOGS_A_DAY,
  Witness,
  monitoringPath
};
