import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  kemReady
} from "./chunk-SVWQ5RWK.js";
import {
  primitivesName,
  primitivesReady
} from "./chunk-QRYLKG2A.js";

// src/crypto/init.ts
async function initCrypto() {
  await Promise.all([primitivesReady(), kemReady()]);
}
function primitivesInUse() {
  return primitivesName;
}
async function initSignatures() {
  await primitivesReady();
}

export {
  initCrypto,
  primitivesInUse,
  initSignatures
};
