import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  RESTORE_HINT
} from "./chunk-YOEFOITE.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/node/store/lmdb-errors.ts
import { constants } from "node:os";
var LMDB_CODES = /* @__PURE__ */ new Map([
  [-30797, "E_STORAGE_CORRUPT"],
  // MDB_PAGE_NOTFOUND
  [-30796, "E_STORAGE_CORRUPT"],
  // MDB_CORRUPTED
  [-30795, "E_STORAGE"],
  // MDB_PANIC
  [-30794, "E_VERSION"],
  // MDB_VERSION_MISMATCH
  [-30793, "E_STORAGE_CORRUPT"],
  // MDB_INVALID
  [-30792, "E_STORAGE_FULL"],
  // MDB_MAP_FULL
  [-30790, "E_STORAGE"],
  // MDB_READERS_FULL
  [-30784, "E_STORAGE_CORRUPT"]
  // MDB_INCOMPATIBLE
]);
var { errno } = constants;
var SYSTEM_CODES = /* @__PURE__ */ new Map([
  [errno.ENOSPC, "E_STORAGE_FULL"],
  [errno.EFBIG, "E_STORAGE_FULL"],
  [errno.EDQUOT, "E_STORAGE_FULL"],
  [errno.EACCES, "E_STORAGE_DENIED"],
  [errno.EPERM, "E_STORAGE_DENIED"],
  [errno.EROFS, "E_STORAGE_DENIED"],
  [errno.EMFILE, "E_RESOURCE"],
  [errno.ENFILE, "E_RESOURCE"]
]);
var HINTS = {
  E_STORAGE_FULL: "make room on the disk; reading goes on meanwhile",
  E_STORAGE_DENIED: "the data directory must belong to you and be writable",
  E_STORAGE_CORRUPT: RESTORE_HINT,
  E_RESOURCE: "close what is not needed, or raise the limit: ulimit -n 4096, LimitNOFILE of systemd"
};
function codeNumber(error) {
  if (typeof error !== "object" || error === null || !("code" in error)) return void 0;
  const { code } = error;
  if (typeof code === "number") return code;
  return typeof code === "string" ? errno[code] : void 0;
}
function storageError(error, doing) {
  if (isTalosError(error)) return error;
  const number = codeNumber(error);
  const code = (number === void 0 ? void 0 : LMDB_CODES.get(number) ?? SYSTEM_CODES.get(number)) ?? "E_STORAGE";
  const hint = HINTS[code];
  const why = error instanceof Error ? error.message.split("\n")[0]?.slice(0, 200) : String(error);
  return new TalosError(code, `${doing}: ${why ?? ""}`, { cause: error, ...hint === void 0 ? {} : { hint } });
}
async function commitFailure(error) {
  const reason = typeof error === "object" && error !== null && "commitError" in error ? error.commitError : void 0;
  if (!(reason instanceof Promise)) return storageError(error, "the commit failed");
  return reason.then(
    () => storageError(error, "the commit failed"),
    (cause) => storageError(cause, "the commit failed")
  );
}
function isRoomError(error) {
  if (!isTalosError(error, "E_STORAGE_FULL")) return false;
  const number = codeNumber(error.cause);
  if (number !== void 0 && number < 0) return true;
  if (error.cause instanceof Error && "syscall" in error.cause) return true;
  return error.cause instanceof Error && error.cause.message.includes("Attempting to write page");
}

export {
  storageError,
  commitFailure,
  isRoomError
};
