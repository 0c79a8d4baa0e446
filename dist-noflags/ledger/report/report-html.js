/**
 * Reports as one HTML page that is complete in itself: no script, no reference to anything outside, and a policy that
 * allows none. Everything is escaped, wherever it is from.
 *
 * @module
 */
import { utf8 } from "../../base/bytes.js";
import { toBase64 } from "../../base/encoding.js";
import { printable } from "../../base/printable.js";
import { sha256 } from "../../crypto/hash.js";
import { sectionsOf, verdictOf } from "./report-text.js";
const STYLE = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:76rem;margin:2rem auto;padding:0 1rem}
h2{margin:2rem 0 .5rem;font-size:1.1rem}table{border-collapse:collapse;display:block;overflow-x:auto}
th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #8884;overflow-wrap:anywhere}
td{font-family:ui-monospace,monospace;font-size:.9em}.verdict{font-size:1.1rem;font-weight:600;padding:.7rem 1rem;border-left:5px solid #2a8}
.failed{border-color:#d33;background:#d332}.error td{color:#d33}.note td{opacity:.75}`;
/** `report` as a page, the verdict first. */
export function reportHtml(report) {
    const policy = `default-src 'none'; style-src 'sha256-${toBase64(sha256(utf8(STYLE)))}'; base-uri 'none'; form-action 'none'`;
    const verdict = report.verification.valid ? 'verdict' : 'verdict failed';
    return [
        '<!doctype html>',
        '<html lang="en">',
        '<head>',
        '<meta charset="utf-8">',
        `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
        '<meta name="referrer" content="no-referrer">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<title>Report on a Talos ledger</title>',
        `<style>${STYLE}</style>`,
        '</head>',
        '<body>',
        '<h1>Report on a Talos ledger</h1>',
        `<p class="${verdict}">${escaped(verdictOf(report))}</p>`,
        ...sectionsOf(report).flatMap((section) => sectionLines(section, report)),
        '</body>',
        '</html>',
        '',
    ].join('\n');
}
function sectionLines({ title, columns, rows }, report) {
    const cells = (tag, texts) => texts.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join('');
    const level = (at) => (title === 'Findings' ? report.findings[at]?.level : undefined);
    return [
        `<h2>${escaped(title)}</h2>`,
        '<table>',
        ...(columns.some((column) => column !== '') ? [`<tr>${cells('th', columns)}</tr>`] : []),
        ...rows.map((row, at) => {
            const name = level(at);
            return `<tr${name === undefined ? '' : ` class="${name}"`}>${cells('td', row)}</tr>`;
        }),
        '</table>',
    ];
}
const ENTITIES = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
};
function escaped(text) {
    return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
