/**
 * Where the 24 words of a new identity go: into a file, which is there before the identity is, or onto the terminal.
 *
 * @module
 */
import { access, rm } from 'node:fs/promises';
import { TalosError } from '../base/errors.ts';
import type { KeepWords } from '../node/identity/keep-words.ts';
import { type Context, type Options, optional } from './context.ts';
import { writeText } from './files.ts';
import { printable } from './terminal.ts';
import { usage } from './values.ts';

/** What keeps the words in the file of `--words-file`; `undefined` without one. @throws {TalosError} `E_USAGE`; `E_EXISTS`. */
export async function wordsFile(context: Context, options: Options): Promise<KeepWords | undefined> {
  const name = optional(options, 'wordsFile');
  if (name === undefined) return undefined;
  if (name === '-') throw usage('--words-file cannot be standard output', 'name a file');
  const path = context.path(name);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw new TalosError('E_EXISTS', `${printable(name)} exists and is not overwritten`);
  return async (words) => {
    await writeText(context, name, `${words}\n`, false);
    return () => rm(path);
  };
}

/**
 * The words are shown to people on a terminal, even with `--quiet`: it is the only time.
 *
 * @param again - The command that makes another identity, with its words in a file.
 */
export function showWords({ io }: Context, words: string, again: string): void {
  if (!io.noteIsTerminal) {
    io.note('the recovery phrase was not shown, because there is no terminal, and is shown by nothing later');
    io.note(`hint: ${again} makes another identity, and writes its words to FILE`);
    return;
  }
  io.note('the recovery phrase, shown this once; whoever has it is this identity:');
  const all = words.split(' ');
  for (let at = 0; at < all.length; at += 6) io.note(`    ${all.slice(at, at + 6).join(' ')}`);
}
