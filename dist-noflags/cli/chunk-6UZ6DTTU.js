import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/base/printable.ts
var UNPRINTABLE = (
  // biome-ignore format: one class, by kind
  // oxlint-disable-next-line no-control-regex
  new RegExp("[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}]|\\p{Cs}", "gu")
);
var MAX_SHOWN = 2e3;
function printable(text) {
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}\u2026 (${text.length} characters)` : text;
  return shown.replace(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
function printableJson(text) {
  return text.replace(
    UNPRINTABLE,
    (character) => character === "\n" || character === "\r" || character === "	" ? " " : escapesOf(character)
  );
}
function escapesOf(character) {
  let escapes = "";
  for (let at = 0; at < character.length; at++)
    escapes += `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`;
  return escapes;
}

export {
  UNPRINTABLE,
  printable,
  printableJson
};
