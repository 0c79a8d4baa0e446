import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  decide,
  decideName,
  decideRequest
} from "./chunk-RZSUSJYN.js";
import "./chunk-JOVQ2YVS.js";
import "./chunk-HR5KRO4O.js";
import "./chunk-62Z2Z3VB.js";
import "./chunk-DPFOPI55.js";
import "./chunk-WYGZHFIR.js";
import "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
import "./chunk-BT5TVXVA.js";
import "./chunk-FX2GLV37.js";
import "./chunk-76WDXPVO.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";
export {
  decide,
  decideName,
  decideRequest
};
