/**
 * The fences of the documents, and their marks: each says how what is in it is proved. docs/design/013-documents.md.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const ROOT: string = resolve(import.meta.dirname, '../..');

/** What may stand behind the language of a fence, and what happens to it then. */
const MARKS: Readonly<Record<string, readonly string[]>> = {
  sh: ['run', 'serve', 'mcp', 'parse'],
  js: ['run'],
  ts: ['check'],
  json: ['check', 'mcp', 'file'],
  yaml: ['check', 'file'],
  text: ['output', 'figure', 'file'],
};

/** The terminal of a fence that names none. */
export const DEFAULT_TERMINAL = 'here';

export interface Fence {
  /** The document, from the root of the repository. */
  readonly page: string;
  /** Line of its first backtick, from 1. */
  readonly line: number;
  readonly language: string;
  readonly mark: string;
  /** What follows the mark: the terminal, and for `file` its name before that. */
  readonly words: readonly string[];
  readonly text: string;
}

/** The document whose indented blocks are layouts of bytes and grammars; test/requirements.ts and the vectors prove those. */
const LAYOUTS = 'PROTOCOL.md';

/** Where a fence is, for people. */
export const place = ({ page, line }: Fence): string => `${page}:${line}`;

/** The name of the terminal that a fence is about. */
export const terminalOf = ({ mark, words }: Fence): string => words[mark === 'file' ? 1 : 0] ?? DEFAULT_TERMINAL;

/** A document, and what is in it. */
export interface Page {
  readonly path: string;
  readonly text: string;
  readonly fences: readonly Fence[];
  /** What is wrong with its marks, each with its line. */
  readonly mistakes: readonly string[];
}

/** Reads the fences of a document. */
export function readPage(path: string, text: string): Page {
  const fences: Fence[] = [];
  const mistakes: string[] = [];
  const lines = text.split('\n');
  let blankBefore = true;
  let inList = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const [, indent = '', ticks, info = ''] = /^( *)(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (ticks !== undefined) {
      const end = lines.findIndex((each, index) => index > at && each.trim() === ticks);
      if (end < 0) return { path, text, fences, mistakes: [...mistakes, `${path}:${at + 1}: the fence does not end`] };
      const body = lines.slice(at + 1, end).map((each) => (each.startsWith(indent) ? each.slice(indent.length) : each));
      const [language = '', mark = '', ...words] = info.trim().split(/\s+/);
      const fence = { page: path, line: at + 1, language, mark, words, text: `${body.join('\n')}\n` };
      const wrong = mistakeOf(fence);
      if (wrong === undefined) fences.push(fence);
      else mistakes.push(`${place(fence)}: ${wrong}`);
      at = end;
      blankBefore = true;
      continue;
    }
    if (/^ *(?:[-*]|\d+\.) /.test(line)) inList = true;
    else if (/^\S/.test(line)) inList = false;
    if (path !== LAYOUTS && blankBefore && !inList && /^(?: {4}|\t)\s*\S/.test(line))
      mistakes.push(`${path}:${at + 1}: code without a fence, which nothing checks`);
    blankBefore = line.trim() === '' || (blankBefore && /^(?: {4}|\t)/.test(line));
  }
  return { path, text, fences, mistakes };
}

function mistakeOf({ language, mark, words }: Fence): string | undefined {
  const marks = MARKS[language];
  if (marks === undefined) return `no way to prove "${language}", of ${Object.keys(MARKS).join(', ')}`;
  if (!marks.includes(mark)) return `"${language}" needs a mark of ${marks.join(', ')}, has "${mark}"`;
  const most = mark === 'file' ? 2 : 1;
  if (words.length > most || (mark === 'file' && words.length === 0)) return `"${words.join(' ')}" after "${mark}"`;
  if (words.some((word) => !/^[a-z][\w.-]*$/.test(word))) return `"${words.join(' ')}" is no name`;
  return undefined;
}

/** Folders below docs/ that are made, not written. */
const MADE = ['reference', 'node_modules', '.vitepress', 'public'];
/** Documents outside docs/. */
const AT_ROOT = [
  'README.md',
  'AGENTS.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'PROTOCOL.md',
  'CHANGELOG.md',
  'REVIEW.md',
];

/** The paths of all documents, from the root of the repository. */
export function documentPaths(): string[] {
  const walk = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((each) => {
      const path = join(folder, each.name);
      if (each.isDirectory()) return walk(path);
      return each.name.endsWith('.md') ? [relative(ROOT, path)] : [];
    });
  const docs = readdirSync(join(ROOT, 'docs'), { withFileTypes: true }).flatMap((each) => {
    const path = join(ROOT, 'docs', each.name);
    if (each.isDirectory()) return MADE.includes(each.name) ? [] : walk(path);
    return each.name.endsWith('.md') ? [relative(ROOT, path)] : [];
  });
  return [...AT_ROOT, ...docs].sort();
}

/** Reads all documents. */
export function readPages(): Page[] {
  return documentPaths().map((path) => readPage(path, readFileSync(join(ROOT, path), 'utf8')));
}
