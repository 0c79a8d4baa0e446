import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  printable
} from "./chunk-6UZ6DTTU.js";

// src/cli/message-text.ts
function who(did, alias) {
  return alias === "" ? printable(did) : `${printable(alias)} (${printable(did)})`;
}
function shownText({ text, bytes, base64 }) {
  return base64 === void 0 ? printable(text) : `(${bytes} bytes that are no text)`;
}

export {
  who,
  shownText
};
