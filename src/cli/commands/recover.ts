/** @module `talos recover`: an identity made again from its 24 words. */
import type { Context, Run } from '../context.ts';
import { optional } from '../context.ts';
import { readText } from '../files.ts';
import { usage } from '../values.ts';
import { nameOf, newPassphrase } from './init.ts';

/** Most bytes of a file with the words. */
const MAX_WORDS_BYTES = 4096;

/** See the module comment. */
export const recover: Run = async (context, _args, options) => {
  const given = optional(options, 'name');
  const name = given === undefined ? undefined : nameOf(given);
  const words = await wordsOf(context, optional(options, 'wordsFile'));
  const passphrase = await newPassphrase(context);
  const { identity, backup, hasData } = await context.io.agents.recover({
    dataDir: context.dataDir,
    name,
    words,
    passphrase,
    force: options['force'] === true,
  });
  if (backup !== undefined) context.note(`the keystore that was there is kept in ${backup}`);
  if (hasData) context.note('its store and its ledger were here, and go on');
  else {
    context.note('its ledger, contacts and sessions are not here: it begins anew under its old name');
    context.note('peers that kept a checkpoint of the ledger of before will see another history, and say so');
    context.note('a backup has all of it; without one talos rotate identity hands over to a new identity');
  }
  if (passphrase === undefined)
    context.note('the keystore lies under a key file beside it: a copy of both can be opened by anybody');
  await context.print({ id: identity.did, ...identity, hasData }, () => identity.did);
  return 0;
};

async function wordsOf(context: Context, file: string | undefined): Promise<string> {
  if (file !== undefined) return readText(context, file, MAX_WORDS_BYTES);
  if (context.io.stdinIsTerminal) return context.io.secret('the 24 words, in one line: ');
  throw usage('--words-file is needed where there is no terminal', '--words-file - reads them from standard input');
}
