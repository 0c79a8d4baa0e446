import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  isThere
} from "./chunk-ZWVE4A5M.js";
import {
  syncFolder
} from "./chunk-XGLJQYNB.js";
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import {
  toHex
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/node/files/new-folder.ts
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
async function writeFolder(path, files) {
  await makeNewFolder(path, async (temporary) => {
    const folders = /* @__PURE__ */ new Set();
    for await (const file of files) {
      const name = join(temporary, ...file.path.split("/"));
      mkdirSync(dirname(name), { recursive: true, mode: 448 });
      for (let folder = dirname(name); folder !== dirname(temporary); folder = dirname(folder)) folders.add(folder);
      await writeSynced(name, file.bytes);
    }
    for (const folder of folders) syncFolder(folder);
  });
}
async function makeNewFolder(path, fill) {
  if (isThere(path)) throw new TalosError("E_FILE_EXISTS", `there is a ${basename(path)} already`);
  const temporary = join(dirname(path), `.${basename(path)}.${toHex(randomBytes(8))}.tmp`);
  try {
    mkdirSync(temporary, { mode: 448 });
    await fill(temporary);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  syncFolder(dirname(path));
}
async function writeSynced(name, bytes) {
  const file = await open(name, "wx", 384);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

export {
  writeFolder,
  makeNewFolder
};
