import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_WITNESSES
} from "./chunk-LGGE3MIO.js";
import {
  readText
} from "./chunk-2UUECZ3J.js";
import {
  argument,
  optional,
  repeated
} from "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import {
  usage,
  wholeNumber
} from "./chunk-6NZXQKWI.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-FX2GLV37.js";
import "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-TYN6C76O.js";
import "./chunk-54GDCRVT.js";
import "./chunk-76WDXPVO.js";
import "./chunk-RIQO26JO.js";
import "./chunk-UJMLH56T.js";
import {
  sha256
} from "./chunk-IOG4ONSQ.js";
import "./chunk-LQJYXGFI.js";
import "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import {
  fromBase64,
  fromBase64url,
  toBase64url
} from "./chunk-YHWXIR64.js";
import {
  plural,
  tableOf,
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import {
  toHex
} from "./chunk-BYUQUT5F.js";
import {
  ERROR_CODES,
  TalosError,
  isErrorCode,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/anchor.ts
var MAX_PEM_BYTES = 256 * 1024;
var PEM = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g;
var add = async (context, args, options) => {
  const kind = argument(args, 0, "KIND");
  if (kind === "rfc3161") return addSource(context, await authorityOf(context, args, options));
  if (kind !== "cosignature") throw usage(`no kind of anchor: "${printable(kind)}"`, "rfc3161 or cosignature");
  if (args[1] !== void 0 || options["root"] !== void 0 || options["policy"] !== void 0)
    throw usage("anchors by witnesses have no URL, root or policy", "talos audit anchor add cosignature --threshold N");
  const threshold = wholeNumber(optional(options, "threshold") ?? "", "--threshold", 1, MAX_WITNESSES);
  return addSource(context, async (witness) => {
    const witnesses = (await witness.list()).filter(({ key }) => key !== "").map(({ key }) => key);
    if (witnesses.length === 0)
      throw new TalosError("E_NOT_FOUND", "no witness with a key is known", {
        hint: "talos audit witness add URL --key KEY"
      });
    return { kind, threshold, witnesses };
  });
};
async function addSource(context, makeSource) {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const added = await agent.api.anchors.add(await makeSource(agent.api.witness));
    await context.print({ anchor: viewOf(added) }, () => `anchoring ${placeOf(added.source)} (${added.id})`);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function placeOf(source) {
  if (source.kind === "rfc3161") return `at ${printable(source.url)}`;
  return `with ${source.threshold} of ${source.witnesses.map((key) => printable(nameOf(key))).join(", ")}`;
}
var nameOf = (key) => key.split("+", 1)[0] ?? "";
async function authorityOf(context, args, options) {
  if (options["threshold"] !== void 0) throw usage("a time-stamping authority has no threshold");
  const policy = optional(options, "policy");
  const url = argument(args, 1, "URL");
  const files = repeated(options, "root");
  if (files.length === 0) throw usage("a time-stamping authority needs --root", "the PEM file of its root");
  const roots = await rootsOf(context, files);
  return () => ({ kind: "rfc3161", url, roots, ...policy === void 0 ? {} : { policy } });
}
async function rootsOf(context, files) {
  const roots = [];
  for (const file of files) {
    const found = [...(await readText(context, file, MAX_PEM_BYTES)).matchAll(PEM)];
    if (found.length === 0) throw usage(`no certificate in ${printable(file)}`, "a PEM file, as openssl writes it");
    for (const [, base64 = ""] of found) roots.push(derOf(base64, file));
  }
  return roots;
}
function derOf(base64, file) {
  try {
    return toBase64url(fromBase64(base64.replace(/\s/g, "")));
  } catch (error) {
    if (!isTalosError(error, "E_MALFORMED")) throw error;
    throw usage(`no certificate in ${printable(file)}`, "a PEM file, as openssl writes it");
  }
}
function viewOf({ id, source, addedAtMs, active }) {
  if (source.kind === "cosignature") return { id, ...source, addedAtMs, active };
  const { kind, url, roots, policy } = source;
  const fingerprints = roots.map((root) => toHex(sha256(fromBase64url(root))));
  return { id, kind, url, roots: fingerprints, ...policy === void 0 ? {} : { policy }, addedAtMs, active };
}
var list = async (context) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const { anchors } = agent.api;
    const [sources, made] = [await anchors.sources(), await anchors.list()];
    const document = {
      sources: sources.map(viewOf),
      anchors: made.map((each) => ({ id: `${each.source}-${each.size}`, ...each }))
    };
    await context.print(document, () => [
      ...tableOf(
        sources.map(({ id, source, active }) => [id, source.kind, active ? "in use" : "removed", whereOf(source)])
      ),
      ...tableOf(
        made.map(({ source, size, atMs }) => [timeText(atMs), plural(size, "entry", "entries"), `anchored by ${source}`])
      )
    ]);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function whereOf(source) {
  return source.kind === "rfc3161" ? printable(source.url) : placeOf(source);
}
var remove = async (context, args) => {
  var _stack = [];
  try {
    const id = argument(args, 0, "ID");
    const agent = __using(_stack, await context.open(), true);
    const removed = await agent.api.anchors.remove(id);
    await context.print({ anchor: viewOf(removed) }, () => `not anchoring ${placeOf(removed.source)} any more`);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var now = async (context) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const attempts = await agent.api.anchors.now(context.io.signal);
    await context.print({ attempts: attempts.map((each) => ({ id: each.source, ...each })) }, () => attempts.map(lineOf));
    const code = attempts.find(({ error }) => error !== void 0)?.error?.code;
    return code === void 0 ? 0 : ERROR_CODES[isErrorCode(code) ? code : "E_INTERNAL"].exit;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function lineOf({ source, anchor, error }) {
  return anchor === void 0 ? `not anchored by ${source}: ${error?.code ?? ""}: ${printable(error?.message ?? "")}` : `${plural(anchor.size, "entry", "entries")} anchored by ${source} at ${timeText(anchor.atMs)}`;
}
var verify = async (context) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const { valid, anchors } = await agent.api.anchors.verify();
    const document = { valid, anchors: anchors.map((each) => ({ id: `${each.source}-${each.size}`, ...each })) };
    await context.print(document, () => [
      valid ? `valid: ${plural(anchors.length, "anchor")}` : "not valid",
      ...anchors.map(
        ({ source, size, atMs, by, reason }) => reason === void 0 ? `${timeText(atMs)}  ${plural(size, "entry", "entries")}  ${source}  ${printable(by ?? "")}` : `ANCHOR_MISMATCH: ${plural(size, "entry", "entries")} by ${source}: ${printable(reason)}`
      )
    ]);
    return valid ? 0 : ERROR_CODES.ANCHOR_MISMATCH.exit;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
export {
  add,
  list,
  now,
  remove,
  verify
};
