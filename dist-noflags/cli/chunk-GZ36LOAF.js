import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  who
} from "./chunk-CICWD6ZG.js";
import {
  isMisnamed
} from "./chunk-RIFLKF7L.js";
import {
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";

// src/cli/transfer-text.ts
var UNITS = ["KiB", "MiB", "GiB", "TiB"];
function bytesText(bytes) {
  let [value, unit] = [bytes, "B"];
  for (const next of UNITS) {
    if (value < 1024) break;
    [value, unit] = [value / 1024, next];
  }
  return unit === "B" ? `${value} B` : `${value.toFixed(1)} ${unit}`;
}
function fileText({ name, type }) {
  const warning = type !== "" && isMisnamed(name, type) ? ` (its content is ${printable(type)})` : "";
  return printable(name) + warning;
}
function stateText({ state, code, bytes, size, inMailbox }) {
  if (state === "waiting" && inMailbox) return "waiting in its mailbox";
  if (state === "failed") return `failed: ${printable(code)}`;
  if (state === "running" && size > 0) return `running, ${percent(bytes, size)}`;
  return state;
}
function percent(bytes, size) {
  return `${size === 0 ? 100 : Math.floor(100 * Math.min(bytes, size) / size)}%`;
}
function transferRow(view) {
  return [
    timeText(view.atMs),
    `${view.direction === "sent" ? "to" : "from"} ${who(view.peer, view.alias)}`,
    stateText(view),
    printable(view.id),
    `${fileText(view)}, ${bytesText(view.size)}${view.direction === "received" && view.path !== "" ? `, ${printable(view.path)}` : ""}`
  ];
}

// src/cli/progress.ts
var WIDTH = 24;
var NAME_CHARACTERS = 24;
var PAUSE_MS = 100;
var ProgressLine = class {
  #context;
  #isShown;
  /** Of each transfer that is shown: when it was first, and how far. */
  #starts = /* @__PURE__ */ new Map();
  #drawnAtMs = Number.NEGATIVE_INFINITY;
  constructor(context) {
    const { io, global } = context;
    this.#context = context;
    this.#isShown = io.noteIsTerminal && !global.json && !global.quiet;
  }
  /** Shows how far one is; the last one counts. */
  show(view) {
    if (!this.#isShown) return;
    const nowMs = this.#context.io.now();
    const start = this.#starts.get(view.id) ?? { atMs: nowMs, bytes: view.bytes };
    this.#starts.set(view.id, start);
    if (nowMs - this.#drawnAtMs < PAUSE_MS && view.bytes < view.size) return;
    this.#drawnAtMs = nowMs;
    this.#context.io.progress(progressText(view, start, nowMs));
  }
  /** Takes the line away. */
  end(id) {
    if (!this.#starts.delete(id)) return;
    this.#context.io.progress(void 0);
  }
};
function progressText(view, start, nowMs) {
  const { bytes, size } = view;
  const full = size === 0 ? WIDTH : Math.floor(WIDTH * Math.min(bytes, size) / size);
  const bar = `[${"#".repeat(full)}${".".repeat(WIDTH - full)}]`;
  const seconds = (nowMs - start.atMs) / 1e3;
  const speed = seconds > 0 ? (bytes - start.bytes) / seconds : 0;
  const parts = [cut(printable(view.name)), bar, percent(bytes, size), `${bytesText(bytes)} of ${bytesText(size)}`];
  if (speed > 0) parts.push(`${bytesText(Math.round(speed))}/s`, restText((size - bytes) / speed));
  return parts.join("  ");
}
function cut(text) {
  return text.length <= NAME_CHARACTERS ? text : `${text.slice(0, NAME_CHARACTERS - 1)}\u2026`;
}
function restText(seconds) {
  const whole = Math.ceil(Math.max(0, seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export {
  bytesText,
  fileText,
  stateText,
  transferRow,
  ProgressLine
};
