import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  groupGone,
  killMarked,
  signalGroup
} from "./chunk-NJGMDSGF.js";
import "./chunk-ZSKQGKJD.js";

// src/node/tool/guardian-main.ts
var GRACE_MS = 1e3;
var MAX_LINE_LENGTH = 256;
var groups = /* @__PURE__ */ new Set();
var mark = "";
var rest = "";
function take(line) {
  const [verb, value = ""] = line.split(" ");
  if (verb === "mark") mark = value;
  else if (verb === "watch") groups.add(Number(value));
  else if (verb === "done") groups.delete(Number(value));
}
async function endAll() {
  await Promise.all(
    [...groups].map(async (group) => {
      if (!signalGroup(group, "SIGTERM") || await groupGone(group, GRACE_MS)) return;
      signalGroup(group, "SIGKILL");
    })
  );
  if (mark !== "") await killMarked(mark);
}
process.title = "talos-guardian";
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGPIPE"]) process.on(signal, () => {
});
process.stdin.setEncoding("latin1");
process.stdin.on("data", (text) => {
  const lines = (rest + text).split("\n");
  rest = (lines.pop() ?? "").slice(0, MAX_LINE_LENGTH);
  for (const line of lines) take(line);
});
process.stdin.on("error", () => {
});
process.stdin.once("close", () => {
  void endAll().finally(() => process.exit(0));
});
