import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/node/acl-files.ts
import { constants } from "node:fs";
import { open } from "node:fs/promises";

// src/node/files/watch-file.ts
import { statSync, watch } from "node:fs";
import { dirname } from "node:path";
var POLL_MS = 2e3;
var SETTLE_MS = 50;
function watchFile(path, changed, pollMs = POLL_MS) {
  const watching = new FileWatch(path, changed, pollMs);
  return () => watching.stop();
}
var FileWatch = class {
  #path;
  #changed;
  #poll;
  #watcher;
  #settling;
  /** The file that was told of last. */
  #told;
  #seen;
  #isStopped = false;
  constructor(path, changed, pollMs) {
    this.#path = path;
    this.#changed = changed;
    this.#told = this.#seen = stateOf(path);
    this.#poll = setInterval(() => {
      this.#listen();
      this.#look();
    }, pollMs);
    this.#poll.unref();
    this.#listen();
  }
  /** Listens to the folder, where it does not and can. */
  #listen() {
    if (this.#watcher !== void 0 || this.#isStopped) return;
    try {
      const watcher = watch(dirname(this.#path), { persistent: false }, () => this.#look());
      this.#watcher = watcher;
      watcher.on("error", () => {
        watcher.close();
        this.#watcher = void 0;
      });
    } catch {
      this.#watcher = void 0;
    }
  }
  #look() {
    if (this.#isStopped || this.#settling !== void 0) return;
    const state = stateOf(this.#path);
    if (state === this.#told) return;
    this.#seen = state;
    this.#settling = setTimeout(() => this.#settled(), SETTLE_MS);
    this.#settling.unref();
  }
  #settled() {
    this.#settling = void 0;
    if (stateOf(this.#path) !== this.#seen) return this.#look();
    this.#told = this.#seen;
    this.#changed();
  }
  stop() {
    this.#isStopped = true;
    clearInterval(this.#poll);
    clearTimeout(this.#settling);
    this.#watcher?.close();
  }
};
function stateOf(path) {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs, mode } = statSync(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs, mode].join(" ");
  } catch (error) {
    return String(error.code);
  }
}

// src/node/acl-files.ts
var WRITABLE_BY_OTHERS = 18;
var PIECE_BYTES = 65536;
function aclFiles(standard) {
  return {
    standard,
    read: readAclFile,
    // With YAML, which few commands need.
    parse: async (bytes) => (await import("./parse-GYBYDH37.js")).readAcl(bytes),
    fault: async (faults, path) => (await import("./parse-GYBYDH37.js")).aclError(faults, path),
    watch: (path, changed) => watchFile(path, changed)
  };
}
async function readAclFile(path) {
  const { MAX_ACL_BYTES } = await import("./acl-5EYN2ECI.js");
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const found = await file.stat();
      if (!found.isFile()) throw new TalosError("E_CONFIG", `${path} is no file`);
      if ((found.mode & WRITABLE_BY_OTHERS) !== 0)
        throw new TalosError("E_CONFIG", `${path} may be written by others`, { hint: `chmod go-w ${path}` });
      const bytes = Buffer.alloc(MAX_ACL_BYTES + 1);
      let length = 0;
      for (let last = -1; last !== 0 && length < bytes.length; length += last)
        last = (await file.read(bytes, length, Math.min(PIECE_BYTES, bytes.length - length))).bytesRead;
      if (length > MAX_ACL_BYTES) throw new TalosError("E_CONFIG", `${path} has more than ${MAX_ACL_BYTES} bytes`);
      return Uint8Array.from(bytes.subarray(0, length));
    } finally {
      await file.close();
    }
  } catch (cause) {
    const code = cause.code;
    if (cause instanceof TalosError) throw cause;
    if (code === "ENOENT") return void 0;
    throw new TalosError("E_CONFIG", `${path} cannot be read: ${code ?? String(cause)}`, { cause });
  }
}

export {
  aclFiles,
  readAclFile
};
