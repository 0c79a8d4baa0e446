/** @module `talos init`: a new identity, and its 24 words shown once. */
import { TalosError } from '../../base/errors.ts';
import { isIdentityName, MAX_NAME_BYTES } from '../../identity/identity.ts';
import { type Context, type Run, required } from '../context.ts';
import { usage } from '../values.ts';
import { showWords, wordsFile } from '../words-file.ts';

/** See the module comment. */
export const init: Run = async (context, _args, options) => {
  const name = nameOf(required(options, 'name', '--name'));
  const force = options['force'] === true;
  if (!force && (await context.io.agents.identity(context.dataDir)) !== undefined) throw exists(context);
  const keepWords = await wordsFile(context, options);
  const passphrase = await newPassphrase(context);
  const { identity, words, backup } = await context.io.agents.create({
    dataDir: context.dataDir,
    name,
    passphrase,
    force,
    keepWords,
  });
  if (backup !== undefined) context.note(`the identity that was there is kept in ${backup}`);
  if (keepWords === undefined) showWords(context, words, 'talos init --force --words-file FILE');
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
