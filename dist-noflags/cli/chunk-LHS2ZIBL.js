import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  PipeClosed,
  Stopped
} from "./chunk-LKLYBUJD.js";
import {
  EXIT,
  TalosError
} from "./chunk-WYABWEJE.js";

// src/cli/process-io.ts
var END_MS = 4500;
function processIo(name) {
  const stop = new AbortController();
  stop.signal.addEventListener("abort", () => {
    const end = () => {
      process.stderr.write(`${name}: not all has ended within ${END_MS / 1e3} s; what was acknowledged is kept
`);
      const reason = stop.signal.reason;
      process.exit(reason instanceof Stopped && reason.by === "SIGTERM" ? EXIT.done : EXIT.interrupted);
    };
    setTimeout(end, END_MS).unref();
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop.abort(new Stopped(signal)));
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", () => {
    });
  let isProgressShown = false;
  const progress = (line) => {
    if (line === void 0 && !isProgressShown) return;
    const shown = line?.slice(0, Math.max(0, process.stderr.columns - 1)) ?? "";
    process.stderr.write(`\r${shown}\x1B[K`);
    isProgressShown = line !== void 0;
  };
  return {
    write(content) {
      progress(void 0);
      return write(content);
    },
    note(line) {
      progress(void 0);
      process.stderr.write(`${name}: ${line}
`);
    },
    progress,
    stdin: { [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator]() },
    stdinIsTerminal: process.stdin.isTTY,
    outIsTerminal: process.stdout.isTTY,
    noteIsTerminal: process.stderr.isTTY,
    env: process.env,
    cwd: process.cwd(),
    signal: stop.signal,
    secret: async (question) => (await import("./secret-RQHY53AH.js")).askSecret(question, process.stdin, process.stderr),
    question: async (text, signal) => {
      const ending = signal === void 0 ? stop.signal : AbortSignal.any([stop.signal, signal]);
      return (await import("./question-C5LTSS2K.js")).askLine(text, process.stdin, process.stderr, ending);
    },
    now: () => Date.now(),
    agents
  };
}
function write(content) {
  return new Promise((resolve, reject) => {
    process.stdout.write(content, (error) => {
      const code = error?.code;
      if (error === null || error === void 0) resolve();
      else if (code === "EPIPE" || code === "ERR_STREAM_DESTROYED") reject(new PipeClosed("standard output is closed"));
      else
        reject(
          new TalosError(code === "ENOSPC" ? "E_STORAGE_FULL" : "E_STORAGE", `standard output: ${code ?? "failed"}`, {
            cause: error
          })
        );
    });
  });
}
var agents = {
  identity: async (dataDir) => (await nodeAgents()).identity(dataDir),
  create: async (params) => (await nodeAgents()).create(params),
  recover: async (params) => (await nodeAgents()).recover(params),
  rotate: async (params) => (await nodeAgents()).rotate(params),
  open: async (options) => (await nodeAgents()).open(options),
  audit: async (...params) => (await nodeAgents()).audit(...params),
  storedRevocations: async (dataDir) => (await nodeAgents()).storedRevocations(dataDir),
  attach: async (dataDir) => (await nodeAgents()).attach(dataDir)
};
async function nodeAgents() {
  return (await import("./node-agents-GF6JPPEQ.js")).nodeAgents;
}

export {
  processIo
};
