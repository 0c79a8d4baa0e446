import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import {
  toHex
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/node/files/atomic-file.ts
import * as fs from "node:fs";
import { basename, dirname, join } from "node:path";
function writeFileDurably(path, content, options) {
  const { replace, afterStep = () => void 0 } = options;
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${toHex(randomBytes(8))}.tmp`);
  try {
    writeSynced(temporary, content, afterStep);
    if (replace) {
      fs.renameSync(temporary, path);
      afterStep("rename");
    } else {
      fs.linkSync(temporary, path);
      afterStep("link");
      fs.unlinkSync(temporary);
      afterStep("unlink");
    }
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    if (isSystemError(error, "EEXIST"))
      throw new TalosError("E_FILE_EXISTS", `there is a ${basename(path)} already`, { cause: error });
    throw error;
  }
  syncFolder(folder);
  afterStep("sync-folder");
}
function writeSynced(path, content, afterStep) {
  const file = fs.openSync(path, "wx", 384);
  try {
    afterStep("open");
    fs.fchmodSync(file, 384);
    for (let at = 0; at < content.length; ) at += fs.writeSync(file, content, at);
    afterStep("write");
    fs.fsyncSync(file);
    afterStep("sync");
  } finally {
    fs.closeSync(file);
  }
}
function syncFolder(folder) {
  const handle = fs.openSync(folder, "r");
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
function isSystemError(error, code) {
  return error instanceof Error && "code" in error && error.code === code;
}

export {
  writeFileDurably,
  syncFolder,
  isSystemError
};
