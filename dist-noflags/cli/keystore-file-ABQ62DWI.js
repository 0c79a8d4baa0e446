import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  createKeystore,
  keystoreLike,
  makeKeystore,
  openKeystore,
  readKeystoreHead,
  readPassphraseFile
} from "./chunk-TAPG5VTP.js";
import "./chunk-SNO5PYOW.js";
import "./chunk-PC4J2URO.js";
import "./chunk-JJWYZLFH.js";
import "./chunk-QX52XIRR.js";
import "./chunk-IDTG2NVN.js";
import "./chunk-GODHKPSB.js";
import "./chunk-UEVFT7Q3.js";
import "./chunk-DT4EQJ6R.js";
import "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-HROBTZ6Q.js";
import "./chunk-DCRUBV73.js";
import "./chunk-SDVHVV53.js";
import "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-4RR5MITZ.js";
import "./chunk-32PEM522.js";
import "./chunk-5TFZHIIP.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";
export {
  createKeystore,
  keystoreLike,
  makeKeystore,
  openKeystore,
  readKeystoreHead,
  readPassphraseFile
};
