/**
 * What changed in a definition, for people: a unified diff of its JSON, in which nothing hides.
 *
 * A definition is the text of others, made to be read by a model. Whatever a terminal would obey, turn around or not
 * show is written as an escape, and nothing is cut.
 *
 * @module
 */
import type { ToolChange } from '../agent/api/tool-api.ts';
import { isFields } from '../codec/fields.ts';
import { type Json, parseJson, writeJson } from '../codec/json.ts';

/** Lines around a change that are shown with it. */
const CONTEXT_LINES = 3;
/** Most cells of the table of two texts; beyond it what is different is shown as one change. */
const MAX_CELLS = 4_000_000;

/** Control, format, private and unassigned characters, what is drawn as nothing, and every space but the plain one. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

/** The change as a unified diff. @param name - Printable. */
export function changeLines(name: string, change: ToolChange): readonly string[] {
  const { before, after, definition, found } = change;
  const to = found === undefined ? 'gone' : `found ${found}`;
  return [
    `--- ${name}, approved ${definition}`,
    `+++ ${name}, ${to}`,
    ...unifiedDiff(definitionLines(before), after === undefined ? [] : definitionLines(after)),
  ];
}

/** A JSON text as lines, members in its order; a line of a long text is a line here. */
export function definitionLines(text: string): readonly string[] {
  if (text === '') return ['(it was too long to be kept)'];
  return linesOf(parseJson(text), '', '', '');
}

function linesOf(value: Json, indent: string, before: string, after: string): string[] {
  if (Array.isArray(value) && value.length > 0)
    return [
      `${indent}${before}[`,
      ...value.flatMap((item, at) => linesOf(item, `${indent}  `, '', at + 1 < value.length ? ',' : '')),
      `${indent}]${after}`,
    ];
  const keys = isFields(value) ? Object.keys(value) : [];
  if (isFields(value) && keys.length > 0)
    return [
      `${indent}${before}{`,
      ...keys.flatMap((key, at) =>
        linesOf(value[key] ?? null, `${indent}  `, `${shown(key)}: `, at + 1 < keys.length ? ',' : ''),
      ),
      `${indent}}${after}`,
    ];
  const [first = '', ...rest] = (typeof value === 'string' ? shown(value) : writeJson(value)).split(
    /(?<=[^\\](?:\\\\)*\\n)/,
  );
  return [`${indent}${before}${first}`, ...rest.map((line) => `${indent}    ${line}`)].map((line, at) =>
    at === rest.length ? `${line}${after}` : line,
  );
}

/** A string as JSON, with everything that does not show as itself as `\uHHHH`. */
function shown(text: string): string {
  return writeJson(text).replace(HIDDEN, (character) => {
    let escapes = '';
    for (let at = 0; at < character.length; at++)
      escapes += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
    return escapes;
  });
}

/** One line of a diff: in both, only before, only after. */
interface Step {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
}

/** What changed from `before` to `after`, as `diff -u` writes it, without its first two lines. */
export function unifiedDiff(before: readonly string[], after: readonly string[]): readonly string[] {
  const steps = stepsOf(before, after);
  const isNear = steps.map((_, at) =>
    steps.slice(Math.max(0, at - CONTEXT_LINES), at + CONTEXT_LINES + 1).some(({ mark }) => mark !== ' '),
  );
  const lines: string[] = [];
  let [from, to] = [1, 1];
  for (let at = 0; at < steps.length; ) {
    let end = at;
    while (end < steps.length && isNear[end] === isNear[at]) end++;
    const part = steps.slice(at, end);
    const [old, now] = [countOf(part, '-'), countOf(part, '+')];
    if (isNear[at] === true)
      lines.push(`@@ -${rangeText(from, old)} +${rangeText(to, now)} @@`, ...part.map(({ mark, line }) => mark + line));
    from += old;
    to += now;
    at = end;
  }
  return lines;
}

function countOf(steps: readonly Step[], mark: '-' | '+'): number {
  return steps.filter((step) => step.mark === ' ' || step.mark === mark).length;
}

function rangeText(first: number, count: number): string {
  return `${count === 0 ? first - 1 : first}${count === 1 ? '' : `,${count}`}`;
}

function stepsOf(before: readonly string[], after: readonly string[]): readonly Step[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const same = (lines: readonly string[]): Step[] => lines.map((line) => ({ mark: ' ', line }));
  const [old, now] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  return [...same(before.slice(0, start)), ...changedSteps(old, now), ...same(before.slice(before.length - end))];
}

/** By the longest common subsequence. */
function changedSteps(old: readonly string[], now: readonly string[]): readonly Step[] {
  const removed = (lines: readonly string[]): Step[] => lines.map((line) => ({ mark: '-', line }));
  const added = (lines: readonly string[]): Step[] => lines.map((line) => ({ mark: '+', line }));
  if (old.length * now.length > MAX_CELLS) return [...removed(old), ...added(now)];
  const width = now.length + 1;
  // Length of the longest common subsequence of what follows both places.
  const longest = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      longest[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) {
      steps.push({ mark: ' ', line: old[i] ?? '' });
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) steps.push(...removed(old.slice(i, ++i)));
    else steps.push(...added(now.slice(j, ++j)));
  }
  return [...steps, ...removed(old.slice(i)), ...added(now.slice(j))];
}
