import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  idKey
} from "./chunk-FX2GLV37.js";
import {
  JsonNumber,
  numberValue,
  writeJson
} from "./chunk-XPPVS7Z5.js";
import {
  isFields
} from "./chunk-LHINULLD.js";

// src/agent/tunnel/tunnel-linger.ts
var TUNNEL_LINGER_MS = 5 * 6e4;

// src/transfer/ports.ts
var KIND_BYTES = 4100;

// src/transfer/file-kind.ts
var MIB = 1024 * 1024;
var FILE_LIMITS = {
  image: 50 * MIB,
  audio: 200 * MIB,
  video: 2048 * MIB,
  document: 100 * MIB
};
var UNKNOWN_TYPE = "application/octet-stream";
var KIND_OF = /* @__PURE__ */ new Map([
  ["image/jpeg", "image"],
  ["image/png", "image"],
  ["image/apng", "image"],
  ["image/gif", "image"],
  ["image/webp", "image"],
  ["audio/mpeg", "audio"],
  ["audio/wav", "audio"],
  ["audio/ogg", "audio"],
  ["audio/flac", "audio"],
  ["video/mp4", "video"],
  ["video/x-m4v", "video"],
  ["video/webm", "video"],
  ["video/quicktime", "video"]
]);
var TEXT_TYPES = /* @__PURE__ */ new Map([
  ["txt", "text/plain"],
  ["log", "text/plain"],
  ["md", "text/markdown"],
  ["csv", "text/csv"],
  ["html", "text/html"],
  ["htm", "text/html"],
  ["svg", "image/svg+xml"],
  ["json", "application/json"],
  ["yaml", "application/yaml"],
  ["yml", "application/yaml"]
]);
var MARKED_TYPES = /* @__PURE__ */ new Map([
  ["jpg", ["image/jpeg"]],
  ["jpeg", ["image/jpeg"]],
  ["png", ["image/png", "image/apng"]],
  ["gif", ["image/gif"]],
  ["webp", ["image/webp"]],
  ["mp3", ["audio/mpeg"]],
  ["wav", ["audio/wav"]],
  ["ogg", ["audio/ogg", "video/ogg"]],
  ["oga", ["audio/ogg"]],
  ["opus", ["audio/ogg"]],
  ["flac", ["audio/flac"]],
  ["mp4", ["video/mp4", "video/x-m4v", "audio/mp4"]],
  ["m4v", ["video/x-m4v", "video/mp4"]],
  ["webm", ["video/webm"]],
  ["mov", ["video/quicktime"]],
  ["pdf", ["application/pdf"]],
  ["gz", ["application/gzip"]],
  ["7z", ["application/x-7z-compressed"]],
  // The older formats of office suites are one container, the newer ones another.
  ["doc", ["application/x-cfb", "application/msword", "application/rtf"]],
  ["xls", ["application/x-cfb"]],
  ["ppt", ["application/x-cfb"]]
]);
var ZIPPED = /^(?:zip|jar|apk|epub|docx|xlsx|pptx|odt|ods|odp)$/u;
var ZIP_TYPE = /^application\/(?:zip|java-archive|epub\+zip|vnd\.(?:android|openxmlformats|oasis)\S+)$/u;
var CONTROL = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/u;
function kindOf(type) {
  return KIND_OF.get(type) ?? "document";
}
async function detectType(start, name) {
  const looked = start.subarray(0, KIND_BYTES);
  const { fileTypeFromBuffer } = await import("./core-4LS344BL.js");
  const found = await fileTypeFromBuffer(looked).catch(() => void 0);
  if (found !== void 0) return found.mime.replace(/;.*$/u, "");
  const text = textOf(looked);
  if (text === void 0) return UNKNOWN_TYPE;
  if (/^\s*<(?:!doctype html|html|head|body|script|iframe)\b/iu.test(text)) return "text/html";
  return TEXT_TYPES.get(endingOf(name)) ?? (text === "" ? UNKNOWN_TYPE : "text/plain");
}
function textOf(start) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(start, { stream: true });
    return CONTROL.test(text) ? void 0 : text;
  } catch {
    return void 0;
  }
}
function isMisnamed(name, type) {
  const ending = endingOf(name);
  if (ZIPPED.test(ending)) return !ZIP_TYPE.test(type);
  const marked = MARKED_TYPES.get(ending);
  if (marked !== void 0) return !marked.includes(type);
  const text = TEXT_TYPES.get(ending);
  if (text === void 0) return false;
  return type !== text && type !== "text/plain" && !(ending === "svg" && type === "application/xml");
}
function fileKinds(limits = {}) {
  const all = { ...FILE_LIMITS, ...limits };
  return { detect: detectType, maxBytes: (type) => all[kindOf(type)] };
}
function endingOf(name) {
  return /\.([a-z0-9]{1,8})$/iu.exec(name)?.[1]?.toLowerCase() ?? "";
}

// src/agent/client/client-requests.ts
var PROGRESS_STEP_MS = 1e4;
var MAX_DEADLINE_MS = 864e5;
var PROGRESS_STEP = 1e-3;
var ClientRequests = class {
  #parts;
  #pending = /* @__PURE__ */ new Map();
  #byToken = /* @__PURE__ */ new Map();
  /** Those that were answered because their time was over; what the server says to them is too late. */
  #expired = /* @__PURE__ */ new Set();
  #telling;
  #isAway = false;
  constructor(parts) {
    this.#parts = parts;
  }
  /** The client asks. */
  add(rpc) {
    const key = idKey(rpc.id);
    const { deadlineMs } = this.#parts;
    this.#expired.delete(key);
    const deadline = deadlineMs === void 0 ? void 0 : setTimeout(() => this.#expire(key), deadlineMs);
    const token = progressTokenOf(rpc.params);
    const pending = { rpc, deadline, token, progress: void 0, own: void 0, toldAtMs: performance.now() };
    this.#pending.set(key, pending);
    if (token === void 0) return;
    this.#byToken.set(writeJson(token), pending);
    this.#telling ??= setInterval(() => this.#tell(PROGRESS_STEP_MS), PROGRESS_STEP_MS);
  }
  /** The client waits for `id` no more: it is answered, or took it back. @returns Whether the answer is for it. */
  settled(id) {
    const key = idKey(id);
    this.#forget(key);
    return !this.#expired.delete(key);
  }
  /** Whether the client still waits for `id`. */
  isPending(id) {
    return this.#pending.has(idKey(id));
  }
  /** The server tells of progress. @returns Whether that goes on to the client, which was not told as much from here. */
  heard({ params }) {
    const token = params?.["progressToken"];
    const pending = token === void 0 ? void 0 : this.#byToken.get(writeJson(token));
    if (pending === void 0) return true;
    const progress = valueOf(params?.["progress"]);
    if (progress !== void 0 && pending.own !== void 0 && progress <= pending.own) return false;
    pending.progress = progress ?? pending.progress;
    pending.toldAtMs = performance.now();
    return true;
  }
  /** There is no connection for now, or there is one again: clients that asked are told. */
  away(isAway) {
    if (this.#isAway === isAway) return;
    this.#isAway = isAway;
    this.#tell(0);
  }
  /** The server that was asked is gone: nothing that comes is late any more. */
  gone() {
    this.#expired.clear();
  }
  /** Nobody waits any more. */
  clear() {
    for (const key of this.#pending.keys()) this.#forget(key);
    this.#expired.clear();
  }
  #expire(key) {
    const pending = this.#pending.get(key);
    if (pending === void 0) return;
    const isAsked = this.#parts.expired(pending.rpc);
    this.#forget(key);
    if (isAsked) this.#expired.add(key);
  }
  #forget(key) {
    const pending = this.#pending.get(key);
    if (pending === void 0) return;
    clearTimeout(pending.deadline);
    this.#pending.delete(key);
    if (pending.token !== void 0) this.#byToken.delete(writeJson(pending.token));
    if (this.#byToken.size > 0) return;
    clearInterval(this.#telling);
    this.#telling = void 0;
  }
  /** Tells those who have heard nothing for `silentMs`, or nearly. */
  #tell(silentMs) {
    const now = performance.now();
    const message = this.#isAway ? "the connection to the server is lost and is being made anew; what was sent goes on there" : "the call goes on";
    for (const pending of this.#byToken.values()) {
      if (now - pending.toldAtMs < silentMs / 2) continue;
      const before = pending.progress ?? 0;
      pending.progress = Math.max(before + PROGRESS_STEP, before * (1 + PROGRESS_STEP / 1e6));
      pending.own = pending.progress;
      pending.toldAtMs = now;
      const params = { progressToken: pending.token ?? null, progress: pending.progress, message };
      this.#parts.say({ jsonrpc: "2.0", method: "notifications/progress", params });
    }
  }
};
function progressTokenOf(params) {
  const meta = params?.["_meta"];
  const token = meta !== void 0 && isFields(meta) ? meta["progressToken"] : void 0;
  return typeof token === "string" || typeof token === "number" || token instanceof JsonNumber ? token : void 0;
}
function valueOf(json) {
  if (json instanceof JsonNumber) return numberValue(json);
  return typeof json === "number" ? json : void 0;
}

// src/node/files/file-settings.ts
var DOWNLOADS_QUOTA_BYTES = 16 * 1024 ** 3;
var MAX_FILE_LIMIT_BYTES = 64 * 1024 ** 3;

export {
  KIND_BYTES,
  TUNNEL_LINGER_MS,
  MAX_DEADLINE_MS,
  ClientRequests,
  FILE_LIMITS,
  isMisnamed,
  fileKinds,
  DOWNLOADS_QUOTA_BYTES,
  MAX_FILE_LIMIT_BYTES
};
