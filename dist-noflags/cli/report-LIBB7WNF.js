import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_NOTE_BYTES
} from "./chunk-YR7XDHAT.js";
import "./chunk-JU7U7OJO.js";
import "./chunk-NELQIKRZ.js";
import "./chunk-QMGIRYH6.js";
import "./chunk-CICWD6ZG.js";
import "./chunk-KQWONRYI.js";
import "./chunk-FGSRQPL5.js";
import "./chunk-SCX7KA7T.js";
import {
  FINDING_RULES,
  ReportBuilder,
  finding
} from "./chunk-4MAQDCYN.js";
import "./chunk-2TWMYMXK.js";
import "./chunk-O5CGNQMW.js";
import "./chunk-4UU26I6M.js";
import "./chunk-ELIUXP3L.js";
import "./chunk-MWVEHJ3N.js";
import "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
import {
  readText,
  writeText
} from "./chunk-2UUECZ3J.js";
import {
  optional
} from "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import {
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
import {
  VERSION
} from "./chunk-KJ5PCUWR.js";
import {
  initCrypto
} from "./chunk-ZCE2KQBH.js";
import "./chunk-SVWQ5RWK.js";
import "./chunk-IP5NY5SG.js";
import "./chunk-5PLSURYL.js";
import "./chunk-5ZXZSGQE.js";
import "./chunk-MNGPKMNL.js";
import "./chunk-RIQO26JO.js";
import "./chunk-UJMLH56T.js";
import {
  sha256
} from "./chunk-IOG4ONSQ.js";
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
import {
  toBase64
} from "./chunk-YHWXIR64.js";
import {
  plural
} from "./chunk-N5GQE2EY.js";
import {
  printable,
  printableJson
} from "./chunk-6UZ6DTTU.js";
import {
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  ERROR_CODES,
  isErrorCode,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/ledger/report/report-text.ts
function verdictOf({ verification }) {
  const { valid, entries, blocks } = verification;
  return valid ? `The ledger verifies: ${countOf(entries, "entry", "entries")} in ${countOf(blocks, "block", "blocks")}.` : "VERIFICATION FAILED: do not rely on this ledger. The errors below say what does not hold.";
}
function sectionsOf(report2) {
  const sections = [
    { title: "Findings", columns: ["Number", "Level", "What", "Entry", "Block"], rows: findingRows(report2) },
    { title: "Ledger", columns: ["", ""], rows: ledgerRows(report2) },
    {
      title: "Entries by type",
      columns: ["Type", "Entries"],
      rows: report2.types.map(({ type, count }) => [type, String(count)])
    },
    {
      title: "Peers",
      columns: ["Peer", "Alias", "Verified", "Entries", "Calls", "Refusals"],
      rows: report2.peers.map((each) => [
        each.peer,
        each.alias,
        each.verified ? "yes" : "no",
        ...[each.entries, each.calls, each.denied].map(String)
      ])
    },
    {
      title: "Calls",
      columns: ["Service", "Tool, resource or prompt", "Made", "Served", "Refused"],
      rows: report2.tools.map(({ service, target, made, served, denied }) => [
        service,
        target,
        ...[made, served, denied].map(String)
      ])
    },
    {
      title: "Refusals by code",
      columns: ["Code", "Refusals"],
      rows: report2.denials.map(({ code, count }) => [code, String(count)])
    },
    {
      title: "Anchors",
      columns: ["Time", "Entries", "Source", "By", "Verdict"],
      rows: report2.anchors.map(({ atMs, size, source, by, reason }) => [
        timeOf(atMs),
        String(size),
        source,
        by ?? "",
        reason ?? "holds"
      ])
    }
  ];
  return sections.filter(({ rows }) => rows.length > 0);
}
function findingRows({ findings, unlisted }) {
  const rows = findings.map((each) => [
    String(each.number),
    each.level,
    sayOf(each),
    placeOf(each.seq),
    placeOf(each.height)
  ]);
  return unlisted === 0 ? rows : [...rows, ["", "", `and ${unlisted} more of these kinds`, "", ""]];
}
function sayOf({ message, code }) {
  return code === void 0 ? message : `${code}: ${message}`;
}
var placeOf = (place) => place === void 0 ? "" : String(place);
function ledgerRows({
  author,
  name,
  entries,
  firstMs,
  lastMs,
  range,
  verification,
  revocations,
  ...made
}) {
  const { fromMs, toMs } = range;
  const span2 = firstMs === void 0 || lastMs === void 0 ? "none" : `${timeOf(firstMs)} to ${timeOf(lastMs)}`;
  return [
    ["Author", author],
    ["Name", name],
    ["Made", `${timeOf(made.madeAtMs)} by talos ${made.version}`],
    [
      "Range",
      `${fromMs === void 0 ? "the beginning" : timeOf(fromMs)} to ${toMs === void 0 ? "the end" : timeOf(toMs)}`
    ],
    ["Entries in it", `${entries}, ${span2}`],
    ["Revocations in it", String(revocations)],
    ["Verified", `${verification.entries} entries, ${verification.blocks} blocks`],
    ...archivedRows(verification),
    ...verification.checkpoint.split("\n").filter((line) => line !== "").map((line, i) => [i === 0 ? "Newest checkpoint" : "", line])
  ];
}
function archivedRows({ archived }) {
  if (archived === 0) return [];
  return [
    [
      "Archived",
      `entries of ${countOf(archived, "block", "blocks")}: not in this report, verified by their hashes alone`
    ]
  ];
}
var countOf = (count, one, many) => `${count} ${count === 1 ? one : many}`;
function timeOf(ms) {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString().replace(/\.\d+Z$/, "Z");
}

// src/ledger/report/report-html.ts
var STYLE = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:76rem;margin:2rem auto;padding:0 1rem}
h2{margin:2rem 0 .5rem;font-size:1.1rem}table{border-collapse:collapse;display:block;overflow-x:auto}
th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #8884;overflow-wrap:anywhere}
td{font-family:ui-monospace,monospace;font-size:.9em}.verdict{font-size:1.1rem;font-weight:600;padding:.7rem 1rem;border-left:5px solid #2a8}
.failed{border-color:#d33;background:#d332}.error td{color:#d33}.note td{opacity:.75}`;
function reportHtml(report2) {
  const policy = `default-src 'none'; style-src 'sha256-${toBase64(sha256(utf8(STYLE)))}'; base-uri 'none'; form-action 'none'`;
  const verdict = report2.verification.valid ? "verdict" : "verdict failed";
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="referrer" content="no-referrer">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    "<title>Report on a Talos ledger</title>",
    `<style>${STYLE}</style>`,
    "</head>",
    "<body>",
    "<h1>Report on a Talos ledger</h1>",
    `<p class="${verdict}">${escaped(verdictOf(report2))}</p>`,
    ...sectionsOf(report2).flatMap((section) => sectionLines(section, report2)),
    "</body>",
    "</html>",
    ""
  ].join("\n");
}
function sectionLines({ title, columns, rows }, report2) {
  const cells = (tag, texts) => texts.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join("");
  const level = (at) => title === "Findings" ? report2.findings[at]?.level : void 0;
  return [
    `<h2>${escaped(title)}</h2>`,
    "<table>",
    ...columns.some((column) => column !== "") ? [`<tr>${cells("th", columns)}</tr>`] : [],
    ...rows.map((row, at) => {
      const name = level(at);
      return `<tr${name === void 0 ? "" : ` class="${name}"`}>${cells("td", row)}</tr>`;
    }),
    "</table>"
  ];
}
var ENTITIES = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
};
function escaped(text) {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

// src/ledger/report/report-markdown.ts
function reportMarkdown(report2) {
  const parts = ["# Report on a Talos ledger", `**${verdictOf(report2)}**`, ...sectionsOf(report2).map(sectionText)];
  return `${parts.join("\n\n")}
`;
}
function sectionText({ title, columns, rows }) {
  const lines = [columns, columns.map(() => "---"), ...rows.map((row) => row.map(span))];
  return [`## ${title}`, "", ...lines.map((cells) => `| ${cells.join(" | ")} |`)].join("\n");
}
function span(text) {
  const shown = printable(text).replaceAll("`", "\\u{60}").replaceAll("|", "\\u{7c}");
  return shown === "" ? "" : `\`${shown}\``;
}

// src/ledger/report/report-sarif.ts
var SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
var ARTIFACT = "audit-log.jsonl";
var NUMBERS = Object.keys(FINDING_RULES).map(Number);
function reportSarif(report2) {
  const { version, madeAtMs, findings, verification, author } = report2;
  const rules = NUMBERS.map((number) => {
    const { name, level, text } = FINDING_RULES[number];
    return { id: idOf(number), name, shortDescription: { text }, defaultConfiguration: { level } };
  });
  const invocation = { executionSuccessful: true, endTimeUtc: new Date(madeAtMs).toISOString() };
  const run = {
    tool: { driver: { name: "talos", version, rules } },
    invocations: [invocation],
    artifacts: [{ location: { uri: ARTIFACT } }],
    results: findings.map(resultOf),
    properties: { author, valid: verification.valid, unlisted: report2.unlisted }
  };
  return `${printableJson(JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }))}
`;
}
var idOf = (number) => `TALOS${number}`;
function resultOf(each) {
  const { number, level, seq, height, peer } = each;
  const logical = [
    ...seq === void 0 ? [] : [{ fullyQualifiedName: `entry ${seq}` }],
    ...height === void 0 ? [] : [{ fullyQualifiedName: `block ${height}` }]
  ];
  return {
    ruleId: idOf(number),
    ruleIndex: NUMBERS.indexOf(number),
    level,
    message: { text: printable(sayOf(each)) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: ARTIFACT, index: 0 },
          region: { startLine: (seq ?? 0) + 1 }
        },
        ...logical.length === 0 ? {} : { logicalLocations: logical }
      }
    ],
    ...peer === void 0 ? {} : { properties: { peer } }
  };
}

// src/cli/commands/report.ts
var FORMATS = {
  json: (report2) => `${printableJson(JSON.stringify(report2))}
`,
  markdown: reportMarkdown,
  html: reportHtml,
  sarif: reportSarif
};
var report = async (context, _args, options) => {
  const format = optional(options, "format") ?? (context.global.json ? "json" : "markdown");
  const write = Object.hasOwn(FORMATS, format) ? FORMATS[format] : void 0;
  if (write === void 0)
    throw usage(`--format is unknown: "${printable(format)}"`, `one of ${Object.keys(FORMATS).join(", ")}`);
  const out = optional(options, "out") ?? "-";
  const made = await reportOf(context, { ...rangeOf(options), ...await checkpointOf(context, options) });
  await initCrypto();
  await writeText(context, out, write(made));
  if (out !== "-") context.note(`${plural(made.findings.length + made.unlisted, "finding")}`);
  if (!made.verification.valid) context.note("the ledger or an anchor does not verify");
  return made.verification.valid ? 0 : ERROR_CODES.E_LEDGER_INVALID.exit;
};
function rangeOf(options) {
  const from = optional(options, "from");
  const to = optional(options, "to");
  return {
    ...from === void 0 ? {} : { fromMs: timeMs(from, "--from") },
    ...to === void 0 ? {} : { toMs: timeMs(to, "--to") }
  };
}
async function reportOf(context, range) {
  try {
    var _stack = [];
    try {
      const agent = __using(_stack, await context.open(), true);
      return await agent.api.reports.make(range, context.io.signal);
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } catch (error) {
    if (!isTalosError(error, "E_STORAGE_CORRUPT") && !isTalosError(error, "E_LEDGER_INVALID")) throw error;
    return bareReport(context, range);
  }
}
async function checkpointOf(context, options) {
  const file = optional(options, "checkpoint");
  return file === void 0 ? {} : { checkpoint: await readText(context, file, MAX_NOTE_BYTES) };
}
async function bareReport(context, { checkpoint, ...range }) {
  const { did, name } = await context.identity();
  const {
    valid: _valid,
    problems,
    ...verification
  } = await context.io.agents.audit(context.dataDir, checkpoint === void 0 ? {} : { checkpoint }, {
    signal: context.io.signal
  });
  const findings = problems.map(
    ({ code, message }) => finding(code === "E_EQUIVOCATION" ? 602 : 601, message, isErrorCode(code) ? { code } : {})
  );
  return new ReportBuilder().finish({
    author: parseDid(did),
    name,
    version: VERSION,
    nowMs: context.io.now(),
    range,
    verification,
    peers: [],
    anchors: [],
    findings,
    tokens: /* @__PURE__ */ new Set()
  });
}
export {
  report
};
