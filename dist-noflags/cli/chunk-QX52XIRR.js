import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/node/files/file-system.ts
import { statfsSync } from "node:fs";
var NETWORK_FILE_SYSTEMS = /* @__PURE__ */ new Map([
  [26985, "NFS"],
  [20859, "SMB"],
  [4283649346, "CIFS"],
  [4266872130, "SMB 2"],
  [16914839, "9p"],
  [1397113167, "AFS"],
  [1799439955, "AFS"],
  [1937076805, "Coda"],
  [12805120, "Ceph"],
  [198183888, "Lustre"],
  [1196443219, "GPFS"],
  [1952539503, "OCFS2"],
  [18225520, "GFS2"]
]);
function networkFileSystem(type) {
  return NETWORK_FILE_SYSTEMS.get(type >>> 0);
}
function assertLocalDisk(path, typeOf = typeOfSystem) {
  if (process.platform !== "linux") return;
  const name = networkFileSystem(typeOf(path));
  if (name === void 0) return;
  throw new TalosError("E_STORAGE_DENIED", `the data directory ${path} is on a network file system (${name})`, {
    hint: "name one on a disk of this machine with --data-dir; a server of several machines keeps its data in a database"
  });
}
function typeOfSystem(path) {
  return statfsSync(path).type;
}

export {
  networkFileSystem,
  assertLocalDisk
};
