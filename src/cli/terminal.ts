/**
 * Text for people: what came from outside is shown, never obeyed by the terminal.
 *
 * @module
 */

// Control characters, what changes the direction of text, what is invisible, and halves of surrogate pairs.
const UNPRINTABLE =
  // biome-ignore format: one class, by kind
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}/gu;

/** Longest foreign text that is shown in a line, in characters; the rest is cut and said to be. */
export const MAX_SHOWN = 2000;

/** `text` on one line, with everything that a terminal would act on or hide written as `\u{hex}`. */
export function printable(text: string): string {
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}… (${text.length} characters)` : text;
  return shown.replace(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** JSON text on one line: unprintable characters, which stand only within its strings or as space, as `\uHHHH`. */
export function printableJson(text: string): string {
  return text.replace(UNPRINTABLE, (character) =>
    character === '\n' || character === '\r' || character === '\t' ? ' ' : escapesOf(character),
  );
}

function escapesOf(character: string): string {
  let escapes = '';
  for (let at = 0; at < character.length; at++)
    escapes += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  return escapes;
}

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
