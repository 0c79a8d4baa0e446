import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  isCapabilityId,
  presentable
} from "./chunk-6P377QHC.js";
import {
  depthOf,
  printMade
} from "./chunk-KQWONRYI.js";
import {
  askedDelegation
} from "./chunk-FGSRQPL5.js";
import "./chunk-SCX7KA7T.js";
import {
  authorizedDid,
  knownPeers
} from "./chunk-O5CGNQMW.js";
import "./chunk-NJ3XV43X.js";
import {
  MAX_TOKEN_LIFETIME_S
} from "./chunk-MWVEHJ3N.js";
import "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
import "./chunk-2UUECZ3J.js";
import {
  argument,
  optional,
  required
} from "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import {
  durationS,
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
import "./chunk-ZCE2KQBH.js";
import "./chunk-SVWQ5RWK.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-LQJYXGFI.js";
import "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-N5GQE2EY.js";
import "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/capability-delegate.ts
var delegate = async (context, args, options) => {
  var _stack = [];
  try {
    const asked = await askedDelegation(context, options);
    const terms = { ...depthOf(options), ...expiryOf(options) };
    const given = argument(args, 0, "CAPABILITY");
    const capability = isCapabilityId(given) ? given : await presentable(context, given);
    const agent = __using(_stack, await context.open(), true);
    const named = required(options, "subject", "--subject");
    const subject = await authorizedDid(named, "--subject", () => knownPeers(agent.api));
    const made = await agent.api.delegate({ capability, subject, ...asked, ...terms });
    return printMade(context, made, optional(options, "out") ?? "-");
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function expiryOf(options) {
  const expires = optional(options, "expires");
  if (expires === void 0) return {};
  const expiresInS = durationS(expires, "--expires");
  if (expiresInS > MAX_TOKEN_LIFETIME_S) throw usage("--expires exceeds 400 days");
  return { expiresInS };
}
export {
  delegate
};
