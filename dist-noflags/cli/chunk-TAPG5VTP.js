import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  readPrivateFile
} from "./chunk-SNO5PYOW.js";
import {
  tryOwnDirectory
} from "./chunk-PC4J2URO.js";
import {
  NONCE_BYTES,
  open,
  seal
} from "./chunk-IDTG2NVN.js";
import {
  Identity
} from "./chunk-GODHKPSB.js";
import {
  ENTROPY_BYTES
} from "./chunk-UEVFT7Q3.js";
import {
  DATA_DIR_NAMES,
  assertOwnDataDir,
  isForeign,
  isOpenToOthers,
  isThere,
  makeDataDir
} from "./chunk-ZWVE4A5M.js";
import {
  storageError
} from "./chunk-7H45WMXX.js";
import {
  isSystemError,
  syncFolder,
  writeFileDurably
} from "./chunk-XGLJQYNB.js";
import {
  sha256
} from "./chunk-IOG4ONSQ.js";
import {
  parseDid
} from "./chunk-ONC5ALCL.js";
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import {
  argon2id
} from "./chunk-QRYLKG2A.js";
import {
  canonicalBytes,
  parseCanonicalJson
} from "./chunk-XPPVS7Z5.js";
import {
  readBase64url,
  readInteger,
  readObject,
  readString
} from "./chunk-LHINULLD.js";
import {
  toBase64url
} from "./chunk-YHWXIR64.js";
import {
  assertBytes,
  equalBytes,
  fromUtf8,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/node/identity/keystore-file.ts
import { closeSync, constants, fstatSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

// src/crypto/passphrase.ts
var PASSPHRASE_SALT_BYTES = 16;
var MAX_PASSPHRASE_PASSES = 10;
var MAX_PASSPHRASE_MEMORY_BYTES = 1024 * 1024 * 1024;
var MIN_PASSPHRASE_MEMORY_BYTES = 8192;
var PASSPHRASE_COST = { passes: 3, memory: 64 * 1024 * 1024 };
function passphraseKey(passphrase, salt, cost) {
  assertBytes(salt, "salt", PASSPHRASE_SALT_BYTES);
  const { passes, memory } = cost;
  if (!Number.isInteger(passes) || passes < 1 || passes > MAX_PASSPHRASE_PASSES)
    throw new RangeError(`passes must be 1 to ${MAX_PASSPHRASE_PASSES}`);
  if (!Number.isInteger(memory) || memory < MIN_PASSPHRASE_MEMORY_BYTES || memory > MAX_PASSPHRASE_MEMORY_BYTES)
    throw new RangeError(`memory must be ${MIN_PASSPHRASE_MEMORY_BYTES} to ${MAX_PASSPHRASE_MEMORY_BYTES} bytes`);
  if (passphrase === "") throw new TalosError("E_PASSPHRASE", "the passphrase is empty");
  const secret = utf8(passphrase);
  try {
    return argon2id(secret, salt, passes, memory);
  } catch (cause) {
    throw new TalosError("E_LIMIT", `${memory} bytes of memory for the passphrase are not to be had`, { cause });
  }
}

// src/node/identity/keystore-format.ts
var MAX_KEYSTORE_BYTES = 4096;
var SUM_BYTES = 8;
function headJson({ did, name, createdMs, method }) {
  const seal2 = method.kind === "key-file" ? { kind: method.kind } : { kind: method.kind, salt: toBase64url(method.salt), passes: method.passes, memory: method.memory };
  return { v: 1, did, name, created: createdMs, seal: seal2 };
}
function sumOf(content) {
  return sha256(canonicalBytes(content)).slice(0, SUM_BYTES);
}
function encodeKeystore(head, root, key) {
  const outer = headJson(head);
  const nonce = randomBytes(NONCE_BYTES);
  const secret = canonicalBytes({ v: 1, entropy: toBase64url(root.entropy), sequence: root.sequence });
  const sealed = seal(key, nonce, secret, canonicalBytes(outer));
  const content = { ...outer, nonce: toBase64url(nonce), sealed: toBase64url(sealed) };
  return canonicalBytes({ ...content, sum: toBase64url(sumOf(content)) });
}
function decodeKeystore(bytes) {
  try {
    return readKeystore(parseCanonicalJson(bytes, { maxBytes: MAX_KEYSTORE_BYTES }));
  } catch (cause) {
    throw asKeystoreFault(cause);
  }
}
function readKeystore(json) {
  const required = ["v", "did", "name", "created", "seal", "nonce", "sealed", "sum"];
  const outer = readObject(json, { required }, "keystore");
  const { sum, ...content } = outer;
  if (!equalBytes(sumOf(content), readBase64url(sum, "keystore.sum", SUM_BYTES)))
    throw new TalosError("E_KEYSTORE", "the keystore is damaged: its checksum is wrong");
  if (readInteger(outer.v, "keystore.v") !== 1) throw new TalosError("E_VERSION", "the keystore is of another version");
  const head = {
    did: parseDid(readString(outer.did, "keystore.did")),
    name: readString(outer.name, "keystore.name"),
    createdMs: readInteger(outer.created, "keystore.created"),
    method: readMethod(outer.seal)
  };
  const nonce = readBase64url(outer.nonce, "keystore.nonce", NONCE_BYTES);
  const sealed = readBase64url(outer.sealed, "keystore.sealed");
  return { ...head, open: (key) => openRoot(key, nonce, sealed, canonicalBytes(headJson(head))) };
}
function readMethod(json) {
  const { kind } = readObject(json, { required: ["kind"], optional: ["salt", "passes", "memory"] }, "keystore.seal");
  if (kind === "key-file") {
    readObject(json, { required: ["kind"] }, "keystore.seal");
    return { kind };
  }
  if (kind !== "passphrase") throw new TalosError("E_KEYSTORE", "the keystore is sealed in an unknown way");
  const seal2 = readObject(json, { required: ["kind", "salt", "passes", "memory"] }, "keystore.seal");
  return {
    kind,
    salt: readBase64url(seal2.salt, "keystore.seal.salt", PASSPHRASE_SALT_BYTES),
    passes: readInteger(seal2.passes, "keystore.seal.passes", { min: 1, max: MAX_PASSPHRASE_PASSES }),
    memory: readInteger(seal2.memory, "keystore.seal.memory", {
      min: MIN_PASSPHRASE_MEMORY_BYTES,
      max: MAX_PASSPHRASE_MEMORY_BYTES
    })
  };
}
function openRoot(key, nonce, sealed, associated) {
  let secret;
  try {
    secret = open(key, nonce, sealed, associated);
  } catch (error) {
    if (isTalosError(error, "E_DECRYPT")) return void 0;
    throw error;
  }
  try {
    const root = readObject(parseCanonicalJson(secret), { required: ["v", "entropy", "sequence"] }, "keystore.sealed");
    readInteger(root.v, "keystore.sealed.v", { min: 1, max: 1 });
    return {
      entropy: readBase64url(root.entropy, "keystore.sealed.entropy", ENTROPY_BYTES),
      sequence: readInteger(root.sequence, "keystore.sealed.sequence")
    };
  } catch {
    throw new TalosError("E_KEYSTORE", "what the keystore sealed is in another form");
  }
}
function asKeystoreFault(cause) {
  if (isTalosError(cause, "E_KEYSTORE") || isTalosError(cause, "E_VERSION")) return cause;
  return new TalosError("E_KEYSTORE", "the keystore is damaged or no keystore", { cause });
}

// src/node/identity/keystore-file.ts
var KEY_FILE_BYTES = 32;
var MAX_PASSPHRASE_FILE_BYTES = 4096;
function createKeystore(dataDir, options) {
  makeDataDir(dataDir);
  const lock = tryOwnDirectory(dataDir);
  if (lock === void 0)
    throw new TalosError("E_LOCKED", `another process uses ${dataDir}`, { hint: "end it, then try again" });
  try {
    return makeKeystore(dataDir, options);
  } finally {
    lock.release();
  }
}
function makeKeystore(dataDir, options) {
  try {
    return create(dataDir, options);
  } catch (error) {
    throw storageError(error, "the keystore cannot be made");
  }
}
function create(dataDir, options) {
  const { identity, createdMs, passphrase, force = false, keepsData = false, cost = PASSPHRASE_COST } = options;
  const steps = { afterStep: options.afterStep ?? (() => void 0) };
  const path = join(dataDir, DATA_DIR_NAMES.keystore);
  if (isThere(path) && !force) throw new TalosError("E_EXISTS", `there is an identity in ${dataDir} already`);
  const salt = randomBytes(PASSPHRASE_SALT_BYTES);
  const key = passphrase === void 0 ? randomBytes(KEY_FILE_BYTES) : passphraseKey(passphrase, salt, cost);
  const method = passphrase === void 0 ? { kind: "key-file" } : { kind: "passphrase", salt, passes: cost.passes, memory: cost.memory };
  const head = { did: identity.did, name: identity.name, createdMs, method };
  const keystore = encodeKeystore(head, { entropy: identity.entropy(), sequence: identity.sequence }, key);
  const backup = putAside(dataDir, { createdMs, keepsData, ...steps });
  if (passphrase === void 0)
    writeFileDurably(join(dataDir, DATA_DIR_NAMES.keyFile), key, { replace: true, ...steps });
  writeFileDurably(path, keystore, { replace: false, ...steps });
  return { backup };
}
function keystoreLike(dataDir, identity, options) {
  const { method } = openKeystore(dataDir, options);
  const { passphrase, nowMs: createdMs, cost = PASSPHRASE_COST } = options;
  const head = { did: identity.did, name: identity.name, createdMs };
  const root = { entropy: identity.entropy(), sequence: identity.sequence };
  if (method.kind === "key-file") return encodeKeystore({ ...head, method }, root, keyOf(dataDir, method, passphrase));
  const salt = randomBytes(PASSPHRASE_SALT_BYTES);
  const next = { kind: "passphrase", salt, passes: cost.passes, memory: cost.memory };
  return encodeKeystore({ ...head, method: next }, root, passphraseKey(passphrase ?? "", salt, cost));
}
function putAside(dataDir, { createdMs, keepsData, afterStep }) {
  const suffix = `.bak-${createdMs}-${toHex(randomBytes(4))}`;
  const pathOf = (name) => join(dataDir, name);
  const rename = (name) => {
    const kept = pathOf(`${name}${suffix}`);
    renameSync(pathOf(name), kept);
    afterStep(`rename ${name}`);
    syncFolder(dataDir);
    return kept;
  };
  const { keystore, keyFile, store, ledger } = DATA_DIR_NAMES;
  if (isThere(pathOf(keystore)) && isThere(pathOf(keyFile)))
    writeFileDurably(pathOf(`${keyFile}${suffix}`), readFileSync(pathOf(keyFile)), { replace: false, afterStep });
  const backup = isThere(pathOf(keystore)) ? rename(keystore) : void 0;
  for (const name of keepsData ? [] : [store, ledger]) if (isThere(pathOf(name))) rename(name);
  return backup;
}
function readKeystoreHead(dataDir) {
  const sealed = readSealed(dataDir);
  if (sealed === void 0) return void 0;
  const { did, name, createdMs, method } = sealed;
  return { did, name, createdMs, method };
}
function openKeystore(dataDir, options) {
  const sealed = readSealed(dataDir);
  if (sealed === void 0)
    throw new TalosError("E_NO_IDENTITY", `there is no identity in ${dataDir}`, { hint: "talos init makes one" });
  const { did, name, createdMs, method } = sealed;
  const root = sealed.open(keyOf(dataDir, method, options.passphrase));
  if (root === void 0)
    throw method.kind === "passphrase" ? new TalosError("E_PASSPHRASE", "the passphrase is wrong") : new TalosError("E_KEYSTORE", "the key file is not the one of the keystore");
  const identity = identityOf(root.entropy, { name, nowMs: options.nowMs, sequence: root.sequence });
  if (identity?.did !== did) throw new TalosError("E_KEYSTORE", "the keystore names another identity than it holds");
  return { identity, did, name, createdMs, method };
}
function identityOf(entropy, options) {
  try {
    return Identity.fromEntropy(entropy, options);
  } catch (error) {
    if (error instanceof RangeError) return void 0;
    throw error;
  }
}
function keyOf(dataDir, method, passphrase) {
  if (method.kind === "passphrase") {
    if (passphrase === void 0)
      throw new TalosError("E_PASSPHRASE", "the keystore is under a passphrase, and none was given", {
        hint: "name a file with it in TALOS_PASSPHRASE_FILE"
      });
    return passphraseKey(passphrase, method.salt, method);
  }
  const key = readOwnFile(join(dataDir, DATA_DIR_NAMES.keyFile), KEY_FILE_BYTES);
  if (key?.length !== KEY_FILE_BYTES)
    throw new TalosError("E_KEYSTORE", "the key file of the keystore is missing or has another length", {
      hint: "restore keystore.key from a backup, or recover the identity from its 24 words"
    });
  return key;
}
function readSealed(dataDir) {
  const path = join(dataDir, DATA_DIR_NAMES.keystore);
  const folder = statSync(dataDir, { throwIfNoEntry: false });
  if (folder === void 0 || folder.isDirectory() && !isThere(path)) return void 0;
  try {
    assertOwnDataDir(dataDir);
  } catch (cause) {
    if (!isTalosError(cause, "E_STORAGE_DENIED")) throw cause;
    throw new TalosError("E_KEYSTORE", cause.message, { cause, hint: cause.hint });
  }
  const bytes = readOwnFile(path, MAX_KEYSTORE_BYTES);
  return bytes && decodeKeystore(bytes);
}
function readOwnFile(path, maxBytes) {
  let file;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    if (isSystemError(cause, "ENOENT")) return void 0;
    throw new TalosError("E_KEYSTORE", `${path} cannot be read`, { cause });
  }
  try {
    const found = fstatSync(file);
    if (!found.isFile() || isForeign(found)) throw new TalosError("E_KEYSTORE", `${path} is no file of this user`);
    if (isOpenToOthers(found))
      throw new TalosError("E_KEYSTORE", `${path} may be read by other users`, { hint: `chmod 600 ${path}` });
    if (found.size > maxBytes) throw new TalosError("E_KEYSTORE", `${path} has ${found.size} bytes, limit ${maxBytes}`);
    return new Uint8Array(readFileSync(file));
  } finally {
    closeSync(file);
  }
}
function readPassphraseFile(path, onExposed = () => {
}) {
  const fault = (what, options) => new TalosError("E_PASSPHRASE", `the passphrase file ${what}`, options);
  const bytes = readPrivateFile(path, { maxBytes: MAX_PASSPHRASE_FILE_BYTES, onExposed, fault });
  const text = passphraseText(bytes).replace(/\r?\n$/, "");
  if (text === "" || /[\r\n]/.test(text))
    throw new TalosError("E_PASSPHRASE", "the passphrase file must hold one line");
  return text;
}
function passphraseText(bytes) {
  try {
    return fromUtf8(bytes);
  } catch {
    throw new TalosError("E_PASSPHRASE", "the passphrase file is not text");
  }
}

export {
  createKeystore,
  makeKeystore,
  keystoreLike,
  readKeystoreHead,
  openKeystore,
  readPassphraseFile
};
