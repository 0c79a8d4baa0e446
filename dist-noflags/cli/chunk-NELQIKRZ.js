import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  peerName
} from "./chunk-O5CGNQMW.js";
import {
  optional
} from "./chunk-IELCMXJV.js";
import {
  timeMs
} from "./chunk-KBDBAFAE.js";
import {
  usage,
  wholeNumber
} from "./chunk-6NZXQKWI.js";
import {
  ENTRY_TYPES
} from "./chunk-IP5NY5SG.js";

// src/cli/audit-query.ts
var MAX_LAST = 1e4;
var MESSAGE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
function queryOf(options) {
  const [last, peer, type] = [optional(options, "last"), optional(options, "peer"), optional(options, "type")];
  const [tool, message] = [optional(options, "tool"), optional(options, "message")];
  const [from, to] = [optional(options, "from"), optional(options, "to")];
  if (type !== void 0 && !ENTRY_TYPES.some((each) => each === type))
    throw usage(`--type is unknown: "${type}"`, `one of ${ENTRY_TYPES.join(", ")}`);
  if (message !== void 0 && !MESSAGE_ID.test(message)) throw usage(`--message is no id of a message: "${message}"`);
  return {
    ...last === void 0 ? {} : { last: wholeNumber(last, "--last", 1, MAX_LAST) },
    ...peer === void 0 ? {} : { peer: peerName(peer) },
    ...type === void 0 ? {} : { type },
    ...tool === void 0 ? {} : { tool },
    ...message === void 0 ? {} : { message },
    ...from === void 0 ? {} : { fromMs: timeMs(from, "--from") },
    ...to === void 0 ? {} : { toMs: timeMs(to, "--to") }
  };
}

export {
  MESSAGE_ID,
  queryOf
};
