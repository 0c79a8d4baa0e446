import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  printable
} from "./chunk-6UZ6DTTU.js";

// src/cli/question.ts
import { createInterface } from "node:readline";
function askLine(question, input, output, signal) {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input, terminal: false });
    let answer = "";
    const abort = () => lines.close();
    signal.addEventListener("abort", abort, { once: true });
    lines.once("line", (line) => {
      answer = line;
      lines.close();
    });
    lines.once("close", () => {
      signal.removeEventListener("abort", abort);
      if (signal.aborted) {
        output.write("\n");
        reject(signal.reason);
      } else resolve(answer);
    });
    output.write(question);
  });
}
async function confirmed(ask, question) {
  return /^\s*y(es)?\s*$/i.test(await ask(`${printable(question)} [y/N] `));
}

export {
  askLine,
  confirmed
};
