import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  ValidationEngine
} from "./chunk-N5QQWJN7.js";
import {
  Frontier
} from "./chunk-ELIUXP3L.js";
import {
  readBytes,
  writeBytes
} from "./chunk-2UUECZ3J.js";
import {
  argument,
  optional
} from "./chunk-IELCMXJV.js";
import {
  usage
} from "./chunk-6NZXQKWI.js";
import {
  VALIDATION_LEVELS
} from "./chunk-IOKT6ZGB.js";
import {
  HEADER_BYTES,
  VALIDATION_NUMBERS,
  decodeBlock,
  hashHeader
} from "./chunk-KEZCLDZJ.js";
import {
  parseDid
} from "./chunk-ONC5ALCL.js";
import {
  fromBase64
} from "./chunk-YHWXIR64.js";
import {
  plural
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import {
  toHex
} from "./chunk-BYUQUT5F.js";
import {
  ERROR_CODES
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/block.ts
var MAX_FILE_BYTES = 2 * 1024 * 1024;
function levelOption(options) {
  const text = optional(options, "level") ?? "strict";
  const level = VALIDATION_LEVELS.find((each) => each === text);
  if (level === void 0) throw usage(`--level is unknown: "${text}"`, `one of ${VALIDATION_LEVELS.join(", ")}`);
  return level;
}
var verifyBlock = async (context, args, options) => {
  const level = levelOption(options);
  const { network, difficulty } = await context.settings(chosen(options));
  const author = await authorOf(context, options);
  const bytes = await readBytes(context, argument(args, 0, "FILE"), MAX_FILE_BYTES);
  const position = await positionOf(context, options);
  const engine = new ValidationEngine({ level, author, network: network.value, difficulty: difficulty.value });
  const judged = await engine.validateBlock(bytes, { position });
  const unchecked = judged.isValid ? rulesNotChecked(judged, position) : [];
  const { header, hash, isValid, errors } = judged;
  const place = header === void 0 ? {} : { height: header.height, timeMs: header.timeMs, logSize: header.logSize };
  await context.print(
    { valid: isValid, author, level, ...place, ...hash && { hash: toHex(hash) }, errors, unchecked },
    () => isValid ? [
      `valid: block ${header?.height} of ${author}`,
      ...unchecked.length === 0 ? [] : [`not checked, as the blocks before are not here: ${unchecked.join(", ")}`]
    ] : errors.map(
      ({ code, number, reason, position: at }) => `${code} ${number}: ${reason}${at === void 0 ? "" : ` (entry ${at} of the block)`}`
    )
  );
  return isValid ? 0 : ERROR_CODES.MALFORMED_BLOCK.exit;
};
function chosen(options) {
  const [network, difficulty] = [optional(options, "network"), optional(options, "difficulty")];
  return { ...network !== void 0 && { network }, ...difficulty !== void 0 && { difficulty } };
}
async function authorOf(context, options) {
  const author = optional(options, "author");
  return parseDid(author ?? (await context.identity()).did);
}
async function positionOf(context, options) {
  const file = optional(options, "after");
  if (file === void 0) return "unknown";
  const bytes = await readBytes(context, file, MAX_FILE_BYTES);
  const { header } = decodeBlock(bytes);
  const { height, timeMs, logSize: size } = header;
  const point = { height, timeMs, size, hash: hashHeader(bytes.subarray(0, HEADER_BYTES)) };
  return size === 0 ? { ...point, frontier: new Frontier() } : point;
}
function rulesNotChecked({ level, header }, position) {
  if (level === "minimal" || header?.height === 0) return [];
  const rules = Object.keys(VALIDATION_NUMBERS);
  const missing = position === "unknown" ? ["log-root", "height", "previous-hash", "time-before", "log-size"] : typeof position === "object" && position.frontier === void 0 ? ["log-root"] : [];
  return rules.filter((rule) => missing.includes(rule));
}
var exportBlock = async (context, args, options) => {
  var _stack = [];
  try {
    const at = argument(args, 0, "BLOCK");
    const out = optional(options, "out") ?? "-";
    if (out === "-" && context.io.outIsTerminal && !context.global.json)
      throw usage("a block is no text for a terminal", "write it to a file with --out FILE");
    const agent = __using(_stack, await context.open(), true);
    const { height, hash, block } = await agent.api.blocks.find(at);
    const bytes = fromBase64(block);
    if (out !== "-") await writeBytes(context, out, bytes);
    if (context.global.json)
      await context.print({ block: { height, hash, ...out === "-" ? { bytes: toHex(bytes) } : { out } } }, () => "");
    else if (out === "-") await context.io.write(bytes);
    else context.note(`block ${height}, ${plural(bytes.length, "byte")}, is in ${printable(out)}`);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};

export {
  levelOption,
  verifyBlock,
  exportBlock
};
