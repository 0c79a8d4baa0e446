import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  auditEntry,
  auditReport,
  capabilityDetail,
  capabilityLinks,
  capabilityView
} from "./chunk-BX6V6MQC.js";
import "./chunk-7Y6WBDPZ.js";
import "./chunk-NJ3XV43X.js";
import "./chunk-MWVEHJ3N.js";
import "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
import "./chunk-76WDXPVO.js";
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
export {
  auditEntry,
  auditReport,
  capabilityDetail,
  capabilityLinks,
  capabilityView
};
