import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  peerName
} from "./chunk-O5CGNQMW.js";
import {
  webDocumentOf
} from "./chunk-LNPT7KDD.js";
import {
  MAX_DOCUMENT_BYTES,
  agentOfDocument,
  documentOfDid,
  readDidDocument
} from "./chunk-RRIVIEN5.js";
import {
  readBytes,
  writeText
} from "./chunk-2UUECZ3J.js";
import {
  argument,
  optional
} from "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import {
  usage
} from "./chunk-6NZXQKWI.js";
import {
  formatPeerId
} from "./chunk-KHFQ3AZA.js";
import "./chunk-FX2GLV37.js";
import "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-TYN6C76O.js";
import "./chunk-54GDCRVT.js";
import "./chunk-76WDXPVO.js";
import "./chunk-SDVHVV53.js";
import "./chunk-LQJYXGFI.js";
import {
  keyOfDid,
  parseDid
} from "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import {
  canonicalJson
} from "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import {
  tableOf
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import {
  toHex
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/did.ts
var show = async (context, args) => {
  const did = await didNamed(context, args[0]);
  const key = keyOfDid(did);
  const [publicKey, peerId] = [toHex(key), formatPeerId(key)];
  const { json: document } = documentOfDid(did);
  await context.print(
    { id: did, did, publicKey, peerId, document },
    () => tableOf([
      ["did", did],
      ["public key", publicKey],
      ["peer id", peerId],
      ["document", canonicalJson(document)]
    ])
  );
  return 0;
};
async function didNamed(context, named) {
  var _stack = [];
  try {
    if (named === void 0) return parseDid((await context.identity()).did);
    const peer = peerName(named);
    if (peer.startsWith("did:key:")) return parseDid(peer);
    const agent = __using(_stack, await context.open(), true);
    return parseDid(await agent.api.identities.peer({ peer }));
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
var resolve = async (context, args, options) => {
  const text = argument(args, 0, "DID");
  const document = text.startsWith("@") ? await documentIn(context, text.slice(1)) : await resolved(context, text);
  const { did, keys, services, alsoKnownAs, json } = document;
  const agent = agentOf(document);
  const found = options["record"] === true ? await recordOf(context, agent) : void 0;
  const whole = {
    id: did,
    did,
    ...agent === void 0 ? {} : { agent },
    document: json,
    ...found && { record: found }
  };
  await context.print(whole, () => [
    ...tableOf([
      ["did", printable(did)],
      ["agent", agent ?? "none: the document does not name one agent"],
      ...keys.map(({ id, type, purposes }) => ["key", printable(id), type, purposes.join(", ")]),
      ...alsoKnownAs.map((name) => ["also known as", printable(name)]),
      ...services.map(({ id, types, endpoints }) => [
        "service",
        printable(id),
        printable(types.join(", ")),
        printable(endpoints.map((each) => typeof each === "string" ? each : canonicalJson(each)).join(", "))
      ]),
      ...(found?.addresses ?? []).map((address) => ["address", printable(address)]),
      ...(found?.mailboxes ?? []).map((address) => ["mailbox", printable(address)])
    ])
  ]);
  return 0;
};
async function recordOf(context, agent) {
  var _stack = [];
  try {
    if (agent === void 0) throw new TalosError("E_NOT_FOUND", "the document does not name one agent");
    const opened = __using(_stack, await context.open(), true);
    return await opened.api.identities.record({ peer: agent, isSought: true });
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function agentOf(document) {
  try {
    return agentOfDocument(document);
  } catch (error) {
    if (error instanceof TalosError) return void 0;
    throw error;
  }
}
async function documentIn(context, file) {
  return readDidDocument(await readBytes(context, file, MAX_DOCUMENT_BYTES));
}
async function resolved(context, did) {
  const { didResolver } = await import("./did-resolver-T6HSDNNZ.js");
  const { lan } = await context.settings();
  const terms = { isOffline: context.global.offline, isLan: lan.value === "on" };
  return didResolver(terms)(did, context.io.signal);
}
var exportDid = async (context, _args, options) => {
  const out = optional(options, "out") ?? "-";
  await writeText(context, out, `${await exported(context, options)}
`);
  if (out !== "-") context.note(`written to ${printable(out)}`);
  return 0;
};
async function exported(context, options) {
  var _stack = [];
  try {
    const web = optional(options, "web");
    const isRecord = options["record"] === true;
    if (isRecord && (options["document"] === true || web !== void 0))
      throw usage("--record goes without --document and --web");
    if (!isRecord) {
      const did = parseDid((await context.identity()).did);
      return canonicalJson(web === void 0 ? documentOfDid(did).json : webDocumentOf(web, did));
    }
    const agent = __using(_stack, await context.open(), true);
    return (await agent.api.identities.record({})).record;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
export {
  exportDid,
  resolve,
  show
};
