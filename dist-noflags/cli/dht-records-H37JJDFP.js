import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  DHT_KEY_BYTES,
  DHT_NAMESPACE,
  DhtRecords,
  MAX_DHT_BYTES,
  MAX_DHT_HEADS,
  MAX_DHT_RECORDS,
  dhtKeyOf,
  didOfDhtKey,
  newestOf,
  verifyDhtRecord
} from "./chunk-HWHFO5FQ.js";
import "./chunk-44QLW43E.js";
import "./chunk-7K56E52M.js";
import "./chunk-HYFGQGGD.js";
import "./chunk-54GDCRVT.js";
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
  DHT_KEY_BYTES,
  DHT_NAMESPACE,
  DhtRecords,
  MAX_DHT_BYTES,
  MAX_DHT_HEADS,
  MAX_DHT_RECORDS,
  dhtKeyOf,
  didOfDhtKey,
  newestOf,
  verifyDhtRecord
};
