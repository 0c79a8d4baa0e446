import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  readPrivateFile
} from "./chunk-SNO5PYOW.js";
import {
  fromUtf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/node/store/pg-url.ts
var MAX_STORE_URL = 4096;
var OPTIONS = [
  "host",
  "sslmode",
  "sslrootcert",
  "sslcert",
  "sslkey",
  "sslnegotiation",
  "application_name",
  "options"
];
var TLS = {
  disable: "disable",
  require: "verify-full",
  "verify-ca": "verify-full",
  "verify-full": "verify-full",
  "no-verify": "no-verify"
};
var FORM_HINT = "postgres://USER:PASSWORD@HOST[:PORT]/DB[?sslmode=verify-full&sslrootcert=FILE]";
var TLS_HINT = "add ?sslmode=verify-full; where nobody else is in that network, ?sslmode=disable sends password and data in plain text";
function parseStoreUrl(text) {
  const url = text.length <= MAX_STORE_URL && /^postgres(?:ql)?:\/\//.test(text) ? readUrl(text) : void 0;
  if (url === void 0) throw wrong("the address of the store is no postgres://USER:PASSWORD@HOST/DB");
  const { searchParams, hostname, port, username, pathname } = url;
  for (const name of new Set(searchParams.keys())) {
    if (!OPTIONS.includes(name)) throw wrong(`the address of the store has an unknown option: "${shorten(name)}"`);
    if (searchParams.getAll(name).length > 1) throw wrong(`the address of the store has "${name}" twice`);
  }
  const mode = searchParams.get("sslmode");
  if (mode !== null) {
    const tls = Object.hasOwn(TLS, mode) ? TLS[mode] : void 0;
    if (tls === void 0) throw wrong(`sslmode is one of ${Object.keys(TLS).join(", ")}`);
    searchParams.set("sslmode", tls);
  }
  const database = pathname.slice(1);
  if (database === "" || database.includes("/")) throw wrong("the address of the store names no database");
  const host = searchParams.get("host") ?? (hasNoHost(text) ? "" : hostname);
  if (host === "") throw wrong("the address of the store names no host");
  if (mode === null && !isOnThisMachine(host))
    throw wrong("the address of the store does not say how it is encrypted on the way: it needs sslmode", TLS_HINT);
  const user = username === "" ? "" : `${username}@`;
  const shown = `postgres://${user}${host}${port === "" ? "" : `:${port}`}/${database}`;
  return { connectionString: url.href, shown, hasPassword: url.password !== "" };
}
function readStoreUrlFile(path, onExposed) {
  const fault = (what, options) => new TalosError("E_CONFIG", `the file with the address of the store ${what}`, options);
  const bytes = readPrivateFile(path, { maxBytes: MAX_STORE_URL + 2, onExposed, fault });
  try {
    return fromUtf8(bytes).replace(/\r?\n$/, "");
  } catch {
    throw fault(`${path} is not text`, {});
  }
}
function readUrl(text) {
  const withHost = hasNoHost(text) ? text.replace(/^([a-z]+:\/\/[^/?#]*)/, "$1localhost") : text;
  return URL.canParse(withHost) ? new URL(withHost) : void 0;
}
function hasNoHost(text) {
  return /^[a-z]+:\/\/(?:[^/?#]*@)?(?:[/?#]|$)/.test(text);
}
function shorten(name) {
  return name.length > 32 ? `${name.slice(0, 32)}\u2026` : name;
}
function isOnThisMachine(host) {
  return host.startsWith("/") || /^(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\]|::1)$/i.test(host);
}
function wrong(message, hint = FORM_HINT) {
  return new TalosError("E_CONFIG", message, {
    hint,
    details: { key: "store" }
  });
}

export {
  MAX_STORE_URL,
  parseStoreUrl,
  readStoreUrlFile
};
