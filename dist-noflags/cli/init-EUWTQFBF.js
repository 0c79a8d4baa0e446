import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  initCrypto,
  initSignatures,
  primitivesInUse
} from "./chunk-ZCE2KQBH.js";
import "./chunk-SVWQ5RWK.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";
export {
  initCrypto,
  initSignatures,
  primitivesInUse
};
