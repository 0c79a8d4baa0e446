/**
 * Reports as Markdown (GitHub's flavour). Every cell that may hold the text of others is a code span, in which nothing is
 * markup.
 *
 * @module
 */
import { printable } from '../../base/printable.ts';
import type { ReportModel } from './report.ts';
import { type Section, sectionsOf, verdictOf } from './report-text.ts';

/** `report` as Markdown, the verdict first. */
export function reportMarkdown(report: ReportModel): string {
  const parts = ['# Report on a Talos ledger', `**${verdictOf(report)}**`, ...sectionsOf(report).map(sectionText)];
  return `${parts.join('\n\n')}\n`;
}

function sectionText({ title, columns, rows }: Section): string {
  const lines = [columns, columns.map(() => '---'), ...rows.map((row) => row.map(span))];
  return [`## ${title}`, '', ...lines.map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
}

/** `text` as a code span. What would end the span or the cell is written like what cannot be shown. */
function span(text: string): string {
  const shown = printable(text).replaceAll('`', '\\u{60}').replaceAll('|', '\\u{7c}');
  return shown === '' ? '' : `\`${shown}\``;
}
