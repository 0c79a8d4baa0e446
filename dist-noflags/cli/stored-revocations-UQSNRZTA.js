import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  loadRevocations
} from "./chunk-UHFPHAZW.js";
import "./chunk-IVGT7YKN.js";
import {
  openLmdbStore
} from "./chunk-3XQ3PJ7F.js";
import "./chunk-VU4BQLDS.js";
import "./chunk-X7CF5ETQ.js";
import "./chunk-MFVG7EVF.js";
import {
  RevocationSet
} from "./chunk-AGDCSQEJ.js";
import {
  tryOwnDirectory
} from "./chunk-PC4J2URO.js";
import "./chunk-JJWYZLFH.js";
import "./chunk-QX52XIRR.js";
import "./chunk-6LWAUCQS.js";
import {
  DATA_DIR_NAMES
} from "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-LQJYXGFI.js";
import "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/node/stored-revocations.ts
import { existsSync } from "node:fs";
import { join } from "node:path";
async function storedRevocations(dataDir) {
  var _stack = [];
  try {
    const path = join(dataDir, DATA_DIR_NAMES.store);
    if (!existsSync(join(path, "format"))) return void 0;
    const lock = __using(_stack, tryOwnDirectory(dataDir), true);
    if (lock === void 0) throw new TalosError("E_LOCKED", "the data directory has just been taken by another process");
    const store = __using(_stack, await openLmdbStore({ path }), true);
    const revocations = new RevocationSet();
    const { singles } = await loadRevocations(store, revocations);
    for (const { issuer, id } of singles) revocations.add(issuer, { n: 1, revoked: { kind: "token", id } });
    return revocations;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
export {
  storedRevocations
};
