import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  storageError
} from "./chunk-7H45WMXX.js";
import {
  isSystemError
} from "./chunk-XGLJQYNB.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/node/data-dir.ts
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
var DATA_DIR_NAMES = {
  keystore: "keystore.json",
  keyFile: "keystore.key",
  config: "config.yaml",
  /** Access-control list of services that name none. */
  permissions: "permissions.yaml",
  ledger: "ledger",
  store: "store",
  /** In the folder of the store: whoever moves or copies that has both. */
  epochKeys: "keys",
  /** Files that were received. */
  downloads: "downloads",
  /** A rotation of the identity that was decided and is not finished: see `rotation.ts`. */
  rotation: "rotation",
  /** Stores and ledgers of earlier identities, a folder each. */
  former: "former",
  /** In both of these: the statement that both identities signed. */
  succession: "succession.json"
};
var OTHERS = 63;
var AGENT_HOME = { variable: "TALOS_HOME", folder: ".talos" };
var SERVER_HOME = { variable: "TALOS_SERVER_HOME", folder: ".talos-server" };
var RELAY_HOME = { variable: "TALOS_RELAY_HOME", folder: ".talos-relay" };
function resolveDataDir(flag, env, cwd, home = AGENT_HOME) {
  if (flag !== void 0 && flag !== "") return resolve(cwd, flag);
  const configured = env[home.variable];
  if (configured !== void 0 && configured !== "") {
    if (isAbsolute(configured)) return resolve(configured);
    throw new TalosError("E_CONFIG", `${home.variable} is not an absolute path`, { details: { key: home.variable } });
  }
  const ofUser = env["HOME"];
  if (ofUser !== void 0 && isAbsolute(ofUser)) return join(ofUser, home.folder);
  throw new TalosError("E_CONFIG", "there is no home directory to keep an identity in", {
    details: { key: "HOME" },
    hint: `name a data directory with --data-dir or ${home.variable}`
  });
}
function makeDataDir(path) {
  try {
    makeFolders(path);
    const found = statSync(path);
    if (isOpenToOthers(found) && readdirSync(path).length === 0) chmodSync(path, 448);
    assertOwnDataDir(path);
  } catch (error) {
    throw storageError(error, "the data directory cannot be made");
  }
}
function makeFolders(path) {
  const missing = [];
  for (let at = resolve(path); !existsSync(at); at = dirname(at)) missing.push(at);
  for (const folder of missing.reverse())
    try {
      mkdirSync(folder, { mode: 448 });
    } catch (error) {
      if (!isSystemError(error, "EEXIST")) throw error;
    }
}
function assertOwnDataDir(path) {
  let found;
  try {
    found = statSync(path);
  } catch (error) {
    if (isSystemError(error, "ENOENT"))
      throw new TalosError("E_NO_IDENTITY", `there is no data directory ${path}`, { hint: "talos init makes one" });
    throw storageError(error, "the data directory cannot be read");
  }
  if (!found.isDirectory()) throw new TalosError("E_STORAGE_DENIED", `${path} is not a folder`);
  if (isForeign(found))
    throw new TalosError("E_STORAGE_DENIED", `the data directory ${path} belongs to another user`, {
      hint: "run talos as its owner, or use another data directory"
    });
  if (isOpenToOthers(found))
    throw new TalosError("E_STORAGE_DENIED", `the data directory ${path} is open to other users`, {
      hint: `chmod 700 ${path}`
    });
}
function isThere(path) {
  return lstatSync(path, { throwIfNoEntry: false }) !== void 0;
}
function isOpenToOthers({ mode }) {
  return (mode & OTHERS) !== 0;
}
function isForeign({ uid }) {
  return process.getuid !== void 0 && process.getuid() !== uid;
}

export {
  DATA_DIR_NAMES,
  SERVER_HOME,
  RELAY_HOME,
  resolveDataDir,
  makeDataDir,
  makeFolders,
  assertOwnDataDir,
  isThere,
  isOpenToOthers,
  isForeign
};
