import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  capabilityText
} from "./chunk-6P377QHC.js";
import {
  declaredEnvironment
} from "./chunk-FGSRQPL5.js";
import {
  authorizeCall,
  verifyChain
} from "./chunk-KMHR7AZL.js";
import {
  NO_REVOCATIONS
} from "./chunk-AGDCSQEJ.js";
import {
  uriFault
} from "./chunk-62Z2Z3VB.js";
import {
  describeScope
} from "./chunk-7Y6WBDPZ.js";
import {
  readChain,
  splitChain
} from "./chunk-NJ3XV43X.js";
import {
  readToken
} from "./chunk-MWVEHJ3N.js";
import "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import {
  deny
} from "./chunk-6LWAUCQS.js";
import "./chunk-2UUECZ3J.js";
import {
  argument,
  optional,
  repeated,
  required
} from "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import {
  fullIdentity
} from "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import {
  usage
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
import {
  initCrypto
} from "./chunk-ZCE2KQBH.js";
import "./chunk-SVWQ5RWK.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-LQJYXGFI.js";
import {
  parseDid
} from "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import {
  parseJson
} from "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import {
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import {
  TalosError,
  invariant,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/capability-verify.ts
var verify = async (context, args, options) => {
  await initCrypto();
  const request = requestOf(options);
  const holder = did(required(options, "as", "--as"), "--as");
  const texts = await tokensOf(context, argument(args, 0, "TOKEN"));
  const roots = await rootsOf(context, repeated(options, "root"));
  const nowMs = context.io.now();
  const revoked = await revokedHere(context, texts);
  const standing = { nowMs, revocations: revoked ?? NO_REVOCATIONS, environment: declaredEnvironment(options) };
  const verdict = verifyChain(texts, {
    roots,
    audience: audienceOf(options, roots),
    service: optional(options, "service") ?? serviceOf(texts),
    holder,
    ...standing
  });
  if (!verdict.allowed) throw denied(verdict);
  const { grant } = verdict;
  const fault = request.kind === "resource" ? uriFault(request.uri) : void 0;
  if (fault !== void 0) throw denied(deny("MALFORMED", fault));
  const call = authorizeCall(grant, request, standing);
  if (!call.allowed) throw denied(call);
  const revocation = revoked === void 0 ? "not checked" : "checked";
  const expiresAt = grant.expiresAtS * 1e3;
  const chain = grant.tokens.map(({ id }) => id);
  const verdictShown = { allowed: true, id: grant.leaf.id, holder, ...namedOf(request), expiresAt, revocation, chain };
  await context.print(verdictShown, () => [
    `allowed until ${timeText(expiresAt)}`,
    ...describeScope(grant.scope).map((line) => `  ${printable(line)}`)
  ]);
  if (revoked === void 0) context.note("revocations were not checked: there is no agent in this data directory");
  return 0;
};
function denied({ code, reason }) {
  return new TalosError(code, `refused: ${code}: ${reason}`);
}
function did(text, option) {
  const found = fullIdentity(text);
  if (found === void 0) throw usage(`${option} must be a DID, got "${printable(text)}"`);
  return parseDid(found);
}
function argumentsOf(text) {
  try {
    return parseJson(text);
  } catch (cause) {
    if (!isTalosError(cause)) throw cause;
    throw usage(`--arguments is not JSON: ${cause.message}`);
  }
}
async function tokensOf(context, given) {
  const text = await capabilityText(context, given);
  return text === "" ? [] : splitChain(text);
}
async function rootsOf(context, texts) {
  if (texts.length > 0) return texts.map((text) => did(text, "--root"));
  return [parseDid((await context.identity()).did)];
}
function audienceOf(options, [root]) {
  const text = optional(options, "audience");
  if (text !== void 0) return did(text, "--audience");
  invariant(root !== void 0, "there is a root");
  return root;
}
function requestOf(options) {
  const [name, uri, prompt] = [optional(options, "tool"), optional(options, "resource"), optional(options, "prompt")];
  const given = [name, uri, prompt].filter((each) => each !== void 0);
  if (given.length !== 1) throw usage("what is asked for? give one of --tool, --resource and --prompt");
  const callArguments = optional(options, "arguments");
  if (name !== void 0) return { kind: "tool", name, arguments: argumentsOf(callArguments ?? "{}") };
  if (callArguments !== void 0) throw usage("--arguments goes with --tool");
  return uri === void 0 ? { kind: "prompt", name: prompt ?? "" } : { kind: "resource", uri };
}
function namedOf(request) {
  return { [request.kind]: request.kind === "resource" ? request.uri : request.name };
}
function serviceOf(chain) {
  try {
    return readToken(chain.at(-1) ?? "").claims.scope.service;
  } catch (error) {
    if (isTalosError(error)) return "default";
    throw error;
  }
}
async function revokedHere(context, texts) {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.io.agents.attach(context.dataDir), true);
    if (agent === void 0) return context.io.agents.storedRevocations(context.dataDir);
    const isRevoked = isReadable(texts) && await agent.api.isRevoked(texts.join("~"));
    return { ...NO_REVOCATIONS, revokes: () => isRevoked };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function isReadable(texts) {
  try {
    return readChain(texts.join("~")).length > 0;
  } catch (error) {
    if (isTalosError(error)) return false;
    throw error;
  }
}
export {
  verify
};
