import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  isObject
} from "./chunk-JJWYZLFH.js";
import {
  assertLocalDisk
} from "./chunk-QX52XIRR.js";
import {
  makeFolders
} from "./chunk-ZWVE4A5M.js";
import {
  storageError
} from "./chunk-7H45WMXX.js";
import {
  parseJson
} from "./chunk-XPPVS7Z5.js";
import {
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/node/local/owner-lock.ts
import { closeSync, constants, fchmodSync, ftruncateSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { join as join2 } from "node:path";
import { tryLock } from "fs-native-extensions";

// src/node/local/socket-path.ts
import { createHash } from "node:crypto";
import { lstat, readFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { dirname, join, resolve } from "node:path";
var MAX_SOCKET_PATH_BYTES = 100;
var SOCKET_NAME = "agent.sock";
var LOCK_NAME = "owner.lock";
var MAX_NOTE_BYTES = 4096;
function formatOwnerNote(note) {
  return `${JSON.stringify(note)}
`;
}
async function makeSocketPath(dataDir, temporary = tmpdir()) {
  const own = join(resolve(dataDir), SOCKET_NAME);
  if (utf8(own).length <= MAX_SOCKET_PATH_BYTES) return own;
  const name = `talos-${userInfo().uid}-${createHash("sha256").update(own).digest("hex").slice(0, 16)}`;
  const inTemporary = join(temporary, name, SOCKET_NAME);
  const path = utf8(inTemporary).length <= MAX_SOCKET_PATH_BYTES ? inTemporary : join("/tmp", name, SOCKET_NAME);
  await makeOwnFolder(dirname(path));
  return path;
}
async function makeOwnFolder(folder) {
  makeFolders(folder);
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== userInfo().uid || (found.mode & 63) !== 0)
    throw new TalosError("E_STORAGE_DENIED", `${folder} is not a folder of this user alone`, {
      hint: "remove it, or use a data directory with a shorter path"
    });
}
async function readSocketPath(dataDir) {
  const usual = join(resolve(dataDir), SOCKET_NAME);
  try {
    const note = parseJson(await readFile(join(dataDir, LOCK_NAME)), { maxBytes: MAX_NOTE_BYTES });
    return isObject(note) && typeof note["socket"] === "string" ? note["socket"] : usual;
  } catch {
    return usual;
  }
}

// src/node/local/owner-lock.ts
function tryOwnDirectory(path) {
  let file;
  try {
    assertLocalDisk(path);
    file = openSync(join2(path, LOCK_NAME), constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 384);
    fchmodSync(file, 384);
    if (tryLock(file)) return new FileLock(file);
    closeSync(file);
    return void 0;
  } catch (error) {
    if (file !== void 0) closeSync(file);
    throw storageError(error, "the data directory cannot be locked");
  }
}
var FileLock = class {
  #file;
  constructor(file) {
    this.#file = file;
  }
  write(text) {
    if (this.#file === void 0) throw new TypeError("the lock was released");
    const note = utf8(text);
    ftruncateSync(this.#file, 0);
    writeSync(this.#file, note, 0, note.length, 0);
  }
  release() {
    if (this.#file === void 0) return;
    ftruncateSync(this.#file, 0);
    closeSync(this.#file);
    this.#file = void 0;
  }
  async [Symbol.asyncDispose]() {
    this.release();
  }
};

export {
  formatOwnerNote,
  makeSocketPath,
  readSocketPath,
  tryOwnDirectory
};
