import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_ARGUMENTS,
  MAX_PATTERNS,
  OTHER_ARGUMENTS,
  SCOPE_TYPE,
  isServiceName,
  parseScope,
  readScopeJson,
  scopeJson
} from "./chunk-HFRJ7ZGY.js";
import {
  MAX_NAME,
  MAX_SERVICE_NAME,
  MAX_TOOLS,
  SERVICE_NAME
} from "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";
export {
  MAX_ARGUMENTS,
  MAX_NAME,
  MAX_PATTERNS,
  MAX_SERVICE_NAME,
  MAX_TOOLS,
  OTHER_ARGUMENTS,
  SCOPE_TYPE,
  SERVICE_NAME,
  isServiceName,
  parseScope,
  readScopeJson,
  scopeJson
};
