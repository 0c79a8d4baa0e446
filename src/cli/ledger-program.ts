/** @module The branches of the command line about the ledger: `audit` and `proof`. */
import type { Command } from 'commander';
import type { Run } from './context.ts';
import { auditOf, branch, collect, type Define } from './program-parts.ts';

/** `audit …` and `proof …`. */
export const ledgerCommands: Define = (program, act) => {
  const audit = auditOf(program);
  const loadAudit = (name: 'log' | 'show' | 'verify') => async (): Promise<Run> =>
    (await import('./commands/audit.ts'))[name];
  act(
    audit
      .command('log')
      .description('list entries, oldest first; with --json one object a line')
      .option('--last <n>', 'the newest N')
      .option('--peer <peer>', 'about this peer')
      .option('--type <type>', 'of this type, as call')
      .option('--from <time>', 'from this time on (ISO 8601, or milliseconds)')
      .option('--to <time>', 'before this time'),
    loadAudit('log'),
  );
  act(audit.command('show').description('show one entry').argument('<id>'), loadAudit('show'));
  act(audit.command('verify').description('recompute the whole ledger'), loadAudit('verify'));
  const proof = branch(program, 'proof', 'make and check evidence');
  const loadProof = (name: 'exportProof' | 'verify' | 'show') => async (): Promise<Run> =>
    (await import('./commands/proof.ts'))[name];
  act(
    proof
      .command('export')
      .description('make the proof of an entry')
      .argument('<entry>')
      .option('--format <format>', 'talos, or tlog-proof as other transparency logs have it', 'talos')
      .option('--out <file>', 'write to FILE; - is standard output', '-'),
    loadProof('exportProof'),
  );
  const ofFile = (command: Command): Command =>
    command
      .argument('<file>')
      .option('--entry <file>', 'the entry, where a tlog-proof does not hold it')
      .option('--witness <vkey>', 'a witness that must have cosigned a tlog-proof; may be given again', collect);
  act(
    ofFile(proof.command('verify').description('check a proof or evidence file; needs no identity and no network')),
    loadProof('verify'),
  );
  act(
    ofFile(proof.command('show').description('show what a proof or evidence file says, and whether it holds')),
    loadProof('show'),
  );
};
