/** @module The branches of the command line about anchors and reports: `audit anchor` and `audit report`. */
import type { Run } from './context.ts';
import { auditOf, branch, collect, type Define } from './program-parts.ts';

/** `audit report` and `audit anchor …`. */
export const anchorCommands: Define = (program, act) => {
  act(
    auditOf(program)
      .command('report')
      .description('verify everything, and report what there is and what is odd')
      .option('--format <format>', 'json, markdown, html or sarif (markdown)')
      .option('--out <file>', 'write to FILE; - is standard output', '-')
      .option('--checkpoint <file>', 'and compare with a signed note of the ledger that was kept elsewhere')
      .option('--from <time>', 'about entries from this time on (ISO 8601, or milliseconds)')
      .option('--to <time>', 'about entries before this time'),
    async () => (await import('./commands/report.ts')).report,
  );
  const anchor = branch(auditOf(program), 'anchor', 'have others say when the log was what it is');
  const load = (name: 'add' | 'list' | 'remove' | 'now' | 'verify') => async (): Promise<Run> =>
    (await import('./commands/anchor.ts'))[name];
  act(
    anchor
      .command('add')
      .description('anchor the log at a time-stamping authority, or with the witnesses')
      .argument('<kind>', 'rfc3161, or cosignature: the services of audit witness list')
      .argument('[url]', 'of the authority: http:// or https://')
      .option('--root <file>', 'PEM file of the root that its certificate leads to; may be given again', collect)
      .option('--policy <oid>', 'take time stamps under this policy alone')
      .option('--threshold <n>', 'so many of the witnesses that are known now must cosign'),
    load('add'),
  );
  act(anchor.command('list').description('list sources, and what they anchored'), load('list'));
  act(
    anchor
      .command('remove')
      .description('anchor nothing there any more; what was anchored stays')
      .argument('<id>', 'of the source, as list shows it'),
    load('remove'),
  );
  act(anchor.command('now').description('anchor the newest checkpoint at every source'), load('now'));
  act(anchor.command('verify').description('verify all anchors against the log, without a network'), load('verify'));
};
