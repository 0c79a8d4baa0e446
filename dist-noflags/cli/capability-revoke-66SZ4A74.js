import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  capabilityId
} from "./chunk-KQWONRYI.js";
import "./chunk-FGSRQPL5.js";
import "./chunk-SCX7KA7T.js";
import "./chunk-O5CGNQMW.js";
import {
  MAX_REASON
} from "./chunk-MFVG7EVF.js";
import "./chunk-MWVEHJ3N.js";
import "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
import "./chunk-2UUECZ3J.js";
import {
  optional,
  required
} from "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import {
  fullIdentity,
  timeMs
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

// src/cli/commands/capability-revoke.ts
var revoke = async (context, args, options) => {
  var _stack = [];
  try {
    const params = paramsOf(args, options);
    const agent = __using(_stack, await context.open(), true);
    const revoked = await agent.api.revoke(params);
    await context.print(revoked, () => [
      `revoked ${revoked.kind === "chain" ? "all delegated from " : ""}${revoked.id}`,
      ...revoked.told.map(({ did: did2, told }) => `${told ? "known to" : "not yet known to"} ${did2}`)
    ]);
    const untold = revoked.told.filter(({ told }) => !told);
    if (untold.length > 0)
      context.note("who does not know of it yet goes on until the two are connected: this agent tells it then");
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function paramsOf(args, options) {
  const reason = required(options, "reason", "--reason");
  if (reason.length > MAX_REASON) throw usage(`--reason exceeds ${MAX_REASON} characters`);
  const [id] = args;
  const [subject, issuer] = [did(options, "subject"), did(options, "issuer")];
  const chain = options["chain"] === true;
  const before = optional(options, "before");
  if ([id, subject, issuer].filter((each) => each !== void 0).length !== 1)
    throw usage("say one of ID, --subject and --issuer");
  if (chain && id === void 0) throw usage("--chain needs the ID of a capability");
  if (before !== void 0 && issuer === void 0) throw usage("--before needs --issuer");
  return {
    reason,
    ...id === void 0 ? {} : { id: capabilityId(id) },
    ...chain ? { chain } : {},
    ...subject === void 0 ? {} : { subject },
    ...issuer === void 0 ? {} : { issuer },
    ...before === void 0 ? {} : { beforeMs: timeMs(before, "--before") }
  };
}
function did(options, name) {
  const text = optional(options, name);
  if (text === void 0) return void 0;
  const found = fullIdentity(text);
  if (found === void 0) throw usage(`--${name} must name an agent in full`);
  return found;
}
export {
  revoke
};
