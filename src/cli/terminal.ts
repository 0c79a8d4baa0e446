/**
 * Text for people: what came from outside is shown, never obeyed by the terminal.
 *
 * @module
 */
import { printable } from '../base/printable.ts';

export { MAX_SHOWN, printable, printableJson } from '../base/printable.ts';

/** Rows as lines with aligned columns. Cells must be printable; the last column is not padded. */
export function tableOf(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** A time for people, UTC, to the second. */
export function timeText(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** `count` with its noun; the plural takes an s where it is not given. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

/** Most causes of an error that `--debug` shows. */
const MAX_CAUSES = 8;

/** An error and what caused it, a printable line each, for `--debug`. */
export function causeLines(error: unknown): string[] {
  const lines: string[] = [];
  for (let cause = error; cause instanceof Error && lines.length < MAX_CAUSES; cause = cause.cause)
    lines.push(printable(cause.stack?.split('\n').slice(0, 6).join(' ') ?? cause.message));
  return lines;
}
