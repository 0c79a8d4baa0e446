import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  openEpochFile,
  openLedger,
  openMiner,
  openRecordSealer
} from "./chunk-SHY5UCDV.js";
import "./chunk-PXRMS2MY.js";
import "./chunk-2TWMYMXK.js";
import {
  openFileJournal
} from "./chunk-3VIO3SNY.js";
import {
  openLmdbStore
} from "./chunk-3XQ3PJ7F.js";
import "./chunk-VU4BQLDS.js";
import {
  systemClock
} from "./chunk-46BQ5UYA.js";
import "./chunk-HYFGQGGD.js";
import {
  makeKeystore
} from "./chunk-TAPG5VTP.js";
import "./chunk-SNO5PYOW.js";
import {
  tryOwnDirectory
} from "./chunk-PC4J2URO.js";
import "./chunk-JJWYZLFH.js";
import "./chunk-QX52XIRR.js";
import "./chunk-IDTG2NVN.js";
import "./chunk-GODHKPSB.js";
import "./chunk-UEVFT7Q3.js";
import "./chunk-DT4EQJ6R.js";
import "./chunk-AZZKQQAH.js";
import "./chunk-4UU26I6M.js";
import "./chunk-LGGE3MIO.js";
import "./chunk-T7AGQAJU.js";
import "./chunk-T6VEM7CY.js";
import "./chunk-QWERRDFN.js";
import "./chunk-ELIUXP3L.js";
import "./chunk-6LEQWTC5.js";
import {
  DATA_DIR_NAMES,
  isThere,
  makeDataDir
} from "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-TYN6C76O.js";
import "./chunk-54GDCRVT.js";
import "./chunk-M6P7E2C5.js";
import "./chunk-IRN4JU72.js";
import "./chunk-O5SJSCRQ.js";
import "./chunk-KCG6GPTE.js";
import "./chunk-KEZCLDZJ.js";
import "./chunk-IP5NY5SG.js";
import "./chunk-5PLSURYL.js";
import "./chunk-5ZXZSGQE.js";
import "./chunk-MNGPKMNL.js";
import "./chunk-RIQO26JO.js";
import "./chunk-UJMLH56T.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-HROBTZ6Q.js";
import "./chunk-DCRUBV73.js";
import "./chunk-SDVHVV53.js";
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
import "./chunk-4RR5MITZ.js";
import "./chunk-32PEM522.js";
import "./chunk-5TFZHIIP.js";
import "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/node/identity/recovered-identity.ts
import { join } from "node:path";
var { keystore, store: storeName, ledger, epochKeys, rotation } = DATA_DIR_NAMES;
async function recoverIdentity(dataDir, options) {
  var _stack = [];
  try {
    makeDataDir(dataDir);
    const lock = __using(_stack, tryOwnDirectory(dataDir), true);
    if (lock === void 0)
      throw new TalosError("E_LOCKED", `an agent runs in ${dataDir}`, { hint: "end it, then try again" });
    if (isThere(join(dataDir, keystore)) && options.force !== true)
      throw new TalosError("E_EXISTS", `there is a keystore in ${dataDir}`, {
        hint: "--force puts it under another name; store and ledger stay"
      });
    if (isThere(join(dataDir, rotation)))
      throw new TalosError("E_REFUSED", "the identity of this directory is being replaced by another", {
        hint: "any other command finishes that; it needs the keystore that is there"
      });
    const hasData = [storeName, ledger].some((name) => isThere(join(dataDir, name)));
    if (hasData) await assertOwn(dataDir, options.identity);
    const { backup } = makeKeystore(dataDir, { ...options, keepsData: true });
    return { backup, hasData };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function assertOwn(dataDir, identity) {
  var _stack = [];
  try {
    const path = join(dataDir, storeName);
    if (!isThere(path) || !isThere(join(dataDir, ledger, "journal")))
      throw new TalosError("E_STORAGE_CORRUPT", `${dataDir} has a store without a ledger, or a ledger without a store`, {
        hint: "restore both from a backup, or move them away to begin without them"
      });
    const store = __using(_stack, await openLmdbStore({ path }), true);
    const journal = __using(_stack, await openFileJournal(join(dataDir, ledger, "journal")), true);
    const miner = __using(_stack, openMiner(), true);
    const _ledger = __using(_stack, await openLedger({ store, journal, identity, clock: systemClock, mine: miner.mine }), true);
    const place = openEpochFile(join(path, epochKeys));
    await openRecordSealer(store, identity.atRestSecret(), { place, nowMs: systemClock.now() });
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
export {
  recoverIdentity
};
