import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  AUTONAT_DIAL_MS,
  MAX_AUTONAT_A_SOURCE,
  MAX_AUTONAT_DIALS,
  MAX_AUTONAT_IN_ALL,
  answerAutonat,
  placeToDial
} from "./chunk-4KDVAWBU.js";
import "./chunk-46BQ5UYA.js";
import "./chunk-2NDVB5PI.js";
import "./chunk-DTAXWADY.js";
import "./chunk-M4N3TZDS.js";
import "./chunk-NGA5LHKD.js";
import "./chunk-BKFND3DK.js";
import "./chunk-SZV6OOWM.js";
import "./chunk-FVPOVNEN.js";
import "./chunk-GZGEN4EM.js";
import "./chunk-NYAGUFNB.js";
import "./chunk-4EQGJJ5J.js";
import "./chunk-FCM3RYCR.js";
import "./chunk-RG5XTQSW.js";
import "./chunk-O72JFXU2.js";
import "./chunk-7C7OUJFD.js";
import "./chunk-55JLT3E3.js";
import "./chunk-UVSX52DL.js";
import "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import "./chunk-CJOY4Z35.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-32PEM522.js";
import "./chunk-5TFZHIIP.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";
export {
  AUTONAT_DIAL_MS,
  MAX_AUTONAT_A_SOURCE,
  MAX_AUTONAT_DIALS,
  MAX_AUTONAT_IN_ALL,
  answerAutonat,
  placeToDial
};
