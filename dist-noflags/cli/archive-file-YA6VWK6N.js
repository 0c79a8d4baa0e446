import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  archiveFiles
} from "./chunk-ZO5C7STJ.js";
import "./chunk-WQQK5RUS.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";
export {
  archiveFiles
};
