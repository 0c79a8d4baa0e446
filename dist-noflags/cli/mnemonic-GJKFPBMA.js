import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  ENTROPY_BYTES,
  WORDS,
  entropyOfWords,
  seedsOfEntropy,
  wordsOfEntropy
} from "./chunk-UEVFT7Q3.js";
import "./chunk-DT4EQJ6R.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-4RR5MITZ.js";
import "./chunk-32PEM522.js";
import "./chunk-5TFZHIIP.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";
export {
  ENTROPY_BYTES,
  WORDS,
  entropyOfWords,
  seedsOfEntropy,
  wordsOfEntropy
};
