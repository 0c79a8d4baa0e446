import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  randomBytes
} from "./chunk-QRYLKG2A.js";

// src/crypto/random.ts
function randomBytes2(count) {
  return randomBytes(count);
}
function randomFraction() {
  return new DataView(randomBytes2(4).buffer).getUint32(0) / 2 ** 32;
}

export {
  randomBytes2 as randomBytes,
  randomFraction
};
