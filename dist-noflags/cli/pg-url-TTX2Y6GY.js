import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_STORE_URL,
  parseStoreUrl,
  readStoreUrlFile
} from "./chunk-WSC7DXG4.js";
import "./chunk-SNO5PYOW.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";
export {
  MAX_STORE_URL,
  parseStoreUrl,
  readStoreUrlFile
};
