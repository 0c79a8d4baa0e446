import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  TalosError
} from "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/cli/secret.ts
var MAX_SECRET = 4096;
var ENTER = /* @__PURE__ */ new Set(["\r", "\n", ""]);
var ERASE = /* @__PURE__ */ new Set(["\x7F", "\b"]);
var INTERRUPT = "";
async function askSecret(question, input, output) {
  output.write(question);
  const wasRaw = input.isRaw;
  input.setRawMode(true);
  try {
    return await typed(input);
  } finally {
    input.setRawMode(wasRaw);
    input.pause();
    output.write("\n");
  }
}
function typed(input) {
  return new Promise((resolve, reject) => {
    let text = [];
    const decoder = new TextDecoder();
    const done = (settle) => {
      input.off("data", take).off("end", end);
      settle();
    };
    const end = () => done(() => reject(new TalosError("E_ABORTED", "the terminal went away")));
    const take = (chunk) => {
      for (const character of decoder.decode(chunk, { stream: true })) {
        if (ENTER.has(character)) return done(() => resolve(text.join("")));
        if (character === INTERRUPT) return done(() => reject(new TalosError("E_ABORTED", "interrupted")));
        if (ERASE.has(character)) text = text.slice(0, -1);
        else if (text.length < MAX_SECRET) text.push(character);
      }
    };
    input.on("data", take).on("end", end);
    input.resume();
  });
}
export {
  askSecret
};
