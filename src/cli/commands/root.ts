/** @module `talos audit root`: the newest checkpoint of the ledger, and who cosigned it. */
import type { RootView } from '../../agent/witness-api.ts';
import { optional, type Run } from '../context.ts';
import { writeText } from '../files.ts';
import { plural, printable, tableOf, timeText } from '../terminal.ts';

/** See the module comment. */
export const root: Run = async (context, _args, options) => {
  await using agent = await context.open();
  const { newest, cosigned } = await agent.api.witness.root();
  const out = optional(options, 'out');
  if (out !== undefined) {
    await writeText(context, out, newest.note);
    return 0;
  }
  const earlier = cosigned === undefined || cosigned.size === newest.size ? undefined : cosigned;
  await context.print({ ...newest, ...(cosigned === undefined ? {} : { cosigned }) }, () => [
    ...linesOf('checkpoint', newest),
    ...(earlier === undefined ? [] : linesOf('cosigned before', earlier)),
    ...newest.note.trimEnd().split('\n'),
  ]);
  return 0;
};

function linesOf(name: string, { size, root: hash, cosigners }: RootView): string[] {
  return tableOf([
    [name, `${plural(size, 'entry', 'entries')}, root ${hash}`],
    ...cosigners.map(({ witness, timeMs }) => ['cosigned', `${printable(witness)}, ${timeText(timeMs)}`]),
    ...(cosigners.length === 0 ? [['cosigned', 'by nobody']] : []),
  ]);
}
