import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  serve,
  serveUntilStopped,
  whereOf
} from "./chunk-H72N6MHW.js";
import "./chunk-T2G3GXL3.js";
import "./chunk-ZQXW6JLI.js";
import "./chunk-O5KEYKM3.js";
import "./chunk-2R2KJBRN.js";
import "./chunk-MLWQ53TO.js";
import "./chunk-46BQ5UYA.js";
import "./chunk-7K56E52M.js";
import "./chunk-HYFGQGGD.js";
import "./chunk-E6JXRORW.js";
import "./chunk-RG5XTQSW.js";
import "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import "./chunk-TAPG5VTP.js";
import "./chunk-SNO5PYOW.js";
import "./chunk-PC4J2URO.js";
import "./chunk-JJWYZLFH.js";
import "./chunk-QX52XIRR.js";
import "./chunk-IDTG2NVN.js";
import "./chunk-GODHKPSB.js";
import "./chunk-UEVFT7Q3.js";
import "./chunk-DT4EQJ6R.js";
import "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import "./chunk-6NZXQKWI.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-FX2GLV37.js";
import "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-TYN6C76O.js";
import "./chunk-54GDCRVT.js";
import "./chunk-76WDXPVO.js";
import "./chunk-ZCE2KQBH.js";
import "./chunk-SVWQ5RWK.js";
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
import "./chunk-N5GQE2EY.js";
import "./chunk-6UZ6DTTU.js";
import "./chunk-4RR5MITZ.js";
import "./chunk-32PEM522.js";
import "./chunk-5TFZHIIP.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";
export {
  serve,
  serveUntilStopped,
  whereOf
};
