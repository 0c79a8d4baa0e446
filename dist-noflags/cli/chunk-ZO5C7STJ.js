import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  writePieces
} from "./chunk-WQQK5RUS.js";
import {
  storageError
} from "./chunk-7H45WMXX.js";
import {
  isSystemError
} from "./chunk-XGLJQYNB.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/node/files/archive-file.ts
import { createReadStream } from "node:fs";
var PIECE_BYTES = 256 * 1024;
var archiveFiles = { save, read };
async function save(path, pieces) {
  try {
    await writePieces(path, pieces, false);
  } catch (error) {
    throw named(error, path);
  }
}
async function* read(path) {
  try {
    for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES })) yield piece;
  } catch (error) {
    throw named(error, path);
  }
}
function named(error, path) {
  if (error instanceof TalosError) return error;
  if (isSystemError(error, "ENOENT") || isSystemError(error, "ENOTDIR") || isSystemError(error, "EISDIR"))
    return new TalosError("E_NOT_FOUND", `${path}: there is no such file or folder`, { cause: error });
  return storageError(error, "the archive cannot be read or written");
}

export {
  archiveFiles
};
