import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  linesOfLight
} from "./chunk-LINAIXM6.js";
import {
  MAX_HEADERS_FILE_BYTES,
  formatHeadersHead,
  isHeadersFile,
  readHeadersHead
} from "./chunk-22Z2NEJU.js";
import "./chunk-NYCHEQ5T.js";
import "./chunk-PXRMS2MY.js";
import "./chunk-2TWMYMXK.js";
import {
  peerName
} from "./chunk-O5CGNQMW.js";
import "./chunk-QWERRDFN.js";
import "./chunk-ELIUXP3L.js";
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
import "./chunk-M6P7E2C5.js";
import "./chunk-O5SJSCRQ.js";
import "./chunk-KCG6GPTE.js";
import "./chunk-KEZCLDZJ.js";
import "./chunk-IP5NY5SG.js";
import "./chunk-5PLSURYL.js";
import "./chunk-5ZXZSGQE.js";
import "./chunk-MNGPKMNL.js";
import "./chunk-RIQO26JO.js";
import "./chunk-UJMLH56T.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-HROBTZ6Q.js";
import "./chunk-DCRUBV73.js";
import "./chunk-SDVHVV53.js";
import "./chunk-LQJYXGFI.js";
import {
  parseDid
} from "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import {
  plural
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isErrorCode,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/light-files.ts
var LINES_TOGETHER = 1e3;
var importFiles = async (context, args) => {
  var _stack = [];
  try {
    if (args.filter((file) => file === "-").length > 1) throw usage("standard input is read once");
    const imported = [];
    const agent = __using(_stack, await context.open(), true);
    for (const file of args) imported.push(await importFile(context, agent.api, file));
    await context.print(
      { imported },
      () => imported.flatMap(({ file, light, headers }) => [
        headers === void 0 ? `${printable(file)}: a checkpoint` : `${printable(file)}: ${plural(headers, "new header")}`,
        ...linesOfLight(light)
      ])
    );
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
async function importFile(context, api, file) {
  try {
    const text = await readText(context, file, MAX_HEADERS_FILE_BYTES);
    if (isHeadersFile(text)) return { file, ...await importHeaders(context, api, text) };
    return { file, light: await api.light.importCheckpoint({ file: text }) };
  } catch (error) {
    if (!isTalosError(error)) throw error;
    const { code, message, hint, details } = error;
    throw new TalosError(code, `${printable(file)}: ${message}`, { cause: error, hint, details });
  }
}
async function importHeaders(context, api, text) {
  const { author, length } = readHeadersHead(text);
  const lines = text.slice(length).split("\n");
  if (lines.pop() !== "") throw new TalosError("MALFORMED_BLOCK", "the last line of the headers does not end");
  let [at, headers, after, light] = [
    0,
    0,
    void 0,
    void 0
  ];
  while (at < lines.length || light === void 0) {
    const part = lines.slice(at, at + LINES_TOGETHER);
    const taken = await api.light.importHeaders({ author, headers: part, ...after === void 0 ? {} : { after } });
    ({ light } = taken);
    headers += taken.taken;
    if (taken.refused !== void 0) throw refusedHeader(at + taken.refused.at, headers, taken.refused);
    [at, after] = [at + part.length, taken.last];
    if (context.io.noteIsTerminal && at < lines.length) context.note(`${at} of ${plural(lines.length, "header")}`);
  }
  return { light, headers };
}
function refusedHeader(at, kept, { code, reason }) {
  const known = isErrorCode(code) ? code : "E_MALFORMED";
  return new TalosError(known, `header ${at} of the file is refused: ${printable(reason)}`, {
    details: { at, kept },
    hint: `${plural(kept, "new header")} before it ${kept === 1 ? "is" : "are"} kept`
  });
}
var exportFile = async (context, args, options) => {
  var _stack = [];
  try {
    const author = peerName(argument(args, 0, "AUTHOR"));
    const since = sinceOf(options);
    const [headers, evidence] = [options["headers"] === true, options["evidence"] === true];
    if ([headers, evidence, since !== void 0].filter(Boolean).length > 1)
      throw usage("--headers, --evidence and --since are for files of different kinds");
    const agent = __using(_stack, await context.open(), true);
    const { light } = agent.api;
    const text = headers ? await headersFile(agent.api, author) : evidence ? await evidenceFile(agent.api, author) : await light.exportCheckpoint({ author, ...since === void 0 ? {} : { since } });
    await writeText(context, optional(options, "out") ?? "-", text);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function sinceOf(options) {
  const since = optional(options, "since");
  return since === void 0 ? void 0 : wholeNumber(since, "--since", 1, Number.MAX_SAFE_INTEGER);
}
async function headersFile(api, author) {
  const { id } = await viewOf(api, author);
  const lines = [];
  for (; ; ) {
    const part = await api.light.exportHeaders({ author, from: lines.length });
    if (part.length === 0) break;
    lines.push(...part);
  }
  return formatHeadersHead(parseDid(id)) + lines.map((line) => `${line}
`).join("");
}
async function evidenceFile(api, author) {
  const { evidence } = await viewOf(api, author);
  if (evidence === "") throw new TalosError("E_NOT_FOUND", "no two histories of this author were seen");
  return evidence;
}
async function viewOf(api, author) {
  const named = (await api.contacts.peers()).find(({ alias }) => alias === author)?.did ?? author;
  const view = (await api.light.status()).find(({ id }) => id === named);
  if (view === void 0) throw new TalosError("E_NOT_FOUND", "nothing is held of this author");
  return view;
}
export {
  exportFile,
  importFiles
};
