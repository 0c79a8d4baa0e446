/** @module `talos backup`: a copy of the data directory while the agent runs. */
import { type Run, required } from '../context.ts';
import { plural, printable } from '../terminal.ts';
import { usage } from '../values.ts';

/** Copies the data directory into a new folder. */
export const backup: Run = async (context, _args, options) => {
  const name = required(options, 'out', '--out');
  if (name === '-' || name === '') throw usage('--out must be a new folder');
  const path = context.path(name);
  await using agent = await context.open();
  const made = await agent.api.backup({ path }, context.io.signal);
  await context.print({ backup: made }, () => [
    `copied the data directory of ${made.did}, ${plural(made.entries, 'entry', 'entries')}, ${made.bytes} bytes, into ${printable(path)}`,
    made.keystore === 'key-file'
      ? 'the key of the keystore is in it: whoever has the copy is this agent'
      : 'the keystore in it is sealed under the passphrase; without that it opens for nobody',
    'it opens the messages and sessions of today; put back, it is an older state: see talos backup --help',
  ]);
  return 0;
};
