import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/node/tool/process-groups.ts
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
var TUNNEL_VARIABLE = "TOOL_TUNNEL_MARK";
var POLL_MS = 25;
var MAX_SWEEPS = 8;
function signalGroup(group, signal) {
  if (!Number.isSafeInteger(group) || group < 2) throw new RangeError(`${group} is not a process group of a tool`);
  return signalTo(-group, signal);
}
function signalTo(target, signal) {
  try {
    process.kill(target, signal);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
async function groupGone(group, ms) {
  for (let waited = 0; ; waited += POLL_MS) {
    if (!signalGroup(group, 0)) return true;
    if (waited >= ms) return false;
    await sleep(POLL_MS);
  }
}
async function killMarked(mark) {
  if (mark.length < 16) throw new RangeError("the mark is too short");
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    const marked = await findMarked(mark);
    if (marked.length === 0) return;
    for (const pid of marked) signalTo(pid, "SIGKILL");
    await sleep(POLL_MS);
  }
}
async function findMarked(mark) {
  const found = [];
  for (const name of await readdir("/proc").catch(() => [])) {
    if (!/^[1-9][0-9]*$/.test(name) || Number(name) === process.pid) continue;
    const environment = await readFile(`/proc/${name}/environ`, "latin1").catch(() => "");
    if (`\0${environment}`.includes(`\0${TUNNEL_VARIABLE}=${mark}`)) found.push(Number(name));
  }
  return found;
}

export {
  TUNNEL_VARIABLE,
  signalGroup,
  groupGone,
  killMarked
};
