import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";

// src/cli/chain-lines.ts
function linkLines(chain) {
  if (chain.length < 2) return [];
  return chain.flatMap(({ id, issuer, subject, tools, terms, expiresAt }, at) => [
    `${at === 0 ? "granted" : "passed on"} by ${issuer} to ${subject} until ${timeText(expiresAt)}, ${id.slice(0, 16)}`,
    ...[...tools, ...terms].map((line) => `    ${printable(line)}`)
  ]);
}

export {
  linkLines
};
