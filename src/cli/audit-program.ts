/** @module The branches of the command line about keeping the ledger: its root, exports, archives, and forgetting. */
import type { Run } from './context.ts';
import { auditFilters, auditOf, collect, type Define } from './program-parts.ts';

/** `audit root|export|archive|forget|reindex`. */
export const auditCommands: Define = (program, act) => {
  const audit = auditOf(program);
  const load = (name: 'root' | 'archive' | 'forget' | 'reindex') => async (): Promise<Run> =>
    (await import('./commands/audit-keep.ts'))[name];
  act(
    audit
      .command('root')
      .description('show the newest signed state of the log; whoever keeps it finds out if the past is changed')
      .option('--out <file>', 'write the signed note to FILE'),
    load('root'),
  );
  act(
    auditFilters(audit.command('export'))
      .description('write entries to a file, oldest first')
      .option(
        '--format <format>',
        'jsonl, csv, cloudevents (1.0, one JSON object a line), or tiles (the whole log)',
        'jsonl',
      )
      .option('--out <file>', 'write to FILE, tiles into the new folder FILE; - is standard output', '-'),
    async () => (await import('./commands/audit-export.ts')).exportEntries,
  );
  act(
    audit
      .command('archive')
      .description('move the entries of old blocks into a file; or, with --check, verify such a file by itself')
      .option('--before <bound>', 'blocks older than a time (ISO 8601, or milliseconds), or below a height')
      .option('--out <file>', 'the archive file, which must not exist')
      .option('--check <file>', 'verify FILE; needs no identity and no network'),
    load('archive'),
  );
  act(
    audit
      .command('forget')
      .description('erase what opens the commitment of an entry, and the text of its message; proofs still hold')
      .argument('<entry>')
      .option('--archive <file>', 'look for the entry in this archive; may be given again', collect),
    load('forget'),
  );
  act(audit.command('reindex').description('make the index of the ledger anew'), load('reindex'));
};
