import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  loadUsage,
  openRunningAgent,
  putPosition,
  putSteps
} from "./chunk-ZZID5JAY.js";
import "./chunk-QSQRR4QR.js";
import "./chunk-NV7NTGLN.js";
import "./chunk-2OVZ7KBO.js";
import "./chunk-KNMIIL3B.js";
import "./chunk-M43PIGZW.js";
import "./chunk-3L6QLTZW.js";
import "./chunk-IXK6KCNZ.js";
import "./chunk-SUIGMRL6.js";
import "./chunk-5DE7VOTM.js";
import "./chunk-T2G3GXL3.js";
import "./chunk-ZQXW6JLI.js";
import "./chunk-STHTJMY5.js";
import "./chunk-ZAJR75ED.js";
import "./chunk-2EGNCCGF.js";
import "./chunk-22Z2NEJU.js";
import "./chunk-5WBOYPRU.js";
import "./chunk-XZPTRYSX.js";
import "./chunk-QF2SMNT7.js";
import "./chunk-NYCHEQ5T.js";
import "./chunk-4MAQDCYN.js";
import "./chunk-UHFPHAZW.js";
import "./chunk-IVGT7YKN.js";
import {
  openEpochFile,
  openLedger,
  openMiner,
  openRecordSealer
} from "./chunk-SHY5UCDV.js";
import "./chunk-PXRMS2MY.js";
import "./chunk-2TWMYMXK.js";
import {
  withWordsKept
} from "./chunk-TU5H3YAU.js";
import "./chunk-34XTRKKR.js";
import "./chunk-KV7A24CH.js";
import {
  openFileJournal
} from "./chunk-3VIO3SNY.js";
import {
  openLmdbStore
} from "./chunk-3XQ3PJ7F.js";
import "./chunk-VU4BQLDS.js";
import {
  PARTS
} from "./chunk-TJWHU43J.js";
import "./chunk-Q36X44RV.js";
import "./chunk-MLWQ53TO.js";
import "./chunk-NYRAA323.js";
import "./chunk-QHEHYFFA.js";
import "./chunk-X7CF5ETQ.js";
import "./chunk-MFVG7EVF.js";
import {
  systemClock
} from "./chunk-46BQ5UYA.js";
import "./chunk-2NDVB5PI.js";
import "./chunk-QICJ7ESJ.js";
import "./chunk-7K56E52M.js";
import "./chunk-62WJFC6T.js";
import {
  makeNewFolder
} from "./chunk-6TRXOV52.js";
import "./chunk-LNPT7KDD.js";
import "./chunk-HYFGQGGD.js";
import "./chunk-NMH5YUO3.js";
import "./chunk-RRIVIEN5.js";
import "./chunk-ZO5C7STJ.js";
import "./chunk-WQQK5RUS.js";
import "./chunk-E6JXRORW.js";
import "./chunk-GZGEN4EM.js";
import "./chunk-NYAGUFNB.js";
import "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import "./chunk-RZSUSJYN.js";
import "./chunk-DZ22X7PW.js";
import "./chunk-KMHR7AZL.js";
import "./chunk-AGDCSQEJ.js";
import "./chunk-JOVQ2YVS.js";
import "./chunk-HR5KRO4O.js";
import "./chunk-62Z2Z3VB.js";
import "./chunk-DPFOPI55.js";
import "./chunk-WYGZHFIR.js";
import {
  keystoreLike,
  openKeystore,
  readKeystoreHead
} from "./chunk-TAPG5VTP.js";
import "./chunk-SNO5PYOW.js";
import "./chunk-PC4J2URO.js";
import "./chunk-JJWYZLFH.js";
import "./chunk-QX52XIRR.js";
import "./chunk-IDTG2NVN.js";
import {
  Identity
} from "./chunk-GODHKPSB.js";
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
import "./chunk-BX6V6MQC.js";
import "./chunk-7Y6WBDPZ.js";
import "./chunk-NJ3XV43X.js";
import "./chunk-MWVEHJ3N.js";
import "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
import "./chunk-BT5TVXVA.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-FX2GLV37.js";
import {
  DATA_DIR_NAMES,
  isThere,
  makeFolders
} from "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import {
  syncFolder,
  writeFileDurably
} from "./chunk-XGLJQYNB.js";
import "./chunk-TYN6C76O.js";
import "./chunk-54GDCRVT.js";
import "./chunk-76WDXPVO.js";
import "./chunk-KJ5PCUWR.js";
import "./chunk-NJGMDSGF.js";
import "./chunk-M6P7E2C5.js";
import "./chunk-ZCE2KQBH.js";
import "./chunk-SVWQ5RWK.js";
import "./chunk-IRN4JU72.js";
import "./chunk-O5SJSCRQ.js";
import "./chunk-KCG6GPTE.js";
import "./chunk-KEZCLDZJ.js";
import {
  MAX_SUCCESSION_STEPS,
  createSuccession,
  verifySuccession
} from "./chunk-IP5NY5SG.js";
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
import {
  isDid
} from "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import {
  canonicalBytes,
  parseJson
} from "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-6UZ6DTTU.js";
import "./chunk-4RR5MITZ.js";
import "./chunk-32PEM522.js";
import "./chunk-5TFZHIIP.js";
import {
  fromUtf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/node/identity/rotation.ts
import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

// src/agent/identity/carry-over.ts
var WHOLE = [
  "grant",
  "invitation",
  "revocation",
  "peer",
  "record",
  "server",
  "chain",
  "light",
  "pin",
  "usage",
  "succession"
];
var BATCH_RECORDS = 256;
var BATCH_BYTES = 4 * 1024 * 1024;
var LISTED_WITNESS = 3;
var COSIGNED = 4;
var ANCHOR_SOURCE = 1;
var LAST_PORT = "net/port";
async function carryOver(from, to) {
  for (const space of WHOLE) await copy(from.store, to.store, space, (_key, value) => value);
  const { position } = await loadUsage(from.store);
  if (position !== void 0) await to.store.apply([putPosition({ ...position, seq: 0, open: [] })]);
  await copy(from.store, to.store, "witness", witness);
  await copy(from.store, to.store, "anchor", (key, value) => key[0] === ANCHOR_SOURCE ? value : void 0);
  await copy(from.store, to.store, "meta", (key, value) => fromUtf8(key) === LAST_PORT ? value : void 0);
  await copy(
    from.store,
    to.store,
    "message",
    (key, value) => key[0] === PARTS.inbox || key[0] === PARTS.history ? to.sealer.seal("message", key, from.sealer.open("message", key, value)) : void 0
  );
}
async function waitingMessages(store) {
  let count = 0;
  const range = { start: Uint8Array.of(PARTS.outbox), end: Uint8Array.of(PARTS.outbox + 1) };
  for await (const _ of store.scan("message", range)) count++;
  return count;
}
function witness(key, value) {
  if (key[0] === COSIGNED) return void 0;
  if (key[0] !== LISTED_WITNESS) return value;
  return canonicalBytes({ ...parseJson(value), size: 0, at: 0, failure: "" });
}
async function copy(from, to, space, take) {
  let changes = [];
  let bytes = 0;
  for await (const [key, found] of from.scan(space)) {
    const value = take(key, found);
    if (value === void 0) continue;
    changes.push({ kind: "put", space, key, value });
    bytes += value.length;
    if (changes.length < BATCH_RECORDS && bytes < BATCH_BYTES) continue;
    await to.apply(changes);
    [changes, bytes] = [[], 0];
  }
  if (changes.length > 0) await to.apply(changes);
}

// src/node/identity/rotation.ts
var { keystore, ledger: ledgerName, store: storeName, epochKeys, rotation, former, succession } = DATA_DIR_NAMES;
var JOURNAL = "journal";
async function rotateIdentity(options) {
  const { dataDir, passphrase, cost, afterStep = () => void 0 } = options;
  await finishRotation(options);
  for (const name of readdirSync(dataDir))
    if (name.startsWith(`.${rotation}.`)) rmSync(join(dataDir, name), { recursive: true, force: true });
  const nowMs = systemClock.now();
  const opened = openKeystore(dataDir, { passphrase, nowMs });
  const line = await settled(options, opened);
  const next = Identity.generate(opened.name, nowMs);
  const step = createSuccession(opened.identity.signing, next.signing, {
    sequence: line.steps + 1,
    timeMs: Math.max(nowMs, line.afterMs)
  });
  const prepare = async (folder) => {
    await fill(folder, { ...options, old: opened.identity, next, step });
    const like = { passphrase, nowMs, ...cost === void 0 ? {} : { cost } };
    writeFileDurably(join(folder, keystore), keystoreLike(dataDir, next, like), { replace: false });
    writeFileDurably(join(folder, succession), step.bytes, { replace: false });
    afterStep("prepared");
  };
  const words = next.words();
  await withWordsKept(options.keepWords, words, {
    make: () => makeNewFolder(join(dataDir, rotation), prepare),
    isMade: () => isThere(join(dataDir, rotation))
  });
  afterStep("decided");
  await finishRotation(options);
  return { step, words };
}
async function settled({ dataDir, force = false }, { identity, method, createdMs }) {
  var _stack = [];
  try {
    const agent = __using(_stack, await openRunningAgent({ dataDir, identity, keystore: method.kind, createdMs, isOffline: true }), true);
    const { store, successions, ledger } = agent.core;
    const waiting = await waitingMessages(store);
    if (waiting > 0 && !force)
      throw new TalosError("E_REFUSED", `${waiting} messages wait to be sent, and would never be`, {
        hint: "talos listen sends what it can; --force gives them up",
        details: { waiting }
      });
    const line = successions.lineTo(identity.did);
    if (line.length >= MAX_SUCCESSION_STEPS)
      throw new TalosError("E_LIMIT", `a line has at most ${MAX_SUCCESSION_STEPS} successions`, {
        hint: "talos init --force makes an identity that goes on for nobody"
      });
    return { steps: line.length, afterMs: Math.max(ledger.highestTimeMs, (line.at(-1)?.timeMs ?? 0) + 1) };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function fill(folder, { dataDir, old, next, step }) {
  var _stack = [];
  try {
    const open = async (at, identity) => {
      const store = await openLmdbStore({ path: join(at, storeName) });
      const place = openEpochFile(join(at, storeName, epochKeys));
      const sealer = await openRecordSealer(store, identity.atRestSecret(), { place, nowMs: systemClock.now() });
      return { store, sealer, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
    };
    const from = __using(_stack, await open(dataDir, old), true);
    const to = __using(_stack, await open(folder, next), true);
    await carryOver(from, to);
    await to.store.apply([putSteps(step.from, [step])]);
    const network = await networkOf(dataDir, from.store, old);
    makeFolders(join(folder, ledgerName));
    const journal = __using(_stack, await openFileJournal(join(folder, ledgerName, JOURNAL)), true);
    const miner = __using(_stack, openMiner(), true);
    const parts = { store: to.store, journal, identity: next, clock: systemClock, mine: miner.mine, network };
    const ledger = __using(_stack, await openLedger(parts), true);
    ledger.append({ type: "identity", did: next.did, event: "created" });
    const { from: peer, text } = step;
    await ledger.append({ type: "identity", did: next.did, event: "succeeds", peer, succession: text }).durable();
    for (const name of [join(folder, ledgerName), join(folder, storeName), folder]) syncFolder(name);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function networkOf(dataDir, store, identity) {
  var _stack = [];
  try {
    const journal = __using(_stack, await openFileJournal(join(dataDir, ledgerName, JOURNAL)), true);
    const miner = __using(_stack, openMiner(), true);
    const ledger = __using(_stack, await openLedger({ store, journal, identity, clock: systemClock, mine: miner.mine }), true);
    const { name, difficulty } = ledger.network;
    return { name, difficulty };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function finishRotation(options) {
  const { dataDir, afterStep = () => void 0 } = options;
  const pending = join(dataDir, rotation);
  if (!isThere(pending)) return;
  const head = readKeystoreHead(dataDir);
  if (head === void 0) return;
  const step = stepIn(pending);
  if (step !== void 0 && head.did === step.from) {
    const place = join(dataDir, former, formerName(step.from));
    makeFolders(place);
    if (!isThere(join(place, storeName))) await conclude(options, step);
    afterStep("concluded");
    writeFileDurably(join(place, succession), step.bytes, { replace: true });
    for (const name of [storeName, ledgerName]) {
      if (!isThere(join(place, name))) move(join(dataDir, name), join(place, name));
      afterStep(`${name} put aside`);
      if (isThere(join(pending, name))) move(join(pending, name), join(dataDir, name));
      afterStep(`${name} in place`);
    }
    for (const folder of [place, join(dataDir, former), pending, dataDir]) syncFolder(folder);
    renameSync(join(pending, keystore), join(dataDir, keystore));
    afterStep("keystore in place");
    syncFolder(dataDir);
  }
  rmSync(pending, { recursive: true, force: true });
  syncFolder(dataDir);
  afterStep("finished");
}
function formerName(did) {
  return did.slice("did:key:".length);
}
function formerOf(path) {
  const step = stepIn(path);
  return step !== void 0 && isDid(step.from) ? step.from : void 0;
}
function stepIn(folder) {
  const path = join(folder, succession);
  if (!isThere(path)) return void 0;
  return verifySuccession(new Uint8Array(readFileSync(path)), { nowMs: Number.MAX_SAFE_INTEGER });
}
async function conclude({ dataDir, passphrase }, { from, to, text }) {
  var _stack = [];
  try {
    const { identity } = openKeystore(dataDir, { passphrase, nowMs: systemClock.now() });
    const store = __using(_stack, await openLmdbStore({ path: join(dataDir, storeName) }), true);
    const journal = __using(_stack, await openFileJournal(join(dataDir, ledgerName, JOURNAL)), true);
    const miner = __using(_stack, openMiner(), true);
    const ledger = __using(_stack, await openLedger({ store, journal, identity, clock: systemClock, mine: miner.mine }), true);
    const [last] = await ledger.query({ type: "identity", last: 1 });
    if (last?.body.type === "identity" && last.body.event === "succeeded") return;
    await ledger.append({ type: "identity", did: from, event: "succeeded", peer: to, succession: text }).durable();
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function move(from, to) {
  if (isThere(from)) renameSync(from, to);
}
export {
  finishRotation,
  formerName,
  formerOf,
  rotateIdentity
};
