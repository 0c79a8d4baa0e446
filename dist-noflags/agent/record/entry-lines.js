/**
 * Entries of the audit log as files of other systems: JSON lines, CSV, CloudEvents 1.0, or the whole log as tiles.
 *
 * @module
 */
import { toHex, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { printableJson } from "../../base/printable.js";
import { Frontier } from "../../ledger/log/frontier.js";
import { tileFiles } from "../../ledger/log/tile-files.js";
/** Entries that are asked for at once where all of many are wanted: the largest of them fit into one local line. */
export const PAGE_ENTRIES = 100;
/** Formats of {@link entryLines}. */
export const ENTRY_FORMATS = ['jsonl', 'csv', 'cloudevents'];
// What a spreadsheet would run as a formula (OWASP "CSV Injection"). Our JSON, times and ids start with none of these.
const FORMULA = /^[=+\-@\t\r]/;
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
const COLUMNS = ['id', 'seq', 'time', 'type', 'peer', 'summary', 'entry'];
const FORMATS = {
    jsonl: { head: '', line: (entry) => `${entryJson(entry)}\n` },
    csv: { head: `${COLUMNS.map(cell).join(',')}\r\n`, line: csvLine },
    cloudevents: { head: '', line: cloudEvent },
};
/** All entries that fit, oldest first, a line each with its end; read page by page. @throws {RangeError} for another format. */
export async function* entryLines(api, format, { query, author }) {
    if (!Object.hasOwn(FORMATS, format))
        throw new RangeError(`format must be one of ${ENTRY_FORMATS.join(', ')}`);
    const { head, line } = FORMATS[format];
    if (head !== '')
        yield head;
    for await (const entry of all(api, query))
        yield line(entry, author);
}
/** All entries that fit, page by page; the newest `last` where that is given. */
async function* all(api, query) {
    if (query.last !== undefined) {
        yield* await api.auditLog(query);
        return;
    }
    for (let after = -1;;) {
        const page = await api.auditLog({ ...query, last: PAGE_ENTRIES, after });
        yield* page;
        const last = page.at(-1);
        if (last === undefined || page.length < PAGE_ENTRIES)
            return;
        after = last.seq;
    }
}
/** An entry as JSON on one line, with `more` beside it. What was written stays as it is: number tokens and all. */
export function entryJson({ entry, ...rest }, more = {}) {
    return `${printableJson(JSON.stringify({ ...rest, ...more })).slice(0, -1)},"entry":${printableJson(entry)}}`;
}
/** RFC 4180. */
function csvLine({ id, seq, timeMs, type, peer, summary, entry }) {
    const time = new Date(timeMs).toISOString();
    const cells = [id, String(seq), time, type, peer ?? '', summary, printableJson(entry)];
    return `${cells.map(cell).join(',')}\r\n`;
}
/** A cell, always quoted; text that would be a formula is led by an apostrophe, control characters are spelled out. */
function cell(text) {
    const safe = FORMULA.test(text) ? `'${text}` : text;
    const shown = safe.replace(CONTROL, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
    return `"${shown.replaceAll('"', '""')}"`;
}
/** CloudEvents 1.0 in its JSON format, one a line. */
function cloudEvent({ id, seq, timeMs, type, peer, entry }, author) {
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
/**
 * The whole log as C2SP `tlog-tiles`: recomputed, and with the root that is signed.
 *
 * @throws {TalosError} `E_NOT_FOUND` where entries are in archives, or none is sealed; `E_LEDGER_INVALID` where the entries
 *   are not those of the signed log.
 */
export async function* logTiles(api) {
    const { size, root, checkpoint, first } = await api.audit.root();
    if (first > 0)
        throw new TalosError('E_NOT_FOUND', `entries below block ${first} are in archives: the log is not here as a whole`);
    if (size === 0)
        throw new TalosError('E_NOT_FOUND', 'the log has no sealed entry yet');
    const frontier = new Frontier();
    yield* tileFiles(entriesBelow(api, size), frontier);
    if (frontier.size !== size || toHex(frontier.root()) !== root)
        throw new TalosError('E_LEDGER_INVALID', 'the entries are not those of the signed log', {
            hint: 'talos audit verify says where',
        });
    yield { path: 'checkpoint', bytes: utf8(checkpoint) };
    return size;
}
async function* entriesBelow(api, size) {
    for (let after = -1; after < size - 1;) {
        const page = await api.auditLog({ last: PAGE_ENTRIES, after });
        for (const { seq, entry } of page) {
            if (seq !== after + 1)
                throw new TalosError('E_LEDGER_INVALID', `entry ${after + 1} lacks`);
            if (seq >= size)
                return;
            after = seq;
            yield utf8(entry);
        }
        if (page.length === 0)
            return;
    }
}
