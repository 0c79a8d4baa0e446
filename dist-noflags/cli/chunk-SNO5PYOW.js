import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/node/files/private-file.ts
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
var [READ_BY_ALL, WRITTEN_BY_ALL] = [4, 2];
function readPrivateFile(path, { maxBytes, onExposed, fault }) {
  const unreadable = (cause) => fault(`${path} cannot be read`, { cause });
  let file;
  try {
    file = openSync(path, "r");
  } catch (cause) {
    throw unreadable(cause);
  }
  try {
    const found = fstatSync(file);
    const mode = found.isFile() ? found.mode : 0;
    if ((mode & WRITTEN_BY_ALL) !== 0)
      throw fault(`${path} may be written by every user of this machine`, { hint: `chmod 600 ${path}` });
    if ((mode & READ_BY_ALL) !== 0) onExposed();
    const bytes = readAtMost(file, maxBytes + 1);
    if (bytes.length > maxBytes) throw fault(`${path} has over ${maxBytes} bytes`, {});
    return bytes;
  } catch (cause) {
    throw isTalosError(cause) ? cause : unreadable(cause);
  } finally {
    closeSync(file);
  }
}
function readAtMost(file, count) {
  const bytes = new Uint8Array(count);
  let length = 0;
  for (; ; ) {
    const read = length < count ? readSync(file, bytes, length, count - length, null) : 0;
    if (read === 0) return bytes.subarray(0, length);
    length += read;
  }
}

export {
  readPrivateFile
};
