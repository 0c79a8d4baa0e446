import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  envelopeFile,
  readEnvelopeFile
} from "./chunk-ZXLZGH6G.js";
import {
  shownText,
  who
} from "./chunk-CICWD6ZG.js";
import {
  peerName
} from "./chunk-O5CGNQMW.js";
import {
  MAX_TEXT_BYTES
} from "./chunk-Q36X44RV.js";
import {
  readText,
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
import {
  fromBase64
} from "./chunk-YHWXIR64.js";
import "./chunk-N5GQE2EY.js";
import "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/seal.ts
var seal = async (context, args, options) => {
  var _stack = [];
  try {
    const peer = peerName(argument(args, 0, "PEER"));
    const out = optional(options, "out") ?? "-";
    const text = await textOf(context, args[1]);
    const agent = __using(_stack, await context.open(), true);
    const { id, sealed } = await agent.api.messages.seal({ peer, text });
    await writeText(context, out, envelopeFile(sealed));
    if (out !== "-")
      await context.print({ message: { id, peer: sealed.to, state: "sealed" } }, () => `sealed ${id} for ${sealed.to}`);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var open = async (context, args) => {
  var _stack = [];
  try {
    const sealed = await readEnvelopeFile(context, argument(args, 0, "FILE"));
    const agent = __using(_stack, await context.open(), true);
    const message = await agent.api.messages.open(sealed);
    if (context.global.json) {
      await context.print({ message }, () => []);
      return 0;
    }
    context.note(`from ${who(message.from, message.alias)}, id ${message.id}`);
    await context.io.write(context.io.outIsTerminal ? `${shownText(message)}
` : contentOf(message));
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function contentOf({ text, base64 }) {
  return base64 === void 0 ? text : fromBase64(base64);
}
async function textOf(context, given) {
  if (given === void 0 && context.io.stdinIsTerminal)
    throw usage("what is to be sealed?", "give the text, or - to read it from standard input");
  return given === void 0 || given === "-" ? readText(context, "-", MAX_TEXT_BYTES) : given;
}
export {
  open,
  seal
};
