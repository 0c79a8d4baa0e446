import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  SLICE_NONCES,
  mineSlice
} from "./chunk-M6P7E2C5.js";
import "./chunk-KEZCLDZJ.js";
import "./chunk-IP5NY5SG.js";
import "./chunk-5PLSURYL.js";
import "./chunk-5ZXZSGQE.js";
import "./chunk-MNGPKMNL.js";
import "./chunk-RIQO26JO.js";
import "./chunk-UJMLH56T.js";
import "./chunk-IOG4ONSQ.js";
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

// src/node/ledger/mine-worker.ts
import { parentPort } from "node:worker_threads";
function search(header) {
  for (let from = 0; ; from += SLICE_NONCES) {
    const nonce = mineSlice(header, from, SLICE_NONCES);
    if (nonce !== void 0) return nonce;
  }
}
parentPort?.on("message", ({ id, header }) => {
  const result = { id, nonce: search(header) };
  parentPort?.postMessage(result);
});
