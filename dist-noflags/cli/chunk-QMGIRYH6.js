import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  TILE_HASHES,
  TileEdge
} from "./chunk-4UU26I6M.js";
import {
  Frontier
} from "./chunk-ELIUXP3L.js";
import {
  leafHash
} from "./chunk-5ZXZSGQE.js";
import {
  u16
} from "./chunk-LQJYXGFI.js";
import {
  printableJson
} from "./chunk-6UZ6DTTU.js";
import {
  concat,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/ledger/log/tile-files.ts
function numberPath(number) {
  const digits = String(number);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  const groups = padded.match(/\d{3}/g) ?? [];
  return groups.map((group, i) => i < groups.length - 1 ? `x${group}` : group).join("/");
}
function elementPath(folder, number, width) {
  const path = `tile/${folder}/${numberPath(number)}`;
  return width === TILE_HASHES ? path : `${path}.p/${width}`;
}
async function* tileFiles(entries, frontier) {
  const edge = new TileEdge();
  let bundle = [];
  const bundleFile = (number) => ({
    path: elementPath("entries", number, bundle.length / 2),
    bytes: concat(...bundle)
  });
  for await (const entry of entries) {
    const leaf = leafHash(entry);
    frontier.append(leaf);
    edge.append(leaf);
    bundle.push(u16(entry.length), new Uint8Array(entry));
    if (bundle.length < 2 * TILE_HASHES) continue;
    yield bundleFile(frontier.size / TILE_HASHES - 1);
    bundle = [];
    for (const tile of wholeTiles(edge)) yield tile;
  }
  if (bundle.length > 0) yield bundleFile(Math.floor(frontier.size / TILE_HASHES));
  for (const tile of tilesOf(edge)) yield tile;
}
function tilesOf(edge) {
  return edge.take().map(({ level, number, hashes }) => ({
    path: elementPath(String(level), number, hashes.length / 32),
    bytes: hashes
  }));
}
var PARTIAL = /\.p\/\d+$/;
function wholeTiles(edge) {
  return tilesOf(edge).filter(({ path }) => !PARTIAL.test(path));
}

// src/agent/record/entry-lines.ts
var PAGE_ENTRIES = 100;
var ENTRY_FORMATS = ["jsonl", "csv", "cloudevents"];
var FORMULA = /^[=+\-@\t\r]/;
var CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
var COLUMNS = ["id", "seq", "time", "type", "peer", "summary", "entry"];
var FORMATS = {
  jsonl: { head: "", line: (entry) => `${entryJson(entry)}
` },
  csv: { head: `${COLUMNS.map(cell).join(",")}\r
`, line: csvLine },
  cloudevents: { head: "", line: cloudEvent }
};
async function* entryLines(api, format, { query, author }) {
  if (!Object.hasOwn(FORMATS, format)) throw new RangeError(`format must be one of ${ENTRY_FORMATS.join(", ")}`);
  const { head, line } = FORMATS[format];
  if (head !== "") yield head;
  for await (const entry of all(api, query)) yield line(entry, author);
}
async function* all(api, query) {
  if (query.last !== void 0) {
    yield* await api.auditLog(query);
    return;
  }
  for (let after = -1; ; ) {
    const page = await api.auditLog({ ...query, last: PAGE_ENTRIES, after });
    yield* page;
    const last = page.at(-1);
    if (last === void 0 || page.length < PAGE_ENTRIES) return;
    after = last.seq;
  }
}
function entryJson({ entry, ...rest }, more = {}) {
  return `${printableJson(JSON.stringify({ ...rest, ...more })).slice(0, -1)},"entry":${printableJson(entry)}}`;
}
function csvLine({ id, seq, timeMs, type, peer, summary, entry }) {
  const time = new Date(timeMs).toISOString();
  const cells = [id, String(seq), time, type, peer ?? "", summary, printableJson(entry)];
  return `${cells.map(cell).join(",")}\r
`;
}
function cell(text) {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  const shown = safe.replace(CONTROL, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `"${shown.replaceAll('"', '""')}"`;
}
function cloudEvent({ id, seq, timeMs, type, peer, entry }, author) {
  const attributes = {
    specversion: "1.0",
    id,
    source: author,
    type: `io.github.talos-protocol.ledger.${type}`,
    ...peer === void 0 ? {} : { subject: peer },
    time: new Date(timeMs).toISOString(),
    datacontenttype: "application/json",
    // Of the extension "sequence": a string, compared as one.
    sequence: String(seq).padStart(16, "0")
  };
  return `${printableJson(JSON.stringify(attributes)).slice(0, -1)},"data":${printableJson(entry)}}
`;
}
async function* logTiles(api) {
  const { size, root, checkpoint, first } = await api.audit.root();
  if (first > 0)
    throw new TalosError("E_NOT_FOUND", `entries below block ${first} are in archives: the log is not here as a whole`);
  if (size === 0) throw new TalosError("E_NOT_FOUND", "the log has no sealed entry yet");
  const frontier = new Frontier();
  yield* tileFiles(entriesBelow(api, size), frontier);
  if (frontier.size !== size || toHex(frontier.root()) !== root)
    throw new TalosError("E_LEDGER_INVALID", "the entries are not those of the signed log", {
      hint: "talos audit verify says where"
    });
  yield { path: "checkpoint", bytes: utf8(checkpoint) };
  return size;
}
async function* entriesBelow(api, size) {
  for (let after = -1; after < size - 1; ) {
    const page = await api.auditLog({ last: PAGE_ENTRIES, after });
    for (const { seq, entry } of page) {
      if (seq !== after + 1) throw new TalosError("E_LEDGER_INVALID", `entry ${after + 1} lacks`);
      if (seq >= size) return;
      after = seq;
      yield utf8(entry);
    }
    if (page.length === 0) return;
  }
}

export {
  PAGE_ENTRIES,
  ENTRY_FORMATS,
  entryLines,
  entryJson,
  logTiles
};
