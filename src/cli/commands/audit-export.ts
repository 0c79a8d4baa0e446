/** @module `talos audit export`: entries as JSON lines, CSV, CloudEvents 1.0, or the whole log as tiles. */
import { ENTRY_FORMATS, entryLines } from '../../agent/record/entry-lines.ts';
import { queryOf } from '../audit-query.ts';
import { optional, type Run } from '../context.ts';
import { writeLines } from '../files.ts';
import { usage } from '../values.ts';

/** `export`: all entries that fit, oldest first. */
export const exportEntries: Run = async (context, _args, options) => {
  const name = optional(options, 'format') ?? 'jsonl';
  if (name === 'tiles') {
    await (await import('./audit-tiles.ts')).exportTiles(context, options);
    return 0;
  }
  const format = ENTRY_FORMATS.find((each) => each === name);
  if (format === undefined) throw usage(`--format is unknown: "${name}"`, `one of ${ENTRY_FORMATS.join(', ')}, tiles`);
  const query = queryOf(options);
  const { did: author } = await context.identity();
  await using agent = await context.open();
  await writeLines(context, optional(options, 'out') ?? '-', entryLines(agent.api, format, { query, author }));
  return 0;
};
