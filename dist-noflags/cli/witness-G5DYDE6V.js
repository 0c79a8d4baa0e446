import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_WITNESSED_LOGS,
  NEW_LOGS_A_DAY,
  Witness,
  monitoringPath
} from "./chunk-W2GCGD3L.js";
import "./chunk-IVXTGPG4.js";
import "./chunk-5DE7VOTM.js";
import "./chunk-HYFGQGGD.js";
import "./chunk-RG5XTQSW.js";
import "./chunk-LGGE3MIO.js";
import "./chunk-54GDCRVT.js";
import "./chunk-5ZXZSGQE.js";
import "./chunk-RIQO26JO.js";
import "./chunk-UJMLH56T.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-LQJYXGFI.js";
import "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";
export {
  MAX_WITNESSED_LOGS,
  NEW_LOGS_A_DAY,
  Witness,
  monitoringPath
};
