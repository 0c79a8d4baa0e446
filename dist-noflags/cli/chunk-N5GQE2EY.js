import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  printable
} from "./chunk-6UZ6DTTU.js";

// src/cli/terminal.ts
function tableOf(rows) {
  const widths = [];
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return rows.map(
    (row) => row.map((cell, column) => column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()
  );
}
function timeText(ms) {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString().replace(/\.\d+Z$/, "Z");
}
function plural(count, noun, nouns = `${noun}s`) {
  return `${count} ${count === 1 ? noun : nouns}`;
}
var MAX_CAUSES = 8;
function causeLines(error) {
  const lines = [];
  for (let cause = error; cause instanceof Error && lines.length < MAX_CAUSES; cause = cause.cause)
    lines.push(printable(cause.stack?.split("\n").slice(0, 6).join(" ") ?? cause.message));
  return lines;
}

export {
  tableOf,
  timeText,
  plural,
  causeLines
};
