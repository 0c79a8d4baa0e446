import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_CHAIN_TEXT,
  readChain
} from "./chunk-NJ3XV43X.js";
import {
  readText
} from "./chunk-2UUECZ3J.js";
import {
  initCrypto
} from "./chunk-ZCE2KQBH.js";
import {
  parseJson
} from "./chunk-XPPVS7Z5.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/cli/capability-text.ts
var MAX_FILE_BYTES = 2 * MAX_CHAIN_TEXT;
var TOKEN = /^[\w-]{20,}\.[\w-]+\.[\w-]*/;
var ID = /^[0-9a-f]{8,64}$/;
function isCapabilityId(text) {
  return ID.test(text);
}
async function capabilityText(context, text) {
  return TOKEN.test(text) ? text : capabilityIn(await contentOf(context, text));
}
function capabilityIn(content) {
  const trimmed = content.trim();
  return trimmed.startsWith("{") ? tokenOf(trimmed) : trimmed.split(/\s+/).join("~");
}
async function presentable(context, text) {
  return assertReadable(await capabilityText(context, text));
}
async function assertReadable(text) {
  await initCrypto();
  readChain(text);
  return text;
}
function tokenOf(content) {
  let token;
  try {
    const json = parseJson(content);
    token = typeof json === "object" && json !== null && "token" in json ? json.token : void 0;
  } catch (cause) {
    if (!isTalosError(cause)) throw cause;
  }
  if (typeof token !== "string") throw new TalosError("MALFORMED", "the file holds JSON without a token");
  return token;
}
async function contentOf(context, name) {
  try {
    return await readText(context, name, MAX_FILE_BYTES);
  } catch (error) {
    if (isTalosError(error, "E_NOT_FOUND") && !name.includes("/"))
      throw new TalosError("MALFORMED", "neither a token nor a file", { cause: error });
    if (isTalosError(error, "E_MALFORMED"))
      throw new TalosError("MALFORMED", "the file holds no text", { cause: error });
    throw error;
  }
}

export {
  isCapabilityId,
  capabilityText,
  capabilityIn,
  presentable,
  assertReadable
};
