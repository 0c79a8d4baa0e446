import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

/** Rows of the catalogue of threats, faults and bad input that this version withstands: each has a test with its id. */
const ROWS = [
  'K01-K24',
  'R01-R24',
  'R26-R27',
  'E01-E12',
  'I01-I13',
  'C01-C24',
  'M01-M28',
  'M30',
  'G01-G11',
  'B01-B22',
  'S01-S17',
  'H01-H17',
  'F01-F03',
  'F04-F08',
  'F09-F10',
  'F11-F15',
  'D01-D17',
  'N01-N15',
  'L01-L14',
];

function expanded(): string[] {
  return ROWS.flatMap((part) => {
    const [, letter = '', first = '', last = first] = /^([A-Z])(\d\d)(?:-[A-Z](\d\d))?$/.exec(part) ?? [];
    const count = Number(last) - Number(first) + 1;
    return Array.from({ length: count }, (_, index) => `${letter}${String(Number(first) + index).padStart(2, '0')}`);
  });
}

/** Names of tests and of groups of tests in a source: what stands in quotes behind `it`, `describe` and their tables. */
function namesOf(source: string): string {
  const names = source.matchAll(/\b(?:it|describe)\b[^'"`]*?\(\s*(?:'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`)/g);
  const ofTables = source.matchAll(/^\s*\]?\)\(\s*(?:'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`)/gm);
  const inlineTables = source.matchAll(/\.each\(.*\)\(\s*(?:'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`)/g);
  return [...names, ...ofTables, ...inlineTables]
    .map(([, ...texts]) => texts.find((text) => text !== undefined))
    .join('\n');
}

describe('the threats', () => {
  it('have a test each, with the id in its name', async () => {
    const root = new URL('../', import.meta.url);
    const files = (await readdir(root, { recursive: true })).filter(
      (file) => file.endsWith('.ts') && !file.startsWith('surface/'),
    );
    const names = (await Promise.all(files.map((file) => readFile(new URL(file, root), 'utf8'))))
      .map(namesOf)
      .join('\n');
    expect(new Set(expanded()).size).toBe(expanded().length);
    expect(expanded().filter((row) => !new RegExp(`\\b${row}\\b`).test(names))).toEqual([]);
  });
});
