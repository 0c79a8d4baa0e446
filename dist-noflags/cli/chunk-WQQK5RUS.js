import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  isSystemError,
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

// src/node/files/new-file.ts
import { linkSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
var OWNER_ONLY = 384;
async function writePieces(path, pieces, replace) {
  const temporary = join(dirname(path), `.${basename(path)}.${toHex(randomBytes(8))}.tmp`);
  try {
    const file = await open(temporary, "wx", OWNER_ONLY);
    try {
      for await (const piece of pieces) await file.appendFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    if (replace) renameSync(temporary, path);
    else linkSync(temporary, path);
  } catch (error) {
    if (isSystemError(error, "EEXIST"))
      throw new TalosError("E_FILE_EXISTS", `there is a ${basename(path)} already`, { cause: error });
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  syncFolder(dirname(path));
}

export {
  writePieces
};
