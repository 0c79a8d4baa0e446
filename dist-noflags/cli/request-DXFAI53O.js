import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  DEFAULT_GRANT_LIFETIME,
  copyOf,
  saysWhat,
  scopeOfRequest,
  scopeToPassOn,
  secondsOf,
  termsOfRequest,
  thingsOf,
  toolLimits,
  verdictOn
} from "./chunk-DZ22X7PW.js";
import "./chunk-KMHR7AZL.js";
import "./chunk-AGDCSQEJ.js";
import "./chunk-DPFOPI55.js";
import "./chunk-WYGZHFIR.js";
import "./chunk-NJ3XV43X.js";
import "./chunk-MWVEHJ3N.js";
import "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
import "./chunk-76WDXPVO.js";
import "./chunk-IOG4ONSQ.js";
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
  DEFAULT_GRANT_LIFETIME,
  copyOf,
  saysWhat,
  scopeOfRequest,
  scopeToPassOn,
  secondsOf,
  termsOfRequest,
  thingsOf,
  toolLimits,
  verdictOn
};
