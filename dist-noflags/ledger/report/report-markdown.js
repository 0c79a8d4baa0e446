/**
 * Reports as Markdown (GitHub's flavour). Every cell that may hold the text of others is a code span, in which nothing is
 * markup.
 *
 * @module
 */
import { printable } from "../../base/printable.js";
import { sectionsOf, verdictOf } from "./report-text.js";
/** `report` as Markdown, the verdict first. */
export function reportMarkdown(report) {
    const parts = ['# Report on a Talos ledger', `**${verdictOf(report)}**`, ...sectionsOf(report).map(sectionText)];
    return `${parts.join('\n\n')}\n`;
}
function sectionText({ title, columns, rows }) {
    const lines = [columns, columns.map(() => '---'), ...rows.map((row) => row.map(span))];
    return [`## ${title}`, '', ...lines.map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
}
/** `text` as a code span. What would end the span or the cell is written like what cannot be shown. */
function span(text) {
    const shown = printable(text).replaceAll('`', '\\u{60}').replaceAll('|', '\\u{7c}');
    return shown === '' ? '' : `\`${shown}\``;
}
