/** @module `talos audit export`: entries as JSON lines, CSV, CloudEvents 1.0, or the whole log as tiles. */
import type { AgentApi, AuditEntry, AuditQuery } from '../../agent/api.ts';
import { entryJson, PAGE_ENTRIES, queryOf } from '../audit-query.ts';
import { optional, type Run } from '../context.ts';
import { writeLines } from '../files.ts';
import { printableJson } from '../terminal.ts';
import { usage } from '../values.ts';

/** What each format makes of an entry of `author`, and what stands before the first. */
interface Format {
  readonly head: string;
  line(entry: AuditEntry, author: string): string;
}

// What a spreadsheet would run as a formula (OWASP "CSV Injection"). Our JSON, times and ids start with none of these.
const FORMULA = /^[=+\-@\t\r]/;
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

const COLUMNS = ['id', 'seq', 'time', 'type', 'peer', 'summary', 'entry'] as const;

const FORMATS: Readonly<Record<string, Format>> = {
  jsonl: { head: '', line: (entry) => `${entryJson(entry)}\n` },
  csv: { head: `${COLUMNS.map(cell).join(',')}\r\n`, line: csvLine },
  cloudevents: { head: '', line: cloudEvent },
};

/** `export`: all entries that fit, oldest first. */
export const exportEntries: Run = async (context, _args, options) => {
  const name = optional(options, 'format') ?? 'jsonl';
  if (name === 'tiles') {
    await (await import('./audit-tiles.ts')).exportTiles(context, options);
    return 0;
  }
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (format === undefined)
    throw usage(`--format is unknown: "${name}"`, `one of ${Object.keys(FORMATS).join(', ')}, tiles`);
  const query = queryOf(options);
  const { did } = await context.identity();
  await using agent = await context.open();
  const lines = async function* (): AsyncIterable<string> {
    if (format.head !== '') yield format.head;
    for await (const entry of all(agent.api, query)) yield format.line(entry, did);
  };
  await writeLines(context, optional(options, 'out') ?? '-', lines());
  return 0;
};

/** All entries that fit, page by page; the newest `last` where that is given. */
async function* all(api: AgentApi, query: AuditQuery): AsyncIterable<AuditEntry> {
  if (query.last !== undefined) {
    yield* await api.auditLog(query);
    return;
  }
  for (let after = -1; ; ) {
    const page = await api.auditLog({ ...query, last: PAGE_ENTRIES, after });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_ENTRIES) return;
    after = last.seq;
  }
}

/** RFC 4180. */
function csvLine({ id, seq, timeMs, type, peer, summary, entry }: AuditEntry): string {
  const time = new Date(timeMs).toISOString();
  const cells = [id, String(seq), time, type, peer ?? '', summary, printableJson(entry)];
  return `${cells.map(cell).join(',')}\r\n`;
}

/** A cell, always quoted; text that would be a formula is led by an apostrophe, control characters are spelled out. */
function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  const shown = safe.replace(CONTROL, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${shown.replaceAll('"', '""')}"`;
}

/** CloudEvents 1.0 in its JSON format, one a line. */
function cloudEvent({ id, seq, timeMs, type, peer, entry }: AuditEntry, author: string): string {
  const attributes = {
    specversion: '1.0',
    id,
    source: author,
    type: `io.github.talos-protocol.ledger.${type}`,
    ...(peer === undefined ? {} : { subject: peer }),
    time: new Date(timeMs).toISOString(),
    datacontenttype: 'application/json',
    // Of the extension "sequence": a string, compared as one.
    sequence: String(seq).padStart(16, '0'),
  };
  return `${printableJson(JSON.stringify(attributes)).slice(0, -1)},"data":${printableJson(entry)}}\n`;
}
