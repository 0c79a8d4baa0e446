import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  presentable
} from "./chunk-6P377QHC.js";
import {
  peerName
} from "./chunk-O5CGNQMW.js";
import {
  readText
} from "./chunk-2UUECZ3J.js";
import {
  argument,
  optional
} from "./chunk-IELCMXJV.js";
import {
  usage
} from "./chunk-6NZXQKWI.js";
import {
  MAX_RPC_BYTES,
  RPC_CODES,
  isJsonObject
} from "./chunk-FX2GLV37.js";
import {
  MAX_JUSTIFICATION_CHARACTERS
} from "./chunk-5PLSURYL.js";
import {
  parseJson
} from "./chunk-XPPVS7Z5.js";
import {
  printableJson
} from "./chunk-6UZ6DTTU.js";
import {
  ERROR_CODES,
  EXIT,
  TalosError,
  isErrorCode,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/justification.ts
function justificationOf(options) {
  const justification = optional(options, "justify");
  if (justification === void 0) return {};
  if (justification.length > MAX_JUSTIFICATION_CHARACTERS || !justification.isWellFormed())
    throw usage(`--justify takes text of at most ${MAX_JUSTIFICATION_CHARACTERS} characters`);
  return { justification };
}

// src/cli/commands/mcp-call.ts
var mcpCall = async (context, args, options) => {
  var _stack = [];
  try {
    const peer = peerName(argument(args, 0, "PEER"));
    const tool = argument(args, 1, "TOOL");
    const given = argument(args, 2, "JSON");
    if (given === "-" && optional(options, "capability") === "-")
      throw usage("the capability and the arguments cannot both be read from -");
    const text = given === "-" ? await readText(context, "-", MAX_RPC_BYTES) : given;
    if (!isJsonObject(jsonOf(text))) throw usage("the arguments of the tool must be a JSON object");
    const service = optional(options, "service");
    const justification = justificationOf(options);
    const capability = await capabilityOf(context, options);
    const deadline = await deadlineOf(context, options);
    const agent = __using(_stack, await context.open(), true);
    const outcome = await agent.api.call(
      {
        peer,
        tool,
        arguments: text,
        ...service === void 0 ? {} : { service },
        ...capability,
        ...justification,
        ...deadline
      },
      context.io.signal
    );
    if (outcome.error !== void 0 || outcome.result === void 0) throw failure(outcome);
    const result = printableJson(outcome.result);
    await context.io.write(context.global.json ? `{"result":${result},"entry":"${outcome.entry}"}
` : `${result}
`);
    context.detail(`recorded as ${outcome.entry}`);
    const json = parseJson(outcome.result);
    return isJsonObject(json) && json["isError"] === true ? EXIT.failed : EXIT.done;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
async function deadlineOf(context, options) {
  const given = optional(options, "deadline");
  const { deadline } = await context.settings(given === void 0 ? {} : { deadline: given });
  return deadline.value === 0 ? {} : { deadlineMs: deadline.value * 1e3 };
}
async function capabilityOf(context, options) {
  const name = optional(options, "capability");
  if (name === void 0) return {};
  return { capability: await presentable(context, name) };
}
function jsonOf(text) {
  try {
    return parseJson(text);
  } catch (cause) {
    if (!isTalosError(cause)) throw cause;
    throw usage(`the arguments are not JSON: ${cause.message}`);
  }
}
var BY_RPC_CODE = {
  [RPC_CODES.denied]: "E_REFUSED",
  [RPC_CODES.tunnelDown]: "E_UNREACHABLE",
  [RPC_CODES.outcomeUnknown]: "E_OUTCOME_UNKNOWN"
};
function failure({ error, entry }) {
  if (error === void 0) return new TalosError("E_PROTOCOL", "the call ended without a result");
  const details = { entry, rpc: error.code };
  if (error.denial !== void 0 && isErrorCode(error.denial)) {
    const why = error.message === `denied: ${error.denial}` ? ERROR_CODES[error.denial].sentence : error.message;
    return new TalosError(error.denial, `denied: ${error.denial}: ${why}`, { details });
  }
  const code = error.fromTool === true ? "E_TOOL_FAILED" : BY_RPC_CODE[error.code] ?? "E_TOOL_FAILED";
  return new TalosError(code, `the call failed (${error.code}): ${error.message}`, { details });
}

export {
  justificationOf,
  mcpCall,
  deadlineOf
};
