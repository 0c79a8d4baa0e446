/** @module `talos init`: a new identity, and its 24 words shown once. */
import { access } from 'node:fs/promises';
import { TalosError } from '../../base/errors.ts';
import { isIdentityName, MAX_NAME_BYTES } from '../../identity/identity.ts';
import { type Context, optional, type Run, required } from '../context.ts';
import { writeText } from '../files.ts';
import { printable } from '../terminal.ts';
import { usage } from '../values.ts';

/** See the module comment. */
export const init: Run = async (context, _args, options) => {
  const name = nameOf(required(options, 'name', '--name'));
  const wordsFile = optional(options, 'wordsFile');
  if (wordsFile === '-') throw usage('--words-file cannot be standard output', 'name a file');
  const force = options['force'] === true;
  if (!force && (await context.io.agents.identity(context.dataDir)) !== undefined) throw exists(context);
  if (wordsFile !== undefined) await refuseExisting(context.path(wordsFile), wordsFile);
  const passphrase = await newPassphrase(context);
  const { identity, words, backup } = await context.io.agents.create({
    dataDir: context.dataDir,
    name,
    passphrase,
    force,
  });
  if (backup !== undefined) context.note(`the identity that was there is kept in ${backup}`);
  if (wordsFile !== undefined) await writeText(context, wordsFile, `${words}\n`, false);
  else showWords(context, words);
  if (passphrase === undefined)
    context.note('the keystore lies under a key file beside it: a copy of both can be opened by anybody');
  await context.print({ id: identity.did, ...identity }, () => identity.did);
  return 0;
};

function exists(context: Context): TalosError {
  return new TalosError('E_EXISTS', `there is an identity in ${context.dataDir} already`, {
    hint: 'talos whoami shows it; --force replaces it and keeps a backup',
  });
}

/** @throws {TalosError} `E_EXISTS` where the file is there. */
export async function refuseExisting(path: string, name: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw new TalosError('E_EXISTS', `${printable(name)} exists and is not overwritten`);
}

/** The words are shown to people on a terminal, even with `--quiet`: it is the only time. */
export function showWords({ io }: Context, words: string): void {
  if (!io.noteIsTerminal) {
    io.note('the recovery phrase was not shown, because there is no terminal; init --words-file FILE writes it');
    return;
  }
  io.note('the recovery phrase, shown this once; whoever has it is this identity:');
  const all = words.split(' ');
  for (let at = 0; at < all.length; at += 6) io.note(`    ${all.slice(at, at + 6).join(' ')}`);
}

/** A passphrase for a new keystore, which a person types twice; `undefined`: a key file. @throws {TalosError} `E_PASSPHRASE`. */
export async function newPassphrase(context: Context): Promise<string | undefined> {
  const { io } = context;
  const fromFile = await context.passphraseOfFile();
  if (fromFile !== undefined || !io.stdinIsTerminal) return fromFile;
  const first = await io.secret('passphrase (empty: a key file instead): ');
  if (first === '') return undefined;
  if ((await io.secret('the same again: ')) !== first)
    throw new TalosError('E_PASSPHRASE', 'the two passphrases differ', { hint: 'nothing was made; try again' });
  return first;
}

/** A name for an identity. @throws {TalosError} `E_USAGE`. */
export function nameOf(name: string): string {
  if (name.trim() === '' || !isIdentityName(name))
    throw usage(`--name must be 1 to ${MAX_NAME_BYTES} bytes of printable text`);
  return name;
}
