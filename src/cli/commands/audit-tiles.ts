/** @module `talos audit export --format tiles`: the whole log as C2SP `tlog-tiles`, in a new folder. */
import { logTiles } from '../../agent/record/entry-lines.ts';
import type { TileFile } from '../../ledger/log/tile-files.ts';
import { type Context, type Options, optional } from '../context.ts';
import { fileError } from '../files.ts';
import { plural, printable } from '../terminal.ts';
import { usage } from '../values.ts';

/** The options that choose entries: a log has all of them, or it is none. */
const FILTERS = ['last', 'peer', 'type', 'tool', 'message', 'from', 'to'];

/** Writes the folder that `--out` names; what is in it was recomputed and has the root that is signed. */
export async function exportTiles(context: Context, options: Options): Promise<void> {
  const out = optional(options, 'out') ?? '-';
  if (out === '-') throw usage('--format tiles writes a folder', 'name a new one with --out');
  const filter = FILTERS.find((name) => optional(options, name) !== undefined);
  if (filter !== undefined) throw usage(`--format tiles is the whole log: --${filter} has no meaning`);
  await using agent = await context.open();
  let size = 0;
  const files = async function* (): AsyncIterable<TileFile> {
    size = yield* logTiles(agent.api);
  };
  const { writeFolder } = await import('../../node/files/new-folder.ts');
  try {
    await writeFolder(context.path(out), files());
  } catch (error) {
    throw fileError(error, out);
  }
  context.note(`${plural(size, 'entry', 'entries')} in ${printable(out)}`);
}
