import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  ANY_ARGUMENTS,
  MAX_PHRASE_CHARACTERS,
  parsePhrase,
  parseRule,
  parseToolPhrase,
  parseToolPhrases
} from "./chunk-DPFOPI55.js";
import "./chunk-WYGZHFIR.js";
import "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";
export {
  ANY_ARGUMENTS,
  MAX_PHRASE_CHARACTERS,
  parsePhrase,
  parseRule,
  parseToolPhrase,
  parseToolPhrases
};
