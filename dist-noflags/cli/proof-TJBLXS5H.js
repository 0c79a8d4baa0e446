import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  capabilityId
} from "./chunk-KQWONRYI.js";
import "./chunk-FGSRQPL5.js";
import "./chunk-SCX7KA7T.js";
import {
  MAX_PROOF_FILE_BYTES,
  entryBytesOf,
  isEvidenceFile,
  isTlogProof,
  tlogProofOf,
  verifyEvidenceFile,
  verifyTlogProof
} from "./chunk-2EGNCCGF.js";
import "./chunk-NYCHEQ5T.js";
import {
  verifyProofFile
} from "./chunk-PXRMS2MY.js";
import "./chunk-2TWMYMXK.js";
import "./chunk-O5CGNQMW.js";
import {
  parseWitnessKey
} from "./chunk-LGGE3MIO.js";
import "./chunk-QWERRDFN.js";
import "./chunk-ELIUXP3L.js";
import "./chunk-MWVEHJ3N.js";
import "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
import {
  archivesOf,
  readText,
  writeText
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
import "./chunk-M6P7E2C5.js";
import {
  initCrypto
} from "./chunk-ZCE2KQBH.js";
import "./chunk-SVWQ5RWK.js";
import "./chunk-O5SJSCRQ.js";
import "./chunk-KCG6GPTE.js";
import {
  encodeHeader
} from "./chunk-KEZCLDZJ.js";
import {
  MAX_ENTRY_BYTES
} from "./chunk-IP5NY5SG.js";
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
import "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import {
  tableOf,
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable,
  printableJson
} from "./chunk-6UZ6DTTU.js";
import {
  fromUtf8,
  toHex
} from "./chunk-BYUQUT5F.js";
import {
  ERROR_CODES,
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/proof.ts
var FORMATS = ["talos", "tlog-proof"];
var exportProof = async (context, args, options) => {
  var _stack = [];
  try {
    const id = capabilityId(argument(args, 0, "ENTRY"));
    const wanted = optional(options, "format") ?? "talos";
    const format = FORMATS.find((each) => each === wanted);
    if (format === void 0) throw usage(`--format is unknown: "${wanted}"`, `one of ${FORMATS.join(", ")}`);
    const archives = archivesOf(context, options);
    const agent = __using(_stack, await context.open(), true);
    const proof = await (archives.length === 0 ? agent.api.proof(id) : agent.api.proof(id, archives));
    await initCrypto();
    await writeText(context, optional(options, "out") ?? "-", format === "talos" ? proof : tlogProofOf(proof));
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var verify = async (context, args, options) => {
  const verdict = await verdictOn(context, argument(args, 0, "FILE"), options);
  if (!verdict.valid) throw new TalosError("E_PROOF_INVALID", `the proof does not hold: ${verdict.reason}`);
  await context.print(jsonOf(verdict), () => ["valid", ...linesOf(verdict)]);
  return 0;
};
var show = async (context, args, options) => {
  const verdict = await verdictOn(context, argument(args, 0, "FILE"), options);
  if (!verdict.valid) {
    await context.print(
      { valid: false, code: verdict.code, reason: verdict.reason },
      () => `not valid: ${verdict.reason}`
    );
    return ERROR_CODES.E_PROOF_INVALID.exit;
  }
  if ("what" in verdict) {
    const signed = signedOf(verdict);
    await context.print({ ...jsonOf(verdict), signed }, () => [...linesOf(verdict), ...signed]);
    return 0;
  }
  const entries = [verdict.entry, verdict.answered, verdict.intent].filter((each) => each !== void 0);
  await context.print({ ...jsonOf(verdict), entries: entries.map(textOf) }, () => [
    ...linesOf(verdict),
    ...entries.map((entry) => printableJson(textOf(entry)))
  ]);
  return 0;
};
async function verdictOn(context, file, options) {
  await initCrypto();
  const witnesses = repeated(options, "witness").map(witnessKey);
  try {
    const text = await readText(context, file, MAX_PROOF_FILE_BYTES);
    const entry = optional(options, "entry");
    if (isTlogProof(text)) {
      const given = entry === void 0 ? {} : { entry: entryBytesOf(await readText(context, entry, MAX_ENTRY_BYTES + 1)) };
      return cosignedBy(witnesses, verifyTlogProof(text, { ...given, witnesses }));
    }
    if (entry !== void 0 || witnesses.length > 0)
      throw usage("--entry and --witness are for files of the format tlog-proof", "leave them out for other files");
    return isEvidenceFile(text) ? verifyEvidenceFile(text) : verifyProofFile(text);
  } catch (error) {
    if (isTalosError(error, "E_MALFORMED") || isTalosError(error, "E_LIMIT"))
      return { valid: false, code: "E_PROOF_INVALID", reason: error.message };
    throw error;
  }
}
function witnessKey(text) {
  try {
    return parseWitnessKey(text);
  } catch (error) {
    if (isTalosError(error, "E_MALFORMED")) throw usage(`--witness is no key of a witness: "${printable(text)}"`);
    throw error;
  }
}
function cosignedBy(witnesses, verdict) {
  if (!verdict.valid) return verdict;
  const missing = witnesses.find((each) => verdict.cosignatures.every(({ witness }) => witness !== each));
  if (missing === void 0) return verdict;
  return {
    valid: false,
    code: "E_PROOF_INVALID",
    reason: `${printable(missing.name)} has not cosigned the checkpoint`
  };
}
function signedOf({ notes, headers }) {
  return [
    ...notes.map(({ note }) => note),
    ...headers.map(({ header, signature }) => `${toHex(encodeHeader(header))} ${toHex(signature)}`)
  ];
}
function evidenceJson({ what, author, reason, by, timeMs }) {
  return { valid: true, evidence: what, author, reason, ...by === void 0 ? {} : { by, timeMs } };
}
function evidenceLines({ what, author, reason, by, timeMs }) {
  return tableOf([
    ["evidence", what === "fork" ? "the author signed two histories" : "the author showed an older log"],
    ["author", author],
    ["reason", reason],
    ...by === void 0 || timeMs === void 0 ? [] : [
      ["by", by],
      ["time", timeText(timeMs)]
    ]
  ]);
}
function textOf(entry) {
  return fromUtf8(entry.bytes);
}
function jsonOf(verdict) {
  if ("what" in verdict) return evidenceJson(verdict);
  const { author, checkpoint, entry, answered } = verdict;
  return {
    valid: true,
    author,
    entry: entry.id,
    type: entry.body.type,
    timeMs: entry.timeMs,
    seq: entry.seq,
    size: checkpoint.size,
    ...answered === void 0 ? {} : { answers: answered.id },
    ...callJson(verdict),
    ..."cosignatures" in verdict ? { cosigned: verdict.cosignatures.map(cosignedJson) } : {}
  };
}
function namedBy({ body }) {
  return body.type === "result" || body.type === "receipt" ? body.statement.statement : {};
}
function justificationOf({ intent }) {
  return intent?.body.type === "intent" ? intent.body.statement.statement.justification : "";
}
function callOf({ entry, answered }) {
  const found = [entry.body, answered?.body].find((body) => body?.type === "call" || body?.type === "decision");
  return found?.type === "call" || found?.type === "decision" ? found.statement.statement : void 0;
}
function resultOf({ entry: { body } }) {
  return body.type === "result" || body.type === "receipt" ? body.statement.statement : void 0;
}
function callJson(verdict) {
  const [call, result] = [callOf(verdict), resultOf(verdict)];
  const { intent, approval } = namedBy(verdict.entry);
  return {
    ...call === void 0 ? {} : {
      call: {
        from: call.from,
        to: call.to,
        service: call.service,
        method: call.method,
        target: call.target,
        capability: call.token,
        timeMs: call.time
      }
    },
    ...result === void 0 ? {} : { decision: result.decision, outcome: result.outcome },
    ...intent === void 0 ? {} : { intent, justification: justificationOf(verdict) },
    ...approval === void 0 ? {} : { approval }
  };
}
function callLines(verdict) {
  const { intent, approval } = namedBy(verdict.entry);
  const why = justificationOf(verdict);
  const [call, result] = [callOf(verdict), resultOf(verdict)];
  return [
    ...call === void 0 ? [] : [
      ["call", `${printable(call.target === "" ? call.method : call.target)} of ${printable(call.service)}`],
      ["made", `${timeText(call.time)}, by ${call.from}`],
      ["to", call.to],
      ["capability", call.token]
    ],
    ...result === void 0 ? [] : [["answer", `${result.decision}, ${result.outcome}`]],
    ...intent === void 0 ? [] : [["intent", `${intent}${why === "" ? "" : `: ${printable(why)}`}`]],
    ...approval === void 0 ? [] : [["approval", approval]]
  ];
}
function cosignedJson({ witness, timeS }) {
  return { witness: witness.name, timeMs: timeS * 1e3 };
}
function linesOf(verdict) {
  if ("what" in verdict) return evidenceLines(verdict);
  const { author, checkpoint, entry } = verdict;
  return tableOf([
    ["author", author],
    ["entry", entry.id],
    ["type", entry.body.type],
    ["time", timeText(entry.timeMs)],
    ["place", `${entry.seq} of ${checkpoint.size}`],
    ...callLines(verdict),
    ...("cosignatures" in verdict ? verdict.cosignatures : []).map((each) => [
      "cosigned",
      `${printable(each.witness.name)}, ${timeText(each.timeS * 1e3)}`
    ])
  ]);
}
export {
  exportProof,
  show,
  verify
};
