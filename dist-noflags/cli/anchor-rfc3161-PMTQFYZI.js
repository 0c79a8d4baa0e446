import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  TimeStampAnchor
} from "./chunk-AT5NEVNN.js";
import "./chunk-HYFGQGGD.js";
import "./chunk-MNGPKMNL.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-YHWXIR64.js";
import "./chunk-5TFZHIIP.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";
export {
  TimeStampAnchor
};
