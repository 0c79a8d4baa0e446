import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  foldCase
} from "./chunk-76WDXPVO.js";
import {
  JsonNumber,
  parseJson,
  writeJson
} from "./chunk-XPPVS7Z5.js";
import {
  fromUtf8
} from "./chunk-BYUQUT5F.js";
import {
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/mcp/rpc.ts
var MAX_RPC_BYTES = 8 * 1024 * 1024;
var MAX_ID_LENGTH = 1024;
var RPC_CODES = {
  parseError: -32700,
  invalidRequest: -32600,
  internalError: -32603,
  denied: -32003,
  tunnelDown: -32004,
  outcomeUnknown: -32005
};
var MEMBERS = ["jsonrpc", "id", "method", "params", "result", "error"];
function readRpc(text) {
  try {
    return messageOf(parseJson(text, { maxBytes: MAX_RPC_BYTES }));
  } catch (error) {
    if (!isTalosError(error)) throw error;
    const code = error.code === "E_LIMIT" ? RPC_CODES.invalidRequest : RPC_CODES.parseError;
    return { kind: "fault", code, reason: error.message, id: null, isAnswerable: true };
  }
}
function messageOf(json) {
  if (Array.isArray(json)) return fault("batches are not accepted", null, true);
  if (!isJsonObject(json)) return fault("message is not an object", null, true);
  const { id, method, result, error } = json;
  const isAnswerable = method !== void 0 ? id !== void 0 : result === void 0 && error === void 0;
  const broken = (reason) => fault(reason, isRpcId(id) ? id : null, isAnswerable);
  const twin = secondSpelling(json, MEMBERS);
  if (twin !== void 0) return broken(`a second spelling of "${twin}"`);
  if (json["jsonrpc"] !== "2.0") return broken('"jsonrpc" is not "2.0"');
  if (Number(method !== void 0) + Number(result !== void 0) + Number(error !== void 0) !== 1)
    return broken('not exactly one of "method", "result" and "error"');
  if (method !== void 0) return callOf(json, method, broken);
  if (result !== void 0) return isRpcId(id) ? { kind: "result", id, result, json } : broken(ID_REASON);
  if (!isJsonObject(error)) return broken('"error" is not an object');
  if (id === void 0 || id === null) return { kind: "error", id: void 0, error, json };
  return isRpcId(id) ? { kind: "error", id, error, json } : broken(ID_REASON);
}
var ID_REASON = `"id" is not a text or number of at most ${MAX_ID_LENGTH} characters`;
function callOf(json, method, broken) {
  const { id, params } = json;
  if (typeof method !== "string" || method === "") return broken('"method" is not a text');
  if (params !== void 0 && !isJsonObject(params)) return broken('"params" is not an object');
  if (id === void 0) return { kind: "notification", method, params, json };
  return isRpcId(id) ? { kind: "request", id, method, params, json } : broken(ID_REASON);
}
function fault(reason, id, isAnswerable) {
  return { kind: "fault", code: RPC_CODES.invalidRequest, reason, id, isAnswerable };
}
function isJsonObject(json) {
  return typeof json === "object" && json !== null && !Array.isArray(json) && !(json instanceof JsonNumber);
}
function isRpcId(json) {
  if (json instanceof JsonNumber) return json.token.length <= MAX_ID_LENGTH;
  return typeof json === "number" || typeof json === "string" && json.length <= MAX_ID_LENGTH;
}
function idKey(id) {
  if (typeof id === "string") return `s:${id}`;
  return `n:${id instanceof JsonNumber ? id.token : String(id)}`;
}
function secondSpelling(object, names) {
  for (const key of Object.keys(object)) {
    if (names.includes(key)) continue;
    const folded = foldCase(key);
    const twin = names.find((name) => foldCase(name) === folded);
    if (twin !== void 0) return twin;
  }
  return void 0;
}
function writeRpc(json) {
  return writeJson(json);
}
function errorResponse(id, code, message, data) {
  return { jsonrpc: "2.0", id, error: data === void 0 ? { code, message } : { code, message, data } };
}
function resultResponse(id, result) {
  return { jsonrpc: "2.0", id, result };
}
var STRING = '"(?:[^"\\\\\\u0000-\\u001f]|\\\\.)*"';
var NUMBER = "-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?";
var TOKEN = `${STRING}|${NUMBER}(?![0-9.eE+-]|$)|true|false|null|[[\\]{},:]`;
function readHead(head) {
  let depth = 0;
  let id;
  let isRequest = false;
  let key = "";
  let previous = "";
  for (const token of tokensOf(latinText(head))) {
    if (depth === 1 && token === ":") key = previous;
    else if (depth === 1 && previous === ":" && key === '"id"') id = idOf(token);
    if (depth === 1 && token === ":" && key === '"method"') isRequest = true;
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    if (depth < 1 || depth === 1 && token === "[") break;
    previous = token;
  }
  return { id, isRequest };
}
function* tokensOf(text) {
  const tokens = new RegExp(`[ \\t\\r\\n]*(${TOKEN})`, "y");
  for (; ; ) {
    const token = tokens.exec(text)?.[1];
    if (token === void 0) return;
    yield token;
  }
}
var LAST_ID = new RegExp(`,[ \\t]*"id"[ \\t]*:[ \\t]*(${STRING}|${NUMBER})[ \\t]*(?:,[ \\t]*"jsonrpc"[^,}]*)?}\\s*$`);
function idInTail(tail) {
  const token = LAST_ID.exec(latinText(tail))?.[1];
  return token === void 0 ? void 0 : idOf(token);
}
function idOf(token) {
  try {
    const id = parseJson(fromUtf8(Uint8Array.from(token, (character) => character.charCodeAt(0))));
    return isRpcId(id) ? id : void 0;
  } catch {
    return void 0;
  }
}
function latinText(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

export {
  MAX_RPC_BYTES,
  RPC_CODES,
  readRpc,
  isJsonObject,
  isRpcId,
  idKey,
  secondSpelling,
  writeRpc,
  errorResponse,
  resultResponse,
  readHead,
  idInTail
};
