import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  Examination
} from "./chunk-RSCYTSLH.js";
import {
  initSignatures
} from "./chunk-ZCE2KQBH.js";
import "./chunk-SVWQ5RWK.js";
import "./chunk-IRN4JU72.js";
import "./chunk-O5SJSCRQ.js";
import "./chunk-KCG6GPTE.js";
import "./chunk-IOKT6ZGB.js";
import "./chunk-KEZCLDZJ.js";
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
import "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/node/ledger/validation-worker.ts
import { parentPort } from "node:worker_threads";
function examineAll({ id, terms, bytes, lengths }) {
  const examination = new Examination(terms);
  const hashes = [];
  let at = 0;
  const findings = lengths.map((length) => {
    const { read, form, self, findings: found } = examination.examine(bytes.subarray(at, at + length));
    at += length;
    if (form !== void 0) return { form };
    if (read !== void 0) hashes.push(read.hash, ...read.leaves);
    if (self !== void 0) return { self };
    const { fault, ids } = found();
    return fault === void 0 ? ids.length === 0 ? {} : { ids } : { entries: fault };
  });
  const { signatures, layerMs } = examination.metrics.snapshot();
  return { id, findings, hashes: joined(hashes), metrics: { signatures, layerMs } };
}
function joined(hashes) {
  const all = new Uint8Array(hashes.length * HASH_BYTES);
  let at = 0;
  for (const hash of hashes) {
    all.set(hash, at);
    at += hash.length;
  }
  return all.subarray(0, at);
}
var port = parentPort;
if (port !== null) {
  await initSignatures();
  port.on("message", (job) => {
    const result = examineAll(job);
    port.postMessage(result, [result.hashes.buffer]);
  });
}
