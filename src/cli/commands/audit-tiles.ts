/** @module `talos audit export --format tiles`: the whole log as C2SP `tlog-tiles`, in a new folder. */
import type { AgentApi } from '../../agent/api.ts';
import { toHex, utf8 } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { Frontier } from '../../ledger/frontier.ts';
import { type TileFile, tileFiles } from '../../ledger/tile-files.ts';
import { PAGE_ENTRIES } from '../audit-query.ts';
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
  const { size, root, checkpoint, first } = await agent.api.audit.root();
  if (first > 0)
    throw new TalosError('E_NOT_FOUND', `entries below block ${first} are in archives: the log is not here as a whole`);
  if (size === 0) throw new TalosError('E_NOT_FOUND', 'the log has no sealed entry yet');
  const frontier = new Frontier();
  const files = async function* (): AsyncIterable<TileFile> {
    yield* tileFiles(entriesBelow(agent.api, size), frontier);
    if (frontier.size !== size || toHex(frontier.root()) !== root)
      throw new TalosError('E_LEDGER_INVALID', 'the entries are not those of the signed log', {
        hint: 'talos audit verify says where',
      });
    yield { path: 'checkpoint', bytes: utf8(checkpoint) };
  };
  const { writeFolder } = await import('../../node/new-folder.ts');
  try {
    await writeFolder(context.path(out), files());
  } catch (error) {
    throw fileError(error, out);
  }
  context.note(`${plural(size, 'entry', 'entries')} in ${printable(out)}`);
}

async function* entriesBelow(api: AgentApi, size: number): AsyncIterable<Uint8Array> {
  for (let after = -1; after < size - 1; ) {
    const page = await api.auditLog({ last: PAGE_ENTRIES, after });
    for (const { seq, entry } of page) {
      if (seq !== after + 1) throw new TalosError('E_LEDGER_INVALID', `entry ${after + 1} lacks`);
      if (seq >= size) return;
      after = seq;
      yield utf8(entry);
    }
    if (page.length === 0) return;
  }
}
