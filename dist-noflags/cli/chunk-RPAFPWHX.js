import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  writeText
} from "./chunk-2UUECZ3J.js";
import {
  optional
} from "./chunk-IELCMXJV.js";
import {
  usage
} from "./chunk-6NZXQKWI.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/cli/words-file.ts
import { access, rm } from "node:fs/promises";
async function wordsFile(context, options) {
  const name = optional(options, "wordsFile");
  if (name === void 0) return void 0;
  if (name === "-") throw usage("--words-file cannot be standard output", "name a file");
  const path = context.path(name);
  const isThere = await access(path).then(
    () => true,
    () => false
  );
  if (isThere) throw new TalosError("E_EXISTS", `${printable(name)} exists and is not overwritten`);
  return async (words) => {
    await writeText(context, name, `${words}
`, false);
    return () => rm(path);
  };
}
function showWords({ io }, words, again) {
  if (!io.noteIsTerminal) {
    io.note("the recovery phrase was not shown, because there is no terminal, and is shown by nothing later");
    io.note(`hint: ${again} makes another identity, and writes its words to FILE`);
    return;
  }
  io.note("the recovery phrase, shown this once; whoever has it is this identity:");
  const all = words.split(" ");
  for (let at = 0; at < all.length; at += 6) io.note(`    ${all.slice(at, at + 6).join(" ")}`);
}

export {
  wordsFile,
  showWords
};
