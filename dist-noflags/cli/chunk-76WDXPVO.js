import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/base/fold-case.ts
function foldCase(text) {
  return text.toLowerCase().replaceAll("\u017F", "s").replaceAll("\u212A", "k");
}

export {
  foldCase
};
